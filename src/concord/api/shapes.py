"""The shapes of what goes in and out. Input is read strictly: a field that is not known is refused."""

from typing import Any

from rest_framework import serializers

from concord.evidence.models import Consent, EvidenceItem, Releasability
from concord.evidence.states import EvidenceState
from concord.findings.models import Finding, Recommendation
from concord.findings.states import StatementState

_LONG = 200_000
REFERENCE = r"^[A-Z][A-Z0-9.-]{2,59}$"


class Strict(serializers.Serializer[Any]):
    """Input: refuses fields that it does not know."""

    def to_internal_value(self, data: Any) -> Any:
        """Read the values. Raises ValidationError."""
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({name: ["This field is not known here."] for name in unknown})
        return super().to_internal_value(data)


_SIGN = r"[^\s\x1c-\x1f\x85]"
"""A letter or a sign: none of what Python strips, some of which is no white space in the pattern of a description."""


class Text(serializers.RegexField):
    """A text that is not blank, unless another pattern is given; nothing else is turned into one."""

    def __init__(self, pattern: str = _SIGN, **kwargs: Any) -> None:
        """Want one letter or sign at least."""
        super().__init__(pattern, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        """Read a text. Raises ValidationError."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number; a text is none."""

    def to_internal_value(self, data: Any) -> Any:
        """Read a number. Raises ValidationError."""
        if isinstance(data, str | bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class Problem(serializers.Serializer[Any]):
    """A refusal (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="Why, in a sentence for a person.")
    missing = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="What is missing, in words."
    )
    errors = serializers.JSONField(required=False, help_text="By field: what was expected.")


class Evidence(serializers.ModelSerializer[EvidenceItem]):
    """An item of evidence, without its text."""

    engagement = serializers.CharField(source="engagement.ref")
    focus_area = serializers.CharField(source="focus_area.ref")
    has_file = serializers.SerializerMethodField()

    class Meta:
        model = EvidenceItem
        fields = (
            *("ref", "engagement", "focus_area", "method", "activity", "title", "collected_on", "count"),
            *("releasability", "basis", "state", "state_since", "has_file"),
        )
        read_only_fields = fields

    def get_has_file(self, item: EvidenceItem) -> bool:
        """Say whether a file belongs to it."""
        return bool(item.file_name)


class EvidenceWhole(Evidence):
    """An item with its facts."""

    facts = serializers.CharField()

    class Meta(Evidence.Meta):
        fields = (*Evidence.Meta.fields, "facts")
        read_only_fields = fields


class NewEvidence(Strict):
    """What is told of a new item."""

    focus_area = Text(REFERENCE, help_text="The reference of the focus area.")
    method = Text(max_length=60, help_text="The key of a method that the plan in force names.")
    activity = Text(
        max_length=20,
        required=False,
        help_text="The key of the activity of the plan in force for which it was gathered; it counts for this one. "
        "Needed for it to count where the plan names several by the method.",
    )
    title = Text(max_length=200)
    summary = Text(max_length=_LONG, help_text="The facts.")
    collected_on = serializers.DateField()
    count = Whole(min_value=1, max_value=1_000_000, default=1, help_text="In the method's own unit.")
    releasability = serializers.ChoiceField(Releasability.choices)
    consent = serializers.ChoiceField(
        Consent.choices,
        required=False,
        help_text="What those who took part agreed to; needed of a method by which people are asked.",
    )
    open_because = Text(max_length=300, required=False, help_text="Why an interview is not confidential.")


class Reason(Strict):
    """A reason."""

    reason = Text(max_length=2000)


class FindingShape(serializers.ModelSerializer[Finding]):
    """A finding."""

    engagement = serializers.CharField(source="engagement.ref")
    focus_area = serializers.CharField(source="focus_area.ref", allow_null=True, default=None)
    words_hash = serializers.CharField(help_text="Send it with other words, so that nobody's are overwritten unseen.")

    class Meta:
        model = Finding
        fields = (
            *("ref", "engagement", "focus_area", "label", "heading", "narrative", "strengths", "key", "state"),
            *("state_since", "issued_at", "words_hash", "standard", "cause", "effect"),
        )
        read_only_fields = fields


class Cited(serializers.Serializer[Any]):
    """An item that a finding cites, and why."""

    evidence = serializers.CharField()
    why = serializers.CharField()


class FindingWhole(FindingShape):
    """A finding with what it cites."""

    citations = Cited(many=True, help_text="Those of evidence that you may see.")
    citations_not_shown = serializers.IntegerField(help_text="How many more there are.")

    class Meta(FindingShape.Meta):
        fields = (*FindingShape.Meta.fields, "citations", "citations_not_shown")
        read_only_fields = fields


class FindingWords(Strict):
    """What a finding says."""

    label = Text(max_length=40)
    heading = Text(max_length=300)
    narrative = Text(max_length=20_000)
    strengths = Text("", max_length=20_000, allow_blank=True, default="")
    standard = Text("", max_length=20_000, allow_blank=True, default="")
    cause = Text("", max_length=20_000, allow_blank=True, default="")
    effect = Text("", max_length=20_000, allow_blank=True, default="")


class NewFinding(FindingWords):
    """What a new finding says, and where it belongs."""

    focus_area = Text(REFERENCE)


class OtherWords(FindingWords):
    """Other words for a draft."""

    expected_hash = Text(max_length=64, help_text="The words_hash of what you read.")


class NewCitation(Strict):
    """Evidence for a finding, and why it supports it."""

    evidence = Text(REFERENCE)
    why = Text(max_length=20_000)


class RecommendationShape(serializers.ModelSerializer[Recommendation]):
    """A recommendation."""

    engagement = serializers.CharField(source="engagement.ref")
    finding = serializers.CharField(source="finding.ref")
    below = serializers.CharField(
        source="below.ref",
        default=None,
        allow_null=True,
        help_text="Of an action item, the recommendation below which it stands.",
    )
    tags = serializers.ListField(child=serializers.CharField())
    aims = serializers.ListField(child=serializers.CharField())
    practices = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Recommendation
        fields = (
            *(
                "ref",
                "engagement",
                "finding",
                "below",
                "label",
                "text",
                "justification",
                "tags",
                "key",
                "state",
                "state_since",
            ),
            *("issued_at", "kind", "aims", "best_practice", "outcome_measure", "effort", "cost", "owner"),
            "practices",
        )
        read_only_fields = fields


class NewRecommendation(Strict):
    """What a new recommendation says."""

    label = Text(max_length=40)
    text = Text(max_length=20_000)
    justification = Text(max_length=20_000)
    tags = serializers.ListField(child=Text(max_length=60), max_length=20, default=list)
    kind = Text("", max_length=60, allow_blank=True, default="")
    aims = serializers.ListField(child=Text(max_length=60), max_length=20, default=list)
    best_practice = Text("", max_length=20_000, allow_blank=True, default="")
    outcome_measure = Text("", max_length=20_000, allow_blank=True, default="")
    effort = Text("", max_length=20_000, allow_blank=True, default="")
    cost = Text("", max_length=20_000, allow_blank=True, default="")
    owner = Text("", max_length=120, allow_blank=True, default="")
    practices = serializers.ListField(child=Text(max_length=60), max_length=40, default=list)


class Wanted(Strict):
    """Which rows of a list: `after` is the reference of the last row that you have."""

    after = Text(REFERENCE, required=False)
    engagement = Text(REFERENCE, required=False)


class WantedEvidence(Wanted):
    """Which evidence."""

    focus_area = Text(REFERENCE, required=False)
    method = Text(max_length=60, required=False)
    state = serializers.ChoiceField(EvidenceState.choices, required=False)


class WantedStatements(Wanted):
    """Which findings or recommendations."""

    state = serializers.ChoiceField(StatementState.choices, required=False)
