"""The models of findings, by what they are about."""

from concord.findings.models.claims import (
    Claim,
    Direction,
    Piece,
)
from concord.findings.models.statements import (
    Citation,
    Finding,
    NoFindings,
    Recommendation,
    Statement,
)

__all__ = (
    "Citation",
    "Claim",
    "Direction",
    "Finding",
    "NoFindings",
    "Piece",
    "Recommendation",
    "Statement",
)
