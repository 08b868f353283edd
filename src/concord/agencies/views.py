"""Pages of the directory. It is public data, so whoever may see agencies sees all of them."""

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.agencies import actions, forms, queries, rules
from concord.agencies.models import Agency
from concord.core import clock, tables
from concord.core.access import PersonRequest, holding
from concord.core.errors import NotThere
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons

P = Permission

SHEET = tables.Sheet(
    "Agencies",
    (
        tables.Column("Agency", lambda agency: agency.title),
        tables.Column("Reference", lambda agency: agency.ref),
        tables.Column("Kind", lambda agency: agency.get_kind_display()),
        tables.Column("County", lambda agency: agency.county),
        tables.Column("Entered by hand", lambda agency: agency.manual),
    ),
)

VERBS = [
    VerbPage(
        P.AGENCY_DESCRIBE,
        load=queries.by_ref,
        see=P.AGENCY_VIEW,
        may=rules.may,
        action=actions.describe,
        form=forms.DescribeForm,
        explain="Figures are kept with the day they are of and where they come from. Empty figures are not on record.",
    ),
    VerbPage(
        P.CHIEF_APPOINT,
        load=queries.by_ref,
        see=P.AGENCY_VIEW,
        may=rules.may,
        action=actions.appoint_chief,
        form=forms.AppointForm,
        explain="Recording a new chief executive ends the present tenure the day before.",
    ),
    VerbPage(
        P.CHIEF_LEAVE,
        load=queries.by_ref,
        see=P.AGENCY_VIEW,
        may=rules.may,
        action=actions.record_departure,
        form=forms.DepartureForm,
        explain="The post is shown as vacant from the next day, until a successor is recorded.",
    ),
]


@holding(P.AGENCY_VIEW)
def agencies(request: PersonRequest) -> HttpResponse:
    """List the directory by state, or what was searched for."""
    form = forms.SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "agencies/agencies.html", {"form": form}, status=422)
    q, state = form.cleaned_data["q"], form.cleaned_data["state"]
    may_add = any(P.AGENCY_ADD in role.permissions for role in request.user.all_roles())
    context = {"form": form, "q": q, "state": state, "may_add": may_add}
    if q:
        found = queries.search(q, queries.PAGE_SIZE + 1, state=state)
        shown: Sequence[Agency] | QuerySet[Agency] = found[: queries.PAGE_SIZE]
        context |= {"rows": shown, "cut": len(found) > queries.PAGE_SIZE}
    else:
        after = request.GET.get("after", "").replace("\0", "")  # the one letter that PostgreSQL does not take
        page = queries.listing(state=state, after=after)
        context |= {"rows": page.rows, "next": page.next}
        shown = queries.of_state(state)
    if file := tables.export(request, shown, SHEET, at=clock.now()):
        return file
    return render(request, "agencies/agencies.html", context)


@holding(P.AGENCY_VIEW)
def agency(request: PersonRequest, ref: str) -> HttpResponse:
    """Show one agency: what it is, its profile, who led it when, and what can be done."""
    thing = queries.by_ref(ref)
    if thing is None:
        raise NotThere
    history, today = queries.chief_history(thing), clock.today()
    context = {
        "thing": thing,
        "history": history,
        "now": next((term for term in history if term.covers(today)), None),
        "buttons": buttons(VERBS, request.user, thing),
    }
    return render(request, "agencies/agency.html", context)


@holding(P.AGENCY_ADD)
def add(request: PersonRequest) -> HttpResponse:
    """Enter an agency by hand."""
    form = forms.AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = actions.add(by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"{added.title} was added.")
        return redirect(added)
    return render(request, "agencies/add.html", {"form": form}, status=422 if form.errors else 200)
