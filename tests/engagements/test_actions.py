from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from concord.accounts.models import Membership, Person
from concord.core.errors import BadInput, Denied, NotAllowedNow
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.core.permissions import Permission
from concord.engagements import actions
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import EngagementState, FocusAreaState
from concord.intake.actions import link_member
from tests.factories import engagements as make
from tests.factories.engagements import AT
from tests.factories.partners import declared

pytestmark = pytest.mark.django_db

P = Permission
VERBS: dict[Permission, Callable[..., Any]] = {
    P.ENGAGEMENT_SUSPEND: actions.suspend,
    P.ENGAGEMENT_RESUME: actions.resume,
    P.ENGAGEMENT_END: partial(actions.end, ended_by="agency"),
}
ALLOWED = {
    ("open", P.ENGAGEMENT_SUSPEND): {"programme_officer", "approving_official"},
    ("suspended", P.ENGAGEMENT_RESUME): {"programme_officer"},
    ("open", P.ENGAGEMENT_END): {"approving_official"},
    ("suspended", P.ENGAGEMENT_END): {"approving_official"},
}
OWN_STATES = ("open", "suspended", "ended", "closed")


def last_row() -> AuditRow:
    return AuditRow.objects.latest("pk")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", OWN_STATES)
def test_who_may_do_what_in_each_state(state: str, verb: Permission) -> None:
    engagement = make.engagement()
    people = make.everybody(engagement)

    def do(who: Person) -> None:
        make.put(engagement, state)
        VERBS[verb](engagement, reason="As agreed.", by=who, at=AT)

    assert make.able(people, do) == ALLOWED.get((state, verb), set())


@pytest.mark.parametrize("state", OWN_STATES)
def test_only_the_programme_officer_adds_members_and_only_while_it_is_not_over(state: str) -> None:
    engagement = make.engagement()
    make.put(engagement, state)
    people = make.everybody(engagement)
    declared(engagement, *(f"new-{who.pk}@example.org" for who in people.values()))
    able = make.able(
        people,
        lambda who: actions.add_member(
            engagement, email=f"new-{who.pk}@example.org", name="New Member", role="analyst", by=who, at=AT
        ),
    )
    assert able == ({"programme_officer"} if state in ("open", "suspended") else set())


def test_nobody_changes_what_is_compiled_from_public_records() -> None:
    ours = make.engagement()
    with writing():
        record = Engagement.objects.create(
            ref="ENG-2026-0900", state="open", state_since=AT, slug="elsewhere", title="Elsewhere", agency=ours.agency,
            origin="public record", started="2012-02", started_precision="month",
        )  # fmt: skip
    officer = make.person("programme_officer")
    with pytest.raises(Denied, match="compiled from public records"):
        actions.suspend(record, reason="As agreed.", by=officer, at=AT)
    assert record.held_by == "nobody"


def test_opening_makes_the_engagement_and_its_focus_areas_in_order() -> None:
    request = make.request(make.agency())
    areas = [("One", "Assess one."), ("Two", "Assess two."), ("Three", "Assess three.")]
    made = actions.open_from(
        request, slug="alder-falls", title="Alder Falls", focus_areas=areas, by=make.person("programme_officer"), at=AT
    )
    assert (made.ref, made.state, made.tier, made.edition, made.cadence_months) == (
        "ENG-2026-0001", "open", "organizational_assessment", request.edition, 3,
    )  # fmt: skip
    assert (made.started, made.started_precision, made.ended, made.ended_precision) == ("2026-11-03", "day", "", "")
    assert made.scopes == ("engagement:ENG-2026-0001", f"agency:{request.agency.ref}")
    assert list(FocusArea.objects.values_list("number", "title", "state")) == [
        (1, "One", "planned"), (2, "Two", "planned"), (3, "Three", "planned"),
    ]  # fmt: skip
    assert AuditRow.objects.filter(stream=made.ref).count() == 1
    assert FocusArea.objects.earliest("number").audit_stream == made.ref


