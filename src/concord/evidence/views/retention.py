"""Pages of retention: how long records are kept, what is due, disposals, and legal holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.accounts.queries import names
from concord.core import clock, files, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.forms import ReasonForm
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.core.verbs import VerbPage, buttons
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Disposal, LegalHold
from concord.evidence.retention import all_due, due

P = Permission
_SHOWN = 200
DISPOSAL_VERBS = [
    VerbPage(
        P.DISPOSAL_CARRY_OUT,
        load=queries.disposal,
        see=P.RETENTION_VIEW,
        may=rules.may,
        action=actions.carry_out_disposal,
        explain="What is on the list, still due and under no hold is destroyed for good: rows, files, and the keys of "
        "what is sealed, so that no backup opens it. It cannot be undone.",
    ),
    VerbPage(
        P.DISPOSAL_DECLINE,
        load=queries.disposal,
        see=P.RETENTION_VIEW,
        may=rules.may,
        action=actions.decline_disposal,
        explain="Nothing is destroyed.",
        form=ReasonForm,
    ),
]
HOLD_VERBS = [
    VerbPage(
        P.HOLD_LIFT,
        load=queries.legal_hold,
        see=P.HOLD_VIEW,
        may=rules.may,
        action=actions.lift_hold,
        explain="What it covered follows its retention rules again.",
        form=ReasonForm,
    )
]
VERBS = [*DISPOSAL_VERBS, *HOLD_VERBS]
HOLDS = tables.Sheet(
    "Legal holds",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Hold", lambda row: row.heading),
        tables.Column("Covers", lambda row: row.covers),
        tables.Column("State", lambda row: row.state_label),
        tables.Column("Since (UTC)", lambda row: row.state_since),
    ),
)
LIST = tables.Sheet("What is due", (tables.Column("Reference", lambda row: row),))


@holding(P.RETENTION_VIEW)
def retention(request: PersonRequest) -> HttpResponse:
    """Show every rule with what is due today and what holds keep; ?rule= shows exactly what would go."""
    today = clock.today()
    chosen = due(request.GET.get("rule", ""), today)
    if chosen is not None and (file := tables.export(request, chosen.rows, LIST, at=clock.now())):
        return file
    context = {
        "due": all_due(today),
        "today": today,
        "chosen": chosen,
        "first": chosen.rows[:_SHOWN] if chosen else [],
        "may_propose": permits_somewhere(request.user.all_roles(), P.DISPOSAL_PROPOSE),
        **page_of(queries.disposals(), request),
    }
    return render(request, "evidence/retention.html", context)


@holding(P.DISPOSAL_PROPOSE)
def propose(request: PersonRequest) -> HttpResponse:
    """Propose to destroy what is due by a rule."""
    form = forms.ProposeForm(request.POST or None, initial={"rule": request.GET.get("rule", "")})
    if request.method == "POST" and form.is_valid():
        proposed = actions.propose_disposal(by=request.user, at=clock.now(), **form.values())
        messages.success(request, "Proposed. An approving official decides.")
        return redirect(proposed)
    return render(request, "evidence/propose.html", {"form": form}, status=422 if form.errors else 200)


@on(P.RETENTION_VIEW, load=queries.disposal, see=P.RETENTION_VIEW, may=rules.may)
def disposal(request: PersonRequest, thing: Disposal) -> HttpResponse:
    """Show one disposal with its list."""
    rows = files.path_of(thing.manifest.sha256).read_text("utf-8").splitlines()
    if file := tables.export(request, rows, LIST, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "first": rows[:_SHOWN],
        "names": names(filter(None, [thing.proposed_by, thing.carried_out_by])),
        "buttons": buttons(DISPOSAL_VERBS, request.user, thing),
    }
    return render(request, "evidence/disposal.html", context)


@holding(P.HOLD_VIEW)
def holds(request: PersonRequest) -> HttpResponse:
    """List the legal holds."""
    rows = queries.holds()
    if file := tables.export(request, rows, HOLDS, at=clock.now()):
        return file
    context = {"may_place": permits_somewhere(request.user.all_roles(), P.HOLD_PLACE)}
    return render(request, "evidence/holds.html", context | page_of(rows, request))


@holding(P.HOLD_PLACE)
def place(request: PersonRequest) -> HttpResponse:
    """Place a legal hold."""
    form = forms.HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        placed = actions.place_hold(by=request.user, at=clock.now(), **form.values())
        messages.success(request, "The hold is in force.")
        return redirect(placed)
    return render(request, "evidence/place_hold.html", {"form": form}, status=422 if form.errors else 200)


@on(P.HOLD_VIEW, load=queries.legal_hold, see=P.HOLD_VIEW, may=rules.may)
def hold(request: PersonRequest, thing: LegalHold) -> HttpResponse:
    """Show one hold."""
    context = {
        "thing": thing,
        "names": names(filter(None, [thing.placed_by, thing.lifted_by])),
        "buttons": buttons(HOLD_VERBS, request.user, thing),
    }
    return render(request, "evidence/hold.html", context)
