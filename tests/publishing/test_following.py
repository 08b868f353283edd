"""Being told by e-mail of each report: nobody is told who did not ask, nobody learns who is, and one click ends it."""

import re
from datetime import timedelta
from email import message_from_string
from email.policy import default

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from concord.core import clock
from concord.core.errors import NotAllowedNow
from concord.core.jobs import send_outbox
from concord.core.models import AuditRow, OutboxMail
from concord.core.roles import Visitor
from concord.engagements.models import Engagement
from concord.publishing import actions, jobs
from concord.publishing.actions import following
from concord.publishing.models import Follower, Release, ReleaseKind
from tests.drills.mailbox import mailbox
from tests.factories import publishing as office
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

RESIDENT = "resident@example.org"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def published() -> tuple[Engagement, Release]:
    """A site with one report, and that report's release."""
    report = office.report(office.press(), "published")
    return report.engagement, Release.objects.get(kind=ReleaseKind.REPORT)


def link() -> str:
    """The address in the newest mail."""
    return re.findall(r"http://[^/]+(/follow/\S+)", OutboxMail.objects.latest("pk").body)[-1]


def mails() -> list[tuple[str, str]]:
    return list(OutboxMail.objects.order_by("pk").values_list("to", "subject"))


def confirmed(of: Engagement | None, *, email: str = RESIDENT) -> Follower:
    """Somebody who confirmed before the report."""
    before = AT - timedelta(days=1)
    return actions.confirm(office.follower(of, email=email, at=before), by=Visitor(), at=before)


def test_whoever_asks_confirms_by_the_link_in_their_mail_and_is_told_of_the_next_report() -> None:
    press = office.press()
    office.programme()
    site = press.engagement
    first = office.report(press, "published")
    asked = Client().post(f"/follow/{site.slug}/", {"email": "Resident@Example.org"})
    assert (asked.status_code, "Look into your mail" in asked.content.decode()) == (200, True)
    place = link()
    opened = Client().get(place)
    assert (opened.status_code, Follower.objects.get().confirmed_at) == (200, None)
    assert "You will be told" in Client().post(place).content.decode()
    assert Follower.objects.get().confirmed_at is not None
    release = Release.objects.get(kind=ReleaseKind.REPORT, engagement=first.engagement)
    actions.tell_followers(release, by=jobs.SystemActor("drill"), at=clock.now())
    assert mails() == [(RESIDENT, f"Be told by e-mail: {site.title}")]  # that report was public before they asked


def test_who_follows_is_told_of_a_report_once_with_a_link_that_leads_to_it() -> None:
    press = office.press()
    confirmed(press.engagement)
    confirmed(None, email="reporter@example.org")
    report = office.report(press, "published", at=clock.now())
    jobs.tell_followers()
    jobs.tell_followers()
    told = OutboxMail.objects.filter(subject=f"{report.engagement.title}: a status report was published")
    assert list(told.order_by("pk").values_list("to", flat=True)) == [RESIDENT, "reporter@example.org"]
    release = Release.objects.get(kind=ReleaseKind.REPORT)
    place = f"/sites/{report.engagement.slug}/reports/{release.document['date']}/"
    assert [place in each.body and each.leave in each.body for each in told] == [True, True]
    rows = AuditRow.objects.filter(verb="release.tell").values_list("what", "body")
    assert [(what, '"mails":2' in str(body), "@" in str(body)) for what, body in rows] == [(release.ref, True, False)]


def test_who_has_not_confirmed_or_follows_another_site_or_left_is_not_told() -> None:
    press = office.press()
    other = office.press("Elsewhere").engagement
    before = AT - timedelta(days=1)
    following.ask(email="unconfirmed@example.org", engagement=press.engagement, at=before)
    confirmed(other, email="elsewhere@example.org")
    actions.leave(confirmed(press.engagement, email="gone@example.org"), by=Visitor(), at=before)
    office.report(press, "published", at=clock.now())
    asked = mails()
    jobs.tell_followers()
    assert mails() == asked


