"""The versions of a plan, and one of them as a document."""

from pathlib import PurePosixPath

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.handing import to_be_saved
from concord.core.paging import page_of
from concord.core.permissions import Actor, Permission
from concord.core.verbs import Button, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.workplans import queries, rules
from concord.workplans.content import SECTIONS
from concord.workplans.models import WorkPlan
from concord.workplans.states import WORK_PLAN
from concord.workplans.views.deciding import ON_ENGAGEMENT, PLAN_VERBS, read

P = Permission
_BESIDE_A_CHAPTER = (P.PLAN_COMMENT,)


SHEET = tables.Sheet(
    "Work plans",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Version", lambda row: row.version),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("With", lambda row: str(row.held_by)),
        tables.Column("Since (UTC)", lambda row: row.state_since),
        tables.Column("Follows version", lambda row: row.follows.version if row.follows else None),
        tables.Column("Fingerprint", lambda row: row.short_hash),
    ),
)


@on(P.PLAN_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def work_plans(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the versions of one engagement's work plan."""
    rows = queries.of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    context = {"thing": thing, "buttons": buttons(ON_ENGAGEMENT, request.user, thing)}
    return render(request, "workplans/work_plans.html", context | page_of(rows, request))


@on(P.PLAN_VIEW, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def work_plan(request: PersonRequest, thing: WorkPlan) -> HttpResponse:
    """Show one version as a document: whether it binds, what waits on it, what was said, and what can be done."""
    concurrence = getattr(thing, "concurrence", None)
    context = {
        "thing": thing,
        **read(thing),
        "sections": [section for section in SECTIONS if section.key != "changes" or thing.follows_id],
        "said": queries.comments_on(thing),
        "concurrence": concurrence,
        "recorded_by": names([concurrence.by])[concurrence.by] if concurrence else "",
        "reaffirmations": list(thing.reaffirmations.order_by("at")),
        "new_chief": rules.new_chief(thing),
        "may_edit": bool(rules.may(request.user, P.PLAN_EDIT, thing)),
        "may_comment": bool(rules.may(request.user, P.PLAN_COMMENT, thing)),
        "buttons": _buttons(request.user, thing),
    }
    return render(request, "workplans/work_plan.html", context)


def _buttons(by: Actor, plan: WorkPlan) -> list[Button]:
    """Return what can be done now, and what could be if something else were different; a verb of another state is no
    use to whoever reads."""
    pages = [page for page in PLAN_VERBS if page.verb not in _BESIDE_A_CHAPTER]
    of_this_state = WORK_PLAN.verbs_from(plan.state)
    return [one for one in buttons(pages, by, plan) if one.decision or one.page.verb in of_this_state]


@on(P.PLAN_VIEW, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def scan(request: PersonRequest, thing: WorkPlan) -> HttpResponse:
    """Hand out the scan of the paper on which the chief executive concurred, to be saved."""
    del request
    concurrence = getattr(thing, "concurrence", None)
    if concurrence is None or concurrence.scan is None:
        raise NotThere("No concurrence with this version was signed on paper.")
    name = f"{thing.ref}-signed{PurePosixPath(concurrence.scan_name).suffix}"
    return to_be_saved(concurrence.scan, name, of=thing.ref)
