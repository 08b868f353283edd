"""What pages of evidence share."""

from django.http import HttpResponse

from concord.core.lifecycle import Staged
from concord.core.permissions import Actor
from concord.core.verbs import Button, VerbPage, buttons


def of_this_state(pages: list[VerbPage], by: Actor, thing: Staged) -> list[Button]:
    """Return what can be done now, and what could be if something else were different; a verb of another state is no
    use to whoever reads."""
    here = thing.lifecycle.verbs_from(thing.state)
    return [one for one in buttons(pages, by, thing) if one.page.verb in here]


def unkept(answer: HttpResponse) -> HttpResponse:
    """Let no browser keep a page that shows what is sealed."""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
