"""Input of the assessment of a request."""

from typing import Any, cast

from django import forms

from concord.agencies.models import Agency
from concord.agencies.queries import by_ref, search
from concord.core.forms import ReasonForm, VerbForm
from concord.intake import queries
from concord.intake.forms.contact import RowForm, long_text
from concord.intake.models import Standing

_NAMED = 5  # entries of the directory that are named beside the question for one


class AcknowledgeForm(VerbForm):
    """The agency's entry in the directory, where the request does not name it yet."""

    ori = forms.CharField(
        label="The agency's reference in the directory", help_text="Its ORI, or AGY-… for an entry made by hand."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask only if it is missing, and name the entries that fit what the requester wrote."""
        super().__init__(*args, **kwargs)
        if self.thing.agency is not None:
            del self.fields["ori"]
            return
        self.fields["ori"].help_text += _fitting(self.thing.agency_name, self.thing.agency_state)

    def clean_ori(self) -> Agency:
        """Find the agency."""
        return _entry(self.cleaned_data["ori"])

    def values(self) -> dict[str, Any]:
        """Return the agency, if it was asked."""
        return {"agency": self.cleaned_data["ori"]} if "ori" in self.cleaned_data else {}


def _entry(ref: str) -> Agency:
    found = by_ref(ref.strip().upper())
    if found is None:
        raise forms.ValidationError("The directory has no agency with this reference.")
    return found


def _fitting(name: str, state: str) -> str:
    """Name the entries of the directory that fit what the requester wrote."""
    if not name:
        return ""
    fitting = search(name, _NAMED, state=state)
    named = "; ".join(f"{agency.title}: {agency.ref}" for agency in fitting)
    return f" The directory has: {named}." if named else " No entry has this name."


class RelinkForm(ReasonForm):
    """The right entry of the directory, and why the one before was wrong."""

    ori = forms.CharField(
        label="The right agency's reference in the directory", help_text="Its ORI, or AGY-… for an entry made by hand."
    )
    field_order: tuple[str, ...] = ("ori", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the entries that fit."""
        super().__init__(*args, **kwargs)
        self.fields["ori"].help_text += _fitting(*self.given())

    def given(self) -> tuple[str, str]:
        """Return the agency's name and its state as the requester gave them."""
        return self.thing.agency_name, self.thing.agency_state

    def clean_ori(self) -> Agency:
        """Find the agency."""
        return _entry(self.cleaned_data["ori"])

    def values(self) -> dict[str, Any]:
        """Return the agency and the reason."""
        return {"agency": self.cleaned_data["ori"], "reason": self.cleaned_data["reason"]}


class LinkMemberForm(RowForm, RelinkForm):
    """The entry of the directory for one of the agencies that ask together."""

    row = "member"
    member = forms.ChoiceField(label="Which agency")
    field_order = ("member", "ori", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the agencies that ask together; of the one that the page is about, name the entries that fit."""
        super().__init__(*args, **kwargs)
        self.offer([(str(one.pk), one.name_and_place) for one in self.thing.members.order_by("pk")])

    def given(self) -> tuple[str, str]:
        """Return the same of the one that the page is about; nothing where it is still to be chosen."""
        named = {str(one.pk): (one.name, one.state) for one in self.thing.members.all()}
        return named.get(self.chosen, ("", ""))

    def values(self) -> dict[str, Any]:
        """Return which of them, the agency and the reason."""
        return {**super().values(), "member": self.cleaned_data["member"]}


class AnswerForm(RowForm):
    """One criterion: how it stands, and how that is known."""

    row = "criterion"
    criterion = forms.ChoiceField(label="Criterion")
    standing = forms.ChoiceField(label="How does it stand?", choices=Standing.choices, widget=forms.RadioSelect)
    basis = long_text("Source: how do you know?", limit=2000, hint="The document, the call or the person it rests on.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the criteria that can be answered now; show the answer that counts now."""
        super().__init__(*args, **kwargs)
        found = [row for each in queries.assessments(self.thing) if each.open for row in each.rows]
        self.offer([(row.criterion.key, row.criterion.question) for row in found])
        now = next((row.answer for row in found if row.criterion.key == self.chosen), None)
        if now is not None:
            self.fields["standing"].initial, self.fields["basis"].initial = now.standing, now.basis


class WaiveForm(RowForm):
    """A waiver of one criterion: the reason's code, and the reason in words."""

    row = "criterion"
    criterion = forms.ChoiceField(label="Criterion")
    code = forms.ChoiceField(label="Kind of reason", widget=forms.RadioSelect)
    reason = long_text("Reason", limit=2000, hint="In your own words. It is kept in the history, under your name.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the criteria that may be waived, and the edition's reasons."""
        super().__init__(*args, **kwargs)
        found = [r for each in queries.assessments(self.thing) if each.open for r in each.rows if r.may_be_waived]
        self.offer([(row.criterion.key, row.criterion.question) for row in found])
        cast("forms.ChoiceField", self.fields["code"]).choices = [
            (each.key, each.label) for each in queries.reasons(self.thing, "waive")
        ]
