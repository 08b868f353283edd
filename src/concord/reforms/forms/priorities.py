"""Input about what comes first, the suggested plan, and the filters of the board."""

import hashlib
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.text import slugify

from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.engagements.models import Engagement
from concord.findings.queries import shared_of
from concord.reforms.forms.choosing import by_ref, offer
from concord.reforms.models import HIGHEST, LONGEST, LOWEST
from concord.reforms.queries import DEFAULT_CAPACITY, NONE_YET, Board, Wanted, appraisal, criteria, words
from concord.reforms.states import ReformState

_MOST = 99  # of a weight or a capacity
_YEARS = 20  # within which a plan begins
_STUCK = (
    *(("", "Anything"), ("blocked", "Something stands in the way"), ("waiting", "It waits for others")),
    *(("decide", "It waits for what will not come"), ("free", "It can go on")),
)


class _MarksForm(VerbForm):
    """A mark by each criterion of the edition, and how long it takes."""

    weeks = forms.IntegerField(label="How many weeks it takes", min_value=1, max_value=LONGEST)
    unit = forms.CharField(label="Who does it", max_length=100, help_text="The bureau or unit, not a person's name.")
    why = LongText(label="Why these marks", rows=3, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for each mark."""
        super().__init__(*args, **kwargs)
        self.criteria = criteria(self.engagement)
        choices = [(mark, str(mark)) for mark in range(LOWEST, HIGHEST + 1)]
        asked = {
            f"mark_{one.key}": forms.TypedChoiceField(
                label=f"{one.label}, {LOWEST} to {HIGHEST}",
                help_text=f"{one.about} It counts {one.weight}.",
                choices=[("", "Choose"), *choices],
                coerce=int,
            )
            for one in self.criteria
        }
        self.fields = type(self.fields)({**self._first(), **asked, **self.fields})

    def _first(self) -> dict[str, forms.Field]:
        """What is asked before the marks."""
        return {}

    @property
    def engagement(self) -> Engagement:
        """Whose criteria they are."""
        return cast("Engagement", self.thing.engagement)

    def values(self) -> dict[str, Any]:
        """Give the marks by criterion."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith("mark_")}
        return {**said, "marks": {one.key: self.cleaned_data[f"mark_{one.key}"] for one in self.criteria}}


class PriorityForm(_MarksForm):
    """The marks of one recommendation, beginning with those that count now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what was said last."""
        super().__init__(*args, **kwargs)
        if before := appraisal(self.thing):
            marks = {f"mark_{key}": mark for key, mark in before.marks.items()}
            self.initial = {**self.initial, "weeks": before.weeks, "unit": before.unit, **marks}


class PriorityManyForm(_MarksForm):
    """The same marks for several recommendations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the issued recommendations of the engagement."""
        super().__init__(*args, **kwargs)
        self.known = by_ref(shared_of(self.thing))
        offer(self, "recommendations", self.known)

    def _first(self) -> dict[str, forms.Field]:
        """Ask which ones."""
        return {"recommendations": forms.MultipleChoiceField(label="Which ones?", widget=forms.CheckboxSelectMultiple)}

    @property
    def engagement(self) -> Engagement:
        """The thing itself."""
        return cast("Engagement", self.thing)

    def values(self) -> dict[str, Any]:
        """Give the recommendations themselves."""
        chosen = [self.known[ref][1] for ref in self.cleaned_data["recommendations"]]
        return {**super().values(), "recommendations": chosen}


class WeightsForm(forms.Form):
    """Other weights than the edition's, in the address: to see what they would change."""

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        """Ask for each weight, beginning with the edition's."""
        super().__init__(*args, **kwargs)
        self.criteria = criteria(engagement)
        for one in self.criteria:
            self.fields[f"w_{one.key}"] = forms.IntegerField(
                label=one.label, initial=one.weight, min_value=0, max_value=_MOST, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for one weight above 0."""
        data = super().clean() or {}
        if not self.errors and not any(self.weights().values()):
            raise forms.ValidationError("Give one criterion or more a weight above 0.")
        return data

    def weights(self) -> dict[str, int]:
        """Return the weights; where none is typed, the edition's."""
        typed = {one.key: self.cleaned_data.get(f"w_{one.key}") for one in self.criteria}
        return {one.key: one.weight if typed[one.key] is None else int(typed[one.key] or 0) for one in self.criteria}


def capacity_of(unit: str) -> str:
    """Return the name in the address of how much a unit does at once. It says nothing of the other units, so that an
    address that is kept means the same when one comes or goes; its end tells units apart whose words are alike."""
    return f"c_{slugify(unit)}-{hashlib.sha256(unit.encode()).hexdigest()[:4]}"


class PlanForm(forms.Form):
    """From when, and how much each unit does at once, in the address."""

    begins = DayField(
        label="Work begins", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}), required=False
    )

    def __init__(self, *args: Any, units: list[str], **kwargs: Any) -> None:
        """Ask for the capacity of each unit."""
        super().__init__(*args, **kwargs)
        self.units = units
        for unit in units:
            label = f"{unit}: how many at once"
            self.fields[capacity_of(unit)] = forms.IntegerField(
                label=label,
                min_value=1,
                max_value=_MOST,
                initial=DEFAULT_CAPACITY,
                required=False,
            )

    def clean_begins(self) -> date | None:
        """Refuse a day from which no plan can be counted."""
        begins: date | None = self.cleaned_data["begins"]
        if begins and abs(begins.year - clock.today().year) > _YEARS:
            raise forms.ValidationError(f"Give a day within {_YEARS} years from now.")
        return begins

    def begun(self, today: date) -> date:
        """Return the first day."""
        return self.cleaned_data.get("begins") or today

    def capacity(self) -> dict[str, int]:
        """Return the capacities."""
        typed = {unit: self.cleaned_data.get(capacity_of(unit)) for unit in self.units}
        return {unit: int(value or DEFAULT_CAPACITY) for unit, value in typed.items()}


class BoardForm(forms.Form):
    """The filters of the board, in the address."""

    reported = forms.ChoiceField(label="The agency reports", required=False)
    assessed = forms.ChoiceField(label="The team assesses", required=False)
    held = forms.ChoiceField(
        label="Who has it",
        required=False,
        choices=[("", "Anybody"), (NONE_YET, "To be taken up"), *ReformState.choices],
    )
    stuck = forms.ChoiceField(label="Does it wait?", required=False, choices=_STUCK)
    area = forms.ChoiceField(label="Focus area", required=False)
    tag = forms.ChoiceField(label="Tag", required=False)

    def __init__(self, *args: Any, engagement: Engagement, board: Board, **kwargs: Any) -> None:
        """Offer the statuses of the edition, and the focus areas and tags that are there."""
        super().__init__(*args, **kwargs)
        statuses = [("", "Anything"), (NONE_YET, "Nothing yet"), *words(engagement).items()]
        for name in ("reported", "assessed"):
            cast("forms.ChoiceField", self.fields[name]).choices = statuses
        cast("forms.ChoiceField", self.fields["area"]).choices = [("", "Any"), *board.areas.items()]
        cast("forms.ChoiceField", self.fields["tag"]).choices = [("", "Any"), *((tag, tag) for tag in board.tags)]

    def wanted(self) -> Wanted:
        """Return the filters of a valid form."""
        return Wanted(**self.cleaned_data)
