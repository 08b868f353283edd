"""What a site's sources state against what they list: computed, never typed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from concord.publishing.imports.records import ListedFocusArea, ListedRecommendation, Site


@dataclass(frozen=True, slots=True)
class Note:
    """One difference, or one gap, between what is stated and what is listed.

    `code` names the sort: stated-not-listed, list-absent, parts-not-total, nothing-under-finding, number-gap or
    figure-not-list. `focus_area` is None when the whole site is meant. `stated` and `listed` are counts where
    there are any.
    """

    code: str
    text: str
    focus_area: int | None = None
    stated: int | None = None
    listed: int | None = None


def reconcile(site: Site) -> list[Note]:
    """Every difference between stated counts and listed records, in total and by focus area."""
    notes = [
        *_count("findings", site.stated_findings, len(site.findings)),
        *_count("recommendations", site.stated_recommendations, len(site.recommendations)),
    ]
    for area in site.focus_areas:
        notes.extend(_area(site, area))
    notes.extend(_parts(site))
    notes.extend(_findings_without(site))
    notes.extend(_gaps(site))
    notes.extend(_figures(site))
    return notes


def _count(
    noun: str, stated: int | None, listed: int, area: ListedFocusArea | None = None, *, any_listed: bool = False
) -> Iterator[Note]:
    if stated is None or stated == listed:
        return
    where, number = (f"{area.title}: ", area.number) if area else ("", None)
    if not listed and not any_listed:
        text = f"{where}{stated} {noun} are stated; no list of them is in the public record that was read."
        yield Note("list-absent", text, number, stated, listed)
        return
    difference = abs(stated - listed)
    ids = "id is" if difference == 1 else "ids are"
    what = f"{ids} missing from the source" if stated > listed else f"{ids} listed beyond the stated number"
    text = f"{where}{stated} {noun} stated, {listed} listed: {difference} {what}."
    yield Note("stated-not-listed", text, number, stated, listed)


def _area(site: Site, area: ListedFocusArea) -> Iterator[Note]:
    findings = [each for each in site.findings if each.focus_area == area.number]
    recommendations = [each for each in site.recommendations if each.focus_area == area.number]
    yield from _count("findings", area.stated_findings, len(findings), area, any_listed=bool(site.findings))
    yield from _count(
        "recommendations",
        area.stated_recommendations,
        len(recommendations),
        area,
        any_listed=bool(site.recommendations),
    )


def _parts(site: Site) -> Iterator[Note]:
    """The stated counts of the focus areas against the stated total, when every focus area states one."""
    for noun, total, parts in (
        ("findings", site.stated_findings, [area.stated_findings for area in site.focus_areas]),
        ("recommendations", site.stated_recommendations, [area.stated_recommendations for area in site.focus_areas]),
    ):
        known = [part for part in parts if part is not None]
        if total is None or not known or len(known) < len(parts) or sum(known) == total:
            continue
        terms = " + ".join(map(str, known))
        text = f"The focus areas state {terms} = {sum(known)} {noun}, the site {total}."
        yield Note("parts-not-total", text, None, total, sum(known))


def _findings_without(site: Site) -> Iterator[Note]:
    if not site.recommendations:
        return
    with_any = {each.finding for each in site.recommendations}
    for finding in site.findings:
        if finding.label not in with_any:
            text = f"Finding {finding.label} has no recommendation listed."
            yield Note("nothing-under-finding", text, finding.focus_area, None, 0)


def _gaps(site: Site) -> Iterator[Note]:
    """Numbers left out inside a finding: 3.1 and 3.3 listed without 3.2. Only labels of the form finding.number."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for each in site.recommendations:
        prefix, _, last = each.label.rpartition(".")
        if prefix == each.finding and last.isdecimal():
            numbers[prefix].add(int(last))
    area = {each.finding: each.focus_area for each in site.recommendations}
    for finding, present in numbers.items():
        for missing in sorted(set(range(1, max(present))) - present):
            text = f"Recommendation {finding}.{missing} is not listed, though {finding}.{max(present)} is."
            yield Note("number-gap", text, area[finding])


def _figures(site: Site) -> Iterator[Note]:
    """Printed counts that say what they count, against the list; both are kept."""
    for figure in site.figures:
        for row in figure.rows:
            if not row.compares_with or row.count is None:
                continue
            listed = _listed_as(site, row.compares_with)
            if listed and listed != row.count:
                text = (
                    f"{figure.assessor} prints {row.count} as {row.label} ({figure.as_of}); "
                    f"{listed} are listed as {row.compares_with}. Both are kept."
                )
                yield Note("figure-not-list", text, figure.focus_area, row.count, listed)


def _listed_as(site: Site, what: str) -> int:
    if what == "findings":
        return len(site.findings)
    if what == "recommendations":
        return len(site.recommendations)
    return sum(1 for each in site.recommendations if _in_phase(each, what))


def _in_phase(each: ListedRecommendation, what: str) -> bool:
    return each.listed_phase is not None and what == f"phase {each.listed_phase}"
