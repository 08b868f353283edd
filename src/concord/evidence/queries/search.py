"""Search through the passages that a person may see.

Words are weighed by how rare they are, as search engines do: a word that stands in one passage of a thousand says more
than one that stands in each; a passage counts the more often a word stands in it, with ever less for each further
time, and the less the longer it is. A phrase, `or` and `-not` select strictly, as on the web."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Model, QuerySet

from concord.accounts.models import Person
from concord.analysis.text import meaning
from concord.evidence.models import SEALED, Document, Passage, SavedSearch
from concord.evidence.models.documents import Citation
from concord.evidence.queries import meanings
from concord.evidence.queries.documents import documents_visible_to
from concord.evidence.states import EvidenceState

_M = TypeVar("_M", bound=Model)
SHOWN = 20
LONGEST = 200  # letters of a query
_MOST_WORDS = 32
_COUNTED = 500  # passages; of a word that stands in more, the database's own estimate will do
_CANDIDATES = 2_000  # passages that are weighed; the rarest words name them
_USUAL, _BY_LENGTH, _K = 60.0, 0.85, 1.6  # different words of a passage, as a rule; how much length and repeats count
_ONCE = 0.0607927  # the database's rank of a word that stands once; n times give it the sum of 1/j² for j up to n
_OF_A_WORD = """
CASE WHEN r# > 0.5 THEN %s / (1 + size / (1 / greatest(1.644934 - r#, 0.001) - 0.5)) ELSE 0 END"""
_STRICT = re.compile(r'"|(^|\s)-\w|(^|\s)or(\s|$)', re.IGNORECASE)
FROM, TO = "\ue000", "\ue001"  # of the private use area: no text has them
_HEADLINE = f"StartSel={FROM}, StopSel={TO}, MaxWords=40, MinWords=18"


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, and the documents in which. Empty means all that the person may see."""

    words: str
    engagement: str = ""
    area: str = ""
    method: str = ""
    since: date | None = None
    until: date | None = None
    meaning: bool = False  # what says the same in other words, too


@dataclass(frozen=True)
class Hit:
    """A passage that was found: where it is, and a piece of it, each part with whether it is a word looked for."""

    citation: Citation
    document: Document
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """The best hits, best first, and how many passages fit (or so many at least)."""

    hits: tuple[Hit, ...] = field(default=())
    count: int = 0
    at_least: bool = False


def searched(person: Person, wanted: Wanted) -> QuerySet[Document]:
    """Return the documents through which a person looks: what they may see, has been read and was not withdrawn; none
    that is confidential or law-enforcement sensitive."""
    found = documents_visible_to(person).filter(current__gt=0, item__state=EvidenceState.LOGGED)
    return narrowed(found.exclude(item__releasability__in=SEALED), wanted, item="item__")


def narrowed(rows: QuerySet[_M], wanted: Wanted, *, item: str = "") -> QuerySet[_M]:
    """Narrow documents, or items, to what was chosen; `item` leads from a row to its item."""
    ways = {
        "engagement__ref": wanted.engagement,  # a document has its own, with an index
        f"{item}focus_area__ref": wanted.area,
        f"{item}method": wanted.method,
        f"{item}collected_on__gte": wanted.since,
        f"{item}collected_on__lte": wanted.until,
    }
    return rows.filter(**{name: value for name, value in ways.items() if value})


def search(person: Person, wanted: Wanted, *, shown: int = SHOWN) -> Found:
    """Return what fits best of the newest texts of the documents that a person may see."""
    words = wanted.words.replace("\0", " ").strip()[:LONGEST]
    if not words:
        return Found()
    within = searched(person, wanted).filter(revisions__number=F("current")).order_by()
    try:
        scope, parameters = within.values("revisions__pk").query.sql_with_params()
    except EmptyResultSet:  # no role of theirs lets them see any
        return Found()
    by_meaning = wanted.meaning and meaning.installed()
    deep = meanings.FUSED if by_meaning else shown
    if _STRICT.search(words):
        query = _strict(words)
        ranked, count, whole = _ranked(query, scope, parameters, shown)
        return Found(_hits(ranked, query), count, at_least=not whole)
    weights = _weights(words)
    query = " | ".join(map(_literal, weights))
    ranked, count, whole = _weighed(weights, scope, parameters, deep) if weights else ([], 0, True)
    if by_meaning:
        near = meanings.nearest(meaning.embed([words])[0], scope, parameters)
        ranked = meaning.fuse(ranked, near)
        count = max(count, len(ranked[:shown]))  # every passage lies somewhere near: what is shown fits, at least
    return Found(_hits(ranked[:shown], query), count, at_least=by_meaning or not whole)


def _weights(words: str) -> dict[str, "_Weight"]:
    """Return the stems of the words that any passage has, each with its weight and how many have it, rarest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('english', %s))", [words])
        (stems,) = cursor.fetchone()
        cursor.execute("SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = 'evidence_passage'::regclass")
        (passages,) = cursor.fetchone()
        counts: dict[str, int] = {}
        for stem in stems[:_MOST_WORDS]:
            counts[stem] = _passages_with(_literal(stem), cursor)
    total = max(passages, *counts.values(), 1) if counts else 1
    there = sorted((count, stem) for stem, count in counts.items() if count)
    return {stem: _Weight(math.log(1 + (total - count + 0.5) / (count + 0.5)), count) for count, stem in there}


