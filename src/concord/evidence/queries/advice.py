"""Reads of advice, and of which voices have been heard."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState
from concord.evidence.models import Advice, Attendance, Fieldwork
from concord.evidence.queries.fieldwork import audiences, voices_known
from concord.evidence.states import AdviceState, EvidenceState, FieldworkState
from concord.programme.document import Voice

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "focus_area")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}


def advice(ref: str) -> Advice | None:
    """Return the advice with this reference, or None."""
    return Advice.objects.select_related(*_WITH).filter(ref=ref).first()


def advice_visible_to(person: Person) -> QuerySet[Advice]:
    """Return the advice that a person may see: whoever advises, their own alone."""
    rows = Advice.objects.select_related(*_WITH).filter(visible(person, P.ADVICE_VIEW, **_AT))
    all_of = visible(person, P.EVIDENCE_VIEW, **_AT)  # no condition at all: the office's, to which nothing can be added
    return rows.filter(Q(logged_by=person.actor_key) | all_of) if all_of else rows


def advice_open_for(person: Person) -> QuerySet[Advice]:
    """Return the advice that this person may see and that waits for an answer."""
    return advice_visible_to(person).filter(state=AdviceState.LOGGED, engagement__state=EngagementState.OPEN)


@dataclass(frozen=True)
class Heard:
    """How a voice of the edition was heard: in so much field work (and by so many people, where that was counted), and
    in so many pieces of advice."""

    voice: Voice
    held: int
    booked: int
    people: int
    advice: int

    @property
    def is_missing(self) -> bool:
        """Whether it was not heard at all."""
        return not (self.held or self.advice)


@dataclass(frozen=True)
class Audience:
    """How an audience that the plan in force names was heard: in so much field work held and booked."""

    name: str
    held: int
    booked: int

    @property
    def is_missing(self) -> bool:
        """Whether nothing was held with it."""
        return not self.held


def voices(engagement: Engagement) -> list[Heard]:
    """Return how each voice of the edition was heard, in the edition's order; by three queries."""
    held, booked = _by(engagement, "voice")
    standing = Attendance.objects.filter(fieldwork__engagement=engagement, fieldwork__item__state=EvidenceState.LOGGED)
    came = standing.order_by().values("fieldwork__voice").annotate(total=Sum("came"))
    people = {row["fieldwork__voice"]: row["total"] or 0 for row in came}
    given = Advice.objects.filter(engagement=engagement).order_by().values("voice").annotate(total=Count("pk"))
    advised = {row["voice"]: row["total"] for row in given}
    return [
        Heard(one, held[one.key], booked[one.key], people.get(one.key, 0), advised.get(one.key, 0))
        for one in voices_known(engagement)
    ]


def audiences_heard(engagement: Engagement) -> list[Audience]:
    """Return how each audience that the plan in force names was heard, in the plan's order: by field work whose own
    audience is that one, or names it among others."""
    held, booked = _by(engagement, "audience")
    return [Audience(name, _naming(held, name), _naming(booked, name)) for name in audiences(engagement)]


def _naming(counted: Counter[str], name: str) -> int:
    return sum(number for audience, number in counted.items() if name.casefold() in audience.casefold())


def _by(engagement: Engagement, field: str) -> tuple[Counter[str], Counter[str]]:
    """Return how much field work was held (and not withdrawn) and is booked, by a field; by one query."""
    held, booked = Counter[str](), Counter[str]()
    rows = Fieldwork.objects.filter(engagement=engagement).exclude(item__state=EvidenceState.WITHDRAWN)
    for value, state in rows.values_list(field, "state"):
        if state == FieldworkState.HELD:
            held[value] += 1
        elif state == FieldworkState.BOOKED:
            booked[value] += 1
    return held, booked
