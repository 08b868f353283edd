"""A site of this office, as of a day: every count, percentage and date computed from the records."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from concord.agencies.models import Agency
from concord.agencies.queries import chief_on
from concord.core import zones
from concord.core.permissions import Party
from concord.engagements.models import Engagement, Precision
from concord.engagements.queries import assisted_by
from concord.evidence.consent import Use, allows
from concord.evidence.models import EvidenceItem
from concord.evidence.queries import counts_by_method
from concord.evidence.states import EvidenceState
from concord.evidence.titles import telling
from concord.findings.models import AgencyResponse, Citation, Finding, Recommendation, Statement
from concord.findings.queries import responses_on
from concord.findings.states import StatementState
from concord.programme import queries as programmes
from concord.programme.document import Programme
from concord.programme.models import Edition
from concord.publishing.compile.changes import told_changes
from concord.publishing.compile.measured import measured
from concord.publishing.compile.programme import status
from concord.publishing.compile.standing import stood
from concord.reforms.queries import Said, Standing, counts, known_labels, rebased, standings
from concord.reforms.queries import holders as holders_on


def site_document(engagement: Engagement, *, as_of: date, since: date | None) -> dict[str, Any]:
    """Return the body of a concord.site/1 document; `since` is the last day of the report before, for what changed."""
    programme = programme_of(engagement)
    standing = standings(engagement, as_of)
    answers = responses_on(engagement, as_of)
    keys = {each.recommendation.pk: each.recommendation.key or "" for each in standing}
    findings = list(_issued_findings(engagement, as_of))
    untitled = telling({citation.evidence_id for finding in findings for citation in finding.citations.all()})
    return bare_document(engagement) | {
        "focus_areas": focus_areas(engagement, as_of),
        "findings": [_finding(finding, programme, untitled, as_of) for finding in findings],
        "recommendations": [_recommendation(each, answers, programme, keys) for each in standing],
        "figures": figures(engagement, as_of=as_of, since=since),
        "work": work(engagement, programme, as_of),
        "changes": told_changes(engagement, since=since, until=as_of),
        "holders": holders(engagement, as_of),
        **measured(engagement, as_of),
    }


def bare_document(engagement: Engagement) -> dict[str, Any]:
    """Return the body of a concord.site/1 document of which nothing but the engagement itself is public.

    It names no contacts: the office's own, as they are now, stand at the foot of each page."""
    nothing: dict[str, list[Any]] = {name: [] for name in _LISTS}
    areas = engagement.focus_areas.order_by("number")
    document = nothing | {
        "schema": "concord.site/1",
        "site": _site(engagement),
        "focus_areas": [
            {"number": area.number, "title": area.title, "state": area.state_label, "findings": None} for area in areas
        ],
        "statuses": [status(label) for label in known_labels(engagement).values()],
        "figures": None,
    }
    return stood(document, engagement)


_LISTS = (
    *("findings", "recommendations", "work", "changes", "holders", "reports"),
    *("published_figures", "series", "contacts"),
)


def programme_of(engagement: Engagement) -> Programme:
    """Return the programme's data under which the engagement was opened."""
    return programmes.of(_edition_of(engagement))


def _edition_of(engagement: Engagement) -> Edition:
    if engagement.edition is None:
        raise ValueError(f"{engagement.ref} is known from public records and has no edition.")
    return engagement.edition


def _site(engagement: Engagement) -> dict[str, Any]:
    """Return what a site is, without where it stands."""
    edition = _edition_of(engagement)
    return {
        "slug": engagement.slug,
        "name": engagement.title,
        "state": engagement.agency.state,
        "origin": engagement.origin,
        "tier": _tier(engagement),
        "started": _partial(engagement.started, engagement.started_precision),
        "provider": assisted_by(engagement) or None,
        "agency": _agency(engagement.agency),
        "source": None,
        "notes": [],
        "edition": {"number": edition.number, "label": edition.document["edition"]["label"]},
    }


def _tier(engagement: Engagement) -> str:
    return next((t.name for t in programme_of(engagement).tier if t.key == engagement.tier), engagement.tier)


