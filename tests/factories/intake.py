"""Requests for tests, brought from the public form to a decision by the house's own verbs."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.core.roles import Visitor
from concord.intake import actions, queries
from concord.intake.models import AssistanceRequest
from tests.factories import engagements as make
from tests.factories.engagements import AT


@dataclass(frozen=True)
class Desk:
    """Who assesses requests at the office, and who decides."""

    officer: Person
    official: Person


def desk() -> Desk:
    return Desk(
        make.person("programme_officer", name="Odell Officer"), make.person("approving_official", name="Ola Official")
    )


def asked(**changed: Any) -> dict[str, Any]:
    """Return all that a request says."""
    return {
        "agency_name": "Alder Falls Police Department",
        "agency_state": "OH",
        "capacity": "chief",
        "chief_name": "Chief Example",
        "contact_name": "Robin Example",
        "contact_email": "robin@example.org",
        "contact_phone": "",
        "primary_enforcement": True,
        "patrol": True,
        "tier": "organizational_assessment",
        "need": "An open look at how we work.",
        "pending_matters": False,
        "pending_detail": "",
        **changed,
    }


def typed(**changed: Any) -> dict[str, Any]:
    """Return what a person types into the public form, answers of yes or no as the browser sends them."""
    said = asked(**({"submission_key": uuid.uuid4(), "ori": ""} | changed))
    return {name: {True: "yes", False: "no"}.get(value, value) for name, value in said.items()}


def submitted(
    of: Agency | None = None, *, key: uuid.UUID | None = None, at: datetime = AT, **changed: Any
) -> AssistanceRequest:
    make.edition()
    key = key or uuid.uuid4()
    return actions.submit(agency=of, submission_key=key, by=Visitor(), at=at, **asked(**changed))


def answers(request: AssistanceRequest, kind: str, **changed: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """Return an answer to each criterion of an assessment: met, with a basis; but for those changed, by their key."""
    met = {criterion.key: ("met", "Seen on file.") for criterion in queries.criteria(request, kind)}
    return met | changed


def request(by: Desk, state: str, *, of: Agency | None = None, at: datetime = AT, **changed: Any) -> AssistanceRequest:
    """Bring a request into a state on the way to acceptance."""
    made = submitted(of or make.agency(), at=at, **changed)
    if state == "submitted":
        return made
    made = actions.acknowledge(made, by=by.officer, at=at)
    if state == "acknowledged":
        return made
    made = actions.find_eligible(made, answers=answers(made, "eligibility"), by=by.officer, at=at)
    if state == "eligible":
        return made
    made = actions.find_ready(made, answers=answers(made, "readiness"), by=by.officer, at=at)
    return made if state == "ready" else actions.accept(made, reason="Eligible and ready.", by=by.official, at=at)
