"""From stops to the grouped counts that a veil-of-darkness test runs on, as one Ibis expression.

The expression runs where the stops are (DuckDB, Spark, ...): a hundred million stops become some hundred cells.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from concord.analysis.errors import BadTable
from concord.analysis.policing.about import About
from concord.analysis.policing.estimate import Exclusion
from concord.analysis.policing.sun import SunTable
from concord.analysis.policing.veil import Counts

if TYPE_CHECKING:  # Ibis takes a second to import, and only this function needs it
    import ibis.expr.types as ir

USED: Final = 0  # the status of a stop that is compared; whole numbers, as a hundred million texts take longer
NO_TIME, NO_RACE, NO_PLACE, OTHER, NO_SUN, OUTSIDE, TWILIGHT = range(1, 8)
REASONS: Final = {
    NO_TIME: "no date or time",
    NO_RACE: "no race recorded",
    NO_PLACE: "no place recorded",
    OTHER: "of another group",
    NO_SUN: "place or day not in the sun table",
    OUTSIDE: "outside the hours that are light in one season and dark in another",
    TWILIGHT: "between sunset and dusk",
}


def _sun_rows(sun: SunTable, *, window: int | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sun table as two: places with their first and last dusk, and places by days (all in whole minutes)."""
    places, days = sun.sunset.shape
    sunset, dusk = np.floor(sun.sunset / 60), np.floor(sun.dusk / 60)
    if np.isnan(sunset).any() or np.isnan(dusk).any():
        where = sun.places[int(np.isnan(dusk).any(axis=1).argmax())].name
        raise BadTable("days without sunset or dusk", where=where, expected="a sunset and a dusk on each day")
    near = sun.from_change <= (-1 if window is None else window)
    by_place = {
        "place": [one.name for one in sun.places],
        "at": np.arange(places, dtype=np.int32),
        "first_dusk": dusk.min(axis=1).astype(np.int32),
        "last_dusk": dusk.max(axis=1).astype(np.int32),
    }
    by_day = {
        "sun_at": np.repeat(np.arange(places, dtype=np.int32), days),
        "day": np.tile((sun.first + np.arange(days)).astype("datetime64[D]"), places),
        "sunset": sunset.ravel().astype(np.int16),
        "dusk": dusk.ravel().astype(np.int16),
        "near": near.ravel().astype(np.int8),
    }
    return by_place, by_day


def count_stops(
    stops: "ir.Table",
    *,
    when: str,
    race: str,
    place: str,
    sun: SunTable,
    about: About,
    by: Sequence[str] = (),
    window: int | None = None,
) -> Counts:
    """Return the grouped counts of stops between the earliest and the latest dusk of each place.

    Parameters
    ----------
    stops
        An Ibis table, one row a stop; a data frame becomes one by ``ibis.memtable``.
    when, race, place
        Columns: local date and time without a zone; group label; name of the place in the sun table.
    sun
        Sunset and dusk for every place and day that occurs, over whole years: they set the hours that are compared.
    about
        The two groups that are compared.
    by
        Columns to be held in the test ("district", "year"); their missing values are a category of their own.
    window
        Days around a change of the clocks that count as near it.

    Raises
    ------
    BadTable
        A column is missing, `when` is no local timestamp, or no stop can be used.
    """
    asked: dict[str, Any] = {"when": when, "race": race, "place": place, "sun": sun, "about": about}
    rows = compile_counts(stops, **asked, by=by, window=window).to_pyarrow()
    columns = {name: rows.column(name).to_numpy(zero_copy_only=False) for name in rows.column_names}
    used = columns["status"] == USED
    if not used.any():
        raise BadTable("no stop can be used", where="veil of darkness", expected="stops in the evening hours")
    excluded = tuple(
        Exclusion(words, int(columns["trials"][columns["status"] == key].sum()))
        for key, words in REASONS.items()
        if (columns["status"] == key).any()
    )
    kept = {name: values[used] for name, values in columns.items() if name != "status"}
    for name in ("minute", "dark", "near", "trials", "events"):
        kept[name] = kept[name].astype(np.int64)
    kept |= {name: kept[name].astype(str) for name in by}
    return Counts(kept, by=tuple(by), excluded=excluded, algorithm=sun.algorithm, window=window)


