"""The lifecycles of findings, by what they are about."""

from concord.findings.states.claims import CLAIM, ClaimState
from concord.findings.states.comments import COMMENT, CommentState
from concord.findings.states.fact_checks import FACT_CHECK, FactCheckState
from concord.findings.states.imports import REPORT_IMPORT, ImportState
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
    "COMMENT",
    "FACT_CHECK",
    "FINDING",
    "FINDING_STEPS",
    "RECOMMENDATION",
    "RECOMMENDATION_STEPS",
    "REPORT_IMPORT",
    "ClaimState",
    "CommentState",
    "FactCheckState",
    "ImportState",
    "StatementState",
    "Steps",
)
