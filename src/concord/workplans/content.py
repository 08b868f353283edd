"""What one version of a work plan says: plain frozen values, the one text that is kept of them, and its hash.

Pure: no database, no clock, no Django. Every day is an ISO text ("2026-11-03"; "" while it is not known), every key
of the programme (method, cost category, topic) a key of the edition that `Content.edition` names by its SHA-256.

The text (`text_of`) is canonical JSON of the whole `Content`: UTF-8, keys in order, no spaces. It is what is stored,
shown and hashed; `hash_of` is the SHA-256 of its bytes, as sha256sum would give it. `read` also reads shape 1, the
form of the first plans, whose texts and hashes stay as they are.

A **part** is what can be changed, commented on and compared by itself: a section of texts ("goal", "schedule"), or
one row of a section of rows ("activities/a3"). A row keeps its key from version to version, and no key is given out
twice in an engagement, so that two versions can be compared row by row."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from concord.core.errors import BadInput
from concord.programme.document import build

SHAPE = 2
_LAST = "9999"  # sorts what has no day yet behind what has one


@dataclass(frozen=True)
class Objective:
    """One objective; it begins with a verb."""

    key: str
    text: str


@dataclass(frozen=True)
class Area:
    """One focus area, in the order of the numbers; `topic` is a key of the edition, or ""."""

    key: str
    number: int
    title: str
    objective: str
    topic: str = ""


@dataclass(frozen=True)
class Named:
    """Somebody who is named: `person` is their key ("person:17"), `part` is "expert" or "staff", `brings` their
    subject or task."""

    key: str
    person: str
    name: str
    part: str
    brings: str


@dataclass(frozen=True)
class Activity:
    """What is done in a focus area (its number) by a method: for and with whom, by whom, in which window of days
    (both included), what comes of it, and what it costs money for (a cost category)."""

    key: str
    area: int
    method: str
    what: str
    audience: str
    who: str
    starts_on: str
    ends_on: str
    deliverable: str
    cost: str


@dataclass(frozen=True)
class Need:
    """A document or data that the agency is asked for; `kind` is "document" or "data", `holder` who has it."""

    key: str
    kind: str
    what: str
    holder: str
    needed_by: str


@dataclass(frozen=True)
class Question:
    """A question that data analysis is to answer; `area` is a focus area's number, or 0 for all of them."""

    key: str
    area: int
    text: str


@dataclass(frozen=True)
class Criterion:
    """What ends the engagement, and by what one sees it. Progress towards it is noted elsewhere, outside the hash."""

    key: str
    text: str
    shown_by: str


@dataclass(frozen=True)
class Content:
    """All that a concurrence binds. `changes` says what a version changes and why; `reporting_months` is 0 while it is
    not known."""

    shape: int = SHAPE
    edition: str = ""
    changes: str = ""
    goal: str = ""
    objectives: tuple[Objective, ...] = ()
    description: str = ""
    scope: str = ""
    out_of_scope: str = ""
    areas: tuple[Area, ...] = ()
    people: tuple[Named, ...] = ()
    audiences: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    needs: tuple[Need, ...] = ()
    questions: tuple[Question, ...] = ()
    engagement_strategy: str = ""
    communication: str = ""
    reporting_months: int = 0
    reporting: str = ""
    exit_criteria: tuple[Criterion, ...] = ()
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True)
class Section:
    """A chapter: of texts (`names` are fields of Content), or of rows (`row` is their type, `prefix` begins their
    keys). `key` is its place in addresses, in parts and in comments."""

    key: str
    title: str
    about: str
    names: tuple[str, ...] = ()
    row: type[Any] | None = None
    prefix: str = ""

    @property
    def is_list(self) -> bool:
        """Say whether it holds rows. For templates: these would call the class that `row` is."""
        return self.row is not None


SECTIONS = (
    Section("changes", "What changes", "What this version changes, and why.", ("changes",)),
    Section("goal", "Goal", "One sentence: what is different when the work is done.", ("goal",)),
    Section("objectives", "Objectives", "Each begins with a verb: assess, examine, plan.", (), Objective, "o"),
    Section("description", "Technical assistance", "What the team does for the agency, in detail.", ("description",)),
    Section("scope", "Scope", "What is looked at, and what is not.", ("scope", "out_of_scope")),
    Section("areas", "Focus areas", "The topics that the agency asked for, in the order of work.", (), Area, "f"),
    Section("activities", "Activities", "What is done, how, for whom, by whom and when.", (), Activity, "a"),
    Section("people", "People", "The subject matter experts and the staff assigned.", (), Named, "p"),
    Section("audiences", "Who is heard", "The groups of people whose voices count.", ("audiences",)),
    Section("needs", "Documents and data", "What the agency is asked for, and by when.", (), Need, "n"),
    Section("questions", "Questions for the data", "What data analysis is to answer.", (), Question, "q"),
    Section(
        "engagement_strategy", "Community engagement", "How the community has a part in it.", ("engagement_strategy",)
    ),
    Section("communication", "Communication", "Who tells whom what, when and how.", ("communication",)),
    Section("reporting", "Reports", "How often progress is reported, and to whom.", ("reporting_months", "reporting")),
    Section("exit_criteria", "How it ends", "What must be seen before the engagement closes.", (), Criterion, "e"),
    Section("schedule", "Schedule", "The first and the last day.", ("starts_on", "ends_on")),
)
_BY_KEY = {section.key: section for section in SECTIONS}


def section_of(part: str) -> Section | None:
    """Return the section of a part or of a section's own key; None for what is neither."""
    return _BY_KEY.get(part.partition("/")[0])


def row_key(part: str) -> str:
    """Return the key of the row that a part is; "" where it is a section."""
    return part.partition("/")[2]


