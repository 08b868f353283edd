"""Following a site by e-mail: asked by anybody, confirmed by whoever reads the address's mail, ended by one click."""

from datetime import datetime, timedelta

from django.conf import settings

from concord.core import notices
from concord.core.actions import Unchanged, record, unrecorded, verb
from concord.core.errors import NotAllowedNow
from concord.core.jobs import once
from concord.core.models import OutboxMail
from concord.core.permissions import Actor, Permission
from concord.core.roles import permit
from concord.engagements.models import Engagement
from concord.publishing import queries
from concord.publishing.models import Follower, Release

P = Permission
ONE_MAIL_IN = timedelta(days=1)  # to an address that somebody types, however often
UNCONFIRMED = timedelta(days=7)  # for so long an address is kept that nobody confirmed


@unrecorded(Follower, OutboxMail)
def ask(*, email: str, engagement: Engagement | None, at: datetime) -> None:
    """Keep an address and mail it the link by which its holder confirms; an engagement of None is every site.

    Whoever asks is told the same whether the address is known or not: who follows is nobody's business."""
    whose = {"email": email.lower(), "engagement": engagement}
    Follower.objects.get_or_create(**whose, defaults={"asked_at": at})
    follower = Follower.objects.select_for_update(of=("self",)).select_related("engagement").get(**whose)
    if follower.mailed_at is not None and at - follower.mailed_at < ONE_MAIL_IN:
        return
    _write(follower, at)
    follower.mailed_at = at
    follower.save(update_fields=["mailed_at"])


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
    """Have an address told no longer, and forget it."""
    locked = _locked(follower)
    if not locked.email:
        raise Unchanged(locked)
    locked.email, locked.left_at = "", at
    locked.save(update_fields=["email", "left_at"])
    record(locked, P.FOLLOWER_LEAVE, by=by, at=at)
    return locked


@verb
def tell_followers(release: Release, *, by: Actor, at: datetime) -> Release:
    """Mail everybody who follows that a report is public; each report once, and nothing where nobody follows."""
    permit(by, P.RELEASE_TELL, release).require()
    followers = list(queries.to_tell(release))
    if not followers:
        raise Unchanged(release)
    once(f"followers told of {release.ref}", at=at)
    site, date = release.document["site"], release.document["date"]
    for follower in followers:
        notices.mail(
            to=follower.email,
            subject=f"{site['name']}: a status report was published",
            body=_NEWS.format(
                name=site["name"],
                page=f"{settings.CONCORD_BASE_URL}/sites/{site['slug']}/reports/{date}/",
                leave=(link := queries.link_to("follow-leave", follower)),
            ),
            at=at,
            leave=link,
        )
    record(release, P.RELEASE_TELL, by=by, at=at, more={"mails": len(followers)})
    return release


@unrecorded(Follower)
def forget(*, before: datetime, at: datetime) -> int:
    """Forget the addresses that were asked for before a moment and never confirmed; return how many."""
    old = Follower.objects.filter(confirmed_at=None, asked_at__lt=before).exclude(email="")
    return old.update(email="", left_at=at)


def _locked(follower: Follower) -> Follower:
    return Follower.objects.select_for_update(of=("self",)).select_related("engagement").get(pk=follower.pk)


def _write(follower: Follower, at: datetime) -> None:
    page, text = ("follow-leave", _KNOWN) if follower.confirmed_at else ("follow-confirm", _CONFIRM)
    body = text.format(what=follower.what, link=queries.link_to(page, follower))
    notices.mail(to=follower.email, subject=f"Be told by e-mail: {follower.what}", body=body, at=at)


_CONFIRM = """\
Somebody, you we hope, asked that this address be told when a status report is published: {what}.

Confirm it here:
{link}

If it was not you, do nothing: the address is forgotten within a week, and gets no other mail.
"""
_KNOWN = """\
This address is told already when a status report is published: {what}.

To be told no longer:
{link}
"""
_NEWS = """\
{name} published a status report. Read it here:
{page}

You asked for this mail. To get no more of them:
{leave}
"""
