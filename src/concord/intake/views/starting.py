"""What somebody reads before they ask: the offer, the rules, and a check of two minutes."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core.access import public
from concord.intake import guarding, queries
from concord.intake.actions import drafts
from concord.programme.document import REQUEST_FORM
from concord.programme.queries import form_closed, form_notice, in_force, offer

_BEGUN_AN_HOUR = 40  # from one network address: a whole city hall may have one


@public
def start(request: HttpRequest) -> HttpResponse:
    """Say what the programme offers, who can ask, what is not supported, by which rules, and what happens next."""
    today = clock.today()
    programme = in_force(today)
    context = {
        **offer(programme, today),
        "promises": [each for each in programme.service if each.key in _PROMISES],
        "notice": form_notice(programme, REQUEST_FORM),
        "closed": form_closed(programme, REQUEST_FORM, today),
    }
    return render(request, "intake/ask/start.html", context, status=409 if request.method == "POST" else 200)


_PROMISES = ("first_contact", "decision")
"""The service standards that concern whoever waits for an answer."""


@public
def check(request: HttpRequest) -> HttpResponse:
    """Ask a few questions and explain each answer by its rule. Nothing is kept, and nobody is refused."""
    programme = in_force(clock.today())
    rows = [(seek, request.GET.get(seek.key, "")) for seek in programme.seek]
    context = {
        "programme": programme,
        "rows": rows,
        "answered": any(said in ("yes", "no") for _, said in rows),
        "rule": {each.key: each for each in (*programme.eligibility, *programme.readiness)},
    }
    return render(request, "intake/ask/check.html", context)


@public
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft and lead to its task list; opened without the button, or while the form is closed, it is the start
    page."""
    if request.method != "POST":
        return start(request)
    today = clock.today()
    if form_closed(in_force(today), REQUEST_FORM, today):
        return start(request)
    guarding.require_empty_trap(request)
    guarding.require_moderation(request, "begin", _BEGUN_AN_HOUR)
    draft = drafts.begin(key=uuid.uuid4(), at=clock.now())
    return redirect("request-draft", token=queries.draft_token(draft))
