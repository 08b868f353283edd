"""The three questions that run on every engine (rates, veil of darkness, audit), asked of one made-up file of stops."""

from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from concord.analysis.policing import rates, veil
from concord.analysis.policing.about import About
from concord.analysis.policing.audit import auditing, rules
from concord.analysis.policing.estimate import Estimate
from concord.analysis.policing.runs.counting import grouped
from concord.analysis.policing.sun import Place, SunTable, sun_table
from concord.analysis.policing.synthetic_stops import make_stops
from concord.analysis.policing.veil_counts import count_stops

ABOUT = About(group="black", reference="white", outcome="stops", base="residents")
RULES = (
    rules.given("subject_race", stops="how groups differ"),
    rules.one_of("subject_race", ("white", "black", "hispanic"), stops="how groups differ"),
    rules.between("subject_age", 18, 60, stops="how ages differ"),
    rules.implies("contraband_found", "search_conducted", stops="whether searches find anything"),
    rules.in_order("moment", "entered", stops="what was written at the time"),
    rules.entered_within(7, event="moment", entered="entered", stops="what was written at the time"),
    rules.not_heaped("moment", stops="what happened at dusk"),
)
RESIDENTS = {"black": 30_000.0, "white": 60_000.0}


def write_stops(path: Path, stops: int = 20_000) -> Path:
    """Write stops with empty fields, two places, entries that come late or before, and an hour that the clock skips."""
    rng = np.random.default_rng(3)
    made = make_stops(rng=rng, stops=stops)
    moments = made["moment"].astype("datetime64[us]")
    late = rng.integers(-2, 12, stops).astype("timedelta64[D]")
    columns: dict[str, Any] = {
        name: [None if cell in ("", None) else cell for cell in values.tolist()]
        for name, values in made.items()
        if name not in ("date", "moment")
    }
    columns |= {"date": pa.array(moments.astype("datetime64[D]")), "moment": pa.array(moments)}
    columns |= {"entered": pa.array(moments + late), "place": rng.choice(["here", "there"], stops).tolist()}
    gone = rng.random(stops) < 0.02
    columns["moment"] = pa.array(moments, mask=gone)
    pq.write_table(pa.table(columns), path)
    return path


def sun() -> SunTable:
    places = [Place("here", 39.95, -75.16, "America/New_York"), Place("there", 41.88, -87.63, "America/Chicago")]
    return sun_table(places=places, first="2023-01-01", last="2024-12-31")


def asked(stops: ir.Table) -> tuple[tuple[Estimate, ...], auditing.Audit]:
    """The answers: a rate ratio, tests of darkness with and without the district held, and the audit."""
    found = grouped(stops, ["subject_race", "district"], flags={"searches": "search_conducted"}, known=["date"])
    events = {name: found.of("n", subject_race=name) for name in RESIDENTS}
    sides = (events["black"], events["white"]), (RESIDENTS["black"], RESIDENTS["white"])
    ratio = found.noted(rates.rate_ratio(events=sides[0], exposure=sides[1], about=ABOUT))
    dark = []
    for by in ((), ("district",)):
        named: dict[str, Any] = {"when": "moment", "race": "subject_race", "place": "place", "sun": sun()}
        counts = count_stops(stops, **named, about=ABOUT, by=by, window=30)
        dark += [veil.veil_test(counts, about=ABOUT, near_change=near) for near in (False, True)]
    return (ratio, *dark), auditing.audit(stops, rules=RULES, date="date")
