"""What keeps evidence confidential, for tests; made by the house's own verbs."""

from datetime import datetime, timedelta
from typing import Any

from concord.accounts.models import Person
from concord.core.guard import writing
from concord.core.models import OutboxMail
from concord.engagements.models import Engagement
from concord.evidence import actions
from concord.evidence.models import Disposal, Document, FoiaSet, Identity, LegalHold, Opening
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT

DAY = AT.date()
CONTACT = {"name": "Quill Canary", "phone": "555-010-0142", "email": "quill@example.org", "words": "sergeant, nights"}
LATER = AT + timedelta(days=400)


def identity(by: plans.Cast, *, at: datetime = AT, **changed: Any) -> Identity:
    """Keep a contact apart, booked by the expert."""
    return actions.keep_identity(by.engagement, by=by.expert, at=at, **{**CONTACT, "until": at.date(), **changed})


def sealed(by: plans.Cast, *, at: datetime = AT, **changed: Any) -> Identity:
    return actions.seal_identity(identity(by, at=at, **changed), by=by.expert, at=at)


def asked(of: Identity, who: Person) -> Opening:
    return actions.ask_to_open(of, reason="A threat was made; the person must be warned.", by=who, at=AT)


def agreed(of: Identity, who: Person) -> Opening:
    return actions.agree_to_open(asked(of, who), by=make.person("approving_official", name="Ola Official"), at=AT)


def opened(of: Identity, who: Person) -> Opening:
    return actions.open_identity(agreed(of, who), by=who, at=AT)


def foia(by: plans.Cast, who: Person | None = None, number: str = "2026-17") -> FoiaSet:
    who = who or make.person("programme_officer")
    return actions.prepare_foia(by.engagement, request_number=number, received_on=DAY, by=who, at=AT)


def without(document: Document, by: plans.Cast, *words: str) -> Document:
    """Redact the first revision of a document."""
    return actions.redact_document(document, revision=1, words=words, by=by.expert, at=AT)


def over(of: Engagement, at: datetime = AT) -> None:
    """Put an engagement at its end, without the verbs that lead there."""
    with writing():
        Engagement.objects.filter(pk=of.pk).update(state="closed", state_since=at)


def due_identity(place: str = "Alder Falls") -> Identity:
    """A sealed contact of an engagement that ended more than a year before LATER."""
    by = gather.ready(place)
    found = sealed(by)
    over(by.engagement)
    return found


def proposed(who: Person | None = None, rule: str = "participant_identities", at: datetime = LATER) -> Disposal:
    who = who or make.person("programme_officer")
    return actions.propose_disposal(rule=rule, authority="Schedule 12, item 3", by=who, at=at)


def placed(covers: str = "everything", who: Person | None = None) -> LegalHold:
    who = who or make.person("programme_officer")
    return actions.place_hold(heading="A lawsuit", covers=covers, reason="Counsel asked.", by=who, at=AT)


def mail_sent(at: datetime = AT, about: str = "") -> OutboxMail:
    said = {"to": "robin@example.org", "subject": "S", "body": "B", "about": about}
    with writing():
        return OutboxMail.objects.create(**said, queued_at=at, sent_at=at)


def mails_proposed() -> Disposal:
    mail_sent()
    return proposed(rule="mail_sent")
