"""The triangulation matrix: finding × method × audience, with the gaps. Each number is computed from the records."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import methods
from concord.findings.gaps import Gap, gaps_in, planned
from concord.findings.grounds import DATA_SET, Unit, called, units_of_claims, units_of_findings
from concord.findings.models import Claim, Direction, Finding
from concord.programme.document import Method as OfEdition
from concord.workplans.queries import in_force

_SIDES = (Direction.SUPPORTS, Direction.CONTRADICTS, Direction.CONTEXT)


@dataclass(frozen=True)
class Method:
    """A column: a method of the edition, or the data sets."""

    key: str
    name: str
    many: str


@dataclass(frozen=True)
class Heard:
    """What stands of a method with an audience ("" where nobody was asked, or nobody wrote down who): how many of the
    method's unit in each direction. A gap is what the plan names and nothing stands of."""

    audience: str
    supports: int = 0
    contradicts: int = 0
    context: int = 0
    is_gap: bool = False


@dataclass(frozen=True)
class Line:
    """A row: a finding, or a card from which none is drafted yet; what it has of each column, in their order."""

    thing: Finding | Claim
    area: FocusArea | None
    cells: tuple[tuple[Method, tuple[Heard, ...]], ...]

    @property
    def gaps(self) -> int:
        """How many gaps it has."""
        return sum(one.is_gap for _, heard in self.cells for one in heard)


@dataclass(frozen=True)
class Matrix:
    """The columns and the rows."""

    columns: tuple[Method, ...]
    lines: tuple[Line, ...]


def matrix(
    engagement: Engagement, findings: Sequence[Finding], claims: Sequence[Claim], *, to_the_team: bool
) -> Matrix:
    """Return the matrix of findings and open cards of an engagement; the number of queries does not depend on them.
    With whom confidential evidence was gathered is told to the engagement's own team; before others it only counts."""
    on_findings, on_claims = units_of_findings(findings), units_of_claims(claims)
    rows: list[tuple[Finding | Claim, list[Unit]]] = [(each, on_findings[each.pk]) for each in findings]
    rows += [(each, on_claims[each.pk]) for each in claims]
    wanted = _wanted(engagement)
    columns = _columns(engagement, wanted, {unit.method for _, units in rows for unit in units})
    lines = (_line(thing, units, columns, wanted, to_the_team=to_the_team) for thing, units in rows)
    return Matrix(columns, tuple(lines))


def _wanted(engagement: Engagement) -> dict[int, list[Gap]]:
    """Return what the plan in force names, by the number of the focus area."""
    plan = in_force(engagement)
    named = plan.content.activities if plan else ()
    known = methods(engagement)
    return {area: planned([one for one in named if one.area == area], known) for area in {one.area for one in named}}


def _columns(engagement: Engagement, wanted: dict[int, list[Gap]], stand: Collection[str]) -> tuple[Method, ...]:
    """Return the methods that the plan names or something stands of, in the edition's order; the data sets last."""
    of_edition = {method.key: method for method in methods(engagement)}
    keys = sorted({*stand} | {gap.method for gaps in wanted.values() for gap in gaps})
    used = {key: _column(key, of_edition.get(key)) for key in keys}
    known = [used.pop(key) for key in of_edition if key in used]
    last = [used.pop(DATA_SET)] if DATA_SET in used else []
    return (*known, *used.values(), *last)


def _column(key: str, method: OfEdition | None) -> Method:
    name, _, many = called(key, method)
    return Method(key, name, many)


def _line(
    thing: Finding | Claim,
    units: list[Unit],
    columns: tuple[Method, ...],
    wanted: dict[int, list[Gap]],
    *,
    to_the_team: bool,
) -> Line:
    area = thing.focus_area
    missing = gaps_in(wanted.get(area.number, []), units) if area else []
    heard = _heard(units if to_the_team else map(_untold, units))
    for gap in missing:
        heard[gap.method].append(Heard(gap.audience, is_gap=True))
    cells = ((column, tuple(heard[column.key])) for column in columns)
    return Line(thing, area, tuple(cells))


def _untold(unit: Unit) -> Unit:
    return unit._replace(audience="") if unit.is_confidential else unit


def _heard(units: Iterable[Unit]) -> dict[str, list[Heard]]:
    """Return by method how many of its unit with each audience, each item once in a direction however often it is
    cited."""
    once = dict.fromkeys(units)
    count = Counter[tuple[str, str, str]]()
    for unit in once:
        count[unit.method, unit.audience, unit.direction] += unit.number
    found: dict[str, list[Heard]] = defaultdict(list)
    for method, audience in dict.fromkeys((unit.method, unit.audience) for unit in once):
        supports, contradicts, context = (count[method, audience, side] for side in _SIDES)
        found[method].append(Heard(audience, supports, contradicts, context))
    return found
