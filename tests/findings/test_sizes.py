"""However much an engagement holds, each of its pages asks the same number of queries."""

import pytest
from django.urls import reverse

from tests.factories import engagements as people_of
from tests.factories import evidence as gathered
from tests.factories import fieldwork as afield
from tests.factories import findings as make
from tests.factories import gathering
from tests.factories import workplans as planning
from tests.findings.test_pages import query_count

pytestmark = pytest.mark.django_db

LISTS = (
    *("evidence/", "documents/", "fieldwork/", "fieldwork/counts/", "document-requests/", "data-sets/", "advice/"),
    *("claims/", "matrix/", "findings/", "justification/", "recommendations/"),
)


def more(on: make.Ground) -> None:
    """One more of everything that a team gathers and writes."""
    gathered.document(on.cast)
    held = afield.held(on.cast)
    assert held.item is not None
    make.put(on, make.put(on, make.claim(on)), held.item.ref, "contradicts")
    gathering.data_set(on.cast, title=f"Calls {on.engagement.data_sets.count()}")
    gathering.asked(on.cast, on.liaison)
    gathering.advice(on.cast, title=f"Advice {on.engagement.advice.count()}")
    card = make.put(on, make.claim(on), make.evidence(on, count=4).ref)
    finding = make.drafted(on, card)
    make.draft_recommendation(on, finding)


def test_no_list_and_no_form_of_an_engagement_asks_more_as_it_grows() -> None:
    on = make.ground()
    area = people_of.area(on.engagement)
    planning.concurred(
        on.cast, activities=[planning.planned(area, m, key=f"a{n}") for n, m in enumerate(afield.METHODS, 5)]
    )
    more(on)
    browser = people_of.browser(on.lead)
    finding = on.engagement.findings.get()
    card = on.engagement.claims.get(finding=None)
    addresses = [on.engagement.get_absolute_url() + name for name in LISTS]
    addresses += [reverse("finding.support", args=[finding.ref]), reverse("claim.take_away", args=[card.ref])]
    addresses += [finding.get_absolute_url(), card.get_absolute_url()]
    before = {address: query_count(browser, address) for address in addresses}
    for _ in range(3):
        more(on)
        make.put(on, card)
    assert {address: query_count(browser, address) for address in addresses} == before
