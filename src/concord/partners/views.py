"""Pages of providers, the roster, and conflict declarations."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.errors import HouseError
from concord.core.forms import ReasonForm, VerbForm
from concord.core.paging import PAGE_SIZE, page_of
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.core.verbs import VerbPage, buttons
from concord.partners import actions, forms, queries, rules
from concord.partners.matching import match as match_experts
from concord.partners.models import ConflictDeclaration, Expert, Provider
from concord.partners.sizes import SizeBand

P = Permission


def _of(load: Callable[[str], Any], see: Permission) -> Callable[..., VerbPage]:
    """Return how the verbs of one kind of thing become pages."""

    def page(verb: Permission, action: Callable[..., Any], explain: str, form: type[VerbForm], **more: Any) -> VerbPage:
        return VerbPage(verb, load=load, see=see, may=rules.may, action=action, explain=explain, form=form, **more)

    return page


_provider = _of(queries.provider, P.PROVIDER_VIEW)
_expert = _of(queries.expert, P.EXPERT_VIEW)
_conflict = _of(queries.declaration, P.CONFLICT_VIEW)


def told(thing: ConflictDeclaration) -> dict[str, Any]:
    """Return what is shown above the form of a decision; a decision is the programme officer's, who reads it all."""
    return {"last": next(iter(queries.said(thing, by=thing.person)), None)}


PROVIDER_VERBS = [
    _provider(
        P.PROVIDER_DESCRIBE,
        actions.describe_provider,
        "Who the provider is, and how to reach it.",
        forms.ProviderForm,
    ),
    _provider(
        P.PROVIDER_END,
        actions.end_provider,
        "Its experts stay on the roster, and what it did stays on record.",
        ReasonForm,
    ),
    _provider(P.PROVIDER_RESUME, actions.resume_provider, "It can be chosen again.", ReasonForm),
]
EXPERT_VERBS = [
    _expert(
        P.EXPERT_NOTE_AVAILABILITY,
        actions.note_availability,
        "The windows stand in the place of those noted before. Leave every row empty for: not available.",
        forms.AvailabilityForm,
        template="partners/availability.html",
    ),
    _expert(
        P.EXPERT_DESCRIBE,
        actions.describe_expert,
        "What is noted here is what matching knows of the expert.",
        forms.DescribeExpertForm,
    ),
    _expert(
        P.EXPERT_RETIRE,
        actions.retire,
        "Matching leaves the expert out from now on. Roles that they hold stay; end those on their own page.",
        ReasonForm,
    ),
    _expert(P.EXPERT_RETURN, actions.put_back, "Matching finds the expert again.", ReasonForm),
]
CONFLICT_VERBS = [
    _conflict(
        P.CONFLICT_DECLARE,
        actions.declare,
        "When something changes later, open this page again and declare anew.",
        forms.DeclareForm,
        template="partners/declare.html",
    ),
    _conflict(
        P.CONFLICT_CLEAR,
        actions.clear,
        "What was declared does not stand in the way: the person may serve this agency.",
        forms.RulingForm,
        template="partners/rule.html",
        show=told,
    ),
    _conflict(
        P.CONFLICT_MANAGE,
        actions.manage,
        "The person may serve this agency, under conditions that they and the office read.",
        forms.ManageForm,
        template="partners/rule.html",
        show=told,
    ),
]
VERBS = [*PROVIDER_VERBS, *EXPERT_VERBS, *CONFLICT_VERBS]


def _elsewhere(*_thing: object, **_said: object) -> None:
    raise HouseError("Recusing ends roles in engagements, so its page and its verb are theirs.")


RECUSE = _conflict(P.CONFLICT_RECUSE, _elsewhere, "", forms.RulingForm)
"""The button alone: it leads to the page of engagements."""


def _may(request: PersonRequest, permission: Permission) -> bool:
    return permits_somewhere(request.user.all_roles(), permission)


def _kept(asked: QueryDict, form_fields: dict[str, Any]) -> str:
    """Return the filters of an address, for the address of the next page."""
    return urlencode([(name, value) for name in form_fields for value in asked.getlist(name) if value])


