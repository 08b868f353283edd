"""What jobs do with a data set's file: a mapping is tried, an analysis is run. Nothing here writes; verbs do."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from concord.analysis.errors import AnalysisError
from concord.analysis.policing.runs.bundle import assumed, bundle, noted, plainly, told
from concord.analysis.policing.runs.capsule import Capsule
from concord.analysis.policing.runs.figures import NARROW, WIDE, figure
from concord.analysis.policing.runs.files import opened
from concord.analysis.policing.runs.guessing import begun
from concord.analysis.policing.runs.method import Outcome, Sheet
from concord.analysis.policing.runs.public import publishable
from concord.analysis.policing.runs.running import Chance, Order, in_words, run
from concord.analysis.policing.schemas.applying import Loss, apply
from concord.analysis.policing.schemas.mapping import Mapping as ColumnRules
from concord.core.errors import NotThere
from concord.evidence import sealed_data
from concord.evidence.actions.analyses import Came
from concord.evidence.checks.justice import looks_like_justice_information
from concord.evidence.models import Analysis, ColumnMapping

OFTEN = 10  # a value that stands less often could be somebody's, and is not shown
_KEPT_OUT = (
    "Columns look like criminal justice information, which stays with the agency: {}. Withdraw the data set: "
    "its file goes with that. Then register it without them."
)
ROWS = 60  # so many rows of a table are shown on a page; the file has them all


@dataclass(frozen=True)
class Tried:
    """What came of trying a mapping: what it says, the file's columns, the loss in figures, or why it does not fit."""

    text: str
    source_columns: tuple[str, ...]
    loss: dict[str, Any]
    why: str = ""


def tried(mapping: ColumnMapping) -> Tried:
    """Try a mapping on the file of its data set."""
    columns: tuple[str, ...] = ()
    text = mapping.text
    try:
        with sealed_data.opened(mapping.data_set) as place, in_words():
            file = opened(place)
            columns = tuple(file.table.columns)
            if suspect := looks_like_justice_information(columns):
                numbers = ", ".join(f"column {number}" for number in suspect)
                return Tried(text, (), {}, _KEPT_OUT.format(numbers))  # their names may be what stands in a row
            text = text or json.dumps(begun(mapping.kind, mapping.begun_from, columns), ensure_ascii=False, indent=1)
            loss = apply(ColumnRules.read(text), file.table)[1]
    except AnalysisError as error:
        return Tried(text, columns, {}, f"{error}.")
    except NotThere as gone:  # it was withdrawn meanwhile
        return Tried(text, columns, {}, gone.reason)
    return Tried(text, columns, plain(loss))


def plain(loss: Loss) -> dict[str, Any]:
    """Return a loss report as JSON holds it; a value that stands rarely is left out, and how many were is told."""
    fields = []
    for one in loss.fields:
        often = [[value, count] for value, count in one.lost if count >= OFTEN]
        fields.append(
            {
                "target": one.target,
                "sources": list(one.sources),
                "before": one.before,
                "after": one.after,
                "lost": often,
                "rare": len(one.lost) - len(often),
            }
        )
    kept = {"rows": loss.rows, "absent": list(loss.absent), "unnamed": list(loss.unnamed)}
    return {**kept, "fields": fields, "not_carried": [list(one) for one in loss.not_carried]}


def analysed(analysis: Analysis, *, chance: Chance, tell: Callable[[int, str], None]) -> Came:
    """Run an analysis. Raises AnalysisError, and whatever `tell` raises to stop it."""
    mapping = ColumnRules.read(analysis.mapping.text)
    order = Order(
        method=analysis.method,
        parameters=analysis.parameters,
        seed=analysis.seed,
        officers=analysis.about_officers,
    )
    tables = {mapping.table: mapping}
    with ExitStack() as stack:
        files = {mapping.table: stack.enter_context(sealed_data.opened(analysis.data_set))}
        if analysis.beside is not None:
            second = ColumnRules.read(analysis.beside.text)
            tables[second.table] = second
            files[second.table] = stack.enter_context(sealed_data.opened(analysis.beside.data_set))
        outcome, capsule = run(order, files=files, chance=chance, mappings=tables, tell=tell)
    officers = json.dumps(list(outcome.officers)) if outcome.officers else ""
    if outcome.officers:
        outcome, capsule = _without_officers(outcome, capsule)
    shown, packed = _public(outcome, capsule)
    return Came(result=page_of(outcome), shown=shown, bundle=packed, capsule=capsule.text(), officers=officers)


def _without_officers(outcome: Outcome, capsule: Capsule) -> tuple[Outcome, Capsule]:
    from dataclasses import replace

    result = {**capsule.result, "officers": []}
    return replace(outcome, officers=()), replace(capsule, result=result)


def _public(outcome: Outcome, capsule: Capsule) -> tuple[dict[str, Any], bytes]:
    """Return what may go out, as a page and as a file; nothing where no safe choice was found."""
    try:
        safe = publishable(outcome)
    except AnalysisError:
        return {}, b""
    packed = bundle(safe.outcome, capsule.without_result(), more=safe.sentences())
    hidden = safe.sentences()
    spanish = [*plainly(safe.outcome, language="es"), *noted(hidden, language="es")]
    return {**page_of(safe.outcome), "hidden": list(hidden), "spanish": spanish}, packed


def page_of(outcome: Outcome) -> dict[str, Any]:
    """Return what a page shows of a result, worked out once: no page works anything out."""
    return {
        "question": outcome.question,
        "grade": outcome.grade,
        "sentences": list(told(outcome)),
        "plain": list(plainly(outcome)),
        "assumed": list(assumed(outcome)),
        "wide": figure(outcome.readings, width=WIDE),
        "narrow": figure(outcome.readings, width=NARROW),
        "readings": [
            {
                "name": one.name,
                "verdict": "not shown" if one.estimate.suppressed else str(one.estimate.verdict or ""),
                "method": one.estimate.method,
                "diagnostics": [[name, _cell(value)] for name, value in one.estimate.diagnostics],
            }
            for one in outcome.readings
        ],
        "sheets": [_sheet(one) for one in outcome.tables],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    rows = [[_cell(value) for value in row] for row in sheet.rows[:ROWS]]
    return {"title": sheet.title, "columns": list(sheet.columns), "rows": rows, "more": max(0, len(sheet.rows) - ROWS)}


def _cell(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.4g}".replace("-", "−") if isinstance(value, float) else str(value)
