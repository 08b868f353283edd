"""How measures and reforms are found and listed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Greatest, Least

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core import zones
from concord.core.days import first_day_within, working_days_after
from concord.core.permissions import Permission
from concord.engagements.due import service_days
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import EngagementState
from concord.engagements.windows import Suspension, last_day, suspensions
from concord.findings import queries as findings
from concord.findings.models import Recommendation
from concord.programme.document import StatusLabel
from concord.programme.models import Edition
from concord.reforms.criteria import in_force
from concord.reforms.models import (
    AGREEMENT_WINDOW,
    AgencyAnswer,
    HandOver,
    Judgement,
    Measure,
    MeasureKind,
    ProgressReport,
    Reform,
)
from concord.reforms.states import ENDED, MeasureState, ReformState

P = Permission
_LISTED = (
    *("ref", "label", "text", "text_available", "state", "state_since", "engagement__ref", "engagement__title"),
    "engagement__edition",
    *("reform__state", "reform__state_since", "reform__recommendation"),
    *("reform__reported_status", "reform__reported_on", "reform__assessed_status", "reform__assessed_on"),
)
_NO_MORE = (MeasureState.RETURNED, MeasureState.WITHDRAWN)
_KEPT = "_hand_overs_kept"
SAID = (
    "reports",
    "judgements",
    "packets__packet__proofs",
    "packets__packet__included",
)  # what the rules ask: who said and did what
NONE_YET = "none"
"""The filter value for a voice that has not spoken yet on a reform that has been taken up."""


def measure(ref: str) -> Measure | None:
    """Return the measure with this reference, or None."""
    return Measure.objects.select_related("recommendation__engagement__agency").filter(ref=ref).first()


def recommendation(ref: str) -> Recommendation | None:
    """Return the recommendation with this reference, with its finding and its reform, or None."""
    return findings.recommendation(ref, "reform")


def reform(ref: str) -> Reform | None:
    """Return the reform with this reference, or None."""
    rows = Reform.objects.select_related("recommendation__finding", "engagement__agency", "engagement__edition")
    rows = rows.annotate(answer=findings.last_answer("recommendation"))
    found = rows.prefetch_related(*SAID).filter(ref=ref).first()
    if found is not None:
        found.recommendation.engagement = found.engagement  # the same, loaded already
        found.recommendation.last_answer = found.answer
    return found


def labels(engagement: Engagement) -> tuple[StatusLabel, ...]:
    """Return the status labels of the engagement's edition by rank; none where it has no edition (public records)."""
    return labels_of(engagement.edition) if engagement.edition else ()


def known_labels(engagement: Engagement) -> dict[str, StatusLabel]:
    """Return the status labels of an engagement by key, and after them those in which an earlier body spoke, each with
    the day until which it did."""
    found = {label.key: label for label in labels(engagement)}
    for over in hand_overs(engagement):
        for label in told_before(over):
            found.setdefault(label.key, label)
    return found


def told_before(over: HandOver) -> tuple[StatusLabel, ...]:
    """Return the status labels in which an earlier body spoke, each with the day until which it did."""
    until = f"(words before {over.on:%-d %B %Y})"
    return tuple(replace(label, label=f"{label.label} {until}") for label in labels_of(over.before))


def words(engagement: Engagement, used: Iterable[str] | None = None) -> dict[str, str]:
    """Return the words of every status in which anybody has spoken or can speak, by key. Where what was `used` is told,
    the words of earlier bodies are looked for only if it needs them."""
    now = {label.key: label.label for label in labels(engagement)}
    if used is not None and now.keys() >= set(used):
        return now
    return {key: label.label for key, label in known_labels(engagement).items()}


def hand_overs(engagement: Engagement) -> tuple[HandOver, ...]:
    """Return when other bodies began to review, the latest first; asked of the database once for each loaded engagement
    and edition, since each page tells labels in several places."""
    kept: tuple[int | None, tuple[HandOver, ...]] | None = getattr(engagement, _KEPT, None)
    if kept is None or kept[0] != engagement.edition_id:
        rows = HandOver.objects.filter(engagement=engagement).select_related("before", "after").order_by("-pk")
        kept = engagement.edition_id, tuple(rows)
        setattr(engagement, _KEPT, kept)
    return kept[1]


def last_said_of(engagement: Engagement) -> date | None:
    """Return the latest day of which either voice has said where a reform of an engagement stands."""
    reported = ProgressReport.objects.filter(reform__engagement=engagement).aggregate(last=Max("as_of"))
    assessed = Judgement.objects.filter(reform__engagement=engagement).aggregate(last=Max("as_of"))
    return max((said["last"] for said in (reported, assessed) if said["last"]), default=None)


