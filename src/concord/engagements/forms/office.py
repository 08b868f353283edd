"""Input of staff: eligibility looked at again, effort and cost."""

from decimal import Decimal
from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.intake.forms import AskComponentForm, NoteComponentForm
from concord.intake.models import AssistanceRequest, MatterKind
from concord.programme.queries import of as programme_of


class LookForm(VerbForm):
    """When and where eligibility was looked at again."""

    looked_on = DayField(label="Looked at on", initial=clock.today, widget=DateInput())
    source = forms.CharField(
        label="Where it was looked", max_length=300, help_text="Such as: the other offices that were asked, and when."
    )


class FlagForm(LookForm):
    """A new matter."""

    kind = forms.ChoiceField(label="What kind of matter", choices=[("", "Choose"), *MatterKind.choices])
    detail = LongText(
        label="What is known of it", rows=5, max_length=4000, help_text="Only the programme office reads it."
    )


class AskAgainForm(AskComponentForm):
    """Which other office was asked again, and when."""

    @property
    def request(self) -> AssistanceRequest | None:
        """The request from which the engagement was opened."""
        asked: AssistanceRequest | None = self.thing.request
        return asked


class NoteAgainForm(NoteComponentForm):
    """What another office answered while the engagement goes on."""

    request = AskAgainForm.request


class EffortForm(VerbForm):
    """Hours and cost under a category."""

    on = DayField(label="Day", initial=clock.today, widget=DateInput())
    category = forms.ChoiceField(label="Category")
    hours = forms.DecimalField(
        label="Hours", min_value=0, max_value=99_999, decimal_places=2, initial=Decimal(0), required=False
    )
    cost = forms.DecimalField(
        label="Cost, in dollars",
        min_value=0,
        max_value=999_999_999,
        decimal_places=2,
        initial=Decimal(0),
        required=False,
    )
    what = forms.CharField(
        label="What it was",
        max_length=300,
        help_text="Deliveries carry their own hours and cost: do not enter them again.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the categories that the programme pays."""
        super().__init__(*args, **kwargs)
        known = programme_of(self.thing.edition).cost_category if self.thing.edition else ()
        paid = [(each.key, each.label) for each in known if each.allowed]
        self.fields["category"].choices = [("", "Choose"), *paid]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or {}
        data["hours"], data["cost"] = data.get("hours") or Decimal(0), data.get("cost") or Decimal(0)
        if not self.errors and data["hours"] == data["cost"] == 0:
            self.add_error("hours", "Give hours, cost or both.")
        return data
