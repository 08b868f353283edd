"""The programme's figures: requests by state, tier, topic and size of the agency, and how long each stage of requests,
agreements, engagements and work plans takes.

Each figure is counted from the records when it is asked for (law 7): it has its base, and the page says as of when."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Min, QuerySet, TextChoices

from concord.core.lifecycle import Lifecycle
from concord.core.permissions import Permission
from concord.engagements.models import Agreement, Engagement, Origin
from concord.engagements.states import AGREEMENT, ENGAGEMENT, AgreementState, EngagementState
from concord.intake.models import AssistanceRequest
from concord.intake.states import OVER, REQUEST, RequestState
from concord.partners.sizes import SizeBand, band_of
from concord.programme.document import Programme
from concord.workplans.models import WorkPlan
from concord.workplans.states import WORK_PLAN, WorkPlanState

# Each row by which a thing moved is the beginning of a stay; the next one is its end. What is where it was has no end
# yet, so it counts in no duration. Days of 24 hours, with their fractions. References stand between their prefix with
# "-" and with ".", the sign after it.
_STAYS = """
WITH stays AS (
    SELECT body::json ->> 'new' AS state, at::timestamptz AS came,
           lead(at::timestamptz) OVER (PARTITION BY what ORDER BY id) AS went
    FROM core_auditrow
    WHERE what >= %s AND what < %s AND verb = ANY(%s)
)
SELECT state, count(went),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM went - came) / 86400)
FROM stays WHERE went IS NOT NULL GROUP BY state
"""

# What no lifecycle waits in: between an acceptance and the engagement that is opened on it, and from there to the first
# concurrence with a plan. A side that has not come is null: what is there now counts in no duration.
_SPANS = """
WITH opened AS (
    SELECT e.id, e.request_id, e.state, min(a.at::timestamptz) AS at
    FROM engagements_engagement e JOIN core_auditrow a ON a.what = e.ref AND a.verb = %s
    WHERE e.origin <> %s GROUP BY e.id
), spans AS (
    SELECT 'Request' AS of, 'Accepted, no engagement yet' AS label, r.state_since AS came, o.at AS went
    FROM intake_assistancerequest r LEFT JOIN opened o ON o.request_id = r.id WHERE r.state = %s
    UNION ALL
    SELECT 'Engagement', 'Opened, no plan concurred with yet', o.at, c.at
    FROM opened o LEFT JOIN LATERAL (
        SELECT min(c.at) AS at FROM workplans_concurrence c JOIN workplans_workplan p ON p.id = c.plan_id
        WHERE p.engagement_id = o.id
    ) c ON true WHERE c.at IS NOT NULL OR o.state = ANY(%s)
)
SELECT of, label, count(went),
       percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY extract(epoch FROM went - came) / 86400),
       count(*) FILTER (WHERE went IS NULL), min(came) FILTER (WHERE went IS NULL)
FROM spans GROUP BY of, label
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
    """How long things (`of`) stayed in a stage: of `ended` stays the median and the 90th percentile in days (None where
    none has ended), and how many of them are there now, the longest since `oldest`."""

    of: str
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


_RUNNING = (EngagementState.OPEN, EngagementState.SUSPENDED)


@dataclass(frozen=True)
class _Way:
    """A lifecycle whose stays are counted: what goes it, as references begin, and in which states it waits."""

    of: str
    prefix: str
    lifecycle: Lifecycle
    states: Sequence[TextChoices]
    things: QuerySet[Any]


def _ways() -> tuple[_Way, ...]:
    requests = [state for state in RequestState if state not in OVER]
    ours = Engagement.objects.exclude(origin=Origin.PUBLIC_RECORD)
    writing = (WorkPlanState.DRAFT, WorkPlanState.PROPOSED)
    return (
        _Way("Request", "REQ", REQUEST, requests, AssistanceRequest.objects.all()),
        _Way("Agreement", "AGR", AGREEMENT, (AgreementState.DRAFT, AgreementState.SENT), Agreement.objects.all()),
        _Way("Engagement", "ENG", ENGAGEMENT, _RUNNING, ours),
        _Way("Work plan", "PLN", WORK_PLAN, writing, WorkPlan.objects.all()),
    )


def stays() -> tuple[Stay, ...]:
    """Return how long requests, agreements, engagements and work plans stay in each stage, from the audit trail's rows
    of each move, and how long it takes from one record to the next; by two queries for each of the four, and one."""
    between = list(_between())
    return tuple(stay for way in _ways() for stay in (*_stays(way), *(one for one in between if one.of == way.of)))


def _between() -> Iterator[Stay]:
    running = [str(state) for state in _RUNNING]
    said: list[Any] = [
        Permission.ENGAGEMENT_OPEN.value,
        Origin.PUBLIC_RECORD.value,
        RequestState.ACCEPTED.value,
        running,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SPANS, said)
        for of, label, ended, days, now, oldest in cursor.fetchall():
            median, ninetieth = days or (None, None)
            yield Stay(of, label, ended, median, ninetieth, now, oldest)


def _stays(way: _Way) -> Iterator[Stay]:
    moves = sorted({move.verb.value for move in way.lifecycle.moves})
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, [f"{way.prefix}-", f"{way.prefix}.", moves])
        ended: dict[str, _Ended] = {state: (count, *days) for state, count, days in cursor.fetchall()}
    counted = way.things.order_by().values("state").annotate(items=Count("pk"), oldest=Min("state_since"))
    now = {row["state"]: (row["items"], row["oldest"]) for row in counted}
    for state in way.states:
        count, median, ninetieth = ended.get(state, (0, None, None))
        items, oldest = now.get(state, (0, None))
        yield Stay(way.of, str(state.label), count, median, ninetieth, items, oldest)


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
