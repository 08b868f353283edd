"""Input about deliveries of assistance."""

import textwrap
from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.engagements import queries
from concord.engagements.models import FocusArea, GoalMet
from concord.engagements.states import FocusAreaState

_TOPIC_WORDS = 90


class PlanForm(VerbForm):
    """What is to be delivered, in which form, by whom, when."""

    title = forms.CharField(
        label="What is delivered", max_length=200, help_text="Such as: De-escalation, first course."
    )
    form = forms.ChoiceField(label="Form")
    focus_area = forms.ModelChoiceField(label="Focus area", queryset=FocusArea.objects.none(), empty_label="Choose")
    topic = forms.ChoiceField(label="Topic", required=False, help_text="The topics that were agreed on stand first.")
    planned_on = DayField(label="Planned for", widget=DateInput())
    experts = forms.MultipleChoiceField(label="Who delivers it?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the edition and the engagement have."""
        super().__init__(*args, **kwargs)
        self.team = {str(person.pk): person for person in queries.team_of(self.thing)}
        choices = {
            "form": [("", "Choose"), *queries.forms(self.thing).items()],
            "topic": [("", "None of them"), *self._topics()],
            "experts": [(key, person.name) for key, person in self.team.items()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        areas = self.fields["focus_area"]
        areas.queryset = queries.focus_areas(self.thing).exclude(state=FocusAreaState.DROPPED)  # type: ignore[attr-defined]  # a ModelChoiceField
        areas.label_from_instance = lambda area: f"{area.number}. {area.title}"  # type: ignore[attr-defined]

    def _topics(self) -> list[tuple[str, Any]]:
        """Return the topics by whether they were agreed on; where the agency named none, all in one list."""
        asked = self.thing.agreed_topics
        words = {t.key: textwrap.shorten(t.text, _TOPIC_WORDS, placeholder="…") for t in queries.topics(self.thing)}
        if not asked:
            return list(words.items())
        apart = ([(key, text) for key, text in words.items() if (key in asked) == wanted] for wanted in (True, False))
        return list(zip(("Agreed on", "Not asked for: agree on a change of scope first"), apart, strict=True))

    def values(self) -> dict[str, Any]:
        """Give the people themselves."""
        data = dict(self.cleaned_data)
        data["experts"] = [self.team[key] for key in data["experts"]]
        return data


class HeldForm(VerbForm):
    """What a delivery took."""

    held_on = DayField(label="Held on", initial=clock.today, widget=DateInput())
    attendance = forms.IntegerField(label="How many took part", min_value=0, max_value=1_000_000)
    hours = forms.DecimalField(
        label="Hours of the team and the experts",
        min_value=0,
        max_value=99_999,
        decimal_places=2,
        help_text="Preparation and travel too, everybody's together.",
    )
    cost = forms.DecimalField(
        label="Cost to the programme, in dollars", min_value=0, max_value=999_999_999, decimal_places=2
    )


class EvaluateForm(VerbForm):
    """What the agency says of a delivery, and what those said who took part."""

    goal_met = forms.ChoiceField(label="Did it meet its goal?", choices=GoalMet.choices, widget=forms.RadioSelect)
    evaluation = LongText(label="What was useful, and what was missing?", rows=5, max_length=4000)
    answered = forms.IntegerField(
        label="Of those who took part, how many answered a question about it?",
        min_value=1,
        required=False,
        help_text="Leave both counts empty where nobody was asked.",
    )
    satisfied = forms.IntegerField(label="How many of these said that it met its goal?", min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        """Say which count cannot be, beside the others."""
        data = super().clean() or {}
        answered, satisfied = data.get("answered"), data.get("satisfied")
        if (answered is None) != (satisfied is None) and not self.errors:
            self.add_error("satisfied", "Give both counts, or neither.")
        if answered is not None and answered > self.thing.attendance:
            self.add_error("answered", f"{self.thing.attendance} took part; no more than these can have answered.")
        if answered is not None and satisfied is not None and satisfied > answered:
            self.add_error("satisfied", f"{answered} answered; no more than these can have said so.")
        return data
