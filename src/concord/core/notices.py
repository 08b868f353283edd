"""Mail goes to an outbox inside the verb's transaction; a job sends it. A mail holds links, nothing confidential."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from concord.core import jobs
from concord.core.models import OutboxMail


@dataclass(frozen=True)
class Letter:
    """A mail to one address. `leave` is where whoever asked for such mails ends them by one click, `about` the request
    or the engagement in whose course it is written: the office sees there what became of it."""

    to: str
    subject: str
    body: str
    leave: str = ""
    about: str = ""


def mail(*, to: str, subject: str, body: str, about: str = "", at: datetime) -> OutboxMail:
    """Queue a mail; it is sent after the verb has been committed, and not at all if it was not."""
    return mail_all([Letter(to, subject, body, about=about)], at=at)[0]


def mail_all(letters: Iterable[Letter], *, at: datetime) -> list[OutboxMail]:
    """Queue many mails, and one job that sends them all."""
    jobs.defer("core.send_outbox")
    rows = (OutboxMail(**asdict(one), queued_at=at) for one in letters)
    return OutboxMail.objects.bulk_create(rows)
