"""An engagement is carried out with one organization or with several."""

import pytest
from django.db import IntegrityError, transaction

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.engagements import actions
from concord.engagements.models import Engagement, Partnership
from concord.engagements.queries import assisted_by, partnerships
from concord.partners import actions as roster
from concord.partners.models import Provider
from tests.factories import engagements as make
from tests.factories import partners
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def pair() -> tuple[Engagement, Provider, Provider]:
    institute, chiefs = partners.provider("Harbor Institute (fictional)"), partners.provider("Lake Chiefs (fictional)")
    return make.engagement(), institute, chiefs


@pytest.mark.owed("B14")
def test_an_engagement_has_one_partner_or_several_and_the_public_page_names_them() -> None:
    engagement, institute, chiefs = pair()
    officer = make.person("programme_officer")
    said = [assisted_by(engagement)]
    actions.add_partner(engagement, provider=chiefs, part="supports", by=officer, at=AT)
    said.append(assisted_by(engagement))
    actions.add_partner(engagement, provider=institute, part="leads", by=officer, at=AT)
    said.append(assisted_by(engagement))
    assert said == ["", "Lake Chiefs (fictional)", "Harbor Institute (fictional) and Lake Chiefs (fictional)"]


@pytest.mark.owed("B14")
def test_a_partnership_that_ended_stays_on_record_with_its_days_and_its_reason() -> None:
    engagement, institute, _ = pair()
    officer = make.person("programme_officer")
    actions.add_partner(engagement, provider=institute, part="leads", by=officer, at=AT)
    with pytest.raises(Incomplete):
        actions.end_partnership(engagement, provider=institute, reason=" ", by=officer, at=AT)
    actions.end_partnership(engagement, provider=institute, reason="Its people moved on.", by=officer, at=AT)
    (held,) = partnerships(engagement)
    assert (held.since, held.until, held.ended_because) == (AT.date(), AT.date(), "Its people moved on.")
    assert assisted_by(engagement) == ""
    rows = AuditRow.objects.filter(stream=engagement.audit_stream, verb__contains="partner").order_by("pk")
    assert [row.verb for row in rows] == ["engagement.add_partner", "engagement.end_partnership"]
    with pytest.raises(BadInput, match="is no partner of this engagement now"):
        actions.end_partnership(engagement, provider=institute, reason="Again.", by=officer, at=AT)


def test_the_same_partner_twice_is_one_partnership_and_one_leads_at_a_time() -> None:
    engagement, institute, chiefs = pair()
    officer = make.person("programme_officer")
    first = actions.add_partner(engagement, provider=institute, part="leads", by=officer, at=AT)
    assert actions.add_partner(engagement, provider=institute, part="leads", by=officer, at=AT) == first
    for provider, part, says in (
        (institute, "supports", "Harbor Institute (fictional) is a partner already: leads the technical assistance."),
        (chiefs, "leads", "Harbor Institute (fictional) leads already: one does at a time."),
        (chiefs, "watches", "“watches” is not a part; expected one of: leads, supports."),
    ):
        with pytest.raises(BadInput) as refused:
            actions.add_partner(engagement, provider=provider, part=part, by=officer, at=AT)
        assert says in str(refused.value)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Partnership.objects.create(engagement=engagement, provider=chiefs, part="leads", since=AT.date())


def test_a_provider_that_takes_part_no_longer_cannot_join() -> None:
    engagement, institute, _ = pair()
    officer = make.person("programme_officer")
    roster.end_provider(institute, reason="It closed.", by=officer, at=AT)
    with pytest.raises(BadInput, match="No longer takes part"):
        actions.add_partner(engagement, provider=institute, part="leads", by=officer, at=AT)


@pytest.mark.parametrize("state", ["open", "suspended", "ended", "closed"])
def test_the_programme_officer_alone_adds_and_ends_partners_while_it_is_not_over(state: str) -> None:
    engagement, institute, chiefs = pair()
    actions.add_partner(engagement, provider=institute, part="leads", by=make.person("programme_officer"), at=AT)
    make.put(engagement, state)
    people = make.everybody(engagement)
    add = make.able(
        people, lambda who: actions.add_partner(engagement, provider=chiefs, part="supports", by=who, at=AT)
    )
    end = make.able(
        people, lambda who: actions.end_partnership(engagement, provider=institute, reason="Over.", by=who, at=AT)
    )
    able = {"programme_officer"} if state in ("open", "suspended") else set()
    assert (add, end) == (able, able)


def test_partners_are_added_and_ended_on_pages_that_show_them() -> None:
    engagement, institute, _ = pair()
    browser, here = make.browser(make.person("programme_officer")), engagement.get_absolute_url()
    added = browser.post(f"{here}add-partner/", {"provider": institute.ref, "part": "leads"}, follow=True)
    assert "Harbor Institute (fictional): leads the technical assistance" in added.content.decode()
    answer = browser.post(f"{here}end-partnership/", {"provider": institute.ref, "reason": "It moved on."}, follow=True)
    assert (answer.status_code, partnerships(engagement).filter(until=None).count()) == (200, 0)


def test_what_a_public_record_printed_of_the_provider_stands_as_printed() -> None:
    with writing():
        known = Engagement.objects.create(
            ref="ENG-2026-0900", state="open", state_since=AT, slug="elsewhere", title="Elsewhere",
            agency=make.agency(), origin="public record", started="2012-02", started_precision="month",
            provider="As Printed, Inc.",
        )  # fmt: skip
    assert assisted_by(known) == "As Printed, Inc."
    provider = partners.provider("Harbor Institute (fictional)")
    with pytest.raises(Denied):
        actions.add_partner(known, provider=provider, part="leads", by=make.person("programme_officer"), at=AT)
