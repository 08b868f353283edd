"""The kinds of things that have a page and a history: how each is found, who may see it, which are open for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from concord.accounts import queries as accounts
from concord.accounts import rules as accounts_rules
from concord.accounts.models import Person
from concord.agencies import queries as agencies
from concord.core import clock, history
from concord.core.models import AuditRow
from concord.core.permissions import Decision, May, Permission
from concord.core.roles import permits_somewhere
from concord.core.tasks import queries as tasks
from concord.core.tasks import rules as tasks_rules
from concord.core.tasks.models import Task
from concord.desk.tasks_of import tasks_to_do
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.evidence import queries as evidence
from concord.evidence import rules as evidence_rules
from concord.findings import queries as findings
from concord.findings import rules as findings_rules
from concord.intake import queries as intake
from concord.intake import rules as intake_rules
from concord.partners import queries as partners
from concord.partners import rules as partners_rules
from concord.programme import queries as programme
from concord.programme import rules as programme_rules
from concord.publishing import queries as publishing
from concord.publishing import rules as publishing_rules
from concord.reforms import queries as reforms
from concord.reforms import rules as reforms_rules
from concord.workplans import queries as workplans
from concord.workplans import rules as workplans_rules

P = Permission


def _nothing(_thing: Any) -> str:
    return ""


def _measures_open_for(person: Person) -> QuerySet[Any]:
    return reforms.measures_open_for(person, clock.today())


def _whole_history(_by: Any, thing: Any) -> QuerySet[AuditRow]:
    return history.of(thing.audit_ref)


@dataclass(frozen=True)
class Kind:
    """One kind: how its references begin, its loader, the permission to see it, its rules.

    `history` gives of the rows about a thing those that a person may read: no more than its page tells them.
    Of a stage also which are open for a person, what such a thing says beyond its title, and how the inbox shows them:
    under a heading of their own instead of the verb, in another order than the longest waiting first."""

    prefix: str
    load: Callable[[str], Any]
    see: Permission
    may: May
    open_for: Callable[[Person], QuerySet[Any]]
    about: Callable[[Any], str] = _nothing
    heading: str = ""
    order: tuple[Any, ...] = ("state_since", "pk")
    history: Callable[[Any, Any], QuerySet[AuditRow]] = _whole_history


@dataclass(frozen=True)
class Named:
    """A kind without stages: it waits for nobody, but has a page and a history."""

    load: Callable[[str], Any]
    see: Permission
    may: May
    history: Callable[[Any, Any], QuerySet[AuditRow]] = _whole_history


@dataclass(frozen=True)
class Found:
    """A thing and its kind."""

    kind: Kind | Named
    thing: Any


def within(model: type[Model]) -> str:
    """Return the look-up that leads from a model to the reference of its engagement, or "" where it has none."""
    if model is Engagement:
        return "ref"
    if model is Task:
        return "about"
    names = {field.name for field in model._meta.get_fields()}  # noqa: SLF001 - Django's documented name
    return next((way for first, way in _WAYS.items() if first in names), "")


_WAYS = {
    "engagement": "engagement__ref",
    "recommendation": "recommendation__engagement__ref",
    "plan": "plan__engagement__ref",
    "request": "request__engagement__ref",
    "identity": "identity__engagement__ref",
}


def _engagement(thing: Any) -> str:
    return str(thing.engagement.title)


def _text(thing: Any) -> str:
    return str(thing.text)


def _reason(thing: Any) -> str:
    return str(thing.reason)


def _authority(thing: Any) -> str:
    return str(thing.authority)


def _wherever(by: Any, verb: Permission, _thing: Any) -> Decision:
    """The directory is public data: whoever may see agencies sees all of them."""
    return Decision(permits_somewhere(by.all_roles(), verb))


KINDS = (
    Kind(
        "TSK",
        tasks.task,
        P.TASK_VIEW,
        tasks_rules.may,
        tasks_to_do,
        lambda task: f"About {task.about}",
        heading="Tasks",
        order=tasks.DUE_FIRST,
    ),
    Kind("PRV", partners.provider, P.PROVIDER_VIEW, partners_rules.may, partners.provider_open_for),
    Kind("EXP", partners.expert, P.EXPERT_VIEW, partners_rules.may, partners.expert_open_for),
    Kind("COI", partners.declaration, P.CONFLICT_VIEW, partners_rules.may, partners.declarations_open_for),
    Kind("EDR", programme.draft, P.EDITION_VIEW, programme_rules.may, programme.drafts_open_for),
    Kind(
        "REQ",
        intake.request,
        P.REQUEST_VIEW,
        intake_rules.may,
        intake.open_for,
        lambda asked: asked.need,
        history=intake.history_for,
    ),
    Kind(
        "ENG",
        engagements.engagement,
        P.ENGAGEMENT_VIEW,
        engagements_rules.may,
        engagements.open_for,
        history=engagements.history_for,
    ),
    Kind(
        "FA",
        engagements.focus_area,
        P.ENGAGEMENT_VIEW,
        engagements_rules.may,
        engagements.focus_areas_open_for,
        _engagement,
    ),
    Kind(
        "AGR",
        engagements.agreement,
        P.AGREEMENT_VIEW,
        engagements_rules.may,
        engagements.agreements_open_for,
        lambda agreement: str(agreement.heading),
    ),
    Kind(
        "DLV",
        engagements.delivery,
        P.DELIVERY_VIEW,
        engagements_rules.may,
        engagements.deliveries_open_for,
        _engagement,
    ),
    Kind(
        "TCH",
        engagements.tier_change,
        P.TIER_CHANGE_VIEW,
        engagements_rules.may,
        engagements.tier_changes_open_for,
        lambda change: str(change.reason),
    ),
    Kind(
        "XPN",
        engagements.expectation,
        P.EXPECTATION_VIEW,
        engagements_rules.may,
        engagements.expectations_open_for,
        _engagement,
    ),
    Kind(
        "SVY",
        engagements.survey,
        P.SATISFACTION_VIEW,
        engagements_rules.may,
        engagements.surveys_open_for,
        _engagement,
    ),
    Kind(
        "ESC",
        engagements.escalation,
        P.ESCALATION_VIEW,
        engagements_rules.may,
        engagements.escalations_open_for,
        _engagement,
    ),
    Kind(
        "ELR",
        engagements.eligibility_review,
        P.ELIGIBILITY_VIEW,
        engagements_rules.may,
        engagements.reviews_open_for,
    ),
    Kind("PLN", workplans.work_plan, P.PLAN_VIEW, workplans_rules.may, workplans.open_for),
    Kind("PCM", workplans.comment, P.PLAN_VIEW, workplans_rules.may, workplans.comments_open_for, _text),
    Kind(
        "SCP",
        workplans.scope_change,
        P.PLAN_VIEW,
        workplans_rules.may,
        workplans.scope_changes_open_for,
        lambda change: str(change.reason),
    ),
    Kind(
        "FLD",
        evidence.fieldwork,
        P.FIELDWORK_VIEW,
        evidence_rules.may,
        evidence.fieldwork_open_for,
        _engagement,
        heading="Field work",
        order=("planned_on", "hour", "pk"),
    ),
    Kind(
        "DRQ",
        evidence.document_request,
        P.DOCUMENTS_VIEW,
        evidence_rules.may,
        evidence.document_requests_open_for,
        lambda asked: str(asked.reason),
        heading="Documents that were asked for",
        order=("due_on", "pk"),
    ),
    Kind("DST", evidence.data_set, P.DATA_SET_VIEW, evidence_rules.may, evidence.data_sets_open_for),
    Kind(
        "MAP",
        evidence.mapping,
        P.DATA_SET_VIEW,
        evidence_rules.may,
        evidence.mappings_open_for,
        _engagement,
        heading="Mappings of columns",
    ),
    Kind(
        "ANA",
        evidence.analysis,
        P.DATA_SET_VIEW,
        evidence_rules.may,
        evidence.analyses_open_for,
        _engagement,
        heading="Analyses",
    ),
    Kind("ADV", evidence.advice, P.ADVICE_VIEW, evidence_rules.may, evidence.advice_open_for, _text),
    Kind("EVD", evidence.item, P.EVIDENCE_VIEW, evidence_rules.may, evidence.open_for),
    Kind("DOC", evidence.document, P.EVIDENCE_VIEW, evidence_rules.may, evidence.documents_open_for, _engagement),
    Kind("IDN", evidence.identity, P.IDENTITY_VIEW, evidence_rules.may, evidence.identities_open_for, _engagement),
    Kind("OPN", evidence.opening, P.OPENING_VIEW, evidence_rules.may, evidence.openings_open_for, _reason),
    Kind("FOI", evidence.foia_set, P.FOIA_VIEW, evidence_rules.may, evidence.foia_sets_open_for, _engagement),
    Kind(
        "PRJ", evidence.coded_project, P.PROJECT_VIEW, evidence_rules.may, evidence.coded_projects_open_for, _engagement
    ),
    Kind("CBK", evidence.codebook, P.CODEBOOK_VIEW, evidence_rules.may, evidence.codebooks_open_for, _engagement),
    Kind(
        "CRD",
        evidence.coding_round,
        P.ROUND_VIEW,
        evidence_rules.may,
        evidence.rounds_open_for,
        _engagement,
        history=evidence.round_history,
    ),
    Kind("DSP", evidence.disposal, P.RETENTION_VIEW, evidence_rules.may, evidence.disposals_open_for, _authority),
    Kind("HLD", evidence.legal_hold, P.HOLD_VIEW, evidence_rules.may, evidence.holds_open_for, _reason),
    Kind("CLM", findings.claim, P.CLAIM_VIEW, findings_rules.may, findings.claims_open_for, _engagement),
    Kind(
        "FCK",
        findings.fact_check,
        P.FACT_CHECK_VIEW,
        findings_rules.may,
        findings.fact_checks_open_for,
        _engagement,
        heading="Fact checks",
        order=("due_on", "pk"),
    ),
    Kind(
        "SCM",
        findings.statement_comment,
        P.FINDING_VIEW_DRAFT,
        findings_rules.may,
        findings.statement_comments_open_for,
        _text,
    ),
    Kind(
        "IMP", findings.report_import, P.FINDING_VIEW_DRAFT, findings_rules.may, findings.imports_open_for, _engagement
    ),
    Kind(
        "FND",
        findings.finding,
        P.FINDING_VIEW,
        findings_rules.may,
        findings.findings_open_for,
        history=findings.history_for,
    ),
    Kind(
        "REC",
        findings.recommendation,
        P.FINDING_VIEW,
        findings_rules.may,
        findings.recommendations_open_for,
        _text,
        history=findings.history_for,
    ),
    Kind("MSR", reforms.measure, P.REFORM_VIEW, reforms_rules.may, _measures_open_for, _text),
    Kind(
        "RFM",
        reforms.reform,
        P.REFORM_VIEW,
        reforms_rules.may,
        reforms.open_for,
        lambda reform: str(reform.recommendation.text),
    ),
    Kind("PCW", reforms.project, P.REFORM_VIEW, reforms_rules.may, reforms.projects_open_for, _engagement),
    Kind(
        "PKT",
        reforms.packet,
        P.REFORM_VIEW,
        reforms_rules.may,
        reforms.packets_open_for,
        _engagement,
        history=reforms.history_of_packet,
    ),
    Kind(
        "RPT",
        publishing.report,
        P.REPORT_VIEW,
        publishing_rules.may,
        publishing.open_for,
        history=publishing.history_for,
    ),
    Kind(
        "WTH",
        publishing.withholding,
        P.REPORT_VIEW_DRAFT,
        publishing_rules.may,
        publishing.withholdings_open_for,
        lambda asked: str(asked.words),
    ),
)
NAMED = {
    "EFF": Named(engagements.effort_entry, P.EFFORT_VIEW, engagements_rules.may),
    "CHK": Named(engagements.check_in, P.EXPECTATION_VIEW, engagements_rules.may),
}
"""Kinds without stages whose references begin as ours do."""
PEOPLE = Named(accounts.by_key, P.PERSON_VIEW, accounts_rules.may)
AGENCIES = Named(agencies.by_ref, P.AGENCY_VIEW, _wherever)


def find(ref: str) -> Found | None:
    """Return the thing of a reference with its kind, or None. What has no prefix of a stage is a person or an agency,
    whose references others give."""
    staged = next((kind for kind in KINDS if ref.startswith(f"{kind.prefix}-")), None)
    named = next((kind for prefix, kind in NAMED.items() if ref.startswith(f"{prefix}-")), None)
    kind = staged or named or (PEOPLE if ref.startswith("person:") else AGENCIES)
    thing = kind.load(ref)
    return None if thing is None else Found(kind, thing)
