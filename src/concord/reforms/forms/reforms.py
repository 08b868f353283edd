"""Input of measures and reforms, and the filters of the staff list."""

from typing import Any, cast

from django import forms

from concord.accounts.models import Person
from concord.core import clock
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import visible_to
from concord.reforms.models import MeasureKind
from concord.reforms.queries import NONE_YET, Filters, agreement_window, labels, measure_levels, usual_measure
from concord.reforms.replacing import replaced_by
from concord.reforms.states import JUDGES, CoreState, ReformState


class MeasureForm(VerbForm):
    """A measure as it is proposed; with the number of one that is there, a change of it."""

    label = forms.CharField(
        label="Number",
        max_length=20,
        required=False,
        help_text="Leave empty for a new measure. The number of one that is there proposes a new version of it.",
    )
    kind = forms.ChoiceField(label="What does it show?", choices=MeasureKind.choices, widget=forms.RadioSelect)
    text = LongText(label="What must be shown", rows=5, max_length=4000)
    level = forms.ChoiceField(label="Level", required=False, help_text="How deep it goes, where the programme asks.")
    best_practice = forms.BooleanField(label="It cites a best practice", required=False)
    reason = LongText(
        label="Why it changes",
        rows=3,
        max_length=2000,
        required=False,
        help_text="For a new version only. The public reads it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the levels of the edition; begin with its usual sustainment measure where that is what is missing."""
        super().__init__(*args, **kwargs)
        days = f"{agreement_window(self.thing.engagement)} working days"
        hint = f"The agency has {days}, from when it can read this, to agree to it or ask for another."
        self.fields["text"].help_text = hint
        levels = [("", "None"), *measure_levels(self.thing.engagement).items()]
        cast("forms.ChoiceField", self.fields["level"]).choices = levels
        if usual := usual_measure(self.thing):
            self.initial = {**self.initial, "kind": MeasureKind.SUSTAINMENT.value, "text": usual}


class ApproveMeasureForm(VerbForm):
    """Why a measure is approved though the agency has not agreed to it."""

    reason = LongText(
        label="Why it is approved without the agency's agreement",
        rows=3,
        max_length=2000,
        required=False,
        help_text="Only where the agency asks for another, or has not answered in its window. It is kept.",
    )


def _day() -> DayField:
    return DayField(
        label="As of",
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day of which you speak.",
    )


def _note(label: str, *, required: bool) -> LongText:
    return LongText(label=label, rows=5, max_length=4000, required=required)


class _StatusForm(VerbForm):
    """A status of the engagement's edition; subclasses say which core states they offer."""

    core_states: tuple[CoreState, ...] = tuple(CoreState)

    status = forms.ChoiceField(label="Status", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the labels of the edition."""
        super().__init__(*args, **kwargs)
        offered = [label for label in labels(self.thing.engagement) if label.core_state in self.core_states]
        cast("forms.ChoiceField", self.fields["status"]).choices = [(s.key, s.label) for s in offered]


class ReportForm(_StatusForm):
    """What the agency reports."""

    note = _note("What has been done, and what comes next", required=False)
    as_of = _day()


class AssessForm(_StatusForm):
    """What the team sees while the work goes on."""

    core_states = JUDGES[Permission.REFORM_ASSESS]

    note = _note("What the assessment rests on", required=True)
    as_of = _day()


class CompleteForm(VerbForm):
    """Why the team sees the measures met."""

    note = _note("How each measure is met", required=True)
    as_of = _day()


class DatedReasonForm(ReasonForm):
    """A reason, and the day of which it speaks."""

    as_of = _day()


class StopForm(DatedReasonForm):
    """Why work stops: by the agency's decision, or since something takes its place, which is there to begin with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with what takes its place."""
        super().__init__(*args, **kwargs)
        if there := replaced_by(self.thing.recommendation):
            self.initial = {**self.initial, "reason": f"It is replaced by {', '.join(there)}."}


class FilterForm(forms.Form):
    """The filters of the staff list, in the address."""

    engagement = forms.CharField(label="Engagement", max_length=60, required=False, help_text="Its reference: ENG-…")
    focus_area = forms.CharField(label="Focus area", max_length=60, required=False, help_text="Its reference: FA-…")
    assessed = forms.ChoiceField(label="The team assesses", required=False)
    reported = forms.ChoiceField(label="The agency reports", required=False)
    held = forms.ChoiceField(label="Who has it", required=False, choices=[("", "Anybody"), *ReformState.choices])

    def __init__(self, *args: Any, by: Person, statuses: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the statuses that engagements use; find only what this person may see."""
        super().__init__(*args, **kwargs)
        self.by = by
        choices = [("", "Anything"), (NONE_YET, "Nothing yet"), *statuses]
        for name in ("assessed", "reported"):
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean_engagement(self) -> Engagement | None:
        """Find the engagement."""
        ref = self.cleaned_data["engagement"].strip()
        found = visible_to(self.by).filter(ref=ref).first() if ref else None
        if ref and found is None:
            raise forms.ValidationError(f"There is no engagement {ref}, or it is not yours to see.")
        return found

    def clean_focus_area(self) -> FocusArea | None:
        """Find the focus area."""
        ref = self.cleaned_data["focus_area"].strip()
        seen = FocusArea.objects.filter(ref=ref, engagement__in=visible_to(self.by))
        found = seen.first() if ref else None
        if ref and found is None:
            raise forms.ValidationError(f"There is no focus area {ref}, or it is not yours to see.")
        return found

    def filters(self) -> Filters:
        """Return the filters of a valid form."""
        return Filters(**self.cleaned_data)