def said_in(engagement: Engagement) -> dict[str, set[str]]:
    """Return the status keys in which either voice has spoken in an engagement, each with what it stood for then."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    within = {"reform__engagement": engagement}
    for spoken in (ProgressReport.objects.filter(**within), Judgement.objects.filter(**within)):
        for key, core_state in spoken.order_by().values_list("status", "core_state").distinct():
            said[key].add(core_state)
    return dict(said)


def labels_of(edition: Edition) -> tuple[StatusLabel, ...]:
    """Return the status labels of an edition, by rank.

    They are read alone: the whole document was read when it was published, and pages ask this each time."""
    return tuple(sorted((StatusLabel(**row) for row in edition.document["status"]), key=lambda label: label.rank))


def measure_levels(engagement: Engagement) -> dict[str, str]:
    """Return the levels of measures of the engagement's edition, from the first to the last: key → label."""
    rows = engagement.edition.document.get("measure_level", ()) if engagement.edition else ()
    return {row["key"]: row["label"] for row in rows}


def usual_measure(of: Recommendation) -> str:
    """Return the text of the sustainment measure that a recommendation gets unless somebody says otherwise (P13): ""
    where the edition has none, where it has one of its own, or before it has a measure that shows it to be done."""
    edition = of.engagement.edition
    rows = edition.document.get("usual_measure", ()) if edition else ()
    kinds = set(of.measures.exclude(state__in=_NO_MORE).values_list("kind", flat=True))
    return str(rows[0]["text"]) if rows and kinds == {MeasureKind.COMPLETION} else ""


def measures(of: Recommendation) -> QuerySet[Measure]:
    """Return every version of every measure of a recommendation, in the order of labels and versions."""
    return of.measures.order_by("label", "version")


def measures_in_force(of: Recommendation) -> QuerySet[Measure]:
    """Return the newest approved version of each measure of a recommendation."""
    approved = Measure.objects.filter(in_force(), recommendation=of)
    return approved.order_by("label", "-version").distinct("label")


def agreement_window(engagement: Engagement) -> int:
    """Return the working days in which an agency answers a measure, as the engagement's edition says."""
    return service_days(engagement, "measure_answer") or AGREEMENT_WINDOW


def measures_open_for(person: Person, today: date) -> QuerySet[Measure]:
    """Return the measures that wait for this person: the proposed ones for the agency's answer, and for the approval
    once it was given or its window is over; those in force of which the agency was never asked for its answer."""
    proposed, unanswered = Q(state=MeasureState.PROPOSED), Q(agency_answer="") & findings.shared("recommendation__")
    approving = Q(recommendation__engagement__in=engagements_open_to(person, P.MEASURE_APPROVE))
    answering = Q(recommendation__engagement__in=engagements_open_to(person, P.MEASURE_AGREE))
    to_approve = proposed & approving & ~(unanswered & _within_window(today))
    to_answer = answering & unanswered & (proposed | _approved_unread())
    rows = Measure.objects.alias(readable_at=_READABLE_AT).filter(to_approve | to_answer)
    waiting = rows.exclude(proposed_by=person.actor_key)
    return waiting.select_related("recommendation__finding", "recommendation__engagement__agency")


# Since when the agency can read it, if it can; the least and the greatest of moments that are there.
_READABLE_AT = Greatest("proposed_at", Least("recommendation__issued_at", "recommendation__taken_up_at"))


def _within_window(today: date) -> Q:
    """Return the condition that the agency's window goes on; editions name few different ones, and it is longer by the
    days on which an engagement was suspended."""
    suspended = Engagement.objects.filter(
        turns__state=EngagementState.SUSPENDED, pk=OuterRef("recommendation__engagement")
    )
    apart = Case(When(Exists(suspended), then=F("recommendation__engagement")))
    waiting = Measure.objects.filter(state=MeasureState.PROPOSED, agency_answer="").order_by()
    windows = set(waiting.values_list("agency_days", apart).distinct())
    goes_on = Q(pk__in=[])
    for days in {days for days, _ in windows}:
        goes_on |= Q(agency_days=days, readable_at__gte=_begins(today, days, []))
    where = {key for _, key in windows if key}
    spans = {each.pk: suspensions(each) for each in Engagement.objects.filter(pk__in=where).prefetch_related("turns")}
    for days, key in ((days, key) for days, key in windows if key):
        there = {"recommendation__engagement": key, "agency_days": days}
        goes_on |= Q(**there, readable_at__gte=_begins(today, days, spans[key]))
    return goes_on


