"""Pages of coded projects of other programs: what is in one, how far it is taken in."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.queries import names
from concord.core.access import PersonRequest, on
from concord.core.forms import ReasonForm
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage
from concord.engagements.queries import methods
from concord.evidence import actions, coded_projects, forms, queries, rules
from concord.evidence.models import CodedProject
from concord.evidence.views.pages import of_this_state

P = Permission

BRING = VerbPage(
    P.PROJECT_BRING,
    load=queries.codebook,
    see=P.CODEBOOK_VIEW,
    may=rules.may,
    action=actions.bring_project,
    explain="Its codes come into this codebook, its texts become documents, and what was coded a closed round.",
    form=forms.BringProjectForm,
)
TAKE = VerbPage(
    P.PROJECT_TAKE,
    load=queries.coded_project,
    see=P.PROJECT_VIEW,
    may=rules.may,
    action=actions.take_project,
    explain="What is listed as lost or changed is not kept. A coder counts as having read each text in which they "
    "coded anything.",
    show=lambda thing: {"found": coded_projects.survey(thing)},
    template="evidence/project_take.html",
)
SET_ASIDE = VerbPage(
    P.PROJECT_SET_ASIDE,
    load=queries.coded_project,
    see=P.PROJECT_VIEW,
    may=rules.may,
    action=actions.set_project_aside,
    explain="Nothing of it is taken in, and its file is destroyed.",
    form=ReasonForm,
)
PROJECT_VERBS = [TAKE, SET_ASIDE]
VERBS = [BRING, *PROJECT_VERBS]


@on(P.PROJECT_VIEW, load=queries.coded_project, see=P.PROJECT_VIEW, may=rules.may)
def coded_project(request: PersonRequest, thing: CodedProject) -> HttpResponse:
    """Show a project: what was found in it, what of it is not kept, and how far it is taken in."""
    context = {
        "thing": thing,
        "found": coded_projects.survey(thing),
        "method": next((one.name for one in methods(thing.engagement) if one.key == thing.method), thing.method),
        "brought_by": names([thing.brought_by])[thing.brought_by],
        "buttons": of_this_state(PROJECT_VERBS, request.user, thing),
    }
    return unkept(render(request, "evidence/project.html", context))
