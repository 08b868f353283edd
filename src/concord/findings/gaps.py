"""Where the plan names a method and an audience for a focus area, and a claim or a finding has nothing of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concord.engagements.models import FocusArea
from concord.engagements.queries import methods
from concord.evidence.queries import activities
from concord.findings.grounds import Ground
from concord.programme.document import Method
from concord.workplans.content import Activity

_NOBODY_ASKED = frozenset({"review", "data"})


@dataclass(frozen=True)
class Gap:
    """A method that the plan names, and with whom ("" where the method asks nobody)."""

    method: str
    name: str
    audience: str


def gaps(area: FocusArea, grounds: Iterable[Ground]) -> list[Gap]:
    """Return the gaps of one claim or finding, in the plan's order."""
    return gaps_in(planned(activities(area), methods(area.engagement)), grounds)


def planned(of: Iterable[Activity], known: Iterable[Method]) -> list[Gap]:
    """Return what activities of a plan ask for, each once."""
    named = {method.key: method for method in known}
    wanted = []
    for one in of:
        method = named.get(one.method)
        asks = method is None or method.form not in _NOBODY_ASKED
        wanted.append(Gap(one.method, method.name if method else one.method, one.audience if asks else ""))
    return list(dict.fromkeys(wanted))


def gaps_in(wanted: Sequence[Gap], grounds: Iterable[Ground]) -> list[Gap]:
    """Return what is wanted and has nothing that stands, whatever its direction: who sees it otherwise was heard too.

    An audience is met by one whose words hold its own, as “Patrol officers, nights” holds “Patrol officers”."""
    heard = [(each.method, each.audience.casefold()) for each in grounds if each.stands]
    return [
        gap
        for gap in wanted
        if not any(method == gap.method and gap.audience.casefold() in audience for method, audience in heard)
    ]
