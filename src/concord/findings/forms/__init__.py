"""Input of findings, by what it is about."""

from concord.findings.forms.claims import (
    ClaimForm,
    DraftFromClaimForm,
    GatherForm,
    QuoteForm,
    RewordClaimForm,
    TakeAwayForm,
)
from concord.findings.forms.comments import CommentOnForm, ReplyToForm, ResolveCommentForm
from concord.findings.forms.fact_checks import AnswerForm, CommentForm, ExtendForm, OpenFactCheckForm
from concord.findings.forms.imports import LoadReportForm, MapColumnsForm, StageReportForm
from concord.findings.forms.renumbering import RenumberForm
from concord.findings.forms.responses import RespondForm
from concord.findings.forms.reviewing import ValidateForm, ViewForm
from concord.findings.forms.statements import (
    ActionItemForm,
    AnswerFindingsForm,
    CiteForm,
    FindingForm,
    RecommendationForm,
    RewordFindingForm,
    RewordRecommendationForm,
    TagIssuedForm,
    TakeOffForm,
)

__all__ = (
    "ActionItemForm",
    "AnswerFindingsForm",
    "AnswerForm",
    "CiteForm",
    "ClaimForm",
    "CommentForm",
    "CommentOnForm",
    "DraftFromClaimForm",
    "ExtendForm",
    "FindingForm",
    "GatherForm",
    "LoadReportForm",
    "MapColumnsForm",
    "OpenFactCheckForm",
    "QuoteForm",
    "RecommendationForm",
    "RenumberForm",
    "ReplyToForm",
    "ResolveCommentForm",
    "RespondForm",
    "RewordClaimForm",
    "RewordFindingForm",
    "RewordRecommendationForm",
    "StageReportForm",
    "TagIssuedForm",
    "TakeAwayForm",
    "TakeOffForm",
    "ValidateForm",
    "ViewForm",
)