@pytest.mark.parametrize("state", ["submitted", "acknowledged", "eligible", "ready", "declined", "withdrawn"])
def test_an_engagement_opens_only_from_an_accepted_request(state: str) -> None:
    request = make.request(make.agency(), state)
    officer = make.person("programme_officer")
    with pytest.raises(Denied, match="accepted request"):
        actions.open_from(request, slug="a", title="A", focus_areas=make.AREAS, by=officer, at=AT)


def test_no_engagement_opens_before_each_agency_that_asks_is_in_the_directory() -> None:
    request, beside = make.request(make.agency()), make.agency("Beech Hill Police Department")
    with writing():
        named = request.members.create(agency=None, name=beside.name, state="OH")
    officer = make.person("programme_officer")
    with pytest.raises(
        Denied, match=r"Beech Hill Police Department asked too\. Link each agency to the directory first"
    ):
        actions.open_from(request, slug="a", title="A", focus_areas=make.AREAS, by=officer, at=AT)
    link_member(request, member=str(named.pk), agency=beside, reason="It is this one.", by=officer, at=AT)
    assert actions.open_from(request, slug="a", title="A", focus_areas=make.AREAS, by=officer, at=AT).state == "open"


def test_who_may_open_an_engagement() -> None:
    other = make.engagement("Elsewhere")
    people = make.everybody(other)
    number = iter(range(100))

    def do(who: Person) -> None:
        request = make.request(make.agency(f"Agency {next(number)}"))
        actions.open_from(request, slug=f"s-{who.pk}", title="A", focus_areas=make.AREAS, by=who, at=AT)

    assert make.able(people, do) == {"programme_officer"}


def test_an_engagement_needs_an_agency_of_the_directory() -> None:
    officer = make.person("programme_officer")
    with pytest.raises(Denied, match="not linked to an agency"):
        actions.open_from(make.request(None), slug="a", title="A", focus_areas=make.AREAS, by=officer, at=AT)


def test_a_request_opens_one_engagement() -> None:
    engagement = make.engagement()
    with pytest.raises(Denied, match=f"{engagement.ref} was opened from this request"):
        actions.open_from(
            engagement.request, slug="b", title="B", focus_areas=make.AREAS, by=make.person("programme_officer"), at=AT
        )


@pytest.mark.parametrize(
    ("slug", "areas", "says"),
    [
        ("Alder Falls", make.AREAS, "The address is “Alder Falls”; expected small letters"),
        ("-a", make.AREAS, "expected small letters"),
        ("a\n", make.AREAS, "expected small letters"),
        ("taken", make.AREAS, "Another engagement has the address “taken”; add the state"),
        ("a", [], "At least one focus area is needed"),
        ("a", [("Title", " ")], "Focus area 1 needs a title and an objective."),
        ("a", [("Same", "Assess."), (" same ", "Plan.")], "Focus area 2 has the title of another one"),
    ],
)
def test_an_address_or_focus_areas_that_cannot_be_are_refused(
    slug: str, areas: list[tuple[str, str]], says: str
) -> None:
    make.engagement("Taken")
    with pytest.raises(BadInput, match=says):
        actions.open_from(
            make.request(make.agency("Other")),
            slug=slug, title="A", focus_areas=areas, by=make.person("programme_officer"), at=AT,
        )  # fmt: skip


def test_a_members_role_is_held_on_the_engagement_or_on_its_agency() -> None:
    engagement = make.engagement()
    officer = make.person("programme_officer")
    declared(engagement, "lead@example.org")
    before = make.rows_of(engagement.ref)
    lead = actions.add_member(
        engagement, email="Lead@Example.org", name="Lead", role="assessment_lead", by=officer, at=AT
    )
    chief = actions.add_member(
        engagement, email="chief@example.org", name="Chief", role="chief_executive", by=officer, at=AT
    )
    assert (lead.scope, chief.scope) == engagement.scopes
    assert lead.person.email == "lead@example.org"
    assert make.rows_of(engagement.ref) == before + 2
    assert (last_row().verb, last_row().who) == ("engagement.add_member", officer.actor_key)


