"""A request that came by letter, call or mail, as the office enters it: what is not said in it stays open."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from concord.agencies.forms import DateInput
from concord.agencies.models import Agency
from concord.agencies.queries import by_ref
from concord.core.errors import BadInput
from concord.core.forms import DayField, LongText
from concord.intake import telling
from concord.intake.content import Asked
from concord.intake.forms import asking
from concord.intake.forms.step import Around, StepForm, offered
from concord.intake.forms.uploads import AttachedField, named
from concord.intake.models import Channel
from concord.programme.document import Programme

_MATTER = "matter_"


class OriginalForm(StepForm):
    """How it came, with the original."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label="How did it come?",
        choices=[choice for choice in Channel.choices if choice[0] != Channel.ONLINE],
        widget=forms.RadioSelect,
    )
    received_on = DayField(label="When did it come?", widget=DateInput())
    original = AttachedField(label="The original", help_text="The letter or the e-mail; of a call, your note of it.")

    def clean_received_on(self) -> date:
        """Take a day that has come."""
        day: date = self.cleaned_data["received_on"]
        if day > self.around.on:
            raise forms.ValidationError("This day has not come yet.")
        return day

    def values(self) -> dict[str, Any]:
        """Return nothing of what was asked: how it came is the verb's own."""
        return {}


class EntryForm(asking.ByHandForm):
    """The agency by its entry in the directory, or by hand."""

    ref = forms.CharField(
        label="The agency's reference in the directory",
        required=False,
        help_text="Its ORI, or AGY-… for an entry made by hand. With it, name, state and kind are known.",
    )
    field_order = ("ref", "name", "state", "kind")

    def prepare(self) -> None:
        """Ask for the rest only where there is no entry."""
        super().prepare()
        for field in ("name", "state", "kind"):
            self.fields[field].required = False

    def clean(self) -> dict[str, Any]:
        """Find the entry, or want name and state."""
        data = super().clean() or {}
        ref = str(data.get("ref") or "").strip().upper()
        self.agency: Agency | None = by_ref(ref) if ref else None
        if ref and self.agency is None:
            self.add_error("ref", "The directory has no agency with this reference.")
        for field in ("name", "state"):
            if not ref and not data.get(field):
                self.add_error(field, "This is needed where the directory has no entry.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the agency."""
        if self.agency is None:
            return {"agency": None, **super().values()}
        found = self.agency
        return {"agency": found, "agency_name": found.name or found.ref, "agency_state": found.state}


class SaidForm(asking.AuthorityForm):
    """The two questions of eligibility, where they are answered."""

    def prepare(self) -> None:
        """Let both stay open."""
        for field in self.fields.values():
            field.required = False
            field.help_text = "Leave it open if it is not said."

    def values(self) -> dict[str, Any]:
        """Return yes, no, or that it was not said."""
        return {name: None if said == "" else said for name, said in self.cleaned_data.items()}


class WhoForm(asking.CapacityForm):
    """Who asks, and where the chief executive can be reached."""

    chief_email = forms.EmailField(
        label="The chief executive's e-mail address",
        required=False,
        help_text="A link by which the request is authorized is mailed there now. Leave it empty where the "
        "authorization is on paper.",
    )


class WhomForm(asking.ContactForm):
    """Whom we call."""

    def prepare(self) -> None:
        """A letter may give no address."""
        self.fields["contact_email"].required = False


class KindForm(asking.TierForm):
    """The kind of assistance, where it is said."""

    def prepare(self) -> None:
        """Let it stay open."""
        super().prepare()
        self.fields["tier"].required = False
        self.fields["tier"].help_text = "Leave it open if it is not said."


class PendingForm(StepForm):
    """What is declared as pending, by kind. A kind may be called as a field of another section is ("state"), and the
    sections are sent together."""

    def prepare(self) -> None:
        """Give a place to each kind."""
        for kind, label in offered(self.around.programme, "matters.kinds", asking.MATTERS):
            self.fields[_MATTER + kind] = LongText(label=label, rows=2, max_length=4000, required=False)

    def values(self) -> dict[str, Any]:
        """Return what is declared."""
        said = {name.removeprefix(_MATTER): detail for name, detail in self.cleaned_data.items() if detail}
        return {"matters": said}


class Section(NamedTuple):
    """Questions that belong together."""

    heading: str
    hint: str
    form: StepForm


_SECTIONS: tuple[tuple[str, str, type[StepForm]], ...] = (
    ("How it came", "The original is kept with the request.", OriginalForm),
    ("The agency", "", EntryForm),
    ("What the agency does", "", SaidForm),
    ("Other agencies", "", asking.MembersForm),
    ("Who asks", "", WhoForm),
    ("Whom we call", "", WhomForm),
    ("Kind of assistance", "", KindForm),
    ("Topics", "", asking.TopicsForm),
    ("The need", "In their words.", asking.NeedForm),
    ("Other help", "", asking.BeforeForm),
    ("Pending matters", "Only what they declare; leave empty what they do not speak of.", PendingForm),
    ("Who else has a part in it", "", asking.StakeholdersForm),
)


class ReceiveForm:
    """The whole request on one page, for somebody with a letter in hand."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, "UploadedFile[Any]"] | None = None,
        *,
        programme: Programme,
        on: date,
        key: UUID,
    ) -> None:
        """Bind each section to the whole of what was sent."""
        around = Around(programme, on, {})
        typed = None if data is None else dict(data.lists())
        self.sections = [Section(h, hint, form(typed, around=around)) for h, hint, form in _SECTIONS]
        original = self.sections[0].form
        original.initial["submission_key"] = key
        if files is not None:
            original.files = files

    def is_valid(self) -> bool:
        """Say whether every section fits, and the chief executive's link does not go to whoever asks."""
        unfit = [section for section in self.sections if not section.form.is_valid()]  # each, so that each says why
        if not unfit:
            said, who = self._said(), next(s.form for s in self.sections if isinstance(s.form, WhoForm))
            try:
                telling.require_another(said["chief_email"], said["contact_email"])
            except BadInput as wrong:
                who.add_error("chief_email", wrong.reason)
                return False
        return not unfit

    def _said(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        for section in self.sections:
            said |= section.form.values()
        return said

    @property
    def errors(self) -> dict[str, Any]:
        """The faults of all sections."""
        return {name: error for section in self.sections for name, error in section.form.errors.items()}

    def __iter__(self) -> Iterator[Any]:
        """Yield every field, for the summary of the faults."""
        for section in self.sections:
            yield from section.form

    def non_field_errors(self) -> list[str]:
        """There are none: each fault is beside a field."""
        return []

    def values(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        came = self.sections[0].form.cleaned_data
        return {
            "asked": Asked(**self._said()),
            "channel": came["channel"],
            "received_on": came["received_on"],
            "original": named(came["original"]),
            "submission_key": came["submission_key"],
        }
