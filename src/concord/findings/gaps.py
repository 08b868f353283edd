"""Where the plan names a method and an audience for a focus area, and a claim or a finding has nothing of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import methods
from concord.findings.grounds import Ground, Unit
from concord.programme.document import Method
from concord.workplans.content import Activity
from concord.workplans.queries import in_force

_NOBODY_ASKED = frozenset({"review", "data", "observation"})


@dataclass(frozen=True)
class Gap:
    """A method that the plan names, and with whom ("" where the method asks nobody)."""

    method: str
    name: str
    audience: str


def gaps(engagement: Engagement, area: FocusArea, grounds: Iterable[Ground]) -> list[Gap]:
    """Return the gaps of one claim or finding in a focus area of an engagement, in the plan's order."""
    plan = in_force(engagement)
    named = [one for one in plan.content.activities if one.area == area.number] if plan else []
    return gaps_in(planned(named, methods(engagement)), grounds)


def planned(of: Iterable[Activity], known: Iterable[Method]) -> list[Gap]:
    """Return what activities of a plan ask for, each once; one with several audiences, parted by semicolons, asks for
    each of them."""
    named = {method.key: method for method in known}
    wanted = []
    for one in of:
        method = named.get(one.method)
        asks = method is None or method.form not in _NOBODY_ASKED
        name = method.name if method else one.method
        audiences = [part.strip() for part in one.audience.split(";")] if asks else [""]
        wanted += [Gap(one.method, name, audience) for audience in audiences]
    return list(dict.fromkeys(wanted))


def gaps_in(wanted: Sequence[Gap], grounds: Iterable[Ground | Unit]) -> list[Gap]:
    """Return what is wanted and has nothing that stands, whatever its direction: who disagrees was heard too."""
    heard = {(each.method, _who(each.audience)) for each in grounds if each.stands}
    return [gap for gap in wanted if not any(_meets(gap, method, who) for method, who in heard)]


def _meets(gap: Gap, method: str, who: str) -> bool:
    """Say whether what was heard is what is wanted: the one's words hold the other's, as “Patrol officers and
    sergeants” holds “Patrol officers”."""
    if method != gap.method or not gap.audience:
        return method == gap.method
    wanted = _who(gap.audience)
    return bool(who) and (wanted in who or who in wanted)


def _who(audience: str) -> str:
    """Return whom an audience is of, without what is said of it after a comma: “Residents, in Spanish”."""
    return audience.partition(",")[0].strip().casefold()
