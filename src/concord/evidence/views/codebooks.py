"""Pages of codebooks and their codes."""

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.accounts.queries import names
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.forms import ReasonForm
from concord.core.paging import PAGE_SIZE, page_of
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage, buttons
from concord.engagements.models import Engagement
from concord.engagements.queries import engagement as load_engagement
from concord.evidence import actions, forms, queries, rules
from concord.evidence.models import Code, Codebook, CodingRound
from concord.evidence.views.pages import of_this_state, to_save

P = Permission


def _effects(thing: Codebook) -> Mapping[str, Any]:
    """Return what stands on each code, to be looked at before codes are merged, split or ended."""
    told = queries.effects(thing)
    return {"effects": [(branch, told[branch.code.number]) for branch in queries.tree(thing)]}


def _open(codebook: Codebook, *, seed: int | None, **told: Any) -> CodingRound:
    """Open a round with a source of chance that is made of the seed."""
    import numpy as np

    return actions.open_round(codebook, rng=None if seed is None else np.random.default_rng(seed), **told)


def _page(verb: Permission, action: Any, explain: str, form: Any, **more: Any) -> VerbPage:
    load, see = queries.codebook, P.CODEBOOK_VIEW
    return VerbPage(verb, load=load, see=see, may=rules.may, action=action, explain=explain, form=form, **more)


START = VerbPage(
    P.CODEBOOK_START,
    load=load_engagement,
    see=P.ENGAGEMENT_VIEW,
    may=rules.may,
    action=actions.start_codebook,
    explain="A codebook holds the codes by which the team reads interviews, sessions and documents.",
    form=forms.CodebookForm,
)
ADD = _page(
    P.CODE_ADD, actions.add_code, "Rounds that are open keep the codes that they were opened with.", forms.CodeForm
)
_LOOK = {"show": _effects, "template": "evidence/codes_change.html"}
MERGE = _page(
    P.CODE_MERGE,
    actions.merge_codes,
    "Nothing that was coded is rewritten: figures read the code that ends as the other one from now on.",
    forms.MergeForm,
    **_LOOK,
)
SPLIT = _page(
    P.CODE_SPLIT,
    actions.split_code,
    "The new codes stand below it. What was coded with it stays with it, to be looked at again; nothing new is.",
    forms.SplitForm,
    **_LOOK,
)
END = _page(P.CODE_END, actions.end_code, "Nothing new is coded with it.", forms.EndCodeForm, **_LOOK)
IMPORT = _page(
    P.CODES_IMPORT,
    actions.import_codes,
    "Codes are taken in, each at its place; one that is there already stays as it is. What is not kept is said before.",
    forms.ImportCodesForm,
)
SET_ASIDE = _page(
    P.CODEBOOK_SET_ASIDE, actions.set_codebook_aside, "Its rounds go on; no new one begins with it.", ReasonForm
)
OPEN_ROUND = _page(
    P.ROUND_OPEN,
    _open,
    "The codes are frozen as they are now. Each coder reads the passages in a blind round without the others.",
    forms.RoundForm,
)
CODEBOOK_VERBS = [ADD, MERGE, SPLIT, END, IMPORT, OPEN_ROUND, SET_ASIDE]
VERBS = [START, *CODEBOOK_VERBS]

SHEET = tables.Sheet(
    "Codebook",
    (
        tables.Column("Number", lambda row: row.code.number),
        tables.Column("Letters", lambda row: row.code.letters),
        tables.Column("Depth", lambda row: row.depth),
        tables.Column("Code", lambda row: row.code.name),
        tables.Column("Definition", lambda row: row.code.definition),
        tables.Column("Give it when", lambda row: row.code.inclusion),
        tables.Column("Do not give it when", lambda row: row.code.exclusion),
        tables.Column("Examples", lambda row: row.code.examples),
        tables.Column("Categories", lambda row: ", ".join(row.code.categories)),
        tables.Column("Colour", lambda row: row.code.colour),
        tables.Column("Can be given", lambda row: "yes" if row.code.codable else "no"),
    ),
)


