"""A site as public records tell it: what they state, what they print, what cannot be true in it, what is missing.

Nothing here was issued by this office. Texts that the record lacks are None and shown as such; printed figures stay
as printed, each with our checks beside it; every note is computed from the records or carries its source."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from concord.agencies.models import Agency
from concord.analysis.figures.check import Level, check
from concord.analysis.figures.partial_dates import PartialDate, Precision
from concord.analysis.figures.tables import FigureRow, PublishedFigure, Source
from concord.publishing import figures
from concord.publishing.compile.programme import decider
from concord.publishing.imports.keys import key_of, status_key
from concord.publishing.imports.reconcile import reconcile
from concord.publishing.imports.records import (
    ListedRecommendation,
    Site,
    StatusWord,
)
from concord.publishing.site.dates import partial_when

PROGRAMMES = {
    "OA": "Organizational Assessment (OA)",
    "CRI-TA": "Collaborative Reform Initiative for Technical Assistance (CRI-TA)",
}
"""The programmes' own short names → in full."""
NOTE_KINDS = {"conflict": "discrepancy", "not found": "missing"}
"""Kinds of notes that a document names otherwise than the folder."""
CHECK_KINDS = {"rest-derived": "inference", "same-as-other-site": "context"}
"""Checks of a site that are no disagreement of sources."""
SERIES_POINTS = 3  # from so many dated points on, the same count over time is drawn as a series


def public_record_document(site: Site, others: Iterable[Site], agency: Agency | None) -> dict[str, Any]:
    """Return the body of a concord.site/1 document for a site known from public records."""
    return {
        "schema": "concord.site/1",
        "site": _site(site, others, agency),
        "focus_areas": [
            {
                "number": area.number,
                "title": area.title,
                "state": "as published",
                "findings": sum(f.focus_area == area.number for f in site.findings) or area.stated_findings,
                "source": _source(area.source),
            }
            for area in site.focus_areas
        ],
        "statuses": [_status(word) for word in site.statuses],
        "findings": [
            {
                "key": key_of(finding.label),
                "label": finding.label,
                "focus_area": finding.focus_area,
                "heading": finding.heading or None,
                "text": None,
                "issued_on": None,
                "evidence": [],
                "note": finding.note or None,
            }
            for finding in site.findings
        ],
        "recommendations": [_recommendation(each) for each in site.recommendations],
        "figures": None,
        "work": [],
        "changes": [],
        "holders": [],
        "reports": [],
        "next_update": None,
        "published_figures": [_figure(figure) for figure in site.figures],
        "series": list(_series(site.figures)),
        "contacts": [],
    }


def _site(site: Site, others: Iterable[Site], agency: Agency | None) -> dict[str, Any]:
    return {
        "slug": site.slug,
        "name": site.name,
        "state": site.state,
        "origin": "public record",
        "tier": PROGRAMMES.get(site.programme, site.programme),
        "state_key": site.status,
        "state_as_of": partial(site.status_as_of),
        "started": partial(site.started),
        "ended": partial(site.ended),
        "provider": site.provider or None,
        "outcome": site.outcome or None,
        "agency": {
            "name": site.name,
            "ori": site.ori,
            "type": agency.get_kind_display() if agency else None,
            "county": (agency.county if agency else None) or None,
            "population": None,
            "sworn": None,
            "civilian": None,
            "chief": None,
            "lat": float(agency.latitude) if agency and agency.latitude is not None else None,
            "lng": float(agency.longitude) if agency and agency.longitude is not None else None,
        },
        "source": _source(site.source),
        "owed": [
            {
                "owed_by": each.owed_by,
                "what": each.what,
                "promised_on": partial(each.promised_on),
                "due": partial(each.due),
                "state": _owed_state(site, each.state),
                "note": each.note or None,
                "source": _source(each.source),
            }
            for each in site.owed
        ],
        "notes": list(_notes(site, others)),
    }


def _owed_state(site: Site, state: str) -> str:
    """Say what became of a promise, and that the programme had ended where it had."""
    ended = partial(site.ended)
    if site.status == "ended by programme" and ended and state in {"not published", "not found"}:
        return f"{state}; the programme ended {partial_when(ended)}"
    return state


