"""The verbs by which people are told, and by which somebody says how they want to be told."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from concord.core import notices
from concord.core.actions import Unchanged, hold, record, unrecorded, verb
from concord.core.audit import Audited
from concord.core.errors import BadInput, NotThere
from concord.core.jobs import defer, once
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission
from concord.core.telling import news, rules
from concord.core.telling.models import CalendarLink, How, Notice, NoticeChoice
from concord.core.telling.queries import failed_about

P = Permission
MAILED_WITHIN = timedelta(days=2)
"""What could not be mailed for so long is no news any more: it stands in the list, and no mail follows."""


@dataclass(frozen=True)
class _Own:
    """What is one person's alone, for the rows about it; its scope is the person's own key."""

    audit_ref: str
    audit_stream = "accounts"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The person's own key."""
        return (self.audit_ref,)


class _Notices:
    """Notices as a thing, for the rows about many of them."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "notices"
    audit_stream = "notices"


@verb
def tell(*, told: Iterable[tuple[str, news.News]], by: Actor, at: datetime) -> int:
    """Tell people (actor keys) what came to them; return how many notices are new, and record nothing when none is."""
    fresh = news.tell(told, at=at)
    if not fresh:
        raise Unchanged(0)
    lines = "\n".join(sorted(f"{notice.to} {notice.key}" for notice in fresh))
    more = {"manifest": hashlib.sha256(lines.encode()).hexdigest()}
    record(_Notices(), P.NOTICE_TELL, by=by, at=at, new=str(len(fresh)), more=more)
    return len(fresh)


@verb
def mail(*, addresses: Mapping[str, str], receipt: str = "", by: Actor, at: datetime) -> int:
    """Mail people (actor key → address) the links of what they were told and have not been mailed; return how many
    mails, and record nothing when there is none. With a `receipt` it happens once under that name."""
    if receipt:
        once(receipt, at=at)
    waiting = Notice.objects.select_for_update(no_key=True).filter(
        to__in=addresses, mailed_at=None, read_at=None, told_at__gt=at - MAILED_WITHIN
    )
    by_person: dict[str, list[Notice]] = {}
    for notice in waiting.order_by("pk"):
        by_person.setdefault(notice.to, []).append(notice)
    if not by_person:
        raise Unchanged(0)
    for who, theirs in by_person.items():
        _write(addresses[who], theirs, at)
    Notice.objects.filter(pk__in=[n.pk for theirs in by_person.values() for n in theirs]).update(mailed_at=at)
    record(_Notices(), P.NOTICE_MAIL, by=by, at=at, new=str(len(by_person)))
    return len(by_person)


def _write(address: str, theirs: list[Notice], at: datetime) -> None:
    count = "One thing" if len(theirs) == 1 else f"{len(theirs)} things"
    links = "\n".join(f"{notice.about}: {settings.CONCORD_BASE_URL}{notice.href}" for notice in theirs)
    how = settings.CONCORD_BASE_URL + reverse("notices")
    body = f"{count} for you in Concord:\n\n{links}\n\nHow you are told is yours to choose: {how}\n"
    notices.mail(to=address, subject=f"{count} for you in Concord", body=body, at=at)


@verb
def send_again(thing: Audited, *, mail: int, by: Actor, at: datetime) -> Audited:
    """Try anew to send a mail about a thing (its number) that the server refused too often; its text stays as it was.

    Raises Denied (none has failed), NotThere (this one has not, or is about something else)."""
    rules.may(by, P.MAIL_SEND_AGAIN, thing).require()
    if not failed_about(thing).filter(pk=mail).update(tries=0, last_error=""):
        raise NotThere("There is no such mail about this that was not sent.")
    defer("core.send_outbox")
    record(thing, P.MAIL_SEND_AGAIN, by=by, at=at, more={"mail": mail})
    return thing


@verb
def choose(*, how: str, by: Actor, at: datetime) -> None:
    """Choose how notices reach oneself. Raises BadInput."""
    if how not in How.values:
        raise BadInput(f"“{how}” is no way to be told; the ways are: {', '.join(How.values)}.")
    before = news.choices([by.actor_key])[by.actor_key]
    NoticeChoice.objects.update_or_create(who=by.actor_key, defaults={"how": how})
    record(_Own(by.actor_key), P.NOTICE_CHOOSE, by=by, at=at, old=before.value, new=how)


@verb
def make_calendar_link(*, by: Actor, at: datetime) -> CalendarLink:
    """Make the private link of one's own calendar; the one before ends."""
    hold(f"calendar {by.actor_key}")
    _end(by, at)
    made = CalendarLink.objects.create(who=by.actor_key, made_at=at)
    record(_Own(by.actor_key), P.CALENDAR_MAKE, by=by, at=at)
    return made


@verb
def end_calendar_link(*, by: Actor, at: datetime) -> None:
    """End the private link of one's own calendar. Raises NotThere."""
    if not _end(by, at):
        raise NotThere("Your calendar has no link.")
    record(_Own(by.actor_key), P.CALENDAR_END, by=by, at=at)


@unrecorded(Notice)
def note_read(of: Actor, *, at: datetime) -> int:
    """Note that somebody has read every notice of theirs; it decides nothing, so it is on no record."""
    return Notice.objects.filter(to=of.actor_key, read_at=None).update(read_at=at)


def _end(of: Actor, at: datetime) -> int:
    return CalendarLink.objects.filter(who=of.actor_key, ended_at=None).update(ended_at=at)
