"""Of what has a shape the patterns alone suggest at least as much as the peer: no change of a pattern loses it."""

from concord.analysis.text import personal
from tests.analysis.text import marked


def test_of_each_kind_that_has_a_shape_no_less_is_suggested_than_the_peer_finds() -> None:
    found, peer = marked.count(personal.find).recall, marked.baseline()["recall_fully_covered"]
    assert {kind: found[kind] for kind in marked.SHAPED if found[kind] < peer[kind]} == {}
