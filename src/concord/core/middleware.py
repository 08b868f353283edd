"""What surrounds every page: the content security policy, refusals as pages, unexpected errors that lose nothing."""

import errno
import secrets
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from psycopg.errors import DiskFull

from concord.core.errors import BadInput, Denied, NotThere, Refused, SignedOut, Unavailable
from concord.core.remembering import remembering

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("concord.web")

PROGRAMS = "/api/"  # below it programs ask, and no people
_SECRET_FIELDS = ("password", "csrfmiddlewaretoken", "code", "token")
_NO_ROOM = (
    "There is no room left on the disk, so this was not saved. Nothing that you typed is lost: it is below. Tell "
    "whoever keeps this installation, then send it again."
)
_UNAVAILABLE = (
    "Something that Concord stands on is missing, so this was not done. Tell whoever keeps this installation: "
    "“concord check” says what it is."
)
_NO_ROOM_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Give each response the strict policy; `request.csp_nonce` is the one nonce of its scripts, which may ask us for
    more only where the view has said so (`request.csp_connects`), and a script may work for the page when there is no
    network only where the view has said that (`request.csp_works`).

    A response that carries its own policy (the static public site) keeps it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(16)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = get_response(request)
        connects = "connect-src 'self'; " if getattr(request, "csp_connects", False) else ""
        works = "worker-src 'self'; " if getattr(request, "csp_works", False) else ""
        response.headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
            f"{connects}{works}form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        )
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response

    return middleware


def one_page(get_response: GetResponse) -> GetResponse:
    """Let what a page asks for again and again be asked for once (core.remembering)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with remembering():
            return get_response(request)

    return middleware


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what the person typed, without secrets, so that the page can give it back."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "seen" and not any(secret in name.lower() for secret in _SECRET_FIELDS)
        for value in values
    ]


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Return what components/typed.html gives back: what was typed, and which files have to be chosen again."""
    try:
        typed, chosen = _typed(request), list(request.FILES)
    except Exception:  # noqa: BLE001 - input that cannot be read must not hide the page that says so
        return {}
    return {"typed": typed, "chosen": chosen, "path": request.get_full_path(), "csrf_token": get_token(request)}


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def problem(reason: str, status: int, **more: Any) -> JsonResponse:
    """Answer a program: what, and why (RFC 9457)."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": reason, **more}
    return JsonResponse(told, status=status, content_type="application/problem+json")


def _refused(
    request: HttpRequest, reason: str, status: int, *, give_back: bool = True, signed_out: bool = False
) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problem(reason, status)
    if _wants_json(request):
        return JsonResponse({"error": reason, **({"signed_out": True} if signed_out else {})}, status=status)
    context = {"reason": reason, "status": status, **(_kept(request) if give_back else {})}
    return HttpResponse(render_to_string("refused.html", context), status=status)


def _is_no_room(exception: BaseException | None) -> bool:
    """Say whether the disk is full, ours or the database's, whatever was made of that on the way."""
    while exception is not None:
        if isinstance(exception, DiskFull) or getattr(exception, "errno", None) in _NO_ROOM_ERRORS:
            return True
        exception = exception.__cause__
    return False


def refusals(get_response: GetResponse) -> GetResponse:
    """Show a refusal (403, 404, 409, 422), a full disk (507) or a lost key (503) as a page with its reason and what
    was typed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            signed_out = isinstance(exception, SignedOut)
            return _refused(request, exception.reason, exception.status, signed_out=signed_out)
        if _is_no_room(exception):
            log.error("no room left on the disk", where=_where(exception))
            return _refused(request, _NO_ROOM, HTTPStatus.INSUFFICIENT_STORAGE)
        if isinstance(exception, Unavailable):
            log.error("unavailable", error=type(exception).__name__, where=_where(exception))
            return _refused(request, _UNAVAILABLE, HTTPStatus.SERVICE_UNAVAILABLE)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def unexpected(request: HttpRequest) -> HttpResponse:
    """Answer any other exception (handler500): a reference, what was typed, a button to try again, nothing revealed.

    It uses nothing that could itself be broken: no database, no session, no signed-in person."""
    exception = sys.exc_info()[1]
    reference = secrets.token_hex(4).upper()
    log.error(
        "unexpected error",
        reference=reference,
        method=request.method,
        view=getattr(request.resolver_match, "view_name", None),
        error=type(exception).__name__,
        where=_where(exception),
    )
    if request.path.startswith(PROGRAMS):
        return problem("Unexpected error.", HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference)
    if _wants_json(request):
        return JsonResponse({"error": "Unexpected error.", "reference": reference}, status=500)
    context = {"reference": reference, "posted": request.method == "POST", **_kept(request)}
    return HttpResponse(render_to_string("unexpected.html", context), status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere (handler404)."""
    del exception
    refusal = NotThere()
    return _refused(request, refusal.reason, refusal.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself could not read (handler400)."""
    del exception
    reason = "The browser sent something that could not be read. Go back and try again."
    return _refused(request, reason, BadInput.status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or too old; what was typed is given back.

    Not so when another site sent it: our page would offer a stranger's words to be sent, under our own token, by one
    click of whoever is signed in."""
    log.warning("form without a valid token", view=getattr(request.resolver_match, "view_name", None))
    if reason.startswith(("Origin", "Referer")):  # how Django's own sentences about the sender begin
        return _refused(request, "Another site sent this form, so it was not taken.", Denied.status, give_back=False)
    return _refused(request, "This form was open too long. Send it again.", Denied.status)


def too_many(request: HttpRequest, *more: Any) -> HttpResponse:
    """Answer whoever tries too often: the library's limits (handler429), and the lock after wrong passwords."""
    del more
    reason = "That was tried too often. Wait a quarter of an hour, then try again."
    return _refused(request, reason, HTTPStatus.TOO_MANY_REQUESTS, give_back=False)


def _where(exception: BaseException | None) -> str:
    """Return file:line of the innermost frame: enough to find it, and no data."""
    trace = exception.__traceback__ if exception else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else ""
