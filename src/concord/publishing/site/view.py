"""What the pages of one site have in common, worked out once: signs, links between records, standing, dates due."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from concord.publishing.site import dates, figures, numbers, series, unitbar
from concord.publishing.site.archive import SiteRecord
from concord.publishing.site.places import state_name
from concord.publishing.site.reading import as_read
from concord.publishing.site.speech import say

Doc = Mapping[str, Any]
Fact = tuple[str, str]

STANDINGS = {
    "announced": "Announced",
    "active": "Active",
    "suspended": "Suspended",
    "closed": "Closed",
    "ended by programme": "Ended by the programme",
    "ended by agency": "Ended by the agency",
    "ended by both": "Ended by the agency and the programme together",
    "never reported again": "Stopped without a final report",
    "no final report found": "No final report found",
    "no longer eligible": "Ended: no longer eligible",
    "ended": "Ended",
}
STOPPED = {
    "suspended": "Work at this site is suspended.",
    "ended by programme": (
        "The programme ended this engagement before its work was done. That says nothing about the agency."
    ),
    "ended by agency": "Taking part is voluntary. The agency ended its part in the programme.",
    "ended by both": "The agency and the programme ended this engagement together, before its work was done.",
    "no longer eligible": (
        "The programme’s own conditions ended this engagement. That says nothing about how the agency took part."
    ),
    "no final report found": (
        "Reports were published. A final one was not found in the records that were read; publishing it was not the "
        "agency’s task."
    ),
    "never reported again": (
        "Reports were promised to the public, and none followed. Publishing them was not the agency’s task."
    ),
}
NOTES = {
    "reconciliation": "Our count",
    "discrepancy": "Sources differ",
    "misprint": "Misprint",
    "missing": "Not found",
    "inference": "Our reading",
    "context": "Background",
}
"""Kinds of remarks on a record → how they are headed."""
NO_TEXT = "Text not in the public record"
AREA_PITCH, AREA_COLUMNS = 14, 20
CHANGES_AT_ONCE = 8
MANY_FINDINGS = 40  # more than that are read by focus area


@dataclass(frozen=True, slots=True)
class Said:
    """One voice on one recommendation: which status, its sign, since when, and why."""

    key: str
    label: str
    sign: str
    on: str
    note: str | None
    voice: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation with its links resolved; history newest first."""

    document: Doc
    address: str
    assessed: Said | None
    reported: Said | None
    finding: Doc | None
    area: Doc | None
    history: tuple[Said, ...]
    held_for: str
    finding_address: str
    above_address: str

    @property
    def title(self) -> str:
        """What it is, with its number."""
        label = self.document["label"]
        return say("Action item {label}" if self.above_address else "Recommendation {label}", label=label)

    @property
    def text(self) -> str:
        return self.document["text"] or say(NO_TEXT)


@dataclass(frozen=True, slots=True)
class Area:
    """One focus area with its findings, its recommendations and their bar; all bars of a site share one scale."""

    document: Doc
    findings: tuple[Doc, ...]
    recommendations: tuple[Recommendation, ...]
    bar: unitbar.Bar | None
    summary: str
    findings_address: str


@dataclass(frozen=True, slots=True)
class Group:
    """Recommendations with one assessed status, for the list that can be read without script."""

    key: str
    label: str
    sign: str
    recommendations: tuple[Recommendation, ...]

    @property
    def bare(self) -> bool:
        """Whether nothing is known of these recommendations but that they exist."""
        return not any(row.document["text"] or row.assessed or row.reported for row in self.recommendations)


@dataclass(frozen=True, slots=True)
class View:
    """One site, ready for its templates."""

    record: SiteRecord
    recommendations: tuple[Recommendation, ...]
    areas: tuple[Area, ...]
    by_finding: Mapping[str, Sequence[Recommendation]]
    signs: Mapping[str, str]

    @property
    def document(self) -> Doc:
        return self.record.document


def build(record: SiteRecord) -> View:
    """Resolve everything that the pages of one site link to."""
    document = record.document
    signs = unitbar.signs_of(document["statuses"])
    recommendations = tuple(resolve(record, signs))
    by_finding: dict[str, list[Recommendation]] = defaultdict(list)
    for recommendation in recommendations:
        if recommendation.finding is not None:
            by_finding[recommendation.finding["key"]].append(recommendation)
    areas = tuple(area_of(area, record, recommendations) for area in document["focus_areas"])
    return View(record, recommendations, areas, by_finding, signs)


