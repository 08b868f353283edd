"""The page of the mails about a request or an engagement."""

from django.http import HttpResponse
from django.shortcuts import render

from concord.core.access import PersonRequest, on
from concord.core.permissions import Permission
from concord.core.telling.queries import mails_about
from concord.core.telling.rules import may
from concord.core.verbs import buttons
from concord.desk.mail_pages import VERBS, course
from concord.engagements.models import Engagement
from concord.intake.models import AssistanceRequest

P = Permission
MOST = 200


@on(P.MAIL_VIEW, load=course, see=P.MAIL_VIEW, may=may)
def mails(request: PersonRequest, thing: AssistanceRequest | Engagement) -> HttpResponse:
    """List the mails about a thing, the newest first: to whom, when, and what became of each. No text of any."""
    shown = list(mails_about(thing)[: MOST + 1])
    context = {
        "thing": thing,
        "rows": shown[:MOST],
        "more": len(shown) > MOST,
        "most": MOST,
        "buttons": buttons(VERBS, request.user, thing),
    }
    return render(request, "desk/mails.html", context)
