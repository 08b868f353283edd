"""Input about providers, experts and conflicts of interest."""

from datetime import date
from typing import Any, cast

from django import forms

from concord.agencies.directory import Kind
from concord.agencies.forms import DateInput
from concord.agencies.models import Agency
from concord.agencies.queries import by_ref
from concord.core import clock
from concord.core.checks import Problem
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.partners import checks, queries
from concord.partners.checks.windows import windows_stand_apart
from concord.partners.models import Provider, ProviderKind
from concord.partners.sizes import SizeBand
from concord.partners.states import ConflictState, ExpertState
from concord.programme.document import Topic
from concord.programme.queries import in_force as programme_in_force
from concord.programme.queries import question, topic_editions

LISTS = ("credentials", "topics", "languages", "kinds", "sizes")
WINDOWS = 4
KINDS = [(kind, label) for kind, label in Kind.choices if kind != Kind.UNKNOWN]


class Lines(LongText):
    """A list, one entry a line; its value is a list of texts."""

    def clean(self, value: Any) -> list[str]:
        """Leave out what is empty."""
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write a list one entry a line."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class AgencyField(forms.CharField):
    """An agency by its reference in the directory; its value is the agency."""

    def clean(self, value: Any) -> Agency | None:
        """Find the agency."""
        ref = (super().clean(value) or "").strip()
        found = by_ref(ref) if ref else None
        if ref and found is None:
            raise forms.ValidationError(f"The directory has no agency {ref}.")
        return found


def _agency_field(*, required: bool) -> AgencyField:
    return AgencyField(
        label="Agency",
        max_length=20,
        required=required,
        help_text="Its reference in the directory: its ORI, or AGY-… for an entry made by hand.",
    )


