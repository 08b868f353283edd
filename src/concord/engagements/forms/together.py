"""Input about how both sides work together."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.core.permissions import Party
from concord.engagements import queries
from concord.engagements.actions import Agreed
from concord.engagements.due import service_days
from concord.engagements.models import Answered
from concord.programme.queries import of as programme_of

ACTIONS = 5
_SIDES = [("", "Choose"), *((str(p), str(p).capitalize()) for p in (Party.AGENCY, Party.TEAM, Party.OFFICE))]


class CheckInForm(VerbForm):
    """What was said, and up to five things that somebody is to do."""

    template_name = "engagements/check_in_form.html"

    on = DayField(label="Day", initial=clock.today, widget=DateInput())
    present = forms.CharField(label="Who was there", max_length=300)
    notes = LongText(label="What was said", rows=8, max_length=10000, help_text="Both sides read it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the rows for what is to be done."""
        super().__init__(*args, **kwargs)
        for n in range(1, ACTIONS + 1):
            self.fields[f"what_{n}"] = forms.CharField(label="What", max_length=300, required=False)
            self.fields[f"side_{n}"] = forms.ChoiceField(label="By whom", choices=_SIDES, required=False)
            self.fields[f"until_{n}"] = DayField(label="By when", widget=DateInput(), required=False)

    @property
    def rows(self) -> list[tuple[int, BoundField, BoundField, BoundField]]:
        """The rows for what is to be done: what, by whom, by when."""
        return [(n, self[f"what_{n}"], self[f"side_{n}"], self[f"until_{n}"]) for n in range(1, ACTIONS + 1)]

    @property
    def said(self) -> list[BoundField]:
        """The fields before the rows."""
        return [self["on"], self["present"], self["notes"]]

    def clean(self) -> dict[str, Any]:
        """Ask for what and by whom in each row in which anything stands."""
        data = super().clean() or {}
        for n in range(1, ACTIONS + 1):
            what, side, until = (data.get(f"{name}_{n}") for name in ("what", "side", "until"))
            if (side or until) and not what:
                self.add_error(f"what_{n}", f"To do {n}: say what is to be done.")
            if (what or until) and not side:
                self.add_error(f"side_{n}", f"To do {n}: choose who is to do it.")
        return data

    def values(self) -> dict[str, Any]:
        """Gather what is to be done."""
        data = self.cleaned_data
        rows = [(data[f"side_{n}"], data[f"what_{n}"], data[f"until_{n}"]) for n in range(1, ACTIONS + 1)]
        agreed = [Agreed(Party(side), what, until) for side, what, until in rows if what]
        return {"on": data["on"], "present": data["present"], "notes": data["notes"], "actions": agreed}


class ExpectForm(VerbForm):
    """What somebody expects."""

    text = LongText(label="What is expected", rows=3, max_length=1000, help_text="In the words in which it was said.")
    by_when = DayField(label="By when", widget=DateInput(), required=False)


class MeetForm(VerbForm):
    """What shows that an expectation was met."""

    why = LongText(label="What shows it", rows=3, max_length=2000, required=False)


class ConcernForm(VerbForm):
    """A concern, and the officer with whom it is raised."""

    about = forms.CharField(label="What it is about", max_length=200)
    concern = LongText(
        label="The concern", rows=6, max_length=4000, help_text="The agency's people and the programme office read it."
    )
    officer = forms.ChoiceField(label="With whom")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the officers by name, and say by when they answer."""
        super().__init__(*args, **kwargs)
        self.officers = {str(person.pk): person for person in queries.officers(self.thing)}
        names = [("", "Choose"), *((key, person.name) for key, person in self.officers.items())]
        self.fields["officer"].choices = names  # type: ignore[attr-defined]  # a ChoiceField
        within = service_days(self.thing, "answer_escalation")
        if within is not None:
            self.fields["officer"].help_text = f"They answer within {within} days."

    def values(self) -> dict[str, Any]:
        """Give the person."""
        return {**self.cleaned_data, "officer": self.officers[self.cleaned_data["officer"]]}


class AnswerConcernForm(VerbForm):
    """The answer to a concern."""

    answer = LongText(label="Answer", rows=6, max_length=4000, help_text="Say what you do about it, and by when.")


class AskForm(VerbForm):
    """After which milestone the agency's people are asked, and until when."""

    milestone = forms.CharField(label="After which milestone", max_length=200, help_text="Such as: First site visit.")
    closes_on = DayField(label="It can be answered until", widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the day of the service standard."""
        super().__init__(*args, **kwargs)
        within = service_days(self.thing, "survey_answer")
        self.fields["closes_on"].initial = None if within is None else self._after(within)

    def _after(self, within: int) -> date:
        return clock.today() + timedelta(days=within)


class AnswerForm(VerbForm):
    """The edition's questions, each with how far it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a field for each question."""
        super().__init__(*args, **kwargs)
        edition = self.thing.engagement.edition
        self.questions = programme_of(edition).survey_question if edition else ()
        for question in self.questions:
            self.fields[f"said_{question.key}"] = forms.TypedChoiceField(
                label=question.question, choices=Answered.choices, coerce=int, widget=forms.RadioSelect
            )
        self.fields["words"] = LongText(
            label="Anything else?", rows=4, max_length=2000, required=False, help_text="It is shown without your name."
        )

    def values(self) -> dict[str, Any]:
        """Gather the answers by question."""
        said = {question.key: self.cleaned_data[f"said_{question.key}"] for question in self.questions}
        return {"said": said, "words": self.cleaned_data["words"]}


class TierForm(ReasonForm):
    """Another tier of the engagement's edition, and why."""

    tier = forms.ChoiceField(label="The tier in which it is to go on")
    field_order = ("tier", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the other tiers."""
        super().__init__(*args, **kwargs)
        tiers = programme_of(self.thing.edition).tier if self.thing.edition else ()
        offered = [(tier.key, tier.name) for tier in tiers if tier.key != self.thing.tier]
        self.fields["tier"].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]  # a ChoiceField
