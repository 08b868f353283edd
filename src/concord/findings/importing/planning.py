"""What loading a report's table would add to an engagement: found out row by row, and nothing written.

Each cell that cannot be taken is named by row and column with what was expected; while there is one, nothing loads."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import FocusAreaState
from concord.findings.importing.columns import BY_KEY, FIELDS, SHORT
from concord.findings.importing.reconciling import Stated, reconcile
from concord.findings.importing.sheet import Line, Sheet
from concord.findings.models import Finding, Recommendation, Scheme, Statement
from concord.findings.schemes import scheme_of
from concord.findings.states import StatementState
from concord.findings.words import name_of
from concord.programme.document import Programme
from concord.programme.queries import of as programme_of

_NUMBER = re.compile(r"\S{1,40}")
_FIRST_NUMBER = re.compile(r"(\d{1,4})\b")
_PARTED = re.compile(r"[,;\n]")
_A_NUMBER = "a number such as 2.1, of at most 40 letters without a space"
_OF_FINDING = tuple(each.key for each in FIELDS if each.of == "finding")
_OF_RECOMMENDATION = tuple(each.key for each in FIELDS if each.of == "recommendation")
_LEVELS_BELOW = 2  # points in the number of an action item by pillar: 1.1.1


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be taken: where it stands, what was found there, and what was expected."""

    where: str
    column: str
    found: str
    expected: str


@dataclass(frozen=True)
class New:
    """A finding or a recommendation that would be added. `area` is the number of the finding's focus area, `finding`
    the label of the finding on which a recommendation stands, `below` that of the recommendation of an action item."""

    where: str
    label: str
    words: Mapping[str, Any]
    area: int = 0
    finding: str = ""
    below: str = ""


