"""What every page of the request has in common: one form, few questions, and how it shows what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from concord.programme.document import Programme
from concord.programme.queries import choice, question

Typed = Mapping[str, Sequence[str]]
"""Name of a field → what was typed or chosen in it."""

YES_NO = (("yes", "Yes"), ("no", "No"))
_LONGEST_NAME = 200
CHOOSE, WRITE = "Choose an answer.", "Write your answer here."
_REQUIRED = forms.Field.default_error_messages["required"]
LONGEST = 20_000  # characters of one answer that a draft keeps; every field asks for less


@dataclass(frozen=True)
class Around:
    """What a page of the request needs to know beyond its own fields: the programme, the day, the other pages, and the
    address to which the draft's link was mailed."""

    programme: Programme
    on: date
    typed: Mapping[str, Typed]
    mailed_to: str = ""

    def said(self, step: str, name: str) -> str:
        """Return what was typed on a page in a field, or ""."""
        return next(iter(self.typed.get(step, {}).get(name, ())), "")


class Shown(NamedTuple):
    """One question with its answer, as it is read back."""

    question: str
    answer: str


def yes_no() -> forms.TypedChoiceField:
    """Return a question that is answered by yes or no; its value is a bool."""
    return forms.TypedChoiceField(choices=YES_NO, coerce=lambda v: v == "yes", widget=forms.RadioSelect)


class StepForm(forms.Form):
    """The form of one page. `page` begins the keys of its questions, whose words are the edition's; `parts_of_one` says
    that its fields are places for one answer, not questions of their own; `blank` is the key of the edition's words by
    which an empty page is read back."""

    page: ClassVar[str] = ""
    parts_of_one: ClassVar[bool] = False
    blank: ClassVar[str] = "nothing"

    def __init__(self, data: Typed | None = None, *, around: Around, initial: Typed | None = None) -> None:
        """Bind what was typed, or begin with it."""
        self.around = around
        bound = None if data is None else MultiValueDict({name: list(values) for name, values in data.items()})
        super().__init__(bound, auto_id="%s")
        for name, field in self.fields.items():
            if words := question(around.programme, f"{self.page}.{name}"):
                field.label, field.help_text = words.label, words.help
        self.prepare()
        for field in self.fields.values():
            if field.error_messages["required"] == _REQUIRED:
                field.error_messages["required"] = CHOOSE if isinstance(field, forms.ChoiceField) else WRITE
        for name, values in (initial or {}).items():
            if name in self.fields and values:
                several = isinstance(self.fields[name], forms.MultipleChoiceField)
                self.initial[name] = list(values) if several else values[0]

    def prepare(self) -> None:
        """Fill in choices; subclasses do."""

    @property
    def asked(self) -> list[BoundField]:
        """The questions, without what the page carries along."""
        return [field for field in self if not field.is_hidden]

    def values(self) -> dict[str, Any]:
        """Return what the verb needs of a page that fits, by the names of `content.Asked`."""
        return dict(self.cleaned_data)

    def shown(self) -> list[Shown]:
        """Return the page read back; it fits."""
        found = [Shown(str(field.label), self._said(field)) for field in self.asked]
        return [one for one in found if one.answer] or [
            Shown(found[0].question, choice(self.around.programme, self.blank).label)
        ]

    def _said(self, field: BoundField) -> str:
        value = self.cleaned_data.get(field.name)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, list):
            return "\n".join(self.words(field.name, each) for each in value)
        return self.words(field.name, str(value or ""))

    def words(self, name: str, value: str) -> str:
        """Return a choice in words, and what was typed as it is."""
        labels: dict[str, Any] = dict(getattr(self.fields[name], "choices", ()))
        return str(labels.get(value, value))


def offered(programme: Programme, of: str, answers: Iterable[str]) -> list[tuple[str, str]]:
    """Return answers ("matters.kinds": state, local) with the words that the edition has for them."""
    return [(each, choice(programme, f"{of}.{each}").label) for each in answers]


def lines(text: str) -> list[str]:
    """Return the lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def short(name: str) -> str:
    """Return a name of a line. Raises ValidationError where it is longer than a name can be."""
    if len(name) > _LONGEST_NAME:
        raise forms.ValidationError(f"“{name[:60]}…” has {len(name)} characters; expected {_LONGEST_NAME} at most.")
    return name
