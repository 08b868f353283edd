"""Input of coding: a stretch of a passage, by its characters or by its words; and a decision where coders differ."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.evidence.queries import Wanted


class StretchForm(VerbForm):
    """A code for a stretch. `texts` are the passages of the page by their places in the round, each with what it is
    called; `codes` those of the version."""

    place = forms.TypedChoiceField(label="Paragraph", coerce=int)
    code = forms.TypedChoiceField(label="Code", coerce=int)
    words = forms.CharField(
        label="The words",
        required=False,
        max_length=4000,
        help_text="As they stand in the paragraph. Left out, with no characters either: the whole paragraph.",
    )
    first = forms.IntegerField(label="Or from character", min_value=0, required=False)
    last = forms.IntegerField(label="Up to character", min_value=1, required=False)
    memo = LongText(label="Memo", rows=2, max_length=4000, required=False, help_text="It is kept sealed.")

    def __init__(
        self, *args: Any, texts: Mapping[int, tuple[str, str]], codes: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the passages and the codes."""
        super().__init__(*args, **kwargs)
        self.texts = texts
        self.fields["place"].choices = [(str(place), label) for place, (label, _) in texts.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["code"].choices = [("", "Choose one"), *codes]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Find the stretch."""
        data = super().clean() or {}
        place = data.get("place")
        if place is None or self.errors:
            return data
        _, text = self.texts[place]
        first, last, words = data.get("first"), data.get("last"), (data.get("words") or "").strip()
        if first is None and last is None and words:
            first, last = self._found(text, words)
        elif first is None and last is None:
            first, last = 0, len(text)
        if first is not None and last is not None and not first < last <= len(text):
            self.add_error("last", f"The paragraph has characters 0 to {len(text)}; the last comes after the first.")
        elif (first is None or last is None) and not self.errors:
            self.add_error("last", "Give both characters, or neither.")
        data["first"], data["last"] = first, last
        return data

    def _found(self, text: str, words: str) -> tuple[int | None, int | None]:
        """Return where words stand that stand once."""
        times = text.count(words)
        if times != 1:
            often = "do not stand in this paragraph" if not times else f"stand {times} times in this paragraph"
            self.add_error("words", f"These words {often}. Give more of them, or the characters.")
            return None, None
        first = text.index(words)
        return first, first + len(words)

    def values(self) -> dict[str, Any]:
        """Return the keyword arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "words"}


class QuoteFilter(forms.Form):
    """Which quotes a list shows. `codes` are those of the round's version, `coders` are known by their names."""

    code = forms.TypedChoiceField(label="Code, and those below it", coerce=int, required=False, empty_value=None)
    coder = forms.ChoiceField(label="Coder", required=False)
    document = forms.ChoiceField(label="Document", required=False)
    method = forms.ChoiceField(label="Method", required=False)
    focus_area = forms.TypedChoiceField(label="Focus area", coerce=int, required=False, empty_value=None)
    audience = forms.ChoiceField(label="With whom", required=False)
    speaker = forms.CharField(label="Speaker, as the paragraph begins", required=False, max_length=60)
    words = forms.CharField(label="Words in the quote", required=False, max_length=100)

    def __init__(self, *args: Any, offered: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any) -> None:
        """Offer what the round has; a question with nothing to choose between is not asked."""
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            if len(choices) > 1:
                self.fields[name].choices = [("", "All"), *choices]  # type: ignore[attr-defined]  # a ChoiceField
            else:
                del self.fields[name]

    def wanted(self) -> Wanted:
        """Return what is asked for; everything where an answer cannot be read."""
        return Wanted(**self.cleaned_data) if self.is_valid() else Wanted()


class DecisionForm(VerbForm):
    """Whether a code applies to a passage, and why."""

    place = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.IntegerField(widget=forms.HiddenInput)
    applies = forms.TypedChoiceField(
        label="Does it apply?",
        choices=[("yes", "It applies"), ("no", "It does not apply")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    why = LongText(label="Why", rows=2, max_length=2000)