def is_part(part: str) -> bool:
    """Say whether a text is made like a part: a section's key, or one of rows with a row's key."""
    section = section_of(part)
    return section is not None and ("/" not in part or (section.row is not None and row_key(part) != ""))


def text_of(content: Content) -> str:
    """Return the one text of a content: canonical JSON."""
    return canonical(asdict(content))


def canonical(value: Any) -> str:
    """Write a value as JSON that is the same whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(text: str) -> str:
    """Return the SHA-256 (hexadecimal) of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Content:
    """Read a text of shape 1 or 2. Raises BadInput that names the place, what was found and what was expected."""
    document = json.loads(text)
    if "shape" not in document:
        return _first_shape(document)
    if document["shape"] != SHAPE:
        raise BadInput(f"work plan: expected shape 1 or {SHAPE}, found {document['shape']!r}.")
    return build(Content, document, "work plan")


def _first_shape(document: Mapping[str, Any]) -> Content:
    """Read the form of the first plans, which had fewer parts and no keys."""
    return Content(
        description=document["description"],
        scope=document["scope"],
        areas=tuple(Area(f"f{a['number']}", **a) for a in document["focus_areas"]),
        people=tuple(Named(f"p{n}", "", **p) for n, p in enumerate(document["people"], 1)),
        audiences=tuple(document["audiences"]),
        activities=tuple(
            Activity(
                key=f"a{n}",
                area=a["focus_area"],
                method=a["method"],
                what=a["what"],
                audience=a["who"],
                who="",
                starts_on=a["from"],
                ends_on=a["to"],
                deliverable="",
                cost="",
            )
            for n, a in enumerate(document["activities"], 1)
        ),
        exit_criteria=tuple(Criterion(f"e{n}", text, "") for n, text in enumerate(document["exit_criteria"], 1)),
        starts_on=document["from"],
        ends_on=document["to"],
    )


def rows_of(content: Content, section: Section) -> tuple[Any, ...]:
    """Return the rows of a section of rows, in their order."""
    rows: tuple[Any, ...] = getattr(content, section.key)
    return rows


def value_of(content: Content, part: str) -> dict[str, Any] | None:
    """Return what a part says, by field (a row's without its key); None where there is no such row."""
    section = _section(part)
    if section.row is None:
        return {name: getattr(content, name) for name in section.names}
    found = next((asdict(row) for row in rows_of(content, section) if row.key == row_key(part)), None)
    return found and {name: value for name, value in found.items() if name != "key"}


def with_part(content: Content, part: str, value: Mapping[str, Any] | None) -> Content:
    """Return the content with a part that says something else; None takes a row away. A new row comes last, and
    activities stand in the order of their days. Raises BadInput (no such part, or a value that does not fit)."""
    section = _section(part)
    if section.row is None:
        return _checked(replace(content, **{name: (value or {})[name] for name in section.names}))
    key, rows = row_key(part), list(rows_of(content, section))
    place = next((n for n, row in enumerate(rows) if row.key == key), len(rows))
    made = [] if value is None else [build(section.row, {**value, "key": key}, f"work plan.{part}")]
    rows[place : place + 1] = made
    changed: dict[str, Any] = {section.key: _ordered(section, rows)}
    return _checked(replace(content, **changed))


def _ordered(section: Section, rows: Iterable[Any]) -> tuple[Any, ...]:
    if section.row is Activity:
        return tuple(sorted(rows, key=lambda a: (a.starts_on or _LAST, a.ends_on or _LAST, a.area)))
    return tuple(sorted(rows, key=lambda a: a.number) if section.row is Area else rows)


def moved_up(content: Content, part: str) -> Content:
    """Return the content with a row one place further up in its section; the first stays where it is."""
    section = _section(part)
    rows = list(rows_of(content, section))
    place = next((n for n, row in enumerate(rows) if row.key == row_key(part)), 0)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    changed: dict[str, Any] = {section.key: _ordered(section, rows)}
    return replace(content, **changed)


def next_key(section: Section, used: Iterable[str]) -> str:
    """Return the next key of a section's rows; `used` are all keys that were ever given out there."""
    numbers = (key.removeprefix(section.prefix) for key in used)
    return f"{section.prefix}{max((int(n) for n in numbers if n.isdecimal()), default=0) + 1}"


def keyed(section: str, *rows: Mapping[str, Any]) -> tuple[Any, ...]:
    """Make the rows of a section, with the keys 1, 2, 3, …; activities in the order of their days."""
    kind = _section(section)
    made = [build(kind.row, {**row, "key": f"{kind.prefix}{n}"}, section) for n, row in enumerate(rows, 1) if kind.row]
    return _ordered(kind, made)


def _section(part: str) -> Section:
    if not is_part(part):
        raise BadInput(f"“{part}” is no part of a work plan.")
    return _BY_KEY[part.partition("/")[0]]


def _checked(content: Content) -> Content:
    """Read the content as it will be read from its text, so that nothing is stored that cannot be read."""
    return read(text_of(content))


def in_short(row: Any) -> str:
    """Return what a row of any section says first, for lists; "" where it says nothing yet."""
    return next((str(getattr(row, name)) for name in ("what", "text", "title", "name") if hasattr(row, name)), "")


def part_in_words(content: Content, part: str) -> str:
    """Return a part's name: its section's title, and of a row what it says first (its key where it is gone)."""
    section = _section(part)
    if not row_key(part):
        return section.title
    row = next((row for row in rows_of(content, section) if row.key == row_key(part)), None)
    return f"{section.title}: {in_short(row) if row else row_key(part)}"


def names_of(section: Section) -> tuple[str, ...]:
    """Return the fields of a section, or of its rows without the key."""
    return section.names if section.row is None else tuple(f.name for f in fields(section.row) if f.name != "key")
