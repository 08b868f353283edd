"""The chief executive's one-time link, and the office's page for an authorization on paper."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core.access import public
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm, VerbForm
from concord.core.permissions import Permission
from concord.core.roles import AskedToAuthorize, Visitor
from concord.intake import actions, queries, reading
from concord.intake.forms.chief import ChiefForm
from concord.intake.forms.uploads import AttachedField, named
from concord.intake.states import RequestState
from concord.intake.views.pages import verb_page

P = Permission


class AuthorizeForm(VerbForm):
    """The name as a signature, and the intent."""

    name = forms.CharField(
        label="Your full name, as your signature", max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    intend = forms.BooleanField(
        label="I am the agency's chief executive, and I authorize this request.",
        error_messages={"required": "Tick this if you authorize the request; otherwise refuse it below."},
    )

    def values(self) -> dict[str, Any]:
        """Return the name; the tick is what lets the form through."""
        return {"name": self.cleaned_data["name"]}


class RefuseForm(ReasonForm):
    """Why not."""

    prefix = "refuse"


@public
def authorize(request: HttpRequest, token: str) -> HttpResponse:
    """Let the chief executive read the request and authorize it, or refuse; the link works once."""
    thing = queries.by_chief_token(token)
    if thing is None:
        raise NotThere("This link leads to no request that waits for you. A newer one may have been mailed.")
    if thing.state != RequestState.AWAITING_AUTHORIZATION:
        return render(request, "intake/ask/authorized.html", {"thing": thing})
    refusing = "refuse" in request.POST
    form = AuthorizeForm(request.POST if request.method == "POST" and not refusing else None)
    refuse = RefuseForm(request.POST if refusing else None)
    if request.method == "POST" and (refuse if refusing else form).is_valid():
        by, at = Visitor(thing.ref, role=AskedToAuthorize), clock.now()
        if refusing:
            actions.withdraw(thing, by=by, at=at, **refuse.values())
        else:
            actions.authorize(thing, by=by, at=at, **form.values())
        messages.success(request, "The request is withdrawn." if refusing else "You have authorized the request.")
        return redirect("request-authorize", token=token)
    context = {"thing": thing, "form": form, "refuse": refuse, "lines": reading.lines(thing), "refusing": refusing}
    return render(request, "intake/ask/authorize.html", context, status=422 if form.errors or refuse.errors else 200)


class RecordForm(VerbForm):
    """An authorization on paper: who signed, and the paper."""

    name = forms.CharField(label="Name that signed", max_length=120)
    file = forms.ChoiceField(label="A file of the request", required=False)
    upload = AttachedField(label="The signed paper", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the files that are there."""
        super().__init__(*args, **kwargs)
        self.kept = {str(one.pk): one for one in queries.files(self.thing)}
        named_so = [(key, f"{one.what} ({one.name})") for key, one in self.kept.items()]
        cast("forms.ChoiceField", self.fields["file"]).choices = [("", "None of these; I add it now"), *named_so]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or {}
        if not data.get("file") and not data.get("upload") and "upload" not in self.errors:
            self.add_error("upload", "Choose a file of the request above, or add the signed paper here.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the name and the one or the other."""
        data = self.cleaned_data
        upload = named(data["upload"]) if data["upload"] and not data["file"] else None
        return {"name": data["name"], "file": self.kept.get(data["file"]), "upload": upload}


VERBS = [
    verb_page(
        P.REQUEST_RECORD_AUTHORIZATION,
        actions.record_authorization,
        "The chief executive authorized the request on paper. Look at the signature, then record whose it is.",
        RecordForm,
    ),
    verb_page(
        P.REQUEST_ASK_CHIEF,
        actions.ask_chief,
        "The chief executive is mailed a new link by which the request is authorized; the one before it ends.",
        ChiefForm,
    ),
]
