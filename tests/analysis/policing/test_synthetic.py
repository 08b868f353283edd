"""The made-up agency: the same seed gives the same files, and the methods find what was planted."""

import numpy as np
import pytest

from concord.analysis.errors import BadArgument
from concord.analysis.policing.complaints import wilson
from concord.analysis.policing.counts import fit_counts
from concord.analysis.policing.early_intervention import Roster, Rule, back_test
from concord.analysis.policing.its import interrupted_series
from concord.analysis.policing.survival import kaplan_meier
from concord.analysis.policing.synthetic import FIRST, MONTH, Agency, Truths, make_agency


def agency(seed: int, **more: object) -> Agency:
    return make_agency(rng=np.random.default_rng(seed), **more)


def test_the_same_seed_gives_the_same_files_and_another_gives_others() -> None:
    one, same, other = (agency(seed).files for seed in (1, 1, 2))
    for name, file in one.items():
        for column, values in file.items():
            assert np.array_equal(values, same[name][column]) or np.isnat(values).any()
    assert len(one["complaints"]["date"]) != len(other["complaints"]["date"])


def test_nothing_happens_to_who_has_left() -> None:
    made = agency(3)
    left = dict(zip(made.files["officers"]["officer_id"].tolist(), made.files["officers"]["left"], strict=True))
    for name in ("complaints", "force", "injuries"):
        events = made.files[name]
        months = (events["date"] - FIRST).astype(int) // MONTH
        for officer, month in zip(events["officer_id"].tolist(), months, strict=True):
            assert np.isnat(left[officer]) or month < (left[officer] - FIRST).astype(int) // MONTH + 1


def test_the_interrupted_series_finds_the_cameras_and_nothing_in_the_injuries() -> None:
    ratios, hits = [], 0
    for seed in range(40):
        made = agency(seed, officers=800)
        how = {"start": made.camera_month, "exposure": made.officer_months(), "harmonics": 0}
        found = interrupted_series(counts=made.monthly("force"), **how).step
        calm = interrupted_series(counts=made.monthly("injuries"), **how).step
        assert found.low is not None
        assert found.high is not None
        ratios.append(np.log(found.value))
        hits += found.low <= 0.85 <= found.high
        hits += calm.p is not None and calm.p > 0.05
    assert np.exp(np.mean(ratios)) == pytest.approx(0.85, abs=0.04)
    assert hits >= 80 * 0.95 - 3 * np.sqrt(80 * 0.95 * 0.05)


def test_officer_months_before_and_after_training_find_its_ratio() -> None:
    made = agency(5, officers=3000)
    trained = dict(zip(made.files["training"]["officer_id"].tolist(), made.files["training"]["date"], strict=True))
    unit = dict(zip(made.files["assignments"]["officer_id"].tolist(), made.files["assignments"]["unit"], strict=True))
    start = {place: trained[officer] for officer, place in unit.items() if officer in trained}
    when = np.asarray(
        [(start[unit[key]] - FIRST).astype(int) // MONTH for key in made.files["officers"]["officer_id"].tolist()]
    )
    left = made.files["officers"]["left"]
    gone = np.where(np.isnat(left), made.months, (left - FIRST).astype(int) // MONTH)
    before, after = np.minimum(when, gone), np.maximum(gone - when, 0)
    month = (made.files["complaints"]["date"] - FIRST).astype(int) // MONTH
    place = np.searchsorted(made.files["officers"]["officer_id"], made.files["complaints"]["officer_id"])
    late = month >= when[place]
    y = [(~late).sum(), late.sum()]
    fit = fit_counts(y=[*y, *y], x=[[1, 0], [1, 1]] * 2, offset=np.log([before.sum(), after.sum()] * 2), alpha=0.0)
    assert np.exp(fit.beta[1]) == pytest.approx(0.75, abs=0.04)


def test_the_alert_rule_finds_officers_whose_planted_factor_is_high() -> None:
    made = agency(6, officers=2000)
    officers, events = made.files["officers"], made.files["complaints"]
    shift = made.files["assignments"]["shift"].tolist()
    whole = (FIRST, FIRST + made.months * MONTH)
    found = back_test(
        roster=Roster.of(officer=officers["officer_id"].tolist(), start=officers["appointed"], end=officers["left"],
        exposure=shift),
        event_officer=events["officer_id"].tolist(), event_day=events["date"], rule=Rule(count=3, days=360),
        asked=FIRST + np.arange(13, 40, 6) * MONTH, horizon=360, covers=whole, allowed_to_name=True,
    )  # fmt: skip
    assert found.lift.low is not None
    assert found.lift.low > 1.3
    places = np.searchsorted(officers["officer_id"], found.flagged)
    assert made.factor[places].mean() > 1.5
    alike = agency(6, officers=2000, truths=Truths(spread=0.0, training_ratio=1.0))
    events = alike.files["complaints"]
    none = back_test(
        roster=Roster.of(
            officer=officers["officer_id"].tolist(), start=alike.files["officers"]["appointed"],
            end=alike.files["officers"]["left"], exposure=alike.files["assignments"]["shift"].tolist(),
        ),
        event_officer=events["officer_id"].tolist(), event_day=events["date"], rule=Rule(count=3, days=360),
        asked=FIRST + np.arange(13, 40, 6) * MONTH, horizon=360, covers=whole,
    )  # fmt: skip
    assert none.lift.low is not None
    assert none.lift.high is not None
    assert none.lift.low < 1 < none.lift.high


def test_turnover_and_injuries_have_their_planted_rates() -> None:
    made = agency(7, officers=4000)
    left = made.files["officers"]["left"]
    months = np.where(np.isnat(left), made.months, (left - FIRST).astype(int) // MONTH + 1)
    curve = kaplan_meier(durations=months, observed=~np.isnat(left))
    for t in (12, 36, 60):
        share, low, high = curve.at(t)
        assert share == pytest.approx((1 - 0.006) ** t, abs=0.02)
        assert low <= share <= high
    night = made.files["assignments"]["shift"] == "night"
    place = np.searchsorted(made.files["officers"]["officer_id"], made.files["injuries"]["officer_id"])
    served = np.minimum(months, made.months)
    rates = [night[place].sum() / served[night].sum(), (~night[place]).sum() / served[~night].sum()]
    assert rates[0] / rates[1] == pytest.approx(1.6, abs=0.12)


def test_the_share_on_video_is_the_planted_one() -> None:
    cameras = agency(8).files["cameras"]
    low, high = wilson(hits=int(cameras["recorded"].sum()), n=int(cameras["calls"].sum()), level=0.999)
    assert low <= 0.82 <= high
    assert cameras["calls"][:30].sum() == 0


def test_an_agency_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadArgument, match="make_agency: 3 officers, 12 units"):
        agency(1, officers=3)
    with pytest.raises(BadArgument, match="truths"):
        Truths(leaving=1.2)
