"""Input about field work."""

from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.errors import BadInput
from concord.core.forms import DayField, LongText, VerbForm
from concord.engagements.models import Engagement
from concord.engagements.queries import focus_areas, methods
from concord.evidence import queries
from concord.evidence.attendance import Came
from concord.evidence.checks import asks_people, can_be_agreed_to, is_told_alone
from concord.evidence.checks.consent import opened_for_a_reason
from concord.evidence.forms.fields import OPEN_BECAUSE, AttendanceField, NamelessForm
from concord.evidence.models import Attendance, Consent, Given, GroupType, Releasability
from concord.evidence.notes import KINDS, MOST_BYTES
from concord.evidence.notes import read as read_notes
from concord.evidence.states import FieldworkState
from concord.evidence.uploads import READ, limit_mb
from concord.workplans.content import Activity

_CHOOSE = [("", "Choose")]
_SHORT = 90


class HourInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"


def offered(activities: list[Activity]) -> list[tuple[str, str]]:
    """Return activities as choices: what is done, with whom, in which window."""
    return [(a.key, f"{a.what[:_SHORT]} ({a.audience[:_SHORT]}; {a.starts_on} to {a.ends_on})") for a in activities]


class BookForm(NamelessForm):
    """What is booked: an activity of the plan in force, a day in its window, who is to come."""

    nameless = ("title", "place", "wanted")

    activity = forms.ChoiceField(label="Activity of the work plan")
    title = forms.CharField(
        label="Title", max_length=200, help_text="Such as: Ride-along, north sector, evening shift. Never a name."
    )
    planned_on = DayField(label="Day", widget=DateInput(), help_text="Inside the window of the activity.")
    hour = forms.TimeField(label="Hour", widget=HourInput(format="%H:%M"), required=False)
    place = forms.CharField(label="Place", max_length=200, required=False, help_text="A room or a street, no home.")
    audience = forms.ChoiceField(label="With whom", required=False, help_text="As the work plan says who is heard.")
    voice = forms.ChoiceField(label="Voice", required=False, help_text="By it one sees whose voices are missing.")
    group_type = forms.ChoiceField(
        label="Who sits together? (groups only)", required=False, choices=[("", "It is no group"), *GroupType.choices]
    )
    wanted = AttendanceField(label="Who is to come? (groups only)")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the plan in force and the edition have."""
        super().__init__(*args, **kwargs)
        activities = queries.activities(self.thing)
        said = dict.fromkeys([a.audience for a in activities if a.audience])
        audiences = [*said, *(one for one in queries.audiences(self.thing.engagement) if one not in said)]
        choices = {
            "activity": [*_CHOOSE, *offered(activities)],
            "audience": [("", "As the activity says"), *((one, one) for one in audiences)],
            "voice": [("", "None of them"), *((v.key, v.label) for v in queries.voices_known(self.thing.engagement))],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]  # a ChoiceField


class MoveForm(NamelessForm):
    """Another day, hour or place."""

    nameless = ("place",)

    planned_on = DayField(label="Day", widget=DateInput(), help_text="Inside the window of the activity.")
    hour = forms.TimeField(label="Hour", widget=HourInput(format="%H:%M"), required=False)
    place = forms.CharField(label="Place", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is booked."""
        thing = kwargs["thing"]
        now = {"planned_on": thing.planned_on, "hour": thing.hour, "place": thing.place}
        kwargs["initial"] = {**now, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class NotesForm(VerbForm):
    """What is typed while it goes on: facts, and thoughts apart from them."""

    facts = LongText(label="Facts", rows=16, max_length=200_000, required=False)
    thoughts = LongText(
        label="Your own thoughts",
        rows=5,
        max_length=50_000,
        required=False,
        help_text="They stay with the team, apart from the facts, and go into no report.",
    )


class ImportForm(forms.Form):
    """A file of notes that were written elsewhere."""

    notes = forms.FileField(
        label="Notes from a file",
        help_text=f"{', '.join(KINDS)}. Its text is added to the facts below what is there; the file is not kept.",
    )

    def clean_notes(self) -> str:
        """Return the text of the file."""
        upload = self.cleaned_data["notes"]
        try:
            return read_notes(upload.name, upload.read(MOST_BYTES + 1))
        except BadInput as bad:
            raise forms.ValidationError(bad.reason) from None


class HeldForm(NamelessForm):
    """What is recorded when it was held."""

    nameless = ("came", "open_because")

    held_on = DayField(label="Held on", widget=DateInput())
    count = forms.IntegerField(label="How many", min_value=1, max_value=100_000, initial=1)
    came = AttendanceField(label="Who came")
    consent = forms.ChoiceField(
        label="What did those who took part agree to?", choices=Consent.choices, widget=forms.RadioSelect
    )
    consent_given = forms.ChoiceField(
        label="How did they agree?", required=False, choices=[("", "Nobody was asked anything"), *Given.choices]
    )
    facts = LongText(label="Facts", rows=12, max_length=200_000, help_text="What was seen, read or said.")
    thoughts = LongText(
        label="Your own thoughts",
        rows=4,
        max_length=50_000,
        required=False,
        help_text="They stay with the team, apart from the facts.",
    )
    releasability = forms.ChoiceField(
        label="How far may the facts travel?",
        choices=Releasability.choices,
        widget=forms.RadioSelect,
        help_text="What is not for publication is confidential, or law-enforcement sensitive.",
    )
    open_because = forms.CharField(**OPEN_BECAUSE)
    upload = forms.FileField(label="File", required=False)
    noted = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the day, what was typed, and who was wanted."""
        thing = kwargs["thing"]
        kept = queries.notes_of(thing)  # first: what is typed meanwhile is then missed by nobody
        notes = queries.drafted(thing)
        wanted: list[Attendance] = list(thing.attendance.all())
        begun: dict[str, Any] = {
            "held_on": min(thing.planned_on, clock.today()),
            "facts": notes.facts,
            "thoughts": notes.thoughts,
            "noted": kept.number if kept else 0,
            "came": tuple(Came(row.group, row.rank, row.wanted or 0) for row in wanted),
        }
        kwargs["initial"] = {**begun, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = f"At most {limit_mb()} MB. {READ}"
        method = queries.method_of(thing)
        if asks_people(method):
            asked = [(one, one.label) for one in can_be_agreed_to(method)]
            self.fields["consent"].choices = asked  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["consent_given"].choices = [*_CHOOSE, *Given.choices]  # type: ignore[attr-defined]  # the same
        if is_told_alone(method):
            self.fields["releasability"].initial = Releasability.CONFIDENTIAL
        else:
            del self.fields["open_because"]
        if method is not None:
            self.fields["count"].help_text = f"{method.counted.capitalize()}. {method.counting}".strip()
        if wanted:
            self.fields["came"].help_text = "These were wanted. Change each number to how many came."

    def clean(self) -> dict[str, Any]:
        """Ask at its own line why an interview is not confidential."""
        data = super().clean()
        if "open_because" in self.fields:
            told = data.get("releasability", ""), data.get("open_because", "")
            for problem in opened_for_a_reason(queries.method_of(self.thing), *told):
                self.add_error("open_because", f"Expected {problem.text}.")
        return data


class WaiveForm(VerbForm):
    """Which activity is not held, and why."""

    activity = forms.ChoiceField(label="Activity of the work plan")
    reason = LongText(label="Reason", rows=4, max_length=2000, help_text="In plain words. It is kept in the history.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the activities that are still open."""
        super().__init__(*args, **kwargs)
        left = [one.activity for one in queries.standings(self.thing) if not one.is_done]
        self.fields["activity"].choices = [*_CHOOSE, *offered(left)]  # type: ignore[attr-defined]  # a ChoiceField


class FieldworkFilter(forms.Form):
    """Which field work a list shows."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *FieldworkState.choices])
    method = forms.ChoiceField(label="Method", required=False)
    area = forms.ChoiceField(label="Focus area", required=False)

    def __init__(self, *args: Any, of: Engagement, **kwargs: Any) -> None:
        """Offer the methods and the focus areas of the engagement."""
        super().__init__(*args, **kwargs)
        known = [(method.key, method.name) for method in methods(of)]
        areas = [(str(area.number), f"{area.number}. {area.title}") for area in focus_areas(of)]
        self.fields["method"].choices = [("", "All"), *known]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["area"].choices = [("", "All"), *areas]  # type: ignore[attr-defined]  # a ChoiceField


class AsOfForm(forms.Form):
    """Up to which day is counted."""

    as_of = DayField(label="Up to this day", widget=DateInput(), required=False)
