"""With the recogniser of names, at least as much of every kind is suggested as the peer finds."""

from concord.analysis.text.suggesting import suggest
from tests.analysis.text import marked


def test_of_every_kind_and_of_all_together_no_less_is_suggested_than_the_peer_finds() -> None:
    found, known = marked.count(suggest).recall, marked.baseline()
    peer = known["recall_fully_covered"] | {"": known["all"]}
    assert {kind: found[kind] for kind in peer if found[kind] < peer[kind]} == {}
