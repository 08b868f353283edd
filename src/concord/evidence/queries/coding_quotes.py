"""Quotes of a coding round: what was coded, word by word, by code, coder, where it stands, and who speaks."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.evidence.models import Code, Coding, CodingRound, Passage, RoundPassage
from concord.evidence.queries.codebooks import became
from concord.evidence.queries.documents import documents_visible_to
from concord.evidence.queries.rounds import codings_seen
from concord.evidence.sealed_documents import texts

_SPEAKER = re.compile(r"([^\W\d_][\w.'’ -]{0,60}):\s")
_AT_ONCE = 2_000  # codings whose words are held while a speaker is looked for


@dataclass(frozen=True)
class Quote:
    """A coding with the words that it marks; "" where they were destroyed."""

    coding: Coding
    code: Code
    words: str


@dataclass(frozen=True)
class Wanted:
    """Which quotes somebody wants to see; what is empty or None is any. Codes below `code` are wanted with it; a
    `speaker` is known by how the paragraph begins ("Records clerk: …"), in capitals or not; `words` stand in it."""

    code: int | None = None
    coder: str = ""
    document: str = ""
    method: str = ""
    focus_area: int | None = None
    audience: str = ""
    speaker: str = ""
    words: str = ""


@dataclass(frozen=True)
class Coded:
    """A document of a round: what it is, and with whom the talk was from which it came ("" where it came from none)."""

    ref: str
    title: str
    method: str
    area: int
    area_title: str
    audience: str


def documents_coded(person: Person, of: CodingRound) -> list[Coded]:
    """Return the documents of a round that a person may see."""
    rows = documents_visible_to(person).filter(pk__in=of.passages.order_by().values("document")).order_by("pk")
    at = ("item__title", "item__method", "item__focus_area__number", "item__focus_area__title")
    told = rows.values_list("ref", *at, "item__fieldwork__audience")
    return [Coded(ref, title, method, area, name, audience or "") for ref, title, method, area, name, audience in told]


def quotes_seen(person: Person, of: CodingRound) -> QuerySet[Coding]:
    """Return the codings of a round that a person may see, in documents that they may see."""
    return codings_seen(person, of).filter(passage__document__in=documents_visible_to(person).order_by().values("pk"))


def coding_seen(person: Person, of: CodingRound, pk: int) -> Coding | None:
    """Return one of them, or None."""
    return quotes_seen(person, of).filter(pk=pk).first()


def quotes(codings: Sequence[Coding]) -> list[Quote]:
    """Return codings of one codebook with their words, in a query for each revision that is in the clear. Raises
    KeyLost."""
    last = became_in(codings[0].passage.round) if codings else {}
    words = words_of([one.passage for one in codings])
    return [Quote(one, last[one.code_id], words.get(one.passage_id, "")[one.first : one.last]) for one in codings]


def became_in(of: CodingRound) -> dict[int, Code]:
    """Return what each code of a round's codebook is read as now, by its key in the database."""
    return became(Code.objects.filter(codebook=of.codebook_id))


def words_of(passages: Sequence[RoundPassage]) -> dict[int, str]:
    """Return the texts of a round's passages by their keys; what was destroyed is left out. Raises KeyLost."""
    wanted: dict[tuple[int, int], dict[int, list[RoundPassage]]] = defaultdict(lambda: defaultdict(list))
    for one in passages:
        wanted[one.document_id, one.revision][one.page].append(one)
    found: dict[int, str] = {}
    for (document, number), pages in wanted.items():
        rows = Passage.objects.select_related("revision__document")
        rows = rows.filter(revision__document=document, revision__number=number, page__in=pages)
        kept = list(rows)
        sealed = texts(kept[0].revision, pages) if kept and kept[0].revision.is_sealed else {}
        said = {(row.page, row.number): sealed[row.page][row.number - 1] if sealed else row.text for row in kept}
        for page, its in pages.items():
            found |= {one.pk: said[page, one.paragraph] for one in its if (page, one.paragraph) in said}
    return found


def quotes_wanted(person: Person, of: CodingRound, wanted: Wanted) -> QuerySet[Coding]:
    """Return the codings that a person may see and wants to. Speaker and words are looked for in the texts, since they
    are kept nowhere else. Raises KeyLost."""
    rows = quotes_seen(person, of)
    if wanted.code is not None:
        rows = rows.filter(code__in=_read_as(of, wanted.code))
    at = "passage__document__"
    ways = {
        "coder": wanted.coder,
        f"{at}ref": wanted.document,
        f"{at}item__method": wanted.method,
        f"{at}item__focus_area__number": wanted.focus_area,
        f"{at}item__fieldwork__audience": wanted.audience,
    }
    rows = rows.filter(**{way: value for way, value in ways.items() if value not in ("", None)})
    if wanted.speaker or wanted.words:
        rows = rows.filter(pk__in=[one.pk for one in _said(rows, wanted)])
    return rows


def _read_as(of: CodingRound, number: int) -> list[int]:
    """Return the keys of the codes that are read as one with this number, or as one below it."""
    last = became_in(of)
    found = []
    for pk, code in last.items():
        here: Code | None = code
        while here is not None and here.number != number:
            here = last.get(here.parent_id) if here.parent_id else None
        found += [pk] if here is not None else []
    return found


def _said(rows: QuerySet[Coding], wanted: Wanted) -> Iterator[Coding]:
    speaker, words = wanted.speaker.strip().casefold(), wanted.words.strip().casefold()
    every = list(rows)
    for first in range(0, len(every), _AT_ONCE):
        some = every[first : first + _AT_ONCE]
        said = words_of([one.passage for one in some])
        for one in some:
            text = said.get(one.passage_id, "")
            fits = not speaker or speaker_of(text).casefold() == speaker
            if fits and words in text[one.first : one.last].casefold():
                yield one


def speaker_of(paragraph: str) -> str:
    """Return who speaks in a paragraph of a transcript ("Records clerk: I open both."), or ""."""
    found = _SPEAKER.match(paragraph)
    return found[1].strip() if found else ""
