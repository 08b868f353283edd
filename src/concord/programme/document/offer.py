"""What the programme is and offers, and what it asks of whoever asks for it."""

from dataclasses import dataclass, field
from datetime import date

from concord.programme.document.fields import DAY, LONG, MAYBE, PARTS, PROSE, hint, one_of, refers

STAGES = ("agreement", "plan", "evidence", "findings", "reforms", "reports", "deliveries", "evaluation")
TIME_ZONES = (
    *("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"),
    *("America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "UTC"),
)
"""The zones in which an office of the states and territories can be; pages show moments by its clock."""


@dataclass(frozen=True)
class About:
    """The edition's own name, and the day from which it is meant to be in force (ISO)."""

    key: str
    label: str
    effective_from: str = field(metadata=DAY)
    legal_basis: str = field(default="", metadata=hint("The law or rule on which the programme rests.", LONG))


@dataclass(frozen=True)
class Office:
    """The programme office and how to reach it."""

    name: str
    short_name: str
    email: str
    phone: str
    feedback_email: str
    address: str
    hours: str
    time_zone: str = field(default="UTC", metadata=one_of(*TIME_ZONES))


@dataclass(frozen=True)
class Text:
    """A heading and a text."""

    heading: str
    text: str = field(metadata=LONG)


@dataclass(frozen=True)
class Tier:
    """A tier of the continuum of assistance; `rank` 1 is the most comprehensive.

    `stages` are the coded stages that an engagement of the tier has; `agreement` says when it must stand; `length` and
    `review` are sentences. An edition from before they were kept had every stage and no agreement."""

    key: str
    name: str
    summary: str = field(metadata=LONG)
    rank: int = field(default=0, metadata=hint("1 is the most comprehensive."))
    stages: tuple[str, ...] = field(default=STAGES, metadata=one_of(*STAGES))
    agreement: str = field(default="never", metadata=one_of("before_opening", "before_concurrence", "never"))
    length: str = field(default="", metadata=hint("How long it usually takes, in a sentence."))
    review: str = field(default="", metadata=hint("Who reviews what is written, in a sentence.", LONG))
    reviewers: int = field(default=1, metadata=hint("How many review a finding or a packet: 1 or 2."))


@dataclass(frozen=True)
class TopicEdition:
    """An edition of the topics: its days (`effective_to` "" while it goes on, else its last day), what it rests on."""

    key: str
    label: str
    effective_from: str = field(metadata=DAY)
    effective_to: str = field(metadata=hint("Its last day; empty while it goes on.", {**DAY, **MAYBE}))
    legal_basis: str = field(metadata=LONG)
    source: str = field(metadata=LONG)


@dataclass(frozen=True)
class Topic:
    """A topic on which help can be asked for. `part` are its own parts, `delivery` the forms that it names, and
    `agency_type` the types for which alone it is meant; `care` says what a sensitive one needs."""

    key: str
    edition: str = field(metadata=refers("topic_edition"))
    text: str = field(metadata=LONG)
    family: str = field(metadata=hint("Topics of one family stand together."))
    part: tuple[str, ...] = field(default=(), metadata=hint("Its own parts, one a line.", PARTS))
    sensitive: bool = False
    care: str = field(default="", metadata=hint("What a sensitive topic needs.", LONG))
    delivery: tuple[str, ...] = field(default=(), metadata=refers("delivery_form"))
    agency_type: tuple[str, ...] = field(default=(), metadata=refers("agency_type"))


@dataclass(frozen=True)
class AgencyType:
    """One of the six eligible types, in words."""

    key: str
    label: str
    description: str = field(metadata=LONG)


@dataclass(frozen=True)
class Criterion:
    """A public criterion of eligibility or readiness; `effect` is required, expected or routed."""

    key: str
    question: str = field(metadata=LONG)
    why: str = field(metadata=LONG)
    evidence: str = field(metadata=LONG)
    effect: str = field(default="required", metadata=one_of("required", "expected", "routed"))


@dataclass(frozen=True)
class Answer:
    """A question that people ask, and the key of the rule on which the answer rests: a criterion, something that is
    not supported, or a step that comes next."""

    key: str
    question: str
    answer: str = field(metadata=LONG)
    rule: str = field(metadata=refers("eligibility", "readiness", "not_supported", "next_step"))


@dataclass(frozen=True)
class Seek:
    """A question of the self-check; `rule` is the criterion that explains both answers."""

    key: str
    question: str
    rule: str = field(metadata=refers("eligibility", "readiness"))
    yes: str = field(metadata=hint("What a yes means.", LONG))
    no: str = field(metadata=hint("What a no means.", LONG))


@dataclass(frozen=True)
class NotSupported:
    """What the programme does not pay for or do."""

    key: str
    label: str
    why: str = field(metadata=LONG)


@dataclass(frozen=True)
class Step:
    """One of the steps after a request."""

    key: str
    title: str
    text: str = field(metadata=LONG)


REQUEST_FORM, SURVEY_FORM = "request", "survey"
"""The forms that have a notice, by its key."""


@dataclass(frozen=True)
class FormNotice:
    """What a public form says of itself: paperwork-reduction number and its last day, or why none is needed; how long
    it takes; what becomes of the data. `needs_number` is set where the law asks for a number."""

    key: str
    omb_number: str = field(metadata={"label": "Paperwork-reduction number", **MAYBE})
    expires: str = field(metadata=hint("The number's last day.", {**DAY, **MAYBE}))
    exemption: str = field(metadata=hint("Why the form needs no number.", {**LONG, **MAYBE}))
    burden: str = field(metadata=hint("How long it takes, in a sentence.", LONG))
    privacy: str = field(metadata=hint("What becomes of what is typed, and why it is asked.", LONG))
    needs_number: bool = field(default=False, metadata={"label": "The law asks for a number (a federal form)"})

    def lacks(self, on: date) -> str:
        """Say what is missing on a day for the form to be used, "" where nothing is (44 U.S.C. 3512: a collection that
        needs a number shows one that is in force)."""
        if not self.needs_number or self.exemption:
            return ""
        if not self.omb_number:
            return "the law asks for a paperwork-reduction number, or for the reason why none is needed."
        if not self.expires:
            return "the number's last day is missing."
        if self.expires < on.isoformat():
            return f"the number {self.omb_number} was good until {self.expires}."
        return ""


@dataclass(frozen=True)
class Question:
    """How a question of a form is put. Its key, the form's page and field ("need.need"), is for life: Concord knows the
    question, the words are the office's."""

    key: str
    label: str = field(metadata={"label": "Question", "long": True})
    more: str = field(default="", metadata=hint("A sentence or two under the question, where they help.", LONG))
    example: tuple[str, ...] = field(default=(), metadata=hint("Examples under the question, one a line.", PARTS))

    @property
    def help(self) -> str:
        """What stands under the question, in one text."""
        examples = f"For example: {'; '.join(self.example)}." if self.example else ""
        return " ".join(filter(None, (self.more, examples)))


@dataclass(frozen=True)
class FormPage:
    """What stands at the head of a page of the request form: its title, under which heading it stands in the task list,
    and a sentence or two. Its key is the page's, which Concord knows; pages under one heading follow each other."""

    key: str
    title: str
    part: str = field(metadata={"label": "Heading in the task list"})
    lede: str = field(default="", metadata=hint("A sentence or two under the title, where they help.", LONG))


@dataclass(frozen=True)
class Choice:
    """How an answer that can be chosen is put. Its key ("capacity.capacity.chief") is page, field and answer, which
    Concord knows; the words are the office's."""

    key: str
    label: str = field(metadata={"label": "Answer"})
    more: str = field(default="", metadata=hint("A few words beside it, where they help.", LONG))


@dataclass(frozen=True)
class Standing:
    """What a request's private page says of the state in which the request is. Its key is the state's, for life."""

    key: str
    text: str = field(metadata=hint("What happens now, in a sentence or two, to whoever asked.", LONG))


@dataclass(frozen=True)
class Announcement:
    """A short notice on the public pages, from its first to its last day ("" until it is taken away)."""

    key: str
    heading: str
    text: str = field(metadata=LONG)
    shown_from: str = field(metadata=DAY)
    shown_until: str = field(metadata=hint("Its last day; empty until it is taken away.", {**DAY, **MAYBE}))


@dataclass(frozen=True)
class Page:
    """A public page that explains the programme; its text is prose with headings and lists."""

    key: str
    title: str
    text: str = field(
        metadata=hint("An empty line begins a paragraph, “## ” a heading, “- ” an item of a list.", PROSE)
    )
    recording: str = field(
        default="", metadata=hint("The address of a webinar or a film; the text above is then its transcript.", MAYBE)
    )
    captions: tuple[str, ...] = field(default=(), metadata=hint("The languages of its captions, one a line.", PARTS))
    length: str = field(default="", metadata=hint("How long it is, such as 32 minutes.", MAYBE))
