"""Reads of how both sides work together: check-ins, tasks, expectations, surveys, concerns, changes of tier."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from concord.accounts.models import Membership, Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.core.roles import ROLES
from concord.core.tasks.models import Task
from concord.core.tasks.states import OPEN as TASK_OPEN
from concord.engagements.due import CHECK_IN
from concord.engagements.models import (
    Answered,
    CheckIn,
    Engagement,
    Escalation,
    Expectation,
    SatisfactionSurvey,
    TierChange,
)
from concord.engagements.queries.engagement import GOES_ON
from concord.engagements.rules import answers_concerns
from concord.engagements.states import EXPECTED_BY, EscalationState, SurveyState, TierChangeState
from concord.programme.queries import of as programme_of

P = Permission
LATEST = 20
_WITH = ("engagement__agency", "engagement__edition")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}


@dataclass(frozen=True)
class Question:
    """One question of a survey: how many of those who answered gave each answer, from the least to the most."""

    text: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Results:
    """What a survey found: `answered` of `asked` people, and the words of those who wrote any."""

    asked: int
    answered: int
    questions: tuple[Question, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """How both sides work together; of each list the latest."""

    check_ins: tuple[CheckIn, ...]
    tasks: tuple[Task, ...]
    open: tuple[Expectation, ...]
    settled: tuple[Expectation, ...]
    surveys: tuple[SatisfactionSurvey, ...]
    concerns: tuple[Escalation, ...]
    changes: tuple[TierChange, ...]


def tier_change(ref: str) -> TierChange | None:
    """Return the change of tier with this reference, or None."""
    return TierChange.objects.select_related(*_WITH).filter(ref=ref).first()


def tier_names(engagement: Engagement) -> dict[str, str]:
    """Return what the tiers of the engagement's edition are called, by their keys."""
    return {tier.key: tier.name for tier in programme_of(engagement.edition).tier} if engagement.edition else {}


def tier_changes_open_for(person: Person) -> QuerySet[TierChange]:
    """Return the changes of tier that this person may see and that wait for an answer."""
    going_on = TierChange.objects.filter(engagement__state__in=GOES_ON, state=TierChangeState.PROPOSED)
    return going_on.select_related(*_WITH).filter(visible(person, P.TIER_CHANGE_VIEW, **_AT))


def check_in(ref: str) -> CheckIn | None:
    """Return the check-in with this reference, or None."""
    return CheckIn.objects.select_related(*_WITH).filter(ref=ref).first()


def expectation(ref: str) -> Expectation | None:
    """Return the expectation with this reference, or None."""
    return Expectation.objects.select_related(*_WITH).filter(ref=ref).first()


def expectations_open_for(person: Person) -> QuerySet[Expectation]:
    """Return nothing: whether an expectation is met is talked about at a check-in, it does not hold anybody up."""
    del person
    return Expectation.objects.none()


def survey(ref: str) -> SatisfactionSurvey | None:
    """Return the survey with this reference, with who was asked, or None."""
    found = SatisfactionSurvey.objects.select_related(*_WITH).prefetch_related("invitations")
    return found.filter(ref=ref).first()


def surveys_open_for(person: Person) -> QuerySet[SatisfactionSurvey]:
    """Return the surveys that this person may see and that can be answered."""
    going_on = SatisfactionSurvey.objects.filter(engagement__state__in=GOES_ON, state=SurveyState.OPEN)
    return going_on.select_related(*_WITH).filter(visible(person, P.SATISFACTION_VIEW, **_AT))


def surveys_to_answer(person: Person) -> QuerySet[SatisfactionSurvey]:
    """Return the surveys that this person was asked to answer and has not."""
    mine = SatisfactionSurvey.objects.filter(invitations__person=person, invitations__answered=False)
    return mine.filter(state=SurveyState.OPEN).select_related(*_WITH).prefetch_related("invitations")


