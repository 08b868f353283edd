"""The status figures of a document, computed for a table, two bars and a few sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concord.publishing.site import numbers, unitbar
from concord.publishing.site.dates import long_date
from concord.publishing.site.speech import say

ASSESSOR = "the assessment team"


@dataclass(frozen=True, slots=True)
class Row:
    """One status and its count in one voice. The row without a key counts what has no status in that voice."""

    key: str
    label: str
    sign: str
    count: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice: who speaks, its bars for wide and narrow screens, and its rows in the document's order."""

    name: str
    who: str
    done: int
    done_label: str
    wide: unitbar.Bar
    narrow: unitbar.Bar
    rows: tuple[Row, ...]

    @property
    def shown(self) -> list[Row]:
        """The rows that count something."""
        return [row for row in self.rows if row.count]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its label, and its cells as (CSS class, text)."""

    label: str
    sign: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that components/figures.html shows."""

    base: int
    as_of: str
    voices: tuple[Voice, ...]
    lines: tuple[Line, ...]
    total: Line
    rule: str
    gap: str
    previous: Mapping[str, Any] | None


def compute(document: Mapping[str, Any]) -> Figures | None:
    """Compute the figures of a site or report document; None when it has none."""
    figures = document["figures"]
    if figures is None:
        return None
    base, previous = figures["base"], figures["previous"]
    voices = tuple(
        speak(name, who, rows_of(figures[key], document, base, rest))
        for key, name, who, rest in (
            ("assessed", say("Assessed"), say("by {who}", who=assessor_of(figures)), say("Not yet assessed")),
            ("reported", say("Reported"), say("by the agency"), say("Not reported")),
        )
        if figures[key] or (key == "assessed" and not figures["reported"])
    )
    decimals = numbers.decimals_for([([row.count for row in voice.rows], base) for voice in voices])
    before = rows_of(previous["assessed"], document, previous["base"], "") if previous else None
    return Figures(
        base=base,
        as_of=figures["as_of"],
        voices=voices,
        lines=tuple(table_lines(voices, before, base, decimals)),
        total=Line(
            say("All"), "", (*((("num", f"{base:,}"), ("num pct", "100%")) * len(voices)), *before_cell(previous))
        ),
        rule=" ".join(filter(None, [of_items(figures), numbers.rule_for(decimals, base), unequal(base)])),
        gap=gap(document),
        previous=previous,
    )


def of_items(figures: Mapping[str, Any]) -> str:
    """Say how many of the base are action items; nothing where none is."""
    items = figures.get("action_items", 0)
    one, more = "1 of them is an action item of another.", "{count} of them are action items of others."
    return say(one if items == 1 else more, count=f"{items:,}") if items else ""


def unequal(base: int) -> str:
    """Warn that a sum takes unlike things for equal ones (P18); nothing where there is nothing to add up."""
    if base < 2:  # noqa: PLR2004 - one alone is no sum
        return ""
    return say("Recommendations are not of equal weight: a count says how many, not how much was changed.")


def assessor_of(figures: Mapping[str, Any]) -> str:
    """Return who assessed, as the figures name them, or as we do."""
    return str(figures.get("assessor") or say(ASSESSOR))


