"""Input of a work plan."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from concord.agencies.forms import DateInput
from concord.core.forms import VerbForm
from concord.core.permissions import Party
from concord.engagements.queries import earlier_incomplete, focus_areas, methods, people_of
from concord.workplans import queries
from concord.workplans.content import MOST_ACTIVITIES, Named, Planned
from concord.workplans.models import Part, WorkPlan

EMPTY_ROWS = 6
_BRINGS = {Part.EXPERT: "subject", Part.STAFF: "task"}
_COLUMNS = ("area", "method", "what", "who", "from", "to")


class LinesField(forms.CharField):
    """Texts, one a line; empty lines count for nothing."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean(self, value: Any) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value


class DraftForm(VerbForm):
    """A whole version, copied forward from the last one, with some empty rows for further activities."""

    template_name = "workplans/draft_form.html"

    description = forms.CharField(
        label="Description of the technical assistance", widget=forms.Textarea(attrs={"rows": 6}), max_length=20000
    )
    scope = forms.CharField(
        label="Scope",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20000,
        help_text="What is looked at, and what is not.",
    )
    audiences = LinesField(label="Audiences", help_text="Who is heard, one a line.", max_length=8000)
    exit_criteria = LinesField(
        label="Exit criteria", help_text="What ends the engagement, one a line.", max_length=8000
    )
    starts_on = forms.DateField(label="First day", widget=DateInput())
    ends_on = forms.DateField(label="Last day", widget=DateInput())
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_ACTIVITIES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the fields of people and activities, filled from the last version."""
        super().__init__(*args, **kwargs)
        self.areas = list(focus_areas(self.thing))
        self.team = {m.person_id: m.person for m in _team(self.thing)}
        last = queries.of(self.thing).prefetch_related("people", "activities").first()
        self._add_people(last)
        self._add_activities(last)
        for name in ("description", "scope", "audiences", "exit_criteria", "starts_on", "ends_on"):
            self.fields[name].initial = getattr(last, name, None)

    def _add_people(self, last: WorkPlan | None) -> None:
        before = list(last.people.all()) if last else []
        self.gone = sorted({named.name for named in before if named.person_id not in self.team})
        for pk, person in self.team.items():
            for part in Part:
                mine = next((named for named in before if (named.person_id, named.part) == (pk, part)), None)
                self.fields[f"{part}_{pk}"] = forms.BooleanField(
                    label=f"{person.name}: {part.label.lower()}", required=False, initial=mine is not None
                )
                self.fields[f"{part}_brings_{pk}"] = forms.CharField(
                    label=f"{person.name}: {_BRINGS[part]}",
                    max_length=300,
                    required=False,
                    initial=mine.brings if mine else "",
                )

    def _add_activities(self, last: WorkPlan | None) -> None:
        before = sorted(last.activities.all(), key=lambda a: (a.starts_on, a.pk)) if last else []
        filled: list[tuple[Any, ...]] = [
            (a.focus_area_id, a.method, a.what, a.who, a.starts_on, a.ends_on) for a in before
        ]
        if not filled:
            filled = [(area.pk, "", "", "", None, None) for area in self.areas]
        rows = self.data.get("rows", "") if self.is_bound else ""
        offered = min(len(filled) + EMPTY_ROWS, MOST_ACTIVITIES)
        count = int(rows) if rows.isdecimal() and 0 < int(rows) <= MOST_ACTIVITIES else offered
        self.fields["rows"].initial = offered
        areas = [("", "–"), *((area.pk, f"{area.number}. {area.title}") for area in self.areas)]
        ways = [("", "–"), *((m.key, m.name) for m in methods(self.thing))]
        for row in range(1, count + 1):
            initial = filled[row - 1] if row <= len(filled) else ("", "", "", "", None, None)
            fields: tuple[forms.Field, ...] = (
                forms.ChoiceField(label=f"Focus area, activity {row}", choices=areas, required=False),
                forms.ChoiceField(label=f"Method, activity {row}", choices=ways, required=False),
                forms.CharField(label=f"What, activity {row}", max_length=300, required=False),
                forms.CharField(label=f"With whom or on what, activity {row}", max_length=300, required=False),
                forms.DateField(label=f"From, activity {row}", widget=DateInput(), required=False),
                forms.DateField(label=f"To, activity {row}", widget=DateInput(), required=False),
            )
            for column, field, value in zip(_COLUMNS, fields, initial, strict=True):
                field.initial = value
                self.fields[f"{column}_{row}"] = field

    @property
    def general(self) -> list[tuple[BoundField, Any]]:
        """The fields that every plan has, for the template."""
        return [(self[name], self[name].errors) for name in self.base_fields if name != "rows"]

    @property
    def people(self) -> list[tuple[BoundField, Any]]:
        """The fields about people, for the template."""
        names = (name for pk in self.team for part in Part for name in (f"{part}_{pk}", f"{part}_brings_{pk}"))
        return [(self[name], self[name].errors) for name in names]

    @property
    def activities(self) -> list[tuple[int, list[tuple[BoundField, Any]]]]:
        """The rows of activities with their numbers, for the template."""
        return [
            (row, [(self[f"{c}_{row}"], self[f"{c}_{row}"].errors) for c in _COLUMNS]) for row in self._row_numbers()
        ]

    def _row_numbers(self) -> range:
        return range(1, sum(name.startswith("area_") for name in self.fields) + 1)

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing in a row that is begun, for days in their order, and for whom a task is."""
        data = super().clean() or {}
        for pk in self.team:
            for part in Part:
                if data.get(f"{part}_brings_{pk}") and not data.get(f"{part}_{pk}"):
                    self.add_error(f"{part}_{pk}", "Tick this, or clear what stands below it.")
        self._check_order(data, "starts_on", "ends_on")
        for row in self._row_numbers():
            if not self._is_begun(data, row):
                continue
            for column in _COLUMNS:
                name = f"{column}_{row}"
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Fill this in, or clear the row.")
            self._check_order(data, f"from_{row}", f"to_{row}")
        return data

    def _is_begun(self, data: dict[str, Any], row: int) -> bool:
        """Whether anything but the focus area, which is offered filled, was entered in a row."""
        return any(data.get(f"{column}_{row}") or f"{column}_{row}" in self.errors for column in _COLUMNS[1:])

    def _check_order(self, data: dict[str, Any], first: str, last: str) -> None:
        if data.get(first) and data.get(last) and data[last] < data[first]:
            self.add_error(last, "The last day comes before the first.")

    def _planned(self) -> Iterator[Planned]:
        areas = {str(area.pk): area for area in self.areas}
        for row in self._row_numbers():
            if self._is_begun(self.cleaned_data, row):
                area, *rest = (self.cleaned_data[f"{column}_{row}"] for column in _COLUMNS)
                yield Planned(areas[area], *rest)

    def values(self) -> dict[str, Any]:
        """Gather people and activities."""
        data = self.cleaned_data
        names = ("description", "scope", "audiences", "exit_criteria", "starts_on", "ends_on")
        return {
            **{name: data[name] for name in names},
            "people": [
                Named(person, part, data[f"{part}_brings_{pk}"])
                for pk, person in self.team.items()
                for part in Part
                if data[f"{part}_{pk}"]
            ],
            "activities": list(self._planned()),
        }


def _team(engagement: Any) -> list[Any]:
    return [member for side in people_of(engagement) if side.party == Party.TEAM for member in side.members]


class ConcurForm(VerbForm):
    """A statement, if the chief executive wants to make one, and the hash of what was shown."""

    expected_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    statement = forms.CharField(
        label="Your statement",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="In your own words. It is kept with the concurrence.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Carry the hash of what is shown now."""
        super().__init__(*args, **kwargs)
        self.fields["expected_hash"].initial = self.thing.content_hash


class OpenFocusAreaForm(VerbForm):
    """The reason for an overlap, where an earlier focus area is not complete."""

    overlap_reason = forms.CharField(
        label="Why does it open before every earlier focus area is complete?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="In plain words. The public will read it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask only where there is an overlap."""
        super().__init__(*args, **kwargs)
        if not earlier_incomplete(self.thing).exists():
            del self.fields["overlap_reason"]
