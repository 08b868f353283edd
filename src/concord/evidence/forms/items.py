"""Input of evidence."""

from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText
from concord.evidence import queries
from concord.evidence.forms.fields import GatheredForm
from concord.evidence.forms.fieldwork import offered
from concord.evidence.uploads import READ, limit_mb
from concord.workplans.content import Activity
from concord.workplans.queries import methods_in_force

ACTIVITY: dict[str, Any] = {
    "label": "Activity of the work plan",
    "required": False,
    "help_text": "The one for which it was gathered. Where you choose none, it counts for none of these.",
}
NONE_OF_THEM = ("", "None in particular")


class LogForm(GatheredForm):
    """One item; only the methods that the plan in force names for the focus area can be chosen."""

    field_order = (
        "method",
        "activity",
        "title",
        "summary",
        "collected_on",
        "count",
        "consent",
        "releasability",
        "open_because",
        "upload",
    )

    activity = forms.ChoiceField(**ACTIVITY)
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
        self._offer_activities(queries.activities(self.thing))
        self.fields["upload"].help_text = f"At most {limit_mb()} MB. {READ}"

    def _offer_activities(self, activities: list[Activity]) -> None:
        """Ask for the activity only where the plan names several by one method."""
        methods = [one.method for one in activities]
        several = [one for one in activities if methods.count(one.method) > 1]
        if not several:
            del self.fields["activity"]
            return
        names = {key: method.name for key, method in self.methods.items()}
        choices = [
            (key, f"{names.get(one.method, one.method)}: {text}")
            for one, (key, text) in zip(several, offered(several), strict=True)
        ]
        self.fields["activity"].choices = [NONE_OF_THEM, *choices]  # type: ignore[attr-defined]  # a ChoiceField
