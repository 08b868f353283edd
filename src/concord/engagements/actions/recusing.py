"""Recusing somebody: their declaration is decided, and the roles in teams that serve the agency end with it."""

from datetime import datetime

from concord.accounts.models import Membership
from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.permissions import Actor, Party, Permission
from concord.core.tasks.setting import add
from concord.engagements import places
from concord.partners import rules
from concord.partners.models import ConflictDeclaration
from concord.partners.ruling import keep

P = Permission


@verb
def recuse(declaration: ConflictDeclaration, *, reason: str, by: Actor, at: datetime) -> ConflictDeclaration:
    """Decide that the person takes no part in what concerns the agency. Their roles in its teams end at the same
    moment; the audit row names them, and for each the office has a task to fill the place.

    Raises Denied, NotAllowedNow, Stale."""
    locked = lifecycle.lock(declaration)  # before the roles are read: who gives one at this moment holds it first
    held = list(places.held_by(locked.person, locked.agency).select_for_update(no_key=True))
    ended = [{"role": membership.role, "scope": membership.scope} for membership in held]
    moved = lifecycle.move(
        declaration,
        P.CONFLICT_RECUSE,
        by=by,
        at=at,
        may=rules.may,
        reason=reason,
        more={"person": locked.person.actor_key, "ended": ended},
        changes={"conditions": ""},
    )
    for membership in held:
        membership.until, membership.ended_by = at, by.actor_key
        membership.save(update_fields=["until", "ended_by"])
        _ask_for_another(membership, by=by, at=at)
    keep(moved, reason=reason, ended=ended, by=by, at=at)
    return moved


def _ask_for_another(membership: Membership, *, by: Actor, at: datetime) -> None:
    """Set the office a task to fill the place. It names nobody, and not why: others read the list of tasks."""
    add(
        what=f"Find somebody else as {membership.role_class.title.lower()}: the place is open.",
        about=membership.place,
        scope=membership.scope,
        party=Party.OFFICE,
        due_on=None,
        kind=places.task_kind(membership),
        by=by,
        at=at,
    )
