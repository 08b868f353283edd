"""Pages of work plans."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.workplans import actions, checks, forms, queries, rules
from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission

DRAFT = VerbPage(
    P.PLAN_DRAFT,
    load=load_engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.draft,
    explain="A version is written whole and never edited: what you see is copied from the last one. A version that is "
    "in force stays so until the chief executive concurs with a newer one.",
    form=forms.DraftForm,
)
OPEN_FOCUS_AREA = VerbPage(
    P.FOCUS_AREA_OPEN,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.open_focus_area,
    explain="Evidence can be gathered once the focus area is open.",
    form=forms.OpenFocusAreaForm,
)


def _read(plan: WorkPlan) -> Mapping[str, Any]:
    """Return the version as its pages show it; what the checks say matters until it is proposed."""
    problems = checks.run(plan) if plan.state in (WorkPlanState.DRAFT, WorkPlanState.PROPOSED) else []
    return {"document": queries.document(plan), "problems": problems}


def _verb(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm] = VerbForm) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.work_plan,
        see=P.PLAN_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=_read,
        template="workplans/decide.html",
    )


PLAN_VERBS = [
    _verb(
        P.PLAN_PROPOSE,
        actions.propose,
        "The chief executive is asked to concur. From now on the content of this version is fixed by its hash.",
    ),
    _verb(
        P.PLAN_RETURN,
        actions.send_back,
        "The assessment team reads your reason and drafts a new version. This one stays as it is.",
        ReasonForm,
    ),
    _verb(
        P.PLAN_CONCUR,
        actions.concur,
        "Your concurrence is with exactly what you read below. Any change to it needs your concurrence again.",
        forms.ConcurForm,
    ),
]
VERBS = [DRAFT, *PLAN_VERBS, OPEN_FOCUS_AREA]


@on(P.PLAN_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def work_plans(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the versions of one engagement's work plan."""
    context = {"thing": thing, "buttons": buttons([DRAFT], request.user, thing)}
    return render(request, "workplans/work_plans.html", context | page_of(queries.of(thing), request))


@on(P.PLAN_VIEW, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def work_plan(request: PersonRequest, thing: WorkPlan) -> HttpResponse:
    """Show one version as a document, whether it binds, and what can be done."""
    context = {
        "thing": thing,
        **_read(thing),
        "concurrence": getattr(thing, "concurrence", None),
        "buttons": buttons(PLAN_VERBS, request.user, thing),
    }
    return render(request, "workplans/work_plan.html", context)
