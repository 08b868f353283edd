"""The request as a list of pages, and a draft's answers read through their forms."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from concord.intake.content import Asked, Attached
from concord.intake.forms import asking
from concord.intake.forms.step import Around, Shown, StepForm, Typed
from concord.intake.models import Capacity, MatterKind, RequestDraft
from concord.programme.document import Programme
from concord.programme.queries import form_page


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
    """One page: its address, its form, and when it is asked; title, heading and lede are the edition's (`in_words`).

    The files have a page of another kind, and so an empty form here."""

    key: str
    form: type[StepForm]
    when: Callable[[Around], bool] = _always
    optional: bool = False
    wide: bool = False
    title: str = ""
    part: str = ""
    lede: str = ""

    def in_words(self, programme: Programme) -> "Step":
        """Return the same page with the words of an edition."""
        words = form_page(programme, self.key)
        return replace(self, title=words.title, part=words.part, lede=words.lede)


FILES = "files"
STEPS = (
    Step("agency", asking.AgencyForm),
    Step("by-hand", asking.ByHandForm, _by_hand),
    Step("authority", asking.AuthorityForm),
    Step("members", asking.MembersForm, optional=True),
    Step("capacity", asking.CapacityForm),
    Step("authorization", asking.AuthorizationForm, _delegate),
    Step("contact", asking.ContactForm),
    Step("tier", asking.TierForm),
    Step("topics", asking.TopicsForm, optional=True, wide=True),
    Step("need", asking.NeedForm),
    Step("before", asking.BeforeForm, optional=True),
    Step("matters", asking.MattersForm),
    Step("details", asking.DetailsForm, _something_pending),
    Step("stakeholders", asking.StakeholdersForm, optional=True),
    Step(FILES, StepForm, optional=True),
)


class Task(NamedTuple):
    """One line of the task list."""

    step: Step
    standing: Standing


class Answers:
    """What a draft says so far, read through the forms of its pages. Nothing is kept that was not typed."""

    def __init__(self, draft: RequestDraft, programme: Programme, on: date) -> None:
        """Read a draft under the edition in force on a day."""
        self.draft = draft
        self.around = Around(programme, on, draft.answers, draft.email)
        self._forms: dict[str, StepForm] = {}

    @cached_property
    def steps(self) -> list[Step]:
        """The pages that apply, in their order and in the words of the edition."""
        return [step.in_words(self.around.programme) for step in STEPS if step.when(self.around)]

    def step(self, key: str) -> Step | None:
        """Return one of these pages, or None where it is none or does not apply."""
        return next((step for step in self.steps if step.key == key), None)

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
