"""Data sets of stops, their mappings and analyses for tests, made by the house's own verbs and jobs."""

import csv
import io
from functools import cache
from typing import Any

import numpy as np

from concord.analysis.policing.synthetic_stops import make_stops
from concord.evidence import actions, jobs, queries
from concord.evidence.models import Analysis, ColumnMapping, DataSet
from concord.evidence.states import MappingState
from tests.factories import engagements as make
from tests.factories import gathering
from tests.factories import workplans as plans
from tests.factories.engagements import AT

QUESTION = "q1"


def ready(place: str = "Alder Falls", **more: Any) -> plans.Cast:
    """A cast whose first focus area is open under a plan in force that names data analysis, with one question."""
    by = plans.cast(place, **more)
    areas = [make.area(by.engagement, number) for number in range(1, by.engagement.focus_areas.count() + 1)]
    plans.concurred(by, activities=[plans.planned(area, "data_analysis") for area in areas])
    plans.open_area(by)
    return by


@cache
def stops(n: int = 3000, officers: int = 120) -> bytes:
    """A file of stops with the dictionary's own column names."""
    made = make_stops(rng=np.random.default_rng(8), stops=n, officers=officers)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(made)
    writer.writerows(zip(*(values.tolist() for values in made.values()), strict=True))
    return out.getvalue().encode()


def officers(n: int = 40) -> bytes:
    """A roster: a key and the day of appointment."""
    return "\n".join(["officer_id,appointed", *(f"O{at:03d},2015-01-{1 + at % 28:02d}" for at in range(n))]).encode()


def training(n: int = 25) -> bytes:
    """Who has taken one course."""
    rows = (f"O{at:03d},de-escalation,2022-03-{1 + at % 28:02d}" for at in range(n))
    return "\n".join(["officer_id,course,date", *rows]).encode()


def data_set(by: plans.Cast, content: bytes | None = None, **changed: Any) -> DataSet:
    told = {"title": "Stops, 2023 and 2024", "sha256": "", "upload": gathering.upload("stops.csv", content or stops())}
    return gathering.data_set(by, **(told | changed))


def tried(data: DataSet, by: plans.Cast, kind: str = "stops", **more: Any) -> ColumnMapping:
    """A mapping that Concord has tried."""
    mapping = actions.map_columns(data, kind=kind, by=by.expert, at=AT, **more)
    jobs.try_mapping(mapping.ref)
    return again(mapping)


def again(mapping: ColumnMapping) -> ColumnMapping:
    found = queries.mapping(mapping.ref)
    assert found is not None
    return found


def mapped(by: plans.Cast, content: bytes | None = None, kind: str = "stops", **changed: Any) -> DataSet:
    """A data set whose mapping is in use."""
    data = data_set(by, content, **changed)
    mapping = tried(data, by, kind)
    assert mapping.state == MappingState.TRIED, mapping.why
    actions.adopt_mapping(mapping, by=by.expert, at=AT)
    return data


def chosen(data: DataSet, by: plans.Cast, method: str = "hits") -> Analysis:
    question = "" if method == "audit" else QUESTION
    return actions.choose_method(data, method=method, question=question, by=by.expert, at=AT)


def ordered(data: DataSet, by: plans.Cast, method: str = "hits", **parameters: str) -> Analysis:
    return actions.order(chosen(data, by, method), parameters=parameters, seed=1, by=by.expert, at=AT)


def done(data: DataSet, by: plans.Cast, method: str = "hits", **parameters: str) -> Analysis:
    """An analysis that Concord has run."""
    analysis = ordered(data, by, method, **parameters)
    jobs.analyse(analysis.ref)
    found = queries.analysis(analysis.ref)
    assert found is not None
    assert not found.why, found.why
    return found


def shared(by: plans.Cast) -> Analysis:
    """An analysis that the agency reads."""
    logged = actions.log_result(done(mapped(by), by), by=by.expert, at=AT)
    return actions.share(logged, by=by.lead, at=AT)
