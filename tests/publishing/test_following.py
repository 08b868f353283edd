"""Being told by e-mail of each report: nobody is told who did not ask, nobody learns who is, and one click ends it."""

import json
import re
from datetime import timedelta
from email import message_from_string
from email.policy import default

import pytest
from django.core.cache import cache
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from concord.core import clock
from concord.core.errors import NotAllowedNow
from concord.core.jobs import send_outbox
from concord.core.models import AuditRow, OutboxMail
from concord.core.roles import Visitor
from concord.engagements.models import Engagement
from concord.publishing import actions, jobs
from concord.publishing.actions import following
from concord.publishing.models import Follower, Release, ReleaseKind, Telling
from concord.publishing.queries import link_to
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
    asked = Client().post(f"/follow/{site.slug}/", {"email": "Resident@Example.org", "language": "en"})
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


def told() -> list[str]:
    """Who has the mail about a report."""
    return list(OutboxMail.objects.exclude(leave="").order_by("pk").values_list("to", flat=True))


def test_many_are_told_a_part_at_a_time_and_what_was_broken_off_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    press = office.press()
    addresses = [f"resident{number}@example.org" for number in range(5)]
    for address in addresses:
        confirmed(press.engagement, email=address)
    office.report(press, "published", at=clock.now())
    release = Release.objects.get(kind=ReleaseKind.REPORT)
    first = actions.tell_followers(release, by=jobs.SystemActor("drill"), at=clock.now())
    assert (told(), first.done_at) == (addresses[:2], None)
    for _ in range(2):
        jobs.tell_followers()
    assert told() == addresses
    telling = Telling.objects.get(release=release)
    assert (telling.mails, telling.done_at is None) == (len(addresses), False)
    rows = AuditRow.objects.filter(verb="release.tell").order_by("pk").values_list("body", flat=True)
    assert [json.loads(body)["more"]["mails"] for body in rows] == [2, 2, 1]


def test_a_part_that_fails_leaves_nothing_half_told_and_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    press = office.press()
    confirmed(press.engagement)
    office.report(press, "published", at=clock.now())

    def breaks(*_: object, **__: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as broken:
        broken.setattr(following, "record", breaks)
        jobs.tell_followers()
    assert (told(), Telling.objects.count()) == ([], 0)
    jobs.tell_followers()
    assert told() == [RESIDENT]


def test_many_mails_are_sent_by_one_job() -> None:
    press = office.press()
    for number in range(3):
        confirmed(press.engagement, email=f"resident{number}@example.org")
    office.report(press, "published", at=clock.now())
    before = ProcrastinateJob.objects.filter(task_name="core.send_outbox").count()
    jobs.tell_followers()
    assert (len(told()), ProcrastinateJob.objects.filter(task_name="core.send_outbox").count() - before) == (3, 1)


def test_who_follows_one_site_and_every_site_has_one_mail_and_leaves_both_with_every_site() -> None:
    press = office.press()
    confirmed(press.engagement)
    everything = confirmed(None)
    office.report(press, "published", at=clock.now())
    jobs.tell_followers()
    mail = OutboxMail.objects.exclude(leave="").get()
    assert (mail.to, mail.leave) == (RESIDENT, link_to("follow-leave", everything))
    assert "You asked for this mail: every site." in mail.body
    actions.leave(everything, by=Visitor(), at=clock.now())
    assert list(Follower.objects.values_list("email", flat=True)) == ["", ""]


def test_who_leaves_one_site_still_follows_the_others() -> None:
    site, _ = published()
    other = office.press("Elsewhere").engagement
    confirmed(other)
    actions.leave(confirmed(site), by=Visitor(), at=clock.now())
    assert list(Follower.objects.exclude(email="").values_list("engagement", flat=True)) == [other.pk]


@pytest.mark.owed("A38")
def test_pages_and_mails_are_in_the_language_that_was_chosen(settings: Settings) -> None:
    settings.CONCORD_PUBLIC_LANGUAGES = ["en", "es"]
    press = office.press()
    site = press.engagement
    office.programme()
    office.report(press, "published", at=AT)
    page = Client().get(f"/follow/{site.slug}/?language=es").content.decode()
    assert re.findall(r"<h1>(.+)</h1>", page) == ["Recibir avisos por correo"]
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["es"]
    asked = Client().post(f"/follow/{site.slug}/", {"email": RESIDENT, "language": "es"}).content.decode()
    assert re.findall(r"<h1>(.+)</h1>", asked) == ["Mire su correo"]
    place = link()
    assert "Confirme que quiere recibir avisos" in Client().get(place).content.decode()
    assert "Recibirá los avisos" in Client().post(place).content.decode()
    office.following(press, "published", 400)  # long after it was confirmed
    with_news = Release.objects.filter(kind=ReleaseKind.REPORT).latest("pk")
    actions.tell_followers(with_news, by=jobs.SystemActor("drill"), at=clock.now())
    mail = OutboxMail.objects.exclude(leave="").get()
    assert mail.subject == f"{with_news.document['site']['name']}: se publicó un informe de situación"
    assert f"/es/sites/{site.slug}/reports/{with_news.document['date']}/" in mail.body
    assert "Usted pidió este correo" in mail.body
    settings.CONCORD_PUBLIC_LANGUAGES = ["en"]
    following.ask(email=RESIDENT, engagement=site, at=clock.now() + timedelta(days=2))
    assert "This address is told already" in OutboxMail.objects.latest("pk").body


def test_where_the_office_speaks_one_language_nobody_is_asked_for_theirs(settings: Settings) -> None:
    settings.CONCORD_PUBLIC_LANGUAGES = ["en"]
    page = Client().get("/follow/?language=es").content.decode()
    assert re.findall(r'<input type="(\w+)" name="language" value="(\w+)"', page) == [("hidden", "en")]


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
    pages = [Client().post(f"/follow/{site.slug}/", {"email": RESIDENT, "language": "en"}).content for _ in range(2)]
    assert without_tokens(pages[0]) == without_tokens(pages[1])
    assert len(mails()) == 1
    found = Follower.objects.get()
    actions.confirm(found, by=Visitor(), at=clock.now())
    known = Client().post(f"/follow/{site.slug}/", {"email": RESIDENT, "language": "en"}).content
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
    answer = Client().post(f"/follow/{site.slug}/", {"email": typed, "language": "en"})
    assert (answer.status_code, Follower.objects.count(), mails()) == (422, 0, [])
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_a_site_without_a_page_cannot_be_followed() -> None:
    hidden = office.press().engagement
    assert [Client().get(f"/follow/{slug}/").status_code for slug in (hidden.slug, "nowhere")] == [404, 404]


def test_a_program_that_fills_in_every_field_is_refused(settings: Settings) -> None:
    settings.CONCORD_FORM_GUARD = True
    site, _ = published()
    refused = Client().post(f"/follow/{site.slug}/", {"email": RESIDENT, "language": "en", "website": "x"})
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
