"""The whole document, and how a mapping becomes one, strictly."""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from concord.core.errors import BadInput
from concord.programme.document.fields import later, part
from concord.programme.document.offer import (
    About,
    AgencyType,
    Announcement,
    Answer,
    Choice,
    Criterion,
    FormNotice,
    FormPage,
    NotSupported,
    Office,
    Page,
    Question,
    Seek,
    Standing,
    Step,
    Text,
    Tier,
    Topic,
    TopicEdition,
)
from concord.programme.document.recommending import Aim, RecommendationKind
from concord.programme.document.work import (
    BlockerKind,
    Cadence,
    Component,
    CostCategory,
    DeliveryForm,
    IntakePart,
    Letter,
    MeasureLevel,
    Method,
    PlanTemplate,
    Practice,
    PriorityCriterion,
    Reason,
    Recheck,
    Retention,
    Service,
    Sheet,
    Standard,
    StatusLabel,
    SurveyQuestion,
    UsualMeasure,
    Voice,
    Withholding,
)

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

GROUPS = OFFICE, OFFER, ASKING, DECIDING, WORK, KEEPING = (
    "The office",
    "What is offered",
    "Asking",
    "Deciding",
    "The work",
    "Keeping",
)


@dataclass(frozen=True)
class Programme:
    """The whole document of an edition; lists are named in the singular, as their tables are in TOML."""

    edition: About = field(metadata=part(OFFICE, "This edition", "Its name, and the law on which the programme rests."))
    office: Office = field(metadata=part(OFFICE, "Office and contacts", "They stand on every public page."))
    banner: Text = field(metadata=part(OFFICE, "Banner", "The line at the very top of each public page."))
    intro: Text = field(metadata=part(OFFER, "Introduction", "What the programme is, in a few sentences."))
    tier: tuple[Tier, ...] = field(
        metadata=part(OFFER, "Tiers", "From the most comprehensive to the shortest, and what each of them has.")
    )
    method: tuple[Method, ...] = field(metadata=part(WORK, "Methods", "How a team gathers evidence."))
    status: tuple[StatusLabel, ...] = field(
        metadata=part(
            WORK, "Status labels", "How far a recommendation is. Each stands for one state that Concord knows."
        )
    )
    eligibility: tuple[Criterion, ...] = field(
        metadata=part(DECIDING, "Eligibility", "May the agency take part? The criteria are public.")
    )
    readiness: tuple[Criterion, ...] = field(
        metadata=part(DECIDING, "Readiness", "Can the work succeed now? The criteria are public.")
    )
    faq: tuple[Answer, ...] = field(
        metadata=part(ASKING, "Questions and answers", "Each answer rests on a criterion that Concord applies.")
    )
    not_supported: tuple[NotSupported, ...] = field(
        metadata=part(OFFER, "Not supported", "What the programme does not pay for or do.")
    )
    next_step: tuple[Step, ...] = field(metadata=part(ASKING, "What happens next", "Step by step after a request."))
    cadence: Cadence = field(metadata=part(WORK, "Report cadence", "How often a status report is due."))
    agency_type: tuple[AgencyType, ...] = field(
        metadata=part(OFFER, "Types of agency", "Concord knows these six; their words are yours.")
    )
    retention: tuple[Retention, ...] = field(
        metadata=part(KEEPING, "Retention", "How long records are kept. Proposals until a schedule is adopted.")
    )
    topic_edition: tuple[TopicEdition, ...] = later(
        OFFER, "Topic editions", "Each has its days and the law on which it rests. An ended one stays readable."
    )
    topic: tuple[Topic, ...] = later(OFFER, "Topics", "What help can be asked for, by topic edition.")
    practice: tuple[Practice, ...] = later(OFFER, "Practices", "What goes with a topic, for teams and agencies.")
    announcement: tuple[Announcement, ...] = later(
        OFFICE, "Announcements", "Short notices on the public pages, each from its first to its last day."
    )
    page: tuple[Page, ...] = later(OFFER, "Pages", "Public pages that explain the programme.")
    form_notice: tuple[FormNotice, ...] = later(
        ASKING, "Form notices", "What each public form says of its number, of the time it takes and of privacy."
    )
    question: tuple[Question, ...] = later(
        ASKING, "Questions of the forms", "How the request form and the declaration of conflicts put their questions."
    )
    form_page: tuple[FormPage, ...] = later(
        ASKING, "Pages of the request form", "What each page is called, and what it says before it asks."
    )
    choice: tuple[Choice, ...] = later(
        ASKING, "Answers of the request form", "How the answers are put that can be chosen on it."
    )
    standing: tuple[Standing, ...] = later(
        ASKING, "Where a request stands", "What the private page of a request says in each state."
    )
    seek: tuple[Seek, ...] = later(ASKING, "Self-check", "A few questions before the form; each answer is explained.")
    intake_part: tuple[IntakePart, ...] = later(DECIDING, "Intake record", "The four parts of the first talk.")
    component: tuple[Component, ...] = later(DECIDING, "Other offices", "Who is asked about an agency before deciding.")
    reason: tuple[Reason, ...] = later(DECIDING, "Reasons", "Offered with a decision, beside the official's own words.")
    letter: tuple[Letter, ...] = later(DECIDING, "Letters", "Templates; words with a dollar sign are filled in.")
    service: tuple[Service, ...] = later(DECIDING, "Service standards", "Days within which the office means to act.")
    delivery_form: tuple[DeliveryForm, ...] = later(WORK, "Forms of delivery", "How assistance is delivered.")
    cost_category: tuple[CostCategory, ...] = later(
        WORK, "Cost categories", "What a line of a work plan costs money for, and what cannot be paid."
    )
    plan_template: tuple[PlanTemplate, ...] = later(
        WORK, "Work plan templates", "What a new work plan begins with, by tier and topic."
    )
    sheet: tuple[Sheet, ...] = later(
        WORK,
        "Observation sheets",
        "Forms that are filled in on the spot, of a method; a phone keeps them without network.",
    )
    standard: tuple[Standard, ...] = later(
        WORK, "Standards of practice", "What a policy is read against: its clauses are tagged with them."
    )
    voice: tuple[Voice, ...] = later(WORK, "Voices", "Whom an assessment should hear, so that one sees who is missing.")
    withholding: tuple[Withholding, ...] = later(
        KEEPING, "Bases for withholding", "Why evidence may be withheld from a records request, by kind of evidence."
    )
    survey_question: tuple[SurveyQuestion, ...] = later(
        WORK, "Survey questions", "Asked of the agency's people after a milestone."
    )
    recommendation_kind: tuple[RecommendationKind, ...] = later(
        WORK, "Kinds of recommendation", "What can be recommended, and what is not."
    )
    aim: tuple[Aim, ...] = later(WORK, "Aims", "What a recommendation may serve.")

    blocker_kind: tuple[BlockerKind, ...] = later(
        WORK, "Kinds of obstacles", "What can stand in the way of a change, and whether the agency can move it itself."
    )
    priority_criterion: tuple[PriorityCriterion, ...] = later(
        WORK, "Criteria of priority", "By what people say which change comes first, and how much each counts."
    )
    measure_level: tuple[MeasureLevel, ...] = later(
        WORK, "Levels of measures", "How deep a measure goes, from the first level to the last."
    )
    usual_measure: tuple[UsualMeasure, ...] = later(
        WORK,
        "Usual measures",
        "What shows that a change lasts; the first one stands in the form unless somebody says otherwise.",
    )
    recheck: tuple[Recheck, ...] = later(
        WORK, "Looking again", "When the team looks whether a change that is complete lasts."
    )

    def status_named(self, key: str) -> StatusLabel:
        """Return a status label. Raises KeyError."""
        return {s.key: s for s in self.status}[key]

    def method_named(self, key: str) -> Method | None:
        """Return a method, or None."""
        return next((m for m in self.method if m.key == key), None)

    def tier_named(self, key: str) -> Tier | None:
        """Return a tier, or None."""
        return next((t for t in self.tier if t.key == key), None)

    def topic_named(self, key: str) -> Topic | None:
        """Return a topic of any topic edition, ended ones too, or None."""
        return next((t for t in self.topic if t.key == key), None)


