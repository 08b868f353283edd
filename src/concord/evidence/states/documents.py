"""The lifecycle of a document: filed, read by Concord or refused with a sentence, revised."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class DocumentState(TextChoices):
    """Where a document stands; it is about its newest revision."""

    WAITING = "waiting", "Being read"
    READ = "read", "Read"
    REFUSED = "refused", "Not read"
    QUARANTINED = "quarantined", "In quarantine"


S = DocumentState

DOCUMENT = Lifecycle(
    name="document",
    states=S,
    moves=(
        Move(None, P.DOCUMENT_FILE, S.WAITING, Party.TEAM),
        Move(S.WAITING, P.DOCUMENT_READ, S.READ, Party.CONCORD),
        Move(S.WAITING, P.DOCUMENT_REFUSE, S.REFUSED, Party.CONCORD),
        Move(S.WAITING, P.DOCUMENT_QUARANTINE, S.QUARANTINED, Party.CONCORD),
        Move(S.REFUSED, P.DOCUMENT_READ_AGAIN, S.WAITING, Party.TEAM),
        Move(S.READ, P.DOCUMENT_REVISE, S.WAITING, Party.TEAM),
        Move(S.REFUSED, P.DOCUMENT_REVISE, S.WAITING, Party.TEAM),
        Move(S.QUARANTINED, P.DOCUMENT_REVISE, S.WAITING, Party.TEAM),
    ),
    holders={S.WAITING: Party.CONCORD, S.READ: Party.NOBODY, S.REFUSED: Party.TEAM, S.QUARANTINED: Party.TEAM},
)
