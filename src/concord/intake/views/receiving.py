"""The office enters a request that came by letter, call or mail, and hands out a request's files."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core.access import PersonRequest, holding, on
from concord.core.permissions import Permission
from concord.intake import actions, handing, queries, rules
from concord.intake.forms.receiving import ReceiveForm
from concord.intake.models import AssistanceRequest
from concord.programme.queries import in_force

P = Permission


@holding(P.REQUEST_RECEIVE)
def receive(request: PersonRequest) -> HttpResponse:
    """Enter a request with its original; the same form sent twice is one request."""
    today = clock.today()
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReceiveForm(*posted, programme=in_force(today), on=today, key=uuid.uuid4())
    if request.method == "POST" and form.is_valid():
        made = actions.receive(by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"Done: entered the request. Its reference is {made.ref}.")
        return redirect(made.get_absolute_url())
    posted_badly = request.method == "POST"
    return render(request, "intake/receive.html", {"form": form}, status=422 if posted_badly else 200)


@on(P.REQUEST_VIEW, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)
def request_file(request: PersonRequest, thing: AssistanceRequest, number: int) -> HttpResponse:
    """Hand out a file of the request to whoever may see it."""
    del request
    return handing.file_of(thing, number)
