"""What a project holds, for a look before an import."""

from dataclasses import dataclass, field
from typing import Any

from concord.analysis.text.exchange import model
from concord.analysis.text.exchange.counting import Counted
from concord.analysis.text.exchange.findings import Finding, Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each kind a project holds: codes with those below them, codings of sources and of selections."""

    users: int = 0
    codes: int = 0
    variables: int = 0
    cases: int = 0
    sources: int = 0
    selections: int = 0
    codings: int = 0
    notes: int = 0
    values: int = 0
    links: int = 0
    sets: int = 0
    graphs: int = 0


@dataclass(frozen=True, slots=True)
class CountedText:
    """A text with selections, and how the file counts positions in it."""

    name: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class Survey:
    """A project at a glance.

    Attributes
    ----------
    header : Header
        Its name and the program that wrote it.
    counts : Counts
        What it holds.
    texts : tuple of CountedText
        For each text with positions, how the file counts them.
    findings : tuple of Finding
        What cannot be kept, what is changed, what is remarkable.
    """

    header: model.Header
    counts: Counts
    texts: tuple[CountedText, ...]
    findings: tuple[Finding, ...]


_PLAIN: dict[type[object], str] = {
    model.User: "users",
    model.Variable: "variables",
    model.Case: "cases",
    model.Link: "links",
    model.Set: "sets",
    model.Graph: "graphs",
}


@dataclass(slots=True)
class Surveyor:
    """Counts parts as they come, and looks at the end for references that lead nowhere."""

    header: model.Header
    _counts: dict[str, int] = field(default_factory=dict)
    _texts: list[CountedText] = field(default_factory=list)
    _known: dict[str, set[str]] = field(default_factory=dict)
    _asked: dict[str, set[str]] = field(default_factory=dict)

    def add(self, part: model.Part) -> None:
        """Count a part."""
        if isinstance(part, model.Code):
            for code in part.walk():
                self._count("codes", code.guid)
                self._ask("notes", code.notes)
        elif isinstance(part, model.Note):
            self._count("notes", part.source.guid)
            self._source(part.source)
        elif isinstance(part, model.About):
            self._ask("notes", part.notes)
        elif (kind := _PLAIN.get(type(part))) is not None:
            self._count(kind, part.guid)
            for asked in ("codes", "sources", "notes"):
                self._ask(asked, getattr(part, asked, ()))
            self._values(getattr(part, "values", ()))
        else:
            self._count("sources", part.guid)
            self._source(part)

    def _source(self, source: Any) -> None:
        if getattr(source, "counted", None) is not None and source.selections:
            self._texts.append(CountedText(source.name or source.guid, source.counted))
        self._codings(source.codings)
        self._values(source.values)
        self._ask("notes", source.notes)
        self._selections(source.selections)
        for transcript in getattr(source, "transcripts", ()):
            self._selections(transcript.selections)
        inner = getattr(source, "text", None)
        if isinstance(inner, model.TextSource):
            self._source(inner)

    def _selections(self, selections: tuple[model.AnySelection, ...]) -> None:
        for selection in selections:
            self._count("selections", selection.guid)
            self._codings(selection.codings)
            self._ask("notes", selection.notes)
            inner = getattr(selection, "text", None)
            if isinstance(inner, model.TextSource):
                self._source(inner)

    def _codings(self, codings: tuple[model.Coding, ...]) -> None:
        for coding in codings:
            self._count("codings", coding.guid)
            self._ask("codes", (coding.code,))
            self._ask("users", (coding.user,))
            self._ask("notes", coding.notes)

    def _values(self, values: tuple[model.Value, ...]) -> None:
        self._counts["values"] = self._counts.get("values", 0) + len(values)
        self._ask("variables", tuple(value.variable for value in values))

    def _count(self, kind: str, guid: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        if kind not in ("selections", "codings"):
            self._known.setdefault(kind, set()).add(plain(guid))

    def _ask(self, kind: str, guids: tuple[str, ...]) -> None:
        self._asked.setdefault(kind, set()).update(plain(guid) for guid in guids if guid)

    def done(self, findings: Findings) -> Survey:
        """Return the survey, with references that lead nowhere among its findings."""
        for kind, asked in self._asked.items():
            for guid in sorted(asked - self._known.get(kind, set())):
                findings.add("note", f"a reference to {kind} that are not there", guid)
        return Survey(self.header, Counts(**self._counts), tuple(self._texts), findings.all())


def plain(guid: str) -> str:
    """Return an id so that two spellings of it are equal: without braces, in lower case."""
    return guid.strip("{}").lower()
