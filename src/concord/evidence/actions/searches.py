"""Keeping a search under a name, and dropping it."""

from dataclasses import dataclass
from datetime import datetime

from concord.core.actions import Unchanged, hold, record, verb
from concord.core.errors import BadInput, NotThere
from concord.core.permissions import Actor, Permission
from concord.evidence.models import SavedSearch

P = Permission
MOST = 50  # searches of one person


@dataclass(frozen=True)
class _Own:
    """What is one person's alone, for the rows about it; its scope is the person's own key."""

    audit_ref: str
    audit_stream = "accounts"

    @property
    def scopes(self) -> tuple[str, ...]:
        """The person's own key."""
        return (self.audit_ref,)


@verb
def save_search(*, name: str, query: str, by: Actor, at: datetime) -> SavedSearch:
    """Keep a search of one's own under a name; another one under the same name takes its place.

    Raises BadInput: no name, or too many searches. What was looked for is no business of the audit trail's."""
    hold(f"searches {by.actor_key}")
    ours = SavedSearch.objects.filter(who=by.actor_key, dropped_at=None)
    name = name.strip()
    if not name:
        raise BadInput("A search is kept under a name.")
    if same := ours.filter(name=name, query=query).first():
        raise Unchanged(same)
    ours.filter(name=name).update(dropped_at=at)
    if ours.count() >= MOST:
        raise BadInput(f"You keep {MOST} searches already. Drop one of them first.")
    saved = SavedSearch.objects.create(who=by.actor_key, name=name, query=query, saved_at=at)
    record(_Own(by.actor_key), P.SEARCH_SAVE, by=by, at=at)
    return saved


@verb
def drop_search(*, name: str, by: Actor, at: datetime) -> None:
    """Drop a search of one's own. Raises NotThere."""
    if not SavedSearch.objects.filter(who=by.actor_key, name=name, dropped_at=None).update(dropped_at=at):
        raise NotThere("You keep no search of that name.")
    record(_Own(by.actor_key), P.SEARCH_DROP, by=by, at=at)
