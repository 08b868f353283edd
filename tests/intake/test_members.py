"""The agencies of a request for several: each is linked to its entry in the directory, as the leading one is."""

import re
from html import unescape

import pytest

from concord.accounts.models import Membership, Person
from concord.core import history
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.intake import actions
from concord.intake.models import AssistanceRequest, MemberAgency
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import partners
from tests.factories.engagements import AT

pytestmark = [pytest.mark.django_db, pytest.mark.owed("B10")]
BEECH = "Beech Hill Police Department"


def typed(request: AssistanceRequest, name: str = BEECH) -> MemberAgency:
    with writing():
        return request.members.create(name=name, state="OH")


def link(by: asking.Desk, one: MemberAgency, ref: str, reason: str = "It is this one.") -> int:
    """Link one of the agencies by its own page."""
    page = f"{one.request.get_absolute_url()}link-member/"
    said = {"member": str(one.pk), "ori": ref, "reason": reason}
    return make.browser(by.officer).post(page, said).status_code


def test_an_agency_typed_by_hand_is_linked_to_the_directory_from_the_requests_page() -> None:
    by, beech = asking.desk(), make.agency(BEECH)
    request = asking.request(by, "accepted")
    one = typed(request)
    client = make.browser(by.officer)
    (href,) = re.findall(r'href="([^"]*link-member[^"]*)"', client.get(request.get_absolute_url()).content.decode())
    page = unescape(client.get(href).content.decode())
    assert f"The directory has: {beech.title}: {beech.ref}." in page
    assert (request.beside, link(by, one, "AGY-2026-9999"), link(by, one, beech.ref.lower())) == ((), 422, 302)
    assert request.beside == (beech,)
    assert (
        f'<a href="{beech.get_absolute_url()}">{beech.title}</a>'
        in client.get(request.get_absolute_url()).content.decode()
    )
    (row,) = history.of(request.ref).filter(verb="request.link_member")
    event = history.event(row)
    assert (event.old, event.new, event.reason) == ("", beech.ref, "It is this one.")


def test_the_same_entry_again_changes_nothing_and_a_wrong_one_is_mended() -> None:
    by, beech, other = asking.desk(), make.agency(BEECH), make.agency("Beech Hill Sheriff")
    one = typed(asking.request(by, "submitted"))
    assert [link(by, one, ref) for ref in (other.ref, other.ref, beech.ref)] == [302, 302, 302]
    rows = history.of(one.request.ref).filter(verb="request.link_member")
    assert [(history.event(row).old, history.event(row).new) for row in rows] == [
        (other.ref, beech.ref), ("", other.ref),
    ]  # fmt: skip


def test_no_agency_is_named_twice_in_a_request_and_none_that_it_does_not_name() -> None:
    by, beech = asking.desk(), make.agency(BEECH)
    request = asking.request(by, "submitted", of=make.agency())
    one, two = typed(request), typed(request, "Birch Bay Police")
    told = {"reason": "It is this one.", "by": by.officer, "at": AT}
    actions.link_member(request, member=str(one.pk), agency=beech, **told)
    for agency in (beech, request.agency):
        with pytest.raises(BadInput, match=f"is an agency of {request.ref} already"):
            actions.link_member(request, member=str(two.pk), agency=agency, **told)
    with pytest.raises(BadInput, match="names no agency “0” beside its own"):
        actions.link_member(request, member="0", agency=beech, **told)
    with pytest.raises(Incomplete, match="with its reason"):
        actions.link_member(request, member=str(two.pk), agency=beech, **(told | {"reason": " "}))


def test_whoever_is_recused_from_an_agency_links_nothing_to_it() -> None:
    by, beech = asking.desk(), make.agency(BEECH)
    one = typed(asking.request(by, "submitted"))
    recused = partners.declaration("recused", beech, name="Rae Recused").person
    with writing():
        Membership.objects.create(person=recused, role="programme_officer", scope="office", since=AT)
    with pytest.raises(Denied, match="You are recused from what concerns this agency"):
        actions.link_member(
            one.request, member=str(one.pk), agency=beech, reason="It.", by=Person.objects.get(pk=recused.pk), at=AT
        )
