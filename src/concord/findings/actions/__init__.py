"""The verbs of findings, by what they are about."""

from concord.findings.actions.claims import (
    draft_from_claim,
    gather,
    make_claim,
    reword_claim,
    set_claim_aside,
    take_away,
    take_up,
)
from concord.findings.actions.statements import (
    cite,
    complete_focus_area,
    declare_no_findings,
    draft_finding,
    draft_recommendation,
    issue,
    return_,
    reword_finding,
    reword_recommendation,
    set_aside,
    submit,
    validate,
)

__all__ = (
    "cite",
    "complete_focus_area",
    "declare_no_findings",
    "draft_finding",
    "draft_from_claim",
    "draft_recommendation",
    "gather",
    "issue",
    "make_claim",
    "return_",
    "reword_claim",
    "reword_finding",
    "reword_recommendation",
    "set_aside",
    "set_claim_aside",
    "submit",
    "take_away",
    "take_up",
    "validate",
)