def resolve(record: SiteRecord, signs: Mapping[str, str]) -> Iterable[Recommendation]:
    """Yield the recommendations of a site with their finding, focus area and statuses."""
    document = record.document
    labels = {status["key"]: status["label"] for status in document["statuses"]}
    findings = {finding["key"]: finding for finding in document["findings"]}
    areas = {area["number"]: area for area in document["focus_areas"]}

    def said(step: Doc | None, voice: str) -> Said | None:
        if step is None:
            return None
        key = step["status"]
        return Said(key, labels[key], signs[key], step["on"], step["note"], voice)

    as_of = document["release"]["as_of"]
    for row in as_read(document["recommendations"]):
        finding = findings.get(row["finding"])
        number = row["focus_area"] or (finding["focus_area"] if finding else None)
        yield Recommendation(
            document=row,
            address=f"{record.address}recommendations/{row['key']}/",
            assessed=said(row["assessed"], "assessed"),
            reported=said(row["reported"], "reported"),
            finding=finding,
            area=areas.get(number),
            history=tuple(step for step in (said(step, step["voice"]) for step in reversed(row["history"])) if step),
            finding_address=finding_address(record, finding) if finding else "",
            above_address=f"{record.address}recommendations/{row['below']}/" if row.get("below") else "",
            held_for=dates.days(dates.days_between(row["held_since"], as_of)) if row["held_since"] else "",
        )


def area_address(record: SiteRecord, number: int | None) -> str:
    """Return where the findings of a focus area stand: a part of the page of findings, or a page when they are many."""
    key = "none" if number is None else number
    findings = record.document["findings"]
    own_page = len(findings) > MANY_FINDINGS and any(row["focus_area"] == number for row in findings)
    return f"{record.address}findings/{f'area-{key}/' if own_page else f'#area-{key}'}"


def finding_address(record: SiteRecord, finding: Doc) -> str:
    """Return where the text of a finding stands."""
    page, _, _ = area_address(record, finding["focus_area"]).partition("#")
    return f"{page}#finding-{finding['key']}"


def area_of(area: Doc, record: SiteRecord, recommendations: Sequence[Recommendation]) -> Area:
    """Gather one focus area's findings and recommendations, and say how many are complete."""
    document = record.document
    mine = tuple(row for row in recommendations if row.area is area)
    findings = tuple(row for row in document["findings"] if row["focus_area"] == area["number"])
    done = figures.done_status(document)
    judged = any(row.assessed for row in mine)
    summary = numbers.counted(len(mine), "recommendation") if mine else ""
    if done and judged:
        complete = sum(row.assessed is not None and row.assessed.key == done["key"] for row in mine)
        label = figures.lower(done["label"])
        summary = say("{count} of {base} {label}", count=f"{complete:,}", base=f"{len(mine):,}", label=label)
    bar = None
    if judged:
        order = [status["key"] for status in document["statuses"]]
        ranked = sorted(mine, key=lambda row: order.index(row.assessed.key) if row.assessed else len(order))
        bar = unitbar.draw_to_scale(
            [(row.assessed.sign if row.assessed else "unknown", 1) for row in ranked],
            pitch=AREA_PITCH,
            columns=AREA_COLUMNS,
        )
    return Area(area, findings, mine, bar, summary, area_address(record, area["number"]))


def groups(view: View) -> list[Group]:
    """Group the recommendations by assessed status, in the document's order of statuses."""
    rest = say("Status not in the public record" if of_public_record(view.document) else "Not yet assessed")
    kinds = [(status["key"], status["label"], view.signs[status["key"]]) for status in view.document["statuses"]]
    found = [
        Group(key, label, sign, tuple(row for row in view.recommendations if row.assessed and row.assessed.key == key))
        for key, label, sign in kinds
    ]
    found.append(Group("none", rest, "unknown", tuple(row for row in view.recommendations if not row.assessed)))
    return [group for group in found if group.recommendations]


def of_public_record(document: Doc) -> bool:
    """Say whether a document was compiled from public records."""
    return bool(document["site"]["origin"] == "public record")


def standing(site: Doc) -> str:
    """Return where a site stands, with its date: “Active since 9 June 2025”, “Closed on 1 December 2024”."""
    key = site["state_key"]
    if key == "active" and site["origin"] == "public record":
        seen = site.get("state_as_of")
        return (
            say("Active when last seen, {when}", when=dates.partial_when(seen))
            if seen
            else say("Active when last seen")
        )
    if key == "active" and site["started"]:
        return say("Active since {day}", day=dates.partial_date(site["started"]))
    if key == "suspended" and site.get("turns"):
        return say("Suspended since {day}", day=dates.long_date(site["turns"][-1]["at"][:10]))
    when = site["started"] if key == "announced" else site["ended"]
    return f"{say(STANDINGS[key])} {dates.partial_when(when)}" if when else say(STANDINGS[key])


def suspended_because(site: Doc) -> str:
    """Return the public words on a suspension that goes on; how an engagement ended is its outcome."""
    turns = site.get("turns")
    return str(turns[-1]["text"] or "") if turns and site["state_key"] == "suspended" else ""


