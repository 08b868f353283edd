"""A sheet that is filled in on the spot, with or without network; and the worker that keeps its page at hand."""

from pathlib import Path
from uuid import uuid4

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.permissions import Permission
from concord.evidence import actions, forms, naming, queries, rules
from concord.evidence.models import Fieldwork
from concord.programme.document import Sheet

P = Permission
_POLICY = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'"


@on(P.FIELDWORK_NOTE, load=queries.fieldwork, see=P.FIELDWORK_VIEW, may=rules.may)
def observe(request: PersonRequest, thing: Fieldwork, sheet: str = "") -> HttpResponse:
    """Show a sheet of the method as a form, and take it. Its script keeps what is filled in without network.

    The page names neither the person nor what is watched, since a copy of it stays on the phone."""
    sheets = queries.sheets_of(thing)
    chosen = next((one for one in sheets if one.key == sheet), None) if sheet else sheets[0]
    if chosen is None:
        raise NotThere
    posted = request.POST if request.method == "POST" else None
    form = forms.SheetForm(posted, initial={"key": uuid4()}, thing=thing, by=request.user, sheet=chosen)
    script = request.headers.get("Accept", "").startswith("application/json")
    if form.is_bound and form.is_valid():
        taken = actions.take_sheet(thing, sheet=chosen, by=request.user, at=clock.now(), **form.values())
        if script:
            return JsonResponse({"taken": str(taken.key)})
        messages.success(request, "Taken. It stands in the notes.")
        return redirect(_address(thing, chosen))
    if script and form.is_bound:
        return JsonResponse({"error": _errors(form)}, status=422)
    request.csp_connects = request.csp_works = True
    context = {
        "thing": thing,
        "sheet": chosen,
        "sheets": [(one, _address(thing, one)) for one in sheets],
        "form": form,
        "decision": rules.may(request.user, P.FIELDWORK_NOTE, thing),
        "method": queries.method_of(thing),
        "owner": salted_hmac("concord.evidence.owner", request.user.actor_key).hexdigest()[:20],
        "titles": naming.TITLES,
        "ordinary": naming.ORDINARY_WORDS,
    }
    return render(request, "evidence/observe.html", context, status=422 if form.errors else 200)


def _address(thing: Fieldwork, sheet: Sheet) -> str:
    return reverse("fieldwork-observe-sheet", args=[thing.ref, sheet.key])


def _errors(form: forms.SheetForm) -> str:
    """Say in a sentence or two what is wrong, field by field."""
    told = [
        f"{form.fields[name].label}: {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return " ".join(told) or "The sheet cannot be read."


@on(P.FIELDWORK_NOTE, load=queries.fieldwork, see=P.FIELDWORK_VIEW, may=rules.may)
def worker(_request: PersonRequest, thing: Fieldwork) -> HttpResponse:
    """Hand out the worker. It works for the addresses below its own alone: the sheets of this field work."""
    del thing
    found = finders.find("concord/observe-worker.js")
    headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
    return HttpResponse(Path(str(found)).read_bytes(), content_type="text/javascript", headers=headers)
