"""What the search looks through: of each kind the rows that a person may see, and the texts of each.

A text that is confidential, or that is about a person, is in none of them. The rows are scoped as the lists are; what
is found is asked for once more by the rule of its own page, before it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, Func, Model, QuerySet, TextField
from django.db.models.expressions import Combinable

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.desk.tasks_of import tasks_seen_by
from concord.engagements.models import (
    Agreement,
    CheckIn,
    Delivery,
    EffortEntry,
    Escalation,
    Expectation,
    FocusArea,
    SatisfactionSurvey,
    TierChange,
)
from concord.engagements.queries import visible_to as engagements_visible_to
from concord.evidence.models import Code, Codebook, LegalHold
from concord.evidence.queries import (
    advice_visible_to,
    data_sets_visible_to,
    document_requests_visible_to,
    fieldwork_visible_to,
)
from concord.evidence.queries import visible_to as evidence_visible_to
from concord.findings.models import FactComment, StatementComment
from concord.findings.queries import claims_visible_to, fact_checks_visible_to, recommendations_visible_to
from concord.findings.queries import visible_to as findings_visible_to
from concord.intake.models import Decided
from concord.intake.queries import visible_to as requests_visible_to
from concord.partners.models import Expert, Provider
from concord.publishing.queries import visible_to as reports_visible_to
from concord.reforms.models import Blocker, Measure, Packet, Project
from concord.workplans.models import PlanComment, ScopeChange
from concord.workplans.queries.plans import visible_to as plans_visible_to

P = Permission


@dataclass(frozen=True)
class Searched:
    """One kind: its key, which is the prefix of its references where it has any; its name in words, the permission
    without which nobody sees any, its rows for a person, the fields that are looked through, the title of what is
    found, how the words of a field are had, and on whose page a row stands, if it has none of its own."""

    prefix: str
    label: str
    see: Permission
    rows: Callable[[Person], QuerySet[Any]]
    fields: tuple[str, ...]
    title: Callable[[Any], str]
    words: Callable[[str], Combinable] = F
    on_page_of: Callable[[Any], Any] = lambda thing: thing


def texts_of(field: str) -> Func:
    """Return the texts in a field of JSON, a list with dots between: no names of fields, no keys, no days."""
    return Func(F(field), template=_TEXTS, output_field=TextField())


_TEXTS = (
    "(SELECT string_agg(said #>> '{}', ' … ') FROM jsonb_path_query((%(expressions)s)::jsonb, "
    """'strict $.** ? (@.type() == "string" && !(@ like_regex "^[a-z0-9_:/-]*$"))') AS said)"""
)


def _title(thing: Any) -> str:
    return str(thing.title)


def _of_engagement(name: str) -> Callable[[Any], str]:
    return lambda thing: f"{name}: {thing.engagement.title}"


def _label(thing: Any) -> str:
    return f"{thing.label}, {thing.engagement.title}"


def _within(
    model: type[Model], permission: Permission, *, way: str = "engagement__", agency: str = ""
) -> Callable[[Person], QuerySet[Any]]:
    """Return the rows of a model below an engagement, for whoever has a role there that permits to see them. `way`
    leads to the engagement, `agency` to the agency where that is another way."""
    to_agency = agency or f"{way}agency__"

    def rows(person: Person) -> QuerySet[Any]:
        condition = visible(person, permission, agency=f"{to_agency}ref", engagement=f"{way}ref")
        found = model._default_manager.filter(condition)  # noqa: SLF001 - Django's documented name
        return found.select_related(f"{way}agency", to_agency.removesuffix("__"))

    return rows


def _measures(person: Person) -> QuerySet[Measure]:
    seen = _within(Measure, P.REFORM_VIEW, way="recommendation__engagement__")(person)
    return seen.filter(recommendation__in=recommendations_visible_to(person).order_by().values("pk"))


def _providers(person: Person) -> QuerySet[Provider]:
    sees = permits_somewhere(person.all_roles(), P.PROVIDER_VIEW)
    return Provider.objects.all() if sees else Provider.objects.none()


def _roster(person: Person) -> QuerySet[Expert]:
    sees = permits_somewhere(person.all_roles(), P.EXPERT_VIEW)
    return Expert.objects.select_related("person") if sees else Expert.objects.none()


def _decisions(person: Person) -> QuerySet[Decided]:
    seen = requests_visible_to(person).order_by().values("pk")
    return Decided.objects.filter(request__in=seen).select_related("request__agency", "request__edition")


def _holds(person: Person) -> QuerySet[LegalHold]:
    sees = permits_somewhere(person.all_roles(), P.HOLD_VIEW)
    return LegalHold.objects.all() if sees else LegalHold.objects.none()


def _fact_comments(person: Person) -> QuerySet[FactComment]:
    seen = fact_checks_visible_to(person).order_by().values("pk")
    return FactComment.objects.filter(fact_check__in=seen).select_related("fact_check__engagement__agency")


def _statement_comments(person: Person) -> QuerySet[StatementComment]:
    seen = _within(StatementComment, P.FINDING_VIEW_DRAFT)(person)
    return seen.select_related("finding__engagement__agency", "recommendation__engagement__agency")


def _decision(of: Decided) -> str:
    return f"{of.get_kind_display()}: {of.subject}"


def _in_the_way(person: Person) -> QuerySet[Blocker]:
    seen = _within(Blocker, P.REFORM_VIEW, way="reform__engagement__")(person)
    return seen.select_related("reform__recommendation__engagement__agency")  # the rule of a reform asks there


def _code(of: Code) -> str:
    return f"{of.name}, {of.codebook.title}"


def _remark(of: FactComment) -> str:
    return f"Comment {of.number}, {of.fact_check.engagement.title}"


def _obstacle(of: Blocker) -> str:
    return f"{of.reform.recommendation.label}, {of.reform.engagement.title}"


_SAID = ("text", "answer")
_CHECK = attrgetter("fact_check")
_DOCUMENTS = ("title", "reason", "answer")
_ASKED = ("what", "reason", "effect", "answer")
_REPORTED = ("name", "work_done", "outcomes", "blockers", "next_steps")
_FOCUS_AREAS = _within(FocusArea, P.ENGAGEMENT_VIEW)
_DELIVERIES = _within(Delivery, P.DELIVERY_VIEW)
_CHECK_INS = _within(CheckIn, P.EXPECTATION_VIEW)
_EXPECTATIONS = _within(Expectation, P.EXPECTATION_VIEW)
_CONCERNS = _within(Escalation, P.ESCALATION_VIEW)
_TIER_CHANGES = _within(TierChange, P.TIER_CHANGE_VIEW)
_SCOPE_CHANGES = _within(ScopeChange, P.PLAN_VIEW)
_COMMENTS = _within(PlanComment, P.PLAN_VIEW, way="plan__engagement__")
_EFFORT = _within(EffortEntry, P.EFFORT_VIEW)
_SURVEYS = _within(SatisfactionSurvey, P.SATISFACTION_VIEW)
_PIECES = _within(Project, P.REFORM_VIEW)
_DECIDED = ("subject", "reason", "letter")
_BOOKS = _within(Codebook, P.CODEBOOK_VIEW)
_CODES = _within(Code, P.CODEBOOK_VIEW, way="codebook__engagement__")
_MEANT = ("name", "definition", "inclusion", "exclusion", "examples")
_PACKETS = _within(Packet, P.REFORM_VIEW)
_BLOCKED = ("what", "with_whom", "moves_when")
_AGREEMENTS = _within(Agreement, P.AGREEMENT_VIEW, way="request__engagement__", agency="request__agency__")

SEARCHED = (
    Searched("REQ", "Request", P.REQUEST_VIEW, requests_visible_to, ("agency_name", "need"), _title),
    Searched("DEC", "Decision", P.REQUEST_VIEW, _decisions, _DECIDED, _decision, on_page_of=attrgetter("request")),
    Searched("TSK", "Task", P.TASK_VIEW, tasks_seen_by, ("what", "outcome"), _title),
    Searched("ENG", "Engagement", P.ENGAGEMENT_VIEW, engagements_visible_to, ("title", "outcome"), _title),
    Searched("FA", "Focus area", P.ENGAGEMENT_VIEW, _FOCUS_AREAS, ("title", "objective"), _title),
    Searched("AGR", "Agreement", P.AGREEMENT_VIEW, _AGREEMENTS, ("heading", "text"), _title),
    Searched("DLV", "Delivery", P.DELIVERY_VIEW, _DELIVERIES, ("title", "evaluation"), _title),
    Searched("CHK", "Check-in", P.EXPECTATION_VIEW, _CHECK_INS, ("notes",), _title),
    Searched("XPN", "Expectation", P.EXPECTATION_VIEW, _EXPECTATIONS, ("text", "why"), _title),
    Searched("SVY", "Survey", P.SATISFACTION_VIEW, _SURVEYS, ("milestone",), _title),
    Searched("EFF", "Effort and cost", P.EFFORT_VIEW, _EFFORT, ("what",), _title),
    Searched("ESC", "Concern", P.ESCALATION_VIEW, _CONCERNS, ("about", "concern", "answer"), _title),
    Searched("TCH", "Change of tier", P.TIER_CHANGE_VIEW, _TIER_CHANGES, ("reason", "answer"), _title),
    Searched("PLN", "Work plan", P.PLAN_VIEW, plans_visible_to, ("document",), _title, texts_of),
    Searched("PCM", "Comment on a plan", P.PLAN_VIEW, _COMMENTS, ("text", "resolution"), _title),
    Searched("SCP", "Change of scope", P.PLAN_VIEW, _SCOPE_CHANGES, _ASKED, _of_engagement("Change of scope")),
    Searched("FLD", "Field work", P.FIELDWORK_VIEW, fieldwork_visible_to, ("title", "audience", "place"), _title),
    Searched("DRQ", "Request for a document", P.DOCUMENTS_VIEW, document_requests_visible_to, _DOCUMENTS, _title),
    Searched("DST", "Data set", P.DATA_SET_VIEW, data_sets_visible_to, ("title", "source", "columns"), _title),
    Searched("ADV", "Advice", P.ADVICE_VIEW, advice_visible_to, ("title", "body", "text", "answer"), _title),
    Searched("EVD", "Evidence", P.EVIDENCE_VIEW, evidence_visible_to, ("title", "summary"), _title),
    Searched("CBK", "Codebook", P.CODEBOOK_VIEW, _BOOKS, ("name",), _title),
    Searched("COD", "Code", P.CODEBOOK_VIEW, _CODES, _MEANT, _code, on_page_of=attrgetter("codebook")),
    Searched("CLM", "Claim card", P.CLAIM_VIEW, claims_visible_to, ("statement",), _title),
    Searched("FND", "Finding", P.FINDING_VIEW, findings_visible_to, ("heading", "narrative", "strengths"), _title),
    Searched("REC", "Recommendation", P.FINDING_VIEW, recommendations_visible_to, ("text", "justification"), _label),
    Searched("SCM", "Comment on a draft", P.FINDING_VIEW_DRAFT, _statement_comments, ("text", "resolution"), _title),
    Searched("FCK", "Comment in a fact check", P.FACT_CHECK_VIEW, _fact_comments, _SAID, _remark, on_page_of=_CHECK),
    Searched("MSR", "Compliance measure", P.REFORM_VIEW, _measures, ("text",), _title),
    Searched("PCW", "Piece of work", P.REFORM_VIEW, _PIECES, ("title", "resources", "budget_note", "outcome"), _title),
    Searched("PKT", "Packet", P.REFORM_VIEW, _PACKETS, ("title_given", "basis"), _title),
    Searched("BLK", "In the way", P.REFORM_VIEW, _in_the_way, _BLOCKED, _obstacle, on_page_of=attrgetter("reform")),
    Searched("RPT", "Status report", P.REPORT_VIEW, reports_visible_to, _REPORTED, _title),
    Searched("HLD", "Legal hold", P.HOLD_VIEW, _holds, ("heading", "reason"), _title),
    Searched("EXP", "Expert", P.EXPERT_VIEW, _roster, ("credentials", "languages"), _title, texts_of),
    Searched("PRV", "Provider", P.PROVIDER_VIEW, _providers, ("name",), _title),
)
