"""How the recommendations of an engagement hang together: links, groups, what depends on what, what is in the way."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from concord.analysis.plan import graph, groups
from concord.engagements.models import Engagement
from concord.findings.models import Citation, Finding, Recommendation
from concord.findings.queries import refused, shared_of
from concord.findings.states import StatementState
from concord.programme.document import BlockerKind
from concord.reforms.models import NEEDS, Blocker, Judgement, Link, LinkKind, Reform, in_turn
from concord.reforms.queries.things import known_labels
from concord.reforms.states import CoreState

AGAINST = "the agency does not concur"
"""Why what waits before its issue, or was never taken up, will not come any more."""
TOGETHER = (LinkKind.SAME_ACTION, LinkKind.PART_OF)
"""The kinds of link by which recommendations stand in one group."""

_SHOWN = (
    *("ref", "label", "text", "text_available", "state", "state_since", "tags", "owner", "engagement", "finding"),
    *("reform__ref", "reform__state", "reform__state_since", "reform__recommendation", "reform__engagement"),
    *("reform__reported_status", "reform__reported_on", "reform__assessed_status", "reform__assessed_on"),
)
_ALIKE = 0.41
"""The likeness from which a group is suggested: more than the evidence and the owner alone can give, which all
recommendations of one finding may share."""


def links(engagement: Engagement) -> QuerySet[Link]:
    """Return the links that stand in an engagement, oldest first, with their two recommendations."""
    rows = Link.objects.filter(engagement=engagement, ended_at=None).order_by("pk")
    return rows.select_related("one", "other")


def links_of(recommendation: Recommendation) -> QuerySet[Link]:
    """Return the links that stand of one recommendation, oldest first."""
    rows = links(recommendation.engagement).filter(Q(one=recommendation) | Q(other=recommendation))
    return rows.only("engagement", "kind", "why", "made_at", "one__ref", "one__label", "other__ref", "other__label")


def superseded(engagement: Engagement) -> Exists:
    """Return the condition that another recommendation of an engagement takes the place of one, and may still come: it
    is not set aside, has not stopped, and is not one that waits or was never taken up since the agency does not concur;
    so does `Connections.lost`."""
    said = Judgement.objects.filter(reform__recommendation=OuterRef("pk"))
    later = Judgement.objects.filter(reform=OuterRef("reform"), pk__gt=OuterRef("pk"))
    stopped = Exists(said.filter(~Exists(later), core_state=CoreState.STOPPED))
    newer = Recommendation.objects.filter(engagement=engagement).exclude(state=StatementState.SET_ASIDE)
    newer = newer.exclude(stopped).exclude(refused(), Q(reform=None) | ~Q(state=StatementState.ISSUED))
    return Exists(
        Link.objects.filter(other=OuterRef("pk"), kind=LinkKind.SUPERSEDES, ended_at=None, one__in=newer.values("pk"))
    )


def blocker_kinds(engagement: Engagement) -> dict[str, BlockerKind]:
    """Return the kinds of obstacle of the engagement's edition by key; none where it has no edition."""
    rows = engagement.edition.document.get("blocker_kind", ()) if engagement.edition else ()
    return {row["key"]: BlockerKind(**row) for row in rows}


def blockers(engagement: Engagement) -> QuerySet[Blocker]:
    """Return the obstacles that stand in an engagement, the oldest first."""
    rows = Blocker.objects.filter(reform__engagement=engagement, ended_at=None).order_by("since", "pk")
    return rows.select_related("reform__recommendation")


Freed = tuple[tuple[Recommendation, ...], tuple[Recommendation, ...]]
"""What could begin at once, and all that waits in time."""


@dataclass(frozen=True)
class Connections:
    """What the links of an engagement add up to. All recommendations are those at work, known by their keys.

    `waiting`: each that is not complete and needs others first, with those; `frees`: each that is not complete and
    for which others wait, with what could begin at once and all that waits for it in time, most first; `done`:
    the keys of what is complete. `lost`: what will not come any more, with why; it holds nothing up, and what needs it
    first is in `undecided`, with those: somebody decides what becomes of the link."""

    by_pk: Mapping[int, Recommendation]
    links: tuple[Link, ...]
    groups: tuple[tuple[Recommendation, ...], ...]
    waiting: Mapping[int, tuple[Recommendation, ...]]
    frees: Mapping[int, Freed]
    done: frozenset[int]
    lost: Mapping[int, str]
    undecided: Mapping[int, tuple[Recommendation, ...]]


