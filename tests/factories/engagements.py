"""Agencies, people, accepted requests and engagements for tests; plain functions, made by the house's own verbs."""

import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, date, datetime

from django.test import Client
from django.utils.text import slugify

from concord.accounts.middleware import SESSION_KEY
from concord.accounts.models import Membership, Person
from concord.agencies import actions as agencies
from concord.agencies.models import Agency
from concord.core.errors import Refused
from concord.core.guard import writing
from concord.core.ids import next_ref
from concord.core.lifecycle import Staged
from concord.core.models import AuditRow
from concord.core.roles import ROLES, Level, Role, SystemActor
from concord.engagements import actions
from concord.engagements.models import Engagement, FocusArea
from concord.intake.models import AssistanceRequest
from concord.programme import actions as programme
from concord.programme.models import Edition
from concord.programme.queries import shipped

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
CONCORD = SystemActor("tests")
PEOPLES_ROLES = tuple(role for role in ROLES if role.level not in (Level.NONE, Level.REQUEST))
AREAS = (("Community engagement", "Assess how officers and residents solve problems together."),)


def edition() -> Edition:
    """Return the edition in force, publishing the shipped one first."""
    found = Edition.objects.first()
    return found or programme.publish_edition(shipped(), effective_from=date(2025, 1, 1), by=CONCORD, at=AT)


def person(role: str, *scopes: str, name: str = "Robin Example") -> Person:
    """Make somebody who holds a role on scopes, the office by default. Written directly: an invitation mails."""
    with writing():
        made = Person.objects.create(email=f"{uuid.uuid4().hex}@example.org", name=name, joined_at=AT)
        for scope in scopes or ("office",):
            Membership.objects.create(person=made, role=role, scope=scope, since=AT)
    return made


def agency(name: str = "Alder Falls Police Department") -> Agency:
    return agencies.add(name=name, state="OH", kind="local", source="Invented for tests.", by=CONCORD, at=AT)


def request(of: Agency | None, state: str = "accepted") -> AssistanceRequest:
    """Make a request in a state. Written directly: an accepted one is five verbs of three people away."""
    with writing():
        return AssistanceRequest.objects.create(
            ref=next_ref("REQ", AT),
            state=state,
            state_since=AT,
            agency=of,
            agency_name=of.name if of else "An agency by hand",
            agency_state="OH",
            capacity="chief",
            chief_name="Chief Example",
            contact_name="Robin Example",
            contact_email="robin@example.org",
            primary_enforcement=True,
            patrol=True,
            tier="organizational_assessment",
            need="An open look at how we work.",
            edition=edition(),
            submitted_at=AT,
            submission_key=uuid.uuid4(),
        )


def engagement(
    place: str = "Alder Falls", *, areas: Iterable[tuple[str, str]] = AREAS, at: datetime = AT
) -> Engagement:
    """Open an engagement with an agency of its own."""
    return actions.open_from(
        request(agency(f"{place} Police Department")),
        slug=slugify(place),
        title=f"{place} Police Department",
        focus_areas=list(areas),
        by=person("programme_officer"),
        at=at,
    )


def area(of: Engagement, number: int = 1) -> FocusArea:
    return FocusArea.objects.select_related("engagement__agency", "engagement__edition").get(
        engagement=of, number=number
    )


def scope_of(role: type[Role], of: Engagement) -> str:
    """Return where a role is held for an engagement."""
    on_engagement, on_agency = of.scopes
    return {Level.OFFICE: "office", Level.ENGAGEMENT: on_engagement, Level.AGENCY: on_agency}[role.level]


def member(of: Engagement, role: str, name: str = "Robin Example") -> Person:
    """Make somebody who holds a role for an engagement, on the scope of the role's level."""
    declared = next(r for r in PEOPLES_ROLES if r.key == role)
    return person(role, scope_of(declared, of), name=name)


def everybody(of: Engagement) -> dict[str, Person]:
    """Make one person for each role that people hold, each in place for an engagement."""
    return {role.key: member(of, role.key) for role in PEOPLES_ROLES}


def put(thing: Staged, state: str) -> None:
    """Put a thing into a state without the verbs that lead there, and load it anew."""
    ended = {"ended_by": "programme" if state == "ended" else ""} if isinstance(thing, Engagement) else {}
    with writing():
        type(thing)._base_manager.filter(pk=thing.pk).update(state=state, state_since=AT, **ended)
    thing.refresh_from_db()


def able(people: dict[str, Person], do: Callable[[Person], object]) -> set[str]:
    """Return the roles whose person does something; everybody else is refused."""
    done = set()
    for role, who in people.items():
        with suppress(Refused):
            do(who)
            done.add(role)
    return done


def browser(who: Person) -> Client:
    """Return the browser of somebody who has signed in with a second factor."""
    client = Client()
    client.force_login(who, backend="concord.accounts.backend.Backend")
    session = client.session
    session[SESSION_KEY] = "enrolled"
    session.save()
    return client


def statuses(people: dict[str, Person], address: str) -> dict[int, set[str]]:
    """Return which roles get which status at an address."""
    found: dict[int, set[str]] = {}
    for role, who in people.items():
        response = browser(who).get(address)
        found.setdefault(response.status_code, set()).add(role)
        response.getvalue()  # a streamed file stays open until it is read
    return found


def rows_of(stream: str) -> int:
    """Return how many audit rows a stream has."""
    return AuditRow.objects.filter(stream=stream).count()
