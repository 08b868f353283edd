"""What has to begin from something that is there already, and from what, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from concord.accounts.models import Person
from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.core.telling.queries import failed
from concord.engagements import queries as engagements
from concord.engagements.models import Engagement, Origin
from concord.engagements.states import EngagementState
from concord.findings import queries as findings
from concord.findings.models import Recommendation
from concord.findings.states import StatementState
from concord.intake import queries as intake
from concord.reforms import queries as reforms
from concord.reforms.criteria import in_force
from concord.reforms.models import Measure
from concord.reforms.states import MeasureState
from concord.workplans import queries as workplans
from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission
_T = TypeVar("_T", bound=Staged)
_MEASURED = (StatementState.VALIDATED, StatementState.ISSUED)
_NOT_SENT = "A mail about it was refused too often."


def _nothing(_thing: Any) -> str:
    return ""


def _text(thing: Any) -> str:
    return str(thing.text)


@dataclass(frozen=True)
class Beginning:
    """What a verb has to begin from: the things that lack it, which this person may see; and what each says."""

    verb: Permission
    due: Callable[[Person], QuerySet[Any]]
    about: Callable[[Any], str] = _nothing


def _without_plan(person: Person) -> QuerySet[Engagement]:
    """Return the open engagements that have no plan on its way or in force, or whose last plan was returned."""
    plans = WorkPlan.objects.filter(engagement=OuterRef("pk"))
    alive = plans.filter(state__in=(WorkPlanState.DRAFT, WorkPlanState.PROPOSED, WorkPlanState.CONCURRED))
    returned = plans.filter(state=WorkPlanState.RETURNED)
    return engagements.open_for(person).filter(~Exists(alive) | Exists(returned))


def _of_open_engagements(person: Person, *states: StatementState) -> QuerySet[Recommendation]:
    seen = findings.recommendations_visible_to(person).exclude(engagement__origin=Origin.PUBLIC_RECORD)
    with_tier = seen.select_related("engagement__edition")
    return with_tier.filter(engagement__state=EngagementState.OPEN, state__in=states)


def _to_be_measured(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations by which nothing could be judged, where the agency does not refuse: no measure is
    proposed or approved; and those of which the agency asks for another measure than the one in force."""
    coming = in_force() | Q(state=MeasureState.PROPOSED)
    there = Measure.objects.filter(coming, recommendation=OuterRef("pk"))
    unmeasured = Q(~Exists(there), ~findings.refused(), reform=None)
    asked = Measure.objects.filter(reforms.asked_for_another(), recommendation=OuterRef("pk"))
    return _of_open_engagements(person, *_MEASURED).filter(unmeasured | Q(Exists(asked)))


def _to_be_taken_up(person: Person) -> QuerySet[Recommendation]:
    """Return the validated recommendations, issued or not, that have measures in force and no reform
    yet, where the agency does not refuse."""
    measures = Measure.objects.filter(recommendation=OuterRef("pk"))
    rows = _of_open_engagements(person, *_MEASURED).filter(Exists(measures.filter(in_force())), reform=None)
    return rows.exclude(Exists(measures.filter(state=MeasureState.PROPOSED))).exclude(findings.refused())


def _not_reached(things: QuerySet[_T]) -> QuerySet[_T]:
    """Return those about which a mail was refused too often."""
    return things.filter(ref__in=failed().values("about"))


BEGINNINGS = (
    Beginning(P.ENGAGEMENT_OPEN, engagements.requests_to_open, lambda asked: asked.need),
    Beginning(P.PLAN_DRAFT, _without_plan),
    Beginning(P.PLAN_AMEND, workplans.to_amend, lambda _: "A change of scope was agreed to."),
    Beginning(P.PLAN_REAFFIRM, workplans.to_reaffirm, lambda _: "It stays valid under a new chief executive."),
    Beginning(P.SATISFACTION_ANSWER, engagements.surveys_to_answer, lambda survey: str(survey.engagement.title)),
    Beginning(P.RECOMMENDATION_RESPOND, findings.to_respond_to, _text),
    Beginning(P.MEASURE_PROPOSE, _to_be_measured, _text),
    Beginning(P.REFORM_PLAN, _to_be_taken_up, _text),
    Beginning(P.REFORM_SUSTAIN, reforms.to_confirm, lambda reform: str(reform.recommendation.text)),
    Beginning(P.MAIL_SEND_AGAIN, lambda person: _not_reached(intake.visible_to(person)), lambda _: _NOT_SENT),
    Beginning(P.MAIL_SEND_AGAIN, lambda person: _not_reached(engagements.visible_to(person)), lambda _: _NOT_SENT),
)
