"""The verb by which the team says anew by which tags an issued recommendation is found."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import Incomplete, Stale
from concord.core.permissions import Actor, Permission
from concord.findings import rules
from concord.findings.models import Recommendation


@verb
def tag_issued(
    recommendation: Recommendation, *, tags: list[str], reason: str, expected_hash: str, by: Actor, at: datetime
) -> Recommendation:
    """Put these tags in the place of those that an issued recommendation has, with the reason; nothing else of it
    changes. What it said before stays in `earlier`; the next release has the new ones. The same again is the same
    (law 17). `expected_hash` is the `words_hash` of what was seen.

    Raises Denied (it is not issued, for one), Incomplete (no reason), Stale (somebody tagged it meanwhile)."""
    locked = lifecycle.lock(recommendation)
    rules.may(by, Permission.RECOMMENDATION_TAG, locked).require()
    if not reason.strip():
        raise Incomplete(f"{locked.ref} is tagged with a reason.", ["the reason"])
    if locked.tags == tags:
        raise Unchanged(locked)
    if locked.words_hash != expected_hash:
        raise Stale(f"Somebody has tagged {locked.ref} since you opened it. Look again, then decide.")
    before = {"until": at.isoformat(), "by": by.actor_key, "said": locked.words}
    old, locked.tags, locked.earlier = ", ".join(locked.tags), tags, [*locked.earlier, before]
    locked.save(update_fields=["tags", "earlier"])
    record(locked, Permission.RECOMMENDATION_TAG, by=by, at=at, old=old, new=", ".join(tags), reason=reason.strip())
    return locked
