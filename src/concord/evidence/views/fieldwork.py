"""Pages of field work: the list, the counts, one of it, and its notes."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import BadInput
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.roles import permit
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.engagements.queries import focus_area as load_focus_area
from concord.engagements.queries import focus_areas, methods
from concord.engagements.queries import forms as forms_of_delivery
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import FieldNotes, Fieldwork
from concord.evidence.states import FieldworkState
from concord.evidence.views.pages import of_this_state
from concord.programme.document import Method
from concord.workplans.queries import in_force

P = Permission
_LONGEST_NUMBER = 9  # digits


def _method(thing: Fieldwork) -> dict[str, Any]:
    return {"method": queries.method_of(thing)}


BOOK = VerbPage(
    P.FIELDWORK_BOOK,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.book,
    explain="An activity of the work plan in force, on a day inside its window. A booking inside the window is "
    "schedule: it needs no new concurrence.",
    form=forms.BookForm,
)
WAIVE = VerbPage(
    P.FIELDWORK_WAIVE,
    load=load_focus_area,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.waive_activity,
    explain="What the plan names and is not held is waived with a reason. A focus area is complete when each of its "
    "activities is held or waived.",
    form=forms.WaiveForm,
)
FIELDWORK_VERBS = [
    VerbPage(
        P.FIELDWORK_HOLD,
        load=queries.fieldwork,
        see=P.FIELDWORK_VIEW,
        may=rules.may,
        action=actions.hold,
        explain="The facts become an item of evidence that findings can cite. Your own thoughts stay with the team.",
        form=forms.HeldForm,
        show=_method,
        template="evidence/fieldwork_hold.html",
        shows_sealed=lambda _fieldwork: True,
    ),
    VerbPage(
        P.FIELDWORK_MOVE,
        load=queries.fieldwork,
        see=P.FIELDWORK_VIEW,
        may=rules.may,
        action=actions.move_booking,
        explain="Another day inside the activity's window, another hour or place.",
        form=forms.MoveForm,
    ),
    VerbPage(
        P.FIELDWORK_CALL_OFF,
        load=queries.fieldwork,
        see=P.FIELDWORK_VIEW,
        may=rules.may,
        action=actions.call_off,
        explain="It stays on record as called off, with your reason. Its contacts and its place are sealed. "
        "The activity of the plan is open as before.",
        form=forms.NamelessReasonForm,
    ),
]
VERBS = [BOOK, WAIVE, *FIELDWORK_VERBS]


def _sheet(known: dict[str, str], *, to_the_team: bool) -> tables.Sheet:
    """Return how the list looks as a file."""
    return tables.Sheet(
        "Field work",
        (
            tables.Column("Reference", lambda row: row.ref),
            tables.Column("Field work", lambda row: row.title),
            tables.Column("Focus area", lambda row: f"{row.focus_area.number}. {row.focus_area.title}"),
            tables.Column("Method", lambda row: known.get(row.method, row.method)),
            tables.Column("With whom", lambda row: row.audience),
            tables.Column("Booked for", lambda row: row.planned_on),
            tables.Column("Held on", lambda row: row.held_on),
            tables.Column("How many", lambda row: row.count),
            tables.Column("Came", lambda row: sum(one.came or 0 for one in row.attendance.all()) or None),
            tables.Column("State", lambda row: row.state_label),
        ),
        read=partial(queries.fieldwork_titled, to_the_team=to_the_team),
    )


@on(P.FIELDWORK_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def fieldwork(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List what is booked and held, and how far each focus area's activities are."""
    form = forms.FieldworkFilter(request.GET or None, of=thing)
    rows = queries.fieldwork_visible_to(request.user).filter(engagement=thing)
    if form.is_valid():
        wanted = {"state": "state", "method": "method", "area": "focus_area__number"}
        rows = rows.filter(**{way: form.cleaned_data[name] for name, way in wanted.items() if form.cleaned_data[name]})
    known, plan = {m.key: m.name for m in methods(thing)}, in_force(thing)
    ours = bool(permit(request.user, P.FIELDWORK_NOTE, thing))
    if file := tables.export(request, rows, _sheet(known, to_the_team=ours), at=clock.now()):
        return file
    page = page_of(rows, request)
    areas = list(focus_areas(thing))
    standings = queries.standings_in(areas, plan) if plan else {}
    context = {
        "thing": thing,
        "methods": forms_of_delivery(thing) | known,
        "form": form,
        "plan": [(area, standings.get(area.pk, ())) for area in areas],
        **page,
        "rows": queries.fieldwork_titled(page["rows"], to_the_team=ours),
    }
    return unkept(render(request, "evidence/fieldwork.html", context))


_COUNTS = tables.Sheet(
    "Counts of field work",
    (
        tables.Column("Focus area", lambda row: f"{row.number}. {row.area}"),
        tables.Column("Method", lambda row: row.name),
        tables.Column("With whom", lambda row: row.audience),
        tables.Column("How many", lambda row: row.count),
        tables.Column("Unit", lambda row: row.unit),
        tables.Column("People who took part, where counted", lambda row: row.people),
    ),
)


