"""What an edition's document holds, as frozen values; and how a TOML file becomes one. Pure."""

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

from concord.core.errors import BadInput

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True)
class About:
    """The edition's own name, and the day from which it is meant to be in force (ISO)."""

    key: str
    label: str
    effective_from: str


@dataclass(frozen=True)
class Office:
    """The programme office and how to reach it."""

    name: str
    short_name: str
    email: str
    phone: str
    feedback_email: str
    address: str
    hours: str


@dataclass(frozen=True)
class Text:
    """A heading and a text."""

    heading: str
    text: str


@dataclass(frozen=True)
class Tier:
    """A tier of the continuum of assistance."""

    key: str
    name: str
    summary: str


@dataclass(frozen=True)
class Method:
    """A way of gathering evidence; `kind` is standard or community, `counted` what is counted of it, in the plural."""

    key: str
    counted: str
    name: str
    kind: str
    description: str


@dataclass(frozen=True)
class StatusLabel:
    """A status word: what it means, who decides it, and the core state that it stands for."""

    key: str
    label: str
    definition: str
    decided_by: str
    rank: int
    core_state: str
    terminal: bool
    reopenable: bool


@dataclass(frozen=True)
class Criterion:
    """A public criterion of eligibility or readiness; `effect` is required, expected or routed."""

    key: str
    question: str
    why: str
    evidence: str
    effect: str = "required"


@dataclass(frozen=True)
class Answer:
    """A question that people ask, and the key of the criterion on which the answer rests."""

    key: str
    question: str
    answer: str
    rule: str


@dataclass(frozen=True)
class NotSupported:
    """What the programme does not pay for or do."""

    key: str
    label: str
    why: str


@dataclass(frozen=True)
class Step:
    """One of the steps after a request."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Cadence:
    """How often a status report is due."""

    key: str
    label: str
    months: int


@dataclass(frozen=True)
class AgencyType:
    """One of the six eligible types, in words."""

    key: str
    label: str
    description: str


@dataclass(frozen=True)
class Retention:
    """How long something is kept (years after an event; 0 and "" for ever), and what happens then."""

    key: str
    label: str
    then: str
    why: str
    after: str = ""
    years: int = 0


@dataclass(frozen=True)
class Programme:
    """The whole document of an edition; lists are named in the singular, as their tables are in TOML."""

    edition: About
    office: Office
    banner: Text
    intro: Text
    tier: tuple[Tier, ...]
    method: tuple[Method, ...]
    status: tuple[StatusLabel, ...]
    eligibility: tuple[Criterion, ...]
    readiness: tuple[Criterion, ...]
    faq: tuple[Answer, ...]
    not_supported: tuple[NotSupported, ...]
    next_step: tuple[Step, ...]
    cadence: Cadence
    agency_type: tuple[AgencyType, ...]
    retention: tuple[Retention, ...]

    def status_named(self, key: str) -> StatusLabel:
        """Return a status label. Raises KeyError."""
        return {s.key: s for s in self.status}[key]

    def method_named(self, key: str) -> Method | None:
        """Return a method, or None."""
        return next((m for m in self.method if m.key == key), None)


_T = TypeVar("_T", bound="DataclassInstance")


def read(document: dict[str, Any]) -> Programme:
    """Turn a document into values. Raises BadInput that names the place, what was found and what was expected."""
    return _build(Programme, document, "programme")


def _build(kind: type[_T], value: Any, where: str) -> _T:
    """Build one dataclass from a mapping, strictly: no missing and no unknown key."""
    if not isinstance(value, dict):
        raise BadInput(f"{where}: expected a table, found {type(value).__name__}.")
    hints = get_type_hints(kind)
    known = {f.name: f for f in fields(kind)}
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