def _passages_with(query: str, cursor: Any) -> int:
    """Return in how many passages a word stands: counted where they are few, else estimated."""
    cursor.execute(
        "SELECT count(*) FROM (SELECT 1 FROM evidence_passage WHERE words @@ %s::tsquery LIMIT %s) AS few",
        [query, _COUNTED],
    )
    (count,) = cursor.fetchone()
    if count < _COUNTED:
        return int(count)
    cursor.execute("EXPLAIN (FORMAT JSON) SELECT 1 FROM evidence_passage WHERE words @@ %s::tsquery", [query])
    (plan,) = cursor.fetchone()
    return max(int(count), int(plan[0]["Plan"]["Plan Rows"]))


def _literal(stem: str) -> str:
    """Return a stem as a query of the database that means this stem and nothing else."""
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"


class _Weight(NamedTuple):
    """What a word says, and in how many passages it stands."""

    weight: float
    passages: int


_Ranked = tuple[list[int], int, bool]  # keys, best first; how many were weighed; whether these are all that fit


def _weighed(weights: Mapping[str, _Weight], scope: str, parameters: Sequence[Any], shown: int) -> _Ranked:
    """Rank the passages that have one of the rarest words, by all the words."""
    looked_up = list(weights)[:1]
    room = _CANDIDATES - weights[looked_up[0]].passages
    for stem in list(weights)[1:]:
        room -= weights[stem].passages
        if room < 0:
            break
        looked_up.append(stem)
    stems = [_literal(stem) for stem in weights]
    tables = ", ".join(f"%s::tsquery AS q{n}" for n in range(len(stems)))
    ranks = ", ".join(f"ts_rank(words, q{n}) / {_ONCE} AS r{n}" for n in range(len(stems)))
    score = " + ".join(_OF_A_WORD.replace("r#", f"r{n}") for n in range(len(stems)))
    sql = f"""
        WITH q AS MATERIALIZED (SELECT {tables}),
        fit AS MATERIALIZED (
            SELECT passage.id, words FROM evidence_passage AS passage
            WHERE words @@ %s::tsquery AND revision_id IN ({scope}) LIMIT {_CANDIDATES}),
        ranked AS MATERIALIZED (
            SELECT id, {_K} * (1 - {_BY_LENGTH} + {_BY_LENGTH} * length(words) / {_USUAL}) AS size, {ranks} FROM fit, q)
        SELECT id, count(*) OVER () FROM ranked ORDER BY {score} DESC, id LIMIT %s
    """  # noqa: S608 - numbers of our own, and the scope as Django wrote it; every value is a parameter # nosec B608
    said = [one.weight for one in weights.values()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*stems, " | ".join(map(_literal, looked_up)), *parameters, *said, shown])
        return _read(cursor.fetchall(), whole=len(looked_up) == len(weights))


