"""Reading a project that Taguette exported as an SQLite database (.sqlite3)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from concord.analysis.text.exchange import model
from concord.analysis.text.exchange.counting import Counted, Counting, Ruler
from concord.analysis.text.exchange.errors import BadExchange, TooLarge
from concord.analysis.text.exchange.findings import Finding, Findings
from concord.analysis.text.exchange.markup import Plain, plain_text
from concord.analysis.text.exchange.package import Limits

_SPACE = UUID("7f3c0a52-2f4b-5a3e-9a77-6f0f4d0c1f11")
_MAGIC = b"SQLite format 3\0"
_COUNTED = Counted(Counting("UTF-8 bytes"), "Taguette counts bytes of the text between its tags", certain=True)
_TABLES: dict[str, frozenset[str]] = {
    "projects": frozenset({"id", "name", "description", "created"}),
    "documents": frozenset({"id", "name", "description", "created", "project_id", "contents"}),
    "tags": frozenset({"id", "project_id", "path", "description"}),
    "highlights": frozenset({"id", "document_id", "start_offset", "end_offset", "snippet"}),
    "highlight_tags": frozenset({"highlight_id", "tag_id"}),
    "project_members": frozenset({"project_id", "user_login"}),
}
_STEPS, _PER_CALL = 20_000, 10_000


@dataclass(frozen=True, slots=True)
class Taguette:
    """A project of Taguette, and what of it could not be kept."""

    project: model.Project
    findings: tuple[Finding, ...]


def read_taguette(path: Path, *, project: int | None = None, limits: Limits | None = None) -> Taguette:
    """Read a project from Taguette's own database.

    Its positions count UTF-8 bytes of the text between HTML tags; they become code points of the plain text, where a
    line end is put after each block that has none. Ids are made from its numbers, the same for the same file.

    Parameters
    ----------
    path : Path
        The database, opened for reading alone.
    project : int, optional
        Which of several projects.
    limits : Limits, optional
        How large the file and each text may be.

    Raises
    ------
    BadExchange
        It is no database of Taguette, is broken, holds no or several projects, or a selection that does not fit.
    TooLarge
        It is larger than the limits allow.
    """
    limits = limits or Limits()
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise BadExchange("it is no SQLite database", where=path.name, expected="Taguette's .sqlite3 file")
    if path.stat().st_size > limits.project:
        raise TooLarge("it is too large", where=path.name, expected=f"at most {limits.project:,} bytes")
    try:
        with closing(_connected(path, limits)) as base:
            _check_tables(base, path.name)
            return _Reading(base, path.name).project(project)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        raise BadExchange(f"the database is broken ({error})", where=path.name) from error


def _connected(path: Path, limits: Limits) -> sqlite3.Connection:
    """Open a database of a stranger: for reading, without its functions, with bounded values and a bounded run."""
    base = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    base.row_factory = sqlite3.Row
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.text)
    base.execute("PRAGMA trusted_schema = OFF")
    base.execute("PRAGMA query_only = ON")
    left = iter(range(_STEPS))
    base.set_progress_handler(lambda: next(left, None) is None, _PER_CALL)
    return base


def _check_tables(base: sqlite3.Connection, where: str) -> None:
    """Want real tables with the columns that are read: no views, no virtual tables."""
    found = {row["name"]: row["sql"] or "" for row in base.execute("SELECT * FROM sqlite_master WHERE type = 'table'")}
    for table, columns in _TABLES.items():
        if not found.get(table, "").lstrip().upper().startswith("CREATE TABLE"):
            raise BadExchange(f"no table {table}", where=where, expected="a database of Taguette")
        has = {row["name"] for row in base.execute(f"PRAGMA table_info({table})")}
        if missing := sorted(columns - has):
            raise BadExchange(f"the table {table} without {', '.join(missing)}", where=where)


class _Row:
    """A row whose values are what they should be: SQLite lets any column hold anything."""

    def __init__(self, row: sqlite3.Row, where: str) -> None:
        self._row, self._where = row, where

    def text(self, column: str) -> str:
        """Return a text; nothing is an empty one."""
        value = self._row[column]
        if value is not None and not isinstance(value, str):
            raise BadExchange(f"{column} is no text", where=self._where)
        return value or ""

    def whole(self, column: str) -> int:
        """Return a whole number."""
        value = self._row[column]
        if not isinstance(value, int):
            raise BadExchange(f"{column} is {value!r}", where=self._where, expected="a whole number")
        return value

    def has(self, column: str) -> bool:
        """Say whether there is such a column: older versions of Taguette lack some."""
        return column in self._row.keys()  # noqa: SIM118 - a row is no mapping


class _Reading:
    def __init__(self, base: sqlite3.Connection, where: str) -> None:
        self._base, self._where = base, where
        self._findings = Findings()
        self._number = 0

    def project(self, wanted: int | None) -> Taguette:
        rows = [r for r in self._rows("SELECT * FROM projects ORDER BY id") if wanted in (None, r.whole("id"))]
        if len(rows) != 1:
            raise BadExchange(f"{len(rows)} projects", where=self._where, expected="one, or the number of one")
        (row,) = rows
        self._number = row.whole("id")
        made = model.Project(
            header=model.Header(name=row.text("name"), origin="Taguette", made_at=_time(row.text("created"))),
            users=tuple(self._users()),
            codes=tuple(self._codes()),
            sources=tuple(self._sources()),
            about=model.About(description=row.text("description")),
        )
        self._note_rest()
        return Taguette(made, self._findings.all())

    def _rows(self, query: str, *values: int) -> list[_Row]:
        table = query.partition(" FROM ")[2].split()[0]
        return [_Row(row, f"{self._where}, {table}") for row in self._base.execute(query, values)]

    def _guid(self, table: str, key: object) -> str:
        return str(uuid5(_SPACE, f"{self._number}/{table}/{key}")).upper()

    def _users(self) -> Iterator[model.User]:
        query = "SELECT user_login FROM project_members WHERE project_id = ? ORDER BY user_login"
        for row in self._rows(query, self._number):
            yield model.User(guid=self._guid("users", row.text("user_login")), name=row.text("user_login"))

    def _codes(self) -> Iterator[model.Code]:
        for row in self._rows("SELECT * FROM tags WHERE project_id = ? ORDER BY id", self._number):
            yield model.Code(
                guid=self._guid("tags", row.whole("id")), name=row.text("path"), description=row.text("description")
            )

    def _sources(self) -> Iterator[model.TextSource]:
        for row in self._rows("SELECT * FROM documents WHERE project_id = ? ORDER BY id", self._number):
            plain = plain_text(row.text("contents"))
            if row.has("text_direction") and row.text("text_direction") != "LEFT_TO_RIGHT":
                self._findings.add("lost", "the direction of a text", row.text("name"))
            yield model.TextSource(
                guid=self._guid("documents", row.whole("id")),
                name=row.text("name"),
                description=row.text("description"),
                made_at=_time(row.text("created")),
                text=plain.text,
                selections=tuple(self._selections(row, plain)),
                counted=_COUNTED,
            )

    def _selections(self, document: _Row, plain: Plain) -> Iterator[model.TextSelection]:
        by = Ruler(plain.widths, len(plain.text))
        codings = self._codings(document.whole("id"))
        for row in self._rows("SELECT * FROM highlights WHERE document_id = ? ORDER BY id", document.whole("id")):
            where = f"{self._where}, {document.text('name')}, highlight {row.whole('id')}"
            if not by.fits(row.whole("start_offset"), row.whole("end_offset")):
                what = f"bytes {row.whole('start_offset')} to {row.whole('end_offset')}"
                raise BadExchange(what, where=where, expected=f"whole characters of {by.end} bytes")
            start, end = by.find(row.whole("start_offset"), row.whole("end_offset"))
            if _bare(plain_text(row.text("snippet")).text) != _bare(plain.text[start:end]):
                self._findings.add("note", "a highlight whose kept words differ from its document", where)
            yield model.TextSelection(
                guid=self._guid("highlights", row.whole("id")),
                start=start,
                end=end,
                codings=codings.get(row.whole("id"), ()),
            )

    def _codings(self, document: int) -> dict[int, tuple[model.Coding, ...]]:
        query = (
            "SELECT t.highlight_id, t.tag_id FROM highlight_tags t JOIN highlights h ON h.id = t.highlight_id "
            "WHERE h.document_id = ? ORDER BY t.highlight_id, t.tag_id"
        )
        found: dict[int, tuple[model.Coding, ...]] = {}
        for row in self._rows(query, document):
            key = f"{row.whole('highlight_id')}/{row.whole('tag_id')}"
            coding = model.Coding(guid=self._guid("highlight_tags", key), code=self._guid("tags", row.whole("tag_id")))
            found[row.whole("highlight_id")] = (*found.get(row.whole("highlight_id"), ()), coding)
        return found

    def _note_rest(self) -> None:
        """Note what has no place in an exchange: the log, the rights of members, formatting."""
        if self._rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'commands'"):
            for _ in self._rows("SELECT 1 FROM commands WHERE project_id = ?", self._number):
                self._findings.add("lost", "an entry of the log")
        for _ in self._rows("SELECT 1 FROM project_members WHERE project_id = ?", self._number):
            self._findings.add("lost", "the rights of a member")
        self._findings.add("changed", "documents become plain text: headings, lists, links and pictures are gone")


def _bare(text: str) -> str:
    return "".join(text.split())


def _time(text: str) -> str:
    """Return Taguette's time (UTC, without saying so) as the schema writes it."""
    return f"{text.strip().replace(' ', 'T')}Z" if text else ""
