"""The calendar of status reports: when the next is due, and who has it.

The work plan in force says how often; before there is one, the edition under which the engagement was opened. A report
is due so many months after the one before it was published, or after the engagement's first day."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import QuerySet

from concord.core import zones
from concord.core.days import months_after
from concord.core.permissions import Party
from concord.engagements.models import Engagement, Origin, Precision
from concord.engagements.rules import has_stage
from concord.engagements.states import EngagementState
from concord.publishing.models import Delay, StatusReport
from concord.publishing.states import ReportState
from concord.workplans.models import WorkPlan
from concord.workplans.states import WorkPlanState

REMINDED_BEFORE = timedelta(days=21)
"""So long before a report is due, the team is reminded."""


@dataclass(frozen=True)
class Due:
    """The next report of an engagement: the day by which it was promised, every how many months, the day of the last
    one (None before the first), who has it now, the report on its way, and the reason given for its delay."""

    engagement: Engagement
    on: date
    months: int
    last: date | None
    owed_by: Party
    report: StatusReport | None
    delay: Delay | None


def going_on() -> QuerySet[Engagement]:
    """Return the engagements of ours whose work goes on, with what the calendar asks of each."""
    ours = Engagement.objects.filter(state=EngagementState.OPEN).exclude(origin=Origin.PUBLIC_RECORD)
    return ours.select_related("agency", "edition", "request").order_by("pk")


def due(engagement: Engagement, *, published_on: date | None = None) -> Due | None:
    """Return when the next report of one engagement is due, or None where none is promised; with a day, as it will be
    once the report on its way has been published on it."""
    found = next(iter(dues([engagement])), None)
    if found is None or published_on is None:
        return found
    on = months_after(published_on, found.months)
    return replace(found, on=on, last=published_on, owed_by=Party.TEAM, report=None, delay=None)


def dues(engagements: Iterable[Engagement]) -> list[Due]:
    """Return the next report of each of these engagements that has one promised; by three queries."""
    asked = list(engagements)
    planned, delays = _planned(asked), _delays(asked)
    reports: dict[int, list[StatusReport]] = {}
    for report in StatusReport.objects.filter(engagement__in=asked, version=1).defer("document", "site_document"):
        reports.setdefault(report.engagement_id, []).append(report)
    found = []
    for engagement in asked:
        months = planned.get(engagement.pk) or engagement.cadence_months
        theirs = reports.get(engagement.pk, [])
        last = max((zones.day(r.state_since) for r in theirs if r.state == ReportState.PUBLISHED), default=None)
        if months is None or (last is None and not _has_first(engagement)):
            continue
        on = months_after(last or date.fromisoformat(engagement.started), months)
        coming = min((r for r in theirs if r.state != ReportState.PUBLISHED), key=lambda r: r.number, default=None)
        owed_by = _owed_by(coming)
        found.append(Due(engagement, on, months, last, owed_by, coming, delays.get((engagement.pk, on))))
    return found


def _has_first(engagement: Engagement) -> bool:
    """Whether a first report is promised: the tier reports, and the first day is known."""
    return engagement.started_precision == Precision.DAY and bool(has_stage(engagement, "reports"))


def _owed_by(coming: StatusReport | None) -> Party:
    """Say who has the next report; the office answers for one whose hour is set, the team for one not begun."""
    if coming is None:
        return Party.TEAM
    return Party.OFFICE if coming.held_by == Party.CONCORD else coming.held_by


def _planned(engagements: list[Engagement]) -> dict[int, int]:
    rows = WorkPlan.objects.filter(engagement__in=engagements, state=WorkPlanState.CONCURRED)
    return {pk: json.loads(text).get("reporting_months", 0) for pk, text in rows.values_list("engagement", "document")}


def _delays(engagements: list[Engagement]) -> dict[tuple[int, date], Delay]:
    """Return the newest reason for each engagement and day."""
    rows = Delay.objects.filter(engagement__in=engagements).order_by("pk")
    return {(row.engagement_id, row.due): row for row in rows}


def to_remind(on: date) -> list[Due]:
    """Return the reports that are due soon or overdue on a day."""
    return [due for due in dues(going_on()) if due.on <= on + REMINDED_BEFORE]


def overdue(on: date) -> list[Due]:
    """Return the reports that are overdue on a day."""
    return [due for due in dues(going_on()) if due.on < on]
