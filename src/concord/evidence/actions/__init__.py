"""The verbs of evidence and of what keeps it confidential, one file a noun."""

from concord.evidence.actions.classing import redact_item, release, restrict
from concord.evidence.actions.disposals import (
    carry_out_disposal,
    decline_disposal,
    dispose_by_rule,
    lift_hold,
    place_hold,
    propose_disposal,
)
from concord.evidence.actions.foia import approve_foia, discard_foia, prepare_foia
from concord.evidence.actions.identities import (
    agree_to_open,
    ask_to_open,
    decline_to_open,
    keep_identity,
    open_identity,
    seal_due_identity,
    seal_identity,
    withdraw_opening,
)
from concord.evidence.actions.items import MB, Upload, log, withdraw

__all__ = (
    "MB",
    "Upload",
    "agree_to_open",
    "approve_foia",
    "ask_to_open",
    "carry_out_disposal",
    "decline_disposal",
    "decline_to_open",
    "discard_foia",
    "dispose_by_rule",
    "keep_identity",
    "lift_hold",
    "log",
    "open_identity",
    "place_hold",
    "prepare_foia",
    "propose_disposal",
    "redact_item",
    "release",
    "restrict",
    "seal_due_identity",
    "seal_identity",
    "withdraw",
    "withdraw_opening",
)
