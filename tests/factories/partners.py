"""Providers, experts and conflict declarations for tests, made by the house's own verbs."""

from datetime import date, datetime, timedelta
from typing import Any

from concord.accounts.models import Person
from concord.agencies.models import Agency
from concord.engagements import actions as engagements
from concord.engagements.models import Engagement
from concord.partners import actions, queries
from concord.partners.models import ConflictDeclaration, Expert, Provider
from tests.factories import engagements as make
from tests.factories.engagements import AT

YEAR = (date(2027, 1, 1), date(2027, 12, 31))
SECRET = "My brother-in-law is a sergeant there."


def officer() -> Person:
    return make.person("programme_officer", name="Odell Officer")


def agency() -> Agency:
    """Return the one agency about which people declare unless told otherwise."""
    name = "Cedar Point Police Department"
    return Agency.objects.filter(name=name).first() or make.agency(name)


def provider(name: str = "Plainfold Institute (fictional)", **said: Any) -> Provider:
    known = {"kind": "institute", "contact_name": "Cara Contact", "contact_email": "cara@example.org"}
    return actions.add_provider(name=name, **(known | said), by=officer(), at=AT)


def expert(name: str = "Eva Expert", *, windows: tuple[tuple[date, date], ...] = (), **said: Any) -> Expert:
    """Put somebody on the roster, by an address made of their name."""
    make.edition()
    known: dict[str, Any] = {"email": address(name), "credentials": ["Patrol captain, 24 years, now retired"]}
    added = actions.add_expert(name=name, **(known | said), by=officer(), at=AT)
    if windows:
        actions.note_availability(added, windows=windows, by=officer(), at=AT)
    found = queries.expert(added.ref)
    assert found is not None
    return found


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def asked(of: Agency | None = None, *, name: str = "Eva Expert", at: datetime = AT) -> ConflictDeclaration:
    """Ask somebody to declare conflicts of interest with an agency."""
    return actions.ask(email=address(name), name=name, agency=of or agency(), by=officer(), at=at)


def declaration(state: str = "none", of: Agency | None = None, *, at: datetime = AT, **who: str) -> ConflictDeclaration:
    """Bring a declaration into a state, decided by an officer."""
    made = asked(of, at=at, **who)
    if state == "asked":
        return made
    has_conflict = state != "none"
    said = {"has_conflict": has_conflict, "detail": SECRET if has_conflict else ""}
    made = actions.declare(made, **said, by=made.person, at=at)
    ruled: dict[str, Any] = {"reason": "As was talked over.", "by": officer(), "at": at}
    if state == "cleared":
        return actions.clear(made, **ruled)
    if state == "managed":
        return actions.manage(made, conditions="Takes no part in interviews.", **ruled)
    if state == "recused":
        return engagements.recuse(made, **ruled)
    return made


def declared(engagement: Engagement, *emails: str, at: datetime = AT - timedelta(days=1)) -> None:
    """Let people declare that they have no conflict of interest with an engagement's agency, so that they can join."""
    for email in emails:
        name = email.partition("@")[0].replace(".", " ").title()
        made = actions.ask(email=email, name=name, agency=engagement.agency, by=officer(), at=at)
        actions.declare(made, has_conflict=False, by=made.person, at=at)
