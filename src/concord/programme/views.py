"""Pages about the programme's data: the editions, and the draft of the next one."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, holding, on
from concord.core.checks import Problem
from concord.core.errors import NotThere, Stale
from concord.core.forms import ReasonForm
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.programme import actions, checks, forms, previews, queries, rules, sections
from concord.programme.changes import PARTS, Change, Op, Part, fingerprint, found, name_of
from concord.programme.checks.named import CORE_STATES
from concord.programme.difference import difference
from concord.programme.document.fields import code_in_words, in_words, label
from concord.programme.letters import PLACEHOLDERS
from concord.programme.models import Edition, EditionDraft

P = Permission


def _problems(draft: EditionDraft) -> list[Problem]:
    return checks.run(queries.of_draft(draft), clock.today())


def _problems_of(draft: EditionDraft, part: Part) -> list[Problem]:
    return [each for each in _problems(draft) if each.text.startswith(part.title)]


def _before_publishing(draft: EditionDraft) -> dict[str, Any]:
    current = queries.edition_in_force(clock.today())
    return {
        "problems": _problems(draft),
        "differences": difference(current.document, draft.document),
        "current": current,
        "coming": [each for each in queries.dated() if each.first > clock.today()],
    }


def _status_sets(draft: EditionDraft) -> dict[str, Any]:
    own = queries.of_draft(draft).status
    core = {state: code_in_words(state) for state in CORE_STATES}
    return {"sets": queries.status_sets(), "own": own, "core": core}


EDITION_VERBS = [
    VerbPage(
        P.EDITION_DRAFT,
        load=queries.edition,
        see=P.EDITION_VIEW,
        may=rules.may,
        action=actions.draft,
        form=forms.DraftForm,
        explain="The draft begins as a copy of this edition. It changes nothing until somebody else publishes it.",
    )
]
DRAFT_VERBS = [
    VerbPage(
        P.EDITION_PUBLISH,
        load=queries.draft,
        see=P.EDITION_VIEW,
        may=rules.may,
        action=actions.publish,
        explain="From its day on the edition is what the public reads and what new requests are made under. It cannot "
        "be changed afterwards; a correction is the next edition.",
        form=forms.PublishForm,
        show=_before_publishing,
        template="programme/publish.html",
    ),
    VerbPage(
        P.EDITION_TAKE_OVER,
        load=queries.draft,
        see=P.EDITION_VIEW,
        may=rules.may,
        action=actions.take_over,
        explain="These labels take the place of the draft's own, and can be revised one by one afterwards. Which move "
        "is allowed is decided by the core state that each stands for; figures across sites count core states alone.",
        form=forms.TakeOverForm,
        show=_status_sets,
        template="programme/take_over.html",
    ),
    VerbPage(
        P.EDITION_DISCARD,
        load=queries.draft,
        see=P.EDITION_VIEW,
        may=rules.may,
        action=actions.discard,
        explain="The draft is set aside and stays readable. A new one can be begun afterwards.",
        form=ReasonForm,
    ),
]
VERBS = [*EDITION_VERBS, *DRAFT_VERBS]


EDITIONS = tables.Sheet(
    "Editions",
    (
        tables.Column("Reference", lambda row: row.edition.audit_ref),
        tables.Column("Edition", lambda row: row.edition.title),
        tables.Column("In force from", lambda row: None if row.never else row.first),
        tables.Column("In force until", lambda row: None if row.never else row.until),
        tables.Column("Published at (UTC)", lambda row: row.edition.published_at),
        tables.Column("SHA-256", lambda row: row.edition.sha256),
    ),
)


@holding(P.EDITION_VIEW)
def editions(request: PersonRequest) -> HttpResponse:
    """List the editions, each with the days on which it is in force, and the open draft."""
    rows, today = queries.dated(), clock.today()
    if file := tables.export(request, rows, EDITIONS, at=clock.now()):
        return file
    newest = rows[0].edition if rows else None
    context = {
        "rows": [(each, each.holds(today)) for each in rows],
        "draft": queries.open_draft(),
        "buttons": buttons(EDITION_VERBS, request.user, newest) if newest else [],
        "names": names(each.edition.published_by for each in rows),
        "today": today,
    }
    return render(request, "programme/editions.html", context)


@on(P.EDITION_VIEW, load=queries.edition, see=P.EDITION_VIEW, may=rules.may)
def edition(request: PersonRequest, thing: Edition) -> HttpResponse:
    """Show one edition, part by part, with its hash and its days; each list is had as a file (?table=)."""
    if request.GET.get("format"):
        part = PARTS[tables.asked(request, [name for name, each in PARTS.items() if each.is_list])]
        if file := tables.export(request, sections.cells(thing.document, part), _sheet(part), at=clock.now()):
            return file
    rows = queries.dated()
    context = {
        "thing": thing,
        "dated": next(each for each in rows if each.edition == thing),
        "today": clock.today(),
        "groups": sections.groups(thing.document),
        "all": "all" in request.GET,
        "buttons": buttons(EDITION_VERBS, request.user, thing),
        "publisher": names([thing.published_by])[thing.published_by],
        "before": next((each.edition for each in rows if each.edition.number < thing.number), None),
    }
    return render(request, "programme/edition.html", context)


def _sheet(part: Part) -> tables.Sheet:
    heads = ("Key", *(label(one) for one in part.fields))
    columns = tuple(tables.Column(head, itemgetter(place)) for place, head in enumerate(heads))
    return tables.Sheet(part.title, columns)


@on(P.EDITION_VIEW, load=queries.edition, see=P.EDITION_VIEW, may=rules.may)
def edition_changes(request: PersonRequest, thing: Edition) -> HttpResponse:
    """Show what an edition changed: against the one before it, or the one that ?since= names."""
    earlier = [each.edition for each in queries.dated() if each.edition.number < thing.number]
    return _changes(request, thing, earlier, earlier[0] if earlier else None)


@on(P.EDITION_VIEW, load=queries.draft, see=P.EDITION_VIEW, may=rules.may)
def draft_changes(request: PersonRequest, thing: EditionDraft) -> HttpResponse:
    """Show what a draft would change: against the edition in force, or the one that ?since= names."""
    rows = [each.edition for each in queries.dated() if each.edition != thing.edition]
    return _changes(request, thing, rows, queries.edition_in_force(clock.today()))


def _changes(
    request: PersonRequest, thing: Edition | EditionDraft, others: list[Edition], usual: Edition | None
) -> HttpResponse:
    asked = request.GET.get("since", "")
    since = next((each for each in others if each.audit_ref == asked), usual)
    context = {
        "thing": thing,
        "since": since,
        "others": [each for each in others if each != since],
        "differences": difference(since.document, thing.document) if since else (),
    }
    return render(request, "programme/changes.html", context)


@on(P.EDITION_VIEW, load=queries.draft, see=P.EDITION_VIEW, may=rules.may)
def draft(request: PersonRequest, thing: EditionDraft) -> HttpResponse:
    """Show a draft: what it says part by part, what is wrong with it, what can be done."""
    changed = {each.part.name for each in difference(thing.base.document, thing.document)}
    editable = bool(rules.may(request.user, P.EDITION_REVISE, thing)) and _is_open(thing)
    context = {
        "thing": thing,
        "groups": sections.groups(thing.document),
        "changed": changed,
        "editable": editable,
        "problems": _problems(thing) if _is_open(thing) else (),
        "buttons": buttons(DRAFT_VERBS, request.user, thing),
        "reviser": names([thing.revised_by])[thing.revised_by],
    }
    return render(request, "programme/draft.html", context)


def _is_open(draft: EditionDraft) -> bool:
    return draft.lifecycle.find(draft.state, P.EDITION_REVISE) is not None


def _part_of(draft: EditionDraft, name: str) -> Part:
    draft.lifecycle.require(draft.state, P.EDITION_REVISE)
    if name not in PARTS:
        raise NotThere
    return PARTS[name]


@on(P.EDITION_REVISE, load=queries.draft, see=P.EDITION_VIEW, may=rules.may)
def part(request: PersonRequest, thing: EditionDraft, part: str) -> HttpResponse:
    """Revise a part: a table as one form; of a list each item has its page, and can be moved or taken out here."""
    of = _part_of(thing, part)
    if not of.is_list:
        return _edit(request, thing, of, key="")
    if request.method == "POST":
        op = request.POST.get("op", "")
        if op not in (Op.REMOVE, Op.UP, Op.DOWN):
            raise NotThere
        key = request.POST.get("key", "")
        change = Change(of.name, Op(op), key=key, seen=request.POST.get("seen", ""))
        _revise(request, thing, change)
        return redirect(f"{request.path}#{key}" if op != Op.REMOVE else request.path)
    context = {
        "thing": thing,
        "section": sections.section(thing.document, of),
        "problems": _problems_of(thing, of),
    }
    return render(request, "programme/part.html", context)


@on(P.EDITION_REVISE, load=queries.draft, see=P.EDITION_VIEW, may=rules.may)
def item(request: PersonRequest, thing: EditionDraft, part: str, key: str) -> HttpResponse:
    """Revise one item of a list."""
    of = _part_of(thing, part)
    if not of.is_list:
        raise NotThere
    return _edit(request, thing, of, key=key)


@on(P.EDITION_REVISE, load=queries.draft, see=P.EDITION_VIEW, may=rules.may)
def add(request: PersonRequest, thing: EditionDraft, part: str) -> HttpResponse:
    """Add an item to a list."""
    of = _part_of(thing, part)
    if not of.is_list:
        raise NotThere
    form = forms.PartForm(request.POST or None, thing=thing, part=of, was=None)
    if request.method == "POST" and form.is_valid():
        _revise(request, thing, Change(of.name, Op.ADD, value=form.value()))
        return redirect("draft-part", ref=thing.ref, part=of.name)
    context = {"thing": thing, "part": of, "form": form, "title": f"Add to: {of.title}"}
    return render(request, "programme/part_form.html", context, status=422 if form.errors else 200)


def _edit(request: PersonRequest, thing: EditionDraft, of: Part, *, key: str) -> HttpResponse:
    """Show and take the form of one table or item. When somebody else saved it meanwhile, both texts are shown and
    nothing is lost: saving again puts one's own in place of theirs, knowingly."""
    was = found(thing.document, of, key)
    if was is None:
        raise NotThere(f"{of.title}: “{key}” is not there any more. Somebody else took it out.")
    form = forms.PartForm(request.POST or None, thing=thing, part=of, was=was)
    theirs: list[tuple[str, str, str]] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        change = Change(of.name, Op.PUT, key=key, value=form.value(), seen=form.cleaned_data["seen"])
        try:
            _revise(request, thing, change)
        except Stale:
            theirs, form, status = _both(request, thing, of, key, form.value())
        else:
            return redirect("draft-part", ref=thing.ref, part=of.name) if of.is_list else redirect(thing)
    elif form.errors:
        status = 422
    title = name_of(was) if of.is_list else of.title
    context = {
        "thing": thing,
        "part": of,
        "form": form,
        "theirs": theirs,
        "title": title,
        "problems": _problems_of(thing, of) if not of.is_list else (),
        "placeholders": PLACEHOLDERS.get(key, ()) if of.name == "letter" else (),
    }
    return render(request, "programme/part_form.html", context, status=status)


