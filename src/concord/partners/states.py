"""The lifecycles of a provider, of an expert on the roster, and of a conflict declaration."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class ProviderState(TextChoices):
    """Whether a provider takes part."""

    ACTIVE = "active", "Takes part"
    ENDED = "ended", "No longer takes part"


PROVIDER = Lifecycle(
    name="provider",
    states=ProviderState,
    moves=(
        Move(None, P.PROVIDER_ADD, ProviderState.ACTIVE, Party.OFFICE),
        Move(ProviderState.ACTIVE, P.PROVIDER_END, ProviderState.ENDED, Party.OFFICE),
        Move(ProviderState.ENDED, P.PROVIDER_RESUME, ProviderState.ACTIVE, Party.OFFICE),
    ),
    holders=dict.fromkeys(ProviderState, Party.NOBODY),
)


class ExpertState(TextChoices):
    """Whether an expert can be asked."""

    ON_ROSTER = "on_roster", "On the roster"
    RETIRED = "retired", "Off the roster"


EXPERT = Lifecycle(
    name="expert",
    states=ExpertState,
    moves=(
        Move(None, P.EXPERT_ADD, ExpertState.ON_ROSTER, Party.OFFICE),
        Move(ExpertState.ON_ROSTER, P.EXPERT_RETIRE, ExpertState.RETIRED, Party.OFFICE),
        Move(ExpertState.RETIRED, P.EXPERT_RETURN, ExpertState.ON_ROSTER, Party.OFFICE),
    ),
    holders=dict.fromkeys(ExpertState, Party.NOBODY),
)


class ConflictState(TextChoices):
    """Where it stands between one person and one agency."""

    ASKED = "asked", "Asked to declare"
    NONE = "none", "No conflict declared"
    DECLARED = "declared", "Declared, to be decided"
    CLEARED = "cleared", "Cleared"
    MANAGED = "managed", "Cleared under conditions"
    RECUSED = "recused", "Recused"


S = ConflictState
SERVES = (S.NONE, S.CLEARED, S.MANAGED)
"""The states in which the person may serve the agency."""
DECIDED = (S.CLEARED, S.MANAGED, S.RECUSED)
"""The states into which a decision of the office leads."""

# Once something was declared or decided, whatever is declared next waits for the office: nobody takes a decision back
# by declaring anew. By itself the office only tightens; to loosen a decision needs a new declaration.
CONFLICT = Lifecycle(
    name="conflict declaration",
    states=S,
    moves=(
        Move(None, P.CONFLICT_ASK, S.ASKED, Party.OFFICE),
        *(Move(state, P.CONFLICT_ASK, S.ASKED, Party.OFFICE) for state in (S.ASKED, S.NONE)),
        *(Move(state, P.CONFLICT_DECLARE, S.DECLARED, Party.PERSON) for state in S),
        *(Move(state, P.CONFLICT_DECLARE_NONE, S.NONE, Party.PERSON) for state in (S.ASKED, S.NONE)),
        *(Move(state, P.CONFLICT_DECLARE_NONE, S.DECLARED, Party.PERSON) for state in (S.DECLARED, *DECIDED)),
        *(Move(state, P.CONFLICT_CLEAR, S.CLEARED, Party.OFFICE) for state in (S.NONE, S.DECLARED)),
        *(Move(state, P.CONFLICT_MANAGE, S.MANAGED, Party.OFFICE) for state in (S.NONE, S.DECLARED, S.CLEARED)),
        Move(S.MANAGED, P.CONFLICT_MANAGE, S.MANAGED, Party.OFFICE),
        *(Move(s, P.CONFLICT_RECUSE, S.RECUSED, Party.OFFICE) for s in (S.NONE, S.DECLARED, S.CLEARED, S.MANAGED)),
    ),
    holders={**dict.fromkeys(S, Party.NOBODY), S.ASKED: Party.PERSON, S.DECLARED: Party.OFFICE},
)
