"""What others take for the same: `python -m benchmarks.policing_peers WHAT FILE`, a process each.

A peer that is not installed ends with ModuleNotFoundError, which the table tells. astral and pvlib work out each day
alone; statsmodels fits one row a stop; pandas holds the file in memory."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.policing import CITIES, FIRST, RACES, timed

DAYS = [date.fromisoformat(FIRST) + timedelta(days=at) for at in range(3652)]


def pandas_audit(path: Path) -> None:
    import pandas as pd

    names = ["date", "subject_race", "subject_age", "minute", "search_conducted", "contraband_found"]
    frame = pd.read_parquet(path, columns=names)
    bad = pd.DataFrame(
        {
            "race": frame.subject_race.isna(),
            "code": frame.subject_race.notna() & ~frame.subject_race.isin(RACES),
            "age": ~frame.subject_age.between(10, 100),
            "minute": ~frame.minute.between(0, 1439),
            "hit": frame.contraband_found & ~frame.search_conducted,
        }
    )
    bad.groupby(pd.to_datetime(frame.date).dt.to_period("M")).sum()


def pandas_groups(path: Path) -> None:
    import pandas as pd

    frame = pd.read_parquet(path, columns=["place", "subject_race", "date"])
    frame.groupby(["place", "subject_race", pd.to_datetime(frame.date).dt.year], dropna=False).size()


def statsmodels_veil(path: Path) -> None:
    """One row a stop of one city, the clock time in quarter hours: a logit without grouping."""
    import duckdb
    import statsmodels.api as sm

    query = "SELECT minute, subject_race = 'black' AS y, month(date) IN (11, 12, 1, 2) AS dark FROM '{}' "
    query += "WHERE minute BETWEEN 1020 AND 1260 AND subject_race IN ('black', 'white') AND place = 'Philadelphia'"
    rows = duckdb.execute(query.format(path)).fetchnumpy()
    bins = (rows["minute"].astype(int) - 1020) // 15
    design = np.column_stack([np.eye(bins.max() + 1)[bins], rows["dark"].astype(float)])
    sm.Logit(rows["y"].astype(float), design).fit(disp=0)


def lifelines_curve(path: Path) -> None:
    import duckdb
    from lifelines import KaplanMeierFitter

    rows = duckdb.execute(f"SELECT minute + 1 AS t, search_conducted AS seen FROM '{path}'").fetchnumpy()  # noqa: S608
    KaplanMeierFitter().fit(rows["t"].astype(float), rows["seen"])


def astral_sun(_path: Path) -> None:
    from astral import Observer
    from astral.sun import dusk, sunset

    for _, latitude, longitude, zone in CITIES:
        where, clock = Observer(latitude, longitude), ZoneInfo(zone)
        for day in DAYS:
            sunset(where, day, tzinfo=clock)
            dusk(where, day, tzinfo=clock)


def pvlib_sun(_path: Path) -> None:
    import pandas as pd
    from pvlib.solarposition import sun_rise_set_transit_spa

    for _, latitude, longitude, zone in CITIES:
        sun_rise_set_transit_spa(pd.DatetimeIndex(DAYS).tz_localize(zone), latitude, longitude)


PEERS: dict[str, Callable[[Path], None]] = {
    "pandas, five rules": pandas_audit,
    "pandas, grouped counts": pandas_groups,
    "statsmodels, logit of one city": statsmodels_veil,
    "lifelines, curve": lifelines_curve,
}
SUN: dict[str, Callable[[Path], None]] = {"astral": astral_sun, "pvlib": pvlib_sun}
MOST = {
    "pandas, five rules": 10_000_000,
    "pandas, grouped counts": 10_000_000,
    "statsmodels, logit of one city": 10_000_000,
    "lifelines, curve": 10_000_000,
}
"""Rows up to which a peer is asked: beyond, the file does not fit the memory that is set for us."""


if __name__ == "__main__":
    timed({**PEERS, **SUN}[sys.argv[1]], Path(sys.argv[2]))
