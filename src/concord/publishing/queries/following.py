"""Reads of who follows, and of the private links by which they confirm and leave."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from concord.engagements.models import Engagement
from concord.publishing.models import Follower, Release, ReleaseKind

_LINKS = signing.Signer(salt="concord.follower.link")
NEWS_FOR = timedelta(days=14)  # a report that nobody could be told of for so long is no news


def followed(slug: str) -> Engagement | None:
    """Return the engagement of a public site's page, or None."""
    return Engagement.objects.filter(slug=slug, releases__kind=ReleaseKind.SITE).distinct().first()


def follower_by_token(token: str) -> Follower | None:
    """Return who holds a private link, or None; whoever left holds none."""
    try:
        number = _LINKS.unsign(token)
    except signing.BadSignature:
        return None
    return Follower.objects.select_related("engagement").exclude(email="").filter(pk=number).first()


def follower_token(follower: Follower) -> str:
    """Return the secret part of a follower's private links."""
    return _LINKS.sign(str(follower.pk))


def link_to(name: str, follower: Follower) -> str:
    """Return one of a follower's private links, for a mail."""
    return settings.CONCORD_BASE_URL + reverse(name, args=[follower_token(follower)])


def untold_reports(now: datetime) -> list[Release]:
    """Return the reports of which some who follow may have to be told yet."""
    reports = Release.objects.filter(kind=ReleaseKind.REPORT, released_at__gte=now - NEWS_FOR, telling__done_at=None)
    return [each for each in reports.select_related("engagement").order_by("id") if not each.is_withheld]


def to_tell(of: Release, *, after: int = 0) -> QuerySet[Follower]:
    """Return who followed a release's site, or every site, before it was published, with numbers `after` one.

    Whoever follows both has one mail: the one to those who follow every site."""
    told = Follower.objects.exclude(email="").filter(confirmed_at__lt=of.released_at)
    everywhere = told.filter(engagement=None, email=OuterRef("email"))
    ours = Q(engagement=None) | Q(engagement=of.engagement) & ~Exists(everywhere)
    return told.filter(ours, pk__gt=after).select_related("engagement").order_by("id")
