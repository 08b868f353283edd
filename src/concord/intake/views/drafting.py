"""The request, one thing a page: the task list, its pages, the files, coming back later, checking and submitting."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import EmailField, EmailInput, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from concord.core import clock, zones
from concord.core.access import public
from concord.core.errors import NotThere, Stale
from concord.core.roles import Visitor
from concord.intake import actions, guarding, queries
from concord.intake.actions import drafts
from concord.intake.forms.step import LONGEST, StepForm, Typed
from concord.intake.forms.steps import FILES, STEPS, Answers, Standing, Step
from concord.intake.forms.uploads import FileForm
from concord.intake.models import Capacity
from concord.programme.document import REQUEST_FORM
from concord.programme.queries import form_closed, form_notice, in_force

_DraftView = Callable[..., HttpResponse]


def _with_draft(view: _DraftView) -> _DraftView:
    """Give a view the answers of the draft whose private link was opened; after it was submitted, its request."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        draft = queries.draft_by_token(token)
        if draft is None:
            raise NotThere("This link leads to no saved request. Look whether all of it was copied.")
        if draft.request is not None:
            return redirect("request-status", token=queries.link_token(draft.request))
        if request.method == "POST":
            guarding.require_empty_trap(request)
        today = clock.today()
        return view(request, Answers(draft, in_force(today), today), token, **more)

    return opened


@_with_draft
def draft(request: HttpRequest, answers: Answers, token: str) -> HttpResponse:
    """Show the task list."""
    tasks = answers.tasks()
    every = [task for _, found in tasks for task in found]
    context = {
        "token": token,
        "tasks": tasks,
        "done": sum(task.standing == "Done" for task in every),
        "count": len(every),
        "follows": answers.draft.follows,
        "missing": answers.missing,
    }
    return render(request, "intake/ask/tasks.html", context)


@_with_draft
def page(request: HttpRequest, answers: Answers, token: str, step: str) -> HttpResponse:
    """Show one page of the request and keep what is typed on it, whether it fits or not."""
    found = answers.step(step)
    if found is None:
        if request.method == "POST" and any(each.key == step for each in STEPS):
            raise Stale(
                "This page is asked no more: another page was answered otherwise meanwhile, so it was not kept."
            )
        return redirect("request-draft", token=token)
    if found.key == FILES:
        return _files(request, answers, token, found)
    if request.method == "POST":
        return _typed(request, answers, token, found)
    return _page(request, answers, token, found, _form(request, answers, found))


def _form(request: HttpRequest, answers: Answers, found: Step) -> StepForm:
    """Return the page's form as it was left; its faults stand beside it for whoever comes to mend them."""
    kept = answers.typed(found)
    bound = answers.form(found)
    if bound is not None and "look" in request.GET:
        return bound
    form = found.form(around=answers.around, initial=kept)
    if "q" in request.GET and hasattr(form, "offer"):
        form.offer(request.GET["q"])
        form.initial["q"] = request.GET["q"]
    return form


def _typed(request: HttpRequest, answers: Answers, token: str, found: Step) -> HttpResponse:
    blank = found.form(around=answers.around)
    typed: Typed = {name: request.POST.getlist(name) for name in blank.fields if name in request.POST}
    form = found.form(typed, around=answers.around)
    fits, kept = form.is_valid(), _can_be_kept(typed)
    if kept:
        saved = drafts.save(answers.draft, step=found.key, typed=typed, at=clock.now())
        answers = Answers(saved, answers.around.programme, answers.around.on)
        if "later" in request.POST:
            return redirect("request-later", token=token)
    if kept and fits:
        return _onward(answers, token, found)
    return _page(request, answers, token, found, form)


def _can_be_kept(typed: Typed) -> bool:
    return all(len(value) <= LONGEST and "\0" not in value for values in typed.values() for value in values)


def _onward(answers: Answers, token: str, found: Step) -> HttpResponse:
    following = answers.after(found)
    if following is None:
        return redirect("request-check", token=token)
    place = reverse("request-step", args=[token, following.key])
    return redirect(f"{place}?look=again" if answers.standing(following) == Standing.AGAIN else place)


