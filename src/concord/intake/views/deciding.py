"""Pages on which the office decides on a request, and the letters that tell of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core import documents as docs
from concord.core.access import PersonRequest, on
from concord.core.errors import NotThere
from concord.core.permissions import Decision, Permission
from concord.core.verbs import VerbPage, fingerprint, require_seen
from concord.intake import actions, checks, forms, queries, rules
from concord.intake.letters import document
from concord.intake.models import AssistanceRequest, Decided
from concord.intake.views.pages import linked
from concord.programme.queries import of as programme_of

P = Permission


@dataclass(frozen=True)
class DecisionPage(VerbPage):
    """A decision in two steps: what is decided and why; then the letter, as the agency will read it, to be changed or
    sent. `step` is what the person pressed on the second page: look, standard, back or send."""

    form: type[forms.DecisionForm] = forms.DecisionForm

    def _view(self, request: PersonRequest, thing: Any) -> HttpResponse:
        decision = self.decide(request.user, thing)
        if request.method != "POST":
            return self._ask(request, thing, None, decision)
        require_seen(request.POST.get("seen"), thing)
        decision.require()
        form = self.form(request.POST, thing=thing, by=request.user)
        step = request.POST.get("step", "look")
        if not form.is_valid() or step == "back":
            return self._ask(request, thing, _without_standard_letter(form), decision)
        if step != "send" or not all(form.cleaned_data[name] for name in forms.LETTER):  # nobody sends what is not seen
            return self._preview(request, thing, form, anew=step == "standard")
        done = self.action(thing, by=request.user, at=clock.now(), **form.values())
        messages.success(request, f"Done: {self.verb.past}. The agency is told by mail that there is a decision.")
        return redirect(done)

    def _ask(self, request: PersonRequest, thing: Any, data: QueryDict | None, decision: Decision) -> HttpResponse:
        form = self.form(data, thing=thing, by=request.user)
        form.hide(*forms.LETTER)
        context = {"page": self, "thing": thing, "form": form, "decision": decision, "problems": checks.run(thing)}
        context["seen"] = fingerprint(thing)
        return render(request, self.template, context, status=422 if form.errors else 200)

    def _preview(
        self, request: PersonRequest, thing: AssistanceRequest, form: forms.DecisionForm, *, anew: bool
    ) -> HttpResponse:
        standard = form.composed()
        letter = standard if anew else form.values()["letter"]
        typed = request.POST.copy()
        typed["subject"], typed["letter"] = letter.subject, letter.text
        shown = self.form(typed, thing=thing, by=request.user)
        shown.hide(*(name for name in shown.fields if name not in forms.LETTER))
        for name in forms.LETTER:
            shown.fields[name].required = True  # here it is seen, so it cannot be left out
        context = {
            "page": self,
            "thing": thing,
            "form": shown,
            "letter": letter,
            "changed": letter != standard,
            "office": programme_of(thing.edition).office,
            "on": clock.today(),
            "seen": fingerprint(thing),
        }
        return render(request, "intake/preview.html", context)


def _without_standard_letter(form: forms.DecisionForm) -> QueryDict:
    """Return what was typed. A letter that nobody changed is left out, to be composed anew when the reason changes."""
    typed = cast("QueryDict", form.data).copy()
    if form.is_valid() and form.values()["letter"] == form.composed():
        typed["subject"] = typed["letter"] = ""
    return typed


def _decision(verb: Permission, action: Callable[..., Any], explain: str, form: type[forms.DecisionForm]) -> VerbPage:
    return DecisionPage(
        verb,
        load=queries.request,
        see=P.REQUEST_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        template="intake/decide.html",
    )


VERBS = [
    _decision(
        P.REQUEST_ACCEPT,
        actions.accept,
        "Accepting starts the work on a work plan. Nothing starts before the chief executive concurs with it.",
        forms.AcceptForm,
    ),
    _decision(
        P.REQUEST_DEFER,
        actions.defer,
        "Not now, but on a day that you name: then the request comes back to you and is assessed anew.",
        forms.DeferForm,
    ),
    _decision(
        P.REQUEST_REFER,
        actions.refer,
        "Another tier or another provider serves the agency better. The letter says where to turn.",
        forms.ReferForm,
    ),
    _decision(
        P.REQUEST_DECLINE,
        actions.decline,
        "The agency reads the reason and may ask again at any time.",
        forms.DeclineForm,
    ),
]


@on(P.REQUEST_VIEW, load=queries.request, see=P.REQUEST_VIEW, may=rules.may)
def letters(request: PersonRequest, thing: AssistanceRequest) -> HttpResponse:
    """Show the letters that told the agency of decisions, as they were sent, the newest first."""
    return _letters(request, thing, "")


@linked
def letters_by_link(request: HttpRequest, thing: AssistanceRequest, token: str) -> HttpResponse:
    """Show the same letters to whoever holds the request's private link."""
    return _letters(request, thing, token)


def _letters(request: HttpRequest, thing: AssistanceRequest, token: str) -> HttpResponse:
    sent = list(thing.decisions.select_related("request__edition").order_by("-pk"))
    if "format" in request.GET:
        return _file(sent, number=request.GET.get("letter", ""), kind=request.GET["format"])
    context = {"thing": thing, "token": token, "office": programme_of(thing.edition).office, "sent": sent}
    return render(request, "intake/letters.html", context)


def _file(sent: list[Decided], *, number: str, kind: str) -> HttpResponse:
    found = next((each for each in sent if str(each.pk) == number), None)
    if found is None or kind not in list(docs.Format):
        raise NotThere("There is no such letter. Look at the page of the letters.")
    name = f"Letter {found.request.ref}"
    return docs.download(document(found), docs.Format(kind), name=name, at=clock.now())
