"""Remarks on a site's printed figures: each alone, together, against the site's own facts, and against other sites."""

from collections.abc import Iterable, Iterator, Sequence

from concord.analysis.figures.check import Check, Level, check, differing, is_copy
from concord.analysis.figures.tables import PublishedFigure
from concord.publishing.imports.records import Site


def check_site(site: Site, others: Iterable[Site] = ()) -> list[Check]:
    """Every remark on a site's figures: each alone, together, against the site's own facts, and against other sites."""
    elsewhere = tuple(others)
    found = [remark for figure in site.figures for remark in check(figure)]
    found.extend(_focus_areas(site))
    for figure in site.figures:
        found.extend(_against_facts(site, figure))
        found.extend(_copied(figure, elsewhere))
    found.extend(_differing(site))
    found.extend(_rest(site))
    return found


def _focus_areas(site: Site) -> Iterator[Check]:
    stated, listed = site.stated_focus_areas, len(site.focus_areas)
    if stated is not None and stated != listed:
        yield Check(Level.WARNING, "focus-areas", f"{stated} focus areas are stated, {listed} are listed", site.slug)


def _against_facts(site: Site, figure: PublishedFigure) -> Iterator[Check]:
    if site.started is not None and figure.as_of.before(site.started):
        text = f"dated {figure.as_of}, before the site's start, {site.started}"
        yield Check(Level.WARNING, "before-start", text, figure.id)
    findings, recommendations = site.stated_findings, site.stated_recommendations
    if figure.kind != "whole" or figure.focus_area is not None or figure.base is None or recommendations is None:
        return
    if figure.base not in {findings, recommendations, (findings or 0) + recommendations}:
        stated = f"{recommendations} recommendations"
        if findings is not None:
            stated = f"{findings} findings and {stated} ({findings + recommendations} together)"
        text = f"the base, {figure.base}, is not what the site states: {stated}"
        yield Check(Level.NOTE, "base-not-stated", text, figure.id)


def _copied(figure: PublishedFigure, others: Sequence[Site]) -> Iterator[Check]:
    """The same table at another site, earlier."""
    for other in others:
        for earlier in other.figures if other.slug != figure.site else ():
            if is_copy(figure, earlier):
                text = f"the table of {figure.as_of} is the same as {other.name}'s of {earlier.as_of}"
                yield Check(Level.NOTE, "same-as-other-site", text, figure.id)


def _differing(site: Site) -> Iterator[Check]:
    for group in differing(site.figures):
        said = "; ".join(f"{each.assessor}, {each.as_of}: {_said(each)}" for each in group)
        text = f"figures for about one date differ, and all are kept. {said}"
        yield Check(Level.NOTE, "figures-differ", text, site.slug)


def _said(figure: PublishedFigure) -> str:
    return ", ".join(f"{row.label} {row.printed_count or row.printed_percent + '%'}" for row in figure.rows)


def _rest(site: Site) -> Iterator[Check]:
    """When the site's total less the focus areas that print a count leaves all of the others: say so, as derived."""
    stated = {area.number: area.stated_recommendations for area in site.focus_areas}
    parts = [figure for figure in site.figures if figure.focus_area is not None]
    for figure in site.figures:
        for row in figure.rows if figure.focus_area is None and figure.kind == "whole" else ():
            known = {
                part.focus_area: each.count
                for part in parts
                for each in part.rows
                if each.label == row.label and each.count is not None
            }
            rest = {number: count for number, count in stated.items() if number not in known}
            sizes = [count for count in rest.values() if count is not None]
            if row.count is None or not known or not sizes or len(sizes) < len(rest):
                continue
            left = row.count - sum(count for count in known.values() if count is not None)
            if left == sum(sizes):
                minus = " - ".join(str(count) for count in known.values())
                plus = " + ".join(map(str, sizes))
                text = (
                    f"derived, if the figures speak of one date: {row.label}, {row.count} - {minus} = {left} = {plus}, "
                    f"so all of focus areas {' and '.join(map(str, rest))}"
                )
                yield Check(Level.NOTE, "rest-derived", text, figure.id)
