"""A verb as a page and as a command: one declaration serves both, so that they cannot differ.

Each app's views.py lists its `VERBS`; `config.urls` makes pages of them, `concord do` commands."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from concord.core import clock
from concord.core.access import PersonRequest, on
from concord.core.errors import Stale
from concord.core.forms import VerbForm
from concord.core.lifecycle import Staged
from concord.core.permissions import Actor, Decision, May, Permission
from concord.core.unkept import unkept


@dataclass(frozen=True)
class VerbPage:
    """One verb on one thing.

    `load(ref)` finds the thing; `see` hides it from strangers; `may` decides; `action(thing, by=, at=, **values)` does
    it and returns the thing to show next; `explain` is one or two sentences above the form; `show(thing)` gives the
    page further facts to display before the button is pressed; no browser keeps a page that `shows_sealed(thing)`."""

    verb: Permission
    load: Callable[[str], Any]
    see: Permission
    may: May
    action: Callable[..., Any]
    explain: str
    form: type[VerbForm] = VerbForm
    show: Callable[[Any], Mapping[str, Any]] = field(default=lambda _thing: {})
    template: str = "components/verb.html"
    name: str = ""  # the address's name, where one verb has a page on two kinds of things
    shows_sealed: Callable[[Any], bool] = field(default=lambda _thing: False)

    @property
    def slug(self) -> str:
        """The last part of the address: "find-eligible"."""
        return self.verb.value.split(".")[1].replace("_", "-")

    @property
    def url_name(self) -> str:
        """The name of the address: "request.accept"."""
        return self.name or self.verb.value

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.verb.label[:1].upper() + self.verb.label[1:]

    def address(self, thing: Any) -> str:
        """Return the address of its page for a thing."""
        return reverse(self.url_name, args=[thing.audit_ref])

    def path(self, prefix: str) -> URLPattern:
        """Return the address <prefix><ref>/<slug>/."""
        view = on(self.verb, load=self.load, see=self.see, may=self.may)(self._view)
        return path(f"{prefix}<str:ref>/{self.slug}/", view, name=self.url_name)

    def decide(self, by: Actor, thing: Any) -> Decision:
        """Say whether the button works now, and why not: the lifecycle first, then the rules."""
        lifecycle = getattr(thing, "lifecycle", None)
        if lifecycle is not None and any(m.verb == self.verb and m.source for m in lifecycle.moves):
            move = lifecycle.find(thing.state, self.verb)
            if move is None:
                return Decision(allowed=False, reason=f"The {lifecycle.name} is “{thing.state_label}”.")
        return self.may(by, self.verb, thing)

    def _view(self, request: PersonRequest, thing: Any) -> HttpResponse:
        decision = self.decide(request.user, thing)
        posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = self.form(*posted, thing=thing, by=request.user)
        if request.method == "POST":
            require_seen(request.POST.get("seen"), thing)
            decision.require()
            if form.is_valid():
                result = self.action(thing, by=request.user, at=clock.now(), **form.values())
                messages.success(request, f"Done: {self.verb.past}.")
                return redirect((result if hasattr(result, "get_absolute_url") else thing).get_absolute_url())
        context = {"page": self, "thing": thing, "form": form, "decision": decision, "seen": fingerprint(thing)}
        context |= self.show(thing)
        status = 422 if form.is_bound and form.errors else 200
        answer = render(request, self.template, context, status=status)
        return unkept(answer) if self.shows_sealed(thing) else answer


def fingerprint(thing: Any) -> str:
    """Return a short text that differs when any field of the thing differs."""
    values = [getattr(thing, field.attname) for field in thing._meta.concrete_fields]  # noqa: SLF001 - Django's documented name
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def require_seen(seen: str | None, thing: Any) -> None:
    """Raise Stale when the page was made of another version than the one on which the button now works.

    A command sends nothing that was seen, and neither does whoever was told so and sends it again."""
    if seen not in (None, fingerprint(thing)):
        raise Stale(f"{thing.audit_ref} has changed since you opened the page. Look at it again, then decide.")


@dataclass(frozen=True)
class Button:
    """A verb offered on a thing's own page: its address, its words, and the reason when it is greyed."""

    page: VerbPage
    decision: Decision
    href: str

    @property
    def label(self) -> str:
        """The words on the button."""
        return self.page.label


def buttons(pages: list[VerbPage], by: Actor, thing: Any) -> list[Button]:
    """Return the verbs that this person's roles permit on the thing, each with its decision now; of what is over only
    those that are possible still, since its state says why the others are not."""
    roles = by.roles_on(("office", *thing.scopes))
    theirs = (page for page in pages if any(page.verb in role.permissions for role in roles))
    found = [Button(page, page.decide(by, thing), page.address(thing)) for page in theirs]
    is_over = isinstance(thing, Staged) and thing.is_final
    return [button for button in found if button.decision.allowed or not is_over]
