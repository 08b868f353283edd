"""One file that holds a result: figure, tables, sentences, diagnostics and capsule, the same bytes every time."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from concord.analysis.policing.runs.capsule import Capsule
from concord.analysis.policing.runs.figures import figure
from concord.analysis.policing.runs.method import Outcome, Reading
from concord.analysis.policing.sentences import Language, limits, sentences
from concord.analysis.policing.spanish import in_spanish

LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the time in each entry, so that it says nothing
FEW: Final = 4  # so many readings are told one by one
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")  # a table program would take it for a formula


def told(outcome: Outcome, *, language: Language = "en") -> tuple[str, ...]:
    """Return what a result says: of each figure its sentences together, then what was noted (in Spanish where the
    note is known there: half a page of another language helps nobody)."""
    said = [" ".join(sentences(one.estimate, language=language)) for one in outcome.readings]
    return tuple(dict.fromkeys([*said, *noted(outcome.notes, language=language)]))


def noted(notes: Sequence[str], *, language: Language) -> tuple[str, ...]:
    """Return notes in a language, those that are known in it."""
    if language == "en":
        return tuple(notes)
    return tuple(one for one in map(in_spanish, notes) if one)


def plainly(outcome: Outcome, *, language: Language = "en") -> tuple[str, ...]:
    """Return the same for whoever does not work on data: where one question was read in many ways, the first of them,
    and that there are more."""
    if len(outcome.readings) <= FEW:
        return told(outcome, language=language)
    first = replace(outcome, readings=outcome.readings[:1], notes=())
    more = f"The same question was read in {len(outcome.readings)} ways; the drawing shows them all."
    return (*told(first, language=language), *noted([more, *outcome.notes], language=language))


def assumed(outcome: Outcome, *, language: Language = "en") -> tuple[str, ...]:
    """Return what has to be assumed to read the figures, each once."""
    return tuple(dict.fromkeys(one for each in outcome.readings for one in limits(each.estimate, language=language)))


def estimates_table(readings: tuple[Reading, ...]) -> list[list[object]]:
    """Return the figures as rows, names first."""
    rows: list[list[object]] = [
        ["figure", "value", "low", "high", "level", "unit", "n", "base", "verdict", "method"],
    ]
    for name, one in ((each.name, each.estimate) for each in readings):
        verdict = "not shown" if one.suppressed else str(one.verdict or "")
        rows.append(
            [name, one.value, one.low, one.high, one.level, one.unit, one.n, one.denominator, verdict, one.method]
        )
    return rows


def bundle(outcome: Outcome, capsule: Capsule, *, more: tuple[str, ...] = ()) -> bytes:
    """Return the ZIP. `more` are further sentences, of what was hidden."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(outcome, capsule, more):
            archive.writestr(zipfile.ZipInfo(name, LONG_AGO), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _parts(outcome: Outcome, capsule: Capsule, more: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for at, drawing in enumerate(filter(None, figure(outcome.readings).split("\n")), start=1):
        yield f"figure-{at}.svg", drawing
    yield "figures.csv", _csv(estimates_table(outcome.readings))
    for at, sheet in enumerate(outcome.tables, start=1):
        yield f"table-{at}.csv", _csv([[sheet.title], [*sheet.columns], *([*row] for row in sheet.rows)])
    yield "sentences.txt", "\n".join([outcome.question, "", *told(outcome), *more, "", *assumed(outcome), ""])
    yield (
        "diagnostics.json",
        json.dumps(
            [
                {
                    "figure": one.name,
                    "diagnostics": dict(one.estimate.diagnostics),
                    "assumptions": one.estimate.assumptions,
                }
                for one in outcome.readings
            ],
            indent=1,
            ensure_ascii=False,
        ),
    )
    yield "capsule.json", capsule.text()


def _csv(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[_plain(cell) for cell in row] for row in rows])
    return out.getvalue()


def _plain(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else "" if cell is None else cell
