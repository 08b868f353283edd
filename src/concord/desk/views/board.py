"""The board of all that goes on, and the programme's figures; for the office."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from concord.core import clock, tables
from concord.core.access import PersonRequest, holding
from concord.core.permissions import Permission
from concord.desk import forms
from concord.desk.queries import board as queries
from concord.desk.queries import figures as figure_queries
from concord.programme.queries import in_force
from concord.reforms.queries import across

P = Permission


@holding(P.BOARD_VIEW)
def board(request: PersonRequest) -> HttpResponse:
    """Show every request and engagement that goes on by its stage, or one stage whole; the filters are in the
    address."""
    today = clock.today()
    tiers = {tier.key: tier.name for tier in in_force(today).tier}
    form = forms.BoardFilter(request.GET, tiers=tiers)
    status = 200 if form.is_valid() else 422
    filters = queries.BoardFilters(**form.cleaned_data) if form.is_valid() else queries.BoardFilters()
    context: dict[str, Any] = {"form": form, "tiers": tiers}
    stage = queries.BY_KEY.get(filters.stage)
    if stage is None:
        wanted = form.is_valid() and request.GET.get("format")
        if wanted and (
            file := tables.export(request, queries.every(filters, on=today), _sheet("Board", tiers), at=clock.now())
        ):
            return file
        columns = queries.columns(filters, on=today)
        context["columns"] = [column for column in columns if column.count]
        every = filters == queries.BoardFilters()  # what a filter hides is not said to be empty
        context["empty"] = [column.stage.label for column in columns if every and not column.count]
        return render(request, "desk/board.html", context, status=status)
    found = queries.rows(stage, filters, on=today)
    cards = partial(queries.cards_of, stage, on=today)
    if file := tables.export(request, found, replace(_sheet(stage.label, tiers), read=cards), at=clock.now()):
        return file
    context |= {"stage": stage, "count": found.count()}
    context["page"] = queries.page(stage, found, request.GET.get("after", ""), on=today)
    return render(request, "desk/stage.html", context, status=status)


def _sheet(name: str, tiers: dict[str, str]) -> tables.Sheet:
    return tables.Sheet(
        name,
        (
            tables.Column("Reference", lambda card: card.ref),
            tables.Column("Agency or engagement", lambda card: card.title),
            tables.Column("Tier", lambda card: tiers.get(card.tier, card.tier)),
            tables.Column("Stage", lambda card: card.stage.label),
            tables.Column("With", lambda card: card.stage.holder.value),
            tables.Column("Since (UTC)", lambda card: card.since),
            tables.Column("A task is overdue", lambda card: "yes" if card.overdue else "no"),
        ),
    )


@holding(P.BOARD_VIEW)
def figures(request: PersonRequest) -> HttpResponse:
    """Show the programme's figures, each with its base, as of now."""
    context = {
        "figures": figure_queries.figures(in_force(clock.today())),
        "stays": figure_queries.stays(),
        "across": across(),
        "at": clock.now(),
    }
    return render(request, "desk/figures.html", context)
