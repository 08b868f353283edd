"""What the team notes of evidence: on its cards what a piece shows and why it was taken away, and why a finding cites
an item.

All of it is sealed apart from its row, whatever the item is: one may be restricted later, and a note may repeat its
words. It is sealed under a name of the item's own, so that it goes with the item when that is destroyed."""

from collections.abc import Sequence
from datetime import datetime

from concord.core import sealing
from concord.evidence.sealed_items import notes_of
from concord.findings.models import Citation, Piece

KEPT_SEALED = "Kept sealed with the evidence."
_Row = Piece | Citation


def keep(row: _Row, note: str, *, at: datetime) -> None:
    """Keep the note of a row that has been written. Call inside a verb. Raises KeyLost."""
    sealing.keep(_about(row), {_name(row): note}, at=at)


def read(rows: Sequence[_Row]) -> dict[int, str]:
    """Return the notes of rows of one kind, by their keys; "" of what was destroyed. By one query. Raises KeyLost."""
    kept = sealing.read_many({_about(row) for row in rows}, {_name(row) for row in rows}) if rows else {}
    return {row.pk: kept.get((_about(row), _name(row)), "") for row in rows}


def keep_reason(piece: Piece, reason: str, *, at: datetime) -> None:
    """Keep why a piece was taken off its card. Call inside a verb. Raises KeyLost."""
    sealing.keep(_about(piece), {_away(piece): reason}, at=at)


def reasons(pieces: Sequence[Piece]) -> dict[int, str]:
    """Return why pieces were taken off their cards, by their keys; "" of what stays or was destroyed. By one query, or
    none. What was taken away before reasons were sealed has it in its row. Raises KeyLost."""
    gone = [piece for piece in pieces if piece.is_taken_away]
    kept = sealing.read_many({_about(one) for one in gone}, {_away(one) for one in gone}) if gone else {}
    before = {one.pk: one.taken_away_because for one in gone if one.taken_away_because != KEPT_SEALED}
    return {one.pk: kept.get((_about(one), _away(one)), "") for one in gone} | before


def _away(piece: Piece) -> str:
    return f"{_name(piece)} taken away"


def _about(row: _Row) -> str:
    data_set = row.data_set if isinstance(row, Piece) else None
    thing = data_set or row.evidence
    if thing is None:
        raise ValueError("A note is of an item or of a data set.")
    return notes_of(thing.ref)


def _name(row: _Row) -> str:
    return f"{'piece' if isinstance(row, Piece) else 'citation'} {row.pk}"
