"""Where a site stands, told on its day: suspended, resumed, ended (and by whom), closed; and nothing that nobody has
approved is told with it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from concord.core.errors import Denied
from concord.core.guard import writing
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement, Turn
from concord.publishing import actions, jobs, queries
from concord.publishing.models import Release
from concord.publishing.site import build
from tests.factories import engagements as make
from tests.factories import findings as ground
from tests.factories import publishing as office
from tests.factories.engagements import AT, CONCORD
from tests.factories.publishing import Press

pytestmark = pytest.mark.django_db

INSIDE = "A council member asked us to."
PUBLIC = "The city decides on its budget."
LATER = AT + timedelta(hours=2)


def suspended(by: Press, *, at: datetime = AT) -> Engagement:
    officer = make.person("programme_officer")
    return engagements.suspend(by.engagement, reason=INSIDE, public_words=PUBLIC, by=officer, at=at)


def ended(by: Press, ended_by: str) -> Engagement:
    return engagements.end(
        by.engagement, ended_by=ended_by, reason=INSIDE, outcome="It ended early.", by=by.official, at=AT
    )


def told(engagement: Engagement, *, at: datetime = LATER) -> dict[str, Any]:
    """Tell the public what is due, and return the document that the site's page shows then."""
    for due in queries.untold_turns():
        actions.release_standing(due, by=CONCORD, at=at)
    newest = queries.newest_of_site(engagement)
    assert newest is not None
    document: dict[str, Any] = newest.document
    return document


def pages(out: Path) -> Path:
    office.programme()
    build(queries.release_documents(), out, as_of=AT.date())
    return out / "current" / "sites"


@pytest.mark.owed("P6")
@pytest.mark.parametrize(
    ("ended_by", "key", "said"),
    [
        ("agency", "ended by agency", "Ended by the agency"),
        ("programme", "ended by programme", "Ended by the programme"),
        ("both", "ended by both", "Ended by the agency and the programme together"),
        ("eligibility", "no longer eligible", "Ended: no longer eligible"),
    ],
)
def test_the_public_page_says_on_the_same_day_who_ended_it(tmp_path: Path, ended_by: str, key: str, said: str) -> None:
    over = ended(office.press(), ended_by)
    site = told(over)["site"]
    assert (site["state_key"], site["outcome"], over.state_label) == (key, "It ended early.", said)
    assert f"{said} on 3 November 2026" in (pages(tmp_path) / "alder-falls" / "index.html").read_text()


@pytest.mark.owed("P6")
def test_a_site_that_ends_before_its_first_report_says_which_report_was_promised() -> None:
    document = told(ended(office.press(), "programme"))
    assert document["site"]["owed"] == [
        {
            "owed_by": "The programme office",
            "what": "The first status report",
            "promised_on": {"value": "2026-11-03", "precision": "day"},
            "due": {"value": "2027-02-03", "precision": "day"},
            "state": "Not published: the engagement ended on 3 November 2026",
        }
    ]
    assert document["next_update"] is None


@pytest.mark.owed("P6", "A31")
def test_a_report_that_waits_for_a_suspension_is_named_and_due_again_once_work_goes_on() -> None:
    by = office.press()
    office.report(by, "published")
    stopped = suspended(by, at=AT + timedelta(minutes=1))
    (owed,) = told(stopped)["site"]["owed"]
    assert (owed["what"], owed["due"]["value"], owed["state"]) == (
        "The next status report",
        "2027-02-03",
        "Waits while the work is suspended",
    )
    officer = make.person("programme_officer")
    engagements.resume(stopped, reason=INSIDE, by=officer, at=AT + timedelta(hours=3))
    again = told(stopped, at=AT + timedelta(hours=4))
    due = {"due": "2027-02-03", "cadence": "Every three months", "owed_by": "the assessment team"}
    assert (again["site"]["owed"], again["next_update"]) == ([], due)
    turns = [(turn["state_key"], turn["text"]) for turn in again["site"]["turns"]]
    assert turns == [("suspended", PUBLIC), ("active", None)]


