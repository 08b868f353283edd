"""Who may do what with documents."""

from concord.core.permissions import ALLOWED, Actor, Decision, Permission, refuse
from concord.evidence.models import Document
from concord.evidence.rules.items import of_the_team
from concord.evidence.states import EvidenceState

P = Permission
_BY_CONCORD = frozenset({P.DOCUMENT_READ, P.DOCUMENT_REFUSE, P.DOCUMENT_QUARANTINE})
_CHANGES = frozenset(
    {
        *(P.DOCUMENT_REVISE, P.DOCUMENT_READ_AGAIN, P.DOCUMENT_ORIGINAL),
        *(P.DOCUMENT_TAG, P.DOCUMENT_UNTAG, P.DOCUMENT_REDACT),
    }
)


def on_document(by: Actor, verb: Permission, document: Document) -> Decision:
    """What holds for its item holds for a document; Concord reads whatever was filed."""
    if verb in _BY_CONCORD:
        return ALLOWED
    item = document.item
    if verb in _CHANGES and document.destroyed_in:
        return refuse("It was destroyed under a retention rule.")
    if item.is_confidential and not (team := of_the_team(by, item)):
        return team
    if verb in _CHANGES and item.state == EvidenceState.WITHDRAWN:
        return refuse("The item was withdrawn, so its document stays as it is.")
    return ALLOWED
