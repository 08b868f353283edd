"""The request as a list of pages, and a draft's answers read through their forms."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from concord.intake.content import Asked, Attached
from concord.intake.forms import asking
from concord.intake.forms.step import Around, Shown, StepForm, Typed
from concord.intake.models import Capacity, MatterKind, RequestDraft
from concord.programme.document import Programme


class Standing(StrEnum):
    """How a page stands, in the words of the task list."""

    DONE = "Done"
    AGAIN = "Needs another look"
    OPEN = "Not begun"
    OPTIONAL = "Optional"


def _always(_around: Around) -> bool:
    return True


def _by_hand(around: Around) -> bool:
    return around.said("agency", "ref") == asking.BY_HAND


def _delegate(around: Around) -> bool:
    return around.said("capacity", "capacity") == Capacity.DELEGATE


def _something_pending(around: Around) -> bool:
    declared = around.typed.get("matters", {}).get("kinds", ())
    return any(kind in MatterKind.values for kind in declared)


@dataclass(frozen=True)
class Step:
    """One page: its address, its name in the list, under which heading it stands, its form, and when it is asked.

    The files have a page of another kind, and so an empty form here."""

    key: str
    title: str
    part: str
    form: type[StepForm]
    when: Callable[[Around], bool] = _always
    optional: bool = False
    lede: str = ""
    wide: bool = False


_AGENCY, _YOU, _NEED, _MORE = "Your agency", "You", "What you need", "What else we should know"
FILES = "files"
STEPS = (
    Step(
        "agency",
        "Find your agency",
        _AGENCY,
        asking.AgencyForm,
        lede="The directory has every agency that reports crime to the FBI. Search by name, place or ORI.",
    ),
    Step(
        "by-hand",
        "Your agency, by hand",
        _AGENCY,
        asking.ByHandForm,
        _by_hand,
        lede="We look for it in the directory with you, so write its name as it is on a letter.",
    ),
    Step(
        "authority",
        "What the agency does",
        _AGENCY,
        asking.AuthorityForm,
        lede="Agencies that take part should have both. A no is not a refusal: staff may make an exception.",
    ),
    Step(
        "members",
        "Other agencies",
        _AGENCY,
        asking.MembersForm,
        optional=True,
        lede="Several agencies may ask together, for example where they share services.",
    ),
    Step(
        "capacity",
        "Who asks",
        _YOU,
        asking.CapacityForm,
        lede="A request comes from the chief executive, or from somebody whom the chief executive has expressly "
        "authorized.",
    ),
    Step(
        "authorization",
        "The chief executive’s authorization",
        _YOU,
        asking.AuthorizationForm,
        _delegate,
        lede="You can submit now. The request then waits, and you both see that it waits, until it is authorized.",
    ),
    Step("contact", "How we reach you", _YOU, asking.ContactForm, lede="We answer by calling or writing to you."),
    Step(
        "tier",
        "Kind of assistance",
        _NEED,
        asking.TierForm,
        lede="Choose what comes nearest. We talk it over with you, and it can be changed.",
    ),
    Step("topics", "Topics", _NEED, asking.TopicsForm, optional=True, wide=True),
    Step("need", "Your need", _NEED, asking.NeedForm),
    Step("before", "Other help", _NEED, asking.BeforeForm, optional=True),
    Step("matters", "Pending matters", _MORE, asking.MattersForm),
    Step(
        "details",
        "What is pending",
        _MORE,
        asking.DetailsForm,
        _something_pending,
        lede="A sentence or two on each. Only the office reads it.",
    ),
    Step(
        "stakeholders",
        "Who else has a part in it",
        _MORE,
        asking.StakeholdersForm,
        optional=True,
        lede="Name bodies, not private persons, one a line. Leave empty what does not apply.",
    ),
    Step(
        FILES,
        "Files",
        _MORE,
        StepForm,
        optional=True,
        lede="A letter, a plan, a report: whatever helps us to understand. Leave out what is sealed or about a person.",
    ),
)
BY_KEY = {step.key: step for step in STEPS}


class Task(NamedTuple):
    """One line of the task list."""

    step: Step
    standing: Standing


class Answers:
    """What a draft says so far, read through the forms of its pages. Nothing is kept that was not typed."""

    def __init__(self, draft: RequestDraft, programme: Programme, on: date) -> None:
        """Read a draft under the edition in force on a day."""
        self.draft = draft
        self.around = Around(programme, on, draft.answers)
        self._forms: dict[str, StepForm] = {}

    @cached_property
    def steps(self) -> list[Step]:
        """The pages that apply, in their order."""
        return [step for step in STEPS if step.when(self.around)]

    def typed(self, step: Step) -> Typed | None:
        """Return what was typed on a page, or None before anything was."""
        typed: Typed | None = self.draft.answers.get(step.key)
        return typed

    def form(self, step: Step) -> StepForm | None:
        """Return a page's form, bound to what was typed; None before anything was, and for the files."""
        typed = self.typed(step)
        if step.key == FILES or typed is None:
            return None
        if step.key not in self._forms:
            self._forms[step.key] = step.form(typed, around=self.around)
        return self._forms[step.key]

    def standing(self, step: Step) -> Standing:
        """Say how a page stands."""
        if step.key == FILES:
            return self._files_standing()
        form = self.form(step)
        if form is None:
            return Standing.OPTIONAL if step.optional else Standing.OPEN
        return Standing.DONE if form.is_valid() else Standing.AGAIN

    def _files_standing(self) -> Standing:
        if self.paper_missing:
            return Standing.AGAIN
        return Standing.DONE if FILES in self.draft.answers else Standing.OPTIONAL

    @property
    def paper_missing(self) -> bool:
        """Whether a signed authorization was promised and no file is there."""
        by_paper = self.around.said("authorization", "how") == asking.AuthorizationForm.PAPER
        return by_paper and _delegate(self.around) and not self.files

    @property
    def files(self) -> tuple[Attached, ...]:
        """The files that were added."""
        return tuple(Attached(**each) for each in self.draft.answers.get(FILES, {}).get("kept", ()))

    def tasks(self) -> list[tuple[str, list[Task]]]:
        """Return the task list: the pages under their headings."""
        found: dict[str, list[Task]] = {}
        for step in self.steps:
            found.setdefault(step.part, []).append(Task(step, self.standing(step)))
        return list(found.items())

    @property
    def missing(self) -> list[Step]:
        """The pages without which the request cannot be submitted."""
        return [step for step in self.steps if self.standing(step) in (Standing.OPEN, Standing.AGAIN)]

    def after(self, step: Step) -> Step | None:
        """Return the next page that has not been seen or does not fit, from this one on and then from the top; None
        when there is none, and the answers can be checked."""
        here = self.steps.index(step)
        ahead = [*self.steps[here + 1 :], *self.steps[:here]]
        return next((each for each in ahead if self.standing(each) != Standing.DONE), None)

    def shown(self) -> list[tuple[str, list[tuple[Step, list[Shown] | None]]]]:
        """Return all answers read back, under the headings of the task list; None for a page that does not fit yet."""
        found: dict[str, list[tuple[Step, list[Shown] | None]]] = {}
        for step in self.steps:
            found.setdefault(step.part, []).append((step, self._shown(step)))
        return list(found.items())

    def _shown(self, step: Step) -> list[Shown] | None:
        if step.key == FILES:
            named = "\n".join(f"{file.name}: {file.what}" for file in self.files)
            return [Shown("Files", named or "No file")]
        form = self.form(step)
        return form.shown() if form is not None and form.is_valid() else None

    def asked(self) -> Asked:
        """Return what the request says; only when nothing is missing."""
        values: dict[str, Any] = {"files": self.files, "follows": self.draft.follows}
        for step in self.steps:
            form = self.form(step)
            if form is not None and form.is_valid():
                values |= form.values()
        return Asked(**values)
