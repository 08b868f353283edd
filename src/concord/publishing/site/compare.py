"""What changed between two records of a site: worked out from the two documents, never told by anybody."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from concord.publishing.site import figures, unitbar
from concord.publishing.site.archive import Report, SiteRecord
from concord.publishing.site.documents import SITE
from concord.publishing.site.speech import say

Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A site's whole record on the day of one of its reports."""

    report: Report
    document: Doc

    @property
    def on(self) -> str:
        """The day of the report: its address."""
        return str(self.report.current.document["date"])

    @property
    def as_of(self) -> str:
        """The day of the records."""
        return str(self.document["release"]["as_of"])


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing: its label, its address ("" for none), and the status before and after."""

    label: str
    address: str
    text: str
    before: str = ""
    after: str = ""
    sign_before: str = ""
    sign_after: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Changes of one kind: its key, a heading, and what changed."""

    key: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One status and how many had it, before and after."""

    label: str
    sign: str
    before: int
    after: int

    @property
    def difference(self) -> str:
        """The difference with its sign; "0" for none."""
        moved = self.after - self.before
        return f"{moved:+,}".replace("-", "−") if moved else "0"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records beside each other. `flow` counts (status before, status after): "" not issued yet, None no status."""

    first: Snapshot
    last: Snapshot
    rows: tuple[Row, ...]
    total: Row
    kinds: tuple[Kind, ...]
    flow: Mapping[tuple[str | None, str | None], int]
    sentence: str

    @property
    def unequal(self) -> str:
        """The warning beside a sum of unlike things; "" where there is nothing to add up."""
        return figures.unequal(max(self.total.before, self.total.after))

    @property
    def address(self) -> str:
        """Where the two are compared."""
        return f"/sites/{self.last.report.current.slug}/reports/compare/{self.first.on}/{self.last.on}/"


def snapshots(record: SiteRecord) -> list[Snapshot]:
    """Return the reports of a site whose records are known whole, newest first."""
    by_day: dict[str, Doc] = {}
    for release in record.releases:  # newest first
        if release.kind == SITE:
            by_day.setdefault(release.document["release"]["as_of"], release.document)
    found = ((report, by_day.get(report.current.document["release"]["as_of"])) for report in record.reports)
    return [Snapshot(report, document) for report, document in found if document and document["figures"]]


def pairs(record: SiteRecord) -> list[Comparison]:
    """Compare any two reports of a site; the newest two come first."""
    return [compare(first, last) for last, first in combinations(snapshots(record), 2)]


def compare(first: Snapshot, last: Snapshot) -> Comparison:
    """Compare an earlier record with a later one."""
    before = {row["key"]: row for row in first.document["recommendations"]}
    after = {row["key"]: row for row in last.document["recommendations"]}
    flow = Counter(
        (_key(before[key], "assessed") if key in before else "", _key(row, "assessed")) for key, row in after.items()
    )
    signs, labels = _signs(last.document), _labels(last.document)
    known: list[str | None] = [status["key"] for status in last.document["statuses"]]
    lost = [_key(row, "assessed") for row in before.values()]
    now = [_key(row, "assessed") for row in after.values()]
    rest: list[str | None] = [None] if None in (*lost, *now) else []
    rows = tuple(Row(labels[key], signs[key], lost.count(key), now.count(key)) for key in (*known, *rest))
    kinds = tuple(kind for kind in _kinds(first.document, last.document) if kind.changes)
    total = Row(say("All"), "", len(before), len(after))
    return Comparison(first, last, rows, total, kinds, flow, sentence(kinds))


def sentence(kinds: Sequence[Kind]) -> str:
    """Say in one sentence how many changes of each kind there were."""
    if not kinds:
        return say("Nothing in the record changed between the two.")
    parts = [f"{kind.title[:1].lower()}{kind.title[1:]}: {len(kind.changes):,}" for kind in kinds]
    return (
        f"{'; '.join(parts)}.".capitalize() if len(parts) == 1 else f"{parts[0].capitalize()}; {'; '.join(parts[1:])}."
    )


