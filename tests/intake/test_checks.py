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
            {"capacity": "delegate"},
            "A delegate asked. Confirm the chief executive's express authorization before you acknowledge.",
        ),
        (
            {"primary_enforcement": False},
            "The agency says that it has no primary enforcement authority in its jurisdiction.",
        ),
        ({"patrol": False}, "The agency says that it has no patrol function."),
        (
            {"pending_matters": True, "pending_detail": "A suit about hiring."},
            "A pending investigation or litigation is declared. Approval is unlikely; the official decides.",
        ),
    ],
)
def test_what_staff_must_weigh_is_a_warning_and_never_a_refusal(changed: dict[str, Any], text: str) -> None:
    assert said(make.agency(), **changed) == [("warning", text)]


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
