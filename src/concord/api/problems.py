"""Every refusal as application/problem+json (RFC 9457): what, why, and field by field what was expected."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from concord.core.errors import Incomplete, Refused

TYPE = "application/problem+json"


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal; None for what nobody expected, which is then logged and answered as everywhere."""
    del context
    headers: dict[str, str] = {}
    if isinstance(exception, Refused):
        problem = _problem(exception.status, exception.reason)
        if isinstance(exception, Incomplete):
            problem["missing"] = list(exception.missing)
    elif isinstance(exception, Http404 | PermissionDenied):
        status = 404 if isinstance(exception, Http404) else 403
        problem = _problem(status, "There is no such thing, or it is not yours to see.")
    elif isinstance(exception, exceptions.ValidationError):
        problem = {**_problem(400, "The request cannot be read."), "errors": exception.detail}
    elif isinstance(exception, exceptions.APIException):
        problem = _problem(exception.status_code, str(exception.detail))
        headers = _headers(exception)
    else:
        return None
    set_rollback()
    return Response(problem, status=problem["status"], headers=headers, content_type=TYPE)


def _problem(status: int, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}


def _headers(exception: exceptions.APIException) -> dict[str, str]:
    found = {}
    if header := getattr(exception, "auth_header", None):
        found["WWW-Authenticate"] = header
    if wait := getattr(exception, "wait", None):
        found["Retry-After"] = str(int(wait) + 1)
    return found