def connections(engagement: Engagement) -> Connections:
    """Return what the links of an engagement add up to; by five queries. Of each recommendation it is known what a list
    shows, and whether the agency does not concur (`is_refused`)."""
    by_pk = _at_work(engagement)
    standing = tuple(_between(by_pk, links(engagement).select_related(None)))
    stands = {pk: _stand(row) for pk, row in by_pk.items()}
    known, done, lost = _web(engagement, stands, [(link.one_id, link.other_id, link.kind) for link in standing])
    over = done | lost.keys()
    waiting = {
        int(key): tuple(by_pk[int(first)] for first in firsts)
        for key, firsts in graph.blocked(known, done={_key(pk) for pk in over}).items()
    }
    needs = [in_turn(link.kind, link.one_id, link.other_id) for link in standing if link.kind in NEEDS]
    undecided: dict[int, tuple[Recommendation, ...]] = {}
    for later, first in needs:
        if later not in over and first in lost:
            undecided[later] = (*undecided.get(later, ()), by_pk[first])
    frees = dict(_frees(known, by_pk, needs, over))
    return Connections(by_pk, standing, tuple(_grouped(by_pk, standing)), waiting, frees, done, lost, undecided)


def unblocks(of: Recommendation) -> tuple[tuple[Recommendation, ...], int]:
    """Return what the end of one would let begin at once, and how many wait for it in time. Nothing of the others is
    read but how far they are."""
    rows = shared_of(of.engagement).annotate(is_refused=refused())
    read = rows.values_list("pk", "label", "reform", "reform__assessed_status", "is_refused", "state")
    stands = {
        pk: _Stand(label, reform, assessed, against, state == StatementState.ISSUED)
        for pk, label, reform, assessed, against, state in read
    }
    pairs = links(of.engagement).values_list("one_id", "other_id", "kind")
    linked = [pair for pair in pairs if pair[0] in stands and pair[1] in stands]
    known, done, lost = _web(of.engagement, stands, linked)
    if of.pk not in stands or of.pk in done or of.pk in lost:
        return (), 0
    freed = graph.unblocked_by(known, node=_key(of.pk), done={_key(pk) for pk in (*done, *lost)})
    at_once = Recommendation.objects.filter(pk__in=map(int, freed.at_once)).order_by("pk") if freed.at_once else ()
    return tuple(at_once), len(freed.in_time)


def _at_work(engagement: Engagement) -> dict[int, Recommendation]:
    """Return the recommendations at work by their keys, oldest first, with their reforms; those of one finding share
    it, with its focus area."""
    rows = shared_of(engagement).select_related(None).select_related("reform").annotate(is_refused=refused())
    areas = Finding.objects.filter(engagement=engagement).select_related("focus_area")
    findings = {each.pk: each for each in areas.only("focus_area__number", "focus_area__title")}
    found: dict[int, Recommendation] = {row.pk: row for row in rows.only(*_SHOWN)}
    for row in found.values():
        row.finding = findings[row.finding_id]
    return found


def _between(by_pk: Mapping[int, Recommendation], standing: Iterable[Link]) -> Iterator[Link]:
    """Yield the links between recommendations at work, with these."""
    for link in standing:
        if link.one_id in by_pk and link.other_id in by_pk:
            link.one, link.other = by_pk[link.one_id], by_pk[link.other_id]
            yield link


class _Stand(NamedTuple):
    """How far one recommendation at work is: its number, its reform, what the team assesses, whether the agency does
    not concur, whether it is issued."""

    label: str
    reform: int | None
    assessed: str | None
    is_refused: bool
    is_issued: bool


def _stand(row: Recommendation) -> _Stand:
    reform: Reform | None = getattr(row, "reform", None)
    against = bool(getattr(row, "is_refused", False))
    assessed = reform.assessed_status if reform else None
    return _Stand(row.label, reform.pk if reform else None, assessed, against, row.is_issued)


