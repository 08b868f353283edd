"""A page of a document as a coder sees it: its paragraphs cut where codings begin and end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Max, Min

from concord.core.permissions import Actor
from concord.evidence import coding_memos
from concord.evidence.models import Coding, CodingRound, PassageRead, RoundPassage
from concord.evidence.queries.documents import page_of_text, revision
from concord.evidence.queries.rounds import codings_seen


@dataclass(frozen=True)
class Segment:
    """A piece of a paragraph in which nothing begins or ends: its text, the codings that cover it, those that end with
    it."""

    text: str
    codings: tuple[Coding, ...]
    ending: tuple[Coding, ...]


@dataclass(frozen=True)
class Marked:
    """A coding with the words that it marks, and its memo ("" where there is none, or it was destroyed)."""

    coding: Coding
    words: str
    memo: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the page: with its passage where it is to be coded, whether this person has read it to its end."""

    number: int
    text: str
    passage: RoundPassage | None
    segments: tuple[Segment, ...]
    marked: tuple[Marked, ...]
    read: bool


@dataclass(frozen=True)
class CodingPage:
    """One page; `before` and `after` are the places of the round at which the neighbouring pages begin, or None."""

    passage: RoundPassage
    paragraphs: tuple[Paragraph, ...]
    before: int | None
    after: int | None


def round_passage(of: CodingRound, place: int) -> RoundPassage | None:
    """Return the passage at a place of a round, with its document, or None."""
    rows = RoundPassage.objects.select_related("document__item__engagement__agency", "document__engagement__agency")
    return rows.filter(round=of, place=place).first()


def coding_page(by: Actor, of: CodingRound, at: RoundPassage) -> CodingPage | None:
    """Return the page of a passage with the codings that this person may see; None where its text is gone.

    Raises KeyLost."""
    found = revision(at.document, at.revision)
    if found is None:
        return None
    here = RoundPassage.objects.filter(round=of, document=at.document, revision=at.revision, page=at.page)
    passages = {one.paragraph: one for one in here}
    codings = list(codings_seen(by, of).filter(passage__in=[one.pk for one in passages.values()]))
    memos = coding_memos.memos(codings)
    read = set(PassageRead.objects.filter(passage__in=here, coder=by.actor_key).values_list("passage", flat=True))
    paragraphs = []
    for passage in page_of_text(found, at.page):
        its = passages.get(passage.number)
        mine = [one for one in codings if its is not None and one.passage_id == its.pk]
        marked = tuple(Marked(one, passage.text[one.first : one.last], memos.get(one.pk, "")) for one in mine)
        segments = cut(passage.text, mine)
        done = its is not None and its.pk in read
        paragraphs.append(Paragraph(passage.number, passage.text, its, segments, marked, done))
    span = here.aggregate(first=Min("place"), last=Max("place"))
    around = RoundPassage.objects.filter(round=of).order_by("place")
    before = around.filter(place__lt=span["first"]).last()
    after = around.filter(place__gt=span["last"]).aggregate(first=Min("place"))["first"]
    return CodingPage(at, tuple(paragraphs), None if before is None else _begins(before), after)


def _begins(passage: RoundPassage) -> int:
    """Return the place at which the page of a passage begins in its round."""
    same = {name: getattr(passage, name) for name in ("round", "document", "revision", "page")}
    return int(RoundPassage.objects.filter(**same).aggregate(first=Min("place"))["first"])


def cut(text: str, codings: Sequence[Coding]) -> tuple[Segment, ...]:
    """Cut a text where codings begin and end. Codings may overlap; none reaches beyond the text."""
    borders = sorted({0, len(text), *_borders(codings)})
    return tuple(
        Segment(
            text[first:last],
            tuple(one for one in codings if one.first <= first and last <= one.last),
            tuple(one for one in codings if one.last == last),
        )
        for first, last in pairwise(borders)
    )


def _borders(codings: Iterable[Coding]) -> Iterable[int]:
    for one in codings:
        yield from (one.first, one.last)


def first_unread(by: Actor, of: CodingRound) -> int:
    """Return the place of the first passage that somebody has not read to its end; 1 where there is none."""
    done = PassageRead.objects.filter(passage__round=of, coder=by.actor_key).values("passage")
    found = RoundPassage.objects.filter(round=of).exclude(pk__in=done).aggregate(first=Min("place"))["first"]
    return int(found or 1)
