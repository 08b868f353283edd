"""Requests for tests, brought from the public form to a decision by the house's own verbs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.core.roles import Visitor
from concord.intake import actions, checks, queries
from concord.intake.actions import drafts
from concord.intake.content import Asked
from concord.intake.models import AssistanceRequest, RequestDraft
from concord.programme.letters import Filled
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


def asked(of: Agency | None = None, **changed: Any) -> Asked:
    """Return all that a request says; for an agency of the directory, or one that the directory does not have."""
    said: dict[str, Any] = {
        "agency": of,
        "agency_name": of.name if of else "Alder Falls Police Department",
        "agency_state": of.state if of else "OH",
        "agency_kind": "" if of else "local",
        "capacity": "chief",
        "chief_name": "Chief Example",
        "contact_name": "Robin Example",
        "contact_email": "robin@example.org",
        "primary_enforcement": True,
        "patrol": True,
        "tier": "organizational_assessment",
        "need": "An open look at how we work.",
    }
    return Asked(**(said | changed))


MATTER = {"litigation": "A suit about hiring."}
"""A pending matter, as it is declared."""


def typed(**changed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a chief types on each page of the public request, with pages changed; None leaves a page out."""
    pages: dict[str, dict[str, Any]] = {
        "agency": {"ref": "by_hand"},
        "by-hand": {"name": "Alder Falls Police Department", "state": "OH", "kind": "local"},
        "authority": {"primary_enforcement": "yes", "patrol": "yes"},
        "members": {"members": ""},
        "capacity": {"capacity": "chief", "chief_name": "Chief Example"},
        "contact": {"contact_name": "Robin Example", "contact_email": "robin@example.org", "contact_phone": ""},
        "tier": {"tier": "organizational_assessment"},
        "topics": {},
        "need": {"need": "An open look at how we work."},
        "before": {"prior_assistance": "", "other_funding": ""},
        "matters": {"kinds": ["none"]},
        "stakeholders": {},
        "files": {},
    }
    return {page: said for page, said in (pages | changed).items() if said is not None}


def draft(*, at: datetime = AT, **changed: dict[str, Any]) -> RequestDraft:
    """Return a draft in which every page has been typed."""
    make.edition()
    begun = drafts.begin(key=uuid.uuid4(), at=at)
    for step, said in typed(**changed).items():
        listed = {name: value if isinstance(value, list) else [value] for name, value in said.items()}
        begun = drafts.save(begun, step=step, typed=listed, at=at)
    return begun


def place(of: RequestDraft, page: str = "") -> str:
    """Return the address of a draft, or of one of its pages."""
    return f"/request/d/{queries.draft_token(of)}/{page and f'{page}/'}"


def submitted(
    of: Agency | None = None, *, key: uuid.UUID | None = None, at: datetime = AT, **changed: Any
) -> AssistanceRequest:
    make.edition()
    return actions.submit(asked=asked(of, **changed), submission_key=key or uuid.uuid4(), by=Visitor(), at=at)


def waiting(of: Agency | None = None, *, at: datetime = AT, **changed: Any) -> AssistanceRequest:
    """A delegate's request, which waits for the chief executive's authorization."""
    make.edition()
    said = asked(of, **{"capacity": "delegate", "chief_email": "chief@example.org", **changed})
    return actions.submit_for(asked=said, submission_key=uuid.uuid4(), by=Visitor(), at=at)


def with_file(request: AssistanceRequest) -> AssistanceRequest:
    """Add a file to a request, by whoever holds its private link."""
    holder = Visitor(request.ref)
    return actions.attach(request, chunks=[b"A plan."], name="plan.txt", what="A plan", by=holder, at=AT)


def letter(**changed: Any) -> dict[str, Any]:
    """Return what an officer types who has a letter in hand that says little."""
    return {
        "submission_key": str(uuid.uuid4()),
        "channel": "letter",
        "received_on": AT.date().isoformat(),
        "original": SimpleUploadedFile("letter.txt", b"Dear office, please help."),
        "name": "Alder Falls Police Department",
        "state": "OH",
        "kind": "local",
        "capacity": "chief",
        "chief_name": "Chief Example",
        "contact_name": "Robin Example",
        "need": "Please help.",
        **changed,
    }