def _notes(site: Site, others: Iterable[Site]) -> Iterable[dict[str, Any]]:
    for note in reconcile(site):
        kind = "missing" if note.code == "list-absent" else "reconciliation"
        yield {"kind": kind, "text": note.text, "source": None}
    beside_their_figure = {remark for figure in site.figures for remark in check(figure)}
    for remark in figures.check_site(site, others):
        if remark in beside_their_figure:
            continue
        yield {"kind": CHECK_KINDS.get(remark.code, "discrepancy"), "text": remark.text, "source": None}
    for seen in site.notes:
        yield {"kind": NOTE_KINDS.get(seen.kind, seen.kind), "text": seen.text, "source": _source(seen.source)}


def _recommendation(each: ListedRecommendation) -> dict[str, Any]:
    tags = [f"phase {each.listed_phase}"] if each.listed_phase is not None else []
    tags += ["cites a best practice"] if each.cites_best_practice else []
    tags += [f"printed as {each.label_as_printed}: {each.anomaly}"] if each.anomaly else []
    return {
        "key": key_of(each.label),
        "label": each.label,
        "finding": key_of(each.finding) if each.finding else None,
        "focus_area": each.focus_area,
        "text": each.text or None,
        "justification": None,
        "issued_on": None,
        "measures": [],
        "reported": None,
        "assessed": None,
        "history": [],
        "held_by": None,
        "held_since": None,
        "tags": tags,
    }


def _status(word: StatusWord) -> dict[str, Any]:
    return {
        "key": status_key(word.label),
        "label": word.label,
        "definition": word.meaning or "The sources that were read do not define it.",
        "decided_by": decider(word.assigned_by) if word.assigned_by else "not said",
    }


def _figure(figure: PublishedFigure) -> dict[str, Any]:
    found = check(figure)
    return {
        "id": figure.id,
        "as_of": partial(figure.as_of),
        "voice": figure.voice,
        "assessor": figure.assessor,
        "base": figure.base,
        "rows": [_row(row) for row in figure.rows],
        "source": _source(figure.source),
        "checks": [{"level": "error" if each.level == Level.ERROR else "note", "text": each.text} for each in found],
    }


def _row(row: FigureRow) -> dict[str, Any]:
    return {
        "label": row.label,
        "count": row.count,
        "count_as_printed": row.printed_count or None if row.count is None else None,
        "percent_as_printed": row.printed_percent or None,
        "note": row.note or None,
    }


def _series(printed: Sequence[PublishedFigure]) -> Iterable[dict[str, Any]]:
    """Yield each count that was printed again and again, of one base, at dates that can be drawn."""
    points: defaultdict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for figure in printed:
        if figure.base is None or figure.focus_area is not None or figure.as_of.precision == Precision.WORDS:
            continue
        for row in figure.rows:
            if row.count is not None:
                point = {"as_of": partial(figure.as_of), "count": row.count, "assessor": figure.assessor}
                points[(row.label, _whole(figure, printed))].append(point | {"source_url": figure.source.url})
    for (label, base), found in points.items():
        if len(found) >= SERIES_POINTS:
            ordered = sorted(found, key=lambda point: str(point["as_of"]["value"]))
            yield {
                "title": f"{label[:1].upper()}{label[1:]}",
                "unit": "recommendations",
                "base": base,
                "points": ordered,
            }


def _whole(figure: PublishedFigure, printed: Sequence[PublishedFigure]) -> int:
    """Return the largest whole of which a figure speaks: 48 of the 109 submitted, of 272, are 48 of 272."""
    base = figure.base or 0
    wider = (
        other.base
        for other in printed
        if other.as_of == figure.as_of and other.base is not None and any(row.count == base for row in other.rows)
    )
    return max(wider, default=base)


def partial(date: PartialDate | None) -> dict[str, str] | None:
    """Return a date as printed, at the precision that it has."""
    if date is None:
        return None
    if date.earliest is None:
        return {"value": date.printed, "precision": "text"}
    length = {"year": 4, "month": 7, "day": 10}[date.precision.value]
    value = {"value": date.earliest.isoformat()[:length], "precision": date.precision.value}
    return value | ({"label": date.printed} if date.printed != value["value"] else {})


def _source(source: Source) -> dict[str, Any] | None:
    if not source.url:
        return {"title": source.title, "url": None} if source.title else None
    return {"title": source.title or source.url, "url": source.url}