CODEBOOKS = tables.Sheet(
    "Codebooks",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Codebook", lambda row: row.name),
        tables.Column("Codes", lambda row: row.code_count),
        tables.Column("Rounds", lambda row: row.round_count),
        tables.Column("State", lambda row: row.state_label),
    ),
)
ROUNDS = tables.Sheet(
    "Coding rounds",
    (
        tables.Column("Reference", lambda row: row.ref),
        tables.Column("Round", lambda row: row.name),
        tables.Column("How", lambda row: "Blind" if row.blind else "Together"),
        tables.Column("Version", lambda row: row.version.number),
        tables.Column("State", lambda row: row.state_label),
    ),
)


@on(P.CODEBOOK_VIEW, load=load_engagement, see=P.ENGAGEMENT_VIEW, may=rules.may)
def codebooks(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """List the codebooks of an engagement, and its rounds; each as a file (?table=)."""
    rows, rounds = queries.codebooks_of(thing), queries.rounds_of(thing, request.user)
    lists = {"codebooks": (rows, CODEBOOKS), "rounds": (rounds, ROUNDS)}
    if file := tables.export(request, *lists[tables.asked(request, lists)], at=clock.now()):
        return file
    newest = list(rounds.order_by("-pk")[: PAGE_SIZE + 1])
    context = {
        "thing": thing,
        **page_of(rows, request),
        "rounds": newest[:PAGE_SIZE],
        "more_rounds": len(newest) > PAGE_SIZE,
        "buttons": buttons([START], request.user, thing),
    }
    return render(request, "evidence/codebooks.html", context)


@on(P.CODEBOOK_VIEW, load=queries.codebook, see=P.CODEBOOK_VIEW, may=rules.may)
def codebook(request: PersonRequest, thing: Codebook) -> HttpResponse:
    """Show a codebook: its codes as a tree, its versions, its rounds."""
    branches = queries.tree(thing)
    if file := tables.export(request, branches, SHEET, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "branches": branches,
        "ended": thing.codes.exclude(ended_at=None).select_related("merged_into").order_by("number"),
        "versions": thing.versions.defer("content").order_by("-number"),
        "rounds": queries.rounds_visible_to(request.user).filter(codebook=thing).order_by("-pk"),
        "projects": [one for one in queries.coded_projects_of(thing) if rules.may(request.user, P.PROJECT_VIEW, one)],
        "buttons": of_this_state([*CODEBOOK_VERBS], request.user, thing)
        + [one for one in buttons([OPEN_ROUND], request.user, thing) if one.decision.allowed],
    }
    return render(request, "evidence/codebook.html", context)


@on(P.CODEBOOK_VIEW, load=queries.codebook, see=P.CODEBOOK_VIEW, may=rules.may)
def codebook_file(request: PersonRequest, thing: Codebook) -> HttpResponse:
    """Hand out the codes for another program (.qdc)."""
    from concord.analysis.text.exchange import write_codebook
    from concord.evidence.coding_exchange import codebook_file as made

    del request
    if not queries.tree(thing):
        raise NotThere("The codebook has no code yet.")
    file = io.BytesIO()
    write_codebook(made(thing), file)
    return to_save(file.getvalue(), f"{thing.ref}.qdc")


@on(P.CODEBOOK_VIEW, load=queries.codebook, see=P.CODEBOOK_VIEW, may=rules.may)
def code(request: PersonRequest, thing: Codebook, code: int) -> HttpResponse:
    """Show one code, and take what it shall say from now on."""
    found = queries.code(thing, code)
    if found is None:
        raise NotThere
    decision = rules.may(request.user, P.CODE_REWORD, thing)
    posted = request.POST if request.method == "POST" else None
    form = forms.RewordCodeForm(posted, initial=_said(found), thing=thing, by=request.user)
    if form.is_bound:
        decision.require()
        if form.is_valid():
            actions.reword_code(thing, code=code, by=request.user, at=clock.now(), **form.values())
            messages.success(request, "Done: the code was reworded.")
            return redirect("code", thing.ref, code)
    context = {
        "thing": thing,
        "code": found,
        "form": form,
        "decision": decision,
        "effect": queries.effects(thing)[code],
        "made_by": names([found.made_by])[found.made_by],
    }
    return render(request, "evidence/code.html", context, status=422 if form.errors else 200)


def _said(of: Code) -> dict[str, Any]:
    told = ("name", "definition", "inclusion", "exclusion", "examples", "colour", "codable")
    more = {"parent": of.parent.number if of.parent else "", "categories": ", ".join(of.categories)}
    return {**{name: getattr(of, name) for name in told}, **more}
