"""Status reports and what is said about them, releases, and what public records say."""

from concord.publishing.models.following import Follower, Telling
from concord.publishing.models.releases import PublicRecord, PublishedFigure, Release, ReleaseKind
from concord.publishing.models.reports import (
    PARTS,
    AnswerKind,
    Closing,
    CommentPart,
    Delay,
    ReportComment,
    StatusReport,
)
from concord.publishing.models.withholding import Grounds, Withholding

__all__ = [
    "PARTS",
    "AnswerKind",
    "Closing",
    "CommentPart",
    "Delay",
    "Follower",
    "Grounds",
    "PublicRecord",
    "PublishedFigure",
    "Release",
    "ReleaseKind",
    "ReportComment",
    "StatusReport",
    "Telling",
    "Withholding",
]
