"""The board of one engagement: every recommendation at work with what stands beside it, through filters."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms.models import NEEDS, Blocker, Reform
from concord.reforms.queries.links import Connections, blockers, connections
from concord.reforms.queries.things import NONE_YET


@dataclass(frozen=True)
class Wanted:
    """What a board is narrowed to; "" leaves a filter out. `assessed` and `reported` are status keys or NONE_YET,
    `held` a state of a reform or NONE_YET; `stuck` is "blocked", "decide", "waiting" or "free"; `area` a focus area's
    number."""

    assessed: str = ""
    reported: str = ""
    held: str = ""
    tag: str = ""
    stuck: str = ""
    area: str = ""


@dataclass(frozen=True)
class Card:
    """One recommendation on a board. `needs` are those that it needs first and that are still to come, `lost` those
    that will not come any more, each with why; `is_refused`: the agency does not concur, and nothing was taken up."""

    recommendation: Recommendation
    reform: Reform | None
    blockers: tuple[Blocker, ...]
    needs: tuple[Recommendation, ...]
    lost: tuple[tuple[Recommendation, str], ...]
    frees: int
    is_complete: bool
    is_refused: bool


@dataclass(frozen=True)
class Board:
    """The cards that fit the filters, in the order of their issue, out of `base`; their groups by focus area, and what
    hangs together. `needs` are the links (later, earlier) between cards that are shown."""

    base: int
    cards: tuple[Card, ...]
    connected: Connections
    tags: tuple[str, ...]
    areas: Mapping[str, str]

    @property
    def needs(self) -> list[tuple[str, str]]:
        """The links of what needs what first between the cards shown, by reference: a whole needs its parts."""
        shown = {card.recommendation.pk for card in self.cards}
        return [
            link.needs
            for link in self.connected.links
            if link.kind in NEEDS and link.one_id in shown and link.other_id in shown
        ]

    @property
    def needed(self) -> list[tuple[Card, list[Card]]]:
        """The same links as rows: each card that needs others first, with these, complete ones too."""
        by_ref = {card.recommendation.ref: card for card in self.cards}
        found: dict[str, list[Card]] = defaultdict(list)
        for later, first in self.needs:
            found[later].append(by_ref[first])
        return [(by_ref[later], firsts) for later, firsts in found.items()]

    @property
    def groups(self) -> list[tuple[str, list[Card]]]:
        """The cards by what hangs together, each under the labels of its group; then the rest by focus area."""
        by_pk = {card.recommendation.pk: card for card in self.cards}
        together = [[by_pk.pop(each.pk) for each in group if each.pk in by_pk] for group in self.connected.groups]
        found = [
            (f"One action: {', '.join(card.recommendation.label for card in one)}", one) for one in together if one
        ]
        rest: dict[str, list[Card]] = defaultdict(list)
        for card in by_pk.values():
            rest[area_of(card.recommendation)].append(card)
        return [*found, *((self.areas.get(number, "No focus area"), cards) for number, cards in rest.items())]


def area_of(recommendation: Recommendation) -> str:
    """Return the number of a recommendation's focus area, or ""."""
    area = recommendation.finding.focus_area
    return str(area.number) if area else ""


def board(engagement: Engagement, wanted: Wanted) -> Board:
    """Return the board of an engagement through its filters; by six queries, whatever its size."""
    connected = connections(engagement)
    standing: dict[int, list[Blocker]] = defaultdict(list)
    for blocker in blockers(engagement).select_related(None).select_related("reform"):
        standing[blocker.reform.recommendation_id].append(blocker)
    cards = [_card(row, connected, tuple(standing.get(pk, ()))) for pk, row in connected.by_pk.items()]
    rows = connected.by_pk.values()
    areas = {
        area_of(row): f"{row.finding.focus_area.number}. {row.finding.focus_area.title}"
        for row in rows
        if row.finding.focus_area
    }
    tags = tuple(sorted({tag for row in rows for tag in row.tags}))
    return narrowed(Board(len(cards), tuple(cards), connected, tags, areas), wanted)


def narrowed(whole: Board, wanted: Wanted) -> Board:
    """Return a board with the cards alone that fit the filters."""
    return replace(whole, cards=tuple(card for card in whole.cards if _fits(card, wanted)))


def _card(row: Recommendation, connected: Connections, blockers: tuple[Blocker, ...]) -> Card:
    _, in_time = connected.frees.get(row.pk, ((), ()))
    reform: Reform | None = getattr(row, "reform", None)
    needs = connected.waiting.get(row.pk, ())
    lost = tuple((each, connected.lost[each.pk]) for each in connected.undecided.get(row.pk, ()))
    against = reform is None and bool(getattr(row, "is_refused", False))
    done = row.pk in connected.done
    return Card(row, reform, blockers, needs, lost, len(in_time), is_complete=done, is_refused=against)


def _fits(card: Card, wanted: Wanted) -> bool:
    reform = card.reform
    facts = (
        (wanted.assessed, (reform and reform.assessed_status) or NONE_YET),
        (wanted.reported, (reform and reform.reported_status) or NONE_YET),
        (wanted.held, "" if card.is_refused else reform.state if reform else NONE_YET),
        (wanted.area, area_of(card.recommendation)),
        (wanted.stuck, _stuck(card)),
    )
    if any(asked and asked != fact for asked, fact in facts):
        return False
    return not wanted.tag or wanted.tag in card.recommendation.tags


def _stuck(card: Card) -> str:
    if card.blockers:
        return "blocked"
    if card.lost:
        return "decide"
    return "waiting" if card.needs else "free"
