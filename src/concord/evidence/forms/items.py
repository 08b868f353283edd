"""Input of evidence."""

from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText
from concord.evidence.forms.fields import GatheredForm
from concord.evidence.uploads import READ, limit_mb
from concord.workplans.queries import methods_in_force


class LogForm(GatheredForm):
    """One item; only the methods that the plan in force names for the focus area can be chosen."""

    field_order = ("method", "title", "summary", "collected_on", "count", "consent", "releasability", "upload")

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
    upload = forms.FileField(label="File", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the methods of the plan in force, and say how large a file may be."""
        super().__init__(*args, **kwargs)
        self.offer(methods_in_force(self.thing))
        self.fields["method"].label = "Method"
        self.fields["method"].help_text = "As the work plan in force names them for this focus area."
        self.fields["upload"].help_text = f"At most {limit_mb()} MB. {READ}"
