"""Input of reviewers."""

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.findings.models import Opinion


class ViewForm(VerbForm):
    """What a reviewer thinks, before reading what the other thinks."""

    opinion = forms.ChoiceField(
        label="What you would do", choices=Opinion.choices, widget=forms.RadioSelect, initial=None
    )
    text = LongText(
        label="Your view",
        rows=6,
        max_length=10_000,
        help_text="What bears it out, what does not, and what should be reworded.",
    )


class ValidateForm(VerbForm):
    """On what basis, and what was said against it."""

    basis = LongText(
        label="On what basis",
        rows=3,
        max_length=5000,
        required=False,
        help_text="What you read and compared.",
    )
    dissent = LongText(
        label="Dissent",
        rows=3,
        max_length=5000,
        required=False,
        help_text="What was said against it, and by whom of the reviewers. Needed where a reviewer would return it.",
    )
