"""Withholding what was released: one person asks, another decides; then the bytes are gone."""

from datetime import datetime

from concord.core import jobs, lifecycle
from concord.core.actions import verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.publishing import queries, rules
from concord.publishing.compile.tombstone import tombstone
from concord.publishing.models import Grounds, Release, Withholding
from concord.publishing.site import documents

P = Permission


@verb
def ask_to_withhold(release: Release, *, grounds: str, words: str, by: Actor, at: datetime) -> Withholding:
    """Ask that a release be withheld. `words` stand in public in its place.

    Raises Denied (it is the one that a page shows, it is withheld or asked for already, an older one stands at its
    address), BadInput (no such grounds), Incomplete (no words)."""
    rules.may(by, P.RELEASE_ASK_WITHHOLD, release).require()
    if grounds not in Grounds.values:
        raise BadInput(f"“{grounds}” is no ground; the grounds are: {', '.join(Grounds.values)}.")
    if not words.strip():
        raise Incomplete("The public reads why something was withheld.", ["the words"])
    return Withholding.begin(
        P.RELEASE_ASK_WITHHOLD,
        by=by,
        at=at,
        ref=next_ref("WTH", at),
        release=release,
        grounds=grounds,
        words=words.strip(),
        asked_by=by.actor_key,
    )


@verb
def withhold(withholding: Withholding, *, by: Actor, at: datetime) -> Withholding:
    """Withhold a release that somebody else asked to be withheld: a tombstone takes the place of its document, and the
    site is built again without it, older builds gone. Raises Denied, NotAllowedNow."""
    changes = {"decided_by": by.actor_key, "decided_at": at}
    moved = lifecycle.move(withholding, P.RELEASE_WITHHOLD, by=by, at=at, may=rules.may, changes=changes)
    release = moved.release
    current = queries.newest_of_site(release.engagement) if release.engagement else None
    release.document = tombstone(moved, current)
    if found := list(documents.problems_of(release.document)):
        raise Incomplete("The tombstone cannot be set.", [str(problem) for problem in found])
    release.reason = ""  # it may tell of what is withheld
    release.save(update_fields=["document", "reason"])
    jobs.defer("publishing.forget_withheld")
    return moved


@verb
def keep(withholding: Withholding, *, reason: str, by: Actor, at: datetime) -> Withholding:
    """Leave a release public, with the reason. Raises Denied, NotAllowedNow, Incomplete."""
    if not reason.strip():
        raise Incomplete("A release is left public with a reason.", ["the reason"])
    changes = {"decided_by": by.actor_key, "decided_at": at}
    return lifecycle.move(withholding, P.RELEASE_KEEP, by=by, at=at, may=rules.may, reason=reason, changes=changes)