PROVIDERS = tables.Sheet(
    "Providers",
    (
        tables.Column("Reference", lambda thing: thing.ref),
        tables.Column("Provider", lambda thing: thing.name),
        tables.Column("Kind", lambda thing: thing.get_kind_display()),
        tables.Column("Website", lambda thing: thing.website),
        tables.Column("Contact", lambda thing: thing.contact_name),
        tables.Column("E-mail", lambda thing: thing.contact_email),
        tables.Column("State", lambda thing: thing.state_label),
    ),
)
EXPERTS = tables.Sheet(
    "Experts",
    (
        tables.Column("Reference", lambda thing: thing.ref),
        tables.Column("Expert", lambda thing: thing.title),
        tables.Column("E-mail", lambda thing: thing.person.email),
        tables.Column("Provider", lambda thing: thing.provider.name if thing.provider else ""),
        tables.Column("From the field", lambda thing: "; ".join(thing.credentials)),
        tables.Column("Topics", lambda thing: "; ".join(thing.topics)),
        tables.Column("Languages", lambda thing: "; ".join(thing.languages)),
        tables.Column("Kinds of agency", lambda thing: "; ".join(thing.kinds)),
        tables.Column("Sizes of agency", lambda thing: "; ".join(thing.sizes)),
        tables.Column("Available", lambda thing: "; ".join(f"{w.starts_on} to {w.ends_on}" for w in thing.windows)),
    ),
)
DECLARATIONS = tables.Sheet(
    "Conflicts of interest",
    (
        tables.Column("Reference", lambda thing: thing.ref),
        tables.Column("Person", lambda thing: thing.person.name),
        tables.Column("Agency", lambda thing: thing.agency.title),
        tables.Column("Where it stands", lambda thing: thing.state_label),
        tables.Column("With", lambda thing: str(thing.held_by)),
        tables.Column("Since (UTC)", lambda thing: thing.state_since),
    ),
)


@holding(P.PROVIDER_VIEW)
def providers(request: PersonRequest) -> HttpResponse:
    """List the providers."""
    rows = queries.providers()
    if file := tables.export(request, rows, PROVIDERS, at=clock.now()):
        return file
    context = {**page_of(rows, request), "may_add": _may(request, P.PROVIDER_ADD)}
    return render(request, "partners/providers.html", context)


@on(P.PROVIDER_VIEW, load=queries.provider, see=P.PROVIDER_VIEW, may=rules.may)
def provider(request: PersonRequest, thing: Provider) -> HttpResponse:
    """Show one provider, and its experts on the roster."""
    experts = queries.experts(queries.Filters(provider=thing)).order_by("person__name")[:PAGE_SIZE]
    context = {"thing": thing, "experts": experts, "buttons": buttons(PROVIDER_VERBS, request.user, thing)}
    return render(request, "partners/provider.html", context)


@holding(P.PROVIDER_ADD)
def add_provider(request: PersonRequest) -> HttpResponse:
    """Add a provider."""
    form = forms.ProviderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_provider(by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"{added.name} was added.")
        return redirect(added)
    return render(request, "partners/add_provider.html", {"form": form}, status=422 if form.errors else 200)


@holding(P.EXPERT_VIEW)
def experts(request: PersonRequest) -> HttpResponse:
    """List the roster through the filters in the address."""
    form = forms.RosterForm(request.GET or None)
    filters = form.filters() if form.is_valid() else queries.Filters()
    rows = queries.experts(filters)
    if not form.errors and (file := tables.export(request, rows, EXPERTS, at=clock.now())):
        return file
    page = page_of(rows.none() if form.errors else rows, request)
    context = {
        "form": form,
        "topics": queries.topics(clock.today()),
        "may_add": _may(request, P.EXPERT_ADD),
        "kept": _kept(request.GET, form.fields),
        **page,
    }
    return render(request, "partners/experts.html", context, status=422 if form.errors else 200)


@on(P.EXPERT_VIEW, load=queries.expert, see=P.EXPERT_VIEW, may=rules.may)
def expert(request: PersonRequest, thing: Expert) -> HttpResponse:
    """Show one expert's entry, and to the office their declarations."""
    topics = queries.topics(clock.today())
    context = {
        "thing": thing,
        "topics": [topics[key].text if key in topics else key for key in thing.topics],
        "kinds": [label for kind, label in forms.KINDS if kind in thing.kinds],
        "sizes": [label for band, label in SizeBand.choices if band in thing.sizes],
        "declarations": queries.declarations_visible_to(request.user).filter(person=thing.person),
        "may_ask": _may(request, P.CONFLICT_ASK),
        "in_office": _may(request, P.EXPERT_VIEW),
        "has_history": bool(request.user.all_roles()),
        "buttons": buttons(EXPERT_VERBS, request.user, thing),
    }
    return render(request, "partners/expert.html", context)


@holding(P.EXPERT_ADD)
def add_expert(request: PersonRequest) -> HttpResponse:
    """Put an expert on the roster."""
    form = forms.AddExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add_expert(by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"{added.title} is on the roster.")
        return redirect(added)
    return render(request, "partners/add_expert.html", {"form": form}, status=422 if form.errors else 200)


