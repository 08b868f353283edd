"""Where a request stands on its way, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from concord.intake.models import AssistanceRequest
from concord.intake.queries.assessing import Assessment, Recorded
from concord.intake.states import OVER, RequestState

_S = RequestState
_WAY = (_S.SUBMITTED, _S.ACKNOWLEDGED, _S.DEFINED, _S.ELIGIBLE, _S.READY)


@dataclass(frozen=True)
class Stage:
    """One stage of the way: `place` is done, here, ahead or skipped; `at` is when it was reached last."""

    label: str
    place: str
    at: datetime | None = None


def way(of: AssistanceRequest, reached: Mapping[str, datetime]) -> tuple[Stage, ...]:
    """Return the stages from submission to decision; `reached` is when each state was reached last."""
    state = _S(of.state)
    if state in _WAY:
        here = _WAY.index(state)
        places = ["done"] * here + ["here"] + ["ahead"] * (len(_WAY) - here - 1)
        last = Stage("Decided", "ahead")
    elif state == _S.AWAITING_AUTHORIZATION:
        places, last = ["ahead"] * len(_WAY), Stage("Decided", "ahead")
        first = Stage("Authorization", "here", of.state_since)
        return (first, *_stages(places, reached), last)
    else:
        places = ["done" if each in reached else "skipped" for each in _WAY]
        last = Stage(str(state.label), "here" if state not in OVER else "done", of.state_since)
    return (*_stages(places, reached), last)


def _stages(places: Sequence[str], reached: Mapping[str, datetime]) -> list[Stage]:
    return [
        Stage(str(state.label), place, reached.get(state) if place in ("done", "here") else None)
        for state, place in zip(_WAY, places, strict=True)
    ]


def comes_next(of: AssistanceRequest, record: Sequence[Recorded], assessments: Sequence[Assessment]) -> str:
    """Return in a sentence what has to happen next, and who does it; "" when the request is over."""
    eligibility, readiness = assessments
    sentences = {
        _S.AWAITING_AUTHORIZATION: "The chief executive authorizes the request, by the mailed link or on paper.",
        _S.SUBMITTED: "The office contacts the agency and acknowledges the request.",
        _S.ACKNOWLEDGED: _talk(record),
        _S.DEFINED: _assess(eligibility),
        _S.ELIGIBLE: _assess(readiness),
        _S.READY: "An approving official who did not assess the request decides.",
        _S.DEFERRED: "The office takes the request up again when its day has come.",
    }
    return sentences.get(_S(of.state), "")


def _talk(record: Sequence[Recorded]) -> str:
    missing = [each.part.title.lower() for each in record if each.last is None]
    if missing:
        return f"The office talks with the agency and records what is still missing: {'; '.join(missing)}."
    return "Every part of the intake record is there. The office says that the request is defined."


def _assess(assessment: Assessment) -> str:
    name = assessment.kind.label
    if assessment.unanswered:
        return f"The office answers the criteria of {name.lower()} that have no answer yet."
    if assessment.wanting:
        return f"{name}: what is not met yet is waived by an approving official, or the request is deferred or decided."
    return f"Every criterion of {name.lower()} is met or waived. The office concludes it."