def _both(
    request: PersonRequest, thing: EditionDraft, of: Part, key: str, mine: Mapping[str, Any]
) -> tuple[list[tuple[str, str, str]], forms.PartForm, int]:
    """Return (field, their words, one's own) of what differs, and the form with one's own words over theirs."""
    thing.refresh_from_db()
    now = found(thing.document, of, key)
    typed = request.POST.copy()
    typed["seen"] = fingerprint(now)
    rows = [(label(one), in_words((now or {}).get(one.name), one), in_words(mine[one.name], one)) for one in of.fields]
    return [row for row in rows if row[1] != row[2]], forms.PartForm(typed, thing=thing, part=of, was=now), 409


def _revise(request: PersonRequest, thing: EditionDraft, change: Change) -> None:
    revised = actions.revise(thing, change=change, by=request.user, at=clock.now())
    said = "Saved in the draft." if revised.revision != thing.revision else "Nothing was changed."
    messages.success(request, said)


@on(P.EDITION_VIEW, load=queries.draft, see=P.EDITION_VIEW, may=rules.may)
def preview(request: PersonRequest, thing: EditionDraft) -> HttpResponse:
    """Show public words as they would be under the draft, marked as such: request page, a form, a page, a letter."""
    programme, asked = queries.of_draft(thing), request.GET.get("of", "request")
    context = {
        "thing": thing,
        "asked": asked,
        "pages": programme.page,
        "letters": [(each.key, code_in_words(each.key)) for each in programme.letter],
        **previews.shown(programme, asked, clock.today()),
    }
    return render(request, "programme/preview.html", context)
