"""Pages of what comes of a coding round: quotes, counts, agreement."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from concord.accounts.models import Person
from concord.core import clock, tables
from concord.core.access import PersonRequest, on
from concord.core.documents.answers import Format, download
from concord.core.documents.model import Block, Document, Heading, Paragraph
from concord.core.errors import BadInput, NotAllowedNow
from concord.core.paging import page_of
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.engagements.models import Origin
from concord.engagements.queries import methods
from concord.evidence import forms, queries, rules
from concord.evidence.models import Code, Coding, CodingRound
from concord.evidence.queries.coding_counts import Curve, Matrices
from concord.evidence.queries.coding_results import Agreement
from concord.evidence.states import RoundState
from concord.evidence.views.pages import in_a_file
from concord.evidence.views.rounds import codes_of

if TYPE_CHECKING:
    import numpy as np

    from concord.analysis.text.agreement import CodeAgreement, Coefficient
    from concord.analysis.text.matrix import CodeMatrix

P = Permission
_MOST_IN_WORD = 2_000  # quotes
_A_LIST = 200  # documents
_NOT_SAID = "Not said"


def _quotes(rows: Sequence[Coding]) -> Iterable[tuple[queries.Quote, str]]:
    called = queries.called(rows[0].passage.round, {one.coder for one in rows}) if rows else {}
    return [(one, called[one.coding.coder]) for one in queries.quotes(rows)]


def _in_a_file(quote: queries.Quote) -> str:
    return in_a_file(quote.words, quote.coding.passage)


QUOTES = tables.Sheet(
    "Quotes",
    (
        tables.Column("Quote", lambda row: _in_a_file(row[0])),
        tables.Column("Address", lambda row: row[0].coding.citation.short),
        tables.Column("Document", lambda row: row[0].coding.passage.document.title),
        tables.Column("Code", lambda row: row[0].code.name),
        tables.Column("Coded as", lambda row: row[0].coding.code.name),
        tables.Column("Coder", lambda row: row[1]),
        tables.Column("Coded on (UTC)", lambda row: row[0].coding.made_at),
    ),
    read=_quotes,
)


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def quotes(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """List the quotes of a round, each with its address, by code, coder, where they stand and who speaks; as a file."""
    form = forms.QuoteFilter(request.GET or None, offered=_offered(request.user, thing))
    rows = queries.quotes_wanted(request.user, thing, form.wanted())
    if request.GET.get("format") == Format.WORD:
        return unkept(_in_word(thing, rows))
    if file := tables.export(request, rows, QUOTES, at=clock.now()):
        return unkept(file)
    page = page_of(rows, request)
    context = {
        "thing": thing,
        "form": form,
        "next": page["next"],
        "rows": _quotes(page["rows"]),
        "count": rows.count(),
        "sees_all": queries.sees_all(thing),
        "gathers": rules.may(request.user, P.CLAIM_GATHER, thing).allowed,
    }
    return unkept(render(request, "evidence/round_quotes.html", context))


def _offered(who: Person, thing: CodingRound) -> dict[str, list[tuple[str, str]]]:
    """Return what quotes can be chosen by: the coders of the round, and what its documents are. More documents than
    somebody reads through in a list are not offered."""
    known = {one.key: one.name for one in methods(thing.engagement)}
    there = queries.documents_coded(who, thing)
    areas = sorted({(one.area, one.area_title) for one in there})
    return {
        "code": codes_of(thing),
        "coder": sorted(queries.called(thing, queries.coders(thing)).items(), key=lambda one: one[1]),
        "document": [(one.ref, f"{one.ref} {one.title}") for one in there] if len(there) <= _A_LIST else [],
        "method": [(key, known.get(key, key)) for key in sorted({one.method for one in there})],
        "focus_area": [(str(number), f"{number}. {title}") for number, title in areas],
        "audience": [(audience, audience) for audience in sorted({one.audience for one in there} - {""})],
    }


def _in_word(thing: CodingRound, rows: QuerySet[Coding]) -> HttpResponse:
    """Answer with the quotes as a Word document, by code, each with its address and who coded it."""
    if (count := rows.count()) > _MOST_IN_WORD:
        raise BadInput(
            f"These are {count:,} quotes, and such a file holds {_MOST_IN_WORD:,}. See fewer by the filters."
        )
    found = sorted(_quotes(list(rows)), key=lambda row: row[0].code.number)  # within a code in the order of the texts
    blocks: list[Block] = []
    for code, its in groupby(found, key=lambda row: row[0].code):
        blocks.append(Heading(f"{code.name} ({code.letters})"))
        for quote, coder in its:
            where = f"{quote.coding.citation.short}, {quote.coding.passage.document.title}; coded by {coder}"
            blocks.append(Paragraph(f"“{_in_a_file(quote)}”\n{where}"))
    fictional = thing.engagement.origin == Origin.FICTIONAL
    made = Document(
        title=f"Quotes: {thing.name}",
        subtitle=f"{count} quote{'' if count == 1 else 's'}",
        blocks=tuple(blocks),
        mark="Fictional" if fictional else "",
        footer=f"{thing.ref}, version {thing.version.number} of the codebook",
    )
    return download(made, Format.WORD, name=f"Quotes {thing.ref}", at=clock.now())


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def matrix(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Show codes by what the documents are: method, focus area, with whom the talk was; each as a file (?table=)."""
    found = queries.matrices(request.user, thing)
    called = {one.key: one.name for one in methods(thing.engagement)} | {"": _NOT_SAID}
    by = {"method": found.by_method, "focus-area": found.by_focus_area, "audience": found.by_audience}
    if request.GET.get("format"):
        wanted = tables.asked(request, by)
        rows, sheet = _sheet(found, by[wanted], wanted, called)
        if file := tables.export(request, rows, sheet, at=clock.now()):
            return file
    context = {
        "thing": thing,
        "sees_all": queries.sees_all(thing),
        "method": (_heads(found.by_method, called), _cells(found, found.by_method)),
        "area": (
            [(f"Focus area {value}", base) for value, base in _heads(found.by_focus_area, {})],
            _cells(found, found.by_focus_area),
        ),
        "audience": (_heads(found.by_audience, called), _cells(found, found.by_audience)),
        "audiences_known": any(found.by_audience.values),
        "codes": found.codes,
        "documents": found.documents,
    }
    return render(request, "evidence/round_matrix.html", context)


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def together(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Show which codes share words; as a file too."""
    found = queries.together(request.user, thing)
    rows = [(one.name, *found.counts.pairs[n].tolist()) for n, one in enumerate(found.codes)]
    sheet = _plain("Codes together", ("Code", *(one.name for one in found.codes)))
    if file := tables.export(request, rows, sheet, at=clock.now()):
        return file
    cells = [(one, found.counts.pairs[n].tolist()) for n, one in enumerate(found.codes)]
    context = {"thing": thing, "sees_all": queries.sees_all(thing), "codes": found.codes, "together": cells}
    return render(request, "evidence/round_together.html", context)


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def saturation(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Show how new codes ran dry along the documents; as a file too."""
    found = queries.saturation(request.user, thing, rng=_rng(thing))
    steps = _steps(found)
    if file := tables.export(request, steps, SATURATION, at=clock.now()):
        return file
    context = {"thing": thing, "sees_all": queries.sees_all(thing), "steps": steps, "seed": _seed(thing)}
    return render(request, "evidence/round_saturation.html", context)


SATURATION = tables.Sheet(
    "Saturation",
    (
        tables.Column("Document", lambda row: row["document"].ref),
        tables.Column("New codes", lambda row: row["new"]),
        tables.Column("Codes by now", lambda row: row["known"]),
        tables.Column("Other orders, 5th percentile", lambda row: row["low"]),
        tables.Column("Mean", lambda row: row["middle"]),
        tables.Column("95th percentile", lambda row: row["high"]),
    ),
)


def _heads(found: "CodeMatrix", called: dict[str, str]) -> list[tuple[Any, int]]:
    bases = found.bases.tolist()
    return [(called.get(str(value), value), base) for value, base in zip(found.values, bases, strict=True)]


def _cells(found: Matrices, of: "CodeMatrix") -> list[tuple[Any, list[tuple[int, int]]]]:
    """Return for each code how many codings, and in how many documents, under each value."""
    pairs = zip(of.marks.tolist(), of.sources.tolist(), strict=True)
    return [(code, list(zip(*pair, strict=True))) for code, pair in zip(found.codes, pairs, strict=True)]


def _steps(found: Curve) -> list[dict[str, Any]]:
    curve = found.curve
    told = zip(found.documents, curve.steps, curve.low, curve.middle, curve.high, strict=True)
    return [
        {"document": document, "new": step.new, "known": step.known, "low": low, "middle": middle, "high": high}
        for document, step, low, middle, high in told
    ]


def _sheet(
    found: Matrices, of: "CodeMatrix", name: str, called: dict[str, str]
) -> tuple[list[tuple[Any, ...]], tables.Sheet]:
    """Return the rows and the columns of a table of codes by one attribute."""
    heads = [
        f"{value} ({what}; {base} documents)" for value, base in _heads(of, called) for what in ("codings", "documents")
    ]
    rows = [(code.name, *(number for pair in cells for number in pair)) for code, cells in _cells(found, of)]
    return rows, _plain(f"Codes by {name}", ("Code", *heads))


def _plain(name: str, head: tuple[str, ...]) -> tables.Sheet:
    columns = tuple(tables.Column(label, lambda row, n=n: row[n]) for n, label in enumerate(head))  # type: ignore[misc]  # of a lambda's default mypy infers nothing
    return tables.Sheet(name, columns)


def _seed(thing: CodingRound) -> int:
    """Return the seed of what is drawn for a figure: that of the round, so that the page gives the same twice."""
    return thing.seed or 0


def _rng(thing: CodingRound) -> "np.random.Generator":
    import numpy as np

    return np.random.default_rng(_seed(thing))


@on(P.ROUND_VIEW, load=queries.coding_round, see=P.ROUND_VIEW, may=rules.may)
def agreement(request: PersonRequest, thing: CodingRound) -> HttpResponse:
    """Show the agreement of a closed round, code by code and overall, each coefficient by its exact name."""
    found = _agreed(thing)
    if file := tables.export(request, agreement_rows(found), AGREEMENT, at=clock.now()):
        return file
    context = {
        "thing": thing,
        "heads": [_named(each) for each in _measures(found)],
        "rows": _by_code(found),
        "coders": len(found.coders),
        "passages": found.passages,
        "seed": _seed(thing),
        "progress": queries.progress(thing),
    }
    return render(request, "evidence/round_agreement.html", context)


def _agreed(thing: CodingRound) -> Agreement:
    if thing.state != RoundState.CLOSED:
        raise NotAllowedNow(f"The round is “{thing.state_label.lower()}”: agreement is computed once it is closed.")
    return queries.agreement(thing, rng=_rng(thing))


def _measures(found: Agreement) -> "list[CodeAgreement]":
    """Return the coefficients that say something: with passages as units, then with characters."""
    return [each for each in (*found.by_passage, found.by_character) if any(each.by_code.values())]


def _named(each: "CodeAgreement") -> tuple[str, str]:
    """Return the exact name of a coefficient, and how its intervals were made."""
    there = [one for one in each.by_code.values() if one is not None]
    return there[0].name, "; ".join(sorted({one.interval.method for one in there if one.interval}))


def _by_code(found: Agreement) -> "list[tuple[Code | None, list[Coefficient | None]]]":
    """Return the coefficients of each code, and last of all codes together (None)."""
    each = _measures(found)
    rows: list[tuple[Code | None, list[Coefficient | None]]] = [
        (code, [one.by_code.get(code.number) for one in each]) for code in found.codes
    ]
    return [*rows, (None, [one.overall for one in each])] if each else []


def agreement_rows(found: Agreement) -> list[tuple[str, float | None, "Coefficient"]]:
    """Return a row for each code and coefficient: the code's name ("All codes together"), how often it was given, the
    coefficient."""
    rows: list[tuple[str, float | None, Coefficient]] = []
    for each in (*found.by_passage, found.by_character):
        for code in found.codes:
            made = each.by_code.get(code.number)
            if made is not None:
                rows.append((code.name, each.applied[code.number], made))
        if each.overall is not None:
            rows.append(("All codes together", None, each.overall))
    return rows


AGREEMENT = tables.Sheet(
    "Agreement",
    (
        tables.Column("Code", lambda row: row[0]),
        tables.Column("Coefficient", lambda row: row[2].name),
        tables.Column("Value", lambda row: row[2].value),
        tables.Column("Low", lambda row: row[2].interval.low if row[2].interval else None),
        tables.Column("High", lambda row: row[2].interval.high if row[2].interval else None),
        tables.Column("Interval", lambda row: row[2].interval.method if row[2].interval else ""),
        tables.Column("Observed", lambda row: row[2].observed),
        tables.Column("By chance", lambda row: row[2].expected),
        tables.Column("Units", lambda row: row[2].units),
        tables.Column("Coders", lambda row: row[2].coders),
        tables.Column("Why there is none", lambda row: row[2].undefined),
        tables.Column("Source", lambda row: row[2].source),
    ),
)
