"""E-mails (.eml): who wrote to whom and when, and what; what is attached is named, and sent by itself."""

from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from concord.evidence.reading import web
from concord.evidence.reading.pieces import Collector, Page, Unreadable
from concord.evidence.reading.warnings import Warn

_HEADS = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 100
_LONGEST_HEAD = 2_000


def read(path: Path, warn: Warn) -> Iterator[Page]:
    """Yield an e-mail. Raises Unreadable."""
    raw = path.read_bytes()
    if raw.lower().count(b"boundary=") > _MOST_PARTS or raw.lower().count(b"message/rfc822") > _MOST_PARTS:
        raise Unreadable("bomb", f"The e-mail holds more than {_MOST_PARTS} e-mails or parts in one another.")
    out = Collector()
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        if not isinstance(message, EmailMessage) or not any(message.get(name) for name in _HEADS):
            raise Unreadable("damaged", "The file has no head of an e-mail. Save the message anew as .eml.")
        for name in _HEADS:
            if value := str(message.get(name, ""))[:_LONGEST_HEAD]:
                out.add(f"{name}: {value}")
        for paragraph in _body(message, warn):
            out.add(paragraph)
            yield from out.take()
        if attached := [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]:
            warn(f"{len(attached)} attached: {', '.join(attached)[:200]}. Not read: send what matters by itself.")
    except (MessageError, LookupError, ValueError, RecursionError, AttributeError, TypeError, IndexError) as error:
        raise Unreadable(
            "damaged", "The e-mail is damaged. Save the message anew as .eml, or print it as PDF."
        ) from error
    out.turn()
    yield from out.take()


def _body(message: EmailMessage, warn: Warn) -> Iterator[str]:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return
    content = str(body.get_content())
    if body.get_content_subtype() == "html":
        yield from web.paragraphs(content, warn)
        return
    yield from content.replace("\r\n", "\n").split("\n\n")
