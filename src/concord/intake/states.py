"""The lifecycle of a request for assistance."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class RequestState(TextChoices):
    """Where a request stands."""

    SUBMITTED = "submitted", "Submitted"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ELIGIBLE = "eligible", "Eligible"
    READY = "ready", "Eligible and ready"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = RequestState
_OPEN = (S.SUBMITTED, S.ACKNOWLEDGED, S.ELIGIBLE, S.READY)

REQUEST = Lifecycle(
    name="request",
    states=S,
    moves=(
        Move(None, P.REQUEST_SUBMIT, S.SUBMITTED, Party.PUBLIC),
        Move(S.SUBMITTED, P.REQUEST_ACKNOWLEDGE, S.ACKNOWLEDGED, Party.OFFICE),
        Move(S.ACKNOWLEDGED, P.REQUEST_FIND_ELIGIBLE, S.ELIGIBLE, Party.OFFICE),
        Move(S.ELIGIBLE, P.REQUEST_FIND_READY, S.READY, Party.OFFICE),
        Move(S.READY, P.REQUEST_ACCEPT, S.ACCEPTED, Party.OFFICE),
        *(Move(state, P.REQUEST_DECLINE, S.DECLINED, Party.OFFICE) for state in _OPEN),
        *(Move(state, P.REQUEST_WITHDRAW, S.WITHDRAWN, Party.AGENCY) for state in _OPEN),
    ),
    holders={
        S.SUBMITTED: Party.OFFICE,
        S.ACKNOWLEDGED: Party.OFFICE,
        S.ELIGIBLE: Party.OFFICE,
        S.READY: Party.OFFICE,
        S.ACCEPTED: Party.NOBODY,
        S.DECLINED: Party.NOBODY,
        S.WITHDRAWN: Party.NOBODY,
    },
)