def course(site: Doc) -> list[dict[str, str]]:
    """Return what became of an engagement, the oldest first: {at, what, text}; nothing where it only goes on."""
    turns = site.get("turns") or []
    if not turns:
        return []
    opened = {"at": site["started"]["value"], "what": say("Opened"), "text": ""} if site["started"] else None
    rows = [
        {
            "at": turn["at"],
            "what": say("Work goes on again" if turn["state_key"] == "active" else STANDINGS[turn["state_key"]]),
            "text": turn["text"] or "",
        }
        for turn in turns
    ]
    return [opened, *rows] if opened else rows


def decider(document: Doc) -> str:
    """Return who decides all the statuses of a document; nothing when that differs between them."""
    found = {status["decided_by"] for status in document["statuses"]}
    return str(found.pop()) if len(found) == 1 else ""


def lede(document: Doc) -> str:
    """Return the sentence at the head of a site's page: figures, else the latest printed count, else its standing."""
    if sentence := figures.lede(document):
        return sentence
    site = document["site"]
    if document["series"]:
        row = document["series"][-1]
        last = row["points"][-1]
        title = figures.lower(row["title"])
        when, count = dates.partial_when(last["as_of"]), series.amount(row, last)
        return say("Latest printed count, {when}: {count} {title}.", when=when, count=count, title=title)
    if site["origin"] != "public record" and site["state_key"] in {"announced", "active"}:
        return say("No recommendations have been issued yet.")
    return f"{standing(site)}."


def place(site: Doc) -> str:
    """Return the county and state of a site, as far as they are known."""
    parts = [site["agency"].get("county"), state_name(site["state"])]
    return ", ".join(part for part in parts if part)


def facts(document: Doc, as_of: date) -> list[Fact]:
    """Return the few facts at the head of a site's page: (label, value)."""
    site, update = document["site"], document["next_update"]
    found: list[Fact] = [(say("Status"), standing(site))]
    if site["tier"]:
        found.append((say("Assistance"), site["tier"]))
    if site["started"] and site["state_key"] not in {"active", "announced"}:
        found.append((say("Started"), dates.partial_date(site["started"])))
    if site["provider"]:
        found.append((say("Provider"), site["provider"]))
    when = say("Compiled on" if of_public_record(document) else "Records as of")
    found.append((when, dates.long_date(document["release"]["as_of"])))
    if update and update["due"] and not overdue(document, as_of):
        found.append((say("Next update due"), dates.long_date(update["due"])))
    elif update and not update["due"]:
        found.append((say("Updates"), update["cadence"]))
    return found


def overdue(document: Doc, as_of: date) -> str:
    """Say that the next update is late, in words; nothing when it is not."""
    update = document["next_update"]
    if not update or not update["due"]:
        return ""
    late = dates.days_between(update["due"], as_of)
    if late <= 0:
        return ""
    return say(
        "The next update was due on {due}. On {today} it was {days} late.",
        due=dates.long_date(update["due"]),
        today=dates.long_date(as_of),
        days=dates.days(late),
    )


def agency_facts(site: Doc) -> list[Fact]:
    """Return what is known of the agency: (label, value)."""
    agency = site["agency"]
    named = [
        ("Agency", agency["name"]),
        ("Kind", agency.get("type")),
        ("County", agency.get("county")),
        ("State", state_name(site["state"])),
        ("Residents served", agency.get("population")),
        ("Sworn staff", agency.get("sworn")),
        ("Civilian staff", agency.get("civilian")),
        ("Chief executive", agency.get("chief")),
        ("Profile as of", dates.long_date(agency["profile_as_of"]) if agency.get("profile_as_of") else None),
        ("ORI", agency.get("ori")),
    ]
    return [
        (say(label), f"{value:,}" if isinstance(value, int) else str(value))
        for label, value in named
        if value not in (None, "")
    ]


def changes(
    document: Doc, recommendations: Sequence[Recommendation]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the changes by day, newest first: those shown at once, and the others.

    Each day is {on, items}; an item is (text, the recommendation it concerns or None, what the staff say of it).
    """
    by_key = {row.document["key"]: row for row in recommendations}
    rows = sorted(document["changes"], key=lambda row: row["on"], reverse=True)

    def by_day(part: Sequence[Doc]) -> list[dict[str, Any]]:
        days: dict[str, list[Any]] = defaultdict(list)
        for row in part:
            about = by_key.get(row.get("recommendation") or "")
            days[row["on"]].append((row["text"], about, row.get("note") or ""))
        return [{"on": on, "items": items} for on, items in days.items()]

    return by_day(rows[:CHANGES_AT_ONCE]), by_day(rows[CHANGES_AT_ONCE:])


def holders(document: Doc) -> list[dict[str, Any]]:
    """Return who holds how many items and for how long, counted to the day of the release."""
    as_of = document["release"]["as_of"]
    return [
        {
            "who": row["held_by"],
            "items": row["items"],
            "since": row["oldest_since"],
            "days": dates.days(dates.days_between(row["oldest_since"], as_of)) if row["oldest_since"] else "",
        }
        for row in document.get("holders", ())
    ]
