"""Pages of comments on findings and recommendations."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.core.access import PersonRequest, on
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.findings import actions, forms, queries, rules
from concord.findings.models import StatementComment

P = Permission


def comment_page(load: Callable[[str], Any], name: str) -> VerbPage:
    """Return the page on which a finding, or a recommendation, is commented on."""
    return VerbPage(
        P.STATEMENT_COMMENT,
        load=load,
        see=P.FINDING_VIEW_DRAFT,
        may=rules.may,
        action=actions.comment_on,
        explain="Whoever wrote it is told, and says what became of it.",
        form=forms.CommentOnForm,
        name=name,
    )


ON_FINDING = comment_page(queries.finding, "finding.comment_on")
ON_RECOMMENDATION = comment_page(queries.recommendation, "recommendation.comment_on")
_page = partial(VerbPage, load=queries.statement_comment, see=P.FINDING_VIEW_DRAFT, may=rules.may)
COMMENT_VERBS = [
    _page(
        P.STATEMENT_COMMENT_RESOLVE,
        action=actions.resolve_comment,
        explain="The comment and your answer stay on record.",
        form=forms.ResolveCommentForm,
    ),
    _page(
        P.STATEMENT_COMMENT_REPLY,
        action=actions.reply_to,
        explain="The comment stays open until somebody says what became of it.",
        form=forms.ReplyToForm,
    ),
]
VERBS = COMMENT_VERBS


@on(P.FINDING_VIEW_DRAFT, load=queries.statement_comment, see=P.FINDING_VIEW_DRAFT, may=rules.may)
def statement_comment(request: PersonRequest, thing: StatementComment) -> HttpResponse:
    """Show one comment with its replies and what became of it."""
    (said,) = queries.said_in([thing])
    context = {"thing": thing, "said": said, "buttons": buttons(COMMENT_VERBS, request.user, thing)}
    return render(request, "findings/comment.html", context)
