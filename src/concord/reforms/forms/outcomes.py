"""Input about outcome measures."""

from typing import Any

from django import forms

from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.reforms.forms.choosing import offer


def _number(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=14, decimal_places=3)


def _day(label: str) -> DayField:
    return DayField(label=label, initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}))


class OutcomeForm(VerbForm):
    """What should change, and where it stands now."""

    name = forms.CharField(label="What is counted", max_length=200)
    unit = forms.CharField(label="Unit", max_length=60, help_text="Such as: complaints a year.")
    baseline = _number("Where it stands now (the baseline)")
    baseline_as_of = _day("Baseline as of")
    target = _number("Where it should go (the target)")
    source = LongText(label="Where the numbers come from", rows=2, max_length=1000)


class ValueForm(VerbForm):
    """One value of an outcome."""

    outcome = forms.TypedChoiceField(label="Which outcome?", widget=forms.RadioSelect, coerce=int)
    value = _number("Value")
    as_of = _day("As of")
    source = LongText(label="Where the number comes from", rows=2, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the outcomes of the recommendation."""
        super().__init__(*args, **kwargs)
        _offer_outcomes(self)


class WithdrawOutcomeForm(VerbForm):
    """Which outcome is withdrawn, and why."""

    outcome = forms.TypedChoiceField(label="Which outcome?", widget=forms.RadioSelect, coerce=int)
    reason = LongText(label="Reason", rows=3, max_length=2000, help_text="The public reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the outcomes of the recommendation."""
        super().__init__(*args, **kwargs)
        _offer_outcomes(self)


def _offer_outcomes(form: VerbForm) -> None:
    known = form.thing.outcomes.filter(ended_at=None).order_by("pk")
    offer(form, "outcome", {str(one.pk): (f"{one.name} ({one.unit})", one) for one in known})
