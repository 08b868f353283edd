"""Forms of the verbs of a task."""

from django import forms

from concord.core.forms import DayField, LongText, ReasonForm, VerbForm


class DoForm(VerbForm):
    """What came of it."""

    outcome = LongText(label="What came of it", rows=4, max_length=2000, required=False)


class PartForm(VerbForm):
    """What the own side did, for the other one."""

    outcome = LongText(
        label="What your side did", rows=4, max_length=2000, help_text="The other side reads it and goes on from there."
    )


class HandOverForm(VerbForm):
    """To whom; the people are offered by whoever knows them."""

    assignee = forms.ChoiceField(label="Who does it now", required=False, choices=[("", "Whoever comes first")])


class DropForm(ReasonForm):
    """Why it is not needed any more."""


class SetTogetherForm(VerbForm):
    """What is to be done by both sides, and by which day."""

    what = forms.CharField(
        label="What is to be done", max_length=300, help_text="Begin with a verb: “Send the use-of-force policy”."
    )
    due_on = DayField(
        label="Due on", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="Today or later."
    )


class SetForm(SetTogetherForm):
    """What is to be done, by which day, and by whom; the people are offered by whoever knows them."""

    assignee = forms.ChoiceField(
        label="Who does it", required=False, choices=[("", "Whoever comes first")], help_text="One person, or the side."
    )
