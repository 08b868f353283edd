"""Input about pieces of work."""

from typing import Any

from django import forms

from concord.core import clock
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.engagements.models import Engagement
from concord.findings.queries import refused, shared_of
from concord.reforms.forms.choosing import by_ref, offer
from concord.reforms.models import Milestone
from concord.reforms.queries import ForSeveral, projects_going_on

_NO_NAME = "An office, not a person's name."
_AS_IT_IS = "Left empty, it stays as it is."
_FURTHEST = 3660  # days by which milestones are moved at once


class _WordsForm(VerbForm):
    title = forms.CharField(label="What it is called", max_length=200)
    owner = forms.CharField(label="Who owns it", max_length=100, help_text=_NO_NAME)
    sponsor = forms.CharField(label="Its executive sponsor", max_length=100, help_text=_NO_NAME)
    unit = forms.CharField(label="The bureau or unit that does it", max_length=100)
    resources = LongText(label="What it needs: staff, time, training", rows=3, max_length=2000, required=False)
    budget_note = LongText(label="A note on its budget", rows=2, max_length=2000, required=False)


class _ServesForm(VerbForm):
    recommendations = forms.MultipleChoiceField(
        label="Which recommendations does it serve?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Those that are issued or taken up, and with which the agency does not say that it does not concur.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the recommendations of the engagement on which both sides can work, but for those refused."""
        super().__init__(*args, **kwargs)
        engagement = self.thing if isinstance(self.thing, Engagement) else self.thing.engagement
        self.known = by_ref(shared_of(engagement).exclude(refused()))
        offer(self, "recommendations", self.known)

    def values(self) -> dict[str, Any]:
        """Give the recommendations themselves."""
        chosen = [self.known[ref][1] for ref in self.cleaned_data["recommendations"]]
        return {**self.cleaned_data, "recommendations": chosen}


class BeginWorkForm(_ServesForm, _WordsForm):
    """A piece of work as it begins."""


class ServeForm(_ServesForm):
    """More recommendations that it serves."""


class ChangeWorkForm(ReasonForm, _WordsForm):
    """What is said of it now, and why it changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what is said."""
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **{name: getattr(self.thing, name) for name in _WordsForm.base_fields}}


class ChangeManyForm(ReasonForm):
    """Which pieces of work, what they are to have from now on, and why."""

    projects = forms.MultipleChoiceField(label="Which ones?", widget=forms.CheckboxSelectMultiple)
    owner = forms.CharField(label="Another owner", max_length=100, required=False, help_text=f"{_NO_NAME} {_AS_IT_IS}")
    sponsor = forms.CharField(
        label="Another executive sponsor", max_length=100, required=False, help_text=f"{_NO_NAME} {_AS_IT_IS}"
    )
    unit = forms.CharField(label="Another bureau or unit", max_length=100, required=False, help_text=_AS_IT_IS)
    days = forms.IntegerField(
        label="Move the milestones that are not reached, by days",
        min_value=-_FURTHEST,
        max_value=_FURTHEST,
        required=False,
        help_text="Such as 14, or -7 for a week earlier. Left empty, their days stay.",
    )
    field_order = ("projects", "owner", "sponsor", "unit", "days", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what goes on in the engagement."""
        super().__init__(*args, **kwargs)
        self.known = {each.ref: (each.title, each) for each in projects_going_on(self.thing)}
        offer(self, "projects", self.known)

    def clean(self) -> dict[str, Any]:
        """Ask for something to change."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in ("owner", "sponsor", "unit", "days")):
            raise forms.ValidationError("Say what is to change: an owner, a sponsor, a unit or the days.")
        return data

    def values(self) -> dict[str, Any]:
        """Give the pieces of work themselves, in their order."""
        said = self.cleaned_data
        chosen = [each for ref, (_, each) in self.known.items() if ref in said["projects"]]
        wanted = ForSeveral(said["owner"], said["sponsor"], said["unit"], said["days"] or 0)
        return {"projects": chosen, "wanted": wanted, "reason": said["reason"]}


class LeaveForm(VerbForm):
    """Which recommendation it serves no more, and why."""

    recommendation = forms.ChoiceField(label="Which one?", widget=forms.RadioSelect)
    reason = LongText(label="Why it is taken off", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what it serves."""
        super().__init__(*args, **kwargs)
        served = self.thing.served.filter(ended_at=None).select_related("recommendation").order_by("recommendation")
        self.known = {one.recommendation.ref: (one.recommendation.title, one.recommendation) for one in served}
        offer(self, "recommendation", self.known)

    def values(self) -> dict[str, Any]:
        """Give the recommendation itself."""
        return {**self.cleaned_data, "recommendation": self.known[self.cleaned_data["recommendation"]][1]}


class MilestoneForm(VerbForm):
    """A step with its day."""

    what = forms.CharField(label="What is to be reached", max_length=300)
    due_on = DayField(label="By when", widget=forms.DateInput(attrs={"type": "date"}))


class ReachForm(VerbForm):
    """Which milestone was reached, when, and what shows it."""

    milestone = forms.TypedChoiceField(label="Which milestone?", widget=forms.RadioSelect, coerce=int)
    on = DayField(label="Reached on", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}))
    note = LongText(label="What shows it", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the open ones."""
        super().__init__(*args, **kwargs)
        left = self.thing.milestones.filter(reached_on=None, ended_at=None).order_by("due_on", "pk")
        offer(self, "milestone", {str(one.pk): (one.what, one) for one in left})


class TakeBackForm(ReasonForm):
    """Which milestone is taken back, and why."""

    milestone = forms.TypedChoiceField(label="Which milestone?", widget=forms.RadioSelect, coerce=int)
    field_order = ("milestone", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those that stand, and say what becomes of each."""
        super().__init__(*args, **kwargs)
        stand = self.thing.milestones.filter(ended_at=None).order_by("due_on", "pk")
        known = {str(one.pk): (f"{one.what}: {_becomes(one)}", one) for one in stand}
        offer(self, "milestone", known)


def _becomes(milestone: Milestone) -> str:
    return "it was not reached, and is open again" if milestone.reached_on else "it is dropped"


class AssistForm(VerbForm):
    """Which delivery helped, and how."""

    delivery = forms.ChoiceField(label="Which delivery?")
    how = LongText(label="How it helped", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the deliveries of the engagement."""
        super().__init__(*args, **kwargs)
        rows = self.thing.engagement.deliveries.order_by("pk")
        self.known = {one.ref: (f"{one.ref} {one.title}", one) for one in rows}
        offer(self, "delivery", self.known)

    def values(self) -> dict[str, Any]:
        """Give the delivery itself."""
        return {**self.cleaned_data, "delivery": self.known[self.cleaned_data["delivery"]][1]}


class AssistOffForm(ReasonForm):
    """Which delivery was logged wrongly, and why it is taken off."""

    delivery = forms.ChoiceField(label="Which delivery?", widget=forms.RadioSelect)
    field_order = ("delivery", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is logged."""
        super().__init__(*args, **kwargs)
        rows = self.thing.assistance.filter(ended_at=None).select_related("delivery").order_by("pk")
        self.known = {one.delivery.ref: (f"{one.delivery.ref} {one.delivery.title}", one.delivery) for one in rows}
        offer(self, "delivery", self.known)

    def values(self) -> dict[str, Any]:
        """Give the delivery itself."""
        return {**self.cleaned_data, "delivery": self.known[self.cleaned_data["delivery"]][1]}


class EndWorkForm(VerbForm):
    """What came of it."""

    outcome = LongText(label="What came of it", rows=4, max_length=4000)
