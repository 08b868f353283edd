"""What the office is told of a request before the button is pressed."""

from typing import Any

import pytest

from concord.agencies import actions as agencies
from concord.agencies.models import Agency
from concord.intake import checks
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db


def of_kind(kind: str) -> Agency:
    source = "Invented for tests."
    return agencies.add(name="Harbour Guard", state="OH", kind=kind, source=source, by=CONCORD, at=AT)


def said(of: Agency | None = None, **changed: Any) -> list[tuple[str, str]]:
    return [(problem.level, problem.text) for problem in checks.run(asking.submitted(of, **changed))]


def test_nothing_is_said_of_a_chiefs_request_for_an_eligible_agency() -> None:
    assert said(make.agency()) == []


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        (
            {"primary_enforcement": False},
            "The agency says that it has no primary enforcement authority in its jurisdiction.",
        ),
        ({"patrol": False}, "The agency says that it has no patrol function."),
    ],
)
def test_what_staff_must_weigh_is_a_warning_and_never_a_refusal(changed: dict[str, Any], text: str) -> None:
    assert said(make.agency(), **changed) == [("warning", text)]


def test_an_authorization_that_is_not_on_file_is_pointed_out() -> None:
    found = [problem.text for problem in checks.run(asking.waiting(make.agency()))]
    assert found == ["A delegate asked, and the chief executive's express authorization is not on file."]


def test_what_a_letter_does_not_say_is_to_be_asked() -> None:
    said_nothing = {"channel": "letter", "primary_enforcement": None, "patrol": None}
    request = make.request(make.agency(), "submitted")
    for name, value in said_nothing.items():
        setattr(request, name, value)
    assert [problem.text for problem in checks.run(request)] == [
        f"It is not said whether the agency has: {what}. Ask at the first contact."
        for what in ("primary enforcement authority in its jurisdiction", "patrol function")
    ]


def test_an_agency_that_is_not_in_the_directory_is_pointed_out() -> None:
    assert said() == [("warning", "The agency is not linked to the directory yet.")]


@pytest.mark.owed("A42")
@pytest.mark.parametrize("kind", ["state", "local", "county", "tribal", "campus", "territorial"])
def test_each_of_the_six_kinds_of_agency_may_ask(kind: str) -> None:
    assert said(of_kind(kind)) == []


@pytest.mark.parametrize("kind", ["federal", "unknown"])
def test_any_other_kind_is_told_why(kind: str) -> None:
    agency = of_kind(kind)
    assert said(agency) == [("error", agency.type_advice())]


@pytest.mark.owed("A47", "A48")
def test_a_pending_matter_goes_to_a_named_official_and_is_never_an_error() -> None:
    weighed = "A matter is declared as pending. That makes approval unlikely and refuses nothing."
    assert said(make.agency(), matters=asking.MATTER) == [
        ("warning", f"{weighed} Nobody is an approving official now, and one has to decide.")
    ]
    asking.desk()
    other = make.agency("Elsewhere Police Department")
    assert said(other, matters=asking.MATTER) == [("warning", f"{weighed} Ola Official decides.")]


@pytest.mark.owed("A46")
@pytest.mark.parametrize(
    ("need", "word", "what"),
    [
        ("We need more Vehicles for patrol.", "Vehicles", "Equipment cannot be supported."),
        ("Overtime eats our budget.", "Overtime", "The cost of agency personnel cannot be supported."),
        ("We ask for a grant to hire.", "grant", "A grant or any payment to the agency cannot be supported."),
    ],
)
def test_a_need_that_speaks_of_costs_that_cannot_be_supported_is_pointed_out(need: str, word: str, what: str) -> None:
    ((level, text),) = said(make.agency(), need=need)
    assert (level, text.startswith(f"The need speaks of “{word}”. {what}")) == ("warning", True)


def test_words_that_only_look_like_costs_are_left_alone() -> None:
    assert said(make.agency(), need="We were granted nothing, and drive how we talk with each other.") == []
