"""Input of findings, by what it is about."""

from concord.findings.forms.claims import ClaimForm, DraftFromClaimForm, GatherForm, RewordClaimForm, TakeAwayForm
from concord.findings.forms.statements import (
    CiteForm,
    FindingForm,
    RecommendationForm,
    RewordFindingForm,
    RewordRecommendationForm,
)

__all__ = (
    "CiteForm",
    "ClaimForm",
    "DraftFromClaimForm",
    "FindingForm",
    "GatherForm",
    "RecommendationForm",
    "RewordClaimForm",
    "RewordFindingForm",
    "RewordRecommendationForm",
    "TakeAwayForm",
)
