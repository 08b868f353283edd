"""The lifecycles of evidence and of what keeps it confidential."""

from concord.evidence.states.disposals import DISPOSAL, HOLD, DisposalState, HoldState
from concord.evidence.states.foia import FOIA, FoiaState
from concord.evidence.states.identities import IDENTITY, OPENING, IdentityState, OpeningState
from concord.evidence.states.items import EVIDENCE, EvidenceState

__all__ = (
    "DISPOSAL",
    "EVIDENCE",
    "FOIA",
    "HOLD",
    "IDENTITY",
    "OPENING",
    "DisposalState",
    "EvidenceState",
    "FoiaState",
    "HoldState",
    "IdentityState",
    "OpeningState",
)
