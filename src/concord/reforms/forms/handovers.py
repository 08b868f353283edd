"""Input of the verb by which another body begins to review."""

from typing import Any

from django import forms

from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.programme.queries import dated
from concord.reforms.forms.choosing import offer


class HandOverForm(VerbForm):
    """Which body, in which words, from when on, and why."""

    body = forms.CharField(label="Which body reviews from now on?", max_length=200)
    edition = forms.ChoiceField(
        label="In the words of which edition?",
        help_text="One that the office has published. A draft edition takes another set of labels over in one step.",
    )
    on = DayField(label="From which day?", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}))
    reason = LongText(label="Reason", rows=3, max_length=2000, help_text="The public reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the other editions, the latest first."""
        super().__init__(*args, **kwargs)
        others = [each.edition for each in dated() if each.edition.pk != self.thing.edition_id]
        self.editions = {each.audit_ref: each for each in others}
        offer(self, "edition", {ref: (each.title, each) for ref, each in self.editions.items()})

    def values(self) -> dict[str, Any]:
        """Give the edition itself."""
        return {**self.cleaned_data, "edition": self.editions[self.cleaned_data["edition"]]}
