from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from concord.agencies import actions, queries
from concord.agencies.models import Agency
from concord.core.errors import BadInput
from tests.agencies.conftest import AT, CONCORD, row
from tests.agencies.test_actions import CHIEF, OFFICER

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory() -> None:
    """Invented agencies whose names meet in each way that matters to the order of what is found."""
    rows = [
        row("OH0990100", "Ashford Police Department"),
        row("OH0990200", "Ashford State University", fbi_type="University or College"),
        row("OH0990000", "Ashford County Sheriff's Office", fbi_type="County"),
        row("OH0990300", "New Ashford Police Department"),
        row("OH0990400", "Ashfordville Police Department"),
        row("PA0990100", "Ashford Police Department", state="PA"),
        row("WAKEP0000", "Elm Park Police Department", state="WA"),
        row("PA0990200", "Elm Police Department", state="PA"),
        row("VA0990100", "University of Elm", state="VA", fbi_type="University or College"),
        row("NC0990100", "St. Elm Police Department", state="NC"),
    ]
    actions.import_directory(rows, by=CONCORD, at=AT)


def _found(text: str, **more: Any) -> list[str]:
    return [agency.ref for agency in queries.search(text, **more)]


ALL_ASHFORD_OH = ["OH0990100", "OH0990000", "OH0990200", "OH0990400", "OH0990300"]


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("ashford oh", ALL_ASHFORD_OH),
        ("Ashford, OHIO", ALL_ASHFORD_OH),
        ("ashford", ["OH0990100", "PA0990100", "OH0990000", "OH0990200", "OH0990400", "OH0990300"]),
        ("ashford pd oh", ["OH0990100", "OH0990400", "OH0990300"]),
        ("ash pol pa", ["PA0990100"]),
        ("police ashford", ["OH0990100", "PA0990100", "OH0990400", "OH0990300"]),
        ("elm pa", ["PA0990200", "WAKEP0000"]),
        ("WAKEP00", ["WAKEP0000"]),
        ("wakep0000", ["WAKEP0000"]),
        ("WAK EP 0000", ["WAKEP0000"]),
        ("north carolina", ["NC0990100"]),
        ("saint elm", ["NC0990100"]),
        ("st elm", ["NC0990100"]),
        ("sheriffs office", ["OH0990000"]),
        ("sheriff’s", ["OH0990000"]),
        ("nothing of the kind", []),
    ],
)
@pytest.mark.usefixtures("directory")
def test_a_search_finds_what_was_meant_best_first(text: str, refs: list[str]) -> None:
    assert _found(text) == refs


@pytest.mark.usefixtures("directory")
def test_a_search_can_be_held_to_one_state_and_a_number() -> None:
    assert _found("ashford", state="PA") == ["PA0990100"]
    assert _found("ashford", limit=2) == ["OH0990100", "PA0990100"]


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        *((text, "") for text in ("   ", "&|!():*<->'\\", "%_", "\x00")),
        *((text, "nothing") for text in ("a" * 10_000, "é" * 500, "\udcff nothing")),
        ("ashford & ! police", "ashford police"),
        ("ashford':* | 'police'", "ashford police"),
        ("ashford\x00police", "ashford police"),
    ],
)
@pytest.mark.usefixtures("directory")
def test_no_text_breaks_the_search(text: str, same_as: str) -> None:
    assert _found(text) == _found(same_as)


@pytest.mark.usefixtures("directory")
def test_a_search_is_one_query() -> None:
    with CaptureQueriesContext(connection) as asked:
        found = queries.search("ashford oh")
        assert [agency.title for agency in found][:1] == ["Ashford Police Department, OH"]
    assert len(asked) == 1


def test_an_agency_is_looked_up_by_reference_or_by_ori(agency: Agency) -> None:
    assert (queries.by_ref("OH0990100"), queries.by_ref("OH09901"), queries.by_ref("\x00")) == (agency, None, None)
    assert (queries.by_ori("oh09901"), queries.by_ori("OH0990200")) == (agency, None)
    with pytest.raises(BadInput):
        queries.by_ori("elm")


def test_a_listing_goes_through_every_agency_once_in_order_of_reference() -> None:
    rows = [row(f"{state}099{number:04}", state=state) for state in ("PA", "OH") for number in range(60)]
    actions.import_directory(rows, by=CONCORD, at=AT)
    first = queries.listing()
    second = queries.listing(after=first.next)
    third = queries.listing(after=second.next)
    refs = [agency.ref for page in (first, second, third) for agency in page.rows]
    assert refs == sorted(r.ori for r in rows)
    assert [len(first.rows), len(second.rows), len(third.rows), third.next] == [50, 50, 20, ""]
    of_pa = queries.listing(state="PA")
    assert [agency.state for agency in of_pa.rows] == ["PA"] * 50
    assert len(queries.listing(state="PA", after=of_pa.next).rows) == 10


@pytest.fixture
def led(agency: Agency) -> Agency:
    """One led it until February, nobody for ten days, Two until June; Three follows at once and leaves in October."""
    for name, since, until in [
        ("One", date(2025, 1, 1), date(2026, 2, 18)),
        ("Two", date(2026, 3, 1), date(2026, 6, 30)),
        ("Three", date(2026, 7, 1), date(2026, 10, 31)),
    ]:
        actions.appoint_chief(agency, person_name=name, since=since, until=until, **CHIEF, by=OFFICER, at=AT)
    return agency


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "One"),
        (date(2026, 2, 18), "One"),
        (date(2026, 2, 19), None),
        (date(2026, 2, 28), None),
        (date(2026, 6, 30), "Two"),
        (date(2026, 7, 1), "Three"),
        (date(2026, 11, 1), None),
    ],
)
def test_who_led_the_agency_on_a_day(led: Agency, day: date, name: str | None) -> None:
    tenure = queries.chief_on(led, day)
    assert (tenure.person_name if tenure else None) == name


def _history(agency: Agency) -> list[tuple[str, date, date | None]]:
    terms = queries.chief_history(agency)
    return [(term.tenure.person_name if term.tenure else "vacant", term.since, term.until) for term in terms]


def test_the_history_shows_each_vacancy_between_two_and_after_the_last(led: Agency) -> None:
    assert _history(led) == [
        ("vacant", date(2026, 11, 1), None),
        ("Three", date(2026, 7, 1), date(2026, 10, 31)),
        ("Two", date(2026, 3, 1), date(2026, 6, 30)),
        ("vacant", date(2026, 2, 19), date(2026, 2, 28)),
        ("One", date(2025, 1, 1), date(2026, 2, 18)),
    ]


def test_the_history_agrees_with_who_led_the_agency_on_every_day(led: Agency) -> None:
    for number in range(date(2025, 1, 1).toordinal(), date(2026, 12, 31).toordinal()):
        day = date.fromordinal(number)
        (term,) = [term for term in queries.chief_history(led) if term.covers(day)]
        assert term.tenure == queries.chief_on(led, day)


def test_an_agency_without_records_has_no_vacancy_and_one_that_is_led_ends_with_its_chief(agency: Agency) -> None:
    assert _history(agency) == []
    actions.appoint_chief(agency, person_name="One", since=date(2026, 1, 1), **CHIEF, by=OFFICER, at=AT)
    assert _history(agency) == [("One", date(2026, 1, 1), None)]
