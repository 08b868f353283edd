"""The lifecycles of a disposal, which destroys records for good, and of a legal hold, which keeps them."""

from django.db.models import TextChoices

from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission


class DisposalState(TextChoices):
    """Where a disposal stands: one person proposes it, another has it carried out; or a rule of the edition does."""

    PROPOSED = "proposed", "Proposed"
    CARRIED_OUT = "carried_out", "Carried out"
    DECLINED = "declined", "Declined"


class HoldState(TextChoices):
    """Where a legal hold stands. While it is in force nothing that it covers is destroyed."""

    IN_FORCE = "in_force", "In force"
    LIFTED = "lifted", "Lifted"


D, H = DisposalState, HoldState

DISPOSAL = Lifecycle(
    name="disposal",
    states=DisposalState,
    moves=(
        Move(None, P.DISPOSAL_PROPOSE, D.PROPOSED, Party.OFFICE),
        Move(None, P.DISPOSAL_BY_RULE, D.CARRIED_OUT, Party.CONCORD),
        Move(D.PROPOSED, P.DISPOSAL_CARRY_OUT, D.CARRIED_OUT, Party.OFFICE),
        Move(D.PROPOSED, P.DISPOSAL_DECLINE, D.DECLINED, Party.OFFICE),
    ),
    holders={D.PROPOSED: Party.OFFICE, D.CARRIED_OUT: Party.NOBODY, D.DECLINED: Party.NOBODY},
)

HOLD = Lifecycle(
    name="legal hold",
    states=HoldState,
    moves=(
        Move(None, P.HOLD_PLACE, H.IN_FORCE, Party.OFFICE),
        Move(H.IN_FORCE, P.HOLD_LIFT, H.LIFTED, Party.OFFICE),
    ),
    holders={H.IN_FORCE: Party.NOBODY, H.LIFTED: Party.NOBODY},
)
