"""What the records of an engagement add up to on a day: counts, changes, and who holds what (law 7).

A day means the state of the records at its end, by the clock of the office: a statement counts from the day on which
it was recorded, also when it speaks of an earlier day. So a figure of a past day never changes afterwards, and the
changes of one period and of the next leave nothing out and say nothing twice. The two voices are never added together
(law 8).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from concord.core import zones
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.findings.models import AgencyResponse, Answer, Recommendation
from concord.findings.queries import recommendations_of
from concord.reforms.criteria import in_force
from concord.reforms.models import Judgement, Measure, ProgressReport, Reform, Turn
from concord.reforms.states import ENDS, REFORM, CoreState, ReformState

Turned = tuple[Party, datetime]
"""A side, and the moment from which it had the ball."""


class Voice(StrEnum):
    """Whose statement it is."""

    REPORTED = "reported"
    ASSESSED = "assessed"


class ChangeKind(StrEnum):
    """What changed: the first was issued; REPORTED is the agency's voice; the others are the team's."""

    NEW = "new"
    REPORTED = "reported"
    MOVED = "moved"
    COMPLETED = "completed"
    STOPPED = "stopped"
    REOPENED = "reopened"


@dataclass(frozen=True)
class Said:
    """One statement: a status key of the engagement's edition and the core state it stands for, a note, the day of
    which it speaks (`as_of`), and the moment (`at`, UTC) and actor key of whoever recorded it."""

    voice: Voice
    status: str
    core_state: CoreState
    note: str
    as_of: date
    at: datetime
    by: str


@dataclass(frozen=True)
class Standing:
    """Where one issued recommendation stood at the end of a day.

    `reform` is None until it is taken up; its own current values may be later than the day. `measures` are the
    versions in force; `history` has both voices, oldest first; `held_since` is None where nobody ever held it.
    `is_refused`: the agency did not concur, so that nobody takes it up. `handed` says when packets brought it to
    another side."""

    recommendation: Recommendation
    reform: Reform | None
    measures: tuple[Measure, ...]
    history: tuple[Said, ...]
    held_by: Party
    held_since: datetime | None
    is_refused: bool = False
    handed: "tuple[Turned, ...]" = ()

    @property
    def reported(self) -> Said | None:
        """What the agency said last."""
        return self._last(Voice.REPORTED)

    @property
    def assessed(self) -> Said | None:
        """What the team said last."""
        return self._last(Voice.ASSESSED)

    def _last(self, voice: Voice) -> Said | None:
        return next((said for said in reversed(self.history) if said.voice == voice), None)


@dataclass(frozen=True)
class Counts:
    """Issued recommendations by status key, in each voice, out of `base`, at the end of the day `as_of`.

    A status that nothing has is left out; what neither map counts has not been reported, or not assessed."""

    as_of: date
    base: int
    reported: Mapping[str, int]
    assessed: Mapping[str, int]

    @property
    def not_reported(self) -> int:
        """How many of the base the agency has said nothing about."""
        return self.base - sum(self.reported.values())

    @property
    def not_assessed(self) -> int:
        """How many of the base the team has said nothing about."""
        return self.base - sum(self.assessed.values())


@dataclass(frozen=True)
class Change:
    """One change on a recommendation: the day it was recorded, and status keys before and after in its voice.

    `old` is None for the first statement of a voice; `said` is None for a recommendation newly issued."""

    kind: ChangeKind
    on: date
    recommendation: Recommendation
    old: str | None = None
    new: str | None = None
    said: Said | None = None


@dataclass(frozen=True)
class Holder:
    """How many open items a side holds, and since when the oldest of them."""

    held_by: Party
    items: int
    oldest_since: datetime


def counts(engagement: Engagement, as_of: date) -> Counts:
    """Count the issued recommendations of an engagement by status, in each voice, by one query."""
    end = zones.ends(as_of)

    def last(rows: QuerySet[ProgressReport] | QuerySet[Judgement], moment: str) -> Subquery:
        theirs = rows.filter(reform__recommendation=OuterRef("pk"), **{f"{moment}__lt": end})
        return Subquery(theirs.order_by("-pk").values("status")[:1])

    rows = (
        _issued(engagement, end)
        .order_by()
        .annotate(
            reported=last(ProgressReport.objects.all(), "reported_at"),
            assessed=last(Judgement.objects.all(), "assessed_at"),
        )
        .values_list("reported", "assessed")
        .annotate(items=Count("pk"))
    )
    base, reported, assessed = 0, Counter[str](), Counter[str]()
    for by_agency, by_team, items in rows:
        base += items
        if by_agency is not None:
            reported[by_agency] += items
        if by_team is not None:
            assessed[by_team] += items
    return Counts(as_of, base, dict(sorted(reported.items())), dict(sorted(assessed.items())))


def standings(engagement: Engagement, as_of: date, **beside: Exists) -> tuple[Standing, ...]:
    """Return where each issued recommendation of an engagement stood, oldest first; by four queries. What else is asked
    `beside` that, each recommendation has under its name, as it is now."""
    end = zones.ends(as_of)
    answers = AgencyResponse.objects.filter(recommendation=OuterRef("pk"), responded_at__lt=end).order_by("-pk")
    rows = _issued(engagement, end).select_related("finding__focus_area", "reform")
    there: dict[str, Any] = {"last_answer": Subquery(answers.values("answer")[:1]), **beside}
    recommendations = list(rows.annotate(**there))
    histories = _histories(engagement, end)
    handed = _handed(engagement, end)
    measures = _measures(engagement, end)
    return tuple(
        _standing(
            engagement,
            each,
            histories.get(each.pk, ()),
            tuple(handed.get(each.pk, ())),
            tuple(measures.get(each.pk, {}).values()),
            end,
        )
        for each in recommendations
    )


def changes(engagement: Engagement, since: date | None, until: date) -> tuple[Change, ...]:
    """Return what changed after the day `since` (None: from the beginning) up to the end of `until`, in order.

    What the agency reports is one kind; what the team assesses is told apart by where it came from and went. A
    statement that repeats the status before it is in the history, and is no change. What was said before a
    recommendation was issued counts from its issue on."""
    return changes_in(standings(engagement, until), since)


def changes_in(rows: Iterable[Standing], since: date | None) -> tuple[Change, ...]:
    """Return what changed after a day, told by where things stand at the end of another."""
    start = zones.ends(since) if since else datetime.min.replace(tzinfo=UTC)
    found: list[tuple[datetime, Change]] = []
    for standing in rows:
        recommendation = standing.recommendation
        issued_at = recommendation.issued_at
        if issued_at is not None and issued_at >= start:
            found.append((issued_at, Change(ChangeKind.NEW, zones.day(issued_at), recommendation)))
        last: dict[Voice, Said] = {}
        for said in standing.history:
            before, at = last.get(said.voice), max(said.at, issued_at or said.at)
            if at >= start and (before is None or before.status != said.status):
                found.append((at, _change(recommendation, before, said, zones.day(at))))
            last[said.voice] = said
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))


def holders(engagement: Engagement, as_of: date) -> tuple[Holder, ...]:
    """Return which sides held open items at the end of a day, most items first (what nobody holds is left out).

    A recommendation that nobody has taken up yet is with the team, since the day on which it was issued; one with
    which the agency does not concur is with nobody."""
    since: dict[Party, list[datetime]] = defaultdict(list)
    for standing in standings(engagement, as_of):
        if standing.held_by != Party.NOBODY and standing.held_since is not None:
            since[standing.held_by].append(standing.held_since)
    held = (Holder(party, len(moments), min(moments)) for party, moments in since.items())
    return tuple(sorted(held, key=lambda holder: (-holder.items, holder.held_by)))


def _issued(engagement: Engagement, end: datetime) -> QuerySet[Recommendation]:
    """Return what had been issued before a moment; a public record may not say when."""
    return recommendations_of(engagement).filter(Q(issued_at__lt=end) | Q(issued_at=None))


def history(reform: Reform) -> tuple[Said, ...]:
    """Return both voices of a reform, oldest first; by one query."""
    found = _voices(ProgressReport.objects.filter(reform=reform), Judgement.objects.filter(reform=reform))
    return found.get(reform.recommendation_id, ())


def _histories(engagement: Engagement, end: datetime) -> dict[int, tuple[Said, ...]]:
    """Return both voices of each recommendation until a moment, oldest first."""
    return _voices(
        ProgressReport.objects.filter(reform__engagement=engagement, reported_at__lt=end),
        Judgement.objects.filter(reform__engagement=engagement, assessed_at__lt=end),
    )


def _handed(engagement: Engagement, end: datetime) -> dict[int, list[Turned]]:
    """Return to which sides packets had brought each recommendation before a moment, oldest first."""
    rows = Turn.objects.filter(reform__engagement=engagement, at__lt=end).order_by("at", "pk")
    found: dict[int, list[Turned]] = defaultdict(list)
    for of, state, at in rows.values_list("reform__recommendation", "state", "at"):
        found[of].append((REFORM.holders[ReformState(state)], at))
    return found


_OF_BOTH = ("reform__recommendation", "status", "core_state", "note", "as_of")


def _voices(reports: QuerySet[ProgressReport], judgements: QuerySet[Judgement]) -> dict[int, tuple[Said, ...]]:
    """Return what was said of each recommendation, oldest first; on one moment the agency spoke before the team."""
    agency = reports.annotate(turn=Value(0)).values_list("turn", "pk", *_OF_BOTH, "reported_at", "reported_by")
    team = judgements.annotate(turn=Value(1)).values_list("turn", "pk", *_OF_BOTH, "assessed_at", "assessed_by")
    found: dict[int, list[Said]] = defaultdict(list)
    for turn, _, of, status, core_state, note, as_of, at, by in sorted(agency.union(team, all=True)):
        voice = Voice.ASSESSED if turn else Voice.REPORTED
        found[of].append(Said(voice, status, CoreState(core_state), note, as_of, at, by))
    return {of: tuple(sorted(said, key=lambda one: one.at)) for of, said in found.items()}


def _measures(engagement: Engagement, end: datetime) -> dict[int, dict[str, Measure]]:
    """Return the measures in force at a moment: recommendation → label → newest approved version."""
    found: dict[int, dict[str, Measure]] = defaultdict(dict)
    approved = Measure.objects.filter(in_force(end), recommendation__engagement=engagement)
    for measure in approved.order_by("label", "version"):
        found[measure.recommendation_id][measure.label] = measure
    return found


def _standing(
    engagement: Engagement,
    recommendation: Recommendation,
    history: tuple[Said, ...],
    handed: tuple[Turned, ...],
    measures: tuple[Measure, ...],
    end: datetime,
) -> Standing:
    reform: Reform | None = getattr(recommendation, "reform", None)
    if reform is not None and reform.planned_at >= end:
        reform = None
    is_refused = reform is None and recommendation.answered_last == Answer.NOT
    if engagement.is_public_record or is_refused:
        held: tuple[Party, datetime | None] = (Party.NOBODY, None)
    elif reform is None:
        held = (Party.TEAM, recommendation.issued_at)
    else:
        held = turns(reform.planned_at, history, handed)[-1]
    return Standing(recommendation, reform, measures, history, *held, is_refused=is_refused, handed=handed)


def turns(planned_at: datetime, history: Iterable[Said], handed: Iterable[Turned]) -> list[Turned]:
    """Replay a history, and what packets brought from side to side, by the table of the reform: who had the ball, and
    from when on; the last has it now."""
    found = [(Party.AGENCY, planned_at)]
    spoken = ((_after(said), said.at) for said in history)
    for after, at in sorted((*handed, *spoken), key=lambda turned: turned[1]):
        if after != found[-1][0]:
            found.append((after, at))
    return found


def _after(said: Said) -> Party:
    """Return who has the ball after a statement."""
    if said.voice == Voice.REPORTED:
        return Party.TEAM
    return Party.NOBODY if said.core_state in ENDS else Party.AGENCY


def _change(recommendation: Recommendation, before: Said | None, said: Said, on: date) -> Change:
    if said.voice == Voice.REPORTED:
        kind = ChangeKind.REPORTED
    elif before is not None and before.core_state == said.core_state:
        kind = ChangeKind.MOVED  # in other words, such as those of another body: it is not completed a second time
    elif said.core_state == CoreState.COMPLETE:
        kind = ChangeKind.COMPLETED
    elif said.core_state == CoreState.STOPPED:
        kind = ChangeKind.STOPPED
    elif before is not None and before.core_state in ENDS:
        kind = ChangeKind.REOPENED
    else:
        kind = ChangeKind.MOVED
    return Change(kind, on, recommendation, before.status if before else None, said.status, said)
