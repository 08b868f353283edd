"""The threshold test finds the published thresholds of five states again, each cell of them."""

import numpy as np
import pytest

from concord.analysis.policing import threshold
from concord.analysis.policing.about import About
from tests.acceptance.policing import columns, expected, table

STATES = ("CO", "CT", "IL", "RI", "WA")


@pytest.mark.parametrize("state", STATES)
def test_thresholds_of_a_state_are_those_that_were_published(state: str) -> None:
    said = expected("threshold_test")
    rows = table(said["input"])
    cells = columns(rows.filter(rows.state == state))
    found = threshold.threshold_test(
        cells, stops="num_stops", searches="num_searches", hits="num_hits", group="driver_race",
        place="location_variable", about=About(group="Black drivers", reference="White drivers"),
        rng=np.random.default_rng(1),
    )  # fmt: skip
    where = {
        (found.cells.groups[g], found.cells.places[p]): value
        for g, p, value in zip(found.cells.group, found.cells.place, found.cell_threshold, strict=True)
    }
    keys = zip(cells["driver_race"].tolist(), cells["location_variable"].tolist(), strict=True)
    mine = np.array([where[key] for key in keys])
    assert np.abs(mine - cells["inferred_threshold"]).max() <= said["tolerance"]["cell"]
    levels = {one.group.split()[0]: one.value for one in found.levels}
    assert levels == pytest.approx(said["stop_weighted_threshold"][state], abs=said["tolerance"]["aggregate"])
    assert dict(found.checks)["ess"] >= 400
