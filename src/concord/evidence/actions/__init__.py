"""The verbs of evidence, one file a noun."""

from concord.evidence.actions.advice import (
    answer_advice,
    log_advice,
)
from concord.evidence.actions.classing import (
    redact_item,
    release,
    restrict,
)
from concord.evidence.actions.data_sets import (
    register,
    withdraw_data_set,
)
from concord.evidence.actions.disposals import (
    carry_out_disposal,
    decline_disposal,
    dispose_by_rule,
    lift_hold,
    place_hold,
    propose_disposal,
)
from concord.evidence.actions.documents import (
    file_document,
    keep_pages,
    note_read,
    quarantine,
    read_again,
    refuse,
    revise,
)
from concord.evidence.actions.fieldwork import (
    book,
    call_off,
    hold,
    move_booking,
    save_notes,
    waive_activity,
)
from concord.evidence.actions.foia import (
    approve_foia,
    discard_foia,
    prepare_foia,
)
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
from concord.evidence.actions.items import (
    log,
    withdraw,
)
from concord.evidence.actions.observations import (
    take_sheet,
)
from concord.evidence.actions.requests import (
    ask_document,
    drop_request,
    provide,
    provide_part,
    say_not_held,
    withhold,
)
from concord.evidence.actions.searches import (
    drop_search,
    save_search,
)
from concord.evidence.actions.standards import (
    tag_clause,
    untag_clause,
)
from concord.evidence.uploads import (
    MB,
    Upload,
)

__all__ = (
    "MB",
    "Upload",
    "agree_to_open",
    "answer_advice",
    "approve_foia",
    "ask_document",
    "ask_to_open",
    "book",
    "call_off",
    "carry_out_disposal",
    "decline_disposal",
    "decline_to_open",
    "discard_foia",
    "dispose_by_rule",
    "drop_request",
    "drop_search",
    "file_document",
    "hold",
    "keep_identity",
    "keep_pages",
    "lift_hold",
    "log",
    "log_advice",
    "move_booking",
    "note_read",
    "open_identity",
    "place_hold",
    "prepare_foia",
    "propose_disposal",
    "provide",
    "provide_part",
    "quarantine",
    "read_again",
    "redact_item",
    "refuse",
    "register",
    "release",
    "restrict",
    "revise",
    "save_notes",
    "save_search",
    "say_not_held",
    "seal_due_identity",
    "seal_identity",
    "tag_clause",
    "take_sheet",
    "untag_clause",
    "waive_activity",
    "withdraw",
    "withdraw_data_set",
    "withdraw_opening",
    "withhold",
)
