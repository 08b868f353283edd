"""The triangulation matrix: finding × method × audience, with the gaps. Each number is computed from the records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import methods
from concord.findings.gaps import Gap, gaps_in, planned
from concord.findings.grounds import DATA_SET, Ground, of_claims, of_findings
from concord.findings.models import Claim, Direction, Finding
from concord.workplans.queries import in_force


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


def matrix(engagement: Engagement, findings: Sequence[Finding], claims: Sequence[Claim]) -> Matrix:
    """Return the matrix of findings and open cards of an engagement; the number of queries does not depend on them."""
    on_findings, on_claims = of_findings(engagement, findings), of_claims(engagement, claims)
    rows: list[tuple[Finding | Claim, list[Ground]]] = [(each, on_findings[each.pk]) for each in findings]
    rows += [(each, on_claims[each.pk]) for each in claims]
    wanted = _wanted(engagement)
    columns = _columns(engagement, wanted, [ground for _, grounds in rows for ground in grounds])
    return Matrix(columns, tuple(_line(thing, grounds, columns, wanted) for thing, grounds in rows))


def _wanted(engagement: Engagement) -> dict[int, list[Gap]]:
    """Return what the plan in force names, by the number of the focus area."""
    plan = in_force(engagement)
    named = plan.content.activities if plan else ()
    known = methods(engagement)
    return {area: planned([one for one in named if one.area == area], known) for area in {one.area for one in named}}


def _columns(engagement: Engagement, wanted: dict[int, list[Gap]], grounds: Iterable[Ground]) -> tuple[Method, ...]:
    """Return the methods that the plan names or something stands of, in the edition's order; the data sets last."""
    many = {method.key: method.counted for method in methods(engagement)}
    named = [gap for gaps in wanted.values() for gap in gaps]
    used = {gap.method: Method(gap.method, gap.name, many.get(gap.method, gap.method)) for gap in named}
    used |= {each.method: Method(each.method, each.name, each.many) for each in grounds}
    known = [used.pop(key) for key in many if key in used]
    last = [used.pop(DATA_SET)] if DATA_SET in used else []
    return (*known, *used.values(), *last)


def _line(
    thing: Finding | Claim, grounds: list[Ground], columns: tuple[Method, ...], wanted: dict[int, list[Gap]]
) -> Line:
    area = thing.focus_area
    missing = gaps_in(wanted.get(area.number, []), grounds) if area else []
    return Line(thing, area, tuple((column, _cell(column, grounds, missing)) for column in columns))


def _cell(column: Method, grounds: list[Ground], missing: list[Gap]) -> tuple[Heard, ...]:
    here = [each for each in grounds if each.stands and each.method == column.key]
    heard = [
        Heard(
            audience,
            supports=_units(here, audience, Direction.SUPPORTS),
            contradicts=_units(here, audience, Direction.CONTRADICTS),
            context=_units(here, audience, Direction.CONTEXT),
        )
        for audience in dict.fromkeys(each.audience for each in here)
    ]
    return (*heard, *(Heard(gap.audience, is_gap=True) for gap in missing if gap.method == column.key))


def _units(grounds: list[Ground], audience: str, direction: Direction) -> int:
    """Return how many of the method's unit, each item once however often it is cited."""
    once = {g.thing.ref: g.count for g in grounds if g.audience == audience and g.direction == direction}
    return sum(once.values())
