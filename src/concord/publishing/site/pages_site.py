"""Every file of one site: its pages, its open data, its releases, its feed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from concord.publishing.site import figures, frame, numbers, opendata, published, series, view
from concord.publishing.site.archive import Release, Report, SiteRecord
from concord.publishing.site.documents import SITE
from concord.publishing.site.engine import render
from concord.publishing.site.feeds import site_feed

File = tuple[str, bytes]
Chrome = Mapping[str, Any]


def files(record: SiteRecord, chrome: Chrome, as_of: date) -> Iterator[File]:
    """Yield (path below the root, content) of every file of a site. It depends on nothing but its arguments."""
    ready = view.build(record)
    page = page_maker(record.current, chrome)
    yield page("site.html", record.address, site_context(ready, chrome, as_of))
    for address, context in finding_contexts(ready):
        yield page("findings.html", address, context)
    if ready.recommendations:
        yield page("recommendations.html", f"{record.address}recommendations/", list_context(ready))
        for row, context in recommendation_contexts(ready):
            yield page("recommendation.html", row.address, context)
    yield from former_recommendations(record, chrome)
    for report in record.reports:
        report_page = page_maker(report.current, chrome, record.document["contacts"])
        yield report_page("report.html", report.address, report_context(ready, report, as_of))
    folder = record.address.lstrip("/")
    for name, (columns, rows) in opendata.tables(record.document).items():
        yield f"{folder}data/{name}.csv", opendata.as_csv(record.document, columns, rows)
        yield f"{folder}data/{name}.json", opendata.as_json(record.document, rows)
    for release in record.releases:
        yield release.address.lstrip("/"), release.body
    yield f"{folder}feed.atom", site_feed(record, chrome)


def page_maker(
    release: Release, chrome: Chrome, contacts: Sequence[Mapping[str, Any]] = ()
) -> Callable[[str, str, dict[str, Any]], File]:
    """Return a function that renders pages (template, address, context) built from one release.

    `contacts` stand at the foot when the document has none of its own; without either, the office's do.
    """
    document = release.document
    site = document["site"]
    shared = {
        "chrome": chrome,
        "document": document,
        "site": site,
        "frame": frame.make(chrome, "sites", release, site=site, contacts=document.get("contacts") or contacts),
    }

    def make(template: str, address: str, context: dict[str, Any]) -> File:
        return f"{address.lstrip('/')}index.html", render(template, {**shared, "address": address, **context})

    return make


def site_context(ready: view.View, chrome: Chrome, as_of: date) -> dict[str, Any]:
    document, record = ready.document, ready.record
    site = document["site"]
    changes, earlier = view.changes(document, ready.recommendations)
    return {
        "crumbs": [],
        "place": view.place(site),
        "standing": view.standing(site),
        "facts": view.facts(document, as_of),
        "lede": view.lede(document),
        "movement": figures.movement(document),
        "overdue": view.overdue(document, as_of),
        "stopped": view.STOPPED.get(site["state_key"], ""),
        "stopped_because": view.suspended_because(site),
        "course": view.course(site),
        "edition": site.get("edition"),
        "edition_address": chrome["editions"].get(str((site.get("edition") or {}).get("number"))),
        "figures": figures.compute(document),
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
        "record": record,
        "tables": [(name, opendata.LABELS[name]) for name in opendata.tables(document)],
        "agency": view.agency_facts(site),
        "notes": [(view.NOTES[note["kind"]], note) for note in site["notes"]],
        "statuses": [(status, ready.signs[status["key"]]) for status in document["statuses"]],
        "decider": view.decider(document),
        "finding_count": len(document["findings"]),
        "recommendation_count": len(ready.recommendations),
        "base_short": missing(document),
    }


def missing(document: Mapping[str, Any]) -> str:
    """Say how many recommendations of the base are not listed, for a record that holds only some of them."""
    bases = [figure["base"] for figure in document["series"] if figure["base"]]
    base = (document["figures"] or {}).get("base") or max(bases, default=0)
    listed = len(document["recommendations"])
    if not listed or not base or listed >= base:
        return ""
    return f"{listed:,} of {base:,} recommendations are listed here; the others were not found in the public record."


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
        trail = [*crumbs(ready), {"href": address, "label": "Findings"}]
        for part in parts:
            if part["findings"]:
                yield part["address"], {**shared, "crumbs": trail, "parts": [part], "one": part}


def finding_row(finding: Mapping[str, Any], ready: view.View) -> dict[str, Any]:
    """Return a finding, its recommendations, and its evidence: what may be named, and how much may not."""
    standing = [item for item in finding["evidence"] if not item.get("withdrawn_on")]
    withdrawn = [item for item in finding["evidence"] if item.get("withdrawn_on")]
    closed = [item["method"] for item in standing if not item["releasable"]]
    said = (counted_methods(closed, "not public"), counted_methods([w["method"] for w in withdrawn], "withdrawn since"))
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


def list_context(ready: view.View) -> dict[str, Any]:
    judged = any(row.assessed for row in ready.recommendations)
    context = {"crumbs": crumbs(ready), "judged": judged, "base_short": missing(ready.document)}
    context["count"] = len(ready.recommendations)
    if judged:
        return {**context, "groups": view.groups(ready)}
    by_area = [
        view.Group(f"area-{area.document['number']}", area.document["title"], "", area.recommendations)
        for area in ready.areas
        if area.recommendations
    ]
    loose = tuple(row for row in ready.recommendations if row.area is None)
    if loose:
        by_area.append(view.Group("none", "No focus area named" if by_area else "All recommendations", "", loose))
    return {**context, "groups": by_area}


def crumbs(ready: view.View) -> list[dict[str, str]]:
    return [{"href": ready.record.address, "label": ready.document["site"]["name"]}]


def recommendation_contexts(ready: view.View) -> Iterator[tuple[view.Recommendation, dict[str, Any]]]:
    """Yield each recommendation with what its page shows around it."""
    rows = ready.recommendations
    trail = [*crumbs(ready), {"href": f"{ready.record.address}recommendations/", "label": "Recommendations"}]
    assessor = (ready.document["figures"] or {}).get("assessor") or figures.ASSESSOR
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
                "siblings": [other for other in siblings if other is not row],
                "before": rows[index - 1] if index else None,
                "after": rows[index + 1] if index + 1 < len(rows) else None,
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
            alone |= {"siblings": [], "before": None, "after": None}
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
        "figures": figures.compute(document),
        "lede": figures.lede(document),
        "movement": figures.movement(document),
        "statuses_href": f"{ready.record.address}#statuses",
        "changes": changes,
        "earlier": earlier,
        "earlier_count": sum(len(day["items"]) for day in earlier),
        "overdue": view.overdue(document, as_of) if newest else "",
    }
