"""Carries an order out: files are opened and mapped, the method runs, the result gets its capsule; and again."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from concord.analysis.errors import BadArgument, BadTable, DataNotFit
from concord.analysis.policing.runs import capsule as capsules
from concord.analysis.policing.runs.capsule import Capsule, Input
from concord.analysis.policing.runs.catalogue import method as named
from concord.analysis.policing.runs.files import File, engine, fingerprint, mapped, opened
from concord.analysis.policing.runs.method import ANY, Context, Method, Outcome, Reading, Run
from concord.analysis.policing.runs.quality import empty_fields
from concord.analysis.policing.schemas.mapping import Mapping as ColumnMapping

STEPS: Final = 4  # files are opened, mapped and looked over; the method runs
Tell = Callable[[int, str], None]
"""Hears how many of `STEPS` are done and what comes next; what it raises ends the run, which has written nothing."""


Chance = Callable[[int], np.random.Generator]


def _nobody(_done: int, _words: str) -> None:
    """Hear nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: a method by its key, parameters as typed, a seed."""

    method: str
    parameters: Mapping[str, str]
    seed: int = 1
    officers: bool = False
    """Whether an officer-level method may run: agreement and work plan name it."""


@dataclass(frozen=True, slots=True)
class Rerun:
    """A run done again: whether the result is equal to the last bit, what of it differs, and what else does."""

    same: bool
    differences: tuple[str, ...]
    circumstances: tuple[str, ...]


def run(
    order: Order,
    *,
    files: Mapping[str, Path],
    chance: Chance,
    mappings: Mapping[str, ColumnMapping] | None = None,
    tell: Tell = _nobody,
) -> tuple[Outcome, Capsule]:
    """Carry an order out.

    Parameters
    ----------
    order
        What is asked for.
    files
        Path by kind of file (a name of a dictionary).
    chance
        From a seed to a source of chance: `numpy.random.default_rng`.
    mappings
        Mapping by kind of file; a file without one has the dictionary's own column names.
    tell
        Hears of progress.

    Returns
    -------
    The result and its capsule.

    Raises
    ------
    BadArgument, BadTable, NotEnoughData, DataNotFit, NotConverged, MissingExtra
        As the method says; also for a file that the method does not read, or lacks.
    """
    method, known = named(order.method), dict(mappings or {})
    if method.officers and not order.officers:
        raise BadArgument(
            "this method is about single officers, and off", where=method.key,
            expected="an agreement and a work plan that name it",
        )  # fmt: skip
    values = method.read(order.parameters)
    _require_files(method, files)
    tell(0, "opening files")
    within = engine()
    read = {kind: opened(path, within=within, name=f"file_{kind}") for kind, path in files.items()}
    with in_words():
        tell(1, "mapping columns")
        tables = {kind: mapped(kind, one, known.get(kind)) for kind, one in read.items()}
        tell(2, "looking for empty fields")
        unfit = _unfit(method, tables)
        tell(3, "working it out")
        context = Context(
            tables=tables, values=values, rng=chance(order.seed), tell=lambda words: tell(3, words)
        )  # fmt: skip
        outcome = _marked(_working(method)(context), unfit)
    tell(STEPS, "done")
    return outcome, _capsule(order, read, known, outcome)


def _working(method: Method) -> Run:
    """Return what works a method out. It is loaded only now: pages and commands list methods and never run them."""
    from concord.analysis.policing.runs import conduct, planning, quality, service, stops

    families = {
        "quality": quality.RUNS, "stops": stops.RUNS, "service": service.RUNS, "conduct": conduct.RUNS,
        "planning": planning.RUNS,
    }  # fmt: skip
    return families[method.family][method.key]


@contextmanager
def in_words() -> Iterator[None]:
    """Turn what the engine refuses into an error of the library, without its words: they quote the file."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise DataNotFit(
            f"the engine gave up ({type(error).__name__})", where="file", expected="values that the mapping foresees"
        ) from None


def _require_files(method: Method, files: Mapping[str, Path]) -> None:
    if method.tables == (ANY,):
        if len(files) != 1:
            raise BadArgument(f"{len(files)} files", where=method.key, expected="one file of any kind")
    elif set(files) != set(method.tables):
        raise BadArgument(
            f"files of {', '.join(sorted(files)) or 'nothing'}", where=method.key,
            expected=f"a file of {' and one of '.join(method.tables)}",
        )  # fmt: skip


def _unfit(method: Method, tables: Mapping[str, Any]) -> tuple[str, ...]:
    """Say which fields that the method needs are too empty; this is the audit's own limit."""
    said: list[str] = []
    for kind, table in tables.items():
        needed = tuple(column for where, column in method.needs if where == kind)
        said += empty_fields(table, needed) if needed else ()
    return tuple(said)


def _marked(outcome: Outcome, unfit: tuple[str, ...]) -> Outcome:
    if not unfit:
        return outcome
    readings = tuple(
        Reading(one.name, replace(one.estimate, unfit=(*one.estimate.unfit, *unfit)), one.rests_on)
        for one in outcome.readings
    )
    return replace(outcome, readings=readings)


def _capsule(
    order: Order, read: Mapping[str, File], mappings: Mapping[str, ColumnMapping], outcome: Outcome
) -> Capsule:
    inputs = tuple(Input(kind, one.sha256, one.size, one.rows) for kind, one in sorted(read.items()))
    plain = _strict(json.loads(json.dumps(outcome.as_record())))
    return Capsule(
        method=order.method, parameters=dict(order.parameters), seed=order.seed, inputs=inputs,
        mappings={kind: one.text() for kind, one in sorted(mappings.items()) if kind in read}, result=plain,
        **capsules.here(),
    )  # fmt: skip


def _strict(value: Any) -> Any:
    """Return the value with what JSON has no number for (an end of an interval without bound) as a text."""
    if isinstance(value, dict):
        return {name: _strict(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_strict(each) for each in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def rerun(
    capsule: Capsule, *, paths: tuple[Path, ...], chance: Chance, officers: bool = False, tell: Tell = _nobody
) -> Rerun:
    """Do a run again with the files that the capsule knows by their fingerprints, and compare.

    Raises BadTable where a file is missing (no path has its fingerprint) or the capsule holds no result, and what
    `run` raises."""
    if not capsule.result:
        raise BadTable("it holds no result", where="capsule", expected="the whole capsule, as the run wrote it")
    found = {fingerprint(path): path for path in paths}
    if missing := [one for one in capsule.inputs if one.sha256 not in found]:
        told = "; ".join(f"the file of {one.kind}, SHA-256 {one.sha256}, {one.rows:,} rows" for one in missing)
        raise BadTable("inputs are missing", where="capsule", expected=told)
    order = Order(method=capsule.method, parameters=capsule.parameters, seed=capsule.seed, officers=officers)
    mappings = {kind: ColumnMapping.read(text) for kind, text in capsule.mappings.items()}
    files = {one.kind: found[one.sha256] for one in capsule.inputs}
    _, again = run(order, files=files, chance=chance, mappings=mappings, tell=tell)
    return compared(capsule, again)


def compared(before: Capsule, after: Capsule) -> Rerun:
    """Say whether two runs of one order have the same result, and in what else they differ."""
    told = [f"code: was {before.code}, is {after.code}"] if before.code != after.code else []
    for name in sorted({*before.environment, *after.environment}):
        old, new = (one.environment.get(name, "unknown") for one in (before, after))
        told += [f"{name}: was {old}, is {new}"] if old != new else []
    said = capsules.differences(before.result, after.result)
    return Rerun(not said, said, tuple(told))
