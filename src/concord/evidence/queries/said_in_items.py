"""Search through what was typed of items: their titles and facts, as far as a person may see them.

It stands beside the search through documents (`search`): there are thousands of items where there are a hundred
thousand passages, so the database's own rank will do."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank

from concord.accounts.models import Person
from concord.core import searching
from concord.evidence.models import SEALED, EvidenceItem
from concord.evidence.queries.items import visible_to
from concord.evidence.queries.search import FROM, LONGEST, TO, Wanted, narrowed, pieces
from concord.evidence.states import EvidenceState

ITEMS_SHOWN = 10


@dataclass(frozen=True)
class ItemHit:
    """An item that was found, and a piece of its facts, each part with whether it is a word looked for."""

    item: EvidenceItem
    snippet: tuple[tuple[str, bool], ...]


def said_in_items(person: Person, wanted: Wanted) -> list[ItemHit]:
    """Return the items that fit best, of those that a person may see and that stand; what is sealed has no word here.
    What is looked for is read as in the documents: a phrase, `or` and `-not` select strictly."""
    words = wanted.words.replace("\0", " ").strip()[:LONGEST]
    if not words:
        return []
    query = SearchQuery(words, search_type="websearch", config=searching.CONFIG)
    seen = visible_to(person).filter(state=EvidenceState.LOGGED).exclude(releasability__in=SEALED)
    rows = narrowed(seen, wanted)
    text = searching.words("title", "summary")
    marked: dict[str, Any] = {"start_sel": FROM, "stop_sel": TO, "max_words": 40, "min_words": 18}
    headline = SearchHeadline("summary", query, config=searching.CONFIG, **marked)
    rows = rows.annotate(searched=text).filter(searched=query).annotate(rank=SearchRank(text, query), headline=headline)
    return [ItemHit(row, tuple(pieces(row.headline))) for row in rows.order_by("-rank", "pk")[:ITEMS_SHOWN]]
