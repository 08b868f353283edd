"""The capsule of a result: everything that is needed to make it again, as one JSON file.

Inputs are known by their SHA-256, never by a name or a place. The result is kept whole, so that a second run can say
what differs; `without_result` takes it out for where exact counts may not go."""

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from typing import Any, Final, Self

from concord.analysis.errors import BadTable
from concord.analysis.policing.estimate import code_version

SHAPE: Final = 1
PACKAGES: Final = ("numpy", "scipy", "duckdb", "ibis-framework", "pyarrow", "jax", "numpyro")
SHOWN: Final = 20  # so many differences are spelled out


@dataclass(frozen=True, slots=True)
class Input:
    """One file: what kind it is, and what it is known by."""

    kind: str
    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capsule:
    """A run. `mappings` has the text of the mapping of each kind of file that was mapped; `result` is {} where it was
    taken out."""

    method: str
    parameters: Mapping[str, str]
    seed: int
    inputs: tuple[Input, ...]
    mappings: Mapping[str, str]
    code: str
    environment: Mapping[str, str]
    result: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return it as JSON; `read` gives an equal one."""
        record = {"capsule": SHAPE, **asdict(self)}
        return json.dumps(record, indent=1, ensure_ascii=False, sort_keys=True, allow_nan=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a capsule. Raises BadTable where it is none."""
        try:
            record = json.loads(text)
            shape = record.pop("capsule")
        except (json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
            raise BadTable("not a capsule", where="capsule", expected="the JSON file that a run wrote") from error
        if shape != SHAPE:
            raise BadTable(f"shape {shape!r}", where="capsule", expected=f"shape {SHAPE}, of this version of Concord")
        try:
            inputs = tuple(Input(**one) for one in record.pop("inputs"))
            return cls(inputs=inputs, **record)
        except (KeyError, TypeError) as error:
            raise BadTable(f"not whole: {error}", where="capsule", expected="every field of a capsule") from error

    def without_result(self) -> Self:
        """Return the same without the result."""
        return replace(self, result={})


def environment() -> dict[str, str]:
    """Return the versions of what computes, and the kind of machine."""
    found = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def here() -> dict[str, Any]:
    """Return code version and environment as fields of a capsule."""
    return {"code": code_version(), "environment": environment()}


def digest(result: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a result: two are equal to the last bit when their digests are."""
    text = json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Say where two results differ; code versions inside estimates are told by the capsule itself."""
    said = [one for one in _differences("", before, after) if not one.partition(":")[0].endswith(".code_version")]
    more = len(said) - SHOWN
    return (*said[:SHOWN], *([f"and {more} more"] if more > 0 else []))


def _differences(where: str, before: Any, after: Any) -> Iterator[str]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted({*before, *after}):
            yield from _differences(f"{where}.{name}" if where else name, before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for at, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(f"{where}[{at}]", one, other)
    elif before != after or type(before) is not type(after):
        yield f"{where}: was {before!r}, is {after!r}"
