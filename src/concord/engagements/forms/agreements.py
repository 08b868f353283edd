"""Input about agreements."""

from datetime import date, timedelta
from typing import Any

from django import forms

from concord.accounts.forms import SigningForm
from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.errors import BadInput
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.engagements import queries, rules
from concord.engagements.checks.signed import signed_in_its_time
from concord.engagements.models import Engagement, Signature
from concord.engagements.models.agreement import SIGNATORIES
from concord.intake.forms.uploads import AttachedField, named
from concord.programme import letters
from concord.programme.queries import days, letter
from concord.programme.queries import of as programme_of

_TEMPLATE = "agreement"  # the letter of the edition from which an agreement begins, where it has one
INTENT = "I have read this agreement. I mean my typed name to be my signature under it."


class DraftForm(VerbForm):
    """What is agreed, and who signs; it begins with the edition's own text where there is one."""

    heading = forms.CharField(label="Heading", max_length=200)
    text = LongText(
        label="Text of the agreement",
        rows=18,
        max_length=40000,
        help_text="An empty line begins a new paragraph. It is written once; a change is a new version.",
    )
    roles = forms.MultipleChoiceField(
        label="Who signs for the agency's side?",
        choices=[(role.key, role.title) for role in SIGNATORIES],
        widget=forms.CheckboxSelectMultiple,
        help_text="Everybody who is named here has to sign before the agreement is in force.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the text of the edition, and with both signatories."""
        super().__init__(*args, **kwargs)
        self.fields["roles"].initial = [role.key for role in SIGNATORIES]
        request = self.thing.request if isinstance(self.thing, Engagement) else self.thing
        if request is None:
            return
        programme, agency = programme_of(request.edition), request.agency_name
        self.fields["heading"].initial = f"Agreement between {programme.office.name} and {agency}"
        try:
            template = letter(programme, _TEMPLATE)
            office = programme.office
            words = {"agency": agency, "reference": request.ref, "office": office.name}
            filled = letters.fill(template, words | {"email": office.email, "phone": office.phone})
        except BadInput:  # the edition has no text of its own, or one that asks for what is not known yet
            return
        self.fields["heading"].initial, self.fields["text"].initial = filled.subject, filled.text


class SendForm(VerbForm):
    """By when each signatory signs; a field for each whose signature is not there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make a field for each open line, with the service standard's day."""
        super().__init__(*args, **kwargs)
        self.holders = queries.signers(self.thing)
        self.lines: list[Signature] = [s for s in self.thing.signatures.all() if s.recorded_at is None]
        for line in self.lines:
            self.fields[line.role] = DayField(
                label=f"{line.who} signs by", initial=self._day, widget=DateInput(), help_text=self._who(line)
            )

    def _day(self) -> date | None:
        try:
            return clock.today() + timedelta(days=days(programme_of(self.thing.request.edition), "signature"))
        except BadInput:
            return None

    def _who(self, line: Signature) -> str:
        names = ", ".join(person.name for person in self.holders.get(line.role, ()))
        return f"{names} is asked by mail." if names else "Nobody holds this role yet: add the person as a member."

    def values(self) -> dict[str, Any]:
        """Gather the days by role."""
        data = self.cleaned_data
        rest = {name: value for name, value in data.items() if name not in {line.role for line in self.lines}}
        return {"due_on": {line.role: data[line.role] for line in self.lines}, **rest}


class ReinstateForm(SendForm, ReasonForm):
    """New days, and why the agreement is taken up again."""


class SignForm(SigningForm):
    """A typed signature: the sentence of intent, the name, the capacity, bound to the text that was shown."""

    expected_hash = forms.CharField(widget=forms.HiddenInput)
    intent = forms.BooleanField(label=INTENT)
    name = forms.CharField(label="Your name, as you sign", max_length=120)
    capacity = forms.CharField(
        label="In what capacity you sign", max_length=200, help_text="Such as: Mayor of Alder Falls, for the city."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Bind the form to the text, and offer the role as the capacity."""
        super().__init__(*args, **kwargs)
        self.fields["expected_hash"].initial = self.thing.content_hash
        line = rules.line_of(self.by, self.thing)
        if line is not None:
            self.fields["capacity"].initial = f"{line.who}, {self.thing.request.agency_name}"

    def values(self) -> dict[str, Any]:
        """Give the sentence itself."""
        return {**super().values(), "intent": INTENT}


class PaperForm(VerbForm):
    """A signature that was given on paper, with its copy."""

    role = forms.ChoiceField(label="Whose signature", widget=forms.RadioSelect)
    name = forms.CharField(label="Name, as it stands on paper", max_length=120)
    capacity = forms.CharField(label="In what capacity", max_length=200)
    signed_on = DayField(label="Signed on", widget=DateInput())
    upload = AttachedField(label="Signed copy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the open lines."""
        super().__init__(*args, **kwargs)
        lines = [(s.role, s.who) for s in self.thing.signatures.all() if s.recorded_at is None]
        self.fields["role"].choices = lines  # type: ignore[attr-defined]  # a ChoiceField

    def clean_signed_on(self) -> date:
        """Refuse a day before there was the text, or one to come."""
        day: date = self.cleaned_data["signed_on"]
        for problem in signed_in_its_time(day, first=queries.drafted_on(self.thing), today=clock.today()):
            self.add_error("signed_on", problem.text)
        return day

    def values(self) -> dict[str, Any]:
        """Give the copy's harmless name and its bytes."""
        data = dict(self.cleaned_data)
        data["file_name"], data["chunks"] = named(data.pop("upload"))
        return data