def _kinds(before: Doc, after: Doc) -> Iterator[Kind]:
    """Yield each kind of change, the most telling first."""
    old = {row["key"]: row for row in before["recommendations"]}
    new = [row for row in after["recommendations"] if row["key"] not in old]
    both = [(old[row["key"]], row) for row in after["recommendations"] if row["key"] in old]
    address = f"/sites/{after['site']['slug']}/"
    done = (figures.done_status(after) or {"key": ""})["key"]
    moved = [(was, row) for was, row in both if _key(was, "assessed") != _key(row, "assessed")]
    told = [(was, row) for was, row in both if _key(was, "reported") != _key(row, "reported")]

    def changes(found: Sequence[tuple[Doc, Doc]], voice: str) -> tuple[Change, ...]:
        return tuple(_change(was, row, voice, after) for was, row in found)

    now = [pair for pair in moved if _key(pair[1], "assessed") == done]
    back = [pair for pair in moved if _key(pair[0], "assessed") == done]
    yield Kind("new", say("Recommendations issued"), tuple(_issued(row, after) for row in new))
    yield Kind("complete", say("Found complete"), changes(now, "assessed"))
    yield Kind("reopened", say("Taken back from complete"), changes(back, "assessed"))
    rest = [pair for pair in moved if pair not in now and pair not in back]
    yield Kind("moved", say("Other changes of what is assessed"), changes(rest, "assessed"))
    yield Kind("reported", say("Changes of what the agency reports"), changes(told, "reported"))
    texts = [(was, row) for was, row in both if was["text"] != row["text"]]
    yield Kind("text", say("Recommendations worded anew"), tuple(_issued(row, after) for _, row in texts))
    judged = [(was, row) for was, row in both if was["measures"] != row["measures"]]
    yield Kind("measures", say("Measures added or changed"), tuple(_issued(row, after) for _, row in judged))
    gone = {row["key"] for row in after["recommendations"]}
    left = [row for row in before["recommendations"] if row["key"] not in gone]
    yield Kind("gone", say("Recommendations no longer in the record"), tuple(_issued(row, before) for row in left))
    had = {row["key"] for row in before["findings"]}
    found = [row for row in after["findings"] if row["key"] not in had]
    yield Kind("findings", say("Findings issued"), tuple(_finding(row, address) for row in found))
    states = {area["number"]: area["state"] for area in before["focus_areas"]}
    areas = [area for area in after["focus_areas"] if states.get(area["number"]) != area["state"]]
    yield Kind("areas", say("Focus areas that moved"), tuple(_area(area, states, address) for area in areas))


def _change(was: Doc, row: Doc, voice: str, document: Doc) -> Change:
    signs, labels = _signs(document), _labels(document)
    before, after = _key(was, voice), _key(row, voice)
    plain = _issued(row, document)
    return Change(
        plain.label,
        plain.address,
        plain.text,
        labels.get(before, str(before)),
        labels[after],
        signs.get(before, "unknown"),
        signs[after],
    )


def _issued(row: Doc, document: Doc) -> Change:
    return Change(row["label"], f"/sites/{document['site']['slug']}/recommendations/{row['key']}/", row["text"] or "")


def _finding(row: Doc, address: str) -> Change:
    return Change(row["label"], f"{address}findings/#finding-{row['key']}", row["heading"] or "")


def _area(area: Doc, states: Mapping[int, str], address: str) -> Change:
    number = area["number"]
    where = f"{address}focus-areas/#area-{number}"
    return Change(str(number), where, area["title"], states.get(number, say("Not named")), area["state"])


def _key(row: Doc, voice: str) -> str | None:
    return row[voice]["status"] if row[voice] else None


def _signs(document: Doc) -> dict[str | None, str]:
    found: dict[str | None, str] = {None: "unknown"}
    return found | dict(unitbar.signs_of(document["statuses"]))


def _labels(document: Doc) -> dict[str | None, str]:
    found: dict[str | None, str] = {None: say("No status yet")}
    return found | {status["key"]: str(status["label"]) for status in document["statuses"]}
