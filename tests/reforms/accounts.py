"""What whole lives are held against: who should do what, all that was ever said, and where everything stands."""

from typing import Any

from django.db.models import QuerySet

from concord.core.lifecycle import Staged
from concord.core.permissions import Permission
from concord.findings.models import AgencyResponse, CheckedText, FactCheck, FactComment, Recommendation, View
from concord.reforms.models import Judgement, Measure, Packet, ProgressReport, Proof, Reform, Remark

P = Permission
STAGED: tuple[type[Staged], ...] = (Recommendation, FactCheck, Measure, Reform, Packet)
SHOULD: dict[Permission, str] = {
    P.RECOMMENDATION_DRAFT: "assessor",
    P.RECOMMENDATION_REWORD: "assessor",
    P.RECOMMENDATION_SUBMIT: "assessor",
    P.RECOMMENDATION_REVIEW: "reviewer",
    P.RECOMMENDATION_VALIDATE: "reviewer",
    P.RECOMMENDATION_RETURN: "reviewer",
    P.RECOMMENDATION_ISSUE: "lead",
    P.RECOMMENDATION_RESPOND: "chief",
    P.FACT_CHECK_OPEN: "lead",
    P.FACT_CHECK_COMMENT: "liaison",
    P.FACT_CHECK_SEND_BACK: "liaison",
    P.FACT_CHECK_EXTEND: "lead",
    P.FACT_CHECK_TAKE_BACK: "concord",
    P.FACT_CHECK_RUN_OUT: "concord",
    P.FACT_CHECK_ANSWER: "assessor",
    P.FACT_CHECK_CLOSE: "lead",
    P.MEASURE_PROPOSE: "assessor",
    P.MEASURE_AGREE: "liaison",
    P.MEASURE_ASK: "liaison",
    P.MEASURE_APPROVE: "officer",
    P.MEASURE_RETURN: "officer",
    P.REFORM_PLAN: "lead",
    P.REFORM_REPORT: "liaison",
    P.REFORM_ASSESS: "assessor",
    P.REFORM_COMPLETE: "assessor",
    P.REFORM_STOP: "assessor",
    P.REFORM_REOPEN: "assessor",
    P.REFORM_SUSTAIN: "assessor",
    P.PACKET_ASSEMBLE: "liaison",
    P.PACKET_SHOW: "liaison",
    P.PACKET_TAKE_OUT: "liaison",
    P.PACKET_SUBMIT: "liaison",
    P.PACKET_WITHDRAW: "liaison",
    P.PACKET_PASS_ON: "assessor",
    P.PACKET_RETURN: "assessor",
    P.PACKET_ACCEPT: "reviewer",
}


def _all(kind: Any, *fields: str) -> tuple[QuerySet[Any], tuple[str, ...]]:
    return kind._base_manager.order_by("pk"), fields


SAID = (
    _all(View, "recommendation", "submitted_at", "opinion", "text", "written_at", "written_by"),
    _all(CheckedText, "fact_check", "recommendation", "words"),
    _all(FactComment, "fact_check", "number", "of", "place", "quote", "text", "said_by", "said_at"),
    (
        FactComment._base_manager.exclude(answered_at=None).order_by("answered_at"),
        ("number", "verdict", "answer", "answered_at", "answered_by"),
    ),
    _all(AgencyResponse, "recommendation", "answer", "reason", "responded_at", "responded_by"),
    _all(ProgressReport, "reform", "status", "note", "as_of", "reported_at", "reported_by"),
    _all(Judgement, "reform", "status", "note", "as_of", "assessed_at", "assessed_by", "measures"),
    _all(Measure, "recommendation", "label", "version", "kind", "text", "reason", "proposed_by"),
    _all(Proof, "packet", "what", "file", "added_by", "added_at"),
    _all(Remark, "packet", "round", "measure", "text", "by"),
)


def states() -> dict[str, tuple[type[Staged], str]]:
    return {ref: (kind, state) for kind in STAGED for ref, state in kind._base_manager.values_list("ref", "state")}


def said() -> list[list[tuple[Any, ...]]]:
    """Everything that was ever said, in order."""
    return [_before_it_was_reworded(), *(list(rows.values_list(*fields)) for rows, fields in SAID)]


def _before_it_was_reworded() -> list[tuple[Any, ...]]:
    earlier = [each for kept in Recommendation.objects.values_list("earlier", flat=True) for each in kept]
    return sorted((each["until"], each["by"], each["said"]["text"]) for each in earlier)
