"""What has to come before what: circles, order, what is blocked, what somebody's work unblocks, the critical path.

Source of the critical path: Kelley and Walker, "Critical-Path Planning and Scheduling", Eastern Joint Computer
Conference 1959, pages 160-173.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from concord.analysis.errors import BadArgument, BadTable


@dataclass(frozen=True)
class Graph:
    """Pieces of work, each with what it needs done first. Made by `make`."""

    needs: Mapping[str, frozenset[str]]

    @cached_property
    def needed_by(self) -> dict[str, frozenset[str]]:
        """For each piece what needs it: the same links read the other way."""
        other: dict[str, set[str]] = {node: set() for node in self.needs}
        for node, first in self.needs.items():
            for each in first:
                other[each].add(node)
        return {node: frozenset(later) for node, later in other.items()}


@dataclass(frozen=True, slots=True)
class Unblocked:
    """What the end of one piece brings: what can begin at once, and all that waits for it in time, itself left out."""

    at_once: tuple[str, ...]
    in_time: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A longest chain: its pieces in order, and its length in the unit of the durations."""

    nodes: tuple[str, ...]
    length: int


def make(*, nodes: Iterable[str], needs: Iterable[tuple[str, str]]) -> Graph:
    """Return the graph of pieces of work and links (later, earlier): the later one needs the earlier one done.

    A link given twice counts once. Raises BadTable: a piece named twice, or a link of a piece that is not there. A
    circle is no error here, for it has to be shown: see `circle`."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        if node in found:
            raise BadTable(f"{node} is there twice", where="nodes", expected="each piece of work once")
        found[node] = set()
    for later, earlier in needs:
        for node in (later, earlier):
            if node not in found:
                raise BadTable(f"{node} is not there", where=f"link {later} needs {earlier}", expected="a known piece")
        found[later].add(earlier)
    return Graph({node: frozenset(first) for node, first in found.items()})


def circle(graph: Graph) -> tuple[str, ...]:
    """Return one circle, each piece needing the next and the last the first; () when there is none."""
    try:
        TopologicalSorter(_sorted(graph)).prepare()
    except CycleError as error:
        *around, _ = error.args[1]  # the first stands at the end again, and each is needed by the one after it
        return tuple(reversed(around))
    return ()


def way(graph: Graph, *, start: str, end: str) -> tuple[str, ...]:
    """Return a shortest way from one piece to another, each needing the next, both included; () when there is none.

    Of several the first by name. Raises BadTable: a piece is not there."""
    for node in (start, end):
        if node not in graph.needs:
            raise BadTable(f"{node} is not there", where="way", expected="a known piece")
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    to_visit = deque([start])
    while to_visit and end not in ways:
        here = to_visit.popleft()
        for each in sorted(graph.needs[here]):
            if each not in ways:
                ways[each] = (*ways[here], each)
                to_visit.append(each)
    return ways.get(end, ())


def in_order(graph: Graph) -> tuple[str, ...]:
    """Return all pieces, each after what it needs; the same order for the same links, however they were given.

    Raises BadArgument that names the circle."""
    if around := circle(graph):
        raise BadArgument(
            f"{' needs '.join((*around, around[0]))}", where="a circle of links", expected="links without a circle"
        )
    sorter = TopologicalSorter(_sorted(graph))
    sorter.prepare()
    order: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return tuple(order)


def blocked(graph: Graph, *, done: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return each piece that is not done and cannot begin, with what it still needs; both sorted."""
    finished = set(done)
    open_needs = {node: tuple(sorted(first - finished)) for node, first in graph.needs.items() if node not in finished}
    return {node: first for node, first in sorted(open_needs.items()) if first}


def unblocked_by(graph: Graph, *, node: str, done: Collection[str]) -> Unblocked:
    """Return what the end of `node` would bring, when those in `done` are finished already.

    Raises BadTable: `node` is not there."""
    if node not in graph.needs:
        raise BadTable(f"{node} is not there", where="node", expected="a known piece")
    finished = {*done, node}
    behind, later = graph.needed_by, set[str]()
    to_visit = list(behind[node])
    while to_visit:
        each = to_visit.pop()
        if each not in later and each not in finished:
            later.add(each)
            to_visit += behind[each]
    at_once = (each for each in behind[node] - finished if graph.needs[each] <= finished)
    return Unblocked(tuple(sorted(at_once)), tuple(sorted(later)))


def critical_path(graph: Graph, *, durations: Mapping[str, int]) -> Path:
    """Return the chain that takes longest: no plan ends earlier, whatever the capacity.

    `durations` are whole numbers of one unit, 0 or more. Of several chains of one length the first by name.
    Raises BadTable: a duration is missing or negative; BadArgument: a circle."""
    for node in graph.needs:
        if durations.get(node, -1) < 0:
            raise BadTable(f"{durations.get(node)}", where=f"duration of {node}", expected="a whole number, 0 or more")
    best: dict[str, Path] = {}
    for node in in_order(graph):
        before = min((best[first] for first in graph.needs[node]), key=_longest_first, default=Path((), 0))
        best[node] = Path((*before.nodes, node), before.length + durations[node])
    return min(best.values(), key=_longest_first, default=Path((), 0))


def _longest_first(path: Path) -> tuple[int, tuple[str, ...]]:
    return -path.length, path.nodes


def _sorted(graph: Graph) -> dict[str, list[str]]:
    """Return the links in one order, so that the same links give the same answer."""
    return {node: sorted(graph.needs[node]) for node in sorted(graph.needs)}
