"""Pages of pieces of work."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.forms import VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.reforms import actions, forms, queries, rules
from concord.reforms.models import Project
from concord.reforms.views import previews

P = Permission


def _verb(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm]) -> VerbPage:
    return VerbPage(
        verb, load=queries.project, see=P.REFORM_VIEW, may=rules.may, action=action, explain=explain, form=form
    )


_FIELDS = {"owner": "Owner", "sponsor": "Executive sponsor", "unit": "Unit"}
BEGIN_VERBS = [
    VerbPage(
        P.PROJECT_BEGIN,
        load=engagements.engagement,
        see=P.ENGAGEMENT_VIEW,
        may=rules.may,
        action=actions.begin_work,
        explain="One piece of work may serve many recommendations. How far each of them is stays its own matter.",
        form=forms.BeginWorkForm,
    )
]
PROJECT_VERBS = [
    _verb(P.PROJECT_MILESTONE, actions.add_milestone, "A step with its day.", forms.MilestoneForm),
    _verb(P.PROJECT_REACH, actions.reach, "With the day, and what shows it.", forms.ReachForm),
    _verb(
        P.PROJECT_TAKE_BACK,
        actions.take_milestone_back,
        "One that is open is dropped; one that was noted as reached is open again. It stays on record, with why.",
        forms.TakeBackForm,
    ),
    _verb(P.PROJECT_SERVE, actions.serve, "It serves these too from now on.", forms.ServeForm),
    _verb(P.PROJECT_LEAVE, actions.leave, "It stays on record, with your reason.", forms.LeaveForm),
    _verb(P.PROJECT_ASSIST, actions.assist, "Technical assistance that helped this work.", forms.AssistForm),
    _verb(
        P.PROJECT_ASSIST_OFF,
        actions.take_assistance_off,
        "For what was logged wrongly. It stays on record, with your reason.",
        forms.AssistOffForm,
    ),
    _verb(P.PROJECT_CHANGE, actions.change, "The history keeps what was said before.", forms.ChangeWorkForm),
    _verb(
        P.PROJECT_END,
        actions.end_work,
        "No recommendation is complete by that: report on each, and hand in what shows it.",
        forms.EndWorkForm,
    ),
]


SHEET = tables.Sheet(
    "Pieces of work",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Piece of work", lambda row: row.title),
        tables.Column("Owner", lambda row: row.owner),
        tables.Column("Sponsor", lambda row: row.sponsor),
        tables.Column("Unit", lambda row: row.unit),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)


@on(P.REFORM_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def projects(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the pieces of work of an engagement, the newest first."""
    rows = queries.projects_of(thing)
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    may_change = bool(permit(request.user, P.PROJECT_CHANGE_MANY, thing))
    context = {
        "thing": thing,
        **page_of(rows, request),
        "buttons": buttons(BEGIN_VERBS, request.user, thing),
        "may_change": may_change,
    }
    return render(request, "reforms/projects.html", context)


@on(P.PROJECT_CHANGE_MANY, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def change_many(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Change several pieces of work at once: first a preview, line by line old and new, then the change, if the preview
    still tells what would change; otherwise it is shown anew."""
    form = forms.ChangeManyForm(request.POST or None, thing=thing, by=request.user)
    decision = rules.may(request.user, P.PROJECT_CHANGE_MANY, thing)
    context: dict[str, Any] = {"thing": thing, "form": form, "decision": decision}
    if request.method == "POST":
        decision.require()
        if form.is_valid():
            values = form.values()
            preview = list(queries.altered(values["projects"], values["wanted"]))
            now = previews.digest((one.project.pk, one.field, one.old, one.new) for one in preview)
            if previews.is_as_shown(request, now):
                actions.change_many(thing, by=request.user, at=clock.now(), **values)
                messages.success(request, f"Done: {P.PROJECT_CHANGE_MANY.past}.")
                return redirect("engagement-projects", thing.ref)
            context |= {"preview": preview, "digest": now, "changed": previews.is_sent(request), "names": _FIELDS}
    return render(request, "reforms/change_many.html", context, status=422 if form.errors else 200)


@on(P.REFORM_VIEW, load=queries.project, see=P.REFORM_VIEW, may=rules.may)
def project(request: PersonRequest, thing: Project) -> HttpResponse:
    """Show one piece of work: whose it is, its milestones, what it serves and what helped it."""
    context = {
        "thing": thing,
        "served": thing.served.filter(ended_at=None)
        .select_related("recommendation__finding")
        .order_by("recommendation"),
        "milestones": thing.milestones.order_by("due_on", "pk"),
        "assistance": thing.assistance.select_related("delivery").order_by("pk"),
        "buttons": buttons(PROJECT_VERBS, request.user, thing),
    }
    return render(request, "reforms/project.html", context)
