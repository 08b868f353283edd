"""The page of the mails about a request or an engagement: to whom, when, what became of each; and sending one again."""

import pytest

from concord.accounts.models import Membership
from concord.core import history
from concord.core.errors import Denied, NotThere
from concord.core.guard import writing
from concord.core.models import OutboxMail
from concord.core.telling import actions
from concord.engagements.models import Engagement
from concord.intake.models import AssistanceRequest
from tests.factories import accounts as people
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import partners
from tests.factories import together as both
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def page_of(thing: AssistanceRequest | Engagement) -> str:
    return f"/app/mails/{thing.ref}/"


def refused(mail: OutboxMail, tries: int = OutboxMail.MOST_TRIES) -> OutboxMail:
    """As if the server had refused a mail so often."""
    mail.tries, mail.last_error = tries, "550 no such mailbox"
    mail.save(update_fields=["tries", "last_error"])
    return mail


def test_the_office_reads_of_each_mail_about_a_request_to_whom_it_went_and_what_became_of_it() -> None:
    request, officer = asking.waiting(), make.person("programme_officer")
    other = asking.submitted(make.agency("Elsewhere Police Department"))
    to_chief, to_contact = OutboxMail.objects.filter(about=request.ref).order_by("to")
    assert [to_chief.to, to_contact.to] == ["chief@example.org", "robin@example.org"]
    refused(to_chief, 2)
    to_contact.sent_at = AT
    to_contact.save(update_fields=["sent_at"])
    browser = make.browser(officer)
    assert f'href="{page_of(request)}"' in browser.get(request.get_absolute_url()).content.decode()
    page = browser.get(page_of(request))
    rows = {mail.to: (mail.state_label, mail.tries) for mail in page.context["rows"]}
    assert rows == {
        "chief@example.org": ("Refused, tried again every minute", 2),
        "robin@example.org": ("Sent", 0),
    }
    text = page.content.decode()
    assert [words in text for words in ("550 no such mailbox", "/request/", other.ref)] == [True, False, False]


def test_the_page_of_an_engagement_has_the_mails_of_its_request_and_agreement_too() -> None:
    by = both.sides()
    both.sent(by)
    browser, engagement = make.browser(by.officer), by.engagement
    assert f'href="{page_of(engagement)}"' in browser.get(engagement.get_absolute_url()).content.decode()
    assert engagement.request is not None
    about = {mail.about for mail in browser.get(page_of(engagement)).context["rows"]}
    assert about == {engagement.request.ref}
    both.concern(by)
    about = {mail.about for mail in browser.get(page_of(engagement)).context["rows"]}
    assert about == {engagement.request.ref, engagement.ref}


def test_only_the_office_reads_which_mails_were_sent() -> None:
    engagement = make.engagement()
    seen = make.statuses(make.everybody(engagement), page_of(engagement))
    assert seen[200] == {"programme_officer", "approving_official", "auditor"}
    outsider = make.browser(make.person("programme_officer"))
    assert [outsider.get(f"/app/mails/{ref}/").status_code for ref in ("REQ-1999-0001", "person:1")] == [404, 404]


def test_an_officer_sends_again_a_mail_that_was_refused_too_often_and_no_other() -> None:
    request, officer = asking.waiting(), make.person("programme_officer")
    failed, fine = OutboxMail.objects.filter(about=request.ref).order_by("to")
    elsewhere = refused(OutboxMail.objects.get(about=asking.submitted().ref))
    browser, again = make.browser(officer), f"{page_of(request)}send-again/"
    assert "Every mail about this was sent, or is still being tried." in browser.get(again).content.decode()
    with pytest.raises(Denied, match="still being tried"):
        actions.send_again(request, mail=failed.pk, by=officer, at=AT)
    refused(failed)
    for other in (fine, elsewhere):
        with pytest.raises(NotThere):
            actions.send_again(request, mail=other.pk, by=officer, at=AT)
    assert f'href="{again}"' in browser.get(page_of(request)).content.decode()
    waits = [item for group in browser.get("/app/").context["groups"] for item in group.items]
    assert [(step.label, step.href) for item in waits for step in item.steps if step.href == again] == [
        ("Send a mail again", again)
    ]
    assert browser.post(again, {"mail": failed.pk}).status_code == 302
    failed.refresh_from_db()
    assert (failed.tries, failed.last_error, failed.state_label) == (0, "", "Waiting to be sent")
    assert again not in browser.get("/app/").content.decode()
    event = history.event(history.of(request.ref)[0])
    assert (event.who, event.did) == (officer.actor_key, "sent a mail again")


def test_whoever_is_recused_sends_no_mail_again() -> None:
    request = asking.submitted(make.agency())
    assert request.agency is not None
    mail = refused(OutboxMail.objects.filter(about=request.ref).latest("pk"))
    declaration = partners.declaration("recused", request.agency, name="Rae Recused")
    with writing():
        Membership.objects.create(person=declaration.person, role="programme_officer", scope="office", since=AT)
    with pytest.raises(Denied, match="recused from what concerns this agency"):
        actions.send_again(request, mail=mail.pk, by=people.afresh(declaration.person), at=AT)
