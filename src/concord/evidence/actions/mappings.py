"""The verbs of mappings: a data set's columns are mapped, Concord tries it, somebody takes it into use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from concord.analysis.errors import AnalysisError
from concord.analysis.policing.schemas.mapping import Mapping as ColumnRules
from concord.analysis.policing.schemas.mapping import layout, layouts
from concord.analysis.policing.schemas.tables import TABLES
from concord.core import jobs, lifecycle
from concord.core.actions import verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.evidence import rules
from concord.evidence.models import ColumnMapping, DataSet

P = Permission


@verb
def map_columns(data_set: DataSet, *, kind: str, begun_from: str = "", by: Actor, at: datetime) -> ColumnMapping:
    """Begin a mapping to a dictionary, from a layout or from the names of the file's columns; Concord tries it at once.

    Raises Denied (no file here, no plan in force, …), BadInput (no such kind of file, or no such layout to it)."""
    locked = lifecycle.lock(data_set)
    rules.may(by, P.DATA_SET_MAP, locked).require()
    if kind not in TABLES:
        raise BadInput(f"There is no kind of file {kind!r}; there are {', '.join(TABLES)}.")
    if begun_from and (begun_from not in layouts() or layout(begun_from).table != kind):
        raise BadInput(f"There is no layout {begun_from!r} of files of {kind}.")
    mapping = ColumnMapping.begin(
        P.DATA_SET_MAP,
        by=by,
        at=at,
        ref=next_ref("MAP", at),
        engagement=locked.engagement,
        data_set=locked,
        kind=kind,
        begun_from=begun_from,
        mapped_by=by.actor_key,
    )
    _have_tried(mapping)
    return mapping


@verb
def change_mapping(mapping: ColumnMapping, *, text: str, by: Actor, at: datetime) -> ColumnMapping:
    """Change what a mapping says (JSON, as the library saves it); Concord tries it again. Raises BadInput."""
    try:
        read = ColumnRules.read(text)
    except AnalysisError as error:
        raise BadInput(f"{error}.") from error
    if read.table != mapping.kind:
        raise BadInput(f"This mapping leads to {read.table}; expected one to {mapping.kind}.")
    changes = {"text": read.text(), "mapped_by": by.actor_key, "why": "", "loss": {}}
    changed = lifecycle.move(mapping, P.MAPPING_CHANGE, by=by, at=at, may=rules.may, changes=changes)
    _have_tried(changed)
    return changed


@verb
def note_tried(
    mapping: ColumnMapping,
    *,
    text: str,
    source_columns: Sequence[str],
    loss: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> ColumnMapping:
    """Keep what came of trying a mapping: how much of each field came over."""
    changes = {"text": text, "source_columns": list(source_columns), "loss": dict(loss), "why": ""}
    return lifecycle.move(mapping, P.MAPPING_NOTE_TRIED, by=by, at=at, may=rules.may, changes=changes)


@verb
def note_refused(
    mapping: ColumnMapping, *, text: str, source_columns: Sequence[str], why: str, by: Actor, at: datetime
) -> ColumnMapping:
    """Say why a mapping does not fit; what it says so far stays, to be changed."""
    changes = {"text": text, "source_columns": list(source_columns), "loss": {}, "why": why}
    return lifecycle.move(mapping, P.MAPPING_NOTE_REFUSED, by=by, at=at, may=rules.may, reason=why, changes=changes)


@verb
def adopt_mapping(mapping: ColumnMapping, *, by: Actor, at: datetime) -> ColumnMapping:
    """Take a mapping into use: new analyses of its data set use it. What was analysed before stays as it is."""
    return lifecycle.move(mapping, P.MAPPING_ADOPT, by=by, at=at, may=rules.may)


@verb
def discard_mapping(mapping: ColumnMapping, *, by: Actor, at: datetime) -> ColumnMapping:
    """Discard a mapping; it stays on record."""
    return lifecycle.move(mapping, P.MAPPING_DISCARD, by=by, at=at, may=rules.may)


def _have_tried(mapping: ColumnMapping) -> None:
    jobs.defer("evidence.try_mapping", lock=mapping.ref, ref=mapping.ref)