def _topic_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every topic under its edition, ended ones too: what somebody knows does not end."""
    offered = topic_editions(programme_in_force(clock.today()))
    return [
        (each.edition.label, [(topic.key, topic.text) for _, family in each.families for topic in family])
        for each in offered
    ]


def _provider_choices(now: Provider | None = None) -> list[tuple[str, str]]:
    """Return the providers that take part, and the one that stands in the entry now."""
    rows = {provider.ref: provider.name for provider in queries.active_providers()}
    return [("", "None: independent"), *(rows | ({now.ref: now.name} if now else {})).items()]


def _require_sound(form: forms.Form, problems: list[Problem]) -> None:
    for problem in problems:
        form.add_error(None, problem.text)


class ProviderForm(VerbForm):
    """An organization and how to reach it."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind of organization", choices=[("", "Choose"), *ProviderKind.choices])
    website = forms.URLField(label="Website", required=False, assume_scheme="https", help_text="https://…")
    contact_name = forms.CharField(label="Contact: name", max_length=120)
    contact_email = forms.EmailField(label="Contact: e-mail address")
    contact_phone = forms.CharField(label="Contact: telephone", max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what is on record."""
        super().__init__(*args, **kwargs)
        if self.thing is not None:
            for name, form_field in self.fields.items():
                form_field.initial = getattr(self.thing, name)


class DescribeExpertForm(VerbForm):
    """What an expert knows, and where they have worked."""

    provider = forms.ChoiceField(label="Provider", required=False)
    credentials = Lines(
        label="Credentials from the field",
        rows=4,
        max_length=2600,
        help_text="One a line, the one that counts most first. For example: “Patrol captain, 24 years, now retired”.",
    )
    topics = forms.MultipleChoiceField(label="Topics", required=False, widget=forms.CheckboxSelectMultiple)
    languages = Lines(
        label="Languages", rows=2, max_length=400, required=False, help_text="One a line: those they can work in."
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds of agency worked with", choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    sizes = forms.MultipleChoiceField(
        label="Sizes of agency worked with",
        choices=SizeBand.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer topics and providers; show what is on record."""
        super().__init__(*args, **kwargs)
        now = self.thing.provider if self.thing is not None else None
        cast("forms.ChoiceField", self.fields["topics"]).choices = _topic_choices()
        cast("forms.ChoiceField", self.fields["provider"]).choices = _provider_choices(now)
        if self.thing is not None:
            self.fields["provider"].initial = now.ref if now else ""
            for name in LISTS:
                self.fields[name].initial = getattr(self.thing, name)

    def clean(self) -> dict[str, Any]:
        """Say what the verb would refuse."""
        data = super().clean() or {}
        if not self.errors:
            entry = {name: data[name] for name in LISTS}
            _require_sound(self, checks.run(entry, topics=queries.topics(clock.today())))
        return data

    def values(self) -> dict[str, Any]:
        """Find the provider."""
        ref = self.cleaned_data["provider"]
        return {**self.cleaned_data, "provider": queries.provider(ref) if ref else None}


class AddExpertForm(DescribeExpertForm):
    """Somebody new on the roster."""

    email = forms.EmailField(label="E-mail address", help_text="Of their account; whoever has none gets one.")
    name = forms.CharField(label="Name", max_length=120)
    field_order = ("name", "email")


class AvailabilityForm(VerbForm):
    """Windows in which an expert is available. Empty rows are left out; none at all is an answer too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show the windows on record, and room for more."""
        super().__init__(*args, **kwargs)
        known = [(window.starts_on, window.ends_on) for window in self.thing.windows]
        for number in range(1, max(WINDOWS, len(known) + 2) + 1):
            first, last = known[number - 1] if number <= len(known) else (None, None)
            self.fields[f"starts_{number}"] = DayField(
                label=f"Window {number}: from", widget=DateInput(), required=False, initial=first
            )
            self.fields[f"ends_{number}"] = DayField(
                label=f"Window {number}: to", widget=DateInput(), required=False, initial=last
            )

    def clean(self) -> dict[str, Any]:
        """A window has both its days; what the verb would refuse is said."""
        data = super().clean() or {}
        for number in self._numbers():
            if (data.get(f"starts_{number}") is None) != (data.get(f"ends_{number}") is None):
                self.add_error(f"ends_{number}", f"Window {number} needs its first and its last day, or neither.")
        if not self.errors:
            _require_sound(self, windows_stand_apart(self._windows()))
        return data

    def _numbers(self) -> range:
        return range(1, len(self.fields) // 2 + 1)

    def _windows(self) -> list[tuple[date, date]]:
        data = self.cleaned_data
        return [(data[f"starts_{n}"], data[f"ends_{n}"]) for n in self._numbers() if data[f"starts_{n}"]]

    def values(self) -> dict[str, Any]:
        """Gather the windows."""
        return {"windows": self._windows()}


class _DaysForm(forms.Form):
    """A form in the address that may ask for a first and a last day."""

    starts_on = DayField(label="Available from", widget=DateInput(), required=False)
    ends_on = DayField(label="Available to", widget=DateInput(), required=False)

    def clean(self) -> dict[str, Any]:
        """Both days, or neither, in their order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        readable = "starts_on" in data and "ends_on" in data
        if readable and (first is None) != (last is None):
            self.add_error("ends_on" if last is None else "starts_on", "Give the first and the last day, or neither.")
        elif first and last and last < first:
            self.add_error("ends_on", "The last day is before the first.")
        return data

    def window(self) -> tuple[date, date] | None:
        """Return the days of a valid form, or None."""
        first, last = self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
        return (first, last) if first and last else None


class RosterForm(_DaysForm):
    """The filters of the roster, in the address."""

    topic = forms.ChoiceField(label="Topic", required=False)
    kind = forms.ChoiceField(label="Worked with", required=False, choices=[("", "Any kind of agency"), *KINDS])
    size = forms.ChoiceField(label="Size of agency", required=False, choices=[("", "Any size"), *SizeBand.choices])
    language = forms.ChoiceField(label="Language", required=False)
    provider = forms.ChoiceField(label="Provider", required=False)
    state = forms.ChoiceField(label="Shows", required=False, choices=ExpertState.choices)
    field_order = ("topic", "kind", "size", "language", "provider", "starts_on", "ends_on", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what there is."""
        super().__init__(*args, **kwargs)
        languages = [(language, language) for language in queries.languages()]
        providers = [(provider.ref, provider.name) for provider in queries.active_providers()]
        cast("forms.ChoiceField", self.fields["topic"]).choices = [("", "Any topic"), *_topic_choices()]
        cast("forms.ChoiceField", self.fields["language"]).choices = [("", "Any language"), *languages]
        cast("forms.ChoiceField", self.fields["provider"]).choices = [("", "Any provider"), *providers]

    def filters(self) -> queries.Filters:
        """Return the filters of a valid form."""
        data = self.cleaned_data
        chosen = {name: data[name] for name in ("topic", "kind", "size", "language")}
        provider = queries.provider(data["provider"]) if data["provider"] else None
        state = data["state"] or ExpertState.ON_ROSTER
        return queries.Filters(**chosen, provider=provider, available=self.window(), state=state)


class MatchForm(_DaysForm):
    """What an assignment asks for, in the address."""

    agency = _agency_field(required=False)
    languages = forms.CharField(
        label="Languages", max_length=200, required=False, help_text="With commas between them."
    )
    topics = forms.MultipleChoiceField(label="Topics", required=False, widget=forms.CheckboxSelectMultiple)
    field_order = ("agency", "languages", "starts_on", "ends_on", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the topics."""
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["topics"]).choices = _topic_choices()

    def clean_languages(self) -> list[str]:
        """Split the list; each language once."""
        typed = (language.strip() for language in self.cleaned_data["languages"].split(","))
        return list({language.casefold(): language for language in typed if language}.values())

    def chosen_topics(self) -> list[Topic]:
        """Return the topics that were chosen, in the order of the programme."""
        known = queries.topics(clock.today())
        return [known[key] for key in known if key in self.cleaned_data["topics"]]


class AskForm(VerbForm):
    """Who is asked to declare, about which agency."""

    name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(label="E-mail address", help_text="Of their account; whoever has none gets one.")
    agency = _agency_field(required=True)


class DeclareForm(VerbForm):
    """Whether there is a conflict of interest, and which."""

    answer = forms.ChoiceField(
        choices=[
            ("no", "No, none that I know of"),
            ("yes", "Yes, or something that could look like one"),
        ],
        widget=forms.RadioSelect,
    )
    detail = LongText(
        label="If yes: what is it?",
        rows=6,
        max_length=5000,
        required=False,
        help_text="In your own words. It is kept encrypted; you and the programme officers read it, nobody else.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put the question as the edition in force does, with its examples."""
        super().__init__(*args, **kwargs)
        if words := question(programme_in_force(clock.today()), "conflict.answer"):
            self.fields["answer"].label, self.fields["answer"].help_text = words.label, words.help

    def clean(self) -> dict[str, Any]:
        """The words belong to a yes, and a yes needs them."""
        data = super().clean() or {}
        if data.get("answer") == "yes" and not (data.get("detail") or "").strip():
            self.add_error("detail", "Say what it is, so that the office can decide.")
        elif data.get("answer") == "no" and (data.get("detail") or "").strip():
            self.add_error("answer", "You chose no, and wrote what it is. Choose yes, or take the words away.")
        return data

    def values(self) -> dict[str, Any]:
        """Turn the answer into a fact."""
        return {"has_conflict": self.cleaned_data["answer"] == "yes", "detail": self.cleaned_data["detail"]}


class RulingForm(ReasonForm):
    """Why the office decides as it does."""

    reason = LongText(
        label="Reason",
        rows=4,
        max_length=2000,
        help_text="It is kept in the history, which auditors read: do not repeat what was declared in confidence.",
    )


class ManageForm(RulingForm):
    """Under which conditions somebody may serve, and why."""

    conditions = LongText(
        label="Conditions",
        rows=4,
        max_length=2000,
        help_text="What the person does not take part in, or who else is present. For example: “Takes no part in the "
        "interviews with the records unit.”",
    )
    field_order = ("conditions", "reason")


class DeclarationsForm(forms.Form):
    """The filter of the declarations, in the address."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *ConflictState.choices])
