"""What keeps programs that fill in forms away, without a puzzle and without anybody else's service."""

from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from concord.core.errors import BadInput, Refused
from concord.intake.models import RequestDraft

TRAP = "website"  # a field that people do not see, and that programs fill in
FASTEST = timedelta(seconds=3)  # from the first page to the last
MAILS = ("mail", 10)  # an hour to whatever address somebody types, from one network address
_HOUR = 3600


class TooOften(Refused):
    """Too much came from one address within an hour."""

    status = HTTPStatus.TOO_MANY_REQUESTS


def require_empty_trap(request: HttpRequest) -> None:
    """Raise BadInput where the field that people do not see is filled in."""
    if request.POST.get(TRAP):
        raise BadInput(f"The field “{TRAP}” has to stay empty: only programs fill it in. Clear it and send again.")


def too_fast(draft: RequestDraft, at: datetime) -> bool:
    """Say whether a request was answered faster than anybody types; the draft remembers when it was begun."""
    return settings.CONCORD_FORM_GUARD and at - draft.started_at < FASTEST


def require_moderation(request: HttpRequest, what: str, most: int) -> None:
    """Count what comes from one network address; raise TooOften above so many an hour. The address is not kept.

    Each process of the web server counts for itself."""
    if not settings.CONCORD_FORM_GUARD:
        return
    key = "asking-" + salted_hmac("concord.asking", f"{what} {_address(request)}").hexdigest()
    try:
        count = cache.incr(key)
    except ValueError:  # the first within the hour, or since the cache had to make room
        cache.set(key, count := 1, _HOUR)
    if count > most:
        raise TooOften(
            "Too much was sent from your network address within an hour. What you saved is kept. Wait a while, or call "
            "us: the number is at the foot of each page."
        )


def _address(request: HttpRequest) -> str:
    """Return where a request came from; behind a proxy it is what the proxy says of its own client."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
