"""Charts with what belongs to each: a sentence and a table, both computed from the numbers that are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from concord.publishing.site import drawings, figures, histories, numbers, unitbar
from concord.publishing.site.compare import Comparison
from concord.publishing.site.dates import days, long_date
from concord.publishing.site.drawings import Key
from concord.publishing.site.speech import say

Doc = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart: its heading, its sentence, how to read it, two drawings, and its table (head, rows, caption)."""

    key: str
    title: str
    sentence: str
    note: str
    wide: Markup
    narrow: Markup
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[Key, ...] = ()


def keys_of(document: Doc) -> list[Key]:
    """Return a document's statuses as charts name them, and what has none yet."""
    signs = unitbar.signs_of(document["statuses"])
    known = [Key(status["key"], status["label"], signs[status["key"]]) for status in document["statuses"]]
    return [*known, Key(None, say("No status yet"), "unknown")]


def over_time(document: Doc) -> Figure | None:
    """Draw the course of all statuses; None where it is not known or is of one day."""
    course = histories.course(document)
    if not course or course[0] is course[-1]:
        return None
    keys, done = keys_of(document), figures.done_status(document)
    told = done["key"] if done and any(row["reported"] for row in document["recommendations"]) else None
    first, last = course[0], course[-1]
    days_of_table = histories.quarter_ends(first.on, last.on)
    rows = document["recommendations"]
    moments = [histories.on(rows, day) for day in days_of_table]
    shown = [key for key in keys if any(key.status in moment.assessed for moment in moments)]
    head = (
        say("By"),
        *(key.label for key in shown),
        say("Issued"),
        *((say("Agency reports complete"),) if told else ()),
    )
    table = tuple(
        (
            long_date(moment.on),
            *(f"{moment.assessed.get(key.status, 0):,}" for key in shown),
            f"{moment.base:,}",
            *((f"{moment.reported.get(told, 0):,}",) if told else ()),
        )
        for moment in moments
    )
    note = say("Each band is one assessed status; its height is the number of recommendations.")
    if told:
        note += " " + say("The dashed line is what the agency reports as complete.")
    return Figure(
        "time",
        say("From the first recommendation to now"),
        _grown(first, last, done),
        note,
        drawings.over_time(course, keys, told, drawings.WIDE),
        drawings.over_time(course, keys, told, drawings.NARROW),
        say("What was assessed at the end of each quarter, and on the last day of the record"),
        head,
        table,
        tuple(key for key in keys if any(moment.assessed.get(key.status) for moment in course)),
    )


def _grown(first: histories.Moment, last: histories.Moment, done: Doc | None) -> str:
    start, end = long_date(first.on), long_date(last.on)
    issued = say(
        "From {start} to {end} the number of recommendations grew from {few} to {many}.",
        start=start,
        end=end,
        few=f"{first.base:,}",
        many=f"{last.base:,}",
    )
    if first.base == last.base:
        issued = say("{many} recommendations have stood since {start}.", many=f"{last.base:,}", start=start)
    if done is None:
        return issued
    count = last.assessed.get(done["key"], 0)
    return f"{issued} " + say(
        "On {end}, {count} of {many} were assessed {label}.",
        end=end,
        count=f"{count:,}",
        many=f"{last.base:,}",
        label=within(done["label"]),
    )


