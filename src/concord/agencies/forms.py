"""Input about agencies and their chief executives."""

from typing import Any

from django import forms
from django.conf import settings

from concord.agencies import rules
from concord.agencies.checks.entry import entry_problems
from concord.agencies.checks.ori import normalise_ori
from concord.agencies.checks.profile import Profile
from concord.agencies.directory import FICTIONAL, STATES, TERRITORIES, Kind
from concord.agencies.models import TenureKind
from concord.core.errors import BadInput
from concord.core.forms import DayField, VerbForm

STATE_CHOICES = sorted((STATES | TERRITORIES).items(), key=lambda pair: pair[1])
if settings.CONCORD_DEMO:
    STATE_CHOICES += FICTIONAL.items()


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        """Write dates as the browser expects them."""
        super().__init__(format="%Y-%m-%d")


class OriField(forms.CharField):
    """An ORI with seven or nine characters; its value has nine, or is empty."""

    def clean(self, value: Any) -> str:
        """Write it with nine characters."""
        text = super().clean(value)
        try:
            return normalise_ori(text) if text else ""
        except BadInput as error:
            raise forms.ValidationError(error.reason) from error


class SearchForm(forms.Form):
    """What to look for in the directory, or which state to list."""

    q = forms.CharField(label="Name, place or ORI", max_length=200, required=False)
    state = forms.ChoiceField(label="State", choices=[("", "All states"), *STATE_CHOICES], required=False)


class AddForm(VerbForm):
    """An agency that the directory does not have."""

    name = forms.CharField(label="Name of the agency", max_length=200)
    state = forms.ChoiceField(label="State or territory", choices=[("", "Choose"), *STATE_CHOICES])
    kind = forms.ChoiceField(label="Kind of agency", choices=[("", "Choose"), *Kind.choices])
    ori = OriField(label="ORI", required=False, help_text="Seven or nine characters. Leave empty if it has none.")
    county = forms.CharField(label="County", max_length=100, required=False)
    source = forms.CharField(
        label="Source", max_length=200, help_text="How do you know of it? For example: the request, a public register."
    )
    same_name = forms.BooleanField(label="It is another agency than one of the same name in this state", required=False)

    def clean(self) -> dict[str, Any]:
        """Say before anything is saved what the verb would refuse."""
        data = super().clean() or {}
        if not self.errors:
            facts = {name: data[name] for name in ("name", "state", "kind", "same_name")}
            for problem in entry_problems(ori=data["ori"] or None, **facts):
                self.add_error(None, problem.text)
        return data


class DescribeForm(VerbForm):
    """The agency's profile; for the office also its kind, and an ORI where it has none."""

    population = forms.IntegerField(label="People served", min_value=0, required=False)
    area_sq_mi = forms.DecimalField(label="Area in square miles", max_digits=9, decimal_places=2, required=False)
    sworn = forms.IntegerField(label="Sworn staff", min_value=0, required=False)
    civilian = forms.IntegerField(label="Civilian staff", min_value=0, required=False)
    profile_as_of = DayField(label="The figures are of", widget=DateInput(), required=False)
    profile_source = forms.CharField(
        label="Source of the figures", max_length=200, required=False, help_text="For example: the agency's own report."
    )
    kind = forms.ChoiceField(label="Kind of agency", choices=Kind.choices)
    ori = OriField(label="ORI", required=False, help_text="Seven or nine characters. It is never changed afterwards.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is on record."""
        super().__init__(*args, **kwargs)
        for name, form_field in self.fields.items():
            form_field.initial = getattr(self.thing, name)
        if not rules.may_settle(self.by):
            del self.fields["kind"], self.fields["ori"]
        elif self.thing.ori:
            del self.fields["ori"]

    def values(self) -> dict[str, Any]:
        """Gather the profile."""
        data = dict(self.cleaned_data)
        profile = Profile(**{name: data.pop(name) for name in Profile._fields})
        return {**data, "profile": profile._replace(profile_source=profile.profile_source or None)}


class AppointForm(VerbForm):
    """A chief executive."""

    person_name = forms.CharField(label="Name", max_length=120)
    title = forms.CharField(label="Title", max_length=80, help_text="For example: Chief of Police, Sheriff.")
    kind = forms.ChoiceField(label="Holds the post as", choices=TenureKind.choices, widget=forms.RadioSelect)
    since = DayField(
        label="First day in the post", widget=DateInput(), help_text="Today, or before: record it once they have come."
    )
    until = DayField(
        label="Last day in the post",
        widget=DateInput(),
        required=False,
        help_text="Leave empty for the present chief executive; whoever was in the post then left the day before.",
    )
    source = forms.CharField(label="Source", max_length=200, help_text="For example: the agency's announcement.")


class DepartureForm(VerbForm):
    """The last day of the chief executive in the post."""

    until = DayField(label="Last day in the post", widget=DateInput())
    source = forms.CharField(label="Source", max_length=200, help_text="For example: the agency's announcement.")