@holding(P.EXPERT_VIEW)
def match(request: PersonRequest) -> HttpResponse:
    """Show who fits an assignment, and why, by what the address asks for."""
    form = forms.MatchForm(request.GET or None)
    context: dict[str, Any] = {"form": form, "may_ask": _may(request, P.CONFLICT_ASK)}
    if form.is_valid():
        agency = form.cleaned_data["agency"]
        need = queries.need(
            agency, topics=form.chosen_topics(), languages=form.cleaned_data["languages"], window=form.window()
        )
        found = match_experts(need, queries.facts(agency))
        if file := tables.export(request, found, MATCHES, at=clock.now()):
            return file
        begin = _begin(request.GET.get("after", ""))
        shown = found[begin : begin + PAGE_SIZE]
        context |= {
            "agency": agency,
            "need": need,
            "band": SizeBand(need.size[0]).label if need.size else "",
            "matches": shown,
            "begin": begin,
            "of": len(found),
            "kept": _kept(request.GET, form.fields),
            "next": str(begin + PAGE_SIZE) if len(found) > begin + PAGE_SIZE else "",
        }
    return render(request, "partners/match.html", context, status=422 if form.errors else 200)


MATCHES = tables.Sheet(
    "Matched experts",
    (
        tables.Column("Reference", lambda row: row.expert.ref),
        tables.Column("Expert", lambda row: row.expert.name),
        tables.Column("Reasons met", lambda row: len(row.met)),
        tables.Column("Of reasons", lambda row: len(row.reasons)),
        tables.Column("Met", lambda row: "; ".join(reason.text for reason in row.met)),
        tables.Column("Not met", lambda row: "; ".join(reason.text for reason in row.unmet)),
    ),
)


def _begin(after: str) -> int:
    """Return after how many a page begins; what is no number begins at the beginning."""
    return int(after) if after.isdecimal() and len(after) < len(str(PAGE_SIZE**3)) else 0


@holding(P.CONFLICT_VIEW)
def conflicts(request: PersonRequest) -> HttpResponse:
    """List the declarations: all for the office, their own for everybody else."""
    form = forms.DeclarationsForm(request.GET or None)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = queries.declarations_visible_to(request.user)
    rows = rows.filter(state=state) if state else rows
    if not form.errors and (file := tables.export(request, rows, DECLARATIONS, at=clock.now())):
        return file
    context = {
        "form": form,
        "kept": _kept(request.GET, form.fields),
        "in_office": _may(request, P.EXPERT_VIEW),
        "may_ask": _may(request, P.CONFLICT_ASK),
        "entry": queries.own_entry(request.user),
        **page_of(rows.none() if form.errors else rows, request),
    }
    return render(request, "partners/conflicts.html", context, status=422 if form.errors else 200)


@on(P.CONFLICT_VIEW, load=queries.declaration, see=P.CONFLICT_VIEW, may=rules.may)
def conflict(request: PersonRequest, thing: ConflictDeclaration) -> HttpResponse:
    """Show one declaration: to the person and the programme officers with its words, to the rest of the office where
    it stands."""
    rulings = list(queries.rulings(thing))
    context = {
        "thing": thing,
        "own": rules.is_declarant(request.user, thing),
        "said": queries.said(thing, by=request.user),
        "rulings": rulings,
        "names": names(ruling.decided_by for ruling in rulings),
        "serves": rules.may_serve(thing.person, thing.agency),
        "has_list": _may(request, P.CONFLICT_VIEW),
        "has_history": bool(request.user.all_roles()),
        "buttons": buttons([*CONFLICT_VERBS, RECUSE], request.user, thing),
    }
    return render(request, "partners/conflict.html", context)


@holding(P.CONFLICT_ASK)
def ask(request: PersonRequest) -> HttpResponse:
    """Ask somebody to declare conflicts of interest with an agency."""
    form = forms.AskForm(request.POST or None, initial=_asked_about(request.GET))
    if request.method == "POST" and form.is_valid():
        asked = actions.ask(by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"{asked.person.name} was asked by e-mail.")
        return redirect(asked)
    return render(request, "partners/ask.html", {"form": form}, status=422 if form.errors else 200)


def _asked_about(address: QueryDict) -> dict[str, str]:
    """Return what an address says of who is to be asked: an expert and an agency, by reference."""
    known = queries.expert(address.get("expert", "").replace("\0", ""))
    who = {"name": known.person.name, "email": known.person.email} if known else {}
    return {**who, "agency": address.get("agency", "")}
