"""A version of a work plan as a document: all that its concurrence binds, for Word, PDF and paper. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from concord.core.documents import Block, Bullets, Document, Heading, Pairs, Paragraph, Signature, Table, paragraphs
from concord.workplans.content import SECTIONS, Activity, Area, Content, Objective, Section, rows_of
from concord.workplans.wording import ROWS, Names, called, facts, label, said

_NOT_YET = Paragraph("Not written yet.")


def document(
    content: Content,
    names: Names,
    *,
    title: str,
    subtitle: str,
    standing: Iterable[tuple[str, str]] = (),
    short_hash: str = "",
    signature: Signature | None = None,
    mark: str = "",
    author: str = "",
) -> Document:
    """Return a version as a document, in the order of its sections; a section that says nothing says so.

    `standing` are facts about the version (state, since when, drafted by); `signature` is the concurrence, or lines for
    one on paper. The short hash stands on every page, so that a signed paper shows which version was signed."""
    facts_of = (*standing, *((("Fingerprint", short_hash),) if short_hash else ()))
    blocks: list[Block] = [Pairs(facts_of)] if facts_of else []
    for section in SECTIONS:
        if section.key == "changes" and not content.changes:
            continue  # the first version changes nothing
        blocks += [Heading(section.title), *(_blocks(section, content, names) or [_NOT_YET])]
    if signature is not None:
        blocks += [Heading("Concurrence"), signature]
    footer = f"{title}{f' · fingerprint {short_hash}' if short_hash else ''}"
    return Document(title, tuple(blocks), subtitle=subtitle, mark=mark, author=author, footer=footer)


def _blocks(section: Section, content: Content, names: Names) -> list[Block]:
    if section.row is None:
        return list(_texts(section, content, names))
    rows = rows_of(content, section)
    if not rows:
        return []
    if section.row is Activity:
        return list(_activities(rows, names))
    if section.row is Objective:
        return [Bullets(tuple(row.text for row in rows), numbered=True)]
    if section.row is Area:
        return [block for row in rows for block in _area(row, names)]
    return [_table(ROWS[section.row], section.row, rows, names, caption=section.about)]


def _texts(section: Section, content: Content, names: Names) -> Iterator[Block]:
    several = len(section.names) > 1
    values = {name: getattr(content, name) for name in section.names}
    if several and all(_short(name) for name in section.names):
        yield Pairs(tuple((label(name), said(name, value, names) or "–") for name, value in values.items()))
        return
    for name, value in values.items():
        if isinstance(value, tuple):
            yield from [Bullets(value)] if value else []
        elif text := said(name, value, names):
            if several and name != section.names[0]:
                yield Heading(label(name), 2)
            yield from paragraphs(text)


def _short(name: str) -> bool:
    return name in {"starts_on", "ends_on"}


def _area(area: Area, names: Names) -> list[Block]:
    topic = [Pairs(((label("topic"), said("topic", area.topic, names)),))] if area.topic else []
    return [Heading(f"{area.number}. {area.title}", 2), *paragraphs(area.objective), *topic]


def _activities(rows: tuple[Activity, ...], names: Names) -> Iterator[Block]:
    """Yield one table for each focus area: a table over many pages is many tables to a screen reader."""
    for number in dict.fromkeys(sorted(row.area for row in rows)):
        here = tuple(row for row in rows if row.area == number)
        title = said("area", number, names)
        yield Heading(title[:1].upper() + title[1:], 2)
        yield Table(f"Activities: {title}", _ACTIVITY, tuple(_activity(row, names) for row in here))


_ACTIVITY = ("Activity", "How, and with whom", "Who does it", "When", "What comes of it")


def _activity(row: Activity, names: Names) -> tuple[str, ...]:
    """Return an activity in the five columns that a page has room for."""
    cost = f"Cost: {said('cost', row.cost, names)}" if row.cost else ""
    when = " to ".join(said(name, getattr(row, name), names) or "…" for name in ("starts_on", "ends_on"))
    how, outcome = (said("method", row.method, names), row.audience), (row.deliverable, cost)
    return (row.what, "\n".join(filter(None, how)), row.who, when, "\n".join(filter(None, outcome)))


def _table(head: str, kind: type[Any], rows: tuple[Any, ...], names: Names, *, caption: str) -> Table:
    """Return rows as a table: what each is called, then every fact that any of them has."""
    told = [facts(row, names) for row in rows]
    labels = [label(each.name) for each in fields(kind)]
    columns = [name for name in labels if any(name in each for each in told)]
    lines = tuple(
        (called(row), *(each.get(name, "") for name in columns)) for row, each in zip(rows, told, strict=True)
    )
    return Table(caption, (head, *columns), lines)
