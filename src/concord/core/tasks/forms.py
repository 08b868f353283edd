"""Forms of the verbs of a task."""

from django import forms

from concord.core.forms import LongText, ReasonForm, VerbForm


class DoForm(VerbForm):
    """What came of it."""

    outcome = LongText(label="What came of it", rows=4, max_length=2000, required=False)


class DropForm(ReasonForm):
    """Why it is not needed any more."""


class SetForm(VerbForm):
    """What is to be done, by which day, and by whom; `assignees` are offered by whoever knows the people."""

    what = forms.CharField(
        label="What is to be done", max_length=300, help_text="Begin with a verb: “Send the use-of-force policy”."
    )
    due_on = forms.DateField(
        label="Due on", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="Today or later."
    )
    assignee = forms.ChoiceField(
        label="Who does it", required=False, choices=[("", "Whoever comes first")], help_text="One person, or the side."
    )
