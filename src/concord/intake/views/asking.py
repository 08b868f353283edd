"""The private page of a request: where it stands, and what its holder can do."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock, history
from concord.core.forms import LongText, ReasonForm, VerbForm
from concord.core.permissions import Permission
from concord.core.roles import Visitor
from concord.core.tasks.models import Task
from concord.core.tasks.states import OPEN
from concord.intake import actions, due, guarding, handing, queries, reading
from concord.intake.actions import drafts
from concord.intake.forms.chief import ChiefForm
from concord.intake.forms.uploads import FileForm
from concord.intake.models import AssistanceRequest, How
from concord.intake.states import MAY_ASK_AGAIN, TOLD
from concord.intake.views.pages import linked, verb_page
from concord.programme.queries import of as programme_of
from concord.programme.queries import standing

P = Permission
_SENT_AN_HOUR = 60  # replies and files, from one network address
VERBS = [
    verb_page(P.REQUEST_WITHDRAW, actions.withdraw, "You may ask again at any time.", ReasonForm, weighs=False),
    verb_page(
        P.REQUEST_ATTACH,
        actions.attach,
        "The requester sees the file too. Notes of the office do not belong here.",
        FileForm,
        weighs=False,
    ),
]


@linked
def status(request: HttpRequest, thing: AssistanceRequest, token: str) -> HttpResponse:
    """Show where a request stands, with whom, what comes next, and what its holder can do."""
    days = dict(Task.objects.filter(about=thing.ref, state__in=OPEN).values_list("kind", "due_on"))
    context = {
        "thing": thing,
        "token": token,
        "now": standing(programme_of(thing.edition), thing.state),
        "due_on": days.get(due.FIRST_CONTACT),
        "paper_due_on": days.get(due.PAPER),
        "authorization": queries.authorization(thing),
        "open": bool(thing.lifecycle.find(thing.state, P.REQUEST_WITHDRAW)),
        "may_ask_again": thing.state in MAY_ASK_AGAIN,
        "lacking": [each for each in queries.assessments(thing) if each.lacking],
        "events": [history.event(row) for row in history.of(thing.ref).filter(verb__in=TOLD)],
        "replies": thing.contacts.filter(how=How.REPLY).order_by("-pk"),
        "files": queries.files(thing),
        "lines": reading.lines(thing),
        "coming": programme_of(thing.edition).next_step,
        "followed_by": thing.followed_by.order_by("pk").first(),
    }
    return render(request, "intake/status.html", context)


@linked
def file(request: HttpRequest, thing: AssistanceRequest, token: str, number: int) -> HttpResponse:
    """Hand out a file of the request to whoever holds its link."""
    del request, token
    return handing.file_of(thing, number)


class ReplyForm(VerbForm):
    """What the agency writes."""

    text = LongText(
        label="Your reply",
        rows=6,
        max_length=8000,
        help_text="The office reads it and answers you. Leave out what is sealed or about a private person.",
    )


@dataclass(frozen=True)
class _Page:
    """One thing that the holder of the link can do, on a page of its own."""

    title: str
    lede: str
    button: str
    form: type[VerbForm]
    action: Callable[..., AssistanceRequest]
    done: str
    moderated: tuple[str, int] = ("send", _SENT_AN_HOUR)

    def view(self) -> Callable[..., HttpResponse]:
        """Return the view."""

        @linked
        def opened(request: HttpRequest, thing: AssistanceRequest, token: str) -> HttpResponse:
            posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
            form = self.form(*posted, thing=thing)
            if request.method == "POST" and form.is_valid():
                guarding.require_moderation(request, *self.moderated)
                self.action(thing, by=Visitor(thing.ref), at=clock.now(), **form.values())
                messages.success(request, self.done)
                return redirect("request-status", token=token)
            context = {"page": self, "thing": thing, "token": token, "form": form}
            return render(request, "intake/ask/do.html", context, status=422 if form.errors else 200)

        return opened


withdraw = _Page(
    "Withdraw your request",
    "You may ask again at any time.",
    "Withdraw",
    ReasonForm,
    actions.withdraw,
    "The request is withdrawn.",
).view()
reply = _Page(
    "Reply",
    "Write to the office about your request.",
    "Send the reply",
    ReplyForm,
    actions.reply,
    "Your reply is with the office.",
).view()
attach = _Page(
    "Add a file",
    "A letter, a plan, a report, or the chief executive’s signed authorization.",
    "Add the file",
    FileForm,
    actions.attach,
    "The file is with the office.",
).view()
chief = _Page(
    "Mail the chief executive’s link again",
    "A new link is mailed, and the one before it leads nowhere from then on.",
    "Mail the link",
    ChiefForm,
    actions.ask_chief,
    "The link is on its way to the chief executive.",
    guarding.MAILS,
).view()


@linked
def again(request: HttpRequest, thing: AssistanceRequest, token: str) -> HttpResponse:
    """Begin a new request that follows this one, with what is known of the agency and of whoever asks."""
    if request.method == "POST" and thing.state in MAY_ASK_AGAIN:
        guarding.require_moderation(request, "begin", _SENT_AN_HOUR)
        begun = drafts.begin(key=uuid.uuid4(), at=clock.now(), answers=queries.typed_again(thing), follows=thing)
        return redirect("request-draft", token=queries.draft_token(begun))
    return render(
        request, "intake/ask/again.html", {"thing": thing, "token": token, "over": thing.state in MAY_ASK_AGAIN}
    )
