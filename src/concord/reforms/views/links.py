"""Pages about what hangs together and what stands in the way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.findings import queries as findings
from concord.findings.models import Recommendation
from concord.reforms import actions, forms, queries, rules
from concord.reforms.models import NEEDS, in_turn
from concord.reforms.views import lines
from concord.reforms.views.planning import steering

P = Permission

LINK_VERBS = [
    VerbPage(
        P.LINK_CONNECT,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.connect,
        explain="Both sides see the link at once. A link that would close a circle is refused, and the circle named.",
        form=forms.ConnectForm,
    ),
    VerbPage(
        P.LINK_DISCONNECT,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.disconnect,
        explain="It stays on record, with your reason.",
        form=forms.DisconnectForm,
    ),
]
GROUP_VERBS = [
    VerbPage(
        P.LINK_GROUP,
        load=engagements.engagement,
        see=P.ENGAGEMENT_VIEW,
        may=rules.may,
        action=actions.group,
        explain="Each is linked with the oldest of them, and they stand together from now on.",
        form=forms.GroupForm,
    ),
]
BLOCKER_VERBS = [
    VerbPage(
        P.REFORM_BLOCK,
        load=queries.reform,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.block,
        explain="It changes neither voice: what is outside the agency's control is not the same as no progress.",
        form=forms.BlockForm,
    ),
    VerbPage(
        P.REFORM_UNBLOCK,
        load=queries.reform,
        see=P.REFORM_VIEW,
        may=rules.may,
        action=actions.unblock,
        explain="Say what became of it. It stays on record.",
        form=forms.UnblockForm,
    ),
]


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def connections(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show how the recommendations of an engagement hang together: groups, what waits, what frees most, and
    what stands in the way."""
    found = queries.connections(thing)
    context = {
        **steering(request, thing),
        "found": found,
        "frees": [(found.by_pk[pk], *freed) for pk, freed in found.frees.items()],
        "waiting": [(found.by_pk[pk], firsts) for pk, firsts in found.waiting.items()],
        "undecided": lines.undecided(found),
        "blockers": queries.blockers(thing),
        "kinds": {kind.key: kind.label for kind in queries.blocker_kinds(thing).values()},
        "buttons": buttons(GROUP_VERBS, request.user, thing),
        "may_group": bool(rules.may(request.user, P.LINK_GROUP, thing)),
    }
    return render(request, "reforms/connections.html", context)


@on(P.LINK_GROUP, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def suggested(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show which recommendations seem to be one action, for a person to accept; nothing happens by itself."""
    form = forms.GroupForm(request.POST or None, thing=thing, by=request.user)
    if request.method == "POST":
        rules.may(request.user, P.LINK_GROUP, thing).require()
        if form.is_valid():
            actions.group(thing, by=request.user, at=clock.now(), **form.values())
            messages.success(request, f"Done: {P.LINK_GROUP.past}.")
            return redirect("engagement-connections", thing.ref)
    groups = [(group, *_sent(request, group)) for group in queries.suggested(thing)]
    context = {"thing": thing, "form": form, "groups": groups}
    return render(request, "reforms/suggested.html", context, status=422 if form.errors else 200)


def _sent(request: PersonRequest, group: queries.Suggested) -> tuple[set[str], str]:
    """Return what is ticked in a group and why: all of it, or what somebody sent that could not be taken."""
    offered = {each.ref for each in group.recommendations}
    chosen = offered.intersection(request.POST.getlist("recommendations"))
    return (chosen, request.POST.get("why", "")) if chosen else (offered, "")


def linked(of: Recommendation) -> dict[str, Any]:
    """Return what a recommendation's page says of its links."""
    found = list(queries.links_of(of)) if of.is_shared else []
    waited_for = any(
        link.kind in NEEDS and in_turn(link.kind, link.one_id, link.other_id)[1] == of.pk for link in found
    )
    at_once, in_time = queries.unblocks(of) if waited_for else ((), 0)
    return {"links": found, "frees_at_once": at_once, "frees_in_time": in_time}
