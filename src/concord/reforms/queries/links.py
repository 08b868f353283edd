"""How the recommendations of an engagement hang together: links, groups, what depends on what, what is in the way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from concord.analysis.plan import graph, groups
from concord.engagements.models import Engagement
from concord.findings.models import Citation, Recommendation
from concord.findings.queries import refused, shared_of
from concord.programme.document import BlockerKind
from concord.reforms.models import Blocker, Link, LinkKind, Reform
from concord.reforms.queries.things import known_labels
from concord.reforms.states import CoreState

TOGETHER = (LinkKind.SAME_ACTION, LinkKind.PART_OF)
"""The kinds of link by which recommendations stand in one group."""

_ALIKE = 0.41
"""The likeness from which a group is suggested: more than the evidence and the owner alone can give, which all
recommendations of one finding may share."""


def links(engagement: Engagement) -> QuerySet[Link]:
    """Return the links that stand in an engagement, oldest first, with their two recommendations."""
    rows = Link.objects.filter(engagement=engagement, ended_at=None).order_by("pk")
    return rows.select_related("one", "other")


def links_of(recommendation: Recommendation) -> QuerySet[Link]:
    """Return the links that stand of one recommendation, oldest first."""
    return links(recommendation.engagement).filter(Q(one=recommendation) | Q(other=recommendation))


def superseded() -> Exists:
    """Return the condition that another recommendation takes the place of one."""
    return Exists(Link.objects.filter(other=OuterRef("pk"), kind=LinkKind.SUPERSEDES, ended_at=None))


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
    """Return what the links of an engagement add up to; by four queries. Of each recommendation it is known whether the
    agency does not concur (`is_refused`)."""
    found = shared_of(engagement)
    by_pk = {each.pk: each for each in found.select_related("reform").annotate(is_refused=refused())}
    standing = tuple(link for link in links(engagement) if link.one_id in by_pk and link.other_id in by_pk)
    done = complete(engagement, by_pk.values())
    needs = [(link.one_id, link.other_id) for link in standing if link.kind == LinkKind.DEPENDS_ON]
    lost = {pk: why for pk, why in _lost(engagement, by_pk, standing).items() if pk not in done}
    over = done | lost.keys()
    known = _graph(by_pk, needs)
    waiting = {
        int(key): tuple(by_pk[int(first)] for first in firsts)
        for key, firsts in graph.blocked(known, done={_key(pk) for pk in over}).items()
    }
    undecided: dict[int, tuple[Recommendation, ...]] = {}
    for later, first in needs:
        if later not in over and first in lost:
            undecided[later] = (*undecided.get(later, ()), by_pk[first])
    frees = dict(_frees(known, by_pk, needs, over))
    return Connections(by_pk, standing, tuple(_grouped(by_pk, standing)), waiting, frees, done, lost, undecided)


def _lost(engagement: Engagement, by_pk: Mapping[int, Recommendation], standing: Iterable[Link]) -> Mapping[int, str]:
    """Return what will not come any more, with why: work on it has stopped, the agency does not concur and nothing was
    taken up, or another takes its place."""
    stopped = {key for key, label in known_labels(engagement).items() if label.core_state == CoreState.STOPPED}
    found: dict[int, str] = {}
    for pk, row in by_pk.items():
        reform: Reform | None = getattr(row, "reform", None)
        if reform is not None and reform.assessed_status in stopped:
            found[pk] = "the agency has stopped"
        elif reform is None and getattr(row, "is_refused", False):
            found[pk] = "the agency does not concur"
    superseded = (link for link in standing if link.kind == LinkKind.SUPERSEDES)
    return found | {link.other_id: f"{link.one.label} takes its place" for link in superseded}


def complete(engagement: Engagement, rows: Iterable[Recommendation]) -> frozenset[int]:
    """Return the keys of the recommendations that the team assesses as complete now."""
    done = {key for key, label in known_labels(engagement).items() if label.core_state == CoreState.COMPLETE}
    found = ((row.pk, getattr(row, "reform", None)) for row in rows)
    return frozenset(pk for pk, reform in found if reform is not None and reform.assessed_status in done)


def unblocks(
    connected: Connections, of: Recommendation
) -> tuple[tuple[Recommendation, ...], tuple[Recommendation, ...]]:
    """Return what the end of one would let begin at once, and all that waits for it in time."""
    return connected.frees.get(of.pk, ((), ()))


def _key(pk: int) -> str:
    """Keys of the library are texts; padded, their order is that of the numbers."""
    return f"{pk:012d}"


def _graph(by_pk: Mapping[int, Recommendation], needs: Iterable[tuple[int, int]]) -> graph.Graph:
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
    group_of = {pk: [pk] for pk in by_pk}
    for link in standing:
        first, second = group_of[link.one_id], group_of[link.other_id]
        if link.kind in TOGETHER and first is not second:
            first.extend(second)
            for pk in second:
                group_of[pk] = first
    each_once = {id(group): sorted(group) for group in group_of.values() if len(group) > 1}
    return (tuple(by_pk[pk] for pk in group) for group in sorted(each_once.values()))


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