def _page(request: HttpRequest, answers: Answers, token: str, found: Step, form: Any, **more: Any) -> HttpResponse:
    place = answers.steps.index(found) + 1
    context = {
        "token": token,
        "step": found,
        "form": form,
        "place": place,
        "count": len(answers.steps),
        "draft": answers.draft,
        **more,
    }
    template = f"intake/ask/{found.key}.html" if found.key in _OWN else "intake/ask/step.html"
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


_OWN = frozenset({"agency", FILES})
"""Pages with a template of their own."""


def _files(request: HttpRequest, answers: Answers, token: str, found: Step) -> HttpResponse:
    """Show the files; take one more, or take one out, or go on."""
    draft, at = answers.draft, clock.now()
    if request.method == "POST" and "drop" in request.POST:
        drafts.drop_file(draft, sha256=request.POST["drop"], at=at)
        return redirect("request-step", token=token, step=FILES)
    wanted = "add" in request.POST or "upload" in request.FILES or request.POST.get("what")
    form = FileForm(request.POST, request.FILES) if wanted else FileForm()
    if request.method == "POST" and wanted and form.is_valid():
        drafts.keep_file(draft, at=at, **form.values())
        messages.success(request, "The file is added.")
        return redirect("request-step", token=token, step=FILES)
    if request.method == "POST" and not wanted:
        if FILES not in draft.answers:
            draft = drafts.save(draft, step=FILES, typed={"kept": []}, at=at)
        if "later" in request.POST:
            return redirect("request-later", token=token)
        return _onward(Answers(draft, answers.around.programme, answers.around.on), token, found)
    more = {"files": answers.files, "paper_missing": answers.paper_missing}
    return _page(request, answers, token, found, form, **more)


class LaterForm(Form):
    """Where the link is mailed."""

    email = EmailField(label="Your e-mail address", widget=EmailInput({"autocomplete": "email"}))


@_with_draft
def later(request: HttpRequest, answers: Answers, token: str) -> HttpResponse:
    """Say that all is saved, and mail the link by which one comes back."""
    draft = answers.draft
    typed = draft.email or answers.around.said("contact", "contact_email")
    form = LaterForm(request.POST or None, initial={"email": typed}, auto_id="%s")
    if request.method == "POST" and form.is_valid():
        guarding.require_moderation(request, *guarding.MAILS)
        email = form.cleaned_data["email"]
        drafts.mail_link(draft, email=email, programme=answers.around.programme, at=clock.now())
        messages.success(request, f"The link is on its way to {email}.")
        return redirect("request-later", token=token)
    context = {"token": token, "form": form, "draft": draft, "link": request.build_absolute_uri(_draft_address(token))}
    return render(request, "intake/ask/later.html", context, status=422 if form.errors else 200)


def _draft_address(token: str) -> str:
    return reverse("request-draft", args=[token])


@_with_draft
def check_answers(request: HttpRequest, answers: Answers, token: str) -> HttpResponse:
    """Read all answers back, and submit them; pressed twice, or sent again, it is one request."""
    missing, at = answers.missing, clock.now()
    fast = request.method == "POST" and guarding.too_fast(answers.draft, at)
    closed = form_closed(answers.around.programme, REQUEST_FORM, zones.day(at))
    if request.method == "POST" and not missing and not fast and not closed:
        asked = answers.asked()
        submit = actions.submit_for if asked.capacity == Capacity.DELEGATE else actions.submit
        sent = submit(asked=asked, submission_key=answers.draft.key, by=Visitor(), at=at)
        messages.success(request, f"We have your request. Its reference is {sent.ref}.")
        return redirect("request-status", token=queries.link_token(sent))
    context = {
        "token": token,
        "parts": answers.shown(),
        "missing": missing,
        "fast": fast,
        "delegate": answers.around.said("capacity", "capacity") == Capacity.DELEGATE,
        "notice": form_notice(answers.around.programme, REQUEST_FORM),
        "closed": closed,
        "programme": answers.around.programme,
    }
    return render(request, "intake/ask/check_answers.html", context, status=422 if request.method == "POST" else 200)