def compile_counts(
    stops: "ir.Table",
    *,
    when: str,
    race: str,
    place: str,
    sun: SunTable,
    about: About,
    by: Sequence[str] = (),
    window: int | None = None,
) -> "ir.Table":
    """Return the counts of `count_stops` as one lazy Ibis expression, which runs on any engine of Ibis: a row for each
    status, minute, darkness, nearness to a change of the clocks, and `by`, with `trials` and `events`."""
    table = _classed(stops, when=when, race=race, place=place, sun=sun, about=about, by=by, window=window)
    keys = ["status", "minute", "dark", "near", *by]
    return table.group_by(keys).aggregate(trials=table.count(), events=table["event"].sum())


def _classed(
    stops: "ir.Table",
    *,
    when: str,
    race: str,
    place: str,
    sun: SunTable,
    about: About,
    by: Sequence[str],
    window: int | None,
) -> "ir.Table":
    """Each stop with its status, minute, darkness, and whether it counts as an event."""
    import ibis
    import pyarrow as pa

    _check_columns(stops, when=when, others=[race, place, *by])
    by_place, by_day = (ibis.memtable(pa.table(rows)) for rows in _sun_rows(sun, window=window))
    left = stops.select(
        stops[when].date().name("stop_day"),
        (stops[when].hour() * 60 + stops[when].minute()).cast("int32").name("stop_minute"),
        stops[place].cast("string").name("stop_place"),
        stops[race].cast("string").name("stop_race"),
        *[stops[name].cast("string").nullif("").fill_null("missing").name(name) for name in by],
    )
    known = left.left_join(by_place, left["stop_place"] == by_place["place"])
    inside = (known["stop_minute"] >= known["first_dusk"]) & (known["stop_minute"] <= known["last_dusk"])
    known = known.mutate(day_asked=ibis.ifelse(inside, known["stop_day"], ibis.null("date")))  # others meet no row
    both = known.left_join(by_day, [known["at"] == by_day["sun_at"], known["day_asked"] == by_day["day"]])
    group, reference = about.compared()
    minute = both["stop_minute"]
    status = ibis.cases(
        (minute.isnull(), NO_TIME),
        (both["stop_race"].isnull() | (both["stop_race"] == ""), NO_RACE),
        (both["stop_place"].isnull() | (both["stop_place"] == ""), NO_PLACE),
        (both["stop_race"].notin([group, reference]), OTHER),
        (both["first_dusk"].isnull(), NO_SUN),
        ((minute < both["first_dusk"]) | (minute > both["last_dusk"]), OUTSIDE),
        (both["dusk"].isnull(), NO_SUN),
        ((minute >= both["sunset"]) & (minute <= both["dusk"]), TWILIGHT),
        else_=USED,
    )
    table = both.mutate(status=status)
    used = table["status"] == USED
    return table.select(
        "status",
        ibis.ifelse(used, table["stop_minute"], -1).name("minute"),
        ibis.ifelse(used & (table["stop_minute"] > table["dusk"]), 1, 0).name("dark"),
        ibis.ifelse(used, table["near"], 0).name("near"),
        ibis.ifelse(table["stop_race"] == group, 1, 0).name("event"),
        *[ibis.ifelse(used, table[name], "").name(name) for name in by],
    )


def _check_columns(stops: "ir.Table", *, when: str, others: Sequence[str]) -> None:
    schema = stops.schema()
    absent = [name for name in (when, *others) if name not in schema]
    if absent:
        raise BadTable(f"no columns {absent}", where="stops", expected=f"some of {list(schema)}")
    kind = schema[when]
    if not kind.is_timestamp() or kind.timezone is not None:
        raise BadTable(f"column {when!r} is {kind}", where="stops", expected="a local timestamp without a time zone")
