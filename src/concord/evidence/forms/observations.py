"""The form of a sheet, made of the fields that the edition names."""

from typing import Any

from django import forms

from concord.core.errors import BadInput
from concord.core.forms import LongText
from concord.evidence.forms.fields import NO_NAME, NamelessForm
from concord.evidence.forms.fieldwork import HourInput
from concord.programme.document import Sheet
from concord.programme.sheets import Kind, SheetField, read_fields

_LONGEST = 20_000
_MOST = 1_000_000


def _made(one: SheetField) -> forms.Field:
    """Return the form's field for a field of a sheet; none has to be filled in."""
    if one.kind == Kind.CHOICE:
        choices = [(word, word) for word in one.choices]
        return forms.ChoiceField(label=one.label, choices=choices, widget=forms.RadioSelect, required=False)
    if one.kind == Kind.NUMBER:
        return forms.IntegerField(label=one.label, min_value=0, max_value=_MOST, required=False)
    if one.kind == Kind.TIME:
        return forms.TimeField(label=one.label, widget=HourInput(format="%H:%M"), required=False)
    if one.kind == Kind.LINE:
        return forms.CharField(label=one.label, max_length=300, required=False)
    return LongText(label=one.label, rows=3, max_length=_LONGEST, required=False)


class SheetForm(NamelessForm):
    """A sheet. `key` makes it arrive once; `filled` is when it was filled in, where the page could say so."""

    key = forms.UUIDField(widget=forms.HiddenInput())
    filled = forms.DateTimeField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        """Ask what the sheet asks. Of a sheet that an earlier edition wrote in another way, ask for one text."""
        try:
            self.asked = read_fields(sheet.asks)
        except BadInput:
            self.asked = (SheetField(sheet.name),)
        worded = (Kind.TEXT, Kind.LINE)
        self.nameless = tuple(f"a{i}" for i, one in enumerate(self.asked) if one.kind in worded)
        super().__init__(*args, **kwargs)
        self.fields |= {f"a{i}": _made(one) for i, one in enumerate(self.asked)}
        self.order_fields([*(name for name in self.fields if name != NO_NAME), NO_NAME])
        self.fields[NO_NAME].label = "I have looked: no answer names anybody"
        self.fields[NO_NAME].help_text = "Write roles instead of names, such as: the second officer."

    def values(self) -> dict[str, Any]:
        """Return the keyword arguments of the action: an answer is the text that goes into the notes."""
        data = self.cleaned_data
        answers = [(one.label, _said(data.get(f"a{i}"))) for i, one in enumerate(self.asked)]
        filled = data.get("filled")
        return {"key": data["key"], "answers": answers, "filled": f"{filled:%Y-%m-%d %H:%M}" if filled else ""}


def _said(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value).strip()
