"""Input of the verbs that move a version."""

from datetime import date
from typing import Any

from django import forms

from concord.accounts.forms import SigningForm
from concord.agencies.forms import DateInput
from concord.core import clock
from concord.core.forms import DayField, LongText, VerbForm
from concord.engagements.checks.signed import signed_in_its_time
from concord.engagements.queries import earlier_incomplete
from concord.intake.checks.attachment import limit_mb, plain_name
from concord.workplans import queries
from concord.workplans.checks.scan import scan_is_readable

_STATEMENT = "In your own words. It is kept with the concurrence."


class DraftForm(VerbForm):
    """With which template a first version begins; a version that was returned is copied as it is."""

    template = forms.ChoiceField(
        label="Begin with",
        required=False,
        widget=forms.RadioSelect,
        help_text="Everything in it can be changed. The focus areas, the team and the report cadence are filled in.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the templates of the tier, the one that fits best first; nothing after a return."""
        super().__init__(*args, **kwargs)
        found = queries.templates(self.thing)
        if not found or queries.last_returned(self.thing):
            del self.fields["template"]
            return
        offered = [*((template.key, template.label) for template in found), ("", "An empty plan")]
        self.fields["template"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["template"].initial = found[0].key


class AmendForm(VerbForm):
    """What changes and why, and the change of scope that it carries out, where one was agreed to."""

    reason = LongText(
        label="What changes, and why",
        rows=4,
        max_length=4000,
        help_text="The chief executive reads this first.",
    )
    scope_change = forms.ChoiceField(label="Change of scope that it carries out", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what was agreed to and not made yet."""
        super().__init__(*args, **kwargs)
        self.agreed = {change.ref: change for change in queries.agreed_changes(self.thing.engagement)}
        if not self.agreed:
            del self.fields["scope_change"]
            return
        offered = [*((ref, f"{ref}: {change.what[:80]}") for ref, change in self.agreed.items()), ("", "None of them")]
        self.fields["scope_change"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """Give the change of scope itself."""
        data = self.cleaned_data
        return {"reason": data["reason"], "scope_change": self.agreed.get(data.get("scope_change", ""))}


class TakeUpScopeForm(VerbForm):
    """Which change of scope a draft carries out."""

    scope_change = forms.ChoiceField(label="Change of scope that it carries out", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what was agreed to and not made yet."""
        super().__init__(*args, **kwargs)
        self.agreed = {change.ref: change for change in queries.agreed_changes(self.thing.engagement)}
        offered = [(ref, f"{ref}: {change.what[:80]}") for ref, change in self.agreed.items()]
        self.fields["scope_change"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    def values(self) -> dict[str, Any]:
        """Give the change of scope itself."""
        return {"scope_change": self.agreed[self.cleaned_data["scope_change"]]}


class ConcurForm(SigningForm):
    """A statement, if the chief executive wants to make one, and the hash of what was shown."""

    expected_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    statement = LongText(
        label="Your statement",
        rows=3,
        max_length=2000,
        required=False,
        help_text=_STATEMENT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Carry the hash of what is shown now."""
        super().__init__(*args, **kwargs)
        self.fields["expected_hash"].initial = self.thing.content_hash


class RecordConcurrenceForm(VerbForm):
    """What stands on the signed paper, and its scan."""

    fingerprint = forms.CharField(
        label="Fingerprint on the paper",
        min_length=12,
        max_length=80,
        help_text="The twelve letters and digits that stand above the signature.",
    )
    name = forms.CharField(label="Who signed", max_length=120)
    capacity = forms.CharField(label="In what capacity", max_length=300, help_text="As it stands on the paper.")
    signed_on = DayField(label="Signed on", widget=DateInput())
    statement = LongText(label="What was written beside it", rows=3, max_length=2000, required=False)
    upload = forms.FileField(label="Scan of the signed paper")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say which files are taken."""
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = f"A PDF, PNG or JPEG of at most {limit_mb()} MB."

    def clean_signed_on(self) -> date:
        """Refuse a day before the version was proposed, or one to come."""
        day: date = self.cleaned_data["signed_on"]
        for problem in signed_in_its_time(day, first=queries.proposed_on(self.thing), today=clock.today()):
            self.add_error("signed_on", problem.text)
        return day

    def clean_upload(self) -> Any:
        """Refuse what is no scan."""
        upload = self.cleaned_data["upload"]
        head = upload.read(16)
        upload.seek(0)
        for problem in scan_is_readable(upload.name, upload.size, head):
            self.add_error("upload", problem.text)
        return upload

    def values(self) -> dict[str, Any]:
        """Hand on the bytes and a harmless name that keeps its end."""
        data = dict(self.cleaned_data)
        upload = data.pop("upload")
        return {**data, "scan": upload.chunks(), "scan_name": plain_name(upload.name)}


class OpenFocusAreaForm(VerbForm):
    """The reason for an overlap, where an earlier focus area is not complete."""

    overlap_reason = LongText(
        label="Why does it open before every earlier focus area is complete?",
        rows=4,
        max_length=2000,
        help_text="In plain words. The public will read it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask only where there is an overlap."""
        super().__init__(*args, **kwargs)
        if not earlier_incomplete(self.thing).exists():
            del self.fields["overlap_reason"]
