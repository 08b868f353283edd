"""Search over everything that a person may see, by PostgreSQL's full-text search.

One query finds which kinds have something; each of these then loads its few, with a snippet. What is found is asked for
by the rule of its own page before it is shown, so that the search cannot say more than the pages do.

Each model has an index on just the words that are looked up (core/searching), so that no text is read that does not
fit; but work plans, which are few, long, and written anew at every pause of their writers, and the roster, which is
short: these are read anew for each search."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import CharField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from concord.accounts.models import Person
from concord.agencies.queries import search as search_agencies
from concord.core.permissions import Permission
from concord.core.roles import permits_somewhere
from concord.core.searching import CONFIG, words
from concord.desk.searched import SEARCHED, Searched
from concord.desk.things import KINDS, NAMED, Kind, Named, find

PER_KIND = 5
ALL = 50
LONGEST = 200
_FROM, _TO = "\ue000", "\ue001"  # of the private use area: no text has them
_REFERENCE = re.compile(r"[A-Za-z]{2,4}-[0-9A-Za-z][0-9A-Za-z-]*")
_KIND: dict[str, Kind | Named] = {**{kind.prefix: kind for kind in KINDS}, **NAMED}


@dataclass(frozen=True)
class Hit:
    """One thing that was found: `snippet` is its text in pieces, each with whether it is a word that was looked for."""

    ref: str
    title: str
    href: str
    state: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Hits:
    """What was found of one kind; `more` when there is more than is shown."""

    key: str
    label: str
    hits: tuple[Hit, ...]
    more: bool


def search(person: Person, text: str, *, kind: str = "") -> list[Hits]:
    """Return what a person may see that fits a text, by kind, the newest first: a few of each, or up to ALL of one kind
    (its key). A text is read as on the web: words, "a phrase", or, -not."""
    wanted = text.strip()[:LONGEST]
    if not wanted:
        return []
    shown = ALL if kind else PER_KIND
    kinds = [one for one in SEARCHED if kind in ("", _key(one)) and permits_somewhere(person.all_roles(), one.see)]
    query = SearchQuery(wanted, search_type="websearch", config=CONFIG)
    found = list(_of_kinds(person, kinds, query, shown))
    if kind in ("", _AGENCIES):
        found += _agencies(person, wanted, shown)
    return found


def named(person: Person, text: str) -> str:
    """Return the address of the thing whose reference was typed, if this person may see it; else ""."""
    ref = text.strip().upper()
    found = find(ref) if _REFERENCE.fullmatch(ref) else None
    if found is None or not found.kind.may(person, found.kind.see, found.thing):
        return ""
    return str(found.thing.get_absolute_url())


def _key(one: Searched) -> str:
    return one.prefix.lower()


def _of_kinds(person: Person, kinds: Sequence[Searched], query: SearchQuery, shown: int) -> Iterator[Hits]:
    rows = {one.prefix: _fitting(one.rows(person), one, query) for one in kinds}
    keys = [
        found.annotate(of_kind=Value(prefix, output_field=CharField())).values_list("of_kind", "pk")[: shown + 1]
        for prefix, found in rows.items()
    ]
    ids: dict[str, list[int]] = {}
    for prefix, pk in keys[0].union(*keys[1:], all=True) if keys else ():
        ids.setdefault(prefix, []).append(pk)
    for one in kinds:
        if numbers := ids.get(one.prefix):
            hits = tuple(_hits(person, one, sorted(numbers, reverse=True)[:shown], query))
            if hits:
                yield Hits(_key(one), one.label, hits, more=len(numbers) > shown)


def _fitting(rows: QuerySet[Any], one: Searched, query: SearchQuery) -> QuerySet[Any]:
    wanted = words(*map(one.words, one.fields))
    found: QuerySet[Any] = rows.select_related(None).annotate(words=wanted).filter(words=query)
    return found.order_by("-pk")


def _hits(person: Person, one: Searched, numbers: list[int], query: SearchQuery) -> Iterator[Hit]:
    """Load what was found, each with its snippet; what the rule of its page hides from this person is left out."""
    parts = [one.words(name) for name in one.fields]
    text = Concat(*_spaced(parts), output_field=CharField()) if len(parts) > 1 else parts[0]
    headline = SearchHeadline(
        text, query, config=CONFIG, start_sel=_FROM, stop_sel=_TO, max_words=32, min_words=16, max_fragments=1
    )
    things = one.rows(person).filter(pk__in=numbers).annotate(snippet=headline).order_by("-pk")
    for thing in things:
        page = one.on_page_of(thing)
        kind = _KIND[page.ref.partition("-")[0]]
        if kind.may(person, kind.see, page):
            state = getattr(thing, "state_label", "")  # what has no stages has none
            yield Hit(page.ref, one.title(thing), page.get_absolute_url(), state, _pieces(thing.snippet))


def _spaced(parts: Sequence[Combinable]) -> list[Any]:
    first, *rest = parts
    return [first, *(each for part in rest for each in (Value(" … "), part))]


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Cut a snippet at its marks into (text, is a word that was looked for)."""
    pieces: list[tuple[str, bool]] = []
    for part in snippet.split(_FROM):
        word, mark, rest = part.partition(_TO)
        pieces += [(word, True), (rest, False)] if mark else [(part, False)]
    return tuple(piece for piece in pieces if piece[0])


_AGENCIES = "agencies"


def _agencies(person: Person, text: str, shown: int) -> list[Hits]:
    """The directory has a search of its own, with an index, which also knows states and ORIs."""
    if not permits_somewhere(person.all_roles(), Permission.AGENCY_VIEW):
        return []
    found = search_agencies(text, shown + 1)
    hits = tuple(Hit(one.ref, one.title, one.get_absolute_url(), "", ()) for one in found[:shown])
    return [Hits(_AGENCIES, "Agency", hits, more=len(found) > shown)] if hits else []