def waiting(document: Doc) -> Figure | None:
    """Draw how long the recommendations have had their status; None where nothing is assessed."""
    stays = histories.stays(document)
    if not stays or not histories.course(document):
        return None
    keys = keys_of(document)
    labels = {key.status: key.label for key in keys}
    open_ones = [stay for stay in stays if not _ended(document, stay.status)]
    longest = max(open_ones or stays, key=lambda stay: stay.days[0])
    label = within(labels[longest.status])
    sentence = say(
        "Of the {count} that are {label}, half have been so for {middle} or more; the longest for {longest}.",
        count=f"{len(longest.days):,}",
        label=label,
        middle=days(longest.middle),
        longest=days(longest.days[0]),
    )
    if len(longest.days) == 1:
        sentence = say("The one that is {label} has been so for {days}.", label=label, days=days(longest.middle))
    return Figure(
        "waiting",
        say("How long each has stood where it stands"),
        sentence,
        say("Each square is one recommendation, placed by its days in its present status. The stroke is the median."),
        drawings.waiting(stays, keys, drawings.WIDE),
        drawings.waiting(stays, keys, drawings.NARROW),
        say("Days in the present assessed status, on {day}", day=long_date(document["release"]["as_of"])),
        (say("Status"), say("Recommendations"), say("Shortest"), say("Median"), say("Longest")),
        tuple(
            (labels[stay.status], f"{len(stay.days):,}", f"{stay.days[-1]:,}", f"{stay.middle:,}", f"{stay.days[0]:,}")
            for stay in stays
        ),
    )


def within(label: str) -> str:
    """Return the label of a status as it stands inside a sentence: “In Progress” gives “in progress”."""
    return " ".join(figures.lower(word) for word in label.split())


def _ended(document: Doc, key: str) -> bool:
    status = next(status for status in document["statuses"] if status["key"] == key)
    return bool(status.get("terminal")) or status is figures.done_status(document)


def flow(found: Comparison) -> Figure | None:
    """Draw which status became which between two reports; None where nothing was there before."""
    if not found.flow or not found.total.before:
        return None
    keys = [*keys_of(found.last.document), Key("", say("Not issued yet"), "none")]
    before = [key for key in keys if any(way[0] == key.status for way in found.flow)]
    after = [key for key in keys if any(way[1] == key.status for way in found.flow)]
    stayed = sum(count for (was, now), count in found.flow.items() if was == now)
    older = sum(count for (was, _), count in found.flow.items() if was != "")
    sentence = say(
        "Of {older} recommendations in both records, {stayed} kept their status and {moved} changed it; {new} are new.",
        older=f"{older:,}",
        stayed=f"{stayed:,}",
        moved=f"{older - stayed:,}",
        new=f"{sum(found.flow.values()) - older:,}",
    )
    return Figure(
        "flow",
        say("What became of each"),
        sentence,
        say("Left, the earlier record; right, the later one. A band is as thick as the number that went that way."),
        drawings.flow(found.flow, keys, drawings.WIDE),
        drawings.flow(found.flow, keys, drawings.NARROW),
        say("Each row is a status before; each column a status after"),
        (say("Before"), *(key.label for key in after), say("All")),
        tuple(
            (
                was.label,
                *(f"{found.flow.get((was.status, now.status), 0):,}" for now in after),
                f"{sum(found.flow.get((was.status, now.status), 0) for now in after):,}",
            )
            for was in before
        ),
        tuple(key for key in keys if key in before or key in after),
    )


def areas(
    document: Doc, found: Mapping[int, Mapping[str | None, int]]
) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """Return sentence, head and rows of the table of focus areas by assessed status."""
    keys = [key for key in keys_of(document) if any(key.status in counts for counts in found.values())]
    titles = {area["number"]: area["title"] for area in document["focus_areas"]}
    rows = [
        (
            titles[number],
            *(f"{counts.get(key.status, 0):,}" for key in keys),
            f"{sum(counts.values()):,}",
        )
        for number, counts in found.items()
    ]
    done = figures.done_status(document)
    sentence = numbers.counted(len(titles), "focus area") + "."
    judged = {number: counts for number, counts in found.items() if counts}
    if done and judged:
        shares = {n: counts.get(done["key"], 0) / sum(counts.values()) for n, counts in judged.items()}
        best = max(shares, key=lambda n: (shares[n], -n))
        sentence = say(
            "{areas} focus areas; furthest along is {title}, with {count} of {base} {label}.",
            areas=len(titles),
            title=titles[best],
            count=judged[best].get(done["key"], 0),
            base=sum(judged[best].values()),
            label=within(done["label"]),
        )
    return sentence, (say("Focus area"), *(key.label for key in keys), say("All")), rows
