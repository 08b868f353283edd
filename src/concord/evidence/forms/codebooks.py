"""Input about codebooks and coding rounds."""

from collections.abc import Mapping
from typing import Any

from django import forms

from concord.core.errors import BadInput
from concord.core.forms import LongText, VerbForm
from concord.engagements.queries import focus_areas, methods
from concord.evidence import queries
from concord.evidence.models import COLOURS, Codebook

_LARGEST_SEED = 2**63 - 1
_INDENT = "\u2014 "


def choices_of(codebook: Codebook, *, none: str = "", codable: bool = False) -> list[tuple[str, str]]:
    """Return the codes of a codebook as a choice, each as deep as it stands."""
    found = [branch for branch in queries.tree(codebook) if branch.code.codable or not codable]
    told = [(str(b.code.number), f"{_INDENT * b.depth}{b.code.name} ({b.code.letters})") for b in found]
    return [("", none or "Choose one"), *told]


class CodebookForm(VerbForm):
    """A name."""

    name = forms.CharField(label="Name of the codebook", max_length=120)


class CodeForm(VerbForm):
    """All that a code says of itself."""

    name = forms.CharField(label="Name", max_length=120)
    parent = forms.TypedChoiceField(label="Stands below", coerce=int, required=False, empty_value=None)
    definition = LongText(label="Definition", rows=3, max_length=4000, required=False)
    inclusion = LongText(label="Give it when", rows=2, max_length=4000, required=False)
    exclusion = LongText(label="Do not give it when", rows=2, max_length=4000, required=False)
    examples = LongText(
        label="Examples",
        rows=3,
        max_length=4000,
        required=False,
        help_text="In words of your own: a codebook is not sealed, so quote no confidential text.",
    )
    categories = forms.CharField(
        label="Categories",
        max_length=300,
        required=False,
        help_text="Beside the hierarchy, as many as you like, with commas between.",
    )
    colour = forms.TypedChoiceField(
        label="Colour",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "The next one"), *((str(n), f"Colour {n}") for n in range(1, COLOURS + 1))],
        help_text="Its letters and its line stand beside it, so nobody has to see it.",
    )
    codable = forms.BooleanField(
        label="It can be given to text (else it only holds others)", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the codes below which it can stand."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = choices_of(self._book(), none="Nothing: at the top")  # type: ignore[attr-defined]  # a ChoiceField

    def _book(self) -> Codebook:
        book: Codebook = self.thing
        return book

    def clean_categories(self) -> tuple[str, ...]:
        """Return the names between the commas."""
        return tuple(name.strip() for name in self.cleaned_data["categories"].split(",") if name.strip())


class RewordCodeForm(CodeForm):
    """The same of a code that is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Require a colour, since it has one."""
        super().__init__(*args, **kwargs)
        self.fields["colour"].required = True


class MergeForm(VerbForm):
    """Which code ends in which."""

    code = forms.TypedChoiceField(label="The code that ends", coerce=int)
    into = forms.TypedChoiceField(label="The code that it is read as from now on", coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the codes."""
        super().__init__(*args, **kwargs)
        for name in ("code", "into"):
            self.fields[name].choices = choices_of(self.thing)  # type: ignore[attr-defined]  # a ChoiceField


class SplitForm(VerbForm):
    """Which code is split, and into which."""

    code = forms.TypedChoiceField(label="The code that is split", coerce=int)
    names = LongText(label="The new codes", rows=4, max_length=2000, help_text="Two names or more, one a line.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the codes."""
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = choices_of(self.thing)  # type: ignore[attr-defined]  # a ChoiceField

    def clean_names(self) -> tuple[str, ...]:
        """Return the lines."""
        return tuple(self.cleaned_data["names"].splitlines())


class EndCodeForm(VerbForm):
    """Which code ends, and why."""

    code = forms.TypedChoiceField(label="The code that ends", coerce=int)
    reason = LongText(label="Reason", rows=3, max_length=2000, help_text="What was coded with it stays.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the codes."""
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = choices_of(self.thing)  # type: ignore[attr-defined]  # a ChoiceField


class ImportCodesForm(VerbForm):
    """A file of codes; what of it is not kept is asked about once, before anything is taken in."""

    upload = forms.FileField(label="File", help_text="A codebook (.qdc) or a project (.qdpx) of another program.")
    sure = forms.BooleanField(label="Take the codes in without it", required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file, and say what cannot be kept."""
        from concord.evidence.coding_exchange import read

        data = super().clean() or {}
        upload = data.get("upload")
        if upload is None:
            return data
        try:
            found = read(upload.file, upload.name)
        except BadInput as bad:
            self.add_error("upload", bad.reason)
            return data
        data["found"] = found
        if found.lost and not data.get("sure"):
            self.fields["sure"].widget = forms.CheckboxInput()
            lost = "; ".join(found.lost)
            self.add_error("sure", f"Of {len(found.codes)} codes this is not kept: {lost}. Choose the file once more.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the codes and who wrote them."""
        found = self.cleaned_data["found"]
        return {"codes": found.codes, "origin": found.origin}


class RoundForm(VerbForm):
    """Who codes what, and how it is drawn."""

    name = forms.CharField(label="Name of the round", max_length=120)
    blind = forms.TypedChoiceField(
        label="How it is coded",
        choices=[("yes", "Blind: nobody sees what others code until it is closed"), ("no", "Together: all see all")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    coders = forms.MultipleChoiceField(label="Who codes", widget=forms.CheckboxSelectMultiple)
    focus_area = forms.TypedChoiceField(label="Focus area", coerce=int, required=False, empty_value=None)
    method = forms.ChoiceField(label="Gathered by", required=False)
    confidential = forms.BooleanField(
        label="Confidential documents too",
        required=False,
        help_text="Then the round is for the engagement\u2019s own team alone.",
    )
    size = forms.IntegerField(
        label="Passages in the sample", min_value=1, required=False, help_text="Left out: every passage."
    )
    at_least = forms.IntegerField(
        label="Of each method at the least",
        min_value=0,
        required=False,
        help_text="Above 0 small kinds are drawn more often than their share.",
    )
    seed = forms.IntegerField(
        label="Seed of the sample",
        min_value=0,
        max_value=_LARGEST_SEED,
        required=False,
        help_text="Any whole number. It is kept, so that everybody can draw the same sample again.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the engagement's coders, focus areas and methods."""
        super().__init__(*args, **kwargs)
        engagement = self.thing.engagement
        offered: Mapping[str, list[tuple[str, str]]] = {
            "coders": [(who.actor_key, who.name) for who in queries.possible_coders(engagement)],
            "focus_area": [("", "Any"), *((str(a.number), f"{a.number}. {a.title}") for a in focus_areas(engagement))],
            "method": [("", "Any"), *((m.key, m.name) for m in methods(engagement))],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean_at_least(self) -> int:
        """Return 0 where nothing is said."""
        return int(self.cleaned_data["at_least"] or 0)

    def clean(self) -> dict[str, Any]:
        """Ask for the seed of a sample."""
        data = super().clean() or {}
        if data.get("size") is not None and data.get("seed") is None and "seed" not in self.errors:
            self.add_error("seed", "A sample is drawn with a seed.")
        return data
