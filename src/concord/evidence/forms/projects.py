"""Input about coded projects of other programs."""

from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField
from concord.engagements.queries import focus_areas, methods
from concord.evidence.forms.fields import GatheredForm
from concord.evidence.uploads import limit_mb


class BringProjectForm(GatheredForm):
    """The file, and what all texts in it are."""

    field_order = ("upload", "name", "focus_area", "method", "collected_on", "consent", "releasability", "open_because")

    upload = forms.FileField(label="File")
    name = forms.CharField(
        label="Name of the project", max_length=120, help_text="The texts are called by it. Nobody can be told from it."
    )
    focus_area = forms.TypedChoiceField(label="Focus area of the texts", coerce=int)
    collected_on = DayField(label="Collected on", widget=DateInput(), help_text="The last day.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the engagement's focus areas and methods, and say what is taken."""
        super().__init__(*args, **kwargs)
        engagement = self.thing.engagement
        areas = [(str(area.number), f"{area.number}. {area.title}") for area in focus_areas(engagement)]
        self.fields["focus_area"].choices = [("", "Choose one"), *areas]  # type: ignore[attr-defined]  # a ChoiceField
        self.offer(methods(engagement))
        self.fields["releasability"].label = "How far may the texts travel?"
        self.fields["upload"].help_text = (
            f"A project of another program as .qdpx (REFI-QDA), or Taguette’s .sqlite3; at most {limit_mb()} MB. "
            "It is kept sealed, and nothing is taken in before you have read what it holds."
        )
