"""Input of findings and recommendations."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from concord.core.differing import Difference
from concord.core.forms import LongText, VerbForm
from concord.evidence.models import EvidenceItem
from concord.evidence.queries import visible_to
from concord.evidence.states import EvidenceState
from concord.findings.models import Citation, Finding
from concord.findings.queries import next_action_item_label, next_label, next_recommendation_label
from concord.findings.reviewed import answered_too
from concord.findings.states import StatementState
from concord.findings.words import between
from concord.programme.queries import of as programme_of

_REWORDED = (
    "Somebody has reworded it since you opened this page. How yours differs stands above. Nothing is lost: change "
    "yours, or send it as it is to put it in the place of theirs, which stays on record."
)


def _text(label: str, *, rows: int, required: bool = True, help_text: str = "") -> LongText:
    return LongText(label=label, rows=rows, max_length=20_000, required=required, help_text=help_text)


def _tags() -> forms.CharField:
    return forms.CharField(
        label="Tags", max_length=300, required=False, help_text="Parted by commas, such as: policy, training."
    )


def _parted(tags: str) -> list[str]:
    """Part tags; each stands once, in small letters."""
    words = (word.strip().lower() for word in tags.split(","))
    return list(dict.fromkeys(word for word in words if word))


class _FindingWords(VerbForm):
    """What a finding says."""

    label = forms.CharField(label="Number", max_length=40, help_text="As readers will see it, such as 2.1.")
    heading = forms.CharField(label="Heading", max_length=300, help_text="The finding in one sentence.")
    narrative = _text("What was found", rows=10, help_text="From the evidence. Say what works well too.")
    standard = _text(
        "Standard of practice", rows=3, required=False, help_text="Beside what it is seen: a law, a policy, a practice."
    )
    cause = _text("Cause", rows=3, required=False, help_text="Why it is so, as far as the evidence shows.")
    effect = _text("Effect", rows=3, required=False, help_text="What follows from it, and for whom.")
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
    tags = _tags()
    kind = forms.ChoiceField(label="Kind", required=False)
    aims = forms.MultipleChoiceField(label="What it serves", required=False, widget=forms.CheckboxSelectMultiple)
    practices = forms.MultipleChoiceField(
        label="Practices of the library", required=False, widget=forms.CheckboxSelectMultiple
    )
    best_practice = _text("Best practice", rows=3, required=False, help_text="Where it is done well, with its source.")
    outcome_measure = _text(
        "What would show that it helps", rows=3, required=False, help_text="A figure or a fact, before and after."
    )
    effort = _text("Effort expected of the agency", rows=2, required=False)
    cost = _text("Cost borne by the agency", rows=2, required=False, help_text="An estimate with what it rests on.")
    owner = forms.CharField(
        label="Suggested owner", max_length=120, required=False, help_text="An office of the agency, never a name."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds, aims and practices of the edition; not what it recommends to nobody."""
        super().__init__(*args, **kwargs)
        edition = self.thing.engagement.edition
        programme = programme_of(edition) if edition else None
        kinds = [(each.key, each.label) for each in programme.recommendation_kind if each.allowed] if programme else []
        aims = [(each.key, each.label) for each in programme.aim] if programme else []
        cast("forms.ChoiceField", self.fields["kind"]).choices = [("", "Not said"), *kinds]
        cast("forms.MultipleChoiceField", self.fields["aims"]).choices = aims
        practices = [(each.key, f"{each.name}: {each.text}") for each in programme.practice] if programme else []
        cast("forms.MultipleChoiceField", self.fields["practices"]).choices = practices

    def clean_tags(self) -> list[str]:
        """Part the tags."""
        return _parted(self.cleaned_data["tags"])


class RecommendationForm(_RecommendationWords):
    """A recommendation as its author drafts it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the next number of the finding."""
        super().__init__(*args, **kwargs)
        self.fields["label"].initial = next_recommendation_label(self.thing)


class ActionItemForm(_RecommendationWords):
    """An action item as its author drafts it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the next number below the recommendation."""
        super().__init__(*args, **kwargs)
        self.fields["label"].initial = next_action_item_label(self.thing)


class _Seen(VerbForm):
    """The words as they are now, to be changed, and the hash of what was shown."""

    expected_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    others: tuple[Difference, ...] = ()
    """How what was typed differs from what somebody else has put there meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Show what it says now."""
        super().__init__(*args, **kwargs)
        tags = {"tags": ", ".join(self.thing.words["tags"])} if "tags" in self.thing.words else {}
        self.initial = {**self.thing.words, **tags, "expected_hash": self.thing.words_hash}

    def clean(self) -> dict[str, Any]:
        """Give back what was typed where somebody else has reworded it meanwhile, with what differs; sent again, it is
        put in the place of theirs, which stays on record."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        now = self.thing.words_hash
        if self.errors or said["expected_hash"] == now:
            return said
        typed = {name: value for name, value in self.values().items() if name in self.thing.words}
        self.others = between(self.thing.words, {**self.thing.words, **typed})
        if not self.others:
            return said
        data = cast("QueryDict", self.data).copy()
        data["expected_hash"], self.data = now, data
        raise forms.ValidationError(_REWORDED)


class RewordFindingForm(_Seen, _FindingWords):
    """A draft finding in other words."""


class RewordRecommendationForm(_Seen, _RecommendationWords):
    """A draft recommendation in other words."""


class TagIssuedForm(_Seen):
    """The tags of an issued recommendation, and why they are others from now on."""

    tags = _tags()
    reason = _text("Why they change", rows=3)

    def clean_tags(self) -> list[str]:
        """Part the tags."""
        return _parted(self.cleaned_data["tags"])


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
        evidence.queryset = logged.exclude(pk__in=_cited(self.thing).values("evidence")).order_by("pk")


class TakeOffForm(VerbForm):
    """Which piece of evidence is taken off, and why."""

    citation = forms.TypedChoiceField(label="Which one?", widget=forms.RadioSelect, coerce=int)
    reason = _text("Why it is taken off", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the finding cites, each by its number and, where it is theirs to see, its title."""
        super().__init__(*args, **kwargs)
        seen = set(visible_to(self.by).filter(engagement=self.thing.engagement_id).values_list("pk", flat=True))
        rows = _cited(self.thing).select_related("evidence").order_by("pk")
        named = [(one, f": {one.evidence.title}" if one.evidence_id in seen else "") for one in rows]
        field = cast("forms.TypedChoiceField", self.fields["citation"])
        field.choices = [(str(one.pk), f"{one.evidence.ref}{title}") for one, title in named]


def _cited(finding: Finding) -> QuerySet[Citation]:
    return Citation.objects.filter(finding=finding, taken_away_at=None)


class AnswerFindingsForm(VerbForm):
    """Which findings a recommendation answers besides."""

    findings = forms.MultipleChoiceField(
        label="It answers these findings too", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the other findings of the engagement, and mark those that it answers now."""
        super().__init__(*args, **kwargs)
        rows = Finding.objects.filter(engagement=self.thing.engagement_id).exclude(pk=self.thing.finding_id)
        offered = rows.exclude(state=StatementState.SET_ASIDE).order_by("pk")
        field = cast("forms.MultipleChoiceField", self.fields["findings"])
        field.choices = [(each.ref, f"{each.ref}: {each.title}") for each in offered]
        self.initial = {"findings": [each.ref for each in answered_too(self.thing)]}
