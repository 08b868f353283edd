"""Input of evidence."""

from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText
from concord.evidence.forms.fields import NamelessForm
from concord.evidence.models import Releasability
from concord.evidence.uploads import limit_mb
from concord.workplans.queries import methods_in_force


class LogForm(NamelessForm):
    """One item; only the methods that the plan in force names for the focus area can be chosen."""

    method = forms.ChoiceField(label="Method", help_text="As the work plan in force names them for this focus area.")
    title = forms.CharField(label="Title", max_length=200, help_text="Nobody who took part can be told from it.")
    summary = LongText(
        label="Facts",
        rows=8,
        max_length=20000,
        help_text="What was seen, read or said; what you think of it belongs in a finding.",
    )
    collected_on = DayField(label="Collected on", widget=DateInput())
    count = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=100_000,
        initial=1,
        help_text="In the method's own unit: documents, interviews, groups, shifts or meetings watched, data sets, "
        "sessions.",
    )
    releasability = forms.ChoiceField(
        label="How far may it travel?", choices=Releasability.choices, widget=forms.RadioSelect
    )
    upload = forms.FileField(label="File", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the methods of the plan in force, and say how large a file may be."""
        super().__init__(*args, **kwargs)
        choices = [(method.key, method.name) for method in methods_in_force(self.thing)]
        self.fields["upload"].help_text = f"At most {limit_mb()} MB."
        self.fields["method"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