def _agency(agency: Agency) -> dict[str, Any]:
    chief = chief_on(agency, agency.profile_as_of) if agency.profile_as_of else None
    place = (agency.latitude, agency.longitude)
    return {
        "name": agency.name or agency.title,
        "ori": agency.ori,
        "type": agency.get_kind_display(),
        "county": agency.county or None,
        "population": agency.population,
        "sworn": agency.sworn,
        "civilian": agency.civilian,
        "chief": chief.person_name if chief else None,
        "profile_as_of": agency.profile_as_of.isoformat() if agency.profile_as_of else None,
        "lat": float(place[0]) if place[0] is not None else None,
        "lng": float(place[1]) if place[1] is not None else None,
    }


def _partial(value: str, precision: str) -> dict[str, str] | None:
    return {"value": value, "precision": Precision(precision).value} if value else None


def _issued_findings(engagement: Engagement, as_of: date) -> Iterable[Finding]:
    standing = Citation.objects.filter(taken_away_at=None).select_related("evidence__fieldwork")
    return (
        _issued(engagement, as_of)
        .select_related("focus_area")
        .prefetch_related(Prefetch("citations", standing))
        .order_by("pk")
    )


def _issued(engagement: Engagement, as_of: date) -> QuerySet[Finding]:
    return engagement.findings.filter(state=StatementState.ISSUED, issued_at__lt=zones.ends(as_of))


def focus_areas(engagement: Engagement, as_of: date) -> list[dict[str, Any]]:
    """Return the focus areas in order, with how many findings had been issued in each by a day."""
    found = Counter(_issued(engagement, as_of).values_list("focus_area__number", flat=True))
    return [
        {"number": area.number, "title": area.title, "state": area.state_label, "findings": found[area.number]}
        for area in engagement.focus_areas.order_by("number")
    ]


def _finding(finding: Finding, programme: Programme, untitled: Collection[int], as_of: date) -> dict[str, Any]:
    return {
        "key": finding.key,
        "label": finding.label,
        "focus_area": finding.focus_area.number if finding.focus_area else None,
        "heading": finding.heading,
        "text": "\n\n".join(filter(None, [finding.narrative, finding.strengths])),
        "issued_on": zones.day(finding.issued_at).isoformat() if finding.issued_at else None,
        "evidence": [_evidence(citation.evidence, programme, untitled, as_of) for citation in finding.citations.all()],
        **_said(finding, ("standard", "cause", "effect")),
    }


