"""Status reports and releases for tests, by the house's own verbs; and people who may do each step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.engagements.models import Engagement
from concord.publishing import actions
from concord.publishing.imports import read_folder
from concord.publishing.models import Release, StatusReport
from tests.factories import engagements as make
from tests.factories.engagements import AT, CONCORD
from tests.factories.findings import Ground
from tests.publishing.imports import folder

FIRST_DAY, LAST_DAY = date(2026, 8, 1), AT.date()


@dataclass(frozen=True)
class Press:
    """An engagement, who compiles its reports, who approves them, and who publishes them."""

    engagement: Engagement
    lead: Person
    official: Person
    publisher: Person


def press(place: str = "Alder Falls", *, on: Ground | None = None) -> Press:
    """Return an engagement that was opened and no more, or the one of a ground on which work goes on."""
    engagement = on.engagement if on else make.engagement(place)
    return Press(
        engagement,
        on.lead if on else make.member(engagement, "assessment_lead", name="Lee Lead"),
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


def report(by: Press, state: str, *, at: datetime = AT, **changed: Any) -> StatusReport:
    """Bring a report into a state: compiled by the lead, approved by the official, published by the publisher."""
    made = compiled(by, at=at, **changed)
    if state == "compiled":
        return made
    if state == "returned":
        return actions.return_(made, reason="Say it in fewer words.", by=by.official, at=at)
    made = actions.approve(made, by=by.official, at=at)
    return made if state == "approved" else actions.publish(made, by=by.publisher, at=at)


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
