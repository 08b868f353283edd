"""The lifecycles of findings, by what they are about."""

from concord.findings.states.claims import CLAIM, ClaimState
from concord.findings.states.statements import (
    FINDING,
    FINDING_STEPS,
    RECOMMENDATION,
    RECOMMENDATION_STEPS,
    StatementState,
    Steps,
)

__all__ = (
    "CLAIM",
    "FINDING",
    "FINDING_STEPS",
    "RECOMMENDATION",
    "RECOMMENDATION_STEPS",
    "ClaimState",
    "StatementState",
    "Steps",
)