def surveys_of(engagement: Engagement) -> QuerySet[SatisfactionSurvey]:
    """Return the surveys of an engagement, the newest first, each with how many were asked and have answered."""
    counted = engagement.satisfaction_surveys.annotate(
        asked=Count("invitations"), given=Count("invitations", filter=Q(invitations__answered=True))
    )
    return counted.order_by("-pk")


def surveys_to_close(today: date) -> list[SatisfactionSurvey]:
    """Return the open surveys whose last day is over, the oldest first."""
    over = SatisfactionSurvey.objects.filter(state=SurveyState.OPEN, closes_on__lt=today)
    return list(over.select_related(*_WITH).order_by("pk"))


def results(of: SatisfactionSurvey) -> Results:
    """Return what a survey found, in two queries; nobody's answer is told apart from another's."""
    asked = of.invitations.count()
    given = list(of.answers.values_list("said", "words"))
    questions = programme_of(of.engagement.edition).survey_question if of.engagement.edition else ()
    return Results(
        asked=asked,
        answered=len(given),
        questions=tuple(Question(q.question, _counts(q.key, [said for said, _ in given])) for q in questions),
        words=tuple(sorted(words for _, words in given if words)),
    )


def _counts(key: str, given: list[dict[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((str(level.label), sum(said.get(key) == level for said in given)) for level in Answered)


def escalation(ref: str) -> Escalation | None:
    """Return the concern with this reference, or None."""
    found = Escalation.objects.select_related(*_WITH, "officer").prefetch_related("officer__memberships")
    return found.filter(ref=ref).first()


def escalations_open_for(person: Person) -> QuerySet[Escalation]:
    """Return the concerns that wait for an answer of this person, also when the engagement is over: theirs by name,
    and those whose officer has left the office."""
    found = Escalation.objects.select_related(*_WITH, "officer").prefetch_related("officer__memberships")
    answering = [role.key for role in ROLES if P.ESCALATION_ANSWER in role.permissions]
    serving = Membership.objects.filter(person=OuterRef("officer"), role__in=answering, until=None)
    whose = Q(officer=person) | ~Exists(serving)
    return found.filter(visible(person, P.ESCALATION_VIEW, **_AT), whose, state=EscalationState.RAISED)


def officers(engagement: Engagement) -> list[Person]:
    """Return the people of the office who answer concerns in an engagement, by name."""
    held = Membership.objects.filter(scope="office", until=None).select_related("person")
    people = {m.person_id: m.person for m in held if P.ESCALATION_ANSWER in m.role_class.permissions}
    there = (person for person in people.values() if answers_concerns(person, engagement))
    return sorted(there, key=lambda person: (person.name, person.pk))


def together(engagement: Engagement, *, concerns: bool) -> Together:
    """Return how both sides work together; `concerns` only for those who may see them.

    Of tasks only those of both sides, or that one set for the other: what a side sets for itself is its own, and what
    the office sets for itself may tell of what it alone may read."""
    said = engagement.expectations
    raised = engagement.escalations.select_related("officer") if concerns else Escalation.objects.none()
    agreed = Q(kind=CHECK_IN) | Q(kind__startswith="CHK-")
    agreed |= Q(scope__in=engagement.scopes, also__in=engagement.scopes)
    tasks = Task.objects.filter(agreed, about=engagement.ref, state__in=TASK_OPEN)
    return Together(
        check_ins=tuple(engagement.check_ins.order_by("-on", "-pk")[:LATEST]),
        tasks=tuple(tasks.order_by("due_on", "pk")[:LATEST]),
        open=tuple(said.filter(state__in=EXPECTED_BY.values()).order_by("by_when", "pk")[:LATEST]),
        settled=tuple(said.exclude(state__in=EXPECTED_BY.values()).order_by("-state_since")[:LATEST]),
        surveys=tuple(surveys_of(engagement)[:LATEST]),
        concerns=tuple(raised.order_by("-pk")[:LATEST]),
        changes=tuple(engagement.tier_changes.order_by("-pk")[:LATEST]),
    )
