"""Pages of fact checks."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements.models import Engagement
from concord.findings import actions, checks, forms, queries, rules
from concord.findings.models import CheckedText, FactCheck
from concord.findings.words import name_of

P = Permission
_WORDS = {"label", "tags", "kind", "aims"}
"""The fields of a text that are no prose to be checked."""

OPEN = VerbPage(
    P.FACT_CHECK_OPEN,
    load=engagements.engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.open_fact_check,
    explain="The agency reads these texts before anything is issued and says which facts are not right. You answer "
    "each comment. If it says nothing until the window ends, that is recorded, and issue goes on.",
    form=forms.OpenFactCheckForm,
)
_page = partial(VerbPage, load=queries.fact_check, see=P.FACT_CHECK_VIEW, may=rules.may)


def _closing(fact_check: FactCheck) -> Mapping[str, Any]:
    return {"problems": checks.before_closing(fact_check)}


FACT_CHECK_VERBS = [
    _page(
        P.FACT_CHECK_COMMENT,
        action=actions.comment_on_fact,
        explain="Your comment gets a number, and the team answers it. The public does not read it.",
        form=forms.CommentForm,
    ),
    _page(
        P.FACT_CHECK_SEND_BACK,
        action=actions.send_back,
        explain="The team answers each comment. Without a comment you say that the facts are right.",
    ),
    _page(
        P.FACT_CHECK_EXTEND,
        action=actions.extend_window,
        explain="The agency has more time. It can be given once.",
        form=forms.ExtendForm,
    ),
    _page(
        P.FACT_CHECK_ANSWER,
        action=actions.answer_comment,
        explain="Say whether the text is reworded or kept, and why. An answer is given once.",
        form=forms.AnswerForm,
    ),
    _page(
        P.FACT_CHECK_CLOSE,
        action=actions.close_fact_check,
        explain="The agency is told what became of its comments. What was accepted is reworded before it is issued.",
        show=_closing,
    ),
]
VERBS = [OPEN, *FACT_CHECK_VERBS]
SHEET = tables.Sheet(
    "Fact checks",
    (
        tables.Column("Reference", lambda check: check.ref),
        tables.Column("State", lambda check: check.state_label),
        tables.Column("With", lambda check: str(check.held_by)),
        tables.Column("Asked (UTC)", lambda check: check.opened_at),
        tables.Column("Until", lambda check: check.has_until),
        tables.Column("Response", lambda check: check.get_outcome_display()),
    ),
)


@on(P.FACT_CHECK_VIEW, load=engagements.engagement, see=P.FACT_CHECK_VIEW, may=rules.may)
def fact_checks(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the fact checks of one engagement."""
    rows = queries.fact_checks_visible_to(request.user).filter(engagement=thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {"thing": thing, "buttons": buttons([OPEN], request.user, thing), **page_of(rows, request)}
    return render(request, "findings/fact_checks.html", context)


def _said(text: CheckedText) -> list[tuple[str, str]]:
    """Return what a text says, a field after the other."""
    return [(name_of(name), said) for name, said in text.words.items() if name not in _WORDS and said]


@on(P.FACT_CHECK_VIEW, load=queries.fact_check, see=P.FACT_CHECK_VIEW, may=rules.may)
def fact_check(request: PersonRequest, thing: FactCheck) -> HttpResponse:
    """Show one fact check: the texts as they were given, the comments with their answers, what changed since."""
    comments = queries.comments_in(thing)
    sees_drafts = bool(permit(request.user, P.FINDING_VIEW_DRAFT, thing))
    who = {thing.opened_by, thing.extended_by, thing.ended_by, *(each.said_by for each in comments)}
    who |= {each.answered_by for each in comments}
    context = {
        "thing": thing,
        "texts": [(text, _said(text), sees_drafts or text.statement.is_shared) for text in queries.texts_of(thing)],
        "comments": comments,
        "places": {each.place: name_of(each.place) for each in comments},
        "log": [each for each in queries.change_log(thing) if sees_drafts or each.statement.is_shared],
        "names": names(key for key in who if key),
        "buttons": buttons(FACT_CHECK_VERBS, request.user, thing),
    }
    return render(request, "findings/fact_check.html", context)
