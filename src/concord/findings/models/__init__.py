"""The models of findings, by what they are about."""

from concord.findings.models.claims import (
    Claim,
    Direction,
    Piece,
)
from concord.findings.models.comments import StatementComment, StatementReply
from concord.findings.models.fact_checks import CheckedText, FactCheck, FactComment, Outcome, Verdict
from concord.findings.models.imports import ReportImport
from concord.findings.models.numbering import Numbering, Scheme
from concord.findings.models.responses import AgencyResponse, Answer
from concord.findings.models.statements import (
    BEING_REWORDED,
    AlsoAnswers,
    Citation,
    Finding,
    NoFindings,
    Recommendation,
    Statement,
)
from concord.findings.models.views import Opinion, View

__all__ = (
    "BEING_REWORDED",
    "AgencyResponse",
    "AlsoAnswers",
    "Answer",
    "CheckedText",
    "Citation",
    "Claim",
    "Direction",
    "FactCheck",
    "FactComment",
    "Finding",
    "NoFindings",
    "Numbering",
    "Opinion",
    "Outcome",
    "Piece",
    "Recommendation",
    "ReportImport",
    "Scheme",
    "Statement",
    "StatementComment",
    "StatementReply",
    "Verdict",
    "View",
)
