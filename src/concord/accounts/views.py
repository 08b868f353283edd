"""Pages about people."""

import secrets
from datetime import timedelta

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from concord.accounts import actions, forms, queries, rules
from concord.accounts.middleware import DEMO, SESSION_KEY
from concord.accounts.models import Person
from concord.accounts.tokens import PREFIX, SCOPES
from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, member, on, public
from concord.core.errors import NotThere
from concord.core.models import OutboxMail
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage, buttons

P = Permission
_DIGITS = 18

SHEET = tables.Sheet(
    "People",
    (
        tables.Column("Name", lambda person: person.name),
        tables.Column(
            "Roles now", lambda person: "; ".join(f"{m.role_class.title}, {m.place}" for m in person.held()) or "None"
        ),
    ),
)

VERBS = [
    VerbPage(
        P.PERSON_END_ROLE,
        load=queries.by_key,
        see=P.PERSON_VIEW,
        may=rules.may,
        action=actions.end_role,
        form=forms.EndRoleForm,
        explain="What the person did under the role stays valid. The role can be given again later.",
    ),
]


@holding(P.PERSON_VIEW)
def people(request: PersonRequest) -> HttpResponse:
    """List everybody and the roles they hold."""
    may_invite = permits_somewhere(request.user.all_roles(), P.PERSON_INVITE)
    rows = queries.people()
    if file := tables.export(request, rows, SHEET, at=clock.now()):
        return file
    page = page_of(rows, request)
    context = {"people": page["rows"], "next": page["next"], "may_invite": may_invite}
    return render(request, "accounts/people.html", context)


@on(P.PERSON_VIEW, load=queries.by_key, see=P.PERSON_VIEW, may=rules.may)
def person(request: PersonRequest, thing: Person) -> HttpResponse:
    """Show one person, their roles, and what can be done."""
    context = {"thing": thing, "buttons": buttons(VERBS, request.user, thing)}
    return render(request, "accounts/person.html", context)


@holding(P.PERSON_INVITE)
def invite(request: PersonRequest) -> HttpResponse:
    """Invite somebody to a role."""
    form = forms.InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        invited = actions.invite(by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"{invited.name} was invited.")
        return redirect("people")
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


@member
def tokens(request: PersonRequest) -> HttpResponse:
    """List the access tokens of one's own programs; here they are made, shown once, and ended."""
    person, secret = request.user, ""
    if request.method == "POST" and (number := request.POST.get("end", "")).isdecimal():
        actions.end_token(person, number=int(number[:_DIGITS]), by=person, at=clock.now())
        messages.success(request, "Done: the token works no more.")
        return redirect("tokens")
    form = forms.TokenForm(request.POST or None)
    if form.is_valid():
        secret = PREFIX + secrets.token_urlsafe(32)
        told = {"name": form.cleaned_data["name"], "scopes": form.cleaned_data["scopes"]}
        last_day = clock.today() + timedelta(days=form.cleaned_data["days"])
        actions.make_token(person, **told, last_day=last_day, secret=secret, by=person, at=clock.now())
        form = forms.TokenForm()
    rows = [(one, [dict(SCOPES).get(scope, scope) for scope in one.scopes]) for one in queries.tokens_of(person)]
    context = {"form": form, "secret": secret, "rows": rows, "today": clock.today()}
    return unkept(render(request, "accounts/tokens.html", context, status=422 if form.errors else 200))


@public
def no_second_address(request: HttpRequest) -> HttpResponse:
    """Answer the library's page for further e-mail addresses: a person has one, given by the invitation."""
    del request
    raise NotThere


@public
def demo(request: HttpRequest) -> HttpResponse:
    """Offer the demo's people, each one click away; there only with CONCORD_DEMO=1."""
    _demo_only()
    return render(request, "accounts/demo.html", {"sides": queries.by_side(queries.people())})


@public
def demo_sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """Sign in as one of the demo's people."""
    _demo_only()
    who = Person.objects.filter(pk=number).first()
    if request.method != "POST" or who is None:
        raise NotThere
    login(request, who, backend="concord.accounts.backend.Backend")
    record_authentication(request, who, method="demo")
    request.session[SESSION_KEY] = DEMO
    return redirect("desk")


@public
def demo_outbox(request: HttpRequest) -> HttpResponse:
    """Show the mails that the demo would have sent, so that their links can be tried."""
    _demo_only()
    return render(request, "accounts/outbox.html", {"mails": OutboxMail.objects.order_by("-pk")[:200]})


def _demo_only() -> None:
    if not settings.CONCORD_DEMO:
        raise NotThere
