"""Notices: who is told what, once; in the list, by mail at once or once a day; a mail holds links only."""

from datetime import timedelta

import pytest

from concord.core.errors import BadInput
from concord.core.models import OutboxMail
from concord.core.roles import SystemActor
from concord.core.tasks import actions as tasks
from concord.core.telling import actions
from concord.core.telling.models import How, Notice
from concord.core.telling.news import News
from concord.desk.queries import news
from tests.desk.counting import query_count
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

PAGE = "/app/notices/"
BY = SystemActor("tests")
NEWS = News(about="TSK-2026-0001", text="CANARY: send it", href="/app/tasks/TSK-2026-0001/", key="one")


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(subject__endswith="for you in Concord").order_by("pk"))


def test_the_same_news_are_told_once() -> None:
    who = make.person("auditor").actor_key
    assert [actions.tell(told=[(who, NEWS)], by=BY, at=AT) for _ in range(2)] == [1, 0]
    assert Notice.objects.filter(to=who).count() == 1


def test_a_plan_that_is_proposed_is_news_to_the_chief_and_not_to_whoever_proposed_it() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    told = [(who, one.href) for who, one in news.came(after=0, at=AT) if one.about == plan.ref]
    assert told == [(by.chief.actor_key, plan.get_absolute_url())]
    assert [one for _, one in news.came(after=0, at=AT + timedelta(days=3)) if one.about == plan.ref] == []


def test_a_mail_holds_the_link_and_not_the_words_and_is_sent_once() -> None:
    who = make.person("auditor")
    actions.tell(told=[(who.actor_key, NEWS)], by=BY, at=AT)
    addresses = news.addresses(How.AT_ONCE, at=AT)
    assert addresses == {who.actor_key: who.email}
    assert [actions.mail(addresses=addresses, by=BY, at=AT) for _ in range(2)] == [1, 0]
    (mail,) = mails()
    assert (mail.to, "CANARY" in mail.body + mail.subject, NEWS.href in mail.body) == (who.email, False, True)


@pytest.mark.parametrize("how", list(How))
def test_everybody_is_told_in_the_way_they_chose(how: How) -> None:
    who = make.person("auditor")
    make.browser(who).post(PAGE, {"how": how.value})
    actions.tell(told=[(who.actor_key, NEWS)], by=BY, at=AT)
    assert {each: list(news.addresses(each, at=AT)) for each in (How.AT_ONCE, How.DAILY)} == {
        each: [who.actor_key] if each == how else [] for each in (How.AT_ONCE, How.DAILY)
    }


def test_a_digest_is_mailed_once_a_day() -> None:
    who = make.person("auditor")
    for key in ("one", "two"):
        one = News(about="TSK-2026-0001", text="Again", href=NEWS.href, key=key)
        actions.tell(told=[(who.actor_key, one)], by=BY, at=AT)
        actions.mail(addresses={who.actor_key: who.email}, receipt="digest 2026-11-03", by=BY, at=AT)
    assert len(mails()) == 1


def test_a_way_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput):
        actions.choose(how="by pigeon", by=make.person("auditor"), at=AT)


@pytest.mark.owed("P12")
def test_an_overdue_task_is_told_to_whoever_can_do_it_and_to_the_programme_officers() -> None:
    engagement = make.engagement()
    lead, liaison = make.member(engagement, "assessment_lead"), make.member(engagement, "liaison")
    officer = make.person("programme_officer")
    day = AT.date() + timedelta(days=2)
    task = tasks.set_for_agency(engagement, what="Send it", due_on=day, by=lead, at=AT)

    def told(found: list[news.Told]) -> set[str]:
        return {who for who, one in found if one.about == task.ref}

    assert told(news.falling_due(on=AT.date(), within=3)) == {liaison.actor_key}
    assert told(news.falling_due(on=AT.date(), within=1)) == set()
    assert told(news.overdue(on=day)) == set()
    late = told(news.overdue(on=day + timedelta(days=1)))
    assert ({officer.actor_key, liaison.actor_key} <= late, lead.actor_key in late) == (True, False)


def test_the_page_shows_only_ones_own_and_asks_as_many_queries_for_one_as_for_three() -> None:
    who, other = make.person("auditor"), make.person("publisher")
    client = make.browser(who)
    actions.tell(told=[(who.actor_key, NEWS)], by=BY, at=AT)
    few = query_count(client, PAGE)
    more = [News(about="X", text="More", href=NEWS.href, key=key) for key in ("two", "three")]
    actions.tell(told=[(who.actor_key, one) for one in more], by=BY, at=AT)
    assert query_count(client, PAGE) == few
    assert "CANARY" not in make.browser(other).get(PAGE).content.decode()
    client.post(PAGE, {"read": "all"})
    assert Notice.objects.filter(to=who.actor_key, read_at=None).count() == 0
