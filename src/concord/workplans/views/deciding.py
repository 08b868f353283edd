"""The verbs of a version as pages, and of a focus area that opens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.http import HttpResponse

from concord.accounts.identity import SignedPage, on_its_page_only
from concord.core.access import PersonRequest
from concord.core.forms import ReasonForm, VerbForm
from concord.core.permissions import Actor, Decision, May, Permission, refuse
from concord.core.verbs import VerbPage
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.workplans import actions, checks, forms, queries, rules
from concord.workplans.gantt import chart
from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission


def read(plan: WorkPlan) -> Mapping[str, Any]:
    """Return a version as its pages show it; what the checks say matters until it is proposed."""
    problems = checks.run(plan) if plan.state in (WorkPlanState.DRAFT, WorkPlanState.PROPOSED) else []
    document = queries.document(plan)
    schedule = chart(document.content, queries.names_in(plan, document.content))
    return {"document": document, "schedule": schedule, "problems": problems, "waits": queries.waits_on(plan)}


@dataclass(frozen=True)
class CommentPage(VerbPage):
    """A comment on the part that a link names (?part=activities/a3)."""

    def _view(self, request: PersonRequest, thing: Any) -> HttpResponse:
        form: Any = partial(self.form, part=request.GET.get("part", ""))
        return VerbPage._view(replace(self, form=form), request, thing)  # noqa: SLF001 - of the same class, with its form


def _may_come_into_force(by: Actor, verb: Permission, plan: Any) -> Decision:
    """Say before anybody signs what the version says and is not so any more; whoever may read it reads it."""
    decision = rules.may(by, verb, plan)
    said = checks.no_longer_so(plan) if decision and verb != P.PLAN_VIEW else ""
    return refuse(said) if said else decision


def _plan(
    verb: Permission,
    action: Callable[..., Any],
    explain: str,
    form: type[VerbForm] = VerbForm,
    kind: type[VerbPage] = VerbPage,
    may: May = rules.may,
    **more: Any,
) -> VerbPage:
    return kind(
        verb,
        load=queries.work_plan,
        see=P.PLAN_VIEW,
        may=may,
        action=action,
        explain=explain,
        form=form,
        show=read,
        template="workplans/decide.html",
        **more,
    )


DRAFT = VerbPage(
    P.PLAN_DRAFT,
    load=load_engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.draft,
    explain="You write it part by part; every part is kept as soon as you save it. After a return, the draft begins "
    "with what was returned.",
    form=forms.DraftForm,
)
ON_ENGAGEMENT = [DRAFT]
OPEN_FOCUS_AREA = VerbPage(
    P.FOCUS_AREA_OPEN,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.open_focus_area,
    explain="Evidence can be gathered once the focus area is open.",
    form=forms.OpenFocusAreaForm,
)
PLAN_VERBS = [
    _plan(
        P.PLAN_PROPOSE,
        actions.propose,
        "The chief executive is asked to concur. From now on this version stays as it is.",
    ),
    _plan(
        P.PLAN_CONCUR,
        on_its_page_only,
        "Your concurrence is with exactly what you read below. Any change to it needs your concurrence again.",
        forms.ConcurForm,
        SignedPage,
        may=_may_come_into_force,
        signed=actions.concur,
    ),
    _plan(
        P.PLAN_RETURN,
        actions.send_back,
        "The assessment team reads your reason and drafts a new version. This one stays as it is.",
        ReasonForm,
    ),
    _plan(
        P.PLAN_WITHDRAW,
        actions.take_back,
        "The chief executive is not asked any more. This version stays as it is, and the next draft begins with it.",
        ReasonForm,
    ),
    _plan(
        P.PLAN_REAFFIRM,
        on_its_page_only,
        "The agency concurred with this plan before you came. It is valid; your reaffirmation says that you stand by "
        "it. If you want it changed, ask for a change of scope or comment on it.",
        forms.ConcurForm,
        SignedPage,
        signed=actions.reaffirm,
    ),
    _plan(
        P.PLAN_AMEND,
        actions.amend,
        "A new draft begins with everything that this version says. This one stays in force until the chief executive "
        "concurs with the new one.",
        forms.AmendForm,
    ),
    _plan(
        P.PLAN_TAKE_UP_SCOPE,
        actions.take_up_scope,
        "Both sides agreed to it since this draft was begun. The draft then carries it out, as if begun with it.",
        forms.TakeUpScopeForm,
    ),
    _plan(
        P.PLAN_NOTE_PROGRESS,
        actions.note_progress,
        "How far the engagement is towards its end. A note is no change of the plan and needs no concurrence.",
        forms.ProgressForm,
    ),
    _plan(
        P.PLAN_RECORD_CONCURRENCE,
        actions.record_concurrence,
        "The chief executive has signed the printed plan. Its fingerprint shows that it is this very version.",
        forms.RecordConcurrenceForm,
        may=_may_come_into_force,
    ),
    _plan(
        P.PLAN_DISCARD,
        actions.discard,
        "The draft stays on record, and nobody can go on with it. A version in force stays in force.",
        ReasonForm,
    ),
    _plan(
        P.PLAN_COMMENT,
        actions.comment,
        "The assessment team answers, and says what became of it.",
        forms.CommentForm,
        CommentPage,
    ),
]
