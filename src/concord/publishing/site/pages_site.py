"""Every file of one site: its pages, its open data, its releases, its feed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from concord.publishing.site import (
    card,
    compare,
    figures,
    frame,
    handed,
    listing,
    measured,
    numbers,
    opendata,
    pages_changes,
    pages_data,
    published,
    series,
    structured,
    view,
    withheld,
)
from concord.publishing.site.archive import Release, Report, SiteRecord
from concord.publishing.site.documents import SITE
from concord.publishing.site.engine import render
from concord.publishing.site.feeds import site_feed
from concord.publishing.site.frame import Chrome
from concord.publishing.site.markup import markup
from concord.publishing.site.speech import say

File = tuple[str, bytes]
ORIGIN_MARKS = {"fictional": "Fictional example", "public record": "Compiled from public records", "programme": ""}


def files(record: SiteRecord, chrome: Chrome, as_of: date) -> Iterator[File]:
    """Yield (path below the root, content) of every page of a site. It depends on nothing but its arguments."""
    ready = view.build(record)
    reports = report_rows(record)
    parts = parts_of(record, ready, reports)
    page = page_maker(record.current, chrome, parts=parts)
    yield page("site.html", record.address, site_context(ready, chrome, as_of))
    for address, context in finding_contexts(ready):
        yield page("findings.html", address, context)
    if ready.recommendations:
        for address, context in list_pages(ready):
            yield page("recommendations.html", address, context)
        for row, context in recommendation_contexts(ready):
            yield page("recommendation.html", row.address, context)
    for template, address, context in pages_changes.pages(ready, reports, as_of):
        yield page(template, address, context)
    yield from former_recommendations(record, chrome)
    for report in record.reports:
        report_page = page_maker(report.current, chrome, record.document["contacts"], parts=parts)
        yield report_page("report.html", report.address, report_context(ready, report, as_of))
    yield from withheld.of_site(record, chrome)
    data = structured.data(record.document, record.address, chrome.office)
    shown = {"crumbs": crumbs(ready), "structured": data, **pages_data.site_context(record)}
    yield page("data.html", f"{record.address}data/", shown)


def documents(record: SiteRecord, chrome: Chrome) -> Iterator[File]:
    """Yield (path below the root, content) of what a site has besides pages, in no language of ours."""
    yield from pages_data.site_files(record)
    yield f"{record.address.lstrip('/')}card.png", card_of(record, chrome)
    for release in (*record.releases, *record.withheld):
        yield release.address.lstrip("/"), release.body
    for paper in record.papers:
        yield paper.address.lstrip("/"), paper.path.read_bytes()
    yield f"{record.address.lstrip('/')}feed.atom", site_feed(record, chrome)


def card_of(record: SiteRecord, chrome: Chrome) -> bytes:
    """Draw the picture of a site."""
    document, site = record.document, record.document["site"]
    counted = document["figures"]
    rows = figures.rows_of(counted["assessed"], document, counted["base"], "") if counted else []
    return card.draw(
        office=chrome.office["programme"],
        name=site["name"],
        sentence=view.lede(document),
        mark=ORIGIN_MARKS[site["origin"]],
        squares=[(row.sign, row.count) for row in rows],
    )


def parts_of(record: SiteRecord, ready: view.View, reports: Sequence[Any]) -> list[tuple[str, str]]:
    """Return the parts of a site that are there: (address, label)."""
    at, document = record.address, record.document
    found = (
        (at, say("Overview"), True),
        (f"{at}findings/", say("Findings"), document["findings"]),
        (f"{at}recommendations/", say("Recommendations"), ready.recommendations),
        (f"{at}focus-areas/", say("Focus areas"), document["focus_areas"]),
        (f"{at}reports/", say("Reports"), reports),
        (f"{at}changes/", say("What changed"), pages_changes.told(document)),
        (f"{at}data/", say("Data"), True),
        (f"/search/?site={record.slug}", say("Search"), True),
    )
    return [(address, label) for address, label, there in found if there]


def page_maker(
    release: Release,
    chrome: Chrome,
    contacts: Sequence[Mapping[str, Any]] = (),
    *,
    parts: Sequence[tuple[str, str]] = (),
) -> Callable[[str, str, dict[str, Any]], File]:
    """Return a function that renders pages (template, address, context) built from one release.

    `contacts` stand at the foot when the document has none of its own; without either, the office's do. `parts` are
    the parts of the site to which every page leads.
    """
    document = release.document
    site = document["site"]
    shared = {
        "chrome": chrome,
        "document": document,
        "site": site,
        "frame": frame.make(chrome, "sites", release, site=site, contacts=document.get("contacts") or contacts),
    }

    nav = frame.part("components/site_nav.html", {"parts": parts})

    def make(template: str, address: str, context: dict[str, Any]) -> File:
        here = str(nav).replace(f'href="{address}"', f'href="{address}" aria-current="page"')
        around = {**shared, "address": address, "site_nav": markup(here)}
        return f"{address.lstrip('/')}index.html", render(template, {**around, **context})

    return make


def told_figures(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures, how they moved, and how they began anew with another body."""
    return {
        "figures": figures.compute(document),
        "movement": figures.movement(document),
        "handed": handed.of(document),
    }


