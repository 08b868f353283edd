"""Input of the decisions on a request, and of the letters that tell of them."""

from typing import Any, ClassVar, cast

from django import forms

from concord.agencies.forms import DateInput
from concord.core.forms import DayField, VerbForm
from concord.intake import checks, letters, queries
from concord.intake.forms.contact import long_text
from concord.intake.models import DecisionKind
from concord.programme.document import Tier
from concord.programme.letters import Filled
from concord.programme.queries import of as programme_of

LETTER = ("subject", "letter")


class DecisionForm(VerbForm):
    """A decision: its reason, and the letter. A letter left empty is the edition's, filled."""

    kind: ClassVar[DecisionKind]

    reason = long_text(
        "Reason, in your own words",
        limit=2000,
        hint="The agency reads it on its private page, and it goes into the letter.",
    )
    matters = long_text(
        "How was the pending matter weighed?",
        limit=2000,
        hint="Name what is pending and what you considered. It stays in the office; the agency does not see it.",
    )
    subject = forms.CharField(label="Subject", max_length=200, required=False)
    letter = long_text("Letter", rows=18, limit=20_000, required=False, hint="Leave a line empty between paragraphs.")

    field_order = ("tier", "refer_to", "until", "code", "reason", "offices", "matters", *LETTER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the edition's reasons; ask about pending matters only where there are any."""
        super().__init__(*args, **kwargs)
        if not self.thing.pending_matters:
            del self.fields["matters"]
        if "code" in self.fields:
            cast("forms.ChoiceField", self.fields["code"]).choices = [
                (each.key, each.label) for each in queries.reasons(self.thing, self.kind)
            ]

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The tiers of the edition."""
        return programme_of(self.thing.edition).tier

    def hide(self, *names: str) -> None:
        """Carry these fields unseen."""
        for name in names:
            self.fields[name].widget = forms.HiddenInput()

    def composed(self) -> Filled:
        """Return the edition's letter, filled with what was decided."""
        data = self.cleaned_data
        until = data.get("until")
        tier = queries.tiers(self.thing).get(data.get("tier", ""), "")
        facts = {
            "reason": data["reason"],
            "until": f"{until.day} {until:%B %Y}" if until else "",
            "tier": tier,
            "to": data.get("refer_to") or tier,
        }
        return letters.compose(self.thing, self.kind, facts)

    def values(self) -> dict[str, Any]:
        """Return the decision, with the letter as typed or, where nothing was, as the edition has it."""
        said = dict(self.cleaned_data)
        subject, text = said.pop("subject"), said.pop("letter")
        standard = self.composed()
        return said | {"letter": Filled(subject or standard.subject, text or standard.text)}


class AcceptForm(DecisionForm):
    """Accepting: to which tier."""

    kind = DecisionKind.ACCEPT
    tier = forms.ChoiceField(
        label="Accept to which tier?",
        widget=forms.RadioSelect,
        help_text="It may be another than the one asked for; say why in the reason.",
    )
    offices = long_text(
        "Why accept before every other office is clear?",
        limit=2000,
        hint="What they do there, or why you do not wait for them. It stays in the office; the agency does not see it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the tiers, first the one that was asked for; ask about other offices only where one is not clear."""
        super().__init__(*args, **kwargs)
        if not checks.not_clear(self.thing):
            del self.fields["offices"]
        tier = cast("forms.ChoiceField", self.fields["tier"])
        asked = self.thing.tier
        tier.choices = [(t.key, f"{t.name}{' (asked for)' if t.key == asked else ''}") for t in self.tiers]
        tier.initial = asked


class DeferForm(DecisionForm):
    """Deferring: until when, and for what kind of reason."""

    kind = DecisionKind.DEFER
    until = DayField(
        label="Until which day?", widget=DateInput(), help_text="On that day the request is due to be taken up again."
    )
    code = forms.ChoiceField(label="Kind of reason", widget=forms.RadioSelect)


class ReferForm(DecisionForm):
    """Referring: to which tier or which other provider."""

    kind = DecisionKind.REFER
    tier = forms.ChoiceField(label="To another tier", required=False)
    refer_to = forms.CharField(
        label="Or to another provider",
        max_length=200,
        required=False,
        help_text="Its name, and how to reach it. Name a tier or a provider, not both.",
    )
    code = forms.ChoiceField(label="Kind of reason", widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the other tiers."""
        super().__init__(*args, **kwargs)
        others = [(tier.key, tier.name) for tier in self.tiers if tier.key != self.thing.tier]
        cast("forms.ChoiceField", self.fields["tier"]).choices = [("", "None"), *others]

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one place to go."""
        data = super().clean() or {}
        if bool(data.get("tier")) == bool(data.get("refer_to")):
            self.add_error("refer_to", "Name either a tier or another provider.")
        return data


class DeclineForm(DecisionForm):
    """Declining: for what kind of reason."""

    kind = DecisionKind.DECLINE
    code = forms.ChoiceField(label="Kind of reason", widget=forms.RadioSelect)
