"""Input of findings and recommendations."""

from typing import Any, cast

from django import forms

from concord.core.forms import LongText, VerbForm
from concord.evidence.models import EvidenceItem
from concord.evidence.queries import visible_to
from concord.evidence.states import EvidenceState
from concord.findings.queries import next_label, next_recommendation_label


def _text(label: str, *, rows: int, required: bool = True, help_text: str = "") -> LongText:
    return LongText(label=label, rows=rows, max_length=20_000, required=required, help_text=help_text)


class _FindingWords(VerbForm):
    """What a finding says."""

    label = forms.CharField(label="Number", max_length=40, help_text="As readers will see it, such as 2.1.")
    heading = forms.CharField(label="Heading", max_length=300, help_text="The finding in one sentence.")
    narrative = _text("What was found", rows=10, help_text="From the evidence. Say what works well too.")
    strengths = _text("Strengths to build on", rows=4, required=False)


class FindingForm(_FindingWords):
    """A finding as its author drafts it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the next number of the focus area."""
        super().__init__(*args, **kwargs)
        self.fields["label"].initial = next_label(self.thing)


class _RecommendationWords(VerbForm):
    """What a recommendation says."""

    label = forms.CharField(label="Number", max_length=40, help_text="As readers will see it, such as 2.1.1.")
    text = _text("What is recommended", rows=4, help_text="Begin with a verb: adopt, train, review.")
    justification = _text("Why", rows=6, help_text="How it answers the finding, and what good it will do.")
    tags = forms.CharField(
        label="Tags", max_length=300, required=False, help_text="Parted by commas, such as: policy, training."
    )

    def clean_tags(self) -> list[str]:
        """Part the tags; each stands once, in small letters."""
        words = (word.strip().lower() for word in self.cleaned_data["tags"].split(","))
        return list(dict.fromkeys(word for word in words if word))


class RecommendationForm(_RecommendationWords):
    """A recommendation as its author drafts it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the next number of the finding."""
        super().__init__(*args, **kwargs)
        self.fields["label"].initial = next_recommendation_label(self.thing)


class _Seen(VerbForm):
    """The words as they are now, to be changed, and the hash of what was shown."""

    expected_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what it says now."""
        super().__init__(*args, **kwargs)
        tags = {"tags": ", ".join(self.thing.words["tags"])} if "tags" in self.thing.words else {}
        self.initial = {**self.thing.words, **tags, "expected_hash": self.thing.words_hash}


class RewordFindingForm(_Seen, _FindingWords):
    """A draft finding in other words."""


class RewordRecommendationForm(_Seen, _RecommendationWords):
    """A draft recommendation in other words."""


class _EvidenceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is not subscriptable
    """A choice of evidence by reference and title."""

    def label_from_instance(self, obj: EvidenceItem) -> str:
        """Return what is read in the list."""
        return f"{obj.ref}: {obj.title}"


class CiteForm(VerbForm):
    """A piece of evidence of the same engagement, and why it supports the finding."""

    evidence = _EvidenceField(
        label="Evidence", queryset=EvidenceItem.objects.none(), to_field_name="ref", empty_label="Choose one"
    )
    why = _text("Why it supports the finding", rows=3, help_text="In one sentence.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what has been logged, not withdrawn, and not cited yet."""
        super().__init__(*args, **kwargs)
        evidence = cast("_EvidenceField", self.fields["evidence"])
        seen = visible_to(self.by).filter(engagement=self.thing.engagement_id)
        logged = seen.filter(state=EvidenceState.LOGGED).select_related(None).only("ref", "title")
        evidence.queryset = logged.exclude(citations__finding=self.thing).order_by("pk")
