"""Input of what keeps evidence confidential: identities, restricting, redacting, records requests, retention."""

from collections.abc import Iterable
from typing import Any

from django import forms

from concord.agencies.forms import DateInput
from concord.analysis.text.redacting import Span, occurrences
from concord.core import clock
from concord.core.forms import DayField, LongText, ReasonForm, VerbForm
from concord.engagements.queries import method_named
from concord.evidence import checks, consent, queries
from concord.evidence.actions.redacting import REMOVED, Part
from concord.evidence.forms.fields import NamelessReasonForm, bases_offered
from concord.evidence.models import DocumentRedaction, Passage, Releasability
from concord.evidence.retention import RECORDS
from concord.programme.queries import in_force


class KeepForm(VerbForm):
    """A contact, and the day until whose end whoever booked sees it."""

    name = forms.CharField(label="Name", max_length=200)
    phone = forms.CharField(label="Telephone", max_length=60, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    words = forms.CharField(
        label="What the person does", max_length=300, required=False, help_text="Such as: sergeant, night shift."
    )
    subject = forms.ChoiceField(
        label="What it is for",
        required=False,
        help_text="The contact moves with the booking, and is sealed as soon as that is recorded as held.",
    )
    until = DayField(
        label="Day of the talk",
        widget=DateInput(),
        help_text="To its end you see the contact; then it is sealed, and two people and a reason open it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the field work that is booked."""
        super().__init__(*args, **kwargs)
        booked = [(one.ref, f"{one.ref} {one.title} ({one.planned_on})") for one in queries.booked_in(self.thing)]
        choices = [("", "Nothing that is booked here"), *booked]
        self.fields["subject"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class AskToOpenForm(NamelessReasonForm):
    """Why a sealed identity is to be opened."""

    reason = LongText(
        label="Reason",
        rows=4,
        max_length=2000,
        help_text="Without any name. The person who decides and the auditor read it.",
    )


class RestrictForm(ReasonForm):
    """How far an item may travel, and on which basis it is withheld."""

    releasability = forms.ChoiceField(
        label="How far may it travel?", choices=Releasability.choices[1:], widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(label="On which basis?")
    field_order = ("releasability", "basis", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the bases of the engagement's edition, by the kind of evidence."""
        super().__init__(*args, **kwargs)
        choices = [("", "Choose"), *bases_offered(self.thing.engagement)]
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class ConsentForm(VerbForm):
    """What those who took part agree to now, and why that has changed."""

    agreed = forms.ChoiceField(label="What do those who took part agree to now?", widget=forms.RadioSelect)
    reason = LongText(
        label="Reason", rows=4, max_length=2000, help_text="Such as how and when they said so. It is kept sealed."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what can be agreed to by the method, and begin with what holds."""
        kwargs["initial"] = {"agreed": consent.of(kwargs["thing"]), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        method = method_named(self.thing.engagement, self.thing.method)
        offered = [(one, one.label) for one in checks.can_be_agreed_to(method)]
        self.fields["agreed"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField


class RedactForm(VerbForm):
    """Which suggestions are accepted, and what else is removed wherever it stands."""

    accepted = forms.MultipleChoiceField(
        label="Suggestions",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They are found by their shape; look through the text yourself. Nothing is removed that you do not "
        "choose.",
    )
    words = LongText(
        label="Remove these words too",
        rows=4,
        max_length=4000,
        required=False,
        help_text="One a line, as they are written; each is removed wherever it stands.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the recognisers find."""
        super().__init__(*args, **kwargs)
        self.found = {f"{s.span.start}-{s.span.end}": s for s in queries.suggestions(self.thing)}
        choices = [(key, f"{s.span.kind}: {s.it} (…{s.before}▸{s.it}◂{s.after}…)") for key, s in self.found.items()]
        self.fields["accepted"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not choices:
            del self.fields["accepted"]

    def clean(self) -> dict[str, Any]:
        """Refuse words that are not in the text, and a form that asks for nothing."""
        data = super().clean() or {}
        text = queries.facts(self.thing)
        lines = [line.strip() for line in (data.get("words") or "").splitlines() if line.strip()]
        for line in lines:
            if not occurrences(text, [line]):
                self.add_error("words", f"“{line}” does not stand in the text.")
        if not lines and not data.get("accepted") and not self.errors:
            self.add_error("words", "Choose a suggestion, or write what is to be removed.")
        return data

    def values(self) -> dict[str, Any]:
        """Give the parts of the text."""
        text = queries.facts(self.thing)
        lines = {line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()}
        typed = [Span(span.start, span.end, REMOVED) for span in occurrences(text, lines)]
        return {"spans": [*(self.found[key].span for key in self.cleaned_data.get("accepted", [])), *typed]}


class RedactPageForm(forms.Form):
    """Which suggestions on a page of a document are accepted, and what else goes wherever it stands in the document."""

    accepted = forms.MultipleChoiceField(
        label="Suggestions on this page",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They are found by their shape; look through the text yourself. Nothing is removed that you do not "
        "choose.",
    )
    words = LongText(
        label="Remove these words too",
        rows=4,
        max_length=4000,
        required=False,
        help_text="One a line, as they are written; each is removed wherever it stands in the document.",
    )
    anew = forms.BooleanField(
        label="Begin anew: put back what an earlier version was without",
        required=False,
    )

    def __init__(
        self, *args: Any, passages: Iterable[Passage], version: DocumentRedaction | None, **kwargs: Any
    ) -> None:
        """Offer what the recognisers find on the page and the newest version, if there is one, still says."""
        super().__init__(*args, **kwargs)
        self.auto_id = "%s"
        self.found = {
            f"{one.number}-{s.span.start}-{s.span.end}": (one, s)
            for one in passages
            for s in queries.suggestions_in(one.text)
            if version is None or not version.is_without(one, s.span)
        }
        choices = [
            (key, f"{s.span.kind}: {s.it} (¶{one.number}: …{s.before}▸{s.it}◂{s.after}…)")
            for key, (one, s) in self.found.items()
        ]
        self.fields["accepted"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if not choices:
            del self.fields["accepted"]
        if version is None:
            del self.fields["anew"]

    def clean(self) -> dict[str, Any]:
        """Refuse a form that asks for nothing."""
        data = super().clean() or {}
        if not self._lines() and not data.get("accepted") and not self.errors:
            self.add_error("words", "Choose a suggestion, or write what is to be removed.")
        return data

    def _lines(self) -> list[str]:
        typed = (self.cleaned_data.get("words") or "").splitlines()
        return list(dict.fromkeys(line.strip() for line in typed if line.strip()))

    def values(self) -> dict[str, Any]:
        """Give the parts, the words, and whether to begin anew."""
        chosen = [self.found[key] for key in self.cleaned_data.get("accepted", [])]
        return {
            "parts": [Part(one.page, one.number, suggestion.span) for one, suggestion in chosen],
            "words": self._lines(),
            "anew": self.cleaned_data.get("anew", False),
        }


class FoiaForm(VerbForm):
    """Which request a set answers."""

    request_number = forms.CharField(
        label="Number of the request", max_length=80, help_text="As your records office counts it; not who asked."
    )
    received_on = DayField(label="Received on", widget=DateInput())


class ProposeForm(VerbForm):
    """Which rule, and the authority to destroy."""

    rule = forms.ChoiceField(label="Which records?")
    authority = forms.CharField(
        label="Authority",
        max_length=200,
        help_text="The item of the approved records schedule. Records without one are not destroyed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the rules of the edition in force by which something can be destroyed."""
        super().__init__(*args, **kwargs)
        known = {record.rule for record in RECORDS}
        rules = [rule for rule in in_force(clock.today()).retention if rule.key in known and rule.then != "keep"]
        choices = [("", "Choose"), *((rule.key, rule.label) for rule in rules)]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class HoldForm(VerbForm):
    """What a hold is about, and what it covers."""

    heading = forms.CharField(label="What is it about?", max_length=200, help_text="Such as the number of a case.")
    covers = forms.CharField(
        label="What does it cover?",
        max_length=60,
        help_text="The reference of one thing, an engagement or a request; or the word everything.",
    )
    reason = LongText(label="Reason", rows=4, max_length=2000)
