"""The parts of a draft as forms, one thing a page: each gives the value of one section or of one row (content.py)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText, VerbForm
from concord.core.permissions import Party
from concord.engagements.queries import people_of
from concord.programme.document import Programme
from concord.workplans.areas import can_be_changed
from concord.workplans.checks.costs import why_not_paid
from concord.workplans.content import Content
from concord.workplans.means import means_of
from concord.workplans.queries import programme as programme_of
from concord.workplans.wording import means_named

_NONE = [("", "–")]


def prose(label: str, *, rows: int = 5, required: bool = True, hint: str = "") -> LongText:
    """Make a field of several lines."""
    return LongText(label=label, rows=rows, max_length=20000, required=required, help_text=hint)


def line(label: str, *, required: bool = True, hint: str = "") -> forms.CharField:
    """Make a field of one line."""
    return forms.CharField(label=label, max_length=300, required=required, help_text=hint)


class _Lines(LongText):
    """Texts, one a line; empty lines count for nothing."""

    def clean(self, value: Any) -> list[str]:
        return [row.strip() for row in super().clean(value).splitlines() if row.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class PartForm(VerbForm):
    """One part; `thing` is the version, `content` what it says now, `value` what the part says, None for a new row.

    With `unfinished` it is read while somebody still types: nothing is required, and a field that cannot be read
    yet keeps what it said before (`left`)."""

    def __init__(
        self,
        *args: Any,
        value: Mapping[str, Any] | None = None,
        content: Content,
        unfinished: bool = False,
        **kwargs: Any,
    ) -> None:
        """Show what the part says now."""
        initial = {name: self.shown(name, each) for name, each in (value or {}).items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.content, self.before = content, value or {}
        self.prepare(programme_of(self.thing))
        for field in self.fields.values() if unfinished else ():
            field.required = False

    def prepare(self, programme: Programme) -> None:
        """Fill the choices from the programme's data and the plan."""

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as its field shows it."""
        return date.fromisoformat(value) if value and isinstance(self.base_fields.get(name), DayField) else value

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def _areas(self, nothing: str = "") -> list[tuple[Any, str]]:
        first = [("0", nothing)] if nothing else list(_NONE)
        return [*first, *((area.number, f"{area.number}. {area.title}") for area in self.content.areas)]

    def _in_order(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "The last day comes before the first.")
        return data

    def value(self) -> dict[str, Any]:
        """Return the part's value: texts, numbers and ISO days."""
        return {name: self._plain(name, self.cleaned_data.get(name)) for name in self.fields}

    @property
    def left(self) -> list[str]:
        """The labels of the fields that could not be read."""
        return [str(self.fields[name].label) for name in self.errors if name in self.fields]

    def _plain(self, name: str, value: Any) -> Any:
        if name in self.errors:
            return self.before.get(name, self._empty(name))
        if isinstance(value, date):
            return value.isoformat()
        return self._empty(name) if value is None or value == "" else value

    def _empty(self, name: str) -> Any:
        """Return what a part says of a field that says nothing yet."""
        if isinstance(self.fields[name], _Lines):
            return []
        return 0 if isinstance(self.fields[name], forms.IntegerField | forms.TypedChoiceField) else ""


class ChangesForm(PartForm):
    changes = prose("What changes, and why", hint="The chief executive reads this first.")


class GoalForm(PartForm):
    goal = prose("Goal", rows=3, hint="One sentence: what is different when the work is done?")


class ObjectiveForm(PartForm):
    text = prose("Objective", rows=3, hint="Begin with a verb: assess, examine, plan.")


class DescriptionForm(PartForm):
    description = prose("Technical assistance", rows=9, hint="What the team does for the agency, in detail.")


class ScopeForm(PartForm):
    scope = prose("What is looked at", rows=6)
    out_of_scope = prose("What is not looked at", rows=4, required=False)


