"""Input of an agency's response to a recommendation."""

from typing import Any

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.findings.models import Answer


class RespondForm(VerbForm):
    """Whether the agency concurs, and why."""

    answer = forms.ChoiceField(label="The agency", choices=Answer.choices, widget=forms.RadioSelect, initial=None)
    reason = LongText(
        label="Reason",
        rows=6,
        max_length=5000,
        required=False,
        help_text="Needed unless the agency concurs. The public reads it as you write it.",
    )

    def clean(self) -> dict[str, Any]:
        """Point to the reason where one is needed."""
        values = super().clean() or self.cleaned_data
        if values.get("answer", Answer.CONCUR) != Answer.CONCUR and not values.get("reason", "").strip():
            self.add_error("reason", "Readers are told why the agency does not concur, or only in part.")
        return values
