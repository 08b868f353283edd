"""The lifecycle of a request for assistance."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class RequestState(TextChoices):
    """Where a request stands."""

    AWAITING_AUTHORIZATION = "awaiting_authorization", "Waits for the chief's authorization"
    SUBMITTED = "submitted", "Submitted"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    DEFINED = "defined", "Defined with the agency"
    ELIGIBLE = "eligible", "Eligible"
    READY = "ready", "Eligible and ready"
    ACCEPTED = "accepted", "Accepted"
    DEFERRED = "deferred", "Deferred"
    REFERRED = "referred", "Referred"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = RequestState
WITH_OFFICE = (S.SUBMITTED, S.ACKNOWLEDGED, S.DEFINED, S.ELIGIBLE, S.READY)
_OPEN = (S.AWAITING_AUTHORIZATION, *WITH_OFFICE)
OVER = (S.ACCEPTED, S.REFERRED, S.DECLINED, S.WITHDRAWN)
"""The states that are decided; an accepted request can still be withdrawn until its engagement is opened."""
MAY_ASK_AGAIN = (S.REFERRED, S.DECLINED, S.WITHDRAWN)

REQUEST = Lifecycle(
    name="request",
    states=S,
    moves=(
        Move(None, P.REQUEST_SUBMIT, S.SUBMITTED, Party.PUBLIC),
        Move(None, P.REQUEST_SUBMIT_FOR, S.AWAITING_AUTHORIZATION, Party.PUBLIC),
        Move(None, P.REQUEST_RECEIVE, S.AWAITING_AUTHORIZATION, Party.OFFICE),
        Move(S.AWAITING_AUTHORIZATION, P.REQUEST_AUTHORIZE, S.SUBMITTED, Party.AGENCY),
        Move(S.AWAITING_AUTHORIZATION, P.REQUEST_RECORD_AUTHORIZATION, S.SUBMITTED, Party.OFFICE),
        Move(S.SUBMITTED, P.REQUEST_ACKNOWLEDGE, S.ACKNOWLEDGED, Party.OFFICE),
        Move(S.ACKNOWLEDGED, P.REQUEST_DEFINE, S.DEFINED, Party.OFFICE),
        Move(S.DEFINED, P.REQUEST_FIND_ELIGIBLE, S.ELIGIBLE, Party.OFFICE),
        Move(S.ELIGIBLE, P.REQUEST_FIND_READY, S.READY, Party.OFFICE),
        *(Move(state, P.REQUEST_LOOK_AGAIN, S.DEFINED, Party.OFFICE) for state in (S.ELIGIBLE, S.READY)),
        Move(S.READY, P.REQUEST_ACCEPT, S.ACCEPTED, Party.OFFICE),
        *(Move(state, P.REQUEST_DEFER, S.DEFERRED, Party.OFFICE) for state in WITH_OFFICE),
        Move(S.DEFERRED, P.REQUEST_TAKE_UP, S.ACKNOWLEDGED, Party.OFFICE),
        *(Move(state, P.REQUEST_REFER, S.REFERRED, Party.OFFICE) for state in (*WITH_OFFICE, S.DEFERRED)),
        *(Move(state, P.REQUEST_DECLINE, S.DECLINED, Party.OFFICE) for state in (*_OPEN, S.DEFERRED)),
        *(Move(state, P.REQUEST_WITHDRAW, S.WITHDRAWN, Party.AGENCY) for state in (*_OPEN, S.DEFERRED)),
        Move(S.ACCEPTED, P.REQUEST_LEAVE, S.WITHDRAWN, Party.AGENCY),
        Move(S.ACCEPTED, P.REQUEST_RECORD_WITHDRAWAL, S.WITHDRAWN, Party.OFFICE),
    ),
    holders={
        **dict.fromkeys(WITH_OFFICE, Party.OFFICE),
        **dict.fromkeys(OVER, Party.NOBODY),
        S.AWAITING_AUTHORIZATION: Party.AGENCY,
        S.DEFERRED: Party.OFFICE,
    },
    then={S.ACCEPTED: f"its engagement is opened and carried on, by {Party.OFFICE}"},
)
_OFFICE_S_OWN = frozenset({P.REQUEST_LOOK_AGAIN})
TOLD = frozenset({move.verb for move in REQUEST.moves} - _OFFICE_S_OWN) | {
    *(P.REQUEST_REPLY, P.REQUEST_ATTACH, P.REQUEST_ASK_CHIEF)
}
"""The verbs of which the agency's side reads in the history; how the office weighs a request it keeps for itself."""