def test_somebody_new_gets_a_mail_and_somebody_known_keeps_the_account() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    known = make.member(engagement, "assessor")
    declared(engagement, "new@example.org", known.email)
    for email in ("new@example.org", known.email.upper()):
        actions.add_member(engagement, email=email, name="Somebody", role="analyst", by=officer, at=AT)
    assert list(OutboxMail.objects.filter(subject="Your Concord account").values_list("to", flat=True)) == [
        "new@example.org"
    ]
    assert Membership.objects.filter(person=known, role="analyst").count() == 1
    assert not Person.objects.get(email="new@example.org").has_usable_password()


def test_somebody_new_gets_to_a_password_as_the_mail_says() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    actions.add_member(engagement, email="new@example.org", name="New", role="liaison", by=officer, at=AT)
    address = OutboxMail.objects.get().body.split("http://localhost:8000")[1].strip()
    Client().post(address, {"email": "new@example.org"})
    link = OutboxMail.objects.latest("pk")
    assert (link.to, "/accounts/password/reset/key/" in link.body) == ("new@example.org", True)


@pytest.mark.parametrize("role", ["programme_officer", "auditor", "public", "concord", "no_such_role"])
def test_a_role_that_is_not_of_an_engagement_is_refused(role: str) -> None:
    with pytest.raises(BadInput, match="is not a role in an engagement"):
        actions.add_member(
            make.engagement(), email="a@example.org", name="A", role=role, by=make.person("programme_officer"),
            at=AT,
        )  # fmt: skip


def test_a_role_held_already_is_said_and_nothing_is_kept() -> None:
    engagement, officer = make.engagement(), make.person("programme_officer")
    add = {"email": "a@example.org", "name": "A. Person", "role": "analyst", "by": officer, "at": AT}
    declared(engagement, "a@example.org")
    actions.add_member(engagement, **add)
    before = make.rows_of(engagement.ref)
    with pytest.raises(BadInput, match="is analyst there already"):
        actions.add_member(engagement, **add)
    assert make.rows_of(engagement.ref) == before


def test_each_verb_writes_one_row_with_its_reason() -> None:
    engagement = make.engagement()
    officer, official = make.person("programme_officer"), make.person("approving_official")
    engagement = actions.suspend(engagement, reason="The programme paused.", by=officer, at=AT)
    engagement = actions.resume(engagement, reason="It goes on.", by=officer, at=AT)
    engagement = actions.end(
        engagement, ended_by="both", reason="Funding ended.", outcome="It ended early.", by=official, at=AT
    )
    assert make.rows_of(engagement.ref) == 4
    assert '"reason":"Funding ended."' in last_row().body
    assert (engagement.state, engagement.ended, engagement.ended_precision, engagement.outcome) == (
        EngagementState.ENDED, "2026-11-03", "day", "It ended early.",
    )  # fmt: skip
    with pytest.raises(NotAllowedNow, match="Ended early"):
        actions.resume(engagement, reason="Again.", by=officer, at=AT)


def test_the_database_keeps_the_public_address() -> None:
    engagement = make.engagement()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic(), writing():
        Engagement.objects.filter(pk=engagement.pk).update(slug="elsewhere")


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "public record"},
        {"origin": "somewhere"},
        {"request": None},
        {"state": "announced"},
        {"started": ""},
        {"started_precision": "hour"},
        {"ended": "2013"},
        {"cadence_months": None},
    ],
)
def test_the_database_refuses_facts_that_do_not_go_together(changes: dict[str, Any]) -> None:
    engagement = make.engagement()
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Engagement.objects.filter(pk=engagement.pk).update(**changes)


@pytest.mark.parametrize("state", [state for state in EngagementState if state not in OWN_STATES])
def test_a_public_record_can_stand_in_any_state(state: EngagementState) -> None:
    with writing():
        made = Engagement.objects.create(
            ref="ENG-2026-0901", state=state, state_since=AT, slug="elsewhere", title="Elsewhere",
            agency=make.agency(), origin="public record", era="CRI-TA 2011-17",
        )  # fmt: skip
    assert (made.state_label, made.held_by) == (state.label, "nobody")


def test_a_focus_area_number_is_given_once() -> None:
    engagement = make.engagement()
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        FocusArea.objects.create(
            ref="FA-X", state=FocusAreaState.PLANNED, state_since=AT, engagement=engagement, number=1, title="Again"
        )