def contacted(request: AssistanceRequest, by: Desk, *, at: datetime = AT) -> AssistanceRequest:
    """Log a contact."""
    said = {"how": "call", "who": "Robin Example, liaison", "note": "We agreed on the next steps."}
    return actions.log_contact(request, on=at.date(), **said, by=by.officer, at=at)


def recorded(request: AssistanceRequest, by: Desk, *, at: datetime = AT) -> AssistanceRequest:
    """Record every part of the intake record, from a contact."""
    contact = contacted(request, by, at=at).contacts.latest("pk")
    for part in queries.parts(request):
        actions.record_part(request, part=part.key, text="As was agreed.", contact=contact, by=by.officer, at=at)
    return request


def answered(
    request: AssistanceRequest, kind: str, by: Desk, *, at: datetime = AT, **changed: tuple[str, str] | None
) -> AssistanceRequest:
    """Answer each criterion of an assessment: met, with its source; but for those changed, by their key."""
    for criterion in queries.criteria(request, kind):
        if said := changed.get(criterion.key, ("met", "Seen on file.")):
            standing, basis = said
            actions.answer(request, criterion=criterion.key, standing=standing, basis=basis, by=by.officer, at=at)
    return request


def told(request: AssistanceRequest, verb: str, **facts: Any) -> dict[str, Any]:
    """Return what a decision says beyond what is particular to it: its reason, code and letter."""
    reasons = queries.reasons(request, verb)
    matters = {"matters": "It does not touch the subject."} if request.pending_matters else {}
    code = {"code": reasons[0].key} if reasons else {}
    return {"reason": "As was agreed.", **code, **matters, "letter": Filled("A decision", "Read it well.")} | facts


def accepted(request: AssistanceRequest, by: Person, *, at: datetime = AT, **facts: Any) -> AssistanceRequest:
    offices = {"offices": "They were told and know of it."} if checks.not_clear(request) else {}
    said = {"tier": "organizational_assessment", **offices, **told(request, "accept"), **facts}
    return actions.accept(request, **said, by=by, at=at)


def deferred(request: AssistanceRequest, by: Person, *, at: datetime = AT, **facts: Any) -> AssistanceRequest:
    said = {"until": at.date() + timedelta(days=30), **told(request, "defer"), **facts}
    return actions.defer(request, **said, by=by, at=at)


def referred(request: AssistanceRequest, by: Person, *, at: datetime = AT, **facts: Any) -> AssistanceRequest:
    said = {"refer_to": "State training council", **told(request, "refer"), **facts}
    return actions.refer(request, **said, by=by, at=at)


def declined(request: AssistanceRequest, by: Person, *, at: datetime = AT, **facts: Any) -> AssistanceRequest:
    return actions.decline(request, **(told(request, "decline") | facts), by=by, at=at)


def request(by: Desk, state: str, *, of: Agency | None = None, at: datetime = AT, **changed: Any) -> AssistanceRequest:
    """Bring a request into a state on the way to acceptance."""
    made = submitted(of or make.agency(), at=at, **changed)
    steps: dict[str, Callable[[], AssistanceRequest]] = {
        "submitted": lambda: made,
        "acknowledged": lambda: actions.acknowledge(made, by=by.officer, at=at),
        "defined": lambda: actions.define(recorded(made, by, at=at), by=by.officer, at=at),
        "eligible": lambda: actions.find_eligible(answered(made, "eligibility", by, at=at), by=by.officer, at=at),
        "ready": lambda: actions.find_ready(answered(made, "readiness", by, at=at), by=by.officer, at=at),
        "accepted": lambda: accepted(made, by.official, at=at),
    }
    for step, do in steps.items():
        made = do()
        if step == state:
            return made
    raise KeyError(state)
