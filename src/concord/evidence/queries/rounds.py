"""Reads of coding rounds: of what a sample is drawn, how far coders are, and the codings that somebody may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from concord.accounts.models import Person
from concord.accounts.queries import members, names
from concord.accounts.scoping import visible
from concord.core import history
from concord.core.models import AuditRow
from concord.core.permissions import Actor, Permission
from concord.core.roles import Level
from concord.engagements.models import Engagement
from concord.evidence.models import (
    SEALED,
    Coding,
    CodingRound,
    Passage,
    PassageRead,
    Revision,
    RoundCoder,
    RoundPassage,
)
from concord.evidence.sealed_documents import texts
from concord.evidence.states import EvidenceState, RoundState

P = Permission
_WITH = ("engagement__agency", "engagement__edition", "codebook", "version")
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_OF_ONE = (P.ROUND_CODE, P.ROUND_UNCODE, P.ROUND_READ)


@dataclass(frozen=True)
class Drawable:
    """A passage of which a sample can be drawn."""

    document: int  # its key in the database
    revision: int
    page: int
    paragraph: int
    length: int
    method: str
    sealed: bool


@dataclass(frozen=True)
class Progress:
    """How far a coder is: passages read to their end, of how many."""

    coder: str
    read: int
    of: int


def coding_round(ref: str) -> CodingRound | None:
    """Return the round with this reference, or None."""
    return CodingRound.objects.select_related(*_WITH).filter(ref=ref).first()


def rounds_visible_to(person: Person) -> QuerySet[CodingRound]:
    """Return the rounds that a person may see; those with confidential documents only on their own team."""
    own_team = Q(pk__in=())
    for membership in person.held():
        role = membership.role_class
        if role.level == Level.ENGAGEMENT and P.EVIDENCE_VIEW in role.permissions:
            own_team |= Q(engagement__ref=membership.scope.partition(":")[2])
    rows = CodingRound.objects.select_related(*_WITH).defer("version__content")
    return rows.filter(visible(person, P.ROUND_VIEW, **_AT), Q(confidential=False) | own_team)


def rounds_of(engagement: Engagement, person: Person) -> QuerySet[CodingRound]:
    """Return the rounds of an engagement that a person may see."""
    return rounds_visible_to(person).filter(engagement=engagement)


def rounds_open_for(person: Person) -> QuerySet[CodingRound]:
    """Return the open rounds in which somebody has still to read, and those that they opened."""
    key = person.actor_key
    done = PassageRead.objects.filter(passage=OuterRef("pk"), coder=key)
    unread = RoundPassage.objects.filter(~Exists(done), round=OuterRef("pk"))
    codes = RoundCoder.objects.filter(round=OuterRef("pk"), coder=key)
    rows = rounds_visible_to(person).filter(state=RoundState.OPEN)
    return rows.filter(Q(opened_by=key) | Q(Exists(codes), Exists(unread)))


def round_history(by: Actor, of: CodingRound) -> QuerySet[AuditRow]:
    """Return the rows about a round that somebody may read: of a blind one that is open, not what others coded."""
    rows = history.of(of.ref)
    if sees_all(of):
        return rows
    return rows.exclude(Q(verb__in=[one.value for one in _OF_ONE]) & ~Q(who=by.actor_key))


def sees_all(of: CodingRound) -> bool:
    """Say whether coders see what others coded: not in a blind round, until it is closed."""
    return not of.blind or of.state == RoundState.CLOSED


def codings_seen(by: Actor, of: CodingRound) -> QuerySet[Coding]:
    """Return the standing codings of a round that somebody may see, in the order of the text."""
    rows = Coding.objects.select_related("code", "passage__document__item", "passage__round")
    rows = rows.filter(passage__round=of, withdrawn_at=None)
    mine = rows if sees_all(of) else rows.filter(coder=by.actor_key)
    return mine.order_by("passage__place", "first", "last", "pk")


def read_by(by: Actor, of: CodingRound) -> int:
    """Return how many passages of a round somebody has read to their end."""
    return PassageRead.objects.filter(passage__round=of, coder=by.actor_key).count()


def progress(of: CodingRound) -> list[Progress]:
    """Return how far each coder is, in the order in which they were named."""
    passages = of.passages.count()
    read = PassageRead.objects.filter(passage__round=of).values_list("coder").annotate(Count("pk"))
    done = dict(read)
    return [Progress(key, done.get(key, 0), passages) for key in coders(of)]


def coders(of: CodingRound) -> list[str]:
    """Return the actor keys of those who code in a round."""
    return list(of.coders.order_by("pk").values_list("coder", flat=True))


def called(of: CodingRound, keys: Iterable[str]) -> dict[str, str]:
    """Return the name behind each actor key; of somebody who coded elsewhere as the file has it."""
    elsewhere = dict(of.coders.exclude(called="").values_list("coder", "called"))
    return names(keys) | {key: elsewhere[key] for key in keys if key in elsewhere}


def possible_coders(of: Engagement) -> list[Person]:
    """Return the people whose role on an engagement lets them code, by name."""
    held = members(f"engagement:{of.ref}")
    able = {one.person.pk: one.person for one in held if P.ROUND_CODE in one.role_class.permissions}
    return sorted(able.values(), key=lambda person: (person.name, person.pk))


def drawable(of: Engagement, *, focus_area: int | None, method: str, confidential: bool) -> list[Drawable]:
    """Return the passages of the newest texts of an engagement, in the order of documents, pages and paragraphs.

    `focus_area` is its number; "" is any method. Raises KeyLost."""
    rows = Passage.objects.filter(
        revision__document__engagement=of,
        revision__number=F("revision__document__current"),
        revision__document__item__state=EvidenceState.LOGGED,
        revision__document__destroyed_in="",
    )
    if focus_area is not None:
        rows = rows.filter(revision__document__item__focus_area__number=focus_area)
    if method:
        rows = rows.filter(revision__document__item__method=method)
    if not confidential:
        rows = rows.exclude(revision__document__item__releasability__in=SEALED)
    told = rows.order_by("revision__document", "page", "number").values_list(
        *("revision__document", "revision__number", "page", "number", Length("text")),
        *("revision__document__item__method", "revision__is_sealed", "revision"),
    )
    found = list(told)
    sealed = _sealed_lengths({(row[7], row[2]) for row in found if row[6]})
    return [
        Drawable(document, number, page, paragraph, sealed.get((key, page, paragraph), length), method, is_sealed)
        for document, number, page, paragraph, length, method, is_sealed, key in found
    ]


def _sealed_lengths(wanted: set[tuple[int, int]]) -> dict[tuple[int, int, int], int]:
    """Return the lengths of sealed paragraphs by revision (its key), page and paragraph. Raises KeyLost."""
    pages: dict[int, set[int]] = defaultdict(set)
    for revision, page in wanted:
        pages[revision].add(page)
    rows = Revision.objects.select_related("document").filter(pk__in=pages)
    return {
        (revision.pk, page, number): len(text)
        for revision in rows
        for page, paragraphs in texts(revision, pages[revision.pk]).items()
        for number, text in enumerate(paragraphs, start=1)
    }
