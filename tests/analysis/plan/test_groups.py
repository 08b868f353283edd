"""Suggested groups: alike by words, evidence and owner, with the reason shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, BadTable
from concord.analysis.plan import groups
from concord.analysis.plan.groups import Piece

FORCE = Piece("force-1", "Revise the use of force policy to state de-escalation.", frozenset({"EVD-1"}), "Training")
TAUGHT = Piece(
    "force-2", "Teach de-escalation under the revised use of force policies.", frozenset({"EVD-1"}), "Training"
)
DATA = Piece("data-1", "Publish traffic stop records every quarter.", frozenset({"EVD-9"}), "Records")
OTHER = Piece("data-2", "Every quarter, publish records of traffic stops by district.", frozenset({"EVD-8"}), "Records")


def test_what_shares_words_evidence_and_owner_is_suggested_with_its_reasons() -> None:
    found = groups.suggested([DATA, FORCE, OTHER, TAUGHT])
    assert [group.keys for group in found] == [("force-1", "force-2"), ("data-1", "data-2")]
    first, second = found
    assert (first.words, first.evidence, first.owner) == (
        ("de", "escalation", "force", "policy"),
        ("EVD-1",),
        "Training",
    )
    assert (second.words, second.evidence, second.owner) == (
        ("publish", "quarter", "record", "stop", "traffic"),
        (),
        "Records",
    )


def test_a_chain_of_neighbours_is_no_group() -> None:
    chain = [Piece("a", "alpha beta"), Piece("b", "beta gamma"), Piece("c", "gamma delta")]
    assert [group.keys for group in groups.suggested(chain, least=0.1)] == [("a", "b")]


def test_nobody_as_owner_is_not_shared_and_equal_texts_are_as_alike_as_words_can_be() -> None:
    (twins,) = groups.suggested([Piece("a", "Body cameras"), Piece("b", "Body camera"), Piece("c", "Other")])
    assert (twins.keys, twins.owner, round(twins.likeness, 9)) == (("a", "b"), "", groups.WORDS)


def test_what_is_there_twice_and_a_bound_out_of_range_are_refused() -> None:
    with pytest.raises(BadTable, match="a piece is there twice"):
        groups.suggested([FORCE, FORCE])
    with pytest.raises(BadArgument, match="least: 0; expected above 0, at most 1"):
        groups.suggested([FORCE], least=0)
    assert groups.suggested([]) == ()


WORDS = st.lists(st.sampled_from(["policy", "training", "data", "camera", "stop", ""]), max_size=4).map(" ".join)
PIECES = st.lists(
    st.tuples(WORDS, st.frozensets(st.sampled_from("xyz")), st.sampled_from(["", "A", "B"])), max_size=7
).map(lambda rows: [Piece(f"p{number}", *row) for number, row in enumerate(rows)])


@given(PIECES, st.randoms(use_true_random=False))
def test_the_order_of_the_pieces_does_not_matter_and_each_is_in_one_group_at_most(
    pieces: list[Piece], chance: object
) -> None:
    found = groups.suggested(pieces)
    mixed = list(pieces)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert groups.suggested(mixed) == found
    members = [key for group in found for key in group.keys]
    assert (len(members), all(group.likeness >= 0.3 for group in found)) == (len(set(members)), True)
    assert [group.likeness for group in found] == sorted((group.likeness for group in found), reverse=True)
