"""Input of claim cards."""

from collections.abc import Mapping
from typing import Any

from django import forms

from concord.core.errors import BadInput
from concord.core.forms import LongText, VerbForm
from concord.findings import sealed_notes, sources
from concord.findings.forms.statements import FindingForm
from concord.findings.models import Claim, Direction, Piece
from concord.findings.queries import next_label, pieces_on

_SHORT = 80  # characters of a note in a choice


class ClaimForm(VerbForm):
    """What the team thinks it sees."""

    statement = LongText(
        label="What is claimed",
        rows=3,
        max_length=2000,
        help_text="In one or two sentences that evidence can bear out or contradict. No name of a person.",
    )


class RewordClaimForm(ClaimForm):
    """The same in other words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what it says now."""
        super().__init__(*args, **kwargs)
        self.initial = {"statement": self.thing.statement}


class GatherForm(VerbForm):
    """A piece of evidence, what it does to the claim, and what it shows."""

    source = forms.CharField(
        label="Evidence",
        max_length=300,
        help_text="Its number (EVD-, FLD-, DOC- or DST-), or the address or citation of a passage, such as "
        "DOC-2026-0001 r2 p3 ¶5 [10-57].",
    )
    direction = forms.ChoiceField(
        label="What it does to the claim", choices=Direction.choices, widget=forms.RadioSelect, initial=None
    )
    note = LongText(
        label="What it shows",
        rows=3,
        max_length=2000,
        help_text="In a sentence; of a data set with base and period. It is the team’s own, and goes into no report.",
    )

    def clean_source(self) -> str:
        """Point to the line when nothing of this engagement is named."""
        written: str = self.cleaned_data["source"]
        try:
            sources.read(written, of=self.thing.engagement)
        except BadInput as bad:
            raise forms.ValidationError(bad.reason) from None
        return written


class QuoteForm(VerbForm):
    """On which card a quote goes, or which is made for it; `cards` are those that are offered, by their references."""

    claim = forms.ChoiceField(label="Claim card", required=False)
    statement = LongText(
        label="Or a new claim",
        rows=2,
        max_length=2000,
        required=False,
        help_text="In one or two sentences that evidence can bear out or contradict. No name of a person.",
    )
    direction = forms.ChoiceField(
        label="What it does to the claim", choices=Direction.choices, widget=forms.RadioSelect, initial=None
    )
    note = LongText(
        label="What it shows",
        rows=2,
        max_length=2000,
        help_text="In a sentence of your own.",
    )

    def __init__(self, *args: Any, cards: Mapping[str, Claim], **kwargs: Any) -> None:
        """Offer the cards."""
        super().__init__(*args, **kwargs)
        offered = [("", "A new one"), *((ref, f"{ref}: {card.title}") for ref, card in cards.items())]
        self.fields["claim"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for one of both."""
        data = super().clean() or {}
        if bool(data.get("claim")) == bool((data.get("statement") or "").strip()) and "claim" not in self.errors:
            self.add_error("statement", "Choose a card, or say a new claim: one of both.")
        return data


def _offered(piece: Piece, note: str) -> str:
    return f"{piece.source}, {piece.get_direction_display().lower()}: {note[:_SHORT]}"


class TakeAwayForm(VerbForm):
    """Which piece is taken off the card, and why."""

    piece = forms.TypedChoiceField(label="Which piece", coerce=int)
    reason = LongText(label="Reason", rows=3, max_length=2000, help_text="Whoever may see the evidence reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what stands on the card."""
        super().__init__(*args, **kwargs)
        standing = [each for each in pieces_on(self.thing) if not each.is_taken_away]
        notes = sealed_notes.read(standing)
        choices = [("", "Choose one"), *((str(each.pk), _offered(each, notes[each.pk])) for each in standing)]
        self.fields["piece"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class DraftFromClaimForm(FindingForm):
    """A finding as it is drafted from a card, and what was made of the evidence against it."""

    weighed = LongText(
        label="What was made of the evidence against it",
        rows=4,
        max_length=5000,
        required=False,
        help_text="Needed where anything on the card contradicts the claim. It stands in the public justification.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the next number of the focus area, and what has been said before."""
        VerbForm.__init__(self, *args, **kwargs)
        self.fields["label"].initial = next_label(self.thing.focus_area)
        self.fields["weighed"].initial = self.thing.weighed
