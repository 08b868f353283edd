"""Mail goes to an outbox inside the verb's transaction; a job sends it. A mail holds links, nothing confidential."""

from datetime import datetime

from concord.core import jobs
from concord.core.models import OutboxMail


def mail(*, to: str, subject: str, body: str, at: datetime, leave: str = "") -> OutboxMail:
    """Queue a mail; it is sent after the verb has been committed, and not at all if it was not.

    `leave` is the address at which whoever asked for such mails ends them by one click."""
    jobs.defer("core.send_outbox")
    return OutboxMail.objects.create(to=to, subject=subject, body=body, leave=leave, queued_at=at)
