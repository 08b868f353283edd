"""Pages of coding rounds: the round, and the page on which a text is coded."""

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.accounts.queries import names
from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import BadInput, NotThere
from concord.core.forms import ReasonForm
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.core.verbs import VerbPage
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import CodingRound, RoundPassage, letters
from concord.evidence.queries.coding_page import CodingPage, coding_page, first_unread, round_passage
from concord.evidence.queries.rounds import Progress
from concord.evidence.states import EvidenceState
from concord.evidence.views.pages import of_this_state, to_save

P = Permission
_LONGEST_KEY = 15  # digits

CLOSE = VerbPage(
    P.ROUND_CLOSE,
    load=queries.coding_round,
    see=P.ROUND_VIEW,
    may=rules.may,
    action=actions.close_round,
    explain="Nothing more is coded in it. Everybody sees what all have coded, and agreement is computed.",
    show=lambda thing: {"progress": _far(thing)},
    template="evidence/round_close.html",
)
CALL_OFF = VerbPage(
    P.ROUND_CALL_OFF,
    load=queries.coding_round,
    see=P.ROUND_VIEW,
    may=rules.may,
    action=actions.call_off_round,
    explain="What was coded stays on record and counts nowhere.",
    form=ReasonForm,
)
VERBS = [CLOSE, CALL_OFF]


