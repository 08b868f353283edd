"""Releasing where a site stands, when an engagement is suspended, resumed, ended or closed."""

from datetime import datetime
from typing import Any

from concord.core import jobs, lifecycle, zones
from concord.core.actions import Unchanged, record, verb
from concord.core.permissions import Actor, Permission
from concord.engagements.models import EndedBy, Engagement, Turn
from concord.engagements.states import EngagementState
from concord.publishing import queries, releasing, rules
from concord.publishing.compile.site import bare_document
from concord.publishing.compile.standing import stood
from concord.publishing.models import Release, ReleaseKind

_REASONS = {
    EngagementState.SUSPENDED: "The engagement is suspended",
    EngagementState.OPEN: "The engagement goes on",
    EngagementState.CLOSED: "The engagement is closed",
}


@verb
def release_standing(engagement: Engagement, *, by: Actor, at: datetime) -> Release:
    """Release where a site stands now. What its page tells of the records stays as it was last published; a site that
    has no page yet gets one without findings or figures. The same standing as before changes nothing.

    Raises Denied (it is compiled from public records)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, Permission.STANDING_RELEASE, locked).require()
    last = queries.newest_of_site(locked)
    before = releasing.body_of(last) if last else bare_document(locked)
    body = stood(before, locked)
    if last is not None and body == before:
        raise Unchanged(last)
    released = releasing.release(
        body,
        kind=ReleaseKind.SITE,
        slug=locked.slug,
        engagement=locked,
        as_of=last.as_of if last else zones.day(at),
        reason=_reason(locked.turns.order_by("at", "pk").last(), before, body),
        anchor=releasing.checkpoint(at=at),
        by=by,
        at=at,
    )
    record(released, Permission.STANDING_RELEASE, by=by, at=at, new=released.sha256)
    jobs.defer("publishing.build_site")
    return released


def _reason(turn: Turn | None, before: dict[str, Any], body: dict[str, Any]) -> str:
    """Say what happened, and on which day; the office's own reason is never published."""
    if before["site"] == body["site"] and before["next_update"] != body["next_update"]:
        return "When the next status report is due, and who has it"
    if turn is None:
        return "Where the site stands"
    what = EndedBy(turn.ended_by).label if turn.ended_by else _REASONS[EngagementState(turn.state)]
    return f"{what}, since {zones.day(turn.at).isoformat()}"
