"""A draft as its writers see it: a list of what there is to write, and one part a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.accounts.queries import names
from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere, Stale
from concord.core.permissions import Decision, Permission
from concord.workplans import actions, checks, queries, rules
from concord.workplans.content import (
    SECTIONS,
    Activity,
    Area,
    Content,
    Named,
    Section,
    in_short,
    rows_of,
    section_of,
    value_of,
)
from concord.workplans.forms import PartForm, form_of
from concord.workplans.models import SavedPart, WorkPlan

P = Permission
NEW = "new"
_EARLIER = 10  # texts of a part that are shown
_SEEN_AT_MOST = 9  # digits


def _of(plan: WorkPlan) -> list[Section]:
    """Return the sections of a version in order; what it changes is asked where it follows another."""
    return [section for section in SECTIONS if section.key != "changes" or plan.follows_id]


def _written(content: Content, section: Section) -> str:
    """Say in a word or two what there is of a section."""
    if section.row is not None:
        count = len(rows_of(content, section))
        return f"{count} {'entry' if count == 1 else 'entries'}" if count else "Nothing yet"
    return "Written" if any(getattr(content, name) for name in section.names) else "Nothing yet"


@on(P.PLAN_EDIT, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def edit(request: PersonRequest, thing: WorkPlan) -> HttpResponse:
    """List what there is to write, what is missing, and what was said."""
    content, said = thing.content, queries.comments_on(thing)
    rows = [
        (section, _place(thing, section), _written(content, section), len(said.get(section.key, ())))
        for section in _of(thing)
    ]
    decision = rules.may(request.user, P.PLAN_EDIT, thing)
    problems = checks.run(thing) if decision else []
    context = {"thing": thing, "rows": rows, "problems": problems, "decision": decision}
    context["may_propose"] = bool(rules.may(request.user, P.PLAN_PROPOSE, thing))
    return render(request, "workplans/edit.html", context)


@on(P.PLAN_EDIT, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def section(request: PersonRequest, thing: WorkPlan, section: str) -> HttpResponse:
    """Show a section of texts as a form."""
    found = _found(section)
    if found.row is not None:
        raise NotThere
    return _part_page(request, thing, found, found.key)


@on(P.PLAN_EDIT, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def rows(request: PersonRequest, thing: WorkPlan, listed: str) -> HttpResponse:
    """List the rows of a section; a button moves one up."""
    found = _found(listed)
    if found.row is None:
        raise NotThere
    if request.method == "POST":
        actions.move_up(thing, part=f"{listed}/{request.POST.get('up', '')}", by=request.user, at=clock.now())
        return redirect(_place(thing, found))
    content = thing.content
    context = {
        "thing": thing,
        "section": found,
        "rows": [(row.key, in_short(row), _more(content, row)) for row in rows_of(content, found)],
        "sortable": found.row not in (Activity, Area),
        "said": queries.comments_on(thing).get(listed, ()),
        "decision": rules.may(request.user, P.PLAN_EDIT, thing),
        "next": _next(thing, found),
    }
    return render(request, "workplans/rows.html", context)


@on(P.PLAN_EDIT, load=queries.work_plan, see=P.PLAN_VIEW, may=rules.may)
def part(request: PersonRequest, thing: WorkPlan, listed: str, key: str) -> HttpResponse:
    """Show one row as a form, or an empty one for a new row."""
    found = _found(listed)
    if found.row is None:
        raise NotThere
    return _part_page(request, thing, found, f"{listed}/{key}")


def _place(plan: WorkPlan, section: Section) -> str:
    """Return the address of a section."""
    return reverse("work-plan-section" if section.row is None else "work-plan-rows", args=[plan.ref, section.key])


@dataclass(frozen=True)
class Next:
    """The section after this one."""

    title: str
    href: str


def _more(content: Content, row: Any) -> str:
    """Say what else tells rows of a list apart."""
    if isinstance(row, Activity):
        titles = {area.number: area.title for area in content.areas}
        return f"{row.starts_on} to {row.ends_on}, {titles.get(row.area, 'no focus area')}"
    return (
        {"expert": "Subject matter expert", "staff": "Staff assigned"}.get(row.part, "")
        if isinstance(row, Named)
        else ""
    )


def _found(key: str) -> Section:
    found = section_of(key)
    if found is None or found.key != key:
        raise NotThere
    return found


def _next(plan: WorkPlan, section: Section) -> Next | None:
    """Return the section after this one, or None after the last."""
    sections = _of(plan)
    place = sections.index(section) + 1 if section in sections else len(sections)
    return Next(sections[place].title, _place(plan, sections[place])) if place < len(sections) else None


def _part_page(request: PersonRequest, plan: WorkPlan, section: Section, part: str) -> HttpResponse:
    """Show one part as a form and save it. Whoever was overtaken sees both texts."""
    is_new = part == f"{section.key}/{NEW}"
    content, number = plan.content, queries.saved_number(plan, part)
    value = None if is_new else value_of(content, part)
    if value is None and not is_new and not number:
        raise NotThere
    decision = rules.may(request.user, P.PLAN_EDIT, plan)
    posted = request.POST if request.method == "POST" else None
    meanwhile = posted is not None and "autosave" in posted
    form = form_of(section.key)(posted, thing=plan, by=request.user, content=content, value=value, unfinished=meanwhile)
    overtaken, status = None, 200
    if posted is not None:
        decision.require()
        if meanwhile:
            return _saved_meanwhile(request, plan, section, part, form, is_new=is_new)
        if "remove" in posted or form.is_valid():
            try:
                return _saved(request, plan, section, part, form, is_new=is_new)
            except Stale:
                overtaken, status = _told(form, queries.saved(plan, part).first()), Stale.status
        else:
            status = 422
    # What was overtaken is saved knowingly; a focus area that came by itself could not be taken away again.
    autosave = decision.allowed and not overtaken and not (is_new and section.row is Area)
    context = {
        "thing": plan,
        "section": section,
        "part": part,
        "is_new": is_new,
        "form": form,
        "seen": number,
        "above": _place(plan, section),
        "overtaken": overtaken,
        "autosave": autosave,
    }
    context |= _around(plan, section, part, form, decision)
    request.csp_connects = autosave
    return render(request, "workplans/part.html", context, status=status)


def _saved(
    request: PersonRequest, plan: WorkPlan, section: Section, part: str, form: PartForm, *, is_new: bool
) -> HttpResponse:
    by, at = request.user, clock.now()
    if is_new:
        actions.add(plan, section=section.key, value=form.value(), by=by, at=at)
    else:
        value = None if "remove" in request.POST else form.value()
        actions.save(plan, part=part, value=value, seen=_seen(request), by=by, at=at)
    messages.success(request, f"Saved: {section.title}.")
    following = _next(plan, section)
    if section.row is not None:
        return redirect(_place(plan, section))
    if following is None or "list" in request.POST:
        return redirect("work-plan-edit", plan.ref)
    return redirect(following.href)


def _saved_meanwhile(
    request: PersonRequest, plan: WorkPlan, section: Section, part: str, form: PartForm, *, is_new: bool
) -> JsonResponse:
    """Save what stands in a form whose writer goes on writing. Say which version it is now, where a new row has got
    its place, and which fields could not be read yet. A refusal is answered as JSON too (core/middleware)."""
    by, at = request.user, clock.now()
    form.is_valid()  # what cannot be read yet is left as it was
    answer: dict[str, Any] = {"left": form.left}
    if is_new:
        part = actions.add(plan, section=section.key, value=form.value(), by=by, at=at)
        answer["href"] = reverse("work-plan-part", args=[plan.ref, *part.split("/")])
    else:
        actions.save(plan, part=part, value=form.value(), seen=_seen(request), by=by, at=at)
    return JsonResponse({**answer, "seen": queries.saved_number(plan, part)})


def _seen(request: PersonRequest) -> int:
    """Return how often the part had been saved when the page was made."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) <= _SEEN_AT_MOST else 0


def _around(plan: WorkPlan, section: Section, part: str, form: PartForm, decision: Decision) -> dict[str, Any]:
    """Return what stands around a part's form: comments, earlier texts, the way on."""
    earlier = queries.sittings(plan, part)[:_EARLIER]
    known = names(one.by for one in earlier)
    return {
        "decision": decision,
        "above": _place(plan, section),
        "next": _next(plan, section),
        "said": queries.comments_on(plan).get(section.key, ()),
        "earlier": [(known[one.by], one.at, _in_words(form, one.value)) for one in earlier],
    }


def _told(form: PartForm, saved: SavedPart | None) -> dict[str, Any]:
    """Return who saved the part meanwhile, when, and what it says now."""
    if saved is None:
        return {}
    return {"name": names([saved.by])[saved.by], "at": saved.at, "says": _in_words(form, saved.value)}


def _in_words(form: PartForm, value: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Return what a part said, by label; nothing where a row was taken away."""
    return [
        (str(field.label), _word(dict(getattr(field, "choices", ())), (value or {}).get(name, "")))
        for name, field in form.fields.items()
        if value is not None and not field.widget.is_hidden
    ]


def _word(choices: dict[Any, Any], value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(value)
    return str(choices.get(value, choices.get(str(value), value)))
