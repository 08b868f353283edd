"""Input of a request for assistance and of its assessment."""

from typing import Any, NamedTuple, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html

from concord.agencies.forms import STATE_CHOICES
from concord.agencies.models import Agency
from concord.agencies.queries import by_ori, search
from concord.core.errors import BadInput
from concord.core.forms import VerbForm
from concord.intake.models import Assessed, Capacity, Standing
from concord.intake.queries import criteria
from concord.programme.document import Programme

_YES_NO = (("yes", "Yes"), ("no", "No"))
_TIER = '<span>{} <span class="usa-hint">{}</span></span>'
_FITTING = 5  # entries of the directory that are named beside the question for one


def _yes_no(label: str, help_text: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_YES_NO, coerce=lambda v: v == "yes", widget=forms.RadioSelect, help_text=help_text
    )


class Part(NamedTuple):
    """Questions that belong together, under one heading."""

    heading: str
    hint: str
    names: tuple[str, ...]


_PARTS = (
    Part(
        "The agency",
        "Which agency asks for assistance.",
        ("agency_name", "agency_state", "ori", "primary_enforcement", "patrol"),
    ),
    Part(
        "You",
        "Whom we call. A request comes from the chief executive, or with the chief's express authorization.",
        ("capacity", "chief_name", "contact_name", "contact_email", "contact_phone"),
    ),
    Part("What you need", "In your own words. You can say more when we call.", ("tier", "need")),
    Part("Pending matters", "What else could affect the request.", ("pending_matters", "pending_detail")),
)


class RequestForm(VerbForm):
    """The public form: what is asked of a chief executive, and nothing that can wait for the first contact."""

    template_name = "intake/ask_form.html"

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    agency_name = forms.CharField(label="Name of the agency", max_length=200)
    agency_state = forms.ChoiceField(label="State or territory", choices=[("", "Choose"), *STATE_CHOICES])
    ori = forms.CharField(
        label="ORI",
        max_length=9,
        required=False,
        help_text="The agency's identifier in national crime records, nine or seven characters. Leave it empty if you "
        "do not know it.",
    )
    capacity = forms.ChoiceField(
        label="In what capacity do you ask?", choices=Capacity.choices, widget=forms.RadioSelect
    )
    chief_name = forms.CharField(label="Name of the chief executive", max_length=120)
    contact_name = forms.CharField(label="Your name", max_length=120)
    contact_email = forms.EmailField(label="Your e-mail address", help_text="We send your private link here.")
    contact_phone = forms.CharField(label="Your telephone number", max_length=40, required=False)
    primary_enforcement = _yes_no("Does the agency have primary enforcement authority in its jurisdiction?")
    patrol = _yes_no("Does the agency have a patrol function?")
    tier = forms.ChoiceField(label="What kind of assistance do you ask for?", widget=forms.RadioSelect)
    need = forms.CharField(
        label="What do you need, and why now?", widget=forms.Textarea(attrs={"rows": 6}), max_length=8000
    )
    pending_matters = _yes_no(
        "Is any state, local or federal investigation pending, or any litigation pending or possible, "
        "on what you ask about?",
        "A yes is not a refusal. Approval is then unlikely, and a named official looks at it.",
    )
    pending_detail = forms.CharField(
        label="If yes: what is it?", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        """Offer the tiers of the edition in force, each with what it is."""
        super().__init__(*args, **kwargs)
        tier = cast("forms.ChoiceField", self.fields["tier"])
        tier.choices = [(t.key, format_html(_TIER, t.name, t.summary)) for t in programme.tier]

    @property
    def parts(self) -> list[tuple[Part, list[BoundField]]]:
        """The questions under their headings, for the template."""
        return [(part, [self[name] for name in part.names]) for part in _PARTS]

    def clean(self) -> dict[str, Any]:
        """Ask for detail exactly when a pending matter is declared; find the agency by its ORI."""
        data = super().clean() or {}
        if data.get("pending_matters") and not data.get("pending_detail"):
            self.add_error("pending_detail", "Tell us in a sentence what is pending.")
        if data.get("pending_matters") is False and data.get("pending_detail"):
            self.add_error("pending_detail", "You said that nothing is pending. Clear this, or answer yes above.")
        data["agency"] = self._agency(data.pop("ori", ""))
        return data

    def _agency(self, ori: str) -> Agency | None:
        if not ori:
            return None
        try:
            found = by_ori(ori)
        except BadInput as wrong:
            self.add_error("ori", wrong.reason)
            return None
        if found is None:
            self.add_error("ori", f"No agency has the ORI {ori}. Leave this empty and we will find it with you.")
        return found


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
        fitting = search(self.thing.agency_name, _FITTING, state=self.thing.agency_state)
        named = "; ".join(f"{agency.title}: {agency.ref}" for agency in fitting)
        self.fields["ori"].help_text += f" The directory has: {named}." if named else " No entry has this name."

    def clean_ori(self) -> Agency:
        """Find the agency."""
        found = Agency.objects.filter(ref=self.cleaned_data["ori"].strip().upper()).first()
        if found is None:
            raise forms.ValidationError("The directory has no agency with this reference.")
        return found

    def values(self) -> dict[str, Any]:
        """Return the agency, if it was asked."""
        return {"agency": self.cleaned_data["ori"]} if "ori" in self.cleaned_data else {}


class CriteriaForm(VerbForm):
    """Two fields a criterion: how it stands, and on what basis. Subclasses say which assessment."""

    assessment: Assessed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Make the fields from the edition under which the request was made."""
        super().__init__(*args, **kwargs)
        for criterion in criteria(self.thing, self.assessment):
            self.fields[criterion.key] = forms.ChoiceField(
                label=criterion.question, help_text=criterion.why, choices=Standing.choices, widget=forms.RadioSelect
            )
            self.fields[f"{criterion.key}_basis"] = forms.CharField(
                label="Basis: how do you know?", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
            )

    def values(self) -> dict[str, Any]:
        """Pair each standing with its basis."""
        data = self.cleaned_data
        return {"answers": {k: (data[k], data[f"{k}_basis"]) for k in data if not k.endswith("_basis")}}


class EligibilityForm(CriteriaForm):
    """Eligibility."""

    assessment = Assessed.ELIGIBILITY


class ReadinessForm(CriteriaForm):
    """Readiness."""

    assessment = Assessed.READINESS
