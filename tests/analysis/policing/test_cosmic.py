"""Escalation within an incident: the likelihood is that of every assignment, and a planted leaning comes out."""

import math
from itertools import permutations

import numpy as np
import pytest

from concord.analysis.errors import BadArgument, BadTable, NotEnoughData
from concord.analysis.policing.cosmic import _alike, _fitted, escalation, log_likelihood, read_incidents

SCORES = np.array([0.0, 1.0, 2.3])


def drawn(seed: int, *, officers: int = 30, incidents: int = 900) -> tuple[list[str], list[str], list[int], np.ndarray]:
    """Incidents of three or four officers, each with a level drawn by a planted leaning."""
    rng = np.random.default_rng(seed)
    leaning = rng.normal(0, 0.8, officers)
    keys, names, levels = [], [], []
    for at in range(incidents):
        crew = rng.choice(officers, rng.integers(3, 5), replace=False)
        base = rng.normal(-0.5, 1)  # what the incident called for; it cancels
        for who in crew.tolist():
            weights = np.exp(np.array([0.0, base, 2 * base - 0.5]) + leaning[who] * SCORES)
            keys.append(f"I{at:04d}")
            names.append(f"O{who:02d}")
            levels.append(int(rng.choice(3, p=weights / weights.sum())))
    return keys, names, levels, leaning


def test_the_likelihood_is_that_of_trying_every_assignment() -> None:
    rng = np.random.default_rng(4)
    for levels in ([0, 0, 1], [0, 1, 2, 2], [1, 0, 2, 1, 0]):
        leaning = rng.normal(size=len(levels))
        names = [f"O{at}" for at in range(len(levels))]
        read = read_incidents(incident=["x"] * len(levels), officer=names, level=levels)
        weights = [
            math.exp(sum(a * SCORES[y] for a, y in zip(leaning, order, strict=True)))
            for order in set(permutations(levels))
        ]
        mine = math.exp(sum(a * SCORES[y] for a, y in zip(leaning, levels, strict=True)))
        assert log_likelihood(read, leaning=leaning, scores=SCORES) == pytest.approx(math.log(mine / sum(weights)))


def test_its_slope_is_that_of_small_steps() -> None:
    keys, names, levels, _ = drawn(1, officers=6, incidents=20)
    read = read_incidents(incident=keys, officer=names, level=levels)
    point = np.linspace(-1, 1, len(read.officers))
    slope = _fitted(_alike(read, 3), point, SCORES).by_leaning
    for at in range(len(point)):
        up, down = point.copy(), point.copy()
        up[at] += 1e-5
        down[at] -= 1e-5
        step = (
            log_likelihood(read, leaning=up, scores=SCORES) - log_likelihood(read, leaning=down, scores=SCORES)
        ) / 2e-5
        assert slope[at] == pytest.approx(step, abs=1e-4)


def test_what_the_incident_called_for_cancels() -> None:
    read = read_incidents(incident=["x"] * 3, officer=["a", "b", "c"], level=[0, 1, 2])
    plain = log_likelihood(read, leaning=[0.3, -0.2, 0.9], scores=SCORES)
    assert log_likelihood(read, leaning=[1.3, 0.8, 1.9], scores=SCORES) == pytest.approx(plain)
    assert log_likelihood(read, leaning=[0.3, -0.2, 0.9], scores=SCORES + 5) == pytest.approx(plain)


def test_a_planted_leaning_comes_out() -> None:
    keys, names, levels, planted = drawn(7)
    found = escalation(read_incidents(incident=keys, officer=names, level=levels))
    order = [int(name[1:]) for name in found.incidents.officers]
    truth = planted[order] - planted[order].mean()
    assert np.corrcoef(found.leaning, truth)[0, 1] > 0.9
    scaled = found.leaning * (found.scores[2] - found.scores[0]) / SCORES[2]
    assert np.mean(np.abs(scaled - truth) < 3 * found.se) > 0.9
    one = found.against_colleagues(found.incidents.officers[0])
    assert (one.measure, one.value, one.n is not None) == ("escalation", found.leaning[0], True)


def test_the_order_of_rows_changes_nothing() -> None:
    keys, names, levels, _ = drawn(3, officers=8, incidents=40)
    mixed = np.random.default_rng(0).permutation(len(keys))
    one = read_incidents(incident=keys, officer=names, level=levels)
    other = read_incidents(
        incident=[keys[at] for at in mixed], officer=[names[at] for at in mixed], level=[levels[at] for at in mixed]
    )
    assert (one.officers, [w.tolist() for w in one.who]) == (other.officers, [w.tolist() for w in other.who])


def test_incidents_that_say_nothing_are_counted() -> None:
    read = read_incidents(
        incident=["a", "b", "b", "c", "c", "c"], officer=["1", "1", "2", "1", "2", "2"], level=[2, 1, 1, 0, 1, 2]
    )
    assert [(one.reason, one.count) for one in read.excluded] == [
        ("incident with one officer, or one level of force", 2)
    ]
    assert read.level[0].tolist() == [0, 2]  # an officer who stands twice counts once, with the highest level


def test_what_is_no_record_of_incidents_is_refused() -> None:
    with pytest.raises(BadTable, match="1, 2, 2 entries"):
        read_incidents(incident=["a"], officer=["1", "2"], level=[0, 1])
    with pytest.raises(BadTable, match="a level that is none"):
        read_incidents(incident=["a", "a"], officer=["1", "2"], level=[0, 1.5])
    with pytest.raises(NotEnoughData, match="no incident in which levels differ"):
        read_incidents(incident=["a", "a"], officer=["1", "2"], level=[1, 1])
    read = read_incidents(incident=["a", "a"], officer=["1", "2"], level=[0, 1])
    with pytest.raises(BadArgument, match="spread -1"):
        escalation(read, spread=-1)
    with pytest.raises(BadArgument, match="officer 'x'"):
        escalation(read).against_colleagues("x")