def site_context(ready: view.View, chrome: Chrome, as_of: date) -> dict[str, Any]:
    document, record, site = ready.document, ready.record, ready.document["site"]
    changes, earlier = view.changes(document, ready.recommendations)
    return {
        "crumbs": [],
        "structured": structured.site(document, record.address, chrome.office),
        "place": view.place(site),
        "standing": view.standing(site),
        "facts": view.facts(document, as_of),
        "lede": view.lede(document),
        "overdue": view.overdue(document, as_of),
        "stopped": say(view.STOPPED.get(site["state_key"], "")),
        "stopped_because": view.suspended_because(site),
        "course": view.course(site),
        "closing": closing(ready),
        "edition": site.get("edition"),
        "edition_address": chrome.editions.get(str((site.get("edition") or {}).get("number"))),
        **told_figures(document),
        "statuses_href": "#statuses",
        "changes": changes,
        "earlier": earlier,
        "earlier_count": sum(len(day["items"]) for day in earlier),
        "changes_since": (document["figures"] or {}).get("previous"),
        "holders": view.holders(document),
        "areas": ready.areas,
        "scaled": any(area.bar for area in ready.areas),
        "series": [series.compute(row) for row in document["series"]],
        "printed": [published.examine(row) for row in document["published_figures"]],
        "reports": report_rows(record),
        "latest": next(iter(compare.pairs(record)), None),
        "record": record,
        "tables": [(name, say(opendata.LABELS[name])) for name in opendata.tables(document)],
        "agency": view.agency_facts(site),
        "notes": [(say(view.NOTES[note["kind"]]), note) for note in site["notes"]],
        "statuses": [(status, ready.signs[status["key"]]) for status in document["statuses"]],
        "decider": view.decider(document),
        "finding_count": len(document["findings"]),
        "recommendation_count": len(ready.recommendations),
        "base_short": missing(document),
    }


def closing(ready: view.View) -> dict[str, Any] | None:
    """Return the recommendations that were open when an engagement was over; None while it goes on."""
    told = ready.document["site"].get("closing")
    if told is None:
        return None
    keys = {row["key"] for row in told["still_open"]}
    return {"open": [row for row in ready.recommendations if row.document["key"] in keys]}


def missing(document: Mapping[str, Any]) -> str:
    """Say how many recommendations of the base are not listed, for a record that holds only some of them."""
    bases = [figure["base"] for figure in document["series"] if figure["base"]]
    base = (document["figures"] or {}).get("base") or max(bases, default=0)
    listed = len(document["recommendations"])
    if not listed or not base or listed >= base:
        return ""
    sentence = "{listed} of {base} recommendations are listed here; the others were not found in the public record."
    return say(sentence, listed=f"{listed:,}", base=f"{base:,}")


def report_rows(record: SiteRecord) -> list[dict[str, Any]]:
    """Return the reports named by the site's document or published by their own release, newest first."""
    published_reports = {report.current.document["date"]: report for report in record.reports}
    rows = {row["date"]: {**row, "report": published_reports.get(row["date"])} for row in record.document["reports"]}
    for day, report in published_reports.items():
        document = report.current.document
        rows.setdefault(
            day,
            {"number": document["number"], "date": day, "title": document["title"], "summary": None, "report": report},
        )
    return [rows[day] for day in sorted(rows, reverse=True)]