def _web(
    engagement: Engagement, stands: Mapping[int, _Stand], linked: Iterable[tuple[int, int, str]]
) -> tuple[graph.Graph, frozenset[int], dict[int, str]]:
    """Return what needs what first; what the team assesses as complete; and what will not come any more, with why: work
    on it has stopped, the agency does not concur and nothing was taken up or issued, or another takes its place that
    may still come."""
    core = {key: label.core_state for key, label in known_labels(engagement).items()}
    done = frozenset(pk for pk, one in stands.items() if one.assessed and core.get(one.assessed) == CoreState.COMPLETE)
    lost: dict[int, str] = {}
    needs: list[tuple[int, int]] = []
    for pk, one in stands.items():
        if one.assessed and core.get(one.assessed) == CoreState.STOPPED:
            lost[pk] = "work on it has stopped"
        elif one.is_refused and (one.reform is None or not one.is_issued):
            lost[pk] = AGAINST
    never = lost.keys() - done
    for one_id, other_id, kind in linked:
        if kind == LinkKind.SUPERSEDES and one_id not in never:
            lost[other_id] = f"{stands[one_id].label} takes its place"
        elif kind in NEEDS:
            needs.append(in_turn(kind, one_id, other_id))
    return _graph(stands, needs), done, {pk: why for pk, why in lost.items() if pk not in done}


def _key(pk: int) -> str:
    """Keys of the library are texts; padded, their order is that of the numbers."""
    return f"{pk:012d}"


def _graph(by_pk: Iterable[int], needs: Iterable[tuple[int, int]]) -> graph.Graph:
    return graph.make(nodes=map(_key, by_pk), needs=[(_key(later), _key(first)) for later, first in needs])


def _frees(
    known: graph.Graph, by_pk: Mapping[int, Recommendation], needs: Iterable[tuple[int, int]], over: frozenset[int]
) -> Iterable[tuple[int, Freed]]:
    finished = {_key(pk) for pk in over}
    found = []
    for pk in sorted({first for _, first in needs} - over):
        freed = graph.unblocked_by(known, node=_key(pk), done=finished)
        if freed.in_time:
            at_once, in_time = (tuple(by_pk[int(key)] for key in keys) for keys in (freed.at_once, freed.in_time))
            found.append((pk, (at_once, in_time)))
    return sorted(found, key=lambda pair: (-len(pair[1][1]), -len(pair[1][0]), pair[0]))


def _grouped(by_pk: Mapping[int, Recommendation], standing: Iterable[Link]) -> Iterable[tuple[Recommendation, ...]]:
    """Return the groups of what is one action or a part of another, each and all in the order of their issue."""
    found = joined((link.one_id, link.other_id) for link in standing if link.kind in TOGETHER)
    return (tuple(by_pk[pk] for pk in group) for group in sorted(set(found.values())))


def joined(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    """Return for each key of some pairs the group of all keys that hang together with it, the least first."""
    group_of: dict[int, list[int]] = {}
    for one, other in pairs:
        first, second = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if first is not second:
            first.extend(second)
            group_of |= dict.fromkeys(second, first)
    return {key: tuple(sorted(group)) for key, group in group_of.items()}


@dataclass(frozen=True)
class Suggested:
    """Recommendations that may be one action, and why it seems so; a person accepts it or not."""

    recommendations: tuple[Recommendation, ...]
    likeness: float
    words: tuple[str, ...]
    evidence: tuple[str, ...]
    owner: str


def suggested(engagement: Engagement) -> tuple[Suggested, ...]:
    """Return which recommendations of an engagement seem to belong together and are in no group yet, the most alike
    first. Shared words, shared evidence of their findings and a suggested owner in common speak for it."""
    connected = connections(engagement)
    placed = {each.pk for group in connected.groups for each in group}
    rows = {pk: row for pk, row in connected.by_pk.items() if pk not in placed and row.text_available}
    cited: dict[int, set[str]] = defaultdict(set)
    rests_on = Citation.objects.filter(finding__engagement=engagement, taken_away_at=None)
    for finding, ref in rests_on.values_list("finding", "evidence__ref"):
        cited[finding].add(ref)
    pieces = [groups.Piece(_key(pk), row.text, frozenset(cited[row.finding_id]), row.owner) for pk, row in rows.items()]
    return tuple(
        Suggested(tuple(rows[int(key)] for key in found.keys), found.likeness, found.words, found.evidence, found.owner)
        for found in groups.suggested(pieces, least=_ALIKE)
    )


def standing_in_the_way(reform: Reform) -> QuerySet[Blocker]:
    """Return every obstacle of a reform, those that stand first."""
    return reform.blockers.order_by("ended_at", "since", "pk").reverse()
