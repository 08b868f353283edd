"""The kinds of things that have a page and a history: how each is found, who may see it, which are open for whom; and
what has to begin from something that is there already."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from concord.accounts import queries as accounts
from concord.accounts import rules as accounts_rules
from concord.accounts.models import Person
from concord.agencies import queries as agencies
from concord.core.permissions import Decision, May, Permission
from concord.core.roles import permits_somewhere
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement, Origin
from concord.engagements.states import EngagementState
from concord.evidence import queries as evidence
from concord.evidence import rules as evidence_rules
from concord.findings import queries as findings
from concord.findings import rules as findings_rules
from concord.findings.models import Recommendation
from concord.findings.states import StatementState
from concord.intake import queries as intake
from concord.intake import rules as intake_rules
from concord.publishing import queries as publishing
from concord.publishing import rules as publishing_rules
from concord.reforms import queries as reforms
from concord.reforms import rules as reforms_rules
from concord.reforms.states import MeasureState
from concord.workplans import queries as workplans
from concord.workplans import rules as workplans_rules
from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission


def _nothing(_thing: Any) -> str:
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind: how its references begin, its loader, the permission to see it, its rules.

    Of a stage also which are open for a person, and what such a thing says beyond its title."""

    prefix: str
    load: Callable[[str], Any]
    see: Permission
    may: May
    open_for: Callable[[Person], QuerySet[Any]]
    about: Callable[[Any], str] = _nothing


@dataclass(frozen=True)
class Named:
    """A kind without stages: it waits for nobody, but has a page and a history."""

    load: Callable[[str], Any]
    see: Permission
    may: May


@dataclass(frozen=True)
class Found:
    """A thing and its kind."""

    kind: Kind | Named
    thing: Any


@dataclass(frozen=True)
class Beginning:
    """What a verb has to begin from: the things that lack it, which this person may see; and what each says."""

    verb: Permission
    due: Callable[[Person], QuerySet[Any]]
    about: Callable[[Any], str] = _nothing


def _engagement(thing: Any) -> str:
    return str(thing.engagement.title)


def _text(thing: Any) -> str:
    return str(thing.text)


def _wherever(by: Any, verb: Permission, _thing: Any) -> Decision:
    """The directory is public data: whoever may see agencies sees all of them."""
    return Decision(permits_somewhere(by.all_roles(), verb))


KINDS = (
    Kind("REQ", intake.request, P.REQUEST_VIEW, intake_rules.may, intake.open_for, lambda asked: asked.need),
    Kind("ENG", engagements.engagement, P.ENGAGEMENT_VIEW, engagements_rules.may, engagements.open_for),
    Kind(
        "FA",
        engagements.focus_area,
        P.ENGAGEMENT_VIEW,
        engagements_rules.may,
        engagements.focus_areas_open_for,
        _engagement,
    ),
    Kind("PLN", workplans.work_plan, P.PLAN_VIEW, workplans_rules.may, workplans.open_for),
    Kind("EVD", evidence.item, P.EVIDENCE_VIEW, evidence_rules.may, evidence.open_for),
    Kind("FND", findings.finding, P.FINDING_VIEW, findings_rules.may, findings.findings_open_for),
    Kind(
        "REC",
        findings.recommendation,
        P.FINDING_VIEW,
        findings_rules.may,
        findings.recommendations_open_for,
        _text,
    ),
    Kind("MSR", reforms.measure, P.REFORM_VIEW, reforms_rules.may, reforms.measures_open_for, _text),
    Kind(
        "RFM",
        reforms.reform,
        P.REFORM_VIEW,
        reforms_rules.may,
        reforms.open_for,
        lambda reform: str(reform.recommendation.text),
    ),
    Kind("RPT", publishing.report, P.REPORT_VIEW, publishing_rules.may, publishing.open_for),
)
PEOPLE = Named(accounts.by_key, P.PERSON_VIEW, accounts_rules.may)
AGENCIES = Named(agencies.by_ref, P.AGENCY_VIEW, _wherever)


def _without_plan(person: Person) -> QuerySet[Engagement]:
    """Return the open engagements that have no plan on its way or in force, or whose last plan was returned."""
    plans = WorkPlan.objects.filter(engagement=OuterRef("pk"))
    alive = plans.filter(state__in=(WorkPlanState.DRAFT, WorkPlanState.PROPOSED, WorkPlanState.CONCURRED))
    returned = plans.filter(state=WorkPlanState.RETURNED)
    return engagements.open_for(person).filter(~Exists(alive) | Exists(returned))


def _of_open_engagements(person: Person, *states: StatementState) -> QuerySet[Recommendation]:
    seen = findings.recommendations_visible_to(person).exclude(engagement__origin=Origin.PUBLIC_RECORD)
    return seen.filter(engagement__state=EngagementState.OPEN, state__in=states, reform=None)


def _unmeasured(person: Person) -> QuerySet[Recommendation]:
    """Return the recommendations by which nothing could be judged: no measure is proposed or approved."""
    rows = _of_open_engagements(person, StatementState.VALIDATED, StatementState.ISSUED)
    return rows.exclude(measures__state__in=(MeasureState.PROPOSED, MeasureState.APPROVED))


def _to_be_taken_up(person: Person) -> QuerySet[Recommendation]:
    """Return the issued recommendations that have approved measures and no reform yet."""
    rows = _of_open_engagements(person, StatementState.ISSUED).filter(measures__state=MeasureState.APPROVED)
    return rows.exclude(measures__state=MeasureState.PROPOSED).distinct()


BEGINNINGS = (
    Beginning(P.ENGAGEMENT_OPEN, engagements.requests_to_open, lambda asked: asked.need),
    Beginning(P.PLAN_DRAFT, _without_plan),
    Beginning(P.MEASURE_PROPOSE, _unmeasured, _text),
    Beginning(P.REFORM_PLAN, _to_be_taken_up, _text),
)


def find(ref: str) -> Found | None:
    """Return the thing of a reference with its kind, or None. What has no prefix of a stage is a person or an agency,
    whose references others give."""
    staged = next((kind for kind in KINDS if ref.startswith(f"{kind.prefix}-")), None)
    kind = staged or (PEOPLE if ref.startswith("person:") else AGENCIES)
    thing = kind.load(ref)
    return None if thing is None else Found(kind, thing)
