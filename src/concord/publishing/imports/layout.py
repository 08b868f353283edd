"""The layout of a folder of sites: which files, which columns, what each cell may hold.

It is the one place where this is said. The reader checks by it, and `reference()` writes the tables of
examples/sites/README.md from it.
"""

from dataclasses import dataclass
from enum import Enum

from concord.analysis.figures.partial_dates import EXPECTED

SITE_STATUSES = {
    "announced": "named publicly; nothing further found",
    "active": "work under way on the date of the record",
    "suspended": "paused, meant to go on",
    "closed": "a final report or a closing page was published",
    "ended by programme": "the programme stopped it before a final report",
    "ended by agency": "the agency withdrew",
    "no longer eligible": "stopped because the agency no longer met the conditions of the programme",
    "ended": "ended; by whom or how is not in the records that were read",
    "no final report found": "reports were published, but the last one found is not final",
    "never reported again": "follow-up reports were promised after the assessment and none came",
}
OWED_STATES = {
    "not published": "a source says that it never came",
    "published late": "it came after its date",
    "published": "it came",
    "not found": "whether it came is not in the records that were read",
}
OPENNESS = {
    "open": "more is expected",
    "terminal": "nothing more is expected",
    "reopenable": "done, but looked at again later",
}
CORE_STATES = {
    "not started": "nothing shown yet",
    "in progress": "under way",
    "blocked": "waiting for somebody outside the agency's control",
    "submitted": "with a reviewer",
    "complete": "shown to be done",
    "closed incomplete": "closed with part of it not done",
    "not assessed": "nobody could judge it",
}
VOICES = {
    "assessor": "who judges",
    "agency": "the agency or its city about itself",
    "programme office": "the office that runs the programme",
    "press": "a newspaper or a broadcaster",
}
FIGURE_KINDS = {
    "whole": "the rows split the base with nothing left over",
    "disjoint": "the rows do not overlap; something may be left over",
    "overlapping": "the rows may overlap",
    "totals": "numbers without a base",
}
NOTE_KINDS = {
    "conflict": "two sources, or two parts of one, do not agree",
    "misprint": "the source prints something that cannot be meant",
    "not found": "looked for and not seen",
    "inference": "our reading, not printed as such",
    "context": "a fact that explains the rest",
}


class Kind(Enum):
    """What a cell may hold; the value is how it is said to people."""

    SLUG = "lower-case letters, digits and single hyphens"
    STATE = "two capital letters of a state or territory"
    ORI = "nine capital letters and digits"
    LINE = "text on one line"
    PROSE = "text, line breaks allowed"
    LABEL = "letters and digits, parts joined by full stops or hyphens, such as 24.2"
    NUMBER = "a whole number"
    POSITIVE = "a whole number from 1 on"
    COUNT = "a whole number, with <, > or ~ before it where that is printed"
    PERCENT = "a percentage without its sign, with the decimals that were printed"
    DATE = EXPECTED
    YES_NO = "yes or no"
    URL = "an http or https address"
    COMPARES = "findings, recommendations, or phase and a number"
    ERA = "a name and its years, such as CRI-TA 2011-17, or with an open end OA 2022-"
    CHOICE = "one of the words below"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind, meaning and an example, whether it must be filled, its longest text."""

    name: str
    kind: Kind
    meaning: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    longest: int = 200

    @property
    def expected(self) -> str:
        """What a cell of this column may hold, in words."""
        what = f"one of: {', '.join(self.choices)}" if self.choices else self.kind.value
        return f"{what} (at most {self.longest} characters)"


@dataclass(frozen=True, slots=True)
class Layout:
    """One file: its path in the folder, its columns, and the columns that together name a row."""

    file: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The header."""
        return tuple(column.name for column in self.columns)


def _choice(name: str, words: dict[str, str], meaning: str, example: str, *, required: bool = True) -> Column:
    return Column(name, Kind.CHOICE, meaning, example, required=required, choices=tuple(words))


_SLUG = Column("slug", Kind.SLUG, "the site, as in sites.csv", "san-francisco", required=True, longest=60)
_SOURCE = (
    Column(
        "source_url", Kind.URL, "where the fact can be read", "https://example.gov/page", required=True, longest=500
    ),
    Column("source_title", Kind.LINE, "what that page is, in a few words", "Assessment report, 2016"),
)
_NOTE = Column("note", Kind.PROSE, "anything a reader must know", "Dated by the page.", longest=2000)
_FOCUS_AREA = Column("focus_area", Kind.NUMBER, "number of its focus area", "4", longest=3)

