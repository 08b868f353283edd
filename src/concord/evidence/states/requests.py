"""The lifecycle of a request for a document: asked of the agency, and answered line by line."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class DocumentRequestState(TextChoices):
    """Where it stands."""

    REQUESTED = "requested", "Requested"
    PARTLY = "partly", "Partly received"
    RECEIVED = "received", "Received"
    NOT_HELD = "not_held", "Not held"
    WITHHELD = "withheld", "Withheld"
    REST_NOT_HELD = "rest_not_held", "Received in part, the rest not held"
    REST_WITHHELD = "rest_withheld", "Received in part, the rest withheld"
    DROPPED = "dropped", "No longer asked for"


S = DocumentRequestState
WAITING = (S.REQUESTED, S.PARTLY)
"""The states in which the agency still has to answer."""
NOT_GIVEN = (S.NOT_HELD, S.WITHHELD, S.REST_NOT_HELD, S.REST_WITHHELD)
"""The states in which it has said why it gives no more; it may find it after all, or be free to give it."""

DOCUMENT_REQUEST = Lifecycle(
    name="request for a document",
    states=S,
    moves=(
        Move(None, P.DOCUMENTS_ASK, S.REQUESTED, Party.TEAM),
        Move(S.REQUESTED, P.DOCUMENTS_CHANGE, S.REQUESTED, Party.TEAM),
        Move(S.REQUESTED, P.DOCUMENTS_PROVIDE, S.RECEIVED, Party.AGENCY),
        Move(S.REQUESTED, P.DOCUMENTS_PROVIDE_PART, S.PARTLY, Party.AGENCY),
        Move(S.REQUESTED, P.DOCUMENTS_NOT_HELD, S.NOT_HELD, Party.AGENCY),
        Move(S.REQUESTED, P.DOCUMENTS_WITHHOLD, S.WITHHELD, Party.AGENCY),
        Move(S.REQUESTED, P.DOCUMENTS_DROP, S.DROPPED, Party.TEAM),
        Move(S.PARTLY, P.DOCUMENTS_CHANGE, S.PARTLY, Party.TEAM),
        Move(S.PARTLY, P.DOCUMENTS_PROVIDE_PART, S.PARTLY, Party.AGENCY),
        Move(S.PARTLY, P.DOCUMENTS_PROVIDE, S.RECEIVED, Party.AGENCY),
        Move(S.PARTLY, P.DOCUMENTS_NOT_HELD, S.REST_NOT_HELD, Party.AGENCY),
        Move(S.PARTLY, P.DOCUMENTS_WITHHOLD, S.REST_WITHHELD, Party.AGENCY),
        Move(S.PARTLY, P.DOCUMENTS_DROP, S.DROPPED, Party.TEAM),
        *(Move(state, P.DOCUMENTS_PROVIDE, S.RECEIVED, Party.AGENCY) for state in NOT_GIVEN),
        *(Move(state, P.DOCUMENTS_PROVIDE_PART, S.PARTLY, Party.AGENCY) for state in NOT_GIVEN),
    ),
    holders={state: Party.AGENCY if state in WAITING else Party.NOBODY for state in S},
)
