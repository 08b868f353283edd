"""From a quote to a claim card."""

import pytest

from concord.evidence.models import Coding
from concord.findings.models import Claim
from tests.factories import coding as code
from tests.factories import engagements as make
from tests.factories import evidence as gather

pytestmark = pytest.mark.django_db
SAID = {"direction": "supports", "note": "Moves come without a word."}


def test_a_quote_goes_on_a_new_card_and_on_one_that_is_there_by_its_address() -> None:
    by = gather.ready()
    of = code.closed(by)
    first, _, trust = Coding.objects.order_by("pk")
    lead = make.browser(by.lead)
    answer = lead.post(
        f"/app/coding/{of.ref}/quotes/{first.pk}/card/", SAID | {"statement": "Moves are not explained."}
    )
    claim = Claim.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, claim.get_absolute_url())
    onto = SAID | {"claim": claim.ref, "direction": "context", "note": "They trust their sergeants."}
    assert lead.post(f"/app/coding/{of.ref}/quotes/{trust.pk}/card/", onto).status_code == 302
    pieces = list(claim.pieces.order_by("pk").values_list("passage", "direction"))
    assert pieces == [(first.citation.short, "supports"), (trust.citation.short, "context")]
    page = lead.get(claim.get_absolute_url()).content.decode()
    assert "We trust them." in page


def test_one_card_is_chosen_or_a_new_one_said() -> None:
    by = gather.ready()
    of = code.closed(by)
    page = f"/app/coding/{of.ref}/quotes/{Coding.objects.earliest('pk').pk}/card/"
    lead = make.browser(by.lead)
    assert (lead.get(page).status_code, lead.post(page, SAID).status_code, Claim.objects.count()) == (200, 422, 0)


def test_what_others_coded_in_a_blind_round_cannot_be_put_on_a_card() -> None:
    by = gather.ready()
    of = code.opened(by)
    made = code.coded(of, by.lead, 1, code.TRUST)
    page = f"/app/coding/{of.ref}/quotes/{made.pk}/card/"
    assert [make.browser(who).get(page).status_code for who in (by.lead, by.expert)] == [200, 404]
