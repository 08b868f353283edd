"""Input of a status report."""

from django import forms

from concord.core.forms import VerbForm


def _words(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": 6}), max_length=4000)


class WordsForm(VerbForm):
    """The words of a report. Figures are computed, so none is asked for."""

    work_done = _words("Work done", "What was done in the period. Figures are added from the records.")
    outcomes = _words("Outcomes", "What has changed for the agency and the community.")
    next_steps = _words("Next steps", "What comes next, and what it waits for.")


class ReportForm(WordsForm):
    """A new report: its period and its words."""

    name = forms.CharField(label="Name", initial="Status report", max_length=120)
    period_from = forms.DateField(label="First day of the period", widget=forms.DateInput(attrs={"type": "date"}))
    period_to = forms.DateField(label="Last day of the period", widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ("name", "period_from", "period_to", "work_done", "outcomes", "next_steps")
