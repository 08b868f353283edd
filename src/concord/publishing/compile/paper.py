"""A status report on paper: what its release says, in the order of its page, as a document of PDF and Word."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from concord.core import documents
from concord.core.documents import Block, Bullets, Document, Heading, Pairs, Paragraph, Picture, Table, paragraphs
from concord.core.errors import Unavailable
from concord.publishing.site import figures, handed, measured, numbers, output, papers, sha256_of, squares, view
from concord.publishing.site.dates import long_date, moment
from concord.publishing.site.pages_site import ORIGIN_MARKS

Doc = Mapping[str, Any]
_MAKERS: tuple[tuple[str, Callable[..., bytes]], ...] = (("docx", documents.word), ("pdf", documents.pdf))
_WAITING = "Waiting for somebody else is not counted as no progress."


def paper(report: Doc, office: Doc) -> Document:
    """Return the document of a concord.report/1. `office` is the part "office" of the programme's document: it speaks,
    and its address leads to the report's page."""
    site, head = report["site"], report["release"]
    return Document(
        title=report["title"],
        subtitle=f"Status report {report['number']} of {site['name']}, {_period(report)}",
        mark=ORIGIN_MARKS[site["origin"]],
        author=office["programme"],
        footer=f"{site['name']}, status report {report['number']}, release {head['ref']}",
        blocks=tuple(_blocks(report, office)),
    )


def draw(task: tuple[Doc, Doc, str, Path]) -> None:
    """Draw one report (document, office, hash of its release, folder) in each format that is not there.

    It runs in a process of its own, and reads no database."""
    import django

    django.setup()
    document, office, sha256, folder = task
    at = datetime.fromisoformat(document["release"]["released_at"])
    made = paper(document, office)
    for kind, write in _MAKERS:
        target = papers.path_of(folder, sha256, kind)
        if target.exists():
            continue
        try:
            body = write(made, at=at)
        except Unavailable:  # no Pango: the pages offer what there is
            continue
        partial = folder / f"{output.PARTIAL}{target.name}"
        partial.write_bytes(body)
        partial.replace(target)


def _blocks(report: Doc, office: Doc) -> Iterator[Block]:
    yield from _opening(report, office)
    yield from _part("What was done", report["work_done"])
    yield from _methods(report)
    yield from _part("What came of it", report["outcomes"])
    yield from _measured(report)
    yield from _figures(report)
    yield from _changes(report)
    yield from _areas(report)
    yield from _holders(report)
    if report.get("blockers"):
        yield from _part("What stands in the way", report["blockers"])
        yield Paragraph(_WAITING)
    yield from _part("What comes next", report["next_steps"])
    if update := report["next_update"]:
        due = f"The next report is due on {long_date(update['due'])}. " if update["due"] else ""
        yield Paragraph(f"{due}{update['cadence']}")
    yield from _statuses(report)
    yield from _proof(report)


def _part(title: str, text: str) -> Iterator[Block]:
    yield Heading(title)
    yield from paragraphs(text)


def _period(report: Doc) -> str:
    return f"{long_date(report['period']['from'])} to {long_date(report['period']['to'])}"


def _opening(report: Doc, office: Doc) -> Iterator[Block]:
    approved = report["approved"]
    yield Pairs(
        (
            ("Site", report["site"]["name"]),
            ("Published", long_date(report["date"])),
            ("Approved by", f"{figures.capital(approved['role'])}, {long_date(approved['on'])}"),
            ("On the web", f"{office['public_url']}/sites/{report['site']['slug']}/reports/{report['date']}/"),
        )
    )
    if correction := report.get("correction"):
        yield Paragraph(f"This is a corrected report, of {long_date(correction['on'])}. {correction['reason']}")
    if lede := figures.lede(report):
        yield Paragraph(lede)


def _methods(report: Doc) -> Iterator[Block]:
    rows = report["methods"]
    if not rows:
        return
    until = long_date(report["period"]["to"])
    told = any("in_period" in row for row in rows)
    head = ("Method", "Since the start", "In this period") if told else ("Method", "Since the start")
    cells = [
        (figures.capital(row["method"]), f"{row['count']:,}", *([f"{row.get('in_period', 0):,}"] if told else []))
        for row in rows
    ]
    yield Table(f"Work done, counted to {until}", head, tuple(cells))


def _measured(report: Doc) -> Iterator[Block]:
    for each in measured.of(report):
        told = each.figure
        yield Heading(told.title, 2)
        yield Paragraph(told.sentence)
        yield Table(told.caption, told.head, told.rows)