def test_one_click_of_a_mail_program_leaves_and_the_address_is_forgotten() -> None:
    site, _ = published()
    confirmed(site)
    place = link().replace("/confirm/", "/leave/")
    left = Client(enforce_csrf_checks=True).post(place, {"List-Unsubscribe": "One-Click"})
    assert left.status_code == 200
    assert Follower.objects.exclude(left_at=None).get().email == ""
    assert [Client().get(place).status_code, Client().post(place).status_code] == [404, 404]
    row = AuditRow.objects.get(verb="follower.leave")
    assert (row.who, RESIDENT in str(row.body)) == ("visitor", False)


def test_opening_the_link_in_a_mail_changes_nothing() -> None:
    site, _ = published()
    found = confirmed(site)
    place = link().replace("/confirm/", "/leave/")
    assert [Client().get(place).status_code for _ in range(2)] == [200, 200]
    found.refresh_from_db()
    assert (found.email, found.left_at) == (RESIDENT, None)


def test_nobody_learns_whether_an_address_follows_and_it_gets_one_mail_a_day() -> None:
    site, _ = published()
    pages = [Client().post(f"/follow/{site.slug}/", {"email": RESIDENT}).content for _ in range(2)]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert len(mails()) == 1
    found = Follower.objects.get()
    actions.confirm(found, by=Visitor(), at=clock.now())
    known = Client().post(f"/follow/{site.slug}/", {"email": RESIDENT}).content
    assert without_tokens(known) == without_tokens(pages[0])
    following.ask(email=RESIDENT, engagement=site, at=clock.now() + timedelta(days=1))
    assert ("/follow/leave/" in OutboxMail.objects.latest("pk").body, len(mails())) == (True, 2)


def without_tokens(page: bytes) -> str:
    return re.sub(r'(nonce|value|content)="[^"]*"', "", page.decode())


def test_an_address_that_nobody_confirms_is_forgotten_after_a_week() -> None:
    site, _ = published()
    now = clock.now()
    following.ask(email="old@example.org", engagement=site, at=now - timedelta(days=8))
    following.ask(email="new@example.org", engagement=site, at=now - timedelta(days=6))
    confirmed(site)
    jobs.forget_unconfirmed()
    assert sorted(Follower.objects.values_list("email", flat=True)) == ["", "new@example.org", RESIDENT]
    forgotten = Follower.objects.get(email="")
    with pytest.raises(NotAllowedNow, match="no longer kept"):
        actions.confirm(forgotten, by=Visitor(), at=now)


def test_an_address_that_left_may_ask_again() -> None:
    site, _ = published()
    actions.leave(confirmed(site), by=Visitor(), at=AT)
    again = confirmed(site)
    assert (again.email, Follower.objects.count()) == (RESIDENT, 2)


@pytest.mark.parametrize("typed", ["", "resident", "resident@example.org, other@example.org"])
def test_what_is_no_address_is_told_and_kept_in_the_field(typed: str) -> None:
    site, _ = published()
    answer = Client().post(f"/follow/{site.slug}/", {"email": typed})
    assert (answer.status_code, Follower.objects.count(), mails()) == (422, 0, [])
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_a_site_without_a_page_cannot_be_followed() -> None:
    hidden = office.press().engagement
    assert [Client().get(f"/follow/{slug}/").status_code for slug in (hidden.slug, "nowhere")] == [404, 404]


def test_a_program_that_fills_in_every_field_is_refused(settings: Settings) -> None:
    settings.CONCORD_FORM_GUARD = True
    site, _ = published()
    refused = Client().post(f"/follow/{site.slug}/", {"email": RESIDENT, "website": "x"})
    assert (refused.status_code, Follower.objects.count()) == (422, 0)


def test_the_mail_offers_mail_programs_one_click_to_leave(settings: Settings) -> None:
    press = office.press()
    confirmed(press.engagement)
    office.report(press, "published", at=clock.now())
    jobs.tell_followers()
    with mailbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        send_outbox(timestamp=0)
        first, told = (message_from_string(text, policy=default) for text in box.to(RESIDENT))
    leave = OutboxMail.objects.exclude(leave="").get().leave
    assert [first["List-Unsubscribe"], first["List-Unsubscribe-Post"]] == [None, None]
    assert [told["List-Unsubscribe"].strip(), told["List-Unsubscribe-Post"]] == [
        f"<{leave}>",
        "List-Unsubscribe=One-Click",
    ]
