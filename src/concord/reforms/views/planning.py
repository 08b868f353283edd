"""Pages by which one engagement is steered: its board, what comes first, a suggested plan, and the pace."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.permissions import Permission
from concord.core.verbs import VerbPage
from concord.engagements import queries as engagements
from concord.engagements import rules as engagements_rules
from concord.engagements.models import Engagement
from concord.findings import queries as findings
from concord.reforms import actions, drawing, forms, queries, rules
from concord.reforms.views import lines, previews

P = Permission
_LOOKS = {"table": "Table", "groups": "Groups", "graph": "What needs what"}
_SEED = 20171231  # the same records give the same forecast

PRIORITY_VERBS = [
    VerbPage(
        P.REFORM_PRIORITIZE,
        load=findings.recommendation,
        see=P.FINDING_VIEW,
        may=rules.may,
        action=actions.prioritize,
        explain="Your marks and your reason are kept; the latest ones count. More is sooner.",
        form=forms.PriorityForm,
    ),
]


def steering(request: PersonRequest, thing: Engagement) -> dict[str, Any]:
    """Return what the pages by which an engagement is steered have in common: the pace is for staff alone."""
    return {"thing": thing, "may_see_pace": bool(engagements_rules.may(request.user, P.FINDING_VIEW_DRAFT, thing))}


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def board(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show the recommendations of an engagement as a table, in groups or as a drawing, through the filters in
    the address."""
    whole = queries.board(thing, queries.Wanted())
    form = forms.BoardForm(request.GET or None, engagement=thing, board=whole)
    wanted = form.wanted() if form.is_valid() else queries.Wanted()
    found = queries.narrowed(whole, wanted)
    asked = request.GET.get("look", "")
    look = asked if asked in _LOOKS else "table"
    kept = {name: value for name, value in request.GET.items() if name in form.fields and value}
    context = {
        **steering(request, thing),
        "form": form,
        "board": found,
        "look": look,
        "looks": [(key, label, f"?{urlencode({'look': key, **kept})}") for key, label in _LOOKS.items()],
        "groups": _tables(found, look, queries.words(thing)),
        "svg": drawing.drawn(_nodes(found), found.needs) if look == "graph" else "",
        "may_mark": bool(rules.may(request.user, P.REFORM_PRIORITIZE_MANY, thing)),
    }
    return render(request, "reforms/board.html", context, status=422 if form.errors else 200)


def _tables(board: queries.Board, look: str, labels: Mapping[str, str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the tables of a look, each by its name with its rows."""
    if look == "groups":
        return [(name, [lines.card(each, labels) for each in cards]) for name, cards in board.groups]
    one = look == "table" and board.cards
    return [("Recommendations", [lines.card(each, labels) for each in board.cards])] if one else []


def _nodes(board: queries.Board) -> list[drawing.Node]:
    first = reverse("recommendations")
    return [
        drawing.Node(
            card.recommendation.ref,
            card.recommendation.label,
            f"{first}{card.recommendation.ref}/",
            is_complete=card.is_complete,
        )
        for card in board.cards
    ]


@on(P.REFORM_PRIORITIZE_MANY, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def prioritize_many(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Mark several recommendations at once: first a preview, line by line old and new, then the marks, if the preview
    still tells what would change; otherwise it is shown anew."""
    form = forms.PriorityManyForm(request.POST or None, thing=thing, by=request.user, initial=_chosen(request))
    decision = rules.may(request.user, P.REFORM_PRIORITIZE_MANY, thing)
    context: dict[str, Any] = {"thing": thing, "form": form, "decision": decision}
    if request.method == "POST":
        decision.require()
        if form.is_valid():
            values = form.values()
            preview = _preview(thing, values)
            now = previews.digest(_told(line) for line in preview)
            if previews.is_as_shown(request, now):
                actions.prioritize_many(thing, by=request.user, at=clock.now(), **values)
                messages.success(request, f"Done: {P.REFORM_PRIORITIZE_MANY.past}.")
                return redirect("engagement-priorities", thing.ref)
            context |= {"preview": preview, "digest": now, "changed": previews.is_sent(request)}
    return render(request, "reforms/prioritize_many.html", context, status=422 if form.errors else 200)


def _told(line: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what tells a line of a preview from another: its old appraisal and its new marks."""
    return line["row"].pk, line["old"].pk if line["old"] else None, line["new"]


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """What a board's ticks bring along in the address."""
    return {"recommendations": request.GET.getlist("recommendations")}


def _preview(engagement: Engagement, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    before = queries.appraisals(engagement)
    new = {name: values[name] for name in ("marks", "weeks", "unit")}
    return [{"row": each, "old": before.get(each.pk), "new": new} for each in values["recommendations"]]


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def priorities(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show what comes first by stated weights, how firm that is, and what other weights would change."""
    form = forms.WeightsForm(request.GET or None, engagement=thing)
    weights = form.weights() if form.is_valid() else None
    ranking = queries.ranking(thing, weights)
    context = {**steering(request, thing), "form": form, "ranking": ranking, "criteria": queries.criteria(thing)}
    return render(request, "reforms/priorities.html", context, status=422 if form.errors else 200)


@on(P.FINDING_VIEW, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def schedule(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Suggest when what is still to do may be done, under the capacity in the address; nobody is bound by it."""
    units = sorted({found.unit for found in queries.appraisals(thing).values()})
    form = forms.PlanForm(request.GET or None, units=units)
    valid = form.is_valid()
    begins = form.begun(clock.today()) if valid else clock.today()
    plan = queries.planned(thing, begins, form.capacity() if valid else None)
    found = queries.connections(thing)
    context = {
        **steering(request, thing),
        "form": form,
        "plan": plan,
        "blocked": queries.blocked(thing, found),
        "undecided": lines.undecided(found),
    }
    return render(request, "reforms/schedule.html", context, status=422 if form.errors else 200)


@on(P.FINDING_VIEW_DRAFT, load=engagements.engagement, see=P.ENGAGEMENT_VIEW, may=engagements_rules.may)
def pace(request: PersonRequest, thing: Engagement) -> HttpResponse:
    """Show staff how long things take, how old the review queue is, and when the rest may be done, or why not."""
    found = queries.pace(thing, clock.today(), rng=np.random.default_rng(_SEED))
    context = {
        **steering(request, thing),
        "pace": found,
        "due": queries.to_look_at_again(thing, clock.today()),
        "in_review": queries.in_review(thing, clock.today()),
        "cycles": queries.cycles(thing, clock.today()),
        "fewest": queries.FEWEST,
    }
    return render(request, "reforms/pace.html", context)
