"""Status reports and releases for tests, by the house's own verbs; and people who may do each step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.engagements.models import Engagement
from concord.publishing import actions
from concord.publishing.actions import following as asking
from concord.publishing.imports import read_folder
from concord.publishing.models import Follower, Release, StatusReport
from tests.factories import engagements as make
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import Ground
from tests.publishing.imports import folder

FIRST_DAY, LAST_DAY = date(2026, 8, 1), AT.date()


@dataclass(frozen=True)
class Press:
    """An engagement, and who does each step of its reports."""

    engagement: Engagement
    lead: Person
    reviewer: Person
    liaison: Person
    official: Person
    publisher: Person


def press(place: str = "Alder Falls", *, on: Ground | None = None) -> Press:
    """Return an engagement that was opened and no more, or the one of a ground on which work goes on."""
    engagement = on.engagement if on else make.engagement(place)
    return Press(
        engagement,
        on.lead if on else make.member(engagement, "assessment_lead", name="Lee Lead"),
        on.reviewer if on else make.member(engagement, "reviewer", name="Rey Reviewer"),
        on.liaison if on else make.member(engagement, "liaison", name="Lia Liaison"),
        make.person("approving_official", name="Ola Official"),
        make.person("publisher", name="Pat Publisher"),
    )


def told(**changed: Any) -> dict[str, Any]:
    """Return the words and the period of a report."""
    return {
        "name": "Status report",
        "period_from": FIRST_DAY,
        "period_to": LAST_DAY,
        "work_done": "The team read policies and talked with officers.",
        "outcomes": "A plan was adopted.",
        "next_steps": "The team looks again in spring.",
        **changed,
    }


def compiled(by: Press, *, at: datetime = AT, **changed: Any) -> StatusReport:
    return actions.compile_report(by.engagement, by=by.lead, at=at, **told(**changed))


STEPS = ("compiled", "in_review", "fact_check", "checked", "proposed", "approved", "scheduled", "published")


def report(by: Press, state: str, *, at: datetime = AT, **changed: Any) -> StatusReport:
    """Bring a report into a state, each step by the person whose it is."""
    return brought(compiled(by, at=at, **changed), by, state, at=at)


def brought(made: StatusReport, by: Press, state: str, *, at: datetime = AT, since: str = "compiled") -> StatusReport:
    """Bring a report from one state into another, each step by the person whose it is."""
    if state == "returned":
        return actions.return_(
            brought(made, by, "proposed", at=at), reason="Say it in fewer words.", by=by.official, at=at
        )
    ways: dict[str, Callable[[StatusReport], StatusReport]] = {
        "in_review": lambda one: actions.submit(one, by=by.lead, at=at),
        "fact_check": lambda one: actions.review(one, by=by.reviewer, at=at),
        "checked": lambda one: actions.check(one, by=by.liaison, at=at),
        "proposed": lambda one: actions.propose(one, by=by.lead, at=at),
        "approved": lambda one: actions.approve(one, by=by.official, at=at),
        "scheduled": lambda one: actions.schedule(one, publish_at=at, by=by.publisher, at=at),
        "published": lambda one: actions.publish(one, by=CONCORD, at=at),
    }
    for step in STEPS[STEPS.index(since) + 1 : STEPS.index(state) + 1]:
        made = ways[step](made)
    return made


def following(by: Press, state: str, number: int) -> StatusReport:
    """Bring the report of a later period into a state: number 1 follows the first by a day, and so on."""
    day = LAST_DAY + timedelta(days=number)
    at = AT + timedelta(days=number)
    return report(by, state, at=at, period_from=day, period_to=day)


def programme(at: datetime = AT) -> Release:
    """Release the programme's own pages, without which no site is built."""
    make.edition()
    return actions.release_programme(by=CONCORD, at=at)


ORIS = {"harbor-point": "ME0010100", "mill-creek": "VT0010100"}


def sites(path: Path, *, known: bool = True) -> Path:
    """Write a folder of two invented sites with ORIs, whose agencies are in the directory."""
    folder.write_folder(path)
    rows = [{**row, "ori": ORIS[row["slug"]]} for row in folder.ROWS["sites.csv"]]
    (path / "sites.csv").write_text(folder.sheet("sites.csv", rows), encoding="utf-8")
    for row in rows if known else ():
        agencies.add(
            name=row["name"], state=row["state"], kind="local", ori=row["ori"], source="Invented.", by=CONCORD, at=AT
        )
    return path


def imported(path: Path, *, at: datetime = AT, dry_run: bool = False) -> actions.SitesImported:
    return actions.import_sites(read_folder(path), by=CONCORD, at=at, dry_run=dry_run)


def follower(of: Engagement | None, *, email: str = "resident@example.org", at: datetime = AT) -> Follower:
    """Somebody who asked to be told of a site's reports, or of every site's."""
    asking.ask(email=email, engagement=of, at=at)
    return Follower.objects.get(email=email, engagement=of)