def _figures(report: Doc) -> Iterator[Block]:
    found = figures.compute(report)
    if found is None:
        return
    yield Heading(
        f"Where the {numbers.counted(found.base, 'recommendation')} {'stands' if found.base == 1 else 'stand'}"
    )
    for voice in found.voices:
        if voice.done_label:
            yield Paragraph(f"{voice.name} {voice.who}: {voice.done:,} of {found.base:,} {voice.done_label}.")
        yield _drawn(voice)
    if found.gap:
        yield Paragraph(found.gap)
    head = ["Status"]
    for voice in found.voices:
        head += [voice.name, f"{voice.name}, %"]
    head += ["Before"] if found.previous else []
    lines = tuple((line.label, *(text for _, text in line.cells)) for line in (*found.lines, found.total))
    base = f"Base: {found.base:,}, all recommendations issued by that day."
    before = ""
    if found.previous:
        then = long_date(found.previous["as_of"])
        before = f" Before: what was assessed by {then}, of {found.previous['base']:,} issued by then."
    yield Table(f"Recommendations by status on {long_date(found.as_of)}. {base}{before}", tuple(head), lines)
    if over := handed.of(report):
        yield Table(over.caption, over.head, tuple((row.label, before, since) for row, before, since in over.lines))
    yield Paragraph(found.rule)


def _drawn(voice: figures.Voice) -> Picture:
    """Return the squares of one voice, and their counts in words."""
    shown = [(row.sign, row.count, row.label) for row in voice.rows]
    counts = ", ".join(f"{row.count:,} {figures.lower(row.label)}" for row in voice.shown)
    return Picture(squares.draw(shown), f"{voice.name} {voice.who}, each square one recommendation: {counts}.")


def _changes(report: Doc) -> Iterator[Block]:
    rows = sorted(report["changes"], key=lambda row: row["on"], reverse=True)
    if not rows:
        return
    yield Heading("What changed")
    if moved := figures.movement(report):
        yield Paragraph(moved)
    for day, of_day in groupby(rows, key=lambda row: row["on"]):
        yield Heading(long_date(day), 2)
        yield Bullets(tuple(f"{row['text']}\n{row['note']}" if row.get("note") else row["text"] for row in of_day))


def _areas(report: Doc) -> Iterator[Block]:
    rows = report["focus_areas"]
    if rows:
        cells = tuple(
            (
                f"{row['number']}. {row['title']}",
                row["state"],
                "–" if row["findings"] is None else f"{row['findings']:,}",
            )
            for row in rows
        )
        yield Heading("Focus areas")
        yield Table("Where the assessment of each focus area stands", ("Focus area", "Standing", "Findings"), cells)


def _holders(report: Doc) -> Iterator[Block]:
    rows = view.holders(report)
    if rows:
        cells = tuple((figures.capital(row["who"]), f"{row['items']:,}", row["days"] or "–") for row in rows)
        on = long_date(report["release"]["as_of"])
        yield Heading("Who holds what")
        yield Table(f"Open items, and how long the oldest has been there, on {on}", ("With", "Items", "Oldest"), cells)
        yield Paragraph(_WAITING)


def _statuses(report: Doc) -> Iterator[Block]:
    rows = tuple((row["label"], row["definition"], row["decided_by"]) for row in report["statuses"])
    if rows:
        yield Heading("What each status means")
        yield Table("The statuses of recommendations, and who decides each", ("Status", "Meaning", "Decided by"), rows)


def _proof(report: Doc) -> Iterator[Block]:
    head, checked = report["release"], report.get("checked")
    yield Heading("About this document")
    if checked:
        yield Paragraph(_check(checked))
    yield Paragraph("This file says what the report’s release says, and nothing else. The release is the record.")
    yield Pairs(
        (
            ("Release", head["ref"]),
            ("Released", moment(head["released_at"])),
            ("Records as of", long_date(head["as_of"])),
            ("SHA-256 of the release", sha256_of(report)),
        )
    )


def _check(checked: Doc) -> str:
    on = long_date(date.fromisoformat(checked["on"]))
    if not checked["answered"]:
        return f"The agency could check the facts until {on}, and sent no word."
    made, changed = numbers.counted(checked["comments"], "comment"), f"{checked['changed']:,}"
    return f"The agency checked the facts before publication, until {on}. It made {made}; {changed} led to a change."