SITES = Layout(
    "sites.csv",
    "One row a site.",
    ("slug",),
    (
        Column(
            "slug",
            Kind.SLUG,
            "the site's address; the place's name, with the state where the name alone could mislead; never changes",
            "fayetteville-nc",
            required=True,
            longest=60,
        ),
        Column("name", Kind.LINE, "the agency's name", "Fayetteville Police Department", required=True),
        Column("state", Kind.STATE, "state or territory", "NC", required=True, longest=2),
        Column("ori", Kind.ORI, "the agency's identifier of nine characters", "NC0260100", longest=9),
        Column(
            "programme", Kind.LINE, "programme or tier, as its office names it", "CRI-TA", required=True, longest=80
        ),
        Column(
            "era", Kind.ERA, "the era of the programme whose rules held", "CRI-TA 2011-17", required=True, longest=60
        ),
        Column("provider", Kind.LINE, "who gives the technical assistance", "CNA"),
        _choice("status", SITE_STATUSES, "what became of the site", "closed"),
        Column("status_as_of", Kind.DATE, "the date for which the status is known", "2024-09-26", longest=80),
        Column("started", Kind.DATE, "start, as printed", "2016-02", longest=80),
        Column("ended", Kind.DATE, "end, as printed", "2017-09", longest=80),
        Column("continued_by", Kind.LINE, "who went on with the work afterwards", "Cal DOJ"),
        Column("continued_since", Kind.DATE, "since when", "2018", longest=80),
        Column("stated_findings", Kind.NUMBER, "findings, as the source states them", "94", longest=6),
        Column("stated_recommendations", Kind.NUMBER, "recommendations, as the source states them", "272", longest=6),
        Column("stated_focus_areas", Kind.NUMBER, "focus areas, as the source states them", "5", longest=3),
        Column("outcome", Kind.PROSE, "what came of it, in our own words", "Final report in 2014.", longest=2000),
        *_SOURCE,
    ),
)
OWED = Layout(
    "owed.csv",
    "One row a promise.",
    ("slug", "what"),
    (
        _SLUG,
        Column("owed_by", Kind.LINE, "who promised", "COPS Office", required=True),
        Column("what", Kind.LINE, "what was promised", "Two progress reports", required=True),
        Column("promised_on", Kind.DATE, "when it was promised", "2023-10-26", longest=80),
        Column("due", Kind.DATE, "when it was due", "2023-12", longest=80),
        _choice("state", OWED_STATES, "whether it came", "not published"),
        _NOTE,
        *_SOURCE,
    ),
)
FOCUS_AREAS = Layout(
    "focus_areas.csv",
    "One row a focus area, or objective.",
    ("slug", "number"),
    (
        _SLUG,
        Column("number", Kind.POSITIVE, "its number at the site", "2", required=True, longest=3),
        Column("title", Kind.LINE, "its title as printed", "Accountability and oversight systems", required=True),
        Column("stated_findings", Kind.NUMBER, "its findings, as the source states them", "23", longest=6),
        Column(
            "stated_recommendations", Kind.NUMBER, "its recommendations, as the source states them", "58", longest=6
        ),
        *_SOURCE,
    ),
)
FINDINGS = Layout(
    "findings.csv",
    "One row a finding.",
    ("slug", "label"),
    (
        _SLUG,
        Column("label", Kind.LABEL, "its number in the report", "2.1", required=True, longest=20),
        _FOCUS_AREA,
        Column("heading", Kind.PROSE, "its text; empty when not in the public record that was read", "", longest=20000),
        _NOTE,
        *_SOURCE,
    ),
)
RECOMMENDATIONS = Layout(
    "recommendations.csv",
    "One row a recommendation.",
    ("slug", "label"),
    (
        _SLUG,
        Column("label", Kind.LABEL, "its number, as we read it", "66.1", required=True, longest=20),
        Column("label_as_printed", Kind.LINE, "its number, as the source prints it", "66.0", required=True, longest=40),
        Column("finding", Kind.LABEL, "label of its finding", "66", required=True, longest=20),
        _FOCUS_AREA,
        Column("listed_phase", Kind.NUMBER, "the phase under which the source lists it", "1", longest=2),
        Column(
            "cites_best_practice", Kind.YES_NO, "whether the source marks it as citing a best practice", "no", longest=3
        ),
        Column("text", Kind.PROSE, "its text; empty when not in the public record that was read", "", longest=20000),
        Column(
            "anomaly", Kind.LINE, "why the label differs from the printed one", "66.1 is otherwise absent", longest=500
        ),
        *_SOURCE,
    ),
)
STATUSES = Layout(
    "statuses.csv",
    "One row a status word of a site.",
    ("slug", "label"),
    (
        _SLUG,
        Column("label", Kind.LINE, "the word as printed", "Partially Complete", required=True),
        Column("meaning", Kind.PROSE, "what it means there, in our own words", "The agency stops here.", longest=2000),
        Column("assigned_by", Kind.LINE, "who assigns it", "assessment team"),
        _choice("openness", OPENNESS, "whether more is expected", "terminal", required=False),
        _choice("core_state", CORE_STATES, "the state it stands for", "closed incomplete", required=False),
        *_SOURCE,
    ),
)
FIGURES = Layout(
    "published_figures.csv",
    "One row a line of a table that somebody printed; rows with the same figure belong together.",
    ("slug", "figure", "label"),
    (
        _SLUG,
        Column("figure", Kind.SLUG, "the figure's id at the site", "2023-10-26-table-1", required=True, longest=60),
        Column(
            "as_of", Kind.DATE, "the date it speaks of, as printed", "2015-12-22 (press)", required=True, longest=80
        ),
        _choice("voice", VOICES, "who speaks", "assessor"),
        Column("assessor", Kind.LINE, "their name", "CNA for COPS Office", required=True),
        _choice("kind", FIGURE_KINDS, "how the rows relate to the base", "whole"),
        Column("base", Kind.POSITIVE, "the printed whole", "91", longest=6),
        Column("focus_area", Kind.NUMBER, "number of the focus area it speaks of; empty: the site", "2", longest=3),
        Column("label", Kind.LINE, "the row's label as printed", "in progress", required=True),
        Column("count", Kind.COUNT, "the count as printed", ">100", longest=12),
        Column("percent", Kind.PERCENT, "the percentage as printed", "28.6", longest=8),
        Column("compares_with", Kind.COMPARES, "which of the listed records the row counts", "phase 1", longest=20),
        _NOTE,
        *_SOURCE,
    ),
)
NOTES = Layout(
    "notes/reconciliation.csv",
    "One row a remark that no rule can compute.",
    ("slug", "text"),
    (
        _SLUG,
        _choice("kind", NOTE_KINDS, "what sort of remark", "conflict"),
        Column(
            "text",
            Kind.PROSE,
            "the remark, in our own words",
            "The page names another agency.",
            required=True,
            longest=2000,
        ),
        *_SOURCE,
    ),
)
LAYOUTS = (SITES, OWED, FOCUS_AREAS, FINDINGS, RECOMMENDATIONS, STATUSES, FIGURES, NOTES)


