"""Comments and changes of scope as pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.workplans import actions, forms, queries, rules
from concord.workplans.models import PlanComment, ScopeChange
from concord.workplans.queries.discussion import told

P = Permission


def _verb(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm],
    load: Callable[[str], Any],
    see: Permission = P.PLAN_VIEW,
) -> VerbPage:
    return VerbPage(verb, load=load, see=see, may=rules.may, action=action, explain=explain, form=form)


COMMENT_VERBS = [
    _verb(
        P.PLAN_COMMENT_RESOLVE,
        actions.resolve,
        "Say what became of it. The comment and your answer stay on record.",
        forms.ResolveForm,
        queries.comment,
    ),
    _verb(
        P.PLAN_COMMENT_REPLY,
        actions.reply,
        "Everybody who may read the plan reads it too.",
        forms.ReplyForm,
        queries.comment,
    ),
]
_ASK = (
    "The plan in force stays as it is. If the other side agrees, the team amends the plan, and the chief executive "
    "concurs with that version as with any other."
)
SCOPE_ASKING = [
    _verb(P.SCOPE_ASK_AGENCY, actions.ask_agency, _ASK, forms.ScopeChangeForm, load_engagement, P.ENGAGEMENT_VIEW),
    _verb(P.SCOPE_ASK_TEAM, actions.ask_team, _ASK, forms.ScopeChangeForm, load_engagement, P.ENGAGEMENT_VIEW),
]
SCOPE_VERBS = [
    _verb(
        P.SCOPE_AGREE,
        actions.agree,
        "Nothing changes yet: the team amends the work plan, and that version needs concurrence.",
        forms.AgreeForm,
        queries.scope_change,
    ),
    _verb(P.SCOPE_DECLINE, actions.decline, "The scope stays as it is.", ReasonForm, queries.scope_change),
    _verb(P.SCOPE_WITHDRAW, actions.withdraw, "It is no longer asked for.", ReasonForm, queries.scope_change),
]


@on(P.PLAN_VIEW, load=queries.comment, see=P.PLAN_VIEW, may=rules.may)
def plan_comment(request: PersonRequest, thing: PlanComment) -> HttpResponse:
    """Show one comment with its replies and what became of it."""
    context = {"thing": thing, "said": told([thing])[0], "buttons": buttons(COMMENT_VERBS, request.user, thing)}
    return render(request, "workplans/comment.html", context)


SHEET = tables.Sheet(
    "Changes of scope",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("What is to change", lambda row: row.what),
        tables.Column("Reason", lambda row: row.reason),
        tables.Column("Effect", lambda row: row.effect),
        tables.Column("Topics that it adds", lambda row: "; ".join(queries.topics_added(row))),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("With", lambda row: str(row.held_by)),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)


@on(P.PLAN_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def scope_changes(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the changes of scope that were asked for in one engagement."""
    rows = queries.scope_changes(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {"thing": thing, "buttons": buttons(SCOPE_ASKING, request.user, thing)}
    return render(request, "workplans/scope_changes.html", context | page_of(rows, request))


@on(P.PLAN_VIEW, load=queries.scope_change, see=P.PLAN_VIEW, may=rules.may)
def scope_change(request: PersonRequest, thing: ScopeChange) -> HttpResponse:
    """Show one change of scope: what, why, its effect, the answer, and the version that carries it."""
    known = names(key for key in (thing.asked_by, thing.answered_by) if key)
    context = {
        "thing": thing,
        "asked_by": known[thing.asked_by],
        "topics": queries.topics_added(thing),
        "answered_by": known.get(thing.answered_by or "", ""),
        "plans": list(thing.plans.order_by("version")),
        "buttons": buttons(SCOPE_VERBS, request.user, thing),
    }
    return render(request, "workplans/scope_change.html", context)
