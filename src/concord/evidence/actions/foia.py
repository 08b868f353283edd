"""The verbs of a records request set: prepare, approve, discard."""

from datetime import date, datetime

from concord.core import files, lifecycle, zones
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete, Stale
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence import rules
from concord.evidence.foia import archive, no_longer_given, sorted_out
from concord.evidence.models import FoiaSet
from concord.evidence.states import FoiaState

P = Permission


@verb
def prepare_foia(engagement: Engagement, *, request_number: str, received_on: date, by: Actor, at: datetime) -> FoiaSet:
    """Prepare the set of what may be released of an engagement's evidence, and count the rest by its basis.

    The same request of the same day again, with nothing changed, is the same set. Raises Denied, Incomplete, BadInput
    (a day to come)."""
    if not request_number.strip():
        raise Incomplete("The set cannot be prepared.", ["the number of the request"])
    if received_on > zones.day(at):
        raise BadInput(f"The request was received on a day that has come; it says {received_on}.")
    locked = lifecycle.lock(engagement)
    rules.may(by, P.FOIA_PREPARE, locked).require()
    sorted_ = sorted_out(locked)
    told = {"request_number": request_number.strip(), "received_on": received_on}
    told |= {"given": sorted_.given, "withheld": sorted_.withheld}
    there = FoiaSet.objects.filter(engagement=locked, state=FoiaState.PREPARED, file__isnull=False, **told)
    if same := there.first():
        raise Unchanged(same)
    ref = next_ref("FOI", at)
    with archive(sorted_, ref=ref) as chunks:
        file = files.store(chunks, at=at)
    return FoiaSet.begin(
        P.FOIA_PREPARE, by=by, at=at, ref=ref, engagement=locked, file=file, prepared_by=by.actor_key, **told
    )


@verb
def approve_foia(given: FoiaSet, *, by: Actor, at: datetime) -> FoiaSet:
    """Approve a set; everything in it must still be releasable as it is in the set.

    Raises Denied, NotAllowedNow, Stale (what has been restricted, withdrawn or redacted since; no archive is left)."""
    if changed := no_longer_given(given):
        raise Stale(f"Since the set was prepared this changed: {', '.join(changed)}. Discard it and prepare another.")
    given = lifecycle.lock(given)
    if given.state == FoiaState.PREPARED and given.file_id is None:
        raise Stale("Its archive was removed when something in it was restricted. Discard it and prepare another.")
    approved = {"approved_at": at, "approved_by": by.actor_key}
    return lifecycle.move(
        given, P.FOIA_APPROVE, by=by, at=at, may=rules.may, more={"items": len(given.given)}, changes=approved
    )


@verb
def discard_foia(given: FoiaSet, *, reason: str, by: Actor, at: datetime) -> FoiaSet:
    """Discard a set that was not approved; its file goes."""
    if not reason.strip():
        raise Incomplete("A set is discarded with a reason.", ["the reason"])
    file, changes = given.file, {"file": None, "discarded_because": reason}
    moved = lifecycle.move(given, P.FOIA_DISCARD, by=by, at=at, may=rules.may, reason=reason, changes=changes)
    if file is not None:
        files.remove(file.sha256, moved.ref)
    return moved
