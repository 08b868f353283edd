import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concord.analysis.errors import BadArgument, NotEnoughData
from concord.analysis.text.sampling import Stratum, draw, shuffled


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_same_seed_draws_the_same_sample_and_another_another() -> None:
    kinds = ["interview"] * 300
    assert draw(kinds, 30, rng=rng()) == draw(kinds, 30, rng=rng())
    assert draw(kinds, 30, rng=rng()).places != draw(kinds, 30, rng=rng(2)).places


def test_kinds_are_drawn_in_proportion_by_largest_remainder() -> None:
    made = draw(["interview"] * 60 + ["focus group"] * 25 + ["survey"] * 15, 10, rng=rng())
    assert made.strata == (Stratum("interview", 60, 6), Stratum("focus group", 25, 3), Stratum("survey", 15, 1))


def test_a_small_kind_gets_its_minimum_as_far_as_it_has_so_many() -> None:
    made = draw(["interview"] * 96 + ["survey"] * 3 + ["letter"], 20, rng=rng(), at_least=2)
    assert made.strata == (Stratum("interview", 96, 17), Stratum("survey", 3, 2), Stratum("letter", 1, 1))


@settings(deadline=None)
@given(st.lists(st.sampled_from("abc"), max_size=40), st.integers(0, 40), st.integers(0, 3), st.integers(0, 99))
def test_a_sample_has_its_size_no_passage_twice_and_is_near_proportion(
    kinds: list[str], size: int, at_least: int, seed: int
) -> None:
    minima = sum(min(at_least, kinds.count(kind)) for kind in set(kinds))
    if size > len(kinds) or minima > size:
        with pytest.raises((NotEnoughData, BadArgument)):
            draw(kinds, size, rng=rng(seed), at_least=at_least)
        return
    made = draw(kinds, size, rng=rng(seed), at_least=at_least)
    assert len(made.places) == len(set(made.places)) == size
    assert list(made.places) == sorted(made.places)
    for stratum in made.strata:
        assert sum(kinds[place] == stratum.kind for place in made.places) == stratum.drawn <= stratum.there
        if at_least == 0:
            assert abs(stratum.drawn - size * stratum.there / len(kinds)) < 1


def test_every_passage_has_the_same_chance() -> None:
    source = rng()
    times = np.zeros(10)
    for _ in range(2000):
        times[list(draw(["a"] * 10, 3, rng=source).places)] += 1
    assert times.min() > 540
    assert times.max() < 660


@pytest.mark.parametrize(
    ("size", "at_least", "error", "message"),
    [
        (4, 0, NotEnoughData, r"^3 passages; expected at least 4, to draw from$"),
        (-1, 0, BadArgument, r"^a sample of -1 with at least 0 of each kind; expected 0 or more$"),
        (1, 1, BadArgument, r"^2 passages as minima; expected at most the 1 of the sample$"),
    ],
)
def test_a_sample_that_cannot_be_drawn_says_why(size: int, at_least: int, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        draw(["a", "a", "b"], size, rng=rng(), at_least=at_least)


def test_a_shuffle_keeps_every_place_and_follows_its_seed() -> None:
    places = tuple(range(20))
    made = shuffled(places, rng=rng())
    assert (sorted(made) == list(places), made != places, made == shuffled(places, rng=rng())) == (True, True, True)
