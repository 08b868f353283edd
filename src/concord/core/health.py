"""Two addresses for whoever watches the installation."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from concord.core.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; touches nothing."""
    del request
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Say that the database answers too."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready", content_type="text/plain")
