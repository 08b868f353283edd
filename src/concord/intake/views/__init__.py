"""Pages of a request: the public ones, and the office's."""

from concord.intake.views.asking import again, attach, chief, file, reply, status, withdraw
from concord.intake.views.authorizing import authorize
from concord.intake.views.deciding import letters, letters_by_link
from concord.intake.views.desk import VERBS, detail, requests
from concord.intake.views.drafting import check_answers, draft, later, page
from concord.intake.views.receiving import receive, request_file
from concord.intake.views.starting import begin, check, start

__all__ = (
    "VERBS",
    "again",
    "attach",
    "authorize",
    "begin",
    "check",
    "check_answers",
    "chief",
    "detail",
    "draft",
    "file",
    "later",
    "letters",
    "letters_by_link",
    "page",
    "receive",
    "reply",
    "request_file",
    "requests",
    "start",
    "status",
    "withdraw",
)
