"""Input of contacts, of the parts of the intake record, and of what other offices answered."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText, VerbForm
from concord.intake import queries
from concord.intake.models import LOGGED, AssistanceRequest, Contact


def long_text(label: str, *, rows: int = 4, limit: int = 8000, required: bool = True, hint: str = "") -> LongText:
    """Return a field for a text of several lines."""
    return LongText(label=label, rows=rows, max_length=limit, required=required, help_text=hint)


class ContactForm(VerbForm):
    """One contact with the agency."""

    on = DayField(label="Day", widget=DateInput())
    how = forms.ChoiceField(label="How", choices=[(how.value, how.label) for how in LOGGED], widget=forms.RadioSelect)
    who = forms.CharField(label="With whom", max_length=200, help_text="Name and post of whoever spoke or wrote.")
    note = long_text("What was said and agreed", rows=6, hint="Facts in plain words. The agency does not see it.")


class RowForm(VerbForm):
    """Input about one row of a list of the edition, such as a criterion; subclasses fill the choices of `row`.

    A page that came by a row's own link knows the row, and asks about nothing else."""

    row: str  # the name of the field that says which row

    def offer(self, rows: list[tuple[str, str]]) -> None:
        """Offer these rows; one that is known already is carried unseen."""
        field = cast("forms.ChoiceField", self.fields[self.row])
        field.choices = rows
        if self.chosen in dict(rows):
            field.widget = forms.HiddenInput()

    @property
    def chosen(self) -> str:
        """The key of the row that the page is about, or ""."""
        return str(self.data.get(self.row) or self.initial.get(self.row) or "")


def _named(obj: Contact) -> str:
    return f"{obj.on.day} {obj.on:%B %Y}, {obj.get_how_display()}: {obj.who}"


class PartForm(RowForm):
    """One part of the intake record, and the contact from which it comes."""

    row = "part"
    part = forms.ChoiceField(label="Part of the record")
    contact = forms.ModelChoiceField(
        label="From which contact",
        queryset=Contact.objects.none(),
        empty_label=None,
        help_text="Log the contact first, if it is not here.",
    )
    text = long_text("What was said and agreed", rows=8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the edition's parts and the request's contacts, the newest first; show what was recorded before."""
        super().__init__(*args, **kwargs)
        self.offer([(part.key, part.title) for part in queries.parts(self.thing)])
        contacts = cast("forms.ModelChoiceField[Contact]", self.fields["contact"])
        contacts.queryset = self.thing.contacts.order_by("-on", "-pk")
        contacts.label_from_instance = _named  # type: ignore[method-assign]  # how the library is told the words
        before = next((r.last for r in queries.record(self.thing) if r.part.key == self.chosen), None)
        if before is not None:
            self.fields["text"].initial = before.text


class _ComponentForm(RowForm):
    """Input about another office; subclasses say where the request is."""

    row = "component"

    @property
    def request(self) -> AssistanceRequest | None:
        """The request with which the log of other offices began; None where there was none."""
        asked: AssistanceRequest = self.thing
        return asked

    def asked(self) -> Sequence[queries.Asked]:
        """Return the other offices, each with what it was asked last."""
        return queries.deconfliction(self.request) if self.request else ()


class AskComponentForm(_ComponentForm):
    """Which other office was asked about the agency, and when."""

    component = forms.ChoiceField(label="Office that was asked")
    on = DayField(label="Day on which it was asked", widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the offices of the edition whose answer is not open."""
        super().__init__(*args, **kwargs)
        free = [a for a in self.asked() if a.check is None or a.check.answered_on]
        self.offer([(a.component.key, a.component.label) for a in free])


class NoteComponentForm(_ComponentForm):
    """What another office answered."""

    component = forms.ChoiceField(label="Office that answered")
    on = DayField(label="Day of the answer", widget=DateInput())
    clear = forms.TypedChoiceField(
        label="Does it have anything pending or under way with this agency?",
        choices=(("yes", "No, it is clear"), ("no", "Yes")),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = long_text("What it answered", required=False, hint="Needed unless it is clear. The agency does not see it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the offices whose answer is open."""
        super().__init__(*args, **kwargs)
        open_ones = [a for a in self.asked() if a.check is not None and a.check.answered_on is None]
        self.offer([(a.component.key, a.component.label) for a in open_ones])

    def clean(self) -> dict[str, Any]:
        """Ask for the note where it is not clear."""
        data = super().clean() or {}
        if data.get("clear") is False and not data.get("note"):
            self.add_error("note", "Say what that office has pending or under way with the agency.")
        return data
