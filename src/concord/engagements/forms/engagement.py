"""Input about an engagement."""

from typing import Any, cast

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.core.roles import ROLES, Level
from concord.engagements import checks
from concord.engagements.models import EndedBy, Part
from concord.engagements.queries import partnerships
from concord.partners.queries import active_providers

FOCUS_AREAS = 8
_MEMBER_ROLES = [(r.key, r.title) for r in ROLES if r.level in (Level.ENGAGEMENT, Level.AGENCY)]


class OpenForm(VerbForm):
    """The site's address and name, and the focus areas in their order."""

    title = forms.CharField(label="Name of the site", max_length=200, help_text="As the public will read it.")
    slug = forms.CharField(
        label="Public address",
        max_length=80,
        help_text="The place's name in small letters, such as “springfield”, with the state where two places share it, "
        "such as “springfield-oh”. It never changes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the rows for focus areas; only the first must be filled."""
        super().__init__(*args, **kwargs)
        if self.thing is not None and self.thing.agency is not None:
            self.fields["title"].initial = self.thing.agency.name
        for number in range(1, FOCUS_AREAS + 1):
            needed = number == 1
            self.fields[f"area_{number}"] = forms.CharField(
                label=f"Focus area {number}: title", max_length=200, required=needed
            )
            self.fields[f"objective_{number}"] = forms.CharField(
                label=f"Focus area {number}: objective",
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
                required=needed,
                help_text="Begin with a verb: assess, examine, plan.",
            )

    def clean(self) -> dict[str, Any]:
        """Say what the verb would refuse."""
        data = super().clean() or {}
        if not self.errors:
            for problem in checks.run(slug=data["slug"], focus_areas=self._areas()):
                self.add_error(None, problem.text)
        return data

    def _areas(self) -> list[tuple[str, str]]:
        """Return the rows in which anything is filled."""
        rows = (
            (self.cleaned_data[f"area_{n}"], self.cleaned_data[f"objective_{n}"]) for n in range(1, FOCUS_AREAS + 1)
        )
        return [row for row in rows if any(row)]

    def values(self) -> dict[str, Any]:
        """Gather the focus areas."""
        data = self.cleaned_data
        return {
            "slug": data["slug"],
            "title": data["title"],
            "focus_areas": self._areas(),
        }


_NOT_PUBLISHED = "In plain words. The office and the agency read it in the history; it is never published."


class TurnForm(ReasonForm):
    """Why an engagement is suspended or resumed, and what the public is told."""

    public_words = LongText(
        label="What the public page says of it",
        rows=3,
        max_length=2000,
        required=False,
        help_text="One or two sentences. Without them the page says only what happened, and on which day.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say of the reason that the public does not read it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _NOT_PUBLISHED


class EndForm(ReasonForm):
    """Who ended an engagement early and why, and what the public is told."""

    ended_by = forms.ChoiceField(
        label="Who ended it",
        choices=EndedBy.choices,
        widget=forms.RadioSelect,
        help_text="The public page says so on the same day.",
    )
    outcome = LongText(
        label="What the public page says of how it ended",
        rows=3,
        max_length=2000,
        required=False,
        help_text="One or two sentences.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say of the reason that the public does not read it."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _NOT_PUBLISHED


class CloseForm(VerbForm):
    """What the public is told when an engagement is over."""

    outcome = LongText(
        label="What the public page says of the outcome", rows=3, max_length=2000, help_text="One or two sentences."
    )


class MemberForm(VerbForm):
    """Who joins, in which role."""

    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(label="Name", max_length=120)
    role = forms.ChoiceField(label="Role", choices=_MEMBER_ROLES)
    last_day = DayField(
        label="Last day (optional)",
        required=False,
        widget=DateInput(),
        help_text="The role ends with this day; without one it goes on until it is ended. To change the day of "
        "somebody who has the role already, add them again with the new one.",
    )


class PartnerForm(VerbForm):
    """Which provider joins, and for what part."""

    provider = forms.ChoiceField(label="Provider", help_text="Whoever is not listed is added under “Providers” first.")
    part = forms.ChoiceField(label="Its part", choices=Part.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the providers that take part in the programme."""
        super().__init__(*args, **kwargs)
        self.known = {each.ref: each for each in active_providers()}
        names = [(ref, each.name) for ref, each in self.known.items()]
        cast("forms.ChoiceField", self.fields["provider"]).choices = [("", "Choose"), *names]

    def values(self) -> dict[str, Any]:
        """Find the provider."""
        return {**self.cleaned_data, "provider": self.known[self.cleaned_data["provider"]]}


class PartnershipEndForm(ReasonForm):
    """Which partnership ends, and why."""

    provider = forms.ChoiceField(label="Partner")
    field_order = ("provider", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the present partners."""
        super().__init__(*args, **kwargs)
        held = partnerships(self.thing).filter(until=None)
        self.known = {each.provider.ref: each.provider for each in held}
        names = [(ref, each.name) for ref, each in self.known.items()]
        cast("forms.ChoiceField", self.fields["provider"]).choices = [("", "Choose"), *names]

    def values(self) -> dict[str, Any]:
        """Find the partner."""
        return {**self.cleaned_data, "provider": self.known[self.cleaned_data["provider"]]}