class AreaForm(PartForm):
    """A focus area. What was agreed on, or has begun, is opened as it stands; only its topic is chosen here."""

    title = line("Title")
    objective = prose("Objective", rows=3, hint="Begin with a verb: assess, examine, plan.")
    topic = forms.ChoiceField(
        label="Topic", required=False, help_text="The topic of the programme under which the agency asked for it."
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def prepare(self, programme: Programme) -> None:
        """Offer the topics of the edition, and keep the words of what the engagement has."""
        self._choose("topic", [*_NONE, *((topic.key, topic.text) for topic in programme.topic)])
        self.fields["number"].disabled = True
        number = self.initial.get("number", 0)
        there = self.thing.engagement.focus_areas.filter(number=number).first()
        fixed = there is not None and not can_be_changed(self.thing, there)
        for name in ("title", "objective"):
            self.fields[name].disabled = fixed

    def value(self) -> dict[str, Any]:
        """Keep the number; a new one gets its own when it is added."""
        return {**super().value(), "number": self.initial.get("number", 0)}


class ActivityForm(PartForm):
    """An activity; a cost that the programme does not pay for is refused with the programme's reason."""

    area = forms.TypedChoiceField(label="Focus area", coerce=int)
    method = forms.ChoiceField(label="Method")
    what = line("What is done", hint="Such as: twelve interviews with sergeants.")
    audience = line("With whom, or on what")
    who = line("Who does it")
    starts_on = DayField(label="From", widget=DateInput())
    ends_on = DayField(
        label="To", widget=DateInput(), help_text="A booking inside this window needs no new concurrence."
    )
    deliverable = line("What comes of it", hint="Such as: a summary for the findings.")
    cost = forms.ChoiceField(label="What it costs money for")

    def prepare(self, programme: Programme) -> None:
        """Offer focus areas, methods (what is chosen stays) and cost categories, those that cannot be paid too, so that
        the reason is said."""
        self.programme = programme
        self._choose("area", self._areas())
        means, said = means_of(self.thing.engagement, programme), str(self.initial.get("method", ""))
        kept = {said: means_named(programme).get(said, said)} if said else {}
        self.fields["method"].label = means.called
        self._choose("method", [*_NONE, *(means.names | kept).items()])
        self._choose("cost", [*_NONE, *((c.key, c.label) for c in programme.cost_category)])
        if not programme.cost_category:  # an edition from before there were any
            del self.fields["cost"]

    def clean_cost(self) -> str:
        """Refuse what the programme does not pay for."""
        cost = str(self.cleaned_data["cost"])
        if why := why_not_paid(self.programme, cost):
            raise forms.ValidationError(f"This cannot be paid. {why}")
        return cost

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order."""
        return self._in_order(super().clean() or {})

    def value(self) -> dict[str, Any]:
        """Say nothing of the cost where the edition has no categories."""
        return {"cost": "", **super().value()}


class NamedForm(PartForm):
    """Somebody of the team."""

    person = forms.ChoiceField(label="Person", help_text="From the team of this engagement.")
    part = forms.ChoiceField(
        label="In which part",
        choices=[("expert", "Subject matter expert"), ("staff", "Staff assigned")],
        widget=forms.RadioSelect,
    )
    brings = line("Subject or task", required=False, hint="Such as: complaint systems; leads the team.")

    def prepare(self, programme: Programme) -> None:
        """Offer the team as it is now."""
        del programme
        sides = people_of(self.thing.engagement)
        team = [m.person for side in sides if side.party == Party.TEAM for m in side.members]
        self.names = {person.actor_key: person.name for person in team}
        self._choose("person", [*_NONE, *self.names.items()])

    def value(self) -> dict[str, Any]:
        """Keep the name as it is now."""
        found = super().value()
        return {**found, "name": self.names.get(found["person"], "")}


class AudiencesForm(PartForm):
    audiences = _Lines(label="Who is heard", rows=7, max_length=8000, help_text="One group a line.")


class NeedForm(PartForm):
    kind = forms.ChoiceField(
        label="Kind", choices=[("document", "A document"), ("data", "Data")], widget=forms.RadioSelect
    )
    what = line("What is asked for", hint="Such as: the complaint policy in force.")
    holder = line("Who has it", required=False)
    needed_by = DayField(label="Needed by", widget=DateInput(), required=False)


class QuestionForm(PartForm):
    """A question that data analysis is to answer."""

    text = prose("Question", rows=3)
    area = forms.TypedChoiceField(label="Focus area", coerce=int)

    def prepare(self, programme: Programme) -> None:
        """Offer the focus areas, and all of them together."""
        del programme
        self._choose("area", self._areas("All focus areas"))


class EngagementStrategyForm(PartForm):
    engagement_strategy = prose(
        "Community engagement", rows=9, hint="How the community has a part, and learns what came of it."
    )


class CommunicationForm(PartForm):
    communication = prose("Communication", rows=9, hint="Who tells whom what, when and how.")


class ReportingForm(PartForm):
    reporting_months = forms.IntegerField(label="Months between reports", min_value=1, max_value=24)
    reporting = prose(
        "More about the reports", rows=4, required=False, hint="To whom, and anything out of the ordinary."
    )


class CriterionForm(PartForm):
    text = prose("What must be seen before the engagement closes", rows=3)
    shown_by = line("By what one sees it", required=False)


class ScheduleForm(PartForm):
    """The first and the last day."""

    starts_on = DayField(label="First day", widget=DateInput())
    ends_on = DayField(label="Last day", widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """Ask for days in their order."""
        return self._in_order(super().clean() or {})


_FORMS: dict[str, type[PartForm]] = {
    "changes": ChangesForm,
    "goal": GoalForm,
    "objectives": ObjectiveForm,
    "description": DescriptionForm,
    "scope": ScopeForm,
    "areas": AreaForm,
    "activities": ActivityForm,
    "people": NamedForm,
    "audiences": AudiencesForm,
    "needs": NeedForm,
    "questions": QuestionForm,
    "engagement_strategy": EngagementStrategyForm,
    "communication": CommunicationForm,
    "reporting": ReportingForm,
    "exit_criteria": CriterionForm,
    "schedule": ScheduleForm,
}


def form_of(section: str) -> type[PartForm]:
    """Return the form of a section, or of its rows. Raises KeyError."""
    return _FORMS[section]
