"""No page about recommendations and reforms asks a question for each of its rows. With thirty of everything that it
lists, ten queries are enough for a list, and seventeen for the page of one thing, which has many parts."""

import pytest
from django.urls import reverse

from concord.accounts.models import Person
from tests.desk.counting import query_count
from tests.factories import engagements as people_of
from tests.factories.crowd import Crowd, crowd

pytestmark = pytest.mark.django_db

MOST, OF_ONE, SHOWN = 10, 17, 200
OF_PACE = 12  # what packets brought from side to side, and the base of what is in review, are queries of their own
OF_ENGAGEMENT = (
    *("engagement-recommendations", "engagement-board", "engagement-connections", "engagement-priorities"),
    *("engagement-findings", "engagement-packets", "engagement-projects", "engagement-pace", "suggested-groups"),
)


def pages(of: Crowd) -> dict[str, str]:
    """Return the addresses of the pages, by what they show."""
    found = {name: reverse(name, args=[of.engagement.ref]) for name in OF_ENGAGEMENT}
    found |= {f"board as {look}": f"{found['engagement-board']}?look={look}" for look in ("groups", "graph")}
    things = (of.finding, of.recommendation, of.reform, of.project, of.packet)
    found |= {type(each).__name__: each.get_absolute_url() for each in things}
    return found | {f"history of {each.ref}": reverse("history", args=[each.ref]) for each in things}


def most(name: str) -> int:
    if name == "engagement-pace":
        return OF_PACE
    return OF_ONE if name in ("Finding", "Recommendation", "Reform", "Packet") else MOST


def asked(who: Person, of: Crowd) -> dict[str, int]:
    """Return with how many queries each page is shown that this person may see."""
    client = people_of.browser(who)
    seen = {name: address for name, address in pages(of).items() if client.get(address).status_code == SHOWN}
    return {name: query_count(client, address) for name, address in seen.items()}


@pytest.mark.parametrize("role", ["programme_officer", "assessment_lead", "liaison"])
def test_no_page_asks_for_each_of_thirty_rows(role: str) -> None:
    of = crowd()
    found = asked(people_of.member(of.engagement, role), of)
    assert len(found) >= len(pages(of)) - 2  # not every role sees the pace and what Concord suggests
    assert {name: count for name, count in found.items() if count > most(name)} == {}
