"""Pages of a request: the public form and its private link, and the desk's pages."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.core import clock, history
from concord.core.access import PersonRequest, holding, on, public
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import Visitor, permit
from concord.core.verbs import VerbPage, buttons
from concord.intake import actions, checks, forms, queries, rules
from concord.intake.models import AssistanceRequest
from concord.intake.states import RequestState
from concord.programme.document import read
from concord.programme.queries import in_force

P = Permission


def _verb(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm] = VerbForm) -> VerbPage:
    return VerbPage(
        verb,
        load=queries.request,
        see=P.REQUEST_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        show=lambda request: {"problems": checks.run(request)},
    )


VERBS = [
    _verb(
        P.REQUEST_ACKNOWLEDGE,
        actions.acknowledge,
        "The requester is told that the request is with us. Link the agency to the directory if it is not.",
        forms.AcknowledgeForm,
    ),
    _verb(
        P.REQUEST_FIND_ELIGIBLE,
        actions.find_eligible,
        "Answer each public criterion with its basis. All must be met; otherwise decline with the reason.",
        forms.EligibilityForm,
    ),
    _verb(
        P.REQUEST_FIND_READY,
        actions.find_ready,
        "Answer each public criterion with its basis. What is not met yet says what would make the agency ready.",
        forms.ReadinessForm,
    ),
    _verb(
        P.REQUEST_ACCEPT,
        actions.accept,
        "Accepting starts the work on a work plan. Nothing starts before the chief executive concurs with it.",
        ReasonForm,
    ),
    _verb(P.REQUEST_DECLINE, actions.decline, "The requester is told that there is a decision.", ReasonForm),
    _verb(P.REQUEST_WITHDRAW, actions.withdraw, "You may ask again at any time.", ReasonForm),
]


@public
def ask(request: HttpRequest) -> HttpResponse:
    """Show and take the public request form; the same submission twice is one request."""
    programme = in_force(clock.today())
    form = forms.RequestForm(request.POST or None, programme=programme, initial={"submission_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        sent = actions.submit(by=Visitor(), at=clock.now(), **form.values())
        messages.success(request, f"We have your request. Its reference is {sent.ref}.")
        return redirect("request-status", token=queries.link_token(sent.ref))
    context = {"form": form, "programme": programme}
    return render(request, "intake/ask.html", context, status=422 if form.errors else 200)


@public
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Show where a request stands, and what was decided and why, to whoever holds its private link."""
    thing = _linked(token)
    context = {
        "thing": thing,
        "token": token,
        "open": bool(thing.lifecycle.find(thing.state, P.REQUEST_WITHDRAW)),
        "events": [history.event(row) for row in history.of(thing.ref)],
        "coming": read(thing.edition.document).next_step,
    }
    return render(request, "intake/status.html", context)


@public
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever holds the private link withdraw the request."""
    thing = _linked(token)
    form = ReasonForm(request.POST or None, thing=thing)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(thing, by=Visitor(thing.ref), at=clock.now(), **form.values())
        return redirect("request-status", token=token)
    context = {"thing": thing, "token": token, "form": form}
    return render(request, "intake/withdraw.html", context, status=422 if form.errors else 200)


def _linked(token: str) -> AssistanceRequest:
    found = queries.by_token(token)
    if found is None:
        raise NotThere("This link leads to no request. Look whether all of it was copied.")
    return found


@holding(P.REQUEST_VIEW)
def requests(request: PersonRequest) -> HttpResponse:
    """List the requests that this person may see."""
    return render(request, "intake/requests.html", page_of(queries.visible_to(request.user), request))


@on(P.REQUEST_VIEW, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)
def detail(request: PersonRequest, thing: AssistanceRequest) -> HttpResponse:
    """Show one request: what was asked, how it was assessed, what can be done."""
    may_open = thing.state == RequestState.ACCEPTED and permit(request.user, P.ENGAGEMENT_OPEN, thing)
    context = {
        "thing": thing,
        "tier": {tier.key: tier.name for tier in read(thing.edition.document).tier}.get(thing.tier, thing.tier),
        "assessments": queries.assessments(thing),
        "problems": checks.run(thing) if thing.lifecycle.verbs_from(thing.state) else (),
        "buttons": buttons(VERBS, request.user, thing),
        # The page of the app below, which this one knows by its address alone; it says the rest.
        "open_engagement": reverse(P.ENGAGEMENT_OPEN.value, args=[thing.ref]) if may_open else "",
    }
    return render(request, "intake/request.html", context)