def _said(statement: Statement, fields: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a statement that say something; a document leaves out what does not."""
    return {name: said for name in fields if (said := statement.words[name])}


def _evidence(item: EvidenceItem, programme: Programme, untitled: Collection[int], as_of: date) -> dict[str, Any]:
    """What may be said of an item, as it is classed and as those who took part agreed. One that was withdrawn since
    keeps its reference and loses its title, and so does one of which the title tells what was removed from it."""
    method = programme.method_named(item.method)
    withdrawn = item.state == EvidenceState.WITHDRAWN and zones.day(item.state_since) <= as_of
    releasable = allows(item, Use.QUOTE).allowed and not withdrawn  # its title tells what was told
    return {
        "ref": item.ref,
        "method": method.name if method else item.method,
        "title": item.title if releasable and item.pk not in untitled else None,
        "releasable": releasable,
        "withdrawn_on": zones.day(item.state_since).isoformat() if withdrawn else None,
    }


def _response(said: AgencyResponse) -> dict[str, Any]:
    return {"answer": said.answer, "reason": said.reason or None, "on": zones.day(said.responded_at).isoformat()}


def _named(each: Recommendation, programme: Programme) -> dict[str, Any]:
    """Return a recommendation's kind, aims and practices with their names in the edition; each is left out where none
    is given."""
    kinds = {one.key: one.label for one in programme.recommendation_kind}
    aims = {one.key: one.label for one in programme.aim}
    kind = {"kind": {"key": each.kind, "label": kinds.get(each.kind, each.kind)}} if each.kind else {}
    named = [{"key": key, "label": aims.get(key, key)} for key in each.aims]
    practices = [
        {"key": one.key, "name": one.name, "text": one.text} for one in programme.practice if one.key in each.practices
    ]
    return {**kind, **({"aims": named} if named else {}), **({"practices": practices} if practices else {})}


def _recommendation(
    standing: Standing, answers: Mapping[int, AgencyResponse], programme: Programme, keys: dict[int, str]
) -> dict[str, Any]:
    """Return one recommendation; what the agency answers is left out until it has. `keys` are those of all; an action
    item is issued after the one below which it stands."""
    each = standing.recommendation
    answered = {"response": _response(answers[each.pk])} if each.pk in answers else {}
    area = each.finding.focus_area
    below = {"below": keys[each.below_id]} if each.below_id in keys else {}
    return {
        "key": each.key,
        "label": each.label,
        "finding": each.finding.key,
        "focus_area": area.number if area else None,
        "text": each.text,
        "justification": each.justification,
        "issued_on": zones.day(each.issued_at).isoformat() if each.issued_at else None,
        "measures": [
            {
                "label": m.label,
                "text": m.text,
                "kind": m.kind,
                "approved_on": zones.day(m.approved_at).isoformat() if m.approved_at else None,
            }
            for m in standing.measures
        ],
        "reported": _voice(standing.reported),
        "assessed": _voice(standing.assessed),
        "history": [
            {"on": s.as_of.isoformat(), "voice": s.voice.value, "status": s.status, "note": s.note or None}
            for s in standing.history
        ],
        "held_by": str(standing.held_by) if standing.held_by != Party.NOBODY else None,
        "held_since": zones.day(standing.held_since).isoformat() if standing.held_since else None,
        "tags": list(each.tags),
        **below,
        **_named(each, programme),
        **_said(each, ("best_practice", "outcome_measure", "effort", "cost", "owner")),
        **answered,
    }


def _voice(said: Said | None) -> dict[str, Any] | None:
    return {"status": said.status, "on": said.as_of.isoformat(), "note": said.note or None} if said else None


def figures(engagement: Engagement, *, as_of: date, since: date | None) -> dict[str, Any] | None:
    """Return the counts in both voices with their base and date; None while nothing is issued."""
    now = counts(engagement, as_of)
    if not now.base:
        return None
    before = counts(engagement, since) if since else None
    previous = None
    if before is not None and before.base:
        previous = {"as_of": before.as_of.isoformat(), "base": before.base, "assessed": _rows(before.assessed)}
    items = engagement.recommendations.filter(
        below__isnull=False, state=StatementState.ISSUED, issued_at__lt=zones.ends(as_of)
    ).count()
    return {
        "base": now.base,
        **({"action_items": items} if items else {}),
        "as_of": now.as_of.isoformat(),
        "assessed": _rows(now.assessed),
        "reported": _rows(now.reported),
        "previous": previous,
        **_handed_over(engagement, as_of),
    }


def _handed_over(engagement: Engagement, as_of: date) -> dict[str, Any]:
    """Return what the body of now took over and has found itself; nothing where no other reviewed before."""
    told = rebased(engagement, as_of)
    if told is None:
        return {}
    tallies = {
        name: {"as_of": one.as_of.isoformat(), "base": one.base, "assessed": _rows(one.assessed)}
        for name, one in (("taken_over", told.left), ("found", told.found))
    }
    return {"hand_over": {"body": told.over.body, "on": told.over.on.isoformat(), **tallies}}


def _rows(by_status: Any) -> list[dict[str, Any]]:
    return [{"status": key, "count": count} for key, count in by_status.items()]


def holders(engagement: Engagement, as_of: date) -> list[dict[str, Any]]:
    """Return which side held how many open recommendations on a day, and since when the oldest."""
    return [
        {"held_by": str(h.held_by), "items": h.items, "oldest_since": zones.day(h.oldest_since).isoformat()}
        for h in holders_on(engagement, as_of)
    ]


def work(engagement: Engagement, programme: Programme, as_of: date) -> list[dict[str, Any]]:
    """Return how much was gathered by each method, in the order of the programme's list."""
    done = counts_by_method(engagement, as_of)
    return [
        {"method": m.counted if done[m.key] != 1 else m.name.lower(), "count": done[m.key]}
        for m in programme.method
        if m.key in done
    ]
