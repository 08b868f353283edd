"""A verb about one row of a request: a criterion, a part of the record, another office."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concord.core import clock
from concord.core.access import PersonRequest
from concord.core.permissions import ALLOWED, Actor, Decision, Permission
from concord.core.verbs import VerbPage
from concord.intake import queries, rules
from concord.intake.forms import RowForm
from concord.intake.models import AssistanceRequest

P = Permission


@dataclass(frozen=True)
class RowPage(VerbPage):
    """`?<row>=<key>` names the row of which the page is; `about(thing, key)` gives it what the row says, and `then`
    the row to which the page goes on when it is done, or "": then it goes back to where the rows are, `home(thing)`.
    `may_row` decides on the one row, after `may`."""

    about: Callable[[Any, str], Mapping[str, Any]] = lambda _thing, _key: {}
    then: Callable[[AssistanceRequest], str] = lambda _thing: ""
    may_row: Callable[[Actor, Any, str], Decision] = lambda _by, _thing, _key: ALLOWED
    anchor: str = ""
    home: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url())

    def link(self, thing: Any, key: str) -> str:
        """Return the address of the page for one row."""
        return f"{self.address(thing)}?{urlencode({self._row: key})}"

    @property
    def _row(self) -> str:
        return self.form.row if issubclass(self.form, RowForm) else ""

    def _view(self, request: PersonRequest, thing: Any) -> HttpResponse:
        posted = request.POST if request.method == "POST" else None
        form = self.form(posted, thing=thing, by=request.user, initial={"on": clock.today()} | request.GET.dict())
        key = getattr(form, "chosen", "")
        decision = self.decide(request.user, thing) and self.may_row(request.user, thing, key)
        if request.method == "POST":
            decision.require()
            if form.is_valid():
                done = self.action(thing, by=request.user, at=clock.now(), **form.values())
                messages.success(request, f"Done: {self.verb.past}.")
                following = self.then(done)
                return redirect(self.link(done, following) if following else f"{self.home(done)}#{self.anchor}")
        context = {"page": self, "thing": thing, "form": form, "decision": decision, **self.about(thing, key)}
        return render(request, self.template, context, status=422 if form.errors else 200)


def row_page(verb: Permission, action: Callable[..., Any], explain: str, form: type[RowForm], **more: Any) -> RowPage:
    """Return the page of a verb about one row of a request."""
    return RowPage(
        verb,
        load=queries.request,
        see=P.REQUEST_VIEW,
        may=rules.may,
        action=action,
        explain=explain,
        form=form,
        template="intake/row.html",
        **more,
    )
