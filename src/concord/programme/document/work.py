"""The words and terms by which the office and the teams work."""

from dataclasses import dataclass, field

from concord.programme.document.fields import LONG, MAYBE, PARTS, hint, one_of, refers

METHOD_FORMS = ("interview", "group", "observation", "review", "data", "session", "other")


@dataclass(frozen=True)
class Method:
    """A way of gathering evidence; `kind` is standard or community, `counted` what is counted of it, in the plural.

    `form` says what its activities are; the rest is what a team works by: how it is done, what is asked, which fields
    a note has, what people are told before they agree, whom one hears by it, and what counts as one."""

    key: str
    counted: str
    name: str
    kind: str = field(metadata=one_of("standard", "community"))
    description: str = field(metadata=LONG)
    form: str = field(default="other", metadata=hint("What its activities are.", one_of(*METHOD_FORMS)))
    protocol: str = field(default="", metadata=hint("How it is done, step by step.", LONG))
    guide: tuple[str, ...] = field(default=(), metadata=hint("What is asked or looked at.", PARTS))
    template: tuple[str, ...] = field(default=(), metadata=hint("The fields of a note.", PARTS))
    consent: str = field(default="", metadata=hint("What people are told before they agree.", LONG))
    audience: tuple[str, ...] = field(default=(), metadata=hint("Who is usually heard by it.", PARTS))
    unit: str = field(default="", metadata=hint("One of what is counted, such as: interview."))
    counting: str = field(default="", metadata=hint("What counts as one.", LONG))


@dataclass(frozen=True)
class Sheet:
    """A form that is filled in on the spot, as on a ride-along; `programme.sheets` says how a field is written."""

    key: str
    method: str = field(metadata=refers("method"))
    name: str
    asks: tuple[str, ...] = field(
        metadata=hint("Such as: What happened; Began at | time; Calls | number; Was it said? | yes / no.", PARTS)
    )


@dataclass(frozen=True)
class Voice:
    """A part of the agency or the community that an assessment should hear."""

    key: str
    label: str
    about: str = field(metadata=LONG)


@dataclass(frozen=True)
class Standard:
    """A standard of practice, with which the clauses of a policy are tagged."""

    key: str
    name: str
    text: str = field(metadata=hint("What it asks of a policy, in a sentence or two.", LONG))
    source: str = field(default="", metadata=hint("Where it is printed, if it is; edition and number.", MAYBE))


@dataclass(frozen=True)
class StatusLabel:
    """A status word: what it means, who decides it, and the core state that it stands for, which decides what may be
    reopened; `reopenable` is what the programme that the word comes from said of it."""

    key: str
    label: str
    definition: str = field(metadata=LONG)
    decided_by: str
    rank: int
    core_state: str = field(metadata=one_of("not_started", "under_way", "complete", "stopped"))
    terminal: bool
    reopenable: bool

    @property
    def may_be_reopened(self) -> bool:
        """Whether work may go on after it, when it is reopened with a reason."""
        return self.core_state in ("complete", "stopped")


@dataclass(frozen=True)
class BlockerKind:
    """What can stand in the way of a change; `outside` the agency's control, it says nothing of the agency's work."""

    key: str
    label: str
    outside: bool = field(metadata=hint("Is it outside the agency's control?"))


@dataclass(frozen=True)
class PriorityCriterion:
    """A criterion by which people mark what comes first, from 1 to 5 (more is sooner), and how much it counts."""

    key: str
    label: str
    about: str = field(metadata=hint("What a high mark means; more is sooner.", LONG))
    weight: int = field(metadata=hint("How much it counts beside the others."))


@dataclass(frozen=True)
class MeasureLevel:
    """How deep a measure goes, from the first to the last: such as policy, training and practice."""

    key: str
    label: str
    about: str = field(metadata=LONG)


@dataclass(frozen=True)
class UsualMeasure:
    """A sustainment measure that stands in the form once a recommendation has a measure that shows it to be done."""

    key: str
    label: str
    text: str = field(metadata=LONG)


@dataclass(frozen=True)
class Recheck:
    """So many months after a change was assessed as complete, the team looks whether it lasts."""

    key: str
    label: str
    months: int


@dataclass(frozen=True)
class Cadence:
    """How often a status report is due."""

    key: str
    label: str
    months: int


@dataclass(frozen=True)
class Retention:
    """How long something is kept (years after an event; 0 and "" for ever), and what happens then: nothing, two people
    look at what is due and may have it destroyed, or Concord destroys it by itself, which needs the `authority` of an
    approved records schedule."""

    key: str
    label: str
    then: str = field(metadata=one_of("keep", "review", "destroy"))
    why: str = field(metadata=LONG)
    after: str = ""
    years: int = 0
    authority: str = field(
        default="", metadata=hint("The item of an approved records schedule; without it nothing is destroyed.", MAYBE)
    )


@dataclass(frozen=True)
class Withholding:
    """A basis on which evidence may be withheld, of a kind of evidence: the law's own number and words."""

    key: str
    label: str
    law: str
    kind: str = field(metadata=one_of("deliberative", "confidential", "law_enforcement"))


@dataclass(frozen=True)
class Letter:
    """A letter's template; what it may be filled with is in `letters`."""

    key: str
    subject: str
    text: str = field(metadata=LONG)


@dataclass(frozen=True)
class Reason:
    """A reason of a decision, offered beside the official's own words."""

    key: str
    label: str
    kind: str = field(metadata=one_of("decline", "defer", "refer", "waive"))


@dataclass(frozen=True)
class Component:
    """Another office that is asked about an agency, so that two do not work there unknown to each other."""

    key: str
    label: str


@dataclass(frozen=True)
class IntakePart:
    """One of the four parts of the first talk with an agency."""

    key: str
    title: str
    hint: str = field(metadata=LONG)


@dataclass(frozen=True)
class Service:
    """Within how many days (of the calendar, but for what says otherwise) the office means to do something."""

    key: str
    label: str
    days: int


@dataclass(frozen=True)
class DeliveryForm:
    """A form in which assistance is delivered."""

    key: str
    label: str


@dataclass(frozen=True)
class CostCategory:
    """What something costs money for; where it is not allowed, `why` is what the planner is told."""

    key: str
    label: str
    allowed: bool
    why: str = field(metadata=LONG)


@dataclass(frozen=True)
class SurveyQuestion:
    """A question to the agency's people after a milestone; answered from "not at all" to "fully"."""

    key: str
    question: str


@dataclass(frozen=True)
class Practice:
    """A practice that goes with a topic, in a sentence or two."""

    key: str
    topic: str = field(metadata=refers("topic"))
    name: str
    text: str = field(metadata=LONG)


@dataclass(frozen=True)
class PlanTemplate:
    """What a new work plan begins with: of a tier, and of one topic where `topic` is not "" (that one goes first)."""

    key: str
    label: str
    tier: str = field(metadata=refers("tier"))
    topic: str = field(metadata=hint("Empty: for every topic.", {**refers("topic"), **MAYBE}))
    goal: str = field(metadata=LONG)
    objective: tuple[str, ...] = field(default=(), metadata=hint("Each begins with a verb.", PARTS))
    question: tuple[str, ...] = field(default=(), metadata=hint("What data analysis is to answer.", PARTS))
    needed: tuple[str, ...] = field(default=(), metadata=hint("Documents and data.", PARTS))
    engagement_strategy: str = field(default="", metadata=LONG)
    communication: str = field(default="", metadata=LONG)
    exit_criterion: tuple[str, ...] = field(default=(), metadata=hint("How one sees that the work is done.", PARTS))
