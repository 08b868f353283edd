"""Reads of the organizations with which an engagement is carried out."""

from django.db.models import QuerySet

from concord.engagements.models import Engagement, Partnership


def partnerships(of: Engagement) -> QuerySet[Partnership]:
    """Return every partnership of an engagement: the present ones first, the one that leads at their head."""
    rows = Partnership.objects.filter(engagement=of).select_related("provider")
    return rows.order_by("-until", "part", "provider__name")  # PostgreSQL puts null before all when it descends


def assisted_by(of: Engagement) -> str:
    """Name who assists, as the public reads it: "" for nobody, and what a public record printed as printed."""
    if of.is_public_record:
        return of.provider
    named = [each.provider.name for each in partnerships(of).filter(until=None)]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + f" and {named[-1]}" if named else ""
