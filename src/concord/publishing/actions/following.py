"""Following a site by e-mail: asked by anybody, confirmed by whoever reads the address's mail, ended by one click."""

from datetime import datetime, timedelta

from django.conf import settings

from concord.core import notices
from concord.core.actions import Unchanged, record, unrecorded, verb
from concord.core.errors import NotAllowedNow
from concord.core.models import OutboxMail
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.publishing import queries
from concord.publishing.models import Follower, Release, Telling
from concord.publishing.site import following as said
from concord.publishing.site import speech

P = Permission
ONE_MAIL_IN = timedelta(days=1)  # to an address that somebody types, however often
AT_ONCE = 500  # mails in one transaction
UNCONFIRMED = timedelta(days=7)  # for so long an address is kept that nobody confirmed


@unrecorded(Follower, OutboxMail)
def ask(*, email: str, engagement: Engagement | None, language: str = speech.SOURCE, at: datetime) -> None:
    """Keep an address and mail it the link by which its holder confirms; an engagement of None is every site.

    Whoever asks is told the same whether the address is known or not: who follows is nobody's business."""
    whose = {"email": email.lower(), "engagement": engagement}
    Follower.objects.get_or_create(**whose, defaults={"asked_at": at})
    follower = Follower.objects.select_for_update(of=("self",)).select_related("engagement").get(**whose)
    if follower.mailed_at is not None and at - follower.mailed_at < ONE_MAIL_IN:
        return
    if not follower.confirmed_at:  # whoever confirmed keeps the language in which they did
        follower.language = language
    _write(follower, at)
    follower.mailed_at = at
    follower.save(update_fields=["mailed_at", "language"])


@verb
def confirm(follower: Follower, *, by: Actor, at: datetime) -> Follower:
    """Have an address told from now on. Raises NotAllowedNow where it is no longer kept."""
    locked = _locked(follower)
    if not locked.email:
        raise NotAllowedNow("This address is no longer kept. Ask once more on the site's page.")
    if locked.confirmed_at:
        raise Unchanged(locked)
    locked.confirmed_at = at
    locked.save(update_fields=["confirmed_at"])
    record(locked, P.FOLLOWER_CONFIRM, by=by, at=at)
    return locked


@verb
def leave(follower: Follower, *, by: Actor, at: datetime) -> Follower:
    """Have an address told no longer, and forget it. Whoever leaves every site leaves each single one too."""
    locked = _locked(follower)
    if not locked.email:
        raise Unchanged(locked)
    others = Follower.objects.none()
    if locked.engagement is None:
        others = Follower.objects.filter(email=locked.email).exclude(pk=locked.pk)
    locked.email, locked.left_at = "", at
    gone = others.update(email="", left_at=at)
    locked.save(update_fields=["email", "left_at"])
    record(locked, P.FOLLOWER_LEAVE, by=by, at=at, more={"single_sites": gone})
    return locked


@verb
def tell_followers(release: Release, *, by: Actor, at: datetime) -> Telling:
    """Mail the next of those who follow that a report is public: AT_ONCE of them, after whom it goes on with the others
    the next time. Each has one mail, however often this is broken off. The telling that is returned is done when nobody
    is left; where nobody follows it is so from the start, and nothing is recorded."""
    permit(by, P.RELEASE_TELL, release).require()
    telling = _telling(release)
    if telling.done_at:
        raise Unchanged(telling)
    followers = list(queries.to_tell(release, after=telling.upto)[:AT_ONCE])
    if len(followers) < AT_ONCE:
        telling.done_at = at
    if not followers and not telling.mails:
        raise Unchanged(telling)
    notices.mail_all([_news(release, one) for one in followers], at=at)
    telling.upto = followers[-1].pk if followers else telling.upto
    telling.mails += len(followers)
    telling.save()
    record(release, P.RELEASE_TELL, by=by, at=at, more={"mails": len(followers), "with_those_before": telling.mails})
    return telling


@unrecorded(Follower)
def forget(*, before: datetime, at: datetime) -> int:
    """Forget the addresses that were asked for before a moment and never confirmed; return how many."""
    old = Follower.objects.filter(confirmed_at=None, asked_at__lt=before).exclude(email="")
    return old.update(email="", left_at=at)


def _locked(follower: Follower) -> Follower:
    return Follower.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=follower.pk)


def _telling(release: Release) -> Telling:
    """Return how far the mails of a report have come; whoever else sends them meanwhile waits."""
    Telling.objects.get_or_create(release=release)
    return Telling.objects.select_for_update().get(release=release)


def _language(follower: Follower) -> str:
    """Return the language of a follower, or the one that holds where theirs is no longer among those of the pages."""
    spoken = speech.chosen(settings.CONCORD_PUBLIC_LANGUAGES)
    return follower.language if follower.language in spoken else speech.authoritative(spoken)


def _write(follower: Follower, at: datetime) -> None:
    """Mail the link by which an address is confirmed, or left where it is confirmed already."""
    page = "follow-leave" if follower.confirmed_at else "follow-confirm"
    words = said.known_mail if follower.confirmed_at else said.confirm_mail
    with speech.speaking(_language(follower)):
        mail = words(follower.title, queries.link_to(page, follower))
    notices.mail(to=follower.email, subject=mail.subject, body=mail.body, at=at)


def _news(release: Release, follower: Follower) -> notices.Letter:
    """Return the mail to one of those who follow, in their language, with the page in that language."""
    site, link = release.document["site"], queries.link_to("follow-leave", follower)
    with speech.speaking(_language(follower)):
        page = f"{settings.CONCORD_BASE_URL}{said.place(site['slug'])}reports/{release.document['date']}/"
        mail = said.news_mail(follower.title, name=site["name"], page=page, link=link)
    return notices.Letter(follower.email, mail.subject, mail.body, leave=link)
