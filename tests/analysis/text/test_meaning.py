"""What texts mean, as far as it needs no model: packed vectors, their likeness, and rankings made one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, MissingExtra
from concord.analysis.text import meaning


def units(*, count: int) -> np.ndarray:
    rows = np.random.default_rng(11).normal(size=(count, meaning.SIZE)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_packed_vectors_are_alike_as_the_vectors_were() -> None:
    vectors = units(count=40)
    assert meaning.similarities(vectors[7], meaning.packed(vectors)) == pytest.approx(vectors @ vectors[7], abs=0.003)
    assert int(np.argmax(meaning.similarities(vectors[7], meaning.packed(vectors)))) == 7


def test_of_no_vectors_none_is_alike() -> None:
    assert meaning.similarities(units(count=1)[0], np.zeros((0, meaning.SIZE), dtype=np.int8)).tolist() == []


def test_vectors_of_another_size_are_refused() -> None:
    with pytest.raises(
        BadArgument, match=r"\(3,\) and \(1, 384\): vectors do not fit; expected \(384,\) and \(n, 384\)"
    ):
        meaning.similarities(np.zeros(3, dtype=np.float32), np.zeros((1, meaning.SIZE), dtype=np.int8))


def test_what_both_rankings_name_comes_before_what_one_names_first() -> None:
    # 1/61 + 1/62 for 2; 1/61 for 1; 1/62 + nothing for 3
    assert meaning.fuse([1, 2], [2, 3]) == [2, 1, 3]
    assert meaning.fuse([5, 4], []) == [5, 4]
    assert meaning.fuse([9], [8]) == [8, 9]


@given(st.lists(st.lists(st.integers(0, 50), unique=True), max_size=4))
def test_fused_rankings_name_each_thing_once_and_lose_none(rankings: list[list[int]]) -> None:
    fused = meaning.fuse(*rankings)
    assert sorted(fused) == sorted({key for ranking in rankings for key in ranking})
    if len(rankings) == 1:
        assert fused == rankings[0]


def test_without_the_extra_a_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_PACKAGES", ("a_package_that_is_not_installed",))
    meaning._model.cache_clear()
    assert meaning.installed() is False
    with pytest.raises(MissingExtra, match="search by meaning has no model; expected the extra `text`"):
        meaning.embed(["Officers wait long for a desk."])
