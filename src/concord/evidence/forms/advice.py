"""Input about advice."""

from typing import Any, cast

from django import forms

from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.evidence import queries
from concord.evidence.forms.fields import BasisField, NamelessForm
from concord.evidence.models import Outcome


class AdviceForm(NamelessForm):
    """What is advised, by which voice."""

    nameless = ("title", "body")

    title = forms.CharField(label="Advice in a line", max_length=200)
    text = LongText(label="Advice", rows=6, max_length=20_000)
    voice = forms.ChoiceField(label="Voice")
    body = forms.CharField(
        label="Organization", max_length=200, required=False, help_text="Who advises, as a group; never a person."
    )
    given_on = DayField(label="Given on", initial=clock.today, widget=DateInput())
    basis = BasisField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the voices and the bases of the edition."""
        super().__init__(*args, **kwargs)
        known = [(voice.key, voice.label) for voice in queries.voices_known(self.thing.engagement)]
        self.fields["voice"].choices = [("", "Choose"), *known]  # type: ignore[attr-defined]  # a ChoiceField
        cast("BasisField", self.fields["basis"]).offer(self.thing.engagement)


class AnswerForm(VerbForm):
    """What was done about it."""

    outcome = forms.ChoiceField(label="What was done?", choices=Outcome.choices, widget=forms.RadioSelect)
    answer = LongText(label="How, and why", rows=5, max_length=4000, help_text="Who advised reads it.")
