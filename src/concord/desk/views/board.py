"""The board of all that goes on, and the programme's figures; for the office."""

from collections.abc import Sequence
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
from concord.reforms.queries import Across, across

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
            tables.Column("Who", lambda card: card.who),
            tables.Column("Since (UTC)", lambda card: card.since),
            tables.Column("A task is overdue", lambda card: "yes" if card.overdue else "no"),
        ),
    )


@holding(P.BOARD_VIEW)
def figures(request: PersonRequest) -> HttpResponse:
    """Show the programme's figures, each with its base, as of now; each is had as a file (?table=)."""
    now = clock.now()
    counted, stays, sites = figure_queries.figures(in_force(clock.today())), figure_queries.stays(), across()
    if request.GET.get("format"):
        files = {
            "stays": (stays, STAYS),
            **{one.key: ([(one, line) for line in one.lines], replace(FIGURE, name=one.title)) for one in counted},
            "across": _states(sites),
            "words": (sites.words, WORDS),
        }
        rows, sheet = files[tables.asked(request, files)]
        if file := tables.export(request, rows, sheet, at=now):
            return file
    context = {"figures": counted, "stays": stays, "across": sites, "at": now}
    return render(request, "desk/figures.html", context)


STAYS = tables.Sheet(
    "Days in each stage",
    (
        tables.Column("Of", lambda row: row.of),
        tables.Column("Stage", lambda row: row.label),
        tables.Column("Stays that ended (n)", lambda row: row.ended),
        tables.Column("Median, days", lambda row: row.median),
        tables.Column("90th percentile, days", lambda row: row.ninetieth),
        tables.Column("There now", lambda row: row.now),
        tables.Column("The longest since (UTC)", lambda row: row.oldest),
    ),
)
FIGURE = tables.Sheet(
    "Figure",
    (
        tables.Column("What", lambda row: row[1].label),
        tables.Column("Requests", lambda row: row[1].count),
        tables.Column("Of requests", lambda row: row[0].base),
        tables.Column("To be known", lambda row: row[0].note),
    ),
)
WORDS = tables.Sheet(
    "Which word counts as what",
    (
        tables.Column("Word of a site", lambda row: row.label),
        tables.Column("Stands for", lambda row: str(row.core_state.label)),
        tables.Column("Recommendations", lambda row: row.items),
    ),
)


def _states(sites: Across) -> tuple[Sequence[tuple[str, int]], tables.Sheet]:
    counted = [(str(state.label), items) for state, items in sites.by_core_state.items()]
    sheet = tables.Sheet(
        "Recommendations across sites",
        (
            tables.Column("State", lambda row: row[0]),
            tables.Column("Recommendations", lambda row: row[1]),
            tables.Column("Of recommendations", lambda _row: sites.base),
            tables.Column("Of sites", lambda _row: sites.sites),
        ),
    )
    return [*counted, ("Not assessed yet", sites.not_assessed)], sheet
