"""What the columns of a report's table can be, which of them a head is taken for, and which are never taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concord.core.errors import BadInput
from concord.findings.importing.sheet import Sheet

LONG, SHORT = 20_000, 300  # characters, as in the forms
_PERCENT_HEAD = re.compile(r"%|\bper ?cent|\bpct\b", re.IGNORECASE)
_PERCENTAGE = re.compile(r"[<>~≈]?\s*\d+([.,]\d+)?\s*%")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Field:
    """Something that a column can be: its key, its name, the heads that are taken for it, how long it may be.

    `of` says whether it is told of the "finding", of the "recommendation", or where both stand ("place")."""

    key: str
    name: str
    heads: tuple[str, ...]
    of: str
    longest: int = LONG


FIELDS = (
    Field(
        "label", "Recommendation number",
        ("rec", "rec id", "rec no", "rec number", "recommendation no", "recommendation number", "recommendation id"),
        "place", 40,
    ),
    Field(
        "action", "Action item number (of the recommendation in its row)",
        ("action item", "action item no", "action item number", "action item id", "action no", "action number"),
        "place", 40,
    ),
    Field("finding", "Finding number", ("finding no", "finding number", "finding id"), "place", 40),
    Field(
        "focus_area", "Focus area (number or name)",
        ("focus area", "focus area no", "focus area number", "objective", "objective no", "objective number",
         "pillar", "pillar no", "pillar number"),
        "place", SHORT,
    ),
    Field("heading", "Heading of the finding", ("finding", "heading", "finding heading", "finding title"), "finding",
          SHORT),
    Field("narrative", "What was found", ("narrative", "what was found", "finding text", "condition"), "finding"),
    Field("standard", "Standard of practice", ("standard", "standard of practice", "criteria"), "finding"),
    Field("cause", "Cause", ("cause",), "finding"),
    Field("effect", "Effect", ("effect",), "finding"),
    Field("strengths", "Strengths to build on", ("strengths", "strengths to build on"), "finding"),
    Field("text", "What is recommended", ("recommendation", "recommendation text", "what is recommended", "text"),
          "recommendation"),
    Field("justification", "Why", ("why", "justification", "rationale"), "recommendation"),
    Field("tags", "Tags (parted by commas)", ("tags",), "recommendation", SHORT),
    Field("kind", "Kind", ("kind", "type"), "recommendation", SHORT),
    Field("aims", "What it serves (parted by commas)", ("aims", "aim", "what it serves"), "recommendation", SHORT),
    Field("best_practice", "Best practice", ("best practice",), "recommendation"),
    Field("outcome_measure", "What would show that it helps", ("outcome measure", "outcome"), "recommendation"),
    Field("effort", "Effort expected of the agency", ("effort",), "recommendation"),
    Field("cost", "Cost borne by the agency", ("cost",), "recommendation"),
    Field("owner", "Suggested owner (an office, never a name)", ("owner", "suggested owner", "bureau"),
          "recommendation", 120),
)  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}


def guess(sheet: Sheet) -> dict[str, str]:
    """Return for each field the column whose head is taken for it, where there is just one."""
    never = percentages(sheet)
    free = [name for name in sheet.head if name not in never]
    found: dict[str, str] = {}
    for field in FIELDS:
        wanted = {_bare(head) for head in (field.name, *field.heads)}
        named = [name for name in free if _bare(name) in wanted]
        if field.key == "focus_area" and len(named) > 1:  # a number says it shorter than its name beside it
            named = [name for name in named if _bare(name).endswith(("no", "number"))] or named
        if len(named) == 1 and named[0] not in found.values():
            found[field.key] = named[0]
    return found


def percentages(sheet: Sheet) -> frozenset[str]:
    """Return the columns that hold percentages: these are computed here from records, and never taken from a file."""
    return frozenset(
        name
        for place, name in enumerate(sheet.head)
        if _PERCENT_HEAD.search(name)
        or _are_percentages([line.cells[place] for line in sheet.lines if place < len(line.cells)])
    )


def require(sheet: Sheet, columns: Mapping[str, str]) -> None:
    """Raise BadInput for columns that cannot be what they are said to be."""
    for key, name in columns.items():
        if key not in BY_KEY:
            raise BadInput(f"There is no field “{key}”; expected some of: {', '.join(BY_KEY)}.")
        if name not in sheet.head:
            raise BadInput(f"The file has no column “{name}”; its columns are: {', '.join(sheet.head)}.")
    names = list(columns.values())
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInput(f"The column {', '.join(twice)} is said to be two things; a column is one.")
    if taken := sorted(percentages(sheet).intersection(names)):
        raise BadInput(f"The column {', '.join(taken)} holds percentages, which are computed and never taken.")
    if not {"label", "action", "finding"} & columns.keys():
        raise BadInput("Say which column holds the number of the recommendation, or that of the finding.")


def _bare(head: str) -> str:
    return _NOT_WORDS.sub(" ", head.lower()).strip()


def _are_percentages(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_PERCENTAGE.fullmatch(cell) for cell in filled)