def test_the_reason_of_the_office_is_in_no_release() -> None:
    by = office.press()
    told(suspended(by))
    documents = str(queries.release_documents())
    assert (INSIDE in documents, PUBLIC in documents) == (False, True)


def test_what_nobody_has_approved_is_not_told_with_a_suspension() -> None:
    on = ground.ground()
    ground.recommendation(on, standing_on=ground.finding(on))
    document = told(suspended(office.press(on=on)))
    assert (document["findings"], document["recommendations"], document["figures"]) == ([], [], None)
    assert {area["findings"] for area in document["focus_areas"]} == {None}


@pytest.mark.owed("P4")
def test_what_was_published_stays_as_it_was_beside_the_new_standing() -> None:
    by = office.press()
    office.report(by, "published")
    before = queries.newest_of_site(by.engagement)
    told(suspended(by, at=AT + timedelta(minutes=1)))
    after = queries.newest_of_site(by.engagement)
    assert before is not None
    assert after is not None
    assert (after.previous, after.as_of, after.reason) == (
        before,
        before.as_of,
        "The engagement is suspended, since 2026-11-03",
    )
    of_standing = {"site", "next_update", "release"}
    kept = [{k: v for k, v in r.document.items() if k not in of_standing} for r in (before, after)]
    assert kept[0] == kept[1]


def test_a_report_that_was_compiled_before_a_suspension_does_not_hide_it() -> None:
    by = office.press()
    report = office.report(by, "scheduled")
    stopped = suspended(by)
    actions.publish(report, by=CONCORD, at=AT + timedelta(minutes=5))
    newest = queries.newest_of_site(stopped)
    assert newest is not None
    assert (newest.document["site"]["state_key"], newest.document["next_update"]) == ("suspended", None)
    assert list(queries.untold_turns()) == []


def test_the_same_standing_again_is_no_release() -> None:
    stopped = suspended(office.press())
    told(stopped)
    actions.release_standing(stopped, by=CONCORD, at=LATER + timedelta(minutes=1))
    assert Release.objects.count() == 1


@pytest.mark.owed("A38")
def test_the_job_tells_of_a_turn_once_and_a_closed_site_moves_to_the_closed_ones(tmp_path: Path) -> None:
    engagement = make.engagement()
    make.put(engagement, "closed")
    with writing():
        Engagement.objects.filter(pk=engagement.pk).update(ended="2026-11-03", ended_precision="day")
        Turn.objects.create(engagement=engagement, state="closed", at=AT, public_words="Training was held.")
    for _ in range(2):
        jobs.release_standings(timestamp=0)
    assert queries.releases_of(engagement).count() == 1
    listed = (pages(tmp_path) / "index.html").read_text()
    assert "/sites/alder-falls/" in listed[listed.index('<h2 id="closed">') :]


def test_one_standing_that_cannot_be_released_holds_up_no_other_and_is_tried_again() -> None:
    broken, whole = make.engagement("Cedar Rapids"), make.engagement()
    for each, state in ((broken, "paused"), (whole, "suspended")):  # no state is called “paused”
        make.put(each, "suspended")
        with writing():
            Turn.objects.create(engagement=each, state=state, at=AT)
    with capture_logs() as heard:
        jobs.release_standings(timestamp=0)
    assert ([each.get("thing") for each in heard], queries.releases_of(whole).count()) == ([broken.ref], 1)
    with writing():
        broken.turns.update(state="suspended")
    jobs.release_standings(timestamp=0)
    assert (queries.releases_of(broken).count(), list(queries.untold_turns())) == (1, [])


def test_nobody_but_concord_releases_a_standing_and_never_that_of_a_public_record() -> None:
    stopped = suspended(office.press())
    people = make.everybody(stopped)
    assert make.able(people, lambda who: actions.release_standing(stopped, by=who, at=LATER)) == set()
    with writing():
        record = Engagement.objects.create(
            ref="ENG-2026-0900", state="suspended", state_since=AT, slug="elsewhere", title="Elsewhere",
            agency=stopped.agency, origin="public record",
        )  # fmt: skip
    with pytest.raises(Denied, match="published by others"):
        actions.release_standing(record, by=CONCORD, at=LATER)