def _far(thing: CodingRound) -> list[tuple[str, Progress]]:
    """Return how far each coder is, with their names."""
    found = queries.progress(thing)
    called = queries.called(thing, [one.coder for one in found])
    return [(called[one.coder], one) for one in found]


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def coding_round(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Show a round: with which codes, of what, by whom, how far they are."""
    context = {
        "thing": thing,
        "progress": _far(thing),
        "opened_by": names([thing.opened_by])[thing.opened_by],
        "passages": thing.passages.count(),
        "codings": queries.codings_seen(request.user, thing).count(),
        "sees_all": queries.sees_all(thing),
        "start": first_unread(request.user, thing),
        "codes_here": rules.may(request.user, P.ROUND_CODE, thing).allowed,
        "buttons": of_this_state(VERBS, request.user, thing),
    }
    return render(request, "evidence/round.html", context)


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def round_file(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Say what a file of the round for another program does not hold, and hand it out (.qdpx), with memos if asked."""
    from concord.analysis.text.exchange import write_project
    from concord.evidence.coding_exchange import project_of

    memos = request.GET.get("memos") == "yes"
    made = project_of(request.user, thing, memos=memos)
    if request.GET.get("file") == "yes":
        file = io.BytesIO()
        write_project(made.project, file)
        return to_save(file.getvalue(), f"{thing.ref}.qdpx")
    selections = [one for text in made.project.sources for one in text.selections]
    context = {
        "thing": thing,
        "memos": memos,
        "lost": made.lost,
        "texts": len(made.project.sources),
        "selections": len(selections),
        "codings": sum(len(one.codings) for one in selections),
        "notes": len(made.project.notes),
        "sees_all": queries.sees_all(thing),
    }
    return unkept(render(request, "evidence/round_file.html", context))


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def code_page(request: PersonRequest, thing: CodingRound, place: int) -> HttpResponse:
    """Show a page of text with its codings, and take what is coded, withdrawn, or read to its end.

    Each is sent by an ordinary form; the script fills the same form in from the keyboard."""
    at = round_passage(thing, place)
    if at is None or not rules.may(request.user, P.EVIDENCE_VIEW, at.document):
        raise NotThere
    page = coding_page(request.user, thing, at)
    if page is None:
        raise NotThere("The text was destroyed under a retention rule; where it was coded stays known.")
    posted = request.POST if request.method == "POST" else None
    codes = _codes(thing)
    told = request.POST if posted and posted.get("do") == "code" else None
    form = forms.StretchForm(told, initial={"place": place}, texts=_texts(page), codes=_choices(codes), thing=thing)
    if posted is not None and (done := _done(request, thing, form)) is not None:
        messages.success(request, done[0])
        return redirect(f"{reverse('code-page', args=[thing.ref, done[1]])}#place-{done[1]}")
    decision = rules.may(request.user, P.ROUND_CODE, thing)
    context = {
        "thing": thing,
        "page": page,
        "paragraphs": page.paragraphs,
        "codes": _counted(codes, page),
        "form": form,
        "decision": decision,
        "coding": decision.allowed and thing.state == "open",
        "gathers": rules.may(request.user, P.CLAIM_GATHER, thing).allowed,
        "withdrawn": at.document.item.state == EvidenceState.WITHDRAWN,
        "names": queries.called(thing, {one.coding.coder for p in page.paragraphs for one in p.marked}),
        "me": request.user.actor_key,
        "of": thing.passages.count(),
        "read": queries.read_by(request.user, thing),
        "unread": [one.passage.place for one in page.paragraphs if one.passage is not None and not one.read],
        "sees_all": queries.sees_all(thing),
    }
    return unkept(render(request, "evidence/code_page.html", context, status=422 if form.errors else 200))


def _done(request: PersonRequest, thing: CodingRound, form: forms.StretchForm) -> tuple[str, int] | None:
    """Do what was sent; return what was done and the place to go back to, or None where the form is to be shown."""
    who, now, do = request.user, clock.now(), request.POST.get("do", "")
    if do == "code":
        if not form.is_valid():
            return None
        made = actions.code_stretch(thing, by=who, at=now, **form.values())
        return f"Coded: {made.code.name}, {made.citation.short}.", form.cleaned_data["place"]
    place = _number(request, "place")
    if do == "uncode":
        actions.uncode(thing, coding=_number(request, "coding"), by=who, at=now)
        return "Withdrawn.", place
    if do == "read":
        places = _numbers(request, "place")
        actions.note_passages(thing, places=places, by=who, at=now)
        what = f"Passage {place} is read" if len(places) == 1 else f"{len(places)} passages are read"
        return f"{what} to its end." if len(places) == 1 else f"{what} to their end.", place
    raise BadInput("The page sent nothing that it can do; expected to code, to withdraw, or to say what is read.")


def _number(request: PersonRequest, name: str) -> int:
    return _numbers(request, name)[-1]


def _numbers(request: PersonRequest, name: str) -> list[int]:
    written = request.POST.getlist(name)
    if not written or not all(one.isascii() and one.isdecimal() and len(one) <= _LONGEST_KEY for one in written):
        raise BadInput(f"Expected a number in “{name}”.")
    return [int(one) for one in written]


def _codes(thing: CodingRound) -> list[dict[str, Any]]:
    """Return the codes of the round's version in the order of the tree, each with its letters and its depth."""
    depth: dict[int | None, int] = {None: -1}
    found = []
    for one in thing.version.content:
        depth[one["number"]] = depth.get(one["parent"], -1) + 1
        found.append({**one, "letters": letters(one["number"]), "depth": depth[one["number"]]})
    return found


def _counted(codes: list[dict[str, Any]], page: CodingPage) -> list[dict[str, Any]]:
    """Return the codes, each with how often it was given on a page."""
    given = Counter(each.coding.code.number for one in page.paragraphs for each in one.marked)
    return [{**one, "here": given[one["number"]]} for one in codes]


def codes_of(thing: CodingRound) -> list[tuple[str, str]]:
    """Return all codes of the round's version as a choice, each as deep as it stands."""
    return [(str(one["number"]), f"{'— ' * one['depth']}{one['name']} ({one['letters']})") for one in _codes(thing)]


def _choices(codes: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return [
        (str(one["number"]), f"{'— ' * one['depth']}{one['name']} ({one['letters']})")
        for one in codes
        if one["codable"]
    ]


def _texts(page: CodingPage) -> dict[int, tuple[str, str]]:
    """Return the passages of the page that are to be coded, by their places: what each is called, and its text."""
    shown = [(p.passage, p) for p in page.paragraphs if p.passage is not None]
    return {passage.place: (_called(passage), one.text) for passage, one in shown}


def _called(passage: RoundPassage) -> str:
    return f"¶{passage.paragraph}, passage {passage.place} of the round"
