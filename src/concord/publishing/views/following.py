"""Public pages of being told by e-mail: ask, confirm, leave. They work for whoever holds the mailbox, and for nobody
else. Their words are in the language that was chosen on the page of the site."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
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
from concord.publishing.site import following as said
from concord.publishing.site import speech

_PAGE = "publishing/follow.html"


@public
def follow(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Ask for an address, of one site or of all, and mail it the link to confirm it."""
    site = queries.followed(slug) if slug else None
    if slug and site is None:
        raise NotThere("No site page has this address.")
    languages = speech.chosen(settings.CONCORD_PUBLIC_LANGUAGES)
    wanted = request.POST.get("language") or request.GET.get("language") or ""
    with speech.speaking(wanted if wanted in languages else speech.authoritative(languages)):
        form = forms.FollowForm(request.POST or None, languages=languages)
        if request.method == "POST" and form.is_valid():
            _ask(request, form, site)
            return render(request, _PAGE, _shown(said.asked(), site))
        more = {"form": form, "keeping": said.kept(following.UNCONFIRMED.days)}
        page = said.asking(site.title if site else "")
        return render(request, _PAGE, _shown(page, site) | more, status=422 if form.errors else 200)


def _shown(page: said.Page, site: Engagement | None) -> dict[str, object]:
    """Return what every one of these pages shows: its words, their language, and the way back to the public page."""
    back = said.place(site.slug if site else "")
    name = site.title if site else speech.say("All sites")
    return {"said": page, "site": site, "language": speech.spoken(), "back": back, "back_to": name}


def _ask(request: HttpRequest, form: forms.FollowForm, site: Engagement | None) -> None:
    guarding.require_empty_trap(request)
    guarding.require_moderation(request, *guarding.MAILS)
    following.ask(**form.cleaned_data, engagement=site, at=clock.now())


def _with_follower(view: Callable[[HttpRequest, Follower], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view whoever holds the private link, and speak their language."""

    @public
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        follower = queries.follower_by_token(token)
        if follower is None:
            raise NotThere("This link leads to no address that is kept: who left or never confirmed is forgotten.")
        with speech.speaking(follower.language):
            return view(request, follower)

    return opened


@_with_follower
def confirm(request: HttpRequest, follower: Follower) -> HttpResponse:
    """Confirm by a button: programs that look into mails open links, and press nothing."""
    if request.method == "POST":
        follower = actions.confirm(follower, by=Visitor(), at=clock.now())
    words = said.confirmed if follower.confirmed_at else said.confirming
    return render(request, _PAGE, _shown(words(follower.title, follower.email), follower.engagement))


@csrf_exempt  # a mail program's one click brings nothing but the link, which is the key
@_with_follower
def leave(request: HttpRequest, follower: Follower) -> HttpResponse:
    """Leave by a button, or by the one click that mail programs offer (RFC 8058)."""
    page = said.leaving(follower.title, follower.email)
    if request.method == "POST":
        follower = actions.leave(follower, by=Visitor(), at=clock.now())
        page = said.left(follower.title)
    return render(request, _PAGE, _shown(page, follower.engagement))
