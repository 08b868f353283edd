"""Texts that were coded on the day of the first start: a codebook, a blind round that is closed, one that is open."""

from datetime import datetime
from typing import Any

from concord.cli.example.story import Story
from concord.evidence import actions, queries
from concord.evidence.models import CodingRound, Passage


def begin(story: Story, *, at: datetime) -> None:
    """Do each as the files tell; the texts were filed with what is kept with care."""
    told = story.data["coding"]
    book = _codebook(story, told, at=at)
    for each in told["round"]:
        of = _round(story, book, each, by=told["started_by"], at=at)
        if "closed_by" in each:
            _close(story, of, each, at=at)
            _decide(story, of, told["decision"], at=at)


def _codebook(story: Story, told: dict[str, Any], *, at: datetime) -> Any:
    by = story.who(told["started_by"])
    book = actions.start_codebook(story.things["engagement"], name=told["codebook"], by=by, at=at)
    for each in told["code"]:
        said = {name: value for name, value in each.items() if name != "below"}
        actions.add_code(book, parent=_number(book, each["below"]) if "below" in each else None, by=by, at=at, **said)
    return book


def _number(book: Any, name: str) -> int:
    return int(book.codes.get(name=name).number)


def _round(story: Story, book: Any, told: dict[str, Any], *, by: str, at: datetime) -> CodingRound:
    coders = [story.who(key).actor_key for key in told["coders"]]
    same = {"name": told["name"], "blind": told["blind"], "coders": coders}
    of = actions.open_round(book, **same, by=story.who(by), at=at)
    for each in told["codings"]:
        place, first = _found(of, each["of"])
        actions.code_stretch(
            of,
            place=place,
            first=first,
            last=first + len(each["of"]),
            code=_number(book, each["code"]),
            memo=each.get("memo", ""),
            by=story.who(each["who"]),
            at=at,
        )
    return of


def _found(of: CodingRound, words: str) -> tuple[int, int]:
    """Return the place in the round and the first character of words that stand once in what is to be coded."""
    places = {(one.document_id, one.revision, one.page, one.paragraph): one.place for one in of.passages.all()}
    rows = Passage.objects.filter(revision__document__engagement=of.engagement, text__contains=words)
    told = rows.values_list("revision__document", "revision__number", "page", "number", "text")
    ((*where, text),) = [row for row in told if row[:4] in places]
    return places[where[0], where[1], where[2], where[3]], text.index(words)


def _close(story: Story, of: CodingRound, told: dict[str, Any], *, at: datetime) -> None:
    for key in told["coders"]:
        places = of.passages.order_by("place").values_list("place", flat=True)
        actions.note_passages(of, places=list(places), by=story.who(key), at=at)
    loaded = queries.coding_round(of.ref)
    if loaded is None:
        raise KeyError(of.ref)
    actions.close_round(loaded, by=story.who(told["closed_by"]), at=at)


def _decide(story: Story, of: CodingRound, decisions: list[dict[str, Any]], *, at: datetime) -> None:
    for told in decisions:
        actions.adjudicate(
            of,
            place=_found(of, told["of"])[0],
            code=_number(of.codebook, told["code"]),
            applies=told["applies"],
            why=told["why"],
            by=story.who(told["decided_by"]),
            at=at,
        )
