"""Forms in the house's look: one renderer, one base class. Forms turn input into values and never save."""

from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Renders each field and form with our own templates."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class LongText(forms.CharField):
    """A text of several lines, kept with one line break a line. The browser cuts nothing off: what is too long is
    refused whole and given back."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        """Show so many rows."""
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out the length at which a browser would cut a pasted text without a word."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value: Any) -> str | None:
        """Read the line breaks of the web as plain ones."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # of a day that somebody means


class DayField(forms.DateField):
    """A day of a year that somebody means: one like 0026 or 9999 is a slip of the finger, and is given back."""

    def clean(self, value: Any) -> date | None:
        """Refuse a day long before or after our time."""
        day: date | None = super().clean(value)
        if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise forms.ValidationError(f"The year is {day:%Y}; expected one from {_FIRST_YEAR} to {_LAST_YEAR}.")
        return day


class VerbForm(forms.Form):
    """The input of one verb on one thing: `thing` and `by` are there for choices; `values()` goes to the action."""

    def __init__(self, *args: Any, thing: Any = None, by: Any = None, **kwargs: Any) -> None:
        """Keep the thing and the person; subclasses fill choices from them."""
        self.thing, self.by = thing, by
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return the keyword arguments of the action."""
        return dict(self.cleaned_data)


class ReasonForm(VerbForm):
    """A reason in plain words, required."""

    reason = LongText(label="Reason", rows=4, help_text="In plain words. It is kept in the history.", max_length=2000)
