"""Files of a request, handed out to be saved and never shown by the browser."""

from typing import cast

from django.http import FileResponse, HttpResponse

from concord.core import files
from concord.core.errors import NotThere
from concord.intake import queries
from concord.intake.models import AssistanceRequest


def file_of(thing: AssistanceRequest, number: int) -> HttpResponse:
    """Hand out one file of a request. Raises NotThere."""
    found = queries.files(thing).filter(pk=number).first()
    place = files.path_of(found.file.sha256) if found else None
    if found is None or place is None or not place.exists():
        raise NotThere("The request has no such file to hand out.")
    response = FileResponse(
        place.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
    return cast("HttpResponse", response)  # Django keeps streamed answers in a class of their own
