"""The verb by which a draft recommendation is set aside: here, where it is known whether work on it goes on."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.permissions import Actor
from concord.findings.aside import put_aside
from concord.findings.models import Recommendation
from concord.reforms import queries, rules
from concord.reforms.models import Served


@verb
def set_aside(recommendation: Recommendation, *, reason: str, by: Actor, at: datetime) -> Recommendation:
    """Set a draft recommendation aside that is not wanted, with the reason; it stays to be read. Each piece of work
    that serves others too serves it no more, for the same reason.

    Raises Denied (its reform has not stopped, or a piece of work serves nothing else), NotAllowedNow, Incomplete (no
    reason; or action items below it that are not set aside)."""
    lifecycle.lock(recommendation)  # nobody lets a piece of work serve it meanwhile
    left = queries.projects_going_on(recommendation.engagement).filter(
        served__recommendation=recommendation, served__ended_at=None
    )
    refs = list(left.values_list("ref", flat=True))
    more = {"left": refs} if refs else None
    aside = put_aside(recommendation, reason=reason, by=by, at=at, may=rules.may, more=more)
    rows = Served.objects.filter(recommendation=aside, project__ref__in=refs, ended_at=None)
    rows.update(ended_at=at, ended_by=by.actor_key, ended_because=reason.strip())
    return aside
