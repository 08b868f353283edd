from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from concord.accounts import actions as accounts
from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.core.access import Rule, rule_of
from concord.core.address_check import LIBRARY_RULES, addresses, every_address_declares_its_rule
from concord.core.permissions import Permission
from concord.intake import actions as intake
from concord.intake.models import AssistanceRequest
from tests.core import pages
from tests.core.things import AT, CONCORD, person, somebody_without_a_role, submit

P = Permission
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.pages")]


def acknowledged() -> AssistanceRequest:
    """A request of an agency that the directory knows."""
    agency = agencies.add(name="Alder Falls (fictional)", state="WA", kind="local", source="A test", by=CONCORD, at=AT)
    return intake.acknowledge(submit(), agency=agency, by=person("programme_officer"), at=AT)


@pytest.fixture
def opened(client: Client) -> Any:
    """Open an address as somebody (or nobody); give the status and where it led or what it said."""

    def opened(address: str, who: Person | None = None) -> tuple[int, str]:
        client.logout()
        if who is not None:
            client.force_login(who, backend="concord.accounts.backend.Backend")
        answer = client.get(address, headers={"Accept": "application/json"})
        if answer.status_code == 200:
            return 200, answer.content.decode()
        return answer.status_code, answer.headers.get("Location") or answer.json()["error"]

    return opened


def to_sign_in(address: str) -> tuple[int, str]:
    return 302, f"/accounts/login/?next={address}"


NO_ROLE = (403, "You have signed in, but hold no role now. Ask the programme office.")
NOT_THERE = (404, "There is no such page, or it is not yours to see.")


def test_a_public_address_opens_for_anybody(opened: Callable[..., tuple[int, str]]) -> None:
    found = [opened("/open/", who) for who in (None, somebody_without_a_role(), person("auditor"))]
    assert found == [(200, "ok")] * 3


def test_an_address_for_whoever_has_signed_in_asks_for_no_role(opened: Callable[..., tuple[int, str]]) -> None:
    found = [opened("/signed-in/", who) for who in (None, somebody_without_a_role(), person("liaison"))]
    assert found == [to_sign_in("/signed-in/"), (200, "ok"), (200, "ok")]


def test_a_members_address_asks_for_a_sign_in_and_a_role(opened: Callable[..., tuple[int, str]]) -> None:
    found = [opened("/member/", who) for who in (None, somebody_without_a_role(), person("liaison"))]
    assert found == [to_sign_in("/member/"), NO_ROLE, (200, "ok")]


def test_a_list_opens_for_a_role_that_permits_it_wherever_it_is_held(opened: Callable[..., tuple[int, str]]) -> None:
    people = (None, somebody_without_a_role(), person("liaison", "agency:ELSEWHERE"), person("government_signatory"))
    refused = (403, "No role of yours allows you to see a request.")
    assert [opened("/requests/", who) for who in people] == [to_sign_in("/requests/"), refused, (200, "ok"), refused]


def test_a_thing_opens_for_those_who_may_see_it_and_is_not_there_for_the_others(
    opened: Callable[..., tuple[int, str]],
) -> None:
    thing = acknowledged()
    address = f"/requests/{thing.ref}/"
    shown = (200, f"AssistanceRequest {thing.ref}")
    people = {
        person("auditor"): shown,
        person("liaison", thing.scopes[1]): shown,
        person("liaison", "agency:ELSEWHERE"): NOT_THERE,
        person("reviewer"): NOT_THERE,
        somebody_without_a_role(): NOT_THERE,
    }
    assert {who: opened(address, who) for who in people} == people
    assert opened(address) == to_sign_in(address)


def test_a_thing_that_does_not_exist_answers_like_one_that_may_not_be_seen(
    opened: Callable[..., tuple[int, str]],
) -> None:
    assert opened("/requests/REQ-2026-9999/", person("auditor")) == NOT_THERE


def test_whoever_may_see_a_thing_but_not_do_this_to_it_is_told_so(opened: Callable[..., tuple[int, str]]) -> None:
    thing = acknowledged()
    address = f"/requests/{thing.ref}/decline/"
    refused = (403, "No role of yours allows you to decline the request here.")
    people = {
        person("programme_officer"): (200, f"AssistanceRequest {thing.ref}"),
        person("auditor"): refused,
        person("liaison", thing.scopes[1]): refused,
        person("liaison", "agency:ELSEWHERE"): NOT_THERE,
    }
    assert {who: opened(address, who) for who in people} == people


def test_a_role_held_elsewhere_permits_nothing_here(opened: Callable[..., tuple[int, str]]) -> None:
    thing = acknowledged()
    who = person("liaison", thing.scopes[1])
    accounts.invite(email=who.email, name=who.name, role="chief_executive", scope="agency:ELSEWHERE", by=CONCORD, at=AT)
    refused = (403, "No role of yours allows you to withdraw the request here.")
    assert opened(f"/requests/{thing.ref}/withdraw/", Person.objects.get(pk=who.pk)) == refused


def test_a_role_that_has_ended_opens_nothing_any_more(opened: Callable[..., tuple[int, str]]) -> None:
    assert opened(f"/requests/{acknowledged().ref}/", somebody_without_a_role()) == NOT_THERE


def test_each_declaration_can_be_read_from_its_view() -> None:
    ours = (found for found in addresses(pages.urlpatterns) if not found[0].startswith(("accounts/", "request/")))
    declared = {where: rule for where, _, rule in ours}
    assert declared == {
        "open/": Rule("public"),
        "signed-in/": Rule("signed in"),
        "member/": Rule("member"),
        "requests/": Rule("holding", P.REQUEST_VIEW),
        "requests/<str:ref>/": Rule("on", P.REQUEST_VIEW, P.REQUEST_VIEW),
        "requests/<str:ref>/decline/": Rule("on", P.REQUEST_DECLINE, P.REQUEST_VIEW),
        "requests/<str:ref>/withdraw/": Rule("on", P.REQUEST_WITHDRAW, P.REQUEST_VIEW),
        "nonce/": Rule("public"),
        "own-policy/": Rule("public"),
        "refuse/<str:which>/": Rule("public"),
        "fail/": Rule("public"),
    }
    assert (rule_of(pages.open_to_all), rule_of(pages.ok)) == (Rule("public"), None)


def test_the_librarys_addresses_are_declared_by_their_package() -> None:
    theirs = {rule for where, _, rule in addresses(pages.urlpatterns) if where.startswith("accounts/")}
    assert theirs == set(LIBRARY_RULES.values())


def test_declared_addresses_pass_the_check() -> None:
    assert every_address_declares_its_rule(None) == []


@pytest.mark.urls("tests.core.undeclared")
def test_an_address_without_a_rule_fails_the_check_and_is_named() -> None:
    with pytest.raises(SystemCheckError) as failed:
        call_command("check")
    assert "concord.E001) The address 'app/forgotten/<str:ref>/' declares no rule." in str(failed.value)
    assert [error.id for error in every_address_declares_its_rule(None)] == ["concord.E001"]
