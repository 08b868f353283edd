"""What differs between two versions of a work plan, in sentences and marked words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from concord.core.differing import Difference, changed
from concord.workplans.content import SECTIONS, Activity, Content, Section, rows_of
from concord.workplans.wording import ROWS, Names, called, facts, label, said

_LINE = 80  # characters of a name within a sentence
_LISTED = 20  # rows that a sentence about their order names


@dataclass(frozen=True)
class SectionDifference:
    """What differs in one section; `key` is its place in addresses."""

    key: str
    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class _Side:
    """One version with the names of its keys."""

    content: Content
    names: Names


def difference(old: Content, new: Content, *, old_names: Names, new_names: Names) -> tuple[SectionDifference, ...]:
    """Return what differs between two versions, section by section in their order; () where they say the same.

    Rows are compared by their keys, which they keep from version to version; rows that say the same under two keys
    (plans of the first shape had none) do not differ."""
    before, after = _Side(old, old_names), _Side(new, new_names)
    found = [(section.key, section.title, tuple(_of_section(section, before, after))) for section in SECTIONS]
    if old.edition != new.edition:
        edition = Difference("It is written under another edition of the programme.")
        found.append(("edition", "The programme", (edition,)))
    return tuple(SectionDifference(*each) for each in found if each[2])


def _of_section(section: Section, before: _Side, after: _Side) -> Iterator[Difference]:
    if section.row is not None:
        yield from _of_rows(section, before, after)
        return
    for name in section.names:
        was, now = getattr(before.content, name), getattr(after.content, name)
        if isinstance(was, tuple):
            yield from _of_texts(was, now)
        elif one := changed(label(name), said(name, was, before.names), said(name, now, after.names)):
            yield one


def _of_texts(was: tuple[str, ...], now: tuple[str, ...]) -> Iterator[Difference]:
    gone, new = _left(was, now), _left(now, was)
    yield from (Difference(f"Taken out: {text}") for text in gone)
    yield from (Difference(f"Added: {text}") for text in new)
    if not gone and not new and was != now:
        yield _order(now)


def _left(texts: tuple[str, ...], without: tuple[str, ...]) -> list[str]:
    """Return the texts that the others do not have, as often as they have more of them."""
    rest, left = list(without), []
    for text in texts:
        if text in rest:
            rest.remove(text)
        else:
            left.append(text)
    return left


def _of_rows(section: Section, before: _Side, after: _Side) -> Iterator[Difference]:
    was = {row.key: row for row in rows_of(before.content, section)}
    now = {row.key: row for row in rows_of(after.content, section)}
    gone = {key: row for key, row in was.items() if key not in now}
    new = {key: row for key, row in now.items() if key not in was}
    _set_apart(gone, new)
    noun = ROWS[type(next(iter((was | now).values())))] if was or now else ""
    yield from (Difference(f"{noun} taken out: {_in_words(row, before.names)}") for row in gone.values())
    yield from (Difference(f"{noun} added: {_in_words(row, after.names)}") for row in new.values())
    both = [key for key in now if key in was]
    for key in both:
        yield from _of_row(noun, was[key], now[key], before.names, after.names)
    if both != [key for key in was if key in now] and not _follows_its_days(section, was, now):
        yield _order([called(row) for row in now.values()])


def _set_apart(gone: dict[str, Any], new: dict[str, Any]) -> None:
    """Take out of both what says the same under two keys."""
    for old_key, row in list(gone.items()):
        twin = next((key for key, other in new.items() if replace(other, key=old_key) == row), None)
        if twin is not None:
            del gone[old_key], new[twin]


def _follows_its_days(section: Section, was: dict[str, Any], now: dict[str, Any]) -> bool:
    """Say whether an order is explained by what is said already: activities stand in the order of their days."""
    if section.row is not Activity:
        return False
    window = [(was[key].starts_on, was[key].ends_on, was[key].area) for key in now if key in was]
    return window != [(row.starts_on, row.ends_on, row.area) for key, row in now.items() if key in was]


def _of_row(noun: str, was: Any, now: Any, old_names: Names, new_names: Names) -> Iterator[Difference]:
    which = f"{noun} “{_shortened(called(was))}”"
    for name in (each.name for each in fields(was) if each.name != "key"):
        old, new = getattr(was, name), getattr(now, name)
        if old == new:
            continue
        whose = f"{which}: {label(name)}"
        told = None if name == "person" else changed(whose, said(name, old, old_names), said(name, new, new_names))
        yield told or Difference(f"{whose} is another one of the same name.")


def _in_words(row: Any, names: Names) -> str:
    """Return a row with all that it says: “Ride along with patrol. Method: Observation. From: 3 March 2027.”"""
    parts = [called(row), *(f"{name}: {text}" for name, text in facts(row, names).items())]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def _order(names: list[str] | tuple[str, ...]) -> Difference:
    shown = "; ".join(_shortened(name).rstrip(".") for name in names[:_LISTED])
    return Difference(f"The order is now: {shown}{'; and so on' if len(names) > _LISTED else ''}.")


def _shortened(text: str) -> str:
    return text if len(text) <= _LINE else f"{text[: _LINE - 1].rstrip()}…"