@dataclass(frozen=True)
class Held:
    """What is in the engagement already, and the fields of which the file says something else; it stays as it is."""

    where: str
    statement: Statement
    differs: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What loading would do."""

    findings: tuple[New, ...]
    recommendations: tuple[New, ...]
    held: tuple[Held, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]

    @property
    def adds(self) -> int:
        """How many findings and recommendations would be added."""
        return len(self.findings) + len(self.recommendations)

    @property
    def digest(self) -> str:
        """The SHA-256 (hexadecimal) of what would be added: whoever loads has seen it."""
        told = [
            [each.label, each.area, each.finding, each.below, each.words]
            for each in (*self.findings, *self.recommendations)
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass
class _Draft:
    where: str
    words: dict[str, Any]
    area: FocusArea | None = None
    finding: str = ""
    below: str = ""


@dataclass
class _Plan:
    """What has been read so far."""

    engagement: Engagement
    columns: Mapping[str, str]
    default: int | None
    faults: list[Fault] = field(default_factory=list)
    findings: dict[str, _Draft] = field(default_factory=dict)
    recommendations: dict[str, _Draft] = field(default_factory=dict)
    items: list[tuple[Line, dict[str, str]]] = field(default_factory=list)  # action items, taken after the others
    astray: set[str] = field(default_factory=set)  # rows whose focus area is not known, of which that is said once

    def __post_init__(self) -> None:
        edition = self.engagement.edition
        self.programme: Programme | None = programme_of(edition) if edition else None
        self.areas = {each.number: each for each in self.engagement.focus_areas.order_by("number")}
        rows = Recommendation.objects.filter(engagement=self.engagement).select_related("finding", "below")
        self.here = {each.label: each for each in rows.defer("earlier", "finding__earlier", "below__earlier")}
        self.by_pillar = scheme_of(self.engagement) == Scheme.PILLAR
        self.titles = {each.title.casefold(): each for each in self.areas.values()}

    def fault(self, where: str, key: str, found: str, expected: str) -> None:
        """Note a cell that cannot be taken."""
        shown = found if len(found) <= SHORT else f"{found[:SHORT]}…"
        self.faults.append(Fault(where, self.name(key), shown, expected))

    def name(self, key: str) -> str:
        """Return what the file calls a field, or its own name where the file has no column of it."""
        return self.columns.get(key) or BY_KEY[key].name

    def take(self, line: Line, head: Sequence[str]) -> None:
        """Take one row."""
        for beyond in line.cells[len(head) :]:
            if beyond:
                self.faults.append(Fault(line.where, "beyond the last column", beyond[:SHORT], "nothing"))
        cells = dict(zip(head, line.cells, strict=False))
        told = {key: cells.get(name, "") for key, name in self.columns.items()}
        for key, said in told.items():
            if len(said) > (longest := BY_KEY[key].longest):
                self.fault(line.where, key, said, f"at most {longest:,} letters")
        label = told.get("label", "")
        if told.get("action") or (self.by_pillar and label.count(".") == _LEVELS_BELOW):
            self.items.append((line, told))
            return
        finding = told.get("finding", "") or label.rpartition(".")[0]
        if not finding or not _NUMBER.fullmatch(finding):
            key = "finding" if told.get("finding") else "label" if "label" in told else "finding"
            self.fault(line.where, key, told.get(key, ""), _A_NUMBER)
            return
        self._finding(line, finding, told)
        if label:
            self._recommendation(line, label, _Draft(line.where, {}, finding=finding), told)
        elif filled := [self.name(key) for key in _OF_RECOMMENDATION if told.get(key)]:
            self.fault(line.where, "label", "", f"{_A_NUMBER}, for the row recommends something ({', '.join(filled)})")

    def take_item(self, line: Line, told: Mapping[str, str]) -> None:
        """Take the row of an action item, once every recommendation is known: it stands on the same finding."""
        key = "action" if told.get("action") else "label"
        above = told.get("label", "") if key == "action" else ""
        label, above = told[key], above or told[key].rpartition(".")[0]
        known, there = self.recommendations.get(above), self.here.get(above)
        if known is None and (there is None or there.state == StatementState.SET_ASIDE):
            self.fault(line.where, key, label, f"a recommendation {above} in the file or here, below which it stands")
            return
        if known.below if known else there and there.below:
            self.fault(line.where, key, label, f"a recommendation above it, for {above} is an action item itself")
            return
        finding = known.finding if known else there.finding.label if there else ""
        if told.get("finding", "") not in ("", finding):
            self.fault(
                line.where, "finding", told["finding"], f"{finding}, as recommendation {above}, or an empty cell"
            )
            return
        self._finding(line, finding, told)
        self._recommendation(line, label, _Draft(line.where, {}, finding=finding, below=above), told, key)

    def _finding(self, line: Line, label: str, told: Mapping[str, str]) -> None:
        area = self._area(line, told.get("focus_area", ""))
        words = {key: told.get(key, "") for key in _OF_FINDING}
        known = self.findings.setdefault(label, _Draft(line.where, words, area))
        if area and known.area and area != known.area:
            said = f"focus area {known.area.number}, as finding {label} in {known.where}"
            self.fault(line.where, "focus_area", told["focus_area"], said)
        known.area = known.area or area
        for key, said in words.items():
            if said and known.words[key] and said != known.words[key]:
                self.fault(line.where, key, said, f"what finding {label} says in {known.where}, or an empty cell")
            known.words[key] = known.words[key] or said

    def _area(self, line: Line, text: str) -> FocusArea | None:
        if not text:
            return None
        number = _FIRST_NUMBER.match(text)
        found = self.titles.get(text.casefold()) or (self.areas.get(int(number[1])) if number else None)
        if found is None:
            expected = ", ".join(map(str, self.areas)) or "none, for the engagement has no focus area"
            self.astray.add(line.where)
            self.fault(line.where, "focus_area", text, f"the number or the name of a focus area: {expected}")
        return found

    def _recommendation(
        self, line: Line, label: str, draft: _Draft, told: Mapping[str, str], key: str = "label"
    ) -> None:
        if not _NUMBER.fullmatch(label):
            self.fault(line.where, key, label, _A_NUMBER)
        elif label in self.recommendations:
            there = self.recommendations[label].where
            hint = ", or 2.10 where a spreadsheet keeps 2.1: make its column one of text" if "." in label else ""
            self.fault(line.where, key, label, f"a number of its own, for {there} has this one{hint}")
        else:
            words: dict[str, Any] = {name: told.get(name, "") for name in _OF_RECOMMENDATION}
            words["tags"] = list(dict.fromkeys(one.lower() for one in _parted(words["tags"])))
            words["kind"] = self._kind(line, words["kind"])
            words["aims"] = list(self._aims(line, words["aims"]))
            draft.words = words
            self.recommendations[label] = draft

    def _kind(self, line: Line, text: str) -> str:
        if not text:
            return ""
        kinds = self.programme.recommendation_kind if self.programme else ()
        found = next((each for each in kinds if text.casefold() in (each.key, each.label.casefold())), None)
        if found is None:
            self.fault(line.where, "kind", text, f"one of: {', '.join(one.label for one in kinds if one.allowed)}")
        elif not found.allowed:
            self.fault(line.where, "kind", text, f"something else, for {found.label} is not recommended. {found.why}")
        return found.key if found else ""

    def _aims(self, line: Line, text: str) -> Iterator[str]:
        aims = self.programme.aim if self.programme else ()
        for said in _parted(text):
            found = next((each for each in aims if said.casefold() in (each.key, each.label.casefold())), None)
            if found is None:
                self.fault(line.where, "aims", said, f"some of: {', '.join(one.label for one in aims)}")
            else:
                yield found.key


def preview(
    engagement: Engagement, sheet: Sheet, columns: Mapping[str, str], *, default: int | None, stated: Stated
) -> Preview:
    """Return what loading a table would do. `default` is the number of the focus area of findings whose row names none;
    `stated` is what the report says of itself, to be seen beside what the file lists."""
    plan = _Plan(engagement, columns, default)
    for line in sheet.lines:
        plan.take(line, sheet.head)
    for line, told in plan.items:
        plan.take_item(line, told)
    held: list[Held] = []
    findings = tuple(_new_findings(plan, held))
    recommendations = tuple(_new_recommendations(plan, held))
    areas = {label: _number(plan, draft) for label, draft in plan.findings.items()}
    listed = {label: draft.finding for label, draft in plan.recommendations.items() if not draft.below}
    items = {label: draft.below for label, draft in plan.recommendations.items() if draft.below}
    notes = (*reconcile(stated, areas, listed, items), *_without_text(findings, recommendations))
    rows = {line.where: number for number, line in enumerate(sheet.lines)}
    faults = sorted(plan.faults, key=lambda fault: rows[fault.where])
    return Preview(findings, recommendations, tuple(held), tuple(faults), notes)


def _number(plan: _Plan, draft: _Draft) -> int:
    return draft.area.number if draft.area else plan.default or 0


def _new_findings(plan: _Plan, held: list[Held]) -> Iterator[New]:
    here = {each.label: each for each in Finding.objects.filter(engagement=plan.engagement).defer("earlier")}
    for label, draft in plan.findings.items():
        if label in here:
            _compare(plan, here[label], draft, "finding", held)
            continue
        area = draft.area or plan.areas.get(plan.default or 0)
        if area is None and draft.where in plan.astray:
            continue
        if area is None:
            plan.fault(draft.where, "focus_area", "", "a focus area; or say one for all whose row names none")
        elif area.state != FocusAreaState.OPEN:
            said = f"a focus area that is open; {area.number} is “{area.state_label}”"
            plan.fault(draft.where, "focus_area", str(area.number), said)
        else:
            yield New(draft.where, label, draft.words, area.number)


def _new_recommendations(plan: _Plan, held: list[Held]) -> Iterator[New]:
    for label, draft in plan.recommendations.items():
        if label in plan.here:
            _compare(plan, plan.here[label], draft, "label", held)
        else:
            yield New(draft.where, label, draft.words, finding=draft.finding, below=draft.below)


def _compare(plan: _Plan, there: Statement, draft: _Draft, key: str, held: list[Held]) -> None:
    """Set what the file says beside what is there; an empty cell says nothing."""
    if there.state == StatementState.SET_ASIDE:
        plan.fault(draft.where, key, there.label, f"a number that is free; {there.ref} has it and was set aside")
        return
    told = {name: said for name, said in draft.words.items() if said}
    differs = [name_of(name) for name, said in told.items() if there.words[name] != said]
    if isinstance(there, Recommendation) and draft.below and (not there.below or there.below.label != draft.below):
        differs.append("Recommendation below which it stands")
    held.append(Held(draft.where, there, tuple(differs)))


def _without_text(findings: Iterable[New], recommendations: Iterable[New]) -> Iterator[str]:
    silent = sum(1 for each in recommendations if not each.words["text"])
    untold = sum(1 for each in findings if not each.words["narrative"])
    if silent:
        yield f"New recommendations without a text in the file, drafts until it is written: {silent}."
    if untold:
        yield f"New findings that do not say what was found, drafts until it is written: {untold}."


def _parted(text: str) -> list[str]:
    return [one.strip() for one in _PARTED.split(text) if one.strip()]
