"""The lifecycle of an item of evidence."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class EvidenceState(TextChoices):
    """Where an item stands."""

    LOGGED = "logged", "Logged"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = EvidenceState

EVIDENCE = Lifecycle(
    name="evidence",
    states=S,
    moves=(
        Move(None, P.EVIDENCE_LOG, S.LOGGED, Party.TEAM),
        Move(S.LOGGED, P.EVIDENCE_RESTRICT, S.LOGGED, Party.TEAM),
        Move(S.LOGGED, P.EVIDENCE_RELEASE, S.LOGGED, Party.TEAM),
        Move(S.LOGGED, P.EVIDENCE_REDACT, S.LOGGED, Party.TEAM),
        Move(S.LOGGED, P.EVIDENCE_CONSENT, S.LOGGED, Party.TEAM),
        Move(S.LOGGED, P.EVIDENCE_WITHDRAW, S.WITHDRAWN, Party.TEAM),
        Move(S.WITHDRAWN, P.EVIDENCE_RESTRICT, S.WITHDRAWN, Party.TEAM),
        Move(S.WITHDRAWN, P.EVIDENCE_CONSENT, S.WITHDRAWN, Party.TEAM),
    ),
    holders={S.LOGGED: Party.NOBODY, S.WITHDRAWN: Party.NOBODY},
)
