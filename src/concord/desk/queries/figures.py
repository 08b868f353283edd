"""The programme's figures: requests by state, tier, topic and size of the agency, and how long each stage takes.

Each figure is counted from the records when it is asked for (law 7): it has its base, and the page says as of when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min

from concord.intake.models import AssistanceRequest
from concord.intake.states import OVER, REQUEST, RequestState
from concord.partners.sizes import SizeBand, band_of
from concord.programme.document import Programme

_MOVES = sorted({move.verb.value for move in REQUEST.moves})

# Each row of a request by which it moved is the beginning of a stay; the next one is its end. A request that is where
# it was has no end yet, so it counts in no duration. Days of 24 hours, with their fractions.
_STAYS = """
WITH stays AS (
    SELECT body::json ->> 'new' AS state, at::timestamptz AS came,
           lead(at::timestamptz) OVER (PARTITION BY what ORDER BY id) AS went
    FROM core_auditrow
    WHERE what >= 'REQ-' AND what < 'REQ.' AND verb = ANY(%s)
)
SELECT state, count(went),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM went - came) / 86400)
FROM stays WHERE went IS NOT NULL GROUP BY state
"""

_BY_TOPIC = """
SELECT topic, count(*) FROM intake_assistancerequest, jsonb_array_elements_text(topics) AS topic GROUP BY topic
"""


@dataclass(frozen=True)
class Line:
    """One line of a figure: what is counted, and how many."""

    label: str
    count: int


@dataclass(frozen=True)
class Figure:
    """Counts out of `base` requests; `note` says what a reader could take wrongly."""

    key: str
    title: str
    base: int
    lines: tuple[Line, ...]
    note: str = ""


_Ended = tuple[int, float | None, float | None]  # how many stays have ended, the median, the 90th percentile


@dataclass(frozen=True)
class Stay:
    """How long requests stayed in a stage: of `ended` stays the median and the 90th percentile in days (None where none
    has ended), and how many requests are there now, the longest since `oldest`."""

    label: str
    ended: int
    median: float | None
    ninetieth: float | None
    now: int
    oldest: datetime | None


def figures(programme: Programme) -> tuple[Figure, ...]:
    """Return the requests by state, tier, topic and size; by four queries. `programme` gives the words."""
    rows = AssistanceRequest.objects.order_by()
    states = dict(rows.values("state").annotate(items=Count("pk")).values_list("state", "items"))
    tiers = dict(rows.values("tier").annotate(items=Count("pk")).values_list("tier", "items"))
    base = sum(states.values())
    names = {tier.key: tier.name for tier in programme.tier} | {"": "Not said"}
    return (
        Figure("states", "By state", base, _lines(states, {str(s): str(s.label) for s in RequestState})),
        Figure("tiers", "By tier asked for", base, _lines(tiers, names)),
        _topics(programme, base),
        _sizes(base),
    )


def _stay(state: RequestState, ended: _Ended, now: tuple[int, datetime | None]) -> Stay:
    count, median, ninetieth = ended
    items, oldest = now
    return Stay(str(state.label), count, median, ninetieth, items, oldest)


def stays() -> tuple[Stay, ...]:
    """Return how long requests stay in each stage, from the audit trail's rows of each move; by two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, [_MOVES])
        ended: dict[str, _Ended] = {state: (count, *days) for state, count, days in cursor.fetchall()}
    by_state = AssistanceRequest.objects.order_by().values("state")
    counted = by_state.annotate(items=Count("pk"), oldest=Min("state_since"))
    now = {row["state"]: (row["items"], row["oldest"]) for row in counted}
    none, nobody = (0, None, None), (0, None)
    return tuple(
        _stay(state, ended.get(state, none), now.get(state, nobody)) for state in RequestState if state not in OVER
    )


def _lines(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Line, ...]:
    """Return a line for each key, in the order of the names; what has no name any more under its own key."""
    known = [Line(name, counts[key]) for key, name in names.items() if key in counts]
    return (*known, *(Line(key, counts[key]) for key in sorted(counts.keys() - names.keys())))


def _topics(programme: Programme, base: int) -> Figure:
    with connection.cursor() as cursor:
        cursor.execute(_BY_TOPIC)
        counts = dict(cursor.fetchall())
    lines = _lines(counts, {topic.key: topic.text for topic in programme.topic})
    ordered = tuple(sorted(lines, key=lambda line: -line.count))
    return Figure("topics", "By topic asked for", base, ordered, "A request may name several topics, or none.")


def _sizes(base: int) -> Figure:
    """Count by the number of sworn staff that the directory has now."""
    sworn = AssistanceRequest.objects.order_by().values("agency__sworn").annotate(items=Count("pk"))
    counts = Counter[SizeBand | None]()
    for row in sworn:
        counts[band_of(row["agency__sworn"])] += row["items"]
    lines = [Line(str(band.label), counts[band]) for band in SizeBand if counts[band]]
    if counts[None]:
        lines.append(Line("Not on record", counts[None]))
    return Figure("sizes", "By size of the agency", base, tuple(lines), "As the directory says today.")
