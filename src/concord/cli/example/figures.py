"""What was worked out from a made-up data set: its columns mapped, analyses run, one logged and shared."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from concord.cli.example.story import Event, Story
from concord.core.roles import SystemActor
from concord.evidence import actions, queries
from concord.evidence.analysing import analysed, tried
from concord.evidence.models import Analysis
from concord.workplans.queries import in_force

CONCORD = SystemActor("analyse")
_COLUMNS = {"subject_race": "race", "moment": "day and time", "officer_id": "officer"}
"""Names of the made-up agency's own, where they are not the dictionary's."""


def events(story: Story) -> Iterator[Event]:
    """Yield the events by which figures came to be."""
    for told in story.data["data_set"]:
        if "made" in told:
            yield Event(told["registered_on"], 41, _map(story, told))
    for told in story.data["analysis"]:
        yield Event(told["on"], 42, _analyse(story, told))
        if "logged_on" in told:
            yield Event(told["logged_on"], 43, story.step(told["key"], actions.log_result, told["by"]))
        if "shared_on" in told:
            yield Event(told["shared_on"], 44, story.step(told["key"], actions.share, told["shared_by"]))


def made_stops(told: dict[str, Any]) -> bytes:
    """Return the file of a made-up data set: the seed that the files name gives the same bytes."""
    import numpy as np

    from concord.analysis.policing.synthetic_stops import make_stops

    rng = np.random.default_rng(told["made"]["seed"])
    made = make_stops(rng=rng, stops=told["row_count"], officers=told["made"]["officers"])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_COLUMNS.get(name, name.replace("_", " ")) for name in made])
    writer.writerows(zip(*(values.astype(str).tolist() for values in made.values()), strict=True))
    return out.getvalue().encode()


def _map(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    """Map by names, look at what is missing, choose it by hand, and take it into use."""

    def do(at: datetime) -> None:
        data, who = story.things[told["key"]], story.who(told["registered_by"])
        begun = actions.map_columns(data, kind="stops", by=who, at=at)
        first = tried(begun)
        said: dict[str, Any] = {"source_columns": first.source_columns, "by": CONCORD, "at": at}
        refused = actions.note_refused(begun, text=first.text, why=first.why, **said)
        changed = actions.change_mapping(refused, text=_by_hand(first.text), by=who, at=at)
        found = tried(changed)
        mapping = actions.note_tried(changed, text=found.text, loss=found.loss, **said)
        actions.adopt_mapping(mapping, by=who, at=at)

    return do


def _by_hand(text: str) -> str:
    """Add what names alone did not tell."""
    import json

    from concord.analysis.policing.schemas.tables import RACES

    record = json.loads(text)
    record["fields"]["subject_race"] = {"from": "race", "values": {race: race for race in RACES}}
    record["fields"]["moment"] = {"from": "day and time"}
    record["fields"]["officer_id"] = {"from": "officer"}
    return json.dumps(record)


def _analyse(story: Story, told: dict[str, Any]) -> Callable[[datetime], None]:
    import numpy as np

    def do(at: datetime) -> None:
        data, who = story.things[told["data_set"]], story.who(told["by"])
        question = _question(data.engagement, story.things[told["question"]].number) if "question" in told else ""
        chosen = actions.choose_method(data, method=told["method"], question=question, by=who, at=at)
        ordered = actions.order(chosen, parameters=told.get("parameters", {}), seed=1, by=who, at=at)
        came = analysed(_whole(ordered), chance=np.random.default_rng, tell=lambda _done, _words: None)
        story.things[told["key"]] = actions.finish(ordered, came=came, by=CONCORD, at=at)

    return do


def _whole(analysis: Analysis) -> Analysis:
    found = queries.analysis(analysis.ref)
    if found is None:
        raise KeyError(analysis.ref)
    return found


def _question(engagement: Any, area: int) -> str:
    """Return the key of the plan's question for a focus area."""
    plan = in_force(engagement)
    rows = plan.content.questions if plan else ()
    return next(row.key for row in rows if row.area == area)