def _strict(words: str) -> str:
    """Return the database's own query for a phrase, `or`, `-not`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT websearch_to_tsquery('english', %s)::text", [words])
        return str(cursor.fetchone()[0])


def _ranked(query: str, scope: str, parameters: Sequence[Any], shown: int) -> _Ranked:
    """Rank the passages that fit a query of the database."""
    sql = f"""
        WITH fit AS MATERIALIZED (
            SELECT passage.id, ts_rank(words, %s::tsquery, 1) AS rank FROM evidence_passage AS passage
            WHERE words @@ %s::tsquery AND revision_id IN ({scope}) LIMIT {_CANDIDATES})
        SELECT id, count(*) OVER () FROM fit ORDER BY rank DESC, id LIMIT %s
    """  # noqa: S608 - as above # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(sql, [query, query, *parameters, shown])
        return _read(cursor.fetchall(), whole=True)


def _read(rows: Sequence[tuple[int, int]], *, whole: bool) -> _Ranked:
    count = rows[0][1] if rows else 0
    return [key for key, _ in rows], count, whole and count < _CANDIDATES


def _hits(ranked: Sequence[int], query: str) -> tuple[Hit, ...]:
    """Load what was found, in its order, each with a snippet."""
    if not ranked:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ts_headline('english', text, %s::tsquery, %s) FROM evidence_passage WHERE id = ANY(%s)",
            [query, _HEADLINE, list(ranked)],
        )
        snippets = dict(cursor.fetchall())
    rows = Passage.objects.filter(pk__in=ranked).select_related(
        "revision__document__item__focus_area", "revision__document__engagement"
    )
    by_key = {passage.pk: passage for passage in rows}
    return tuple(_hit(by_key[key], snippets[key]) for key in ranked)


def _hit(passage: Passage, snippet: str) -> Hit:
    document = passage.revision.document
    citation = Citation(document.ref, passage.revision.number, passage.page, passage.number)
    return Hit(citation, document, tuple(pieces(snippet)))


def pieces(snippet: str) -> list[tuple[str, bool]]:
    """Return a piece of text in parts, each with whether it is a word looked for."""
    found: list[tuple[str, bool]] = []
    for part in snippet.split(FROM):
        word, mark, rest = part.partition(TO)
        found += [(word, True), (rest, False)] if mark else [(part, False)]
    return [piece for piece in found if piece[0]]


@dataclass(frozen=True)
class Choices:
    """What the documents that a person may see can be narrowed to: methods and focus areas, by key."""

    methods: dict[str, str]
    areas: dict[str, str]


def choices(person: Person, engagement: str) -> Choices:
    """Return the methods of the documents that a person may see; and the focus areas, once an engagement is chosen."""
    seen = searched(person, Wanted("", engagement=engagement)).order_by()
    keys = sorted(set(seen.values_list("item__method", flat=True)))
    areas: dict[str, str] = {}
    if engagement:
        found = seen.values_list("item__focus_area__ref", "item__focus_area__number", "item__focus_area__title")
        areas = {ref: f"{number}. {title}" for ref, number, title in sorted(set(found), key=lambda one: one[1])}
    return Choices({key: key.replace("_", " ").capitalize() for key in keys}, areas)


def saved_by(person: Person) -> list[SavedSearch]:
    """Return the searches that somebody keeps, by name."""
    return list(SavedSearch.objects.filter(who=person.actor_key, dropped_at=None).order_by("name"))