def _begins(today: date, days: int, suspended: list[Suspension]) -> datetime:
    """Return from when on a measure that the agency could read then is still the agency's to answer."""
    return zones.begins(first_day_within(today, lambda day: last_day(day, working_days_after(day, days), suspended)))


def _approved_unread() -> Q:
    """Return the condition that the newest version in force was approved before the agency was asked, and work that is
    judged by it goes on or is still to begin."""
    same = {name: OuterRef(name) for name in ("recommendation", "label")}
    newer = Measure.objects.filter(state=MeasureState.APPROVED, version__gt=OuterRef("version"), **same)
    ended = Reform.objects.filter(recommendation=OuterRef("recommendation"), state__in=ENDED)
    return in_force() & Q(~Exists(newer), ~Exists(ended), unagreed_because="")


def asked_for_another() -> Q:
    """Return the condition that the agency asks for another measure than the one in force, and asked once that was
    approved; a newer version answers it, whatever was decided on that."""
    same = {name: OuterRef(name) for name in ("recommendation", "label")}
    newer = Measure.objects.filter(version__gt=OuterRef("version"), **same)
    asked = Q(agency_answer=AgencyAnswer.ANOTHER, answered_at__gt=F("approved_at"))
    return in_force() & asked & Q(~Exists(newer))


def open_for(person: Person) -> QuerySet[Reform]:
    """Return the reforms on which this person's side has the ball: with the agency for whoever may report, with the
    team for whoever may assess; with both voices, which the rules ask for."""
    theirs = Q(state=ReformState.WITH_AGENCY, engagement__in=engagements_open_to(person, P.REFORM_REPORT))
    ours = Q(state=ReformState.WITH_TEAM, engagement__in=engagements_open_to(person, P.REFORM_ASSESS))
    rows = Reform.objects.select_related("recommendation__finding", "engagement__agency").filter(theirs | ours)
    return rows.filter(findings.shared("recommendation__")).prefetch_related(*SAID)


def engagements_open_to(person: Person, permission: Permission) -> QuerySet[Engagement]:
    """Return the engagements that go on and in which a role permits it, so that a list reads an index of theirs and
    what cannot be done now crowds nothing out of it."""
    theirs = visible(person, permission, agency="agency__ref", engagement="ref")
    return Engagement.objects.filter(theirs, state=EngagementState.OPEN)


def of(engagement: Engagement) -> QuerySet[Reform]:
    """Return the reforms of an engagement on which work can go on, oldest first, with their recommendations."""
    rows = Reform.objects.filter(findings.shared("recommendation__"), engagement=engagement).order_by("pk")
    return rows.select_related("recommendation__finding__focus_area")


def labels_above(rows: Iterable[Recommendation]) -> dict[int, str]:
    """Return by its key the number of the recommendation below which each action item among these stands."""
    items = Recommendation.objects.filter(pk__in=[row.pk for row in rows], below__isnull=False)
    return dict(items.values_list("pk", "below__label"))


@dataclass(frozen=True)
class Filters:
    """What a staff list is narrowed to. `assessed` and `reported` are status keys or NONE_YET; `held` is a state of a
    reform; "" and None leave a filter out."""

    engagement: Engagement | None = None
    focus_area: FocusArea | None = None
    assessed: str = ""
    reported: str = ""
    held: str = ""


def listed(person: Person, filters: Filters) -> QuerySet[Recommendation]:
    """Return the recommendations that a person may see, each with its engagement, its reform and whether the agency
    does not concur (`is_refused`), through the filters; of each only what a list shows.

    Each filter is a column with an index in the order of the list, so that a page costs the same at any size."""
    rows = findings.recommendations_visible_to(person).select_related(None).select_related("engagement", "reform")
    rows = rows.only(*_LISTED).annotate(is_refused=findings.refused())
    if filters.engagement is not None:
        rows = rows.filter(engagement=filters.engagement)
    if filters.focus_area is not None:
        rows = rows.filter(finding__focus_area=filters.focus_area)
    if filters.held:
        rows = rows.filter(reform__state=filters.held)
    for voice, status in (("assessed", filters.assessed), ("reported", filters.reported)):
        if status == NONE_YET:
            rows = rows.filter(**{"reform__isnull": False, f"reform__{voice}_status": None})
        elif status:
            rows = rows.filter(**{f"reform__{voice}_status": status})
    return rows