@on(P.FIELDWORK_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def counts(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show how much was gathered up to a day: by method, then by focus area, method and audience."""
    form = forms.AsOfForm(request.GET or None, initial={"as_of": clock.today()})
    if form.is_bound and not form.is_valid():
        raise BadInput("That is no day; expected one such as 2026-11-22.")
    as_of = (form.is_bound and form.cleaned_data["as_of"]) or clock.today()
    rows = queries.counts(thing, as_of, to_the_team=bool(rules.of_the_team(request.user, thing)))
    if file := tables.export(request, rows, _COUNTS, at=clock.now()):
        return file
    context = {"thing": thing, "rows": rows, "totals": _totals(thing, rows), "as_of": as_of, "form": form}
    return render(request, "evidence/counts.html", context)


_QUOTAS = tables.Sheet(
    "Who is wanted, and who came",
    (
        tables.Column("Group", lambda row: row.group),
        tables.Column("Rank", lambda row: row.rank),
        tables.Column("Who sits together", lambda row: row.type),
        tables.Column("Groups", lambda row: row.groups),
        tables.Column("Wanted", lambda row: row.wanted),
        tables.Column("Came", lambda row: row.came),
        tables.Column("Missing", lambda row: row.missing),
    ),
)


@on(P.FIELDWORK_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def quotas(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show who is wanted in the groups and who came: by group and rank, and by who sits together."""
    rows = queries.quotas(thing)
    if file := tables.export(request, rows, _QUOTAS, at=clock.now()):
        return file
    return render(request, "evidence/quotas.html", {"thing": thing, "rows": rows})


def _totals(thing: Engagement, rows: Sequence[queries.Counted]) -> list[tuple[str, int, str, int]]:
    """Return for each method, in the edition's order: its name, how many, their unit, how many took part."""
    found = []
    for method in methods(thing):
        of_it = [row for row in rows if row.method == method.key]
        if of_it:
            number = sum(row.count for row in of_it)
            unit = (method.unit or method.name.lower()) if number == 1 else method.counted
            found.append((method.name, number, unit, sum(row.people for row in of_it)))
    return found


@on(P.FIELDWORK_VIEW, load=queries.fieldwork, see=P.FIELDWORK_VIEW, may=rules.may)
def fieldwork_one(request: PersonRequest, thing: Fieldwork) -> HttpResponse:
    """Show one: what was booked, who was wanted and came, what they agreed to, and the item that came of it."""
    who = [key for key in (thing.booked_by, thing.recorded_by) if key]
    of_the_team = bool(permit(request.user, P.FIELDWORK_NOTE, thing))
    known = {voice.key: voice.label for voice in queries.voices_known(thing.engagement)}
    context = {
        "thing": queries.fieldwork_titled([thing], to_the_team=of_the_team)[0],
        "because": queries.called_off_because(thing) if of_the_team else thing.called_off_because,
        "method": queries.method_of(thing),
        "voice": known.get(thing.voice, ""),
        "attendance": thing.attendance.order_by("group", "rank"),
        "names": names(who),
        "may_note": bool(rules.may(request.user, P.FIELDWORK_NOTE, thing)),
        "left": of_the_team and thing.state == FieldworkState.CALLED_OFF and queries.notes_of(thing) is not None,
        "thoughts": queries.thoughts(thing) if of_the_team else "",
        "place": queries.place(thing) if of_the_team or thing.state != FieldworkState.CALLED_OFF else "",
        "sheets_taken": queries.sheets_taken(thing),
        "buttons": of_this_state(FIELDWORK_VERBS, request.user, thing),
    }
    return unkept(render(request, "evidence/fieldwork_one.html", context))


@on(P.FIELDWORK_NOTE, load=queries.fieldwork, see=P.FIELDWORK_VIEW, may=rules.may)
def notes(request: PersonRequest, thing: Fieldwork) -> HttpResponse:
    """Type notes while it goes on; each saving is kept, and nothing is recorded before it is held."""
    decision = rules.may(request.user, P.FIELDWORK_NOTE, thing)
    kept, method = queries.notes_of(thing), queries.method_of(thing)
    drafted = queries.drafted(thing)
    facts, thoughts = drafted.facts, drafted.thoughts
    shown = facts or _template(method)
    wanted = request.POST.get("what") if request.method == "POST" else None
    posted = request.POST if wanted == "save" or (wanted and "facts" in request.POST) else None
    form = forms.NotesForm(posted, initial={"facts": shown, "thoughts": thoughts}, thing=thing, by=request.user)
    taken = forms.ImportForm(*((request.POST, request.FILES) if wanted == "import" else ()))
    if wanted:
        decision.require()
        if wanted == "save" and form.is_valid():
            return _saved(request, thing, **form.values())
        if wanted == "import" and taken.is_valid() and (posted is None or form.is_valid()):
            typed = form.values() if posted else {"facts": facts, "thoughts": thoughts}
            above = "" if typed["facts"].strip() == _template(method).strip() else typed["facts"]
            both = "\n\n".join(text for text in (above, taken.cleaned_data["notes"]) if text)
            return _saved(request, thing, facts=both, thoughts=typed["thoughts"])
    context = {
        "thing": thing,
        "form": form,
        "taken": taken,
        "kept": kept,
        "seen": _seen(request) if wanted else (kept.number if kept else 0),
        "method": method,
        "decision": decision,
        "drafted": drafted,
        "by": _by(kept),
    }
    return unkept(render(request, "evidence/notes.html", context, status=422 if form.errors or taken.errors else 200))


def _template(method: Method | None) -> str:
    """Return what a note begins with: the fields of the method's template."""
    return "\n\n".join(f"{line.partition('|')[0].strip()}:" for line in method.template) if method else ""


def _saved(request: PersonRequest, thing: Fieldwork, *, facts: str, thoughts: str) -> HttpResponse:
    actions.save_notes(thing, facts=facts, thoughts=thoughts, seen=_seen(request), by=request.user, at=clock.now())
    messages.success(request, "Saved. Nothing is recorded yet.")
    return redirect("fieldwork-notes", thing.ref)


def _seen(request: PersonRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) <= _LONGEST_NUMBER else 0


def _by(kept: FieldNotes | None) -> str:
    return names([kept.saved_by])[kept.saved_by] if kept else ""