def reference() -> str:
    """The layout as Markdown: one table a file, then one list a vocabulary."""
    parts = [_table(layout) for layout in LAYOUTS]
    vocabularies = (
        ("status of a site", SITE_STATUSES),
        ("state of something owed", OWED_STATES),
        ("openness of a status word", OPENNESS),
        ("core state of a status word", CORE_STATES),
        ("voice of a figure", VOICES),
        ("kind of a figure", FIGURE_KINDS),
        ("kind of a note", NOTE_KINDS),
    )
    for title, words in vocabularies:
        lines = [f"- `{word}`: {meaning}" for word, meaning in words.items()]
        parts.append("\n".join([f"### Words: {title}", "", *lines]))
    return "\n\n".join(parts) + "\n"


def _table(layout: Layout) -> str:
    lines = [
        f"### {layout.file}",
        "",
        f"{layout.says} No two rows share the same {' and '.join(f'`{name}`' for name in layout.key)}.",
        "",
        "| column | filled | type and allowed values | longest | what it says | example |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for column in layout.columns:
        filled = "always" if column.required else "may be empty"
        allowed = ", ".join(f"`{word}`" for word in column.choices) or column.kind.value
        example = f"`{column.example}`" if column.example else "(empty)"
        lines.append(f"| `{column.name}` | {filled} | {allowed} | {column.longest} | {column.meaning} | {example} |")
    return "\n".join(lines)
