"""Public pages of being told by e-mail: ask, confirm, leave. They work for whoever holds the mailbox, and for nobody
else."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from concord.core import clock
from concord.core.access import public
from concord.core.errors import NotThere
from concord.core.roles import Visitor
from concord.engagements.models import Engagement
from concord.intake import guarding
from concord.publishing import actions, forms, queries
from concord.publishing.actions import following
from concord.publishing.models import Follower


@public
def follow(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Ask for an address, of one site or of all, and mail it the link to confirm it."""
    site = queries.followed(slug) if slug else None
    if slug and site is None:
        raise NotThere("No site page has this address.")
    form = forms.FollowForm(request.POST or None, auto_id="%s")
    asked = request.method == "POST" and form.is_valid()
    if asked:
        _ask(request, form.cleaned_data["email"], site)
    context = {"site": site, "form": form, "asked": asked, "kept_for": following.UNCONFIRMED.days}
    return render(request, "publishing/follow.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, email: str, site: Engagement | None) -> None:
    guarding.require_empty_trap(request)
    guarding.require_moderation(request, *guarding.MAILS)
    following.ask(email=email, engagement=site, at=clock.now())


def _with_follower(view: Callable[[HttpRequest, Follower], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view whoever holds the private link."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        follower = queries.follower_by_token(token)
        if follower is None:
            raise NotThere("This link leads to no address that is kept: who left or never confirmed is forgotten.")
        return view(request, follower)

    return opened


@_with_follower
def confirm(request: HttpRequest, follower: Follower) -> HttpResponse:
    """Confirm by a button: programs that look into mails open links, and press nothing."""
    if request.method == "POST":
        follower = actions.confirm(follower, by=Visitor(), at=clock.now())
    return render(request, "publishing/follow_confirm.html", {"follower": follower})


@csrf_exempt  # a mail program's one click brings nothing but the link, which is the key
@_with_follower
def leave(request: HttpRequest, follower: Follower) -> HttpResponse:
    """Leave by a button, or by the one click that mail programs offer (RFC 8058)."""
    what = follower.what
    if request.method == "POST":
        follower = actions.leave(follower, by=Visitor(), at=clock.now())
    return render(request, "publishing/follow_leave.html", {"follower": follower, "what": what})
