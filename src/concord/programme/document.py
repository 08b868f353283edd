"""What an edition's document holds, as frozen values; and how a TOML file becomes one. Pure."""

from dataclasses import dataclass, fields
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from concord.core.errors import BadInput


@dataclass(frozen=True)
class Contact:
    """How to reach the office."""

    label: str
    email: str = ""
    phone: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Office:
    """The programme office."""

    name: str
    programme: str
    banner: str = ""


@dataclass(frozen=True)
class Tier:
    """A tier of the continuum of assistance."""

    key: str
    name: str
    summary: str


@dataclass(frozen=True)
class Method:
    """A way of gathering evidence; `kind` is standard or community."""

    key: str
    name: str
    description: str
    kind: str


@dataclass(frozen=True)
class StatusLabel:
    """A status word: what it means, who decides it, and the core state that it stands for."""

    key: str
    label: str
    definition: str
    decided_by: str
    terminal: bool
    reopenable: bool
    rank: int
    core_state: str


@dataclass(frozen=True)
class Criterion:
    """A public criterion of eligibility or readiness."""

    key: str
    question: str
    why: str
    evidence: str = ""


@dataclass(frozen=True)
class Answer:
    """A question that people ask, and the criterion on which the answer rests."""

    question: str
    answer: str
    rule: str = ""


@dataclass(frozen=True)
class Cadence:
    """How often a status report is due, in months."""

    label: str
    months: int


@dataclass(frozen=True)
class Programme:
    """The whole document of an edition."""

    office: Office
    intro: str
    contacts: tuple[Contact, ...]
    tiers: tuple[Tier, ...]
    methods: tuple[Method, ...]
    statuses: tuple[StatusLabel, ...]
    eligibility: tuple[Criterion, ...]
    readiness: tuple[Criterion, ...]
    faq: tuple[Answer, ...]
    next_steps: tuple[str, ...]
    not_supported: tuple[str, ...]
    cadence: Cadence

    def status(self, key: str) -> StatusLabel:
        """Return a status label. Raises KeyError."""
        return {s.key: s for s in self.statuses}[key]

    def method(self, key: str) -> Method | None:
        """Return a method, or None."""
        return next((m for m in self.methods if m.key == key), None)


_T = TypeVar("_T")


def read(document: dict[str, Any]) -> Programme:
    """Turn a document into values. Raises BadInput that names the place, what was found and what was expected."""
    return _build(Programme, document, "programme")


def _build(kind: type[_T], value: Any, where: str) -> _T:
    """Build one dataclass from a mapping, strictly: no missing and no unknown key."""
    if not isinstance(value, dict):
        raise BadInput(f"{where}: expected a table, found {type(value).__name__}.")
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type] - kind is always a dataclass here
    if unknown := sorted(set(value) - set(known)):
        raise BadInput(f"{where}: unknown {', '.join(unknown)}; expected {', '.join(known)}.")
    given = {name: _value(hints[name], value[name], f"{where}.{name}") for name in value}
    try:
        return kind(**given)
    except TypeError:
        missing = sorted(set(known) - set(value))
        raise BadInput(f"{where}: missing, or left out where no default exists: {', '.join(missing)}.") from None


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadInput(f"{where}: expected a list, found {type(value).__name__}.")
        inner = get_args(hint)[0]
        return tuple(_value(inner, item, f"{where}[{i}]") for i, item in enumerate(value))
    if hint in (str, int, bool):
        if type(value) is not hint:
            raise BadInput(f"{where}: expected {hint.__name__}, found {value!r}.")
        return value
    return _build(hint, value, where)
