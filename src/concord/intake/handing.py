"""Files of a request, handed out to whoever sees it."""

from django.http import HttpResponse

from concord.core.errors import NotThere
from concord.core.handing import to_be_saved
from concord.intake import queries
from concord.intake.models import AssistanceRequest


def file_of(thing: AssistanceRequest, number: int) -> HttpResponse:
    """Hand out one file of a request. Raises NotThere."""
    found = queries.files(thing).filter(pk=number).first()
    if found is None:
        raise NotThere("The request has no such file to hand out.")
    return to_be_saved(found.file, found.name, of=thing.ref)
