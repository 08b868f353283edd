"""Pages of engagements and focus areas."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from concord.core.access import PersonRequest, holding, on
from concord.core.forms import ReasonForm, VerbForm
from concord.core.lifecycle import Staged
from concord.core.paging import page_of
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit, permits_somewhere
from concord.core.verbs import VerbPage, buttons
from concord.engagements import actions, forms, queries, rules
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import FocusAreaState
from concord.intake.queries import request as load_request
from concord.programme.document import read

P = Permission

OPEN_FROM = VerbPage(
    P.ENGAGEMENT_OPEN,
    load=load_request,
    see=P.REQUEST_VIEW,
    may=rules.may,
    action=actions.open_from,
    explain="The engagement begins with its focus areas. Nothing starts before the chief executive concurs with the "
    "work plan.",
    form=forms.OpenForm,
)


def _verb(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm]) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.engagement,
        see=P.ENGAGEMENT_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
    )


ENGAGEMENT_VERBS = [
    _verb(
        P.ENGAGEMENT_JOIN,
        actions.add_member,
        "Somebody new gets an account, and a mail that says how to set a password.",
        forms.MemberForm,
    ),
    _verb(
        P.ENGAGEMENT_SUSPEND,
        actions.suspend,
        "Nothing further starts until the engagement is resumed. What is published stays.",
        ReasonForm,
    ),
    _verb(P.ENGAGEMENT_RESUME, actions.resume, "The work goes on where it stopped.", ReasonForm),
    _verb(
        P.ENGAGEMENT_END,
        actions.end,
        "The engagement is over and cannot be opened again. What is published stays.",
        forms.EndForm,
    ),
]
VERBS = [OPEN_FROM, *ENGAGEMENT_VERBS]


class Link(NamedTuple):
    """A way on from a page, by its address: to a list or a verb of an app below, which this app does not know."""

    href: str
    label: str


_LISTS = (
    ("work-plans/", "Work plans", P.PLAN_VIEW),
    ("evidence/", "Evidence", P.EVIDENCE_VIEW),
    ("findings/", "Findings", P.FINDING_VIEW),
    ("recommendations/", "Recommendations", P.FINDING_VIEW),
    ("reports/", "Status reports", P.REPORT_VIEW),
)


def _lists(by: Actor, thing: Engagement) -> list[Link]:
    """Return the lists of an engagement that this person may open."""
    here = thing.get_absolute_url()
    return [Link(here + place, label) for place, label, seen in _LISTS if permit(by, seen, thing)]


def _below(by: Actor, thing: Staged, verbs: Iterable[Permission]) -> list[Link]:
    """Return the verbs of the apps below that this person's roles permit on a thing; their pages say the rest."""
    return [
        Link(reverse(verb.value, args=[thing.ref]), verb.label[:1].upper() + verb.label[1:])
        for verb in verbs
        if permit(by, verb, thing)
    ]


@holding(P.ENGAGEMENT_VIEW)
def engagements(request: PersonRequest) -> HttpResponse:
    """List the engagements that this person may see, and the accepted requests that wait for one."""
    may_open = permits_somewhere(request.user.all_roles(), P.ENGAGEMENT_OPEN)
    context = page_of(queries.visible_to(request.user), request)
    context["waiting"] = queries.requests_to_open(request.user)[:50] if may_open else ()
    return render(request, "engagements/engagements.html", context)


@on(P.ENGAGEMENT_VIEW, load=queries.engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def engagement(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show one engagement: its facts, focus areas, people, and the ways on."""
    tiers = {tier.key: tier.name for tier in read(thing.edition.document).tier} if thing.edition else {}
    context = {
        "thing": thing,
        "tier": tiers.get(thing.tier, thing.tier),
        "areas": queries.focus_areas(thing),
        "sides": queries.people_of(thing),
        "lists": _lists(request.user, thing),
        "below": _below(request.user, thing, [P.PLAN_DRAFT]) if rules.active(thing) else [],
        "buttons": buttons(ENGAGEMENT_VERBS, request.user, thing),
    }
    return render(request, "engagements/engagement.html", context)


@on(P.ENGAGEMENT_VIEW, load=queries.focus_area, see=P.ENGAGEMENT_VIEW, may=rules.may)
def focus_area(request: PersonRequest, thing: FocusArea) -> HttpResponse:
    """Show one focus area, and what can be done there by the apps below."""
    verbs = list(thing.lifecycle.verbs_from(thing.state))
    if thing.state == FocusAreaState.OPEN:
        verbs = [P.EVIDENCE_LOG, P.FINDING_DRAFT, *verbs]
    context = {
        "thing": thing,
        "earlier": queries.earlier_incomplete(thing) if thing.state == FocusAreaState.PLANNED else (),
        "below": _below(request.user, thing, verbs) if rules.active(thing.engagement) else [],
    }
    return render(request, "engagements/focus_area.html", context)