_T = TypeVar("_T", bound="DataclassInstance")


def read(document: dict[str, Any]) -> Programme:
    """Turn a document into values. Raises BadInput that names the place, what was found and what was expected."""
    return build(Programme, document, "programme")


def build(kind: type[_T], value: Any, where: str) -> _T:
    """Build one dataclass from a mapping, strictly: no missing and no unknown key. Raises BadInput."""
    if not isinstance(value, dict):
        raise BadInput(f"{where}: expected a table, found {type(value).__name__}.")
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}
    if unknown := sorted(set(value) - set(known)):
        raise BadInput(f"{where}: unknown {', '.join(unknown)}; expected {', '.join(known)}.")
    given = {name: _value(hints[name], value[name], f"{where}.{name}") for name in value}
    try:
        return kind(**given)
    except TypeError:
        missing = sorted(set(known) - set(value))
        raise BadInput(f"{where}: missing, or left out where no default exists: {', '.join(missing)}.") from None


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadInput(f"{where}: expected a list, found {type(value).__name__}.")
        inner = get_args(hint)[0]
        return tuple(_value(inner, item, f"{where}[{i}]") for i, item in enumerate(value))
    if hint in (str, int, bool):
        if type(value) is not hint:
            raise BadInput(f"{where}: expected {hint.__name__}, found {value!r}.")
        return value
    return build(hint, value, where)
