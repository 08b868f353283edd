"""What pages of evidence share."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from concord.core.lifecycle import Staged
from concord.core.permissions import Actor
from concord.core.unkept import unkept
from concord.core.verbs import Button, VerbPage, buttons
from concord.evidence.models import RoundPassage


def of_this_state(pages: list[VerbPage], by: Actor, thing: Staged) -> list[Button]:
    """Return what can be done now, and what could be if something else were different; a verb of another state is no
    use to whoever reads."""
    here = thing.lifecycle.verbs_from(thing.state)
    return [one for one in buttons(pages, by, thing) if one.page.verb in here]


def in_a_file(words: str, passage: RoundPassage) -> str:
    """Return words of a passage as a list in a file may hold them: those of a confidential document stay sealed."""
    return "(sealed: read it at its address)" if words and passage.document.item.is_sealed else words


def to_save(content: bytes, name: str) -> HttpResponse:
    """Answer with a file that was made on the spot, to be saved under a name and not shown."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return unkept(answer)