def finding_contexts(ready: view.View) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the page of all findings; when they are many it is an index, and each focus area has a page besides."""
    findings = ready.document["findings"]
    if not findings:
        return
    parts = [
        {
            "key": area.document["number"],
            "area": area.document,
            "address": view.area_address(ready.record, area.document["number"]),
            "findings": [finding_row(finding, ready) for finding in area.findings],
        }
        for area in ready.areas
    ]
    loose = [finding_row(finding, ready) for finding in findings if finding["focus_area"] is None]
    if loose:
        parts.append({"key": "none", "area": None, "address": view.area_address(ready.record, None), "findings": loose})
    many = len(findings) > view.MANY_FINDINGS
    address = f"{ready.record.address}findings/"
    shared = {"finding_count": len(findings), "crumbs": crumbs(ready)}
    yield address, {**shared, "parts": parts, "index": many}
    if many:
        trail = [*crumbs(ready), {"href": address, "label": say("Findings")}]
        for part in parts:
            if part["findings"]:
                yield part["address"], {**shared, "crumbs": trail, "parts": [part], "one": part}


def finding_row(finding: Mapping[str, Any], ready: view.View) -> dict[str, Any]:
    """Return a finding, its recommendations, and its evidence: what may be named, and how much may not."""
    standing = [item for item in finding["evidence"] if not item.get("withdrawn_on")]
    withdrawn = [item for item in finding["evidence"] if item.get("withdrawn_on")]
    closed = [item["method"] for item in standing if not item["releasable"]]
    said = (
        counted_methods(closed, say("not public")),
        counted_methods([w["method"] for w in withdrawn], say("withdrawn since")),
    )
    return {
        "finding": finding,
        "recommendations": ready.by_finding.get(finding["key"], ()),
        "evidence": [item for item in standing if item["releasable"]],
        "closed": "; ".join(filter(None, said)),
    }


def counted_methods(methods: list[str], what: str) -> str:
    """Say how many items of evidence are not public, or withdrawn, by method; "" for none."""
    if not methods:
        return ""
    parts = [f"{name}: {methods.count(name)}" for name in dict.fromkeys(methods)]
    return f"{numbers.counted(len(methods), 'item')} {what} ({', '.join(parts)})"


def list_pages(ready: view.View) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the list of all recommendations, which may be several pages."""
    return listing.pages(ready, {"crumbs": crumbs(ready), "base_short": missing(ready.document)})


def crumbs(ready: view.View) -> list[dict[str, str]]:
    return [{"href": ready.record.address, "label": ready.document["site"]["name"]}]


def recommendation_contexts(ready: view.View) -> Iterator[tuple[view.Recommendation, dict[str, Any]]]:
    """Yield each recommendation with what its page shows around it."""
    rows = ready.recommendations
    trail = [*crumbs(ready), {"href": f"{ready.record.address}recommendations/", "label": say("Recommendations")}]
    assessor = figures.assessor_of(ready.document["figures"] or {})
    by_key = {row.document["key"]: row for row in rows}
    for index, row in enumerate(rows):
        siblings = ready.by_finding.get(row.document["finding"] or "", ())
        yield (
            row,
            {
                "crumbs": trail,
                "assessor": assessor,
                "row": row,
                "area_href": area_href(ready, row),
                "finding": finding_row(row.finding, ready) if row.finding else None,
                "siblings": [other for other in siblings if other is not row and not other.above_address],
                "above": by_key.get(row.document.get("below")),
                "items": [other for other in siblings if other.document.get("below") == row.document["key"]],
                "before": rows[index - 1] if index else None,
                "after": rows[index + 1] if index + 1 < len(rows) else None,
                "measured": measured.of(ready.document, row.document["key"]),
            },
        )


def former_recommendations(record: SiteRecord, chrome: Chrome) -> Iterator[File]:
    """Yield the pages of recommendations that earlier releases hold and the current one does not.

    What was published keeps its address: such a page is built from the last release that held it, and says so.
    """
    shown = {row["key"] for row in record.document["recommendations"]}
    for release in record.releases:
        if release.kind != SITE or release is record.current:
            continue
        former = {row["key"] for row in release.document["recommendations"]} - shown
        shown |= former
        if former:
            page = page_maker(release, chrome)
            ready = view.build(replace(record, current=release))
            alone = {"former": record.current, "crumbs": crumbs(ready), "area_href": "", "finding": None}
            alone |= {"siblings": [], "above": None, "items": [], "before": None, "after": None}
            for row, context in recommendation_contexts(ready):
                if row.document["key"] in former:
                    yield page("recommendation.html", row.address, {**context, **alone})


def area_href(ready: view.View, row: view.Recommendation) -> str:
    """Return where the focus area of a recommendation is told of; nothing when no page tells of it."""
    if row.area is None or not ready.document["findings"]:
        return ""
    return view.area_address(ready.record, row.area["number"])


def report_context(ready: view.View, report: Report, as_of: date) -> dict[str, Any]:
    document = report.current.document
    changes, earlier = view.changes(document, ready.recommendations)
    newest = report is ready.record.reports[0]
    return {
        "crumbs": crumbs(ready),
        "report": report,
        **told_figures(document),
        "lede": figures.lede(document),
        "statuses_href": f"{ready.record.address}#statuses",
        "changes": changes,
        "earlier": earlier,
        "earlier_count": sum(len(day["items"]) for day in earlier),
        "overdue": view.overdue(document, as_of) if newest else "",
        "holders": view.holders(document),
        "papers": [paper for paper in ready.record.papers if paper.ref == report.current.ref],
        "file": f"{ready.record.slug}-status-report-{document['number']}",
        "measured": measured.of(document),
    }
