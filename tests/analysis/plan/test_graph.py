"""Links between pieces of work: circles, order, what is blocked, what is unblocked, the critical path."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.plan import graph as links

LETTERS = "abcdefg"
SOME_LINKS = st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), max_size=12)
FORWARD = SOME_LINKS.map(lambda pairs: [(later, earlier) for later, earlier in pairs if later > earlier])


def of(*needs: tuple[str, str], nodes: str = LETTERS) -> links.Graph:
    return links.make(nodes=nodes, needs=needs)


def test_a_piece_named_twice_and_a_link_of_an_unknown_piece_are_refused_by_name() -> None:
    with pytest.raises(BadTable, match="nodes: a is there twice; expected each piece of work once"):
        of(nodes="aba")
    with pytest.raises(BadTable, match="link a needs z: z is not there; expected a known piece"):
        of(("a", "z"))


@pytest.mark.parametrize("around", [("a",), ("a", "b"), ("c", "a", "e")])
def test_a_circle_is_named_in_its_order(around: tuple[str, ...]) -> None:
    needs = [*zip(around, (*around[1:], around[0]), strict=True), ("g", around[0]), ("f", "g")]
    found = links.circle(of(*needs))
    start = found.index(around[0])
    assert found[start:] + found[:start] == around
    with pytest.raises(BadArgument, match=r"a circle of links: .* needs .*; expected links without a circle"):
        links.in_order(of(*needs))


def test_a_way_is_a_shortest_one_and_there_is_none_against_the_links() -> None:
    graph = of(("a", "b"), ("b", "c"), ("a", "d"), ("d", "c"), ("c", "e"), ("a", "e"), ("e", "f"))
    assert links.way(graph, start="a", end="c") == ("a", "b", "c")
    assert links.way(graph, start="a", end="f") == ("a", "e", "f")
    assert (links.way(graph, start="c", end="a"), links.way(graph, start="a", end="a")) == ((), ("a",))
    with pytest.raises(BadTable, match="z is not there"):
        links.way(graph, start="a", end="z")


@given(FORWARD)
def test_links_that_go_forward_have_no_circle_and_an_order_that_keeps_each(needs: list[tuple[str, str]]) -> None:
    graph = of(*needs)
    order = links.in_order(graph)
    assert (links.circle(graph), sorted(order)) == ((), list(LETTERS))
    assert [(later, earlier) for later, earlier in needs if order.index(later) < order.index(earlier)] == []


@given(SOME_LINKS)
def test_there_is_an_order_exactly_when_there_is_no_circle(needs: list[tuple[str, str]]) -> None:
    graph = of(*((a, b) for a, b in needs if a in "abcd" and b in "abcd"), nodes="abcd")
    kept = [
        order
        for order in permutations("abcd")
        if all(order.index(first) < order.index(node) for node in "abcd" for first in graph.needs[node] - {node})
        and not any(node in graph.needs[node] for node in "abcd")
    ]
    assert (links.circle(graph) == ()) == bool(kept)


@given(FORWARD, st.sets(st.sampled_from(LETTERS)), st.sampled_from(LETTERS))
def test_what_ends_unblocks_just_what_was_blocked_by_it_alone(
    needs: list[tuple[str, str]], done: set[str], node: str
) -> None:
    graph = of(*needs)
    before, after = links.blocked(graph, done=done), links.blocked(graph, done={*done, node})
    brings = links.unblocked_by(graph, node=node, done=done)
    if node not in done:
        assert set(brings.at_once) == before.keys() - after.keys() - {node}
    assert set(brings.at_once) <= set(brings.in_time)
    assert all(node in first for later, first in graph.needs.items() if later in brings.at_once)


@pytest.mark.owed("A29")
def test_one_policy_that_seventeen_wait_for_unblocks_seventeen() -> None:
    waiting = [f"rec-{number:02}" for number in range(17)]
    graph = links.make(nodes=["policy", *waiting], needs=[(each, "policy") for each in waiting])
    assert links.unblocked_by(graph, node="policy", done=()) == links.Unblocked(tuple(waiting), tuple(waiting))
    assert links.blocked(graph, done=["policy"]) == {}
    with pytest.raises(BadTable, match="node: law is not there"):
        links.unblocked_by(graph, node="law", done=())


def test_the_critical_path_of_the_textbook_is_its_longest_chain() -> None:
    """Durations and links of a small house: chains a-b-d (3+2+4) and a-c-d (3+5+4)."""
    graph = of(("b", "a"), ("c", "a"), ("d", "b"), ("d", "c"), nodes="abcd")
    found = links.critical_path(graph, durations={"a": 3, "b": 2, "c": 5, "d": 4})
    assert found == links.Path(("a", "c", "d"), 12)
    with pytest.raises(BadTable, match="duration of d: None; expected a whole number, 0 or more"):
        links.critical_path(graph, durations={"a": 3, "b": 2, "c": 5})
    assert links.critical_path(links.make(nodes=[], needs=[]), durations={}) == links.Path((), 0)


@given(FORWARD, st.lists(st.integers(0, 9), min_size=len(LETTERS), max_size=len(LETTERS)))
def test_the_critical_path_is_a_chain_of_links_and_none_is_longer(
    needs: list[tuple[str, str]], days: list[int]
) -> None:
    graph, durations = of(*needs), dict(zip(LETTERS, days, strict=True))

    def longest(node: str) -> int:
        return durations[node] + max((longest(first) for first in graph.needs[node]), default=0)

    found = links.critical_path(graph, durations=durations)
    assert found.length == max(longest(node) for node in LETTERS) == sum(durations[node] for node in found.nodes)
    assert all(early in graph.needs[late] for early, late in zip(found.nodes, found.nodes[1:], strict=False))
