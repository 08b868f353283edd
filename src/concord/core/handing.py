"""Stored files handed out to be saved, never shown by the browser. Who may have them is asked before."""

from collections.abc import Iterator
from typing import cast

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from concord.core import files
from concord.core.errors import NotThere
from concord.core.models import StoredFile
from concord.core.unkept import unkept


def to_be_saved(file: StoredFile, name: str, *, of: str, chunks: Iterator[bytes] | None = None) -> HttpResponse:
    """Answer with a file's bytes under a name; `of` is the reference of the thing that has it, `chunks` are the bytes
    of one that is kept sealed. Raises NotThere: the data folder does not have it."""
    place = files.path_of(file.sha256)
    if not place.exists():
        raise NotThere(f"The file of {of} is not in the data folder. Tell the administrator.")
    response = FileResponse(
        place.open("rb") if chunks is None else chunks,
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),  # chunks have no name
            "X-Content-Type-Options": "nosniff",
        },
    )
    return unkept(cast("HttpResponse", response))  # Django keeps streamed answers in a class of their own