def before_cell(previous: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """Return the last cell of the line of totals, when there are earlier figures."""
    return [("num before", f"{previous['base']:,}")] if previous else []


def rows_of(counts: Sequence[Mapping[str, Any]], document: Mapping[str, Any], base: int, rest: str) -> list[Row]:
    """Return a row for each status in the document's order, and a last one for what the counts leave out."""
    signs = unitbar.signs_of(document["statuses"])
    by_key = Counter({row["status"]: row["count"] for row in counts})
    rows = [Row(s["key"], s["label"], signs[s["key"]], by_key[s["key"]]) for s in document["statuses"]]
    return [*rows, Row("", rest, "unknown", base - by_key.total())]


def speak(name: str, who: str, rows: Sequence[Row]) -> Voice:
    """Draw one voice."""
    counts = [(row.sign, row.count) for row in rows]
    done = next((row for row in rows if row.sign == "complete"), None)
    return Voice(
        name,
        who,
        done.count if done else 0,
        lower(done.label) if done else "",
        unitbar.draw(counts, width=744, height=40, largest=26),
        unitbar.draw(counts, width=280, height=46, largest=22),
        tuple(rows),
    )


def table_lines(voices: Sequence[Voice], before: Sequence[Row] | None, base: int, decimals: int) -> list[Line]:
    """Return one line for each status: count and percentage in each voice, and the assessed count before."""
    lines = []
    for index, row in enumerate(voices[0].rows if voices else ()):
        counts = [voice.rows[index].count for voice in voices]
        earlier = before[index].count if before else 0
        if not row.key and not any(counts) and not earlier:
            continue
        cells = [
            cell
            for count in counts
            for cell in (("num", f"{count:,}"), ("num pct", numbers.percent(count, base, decimals)))
        ]
        cells += [("num before", f"{earlier:,}")] if before else []
        lines.append(Line(row.label if row.key else say("No status yet"), row.sign, tuple(cells)))
    return lines


def lower(label: str) -> str:
    """Return a label as it stands inside a sentence: its first letter small, unless it begins an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def capital(text: str) -> str:
    """Return a text with its first letter large, and the rest as it is."""
    return text[:1].upper() + text[1:]


def done_status(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the status that stands for completion in this document."""
    signs = unitbar.signs_of(document["statuses"])
    return next((status for status in document["statuses"] if signs[status["key"]] == "complete"), None)


def count_of(rows: Sequence[Mapping[str, Any]], status: Mapping[str, Any]) -> int:
    """Return the count of one status in a list of counts."""
    return next((int(row["count"]) for row in rows if row["status"] == status["key"]), 0)


def lede(document: Mapping[str, Any]) -> str:
    """Return the sentence at the head of a page: what the assessor finds and what the agency reports."""
    figures, done = document["figures"], done_status(document)
    if figures is None:
        return ""
    base = figures["base"]
    if done is None or not (figures["assessed"] or figures["reported"]):
        sentence = "{many} has been issued." if base == 1 else "{many} have been issued."
        return say(sentence, many=numbers.counted(base, "recommendation"))
    assessed, reported = count_of(figures["assessed"], done), count_of(figures["reported"], done)
    of_base = {"many": numbers.counted(base, "recommendation"), "label": lower(done["label"])}
    sentences = []
    if figures["assessed"]:
        who = capital(assessor_of(figures))
        sentences.append(say("{who} finds {count} of {many} {label}.", who=who, count=f"{assessed:,}", **of_base))
    if figures["reported"] and not figures["assessed"]:
        sentences.append(say("The agency reports {count} of {many} {label}.", count=f"{reported:,}", **of_base))
    elif figures["reported"]:
        same = assessed == reported
        sentence = "The agency itself reports the same number." if same else "The agency itself reports {count}."
        sentences.append(say(sentence, count=f"{reported:,}"))
    return " ".join(sentences)


def gap(document: Mapping[str, Any]) -> str:
    """Say who has the recommendations that the agency reports complete and the assessor has not found complete."""
    done = done_status(document)
    if done is None:
        return ""
    waiting = [
        row
        for row in document.get("recommendations", ())
        if row["reported"] is not None
        and row["reported"]["status"] == done["key"]
        and (row["assessed"] is None or row["assessed"]["status"] != done["key"])
    ]
    if not waiting:
        return ""
    holders = Counter(row["held_by"] or say("nobody named") for row in waiting)
    parts = [say("{count} with {who}", count=f"{count:,}", who=lower(who)) for who, count in holders.most_common()]
    total = len(waiting)
    where = say("all {part}", part=parts[0]) if len(parts) == 1 and total > 1 else ", ".join(parts)
    one = "{many} that the agency reports {label} has not been found {label} so far: {where}."
    more = "{many} that the agency reports {label} have not been found {label} so far: {where}."
    many = numbers.counted(total, "recommendation")
    return say(one if total == 1 else more, many=many, label=lower(done["label"]), where=where)


def movement(document: Mapping[str, Any]) -> str:
    """Say how the assessed count of complete recommendations moved since the figures before."""
    figures, done = document["figures"], done_status(document)
    if figures is None or figures["previous"] is None or done is None:
        return ""
    previous = figures["previous"]
    now, then = count_of(figures["assessed"], done), count_of(previous["assessed"], done)
    return say(
        "On {before}, {then} of {then_base} were assessed {label}; on {day}, {now} of {base}.",
        before=long_date(previous["as_of"]),
        then=f"{then:,}",
        then_base=f"{previous['base']:,}",
        label=lower(done["label"]),
        day=long_date(figures["as_of"]),
        now=f"{now:,}",
        base=f"{figures['base']:,}",
    )
