"""The verbs of evidence, one file a noun."""

from concord.evidence.actions.advice import (
    answer_advice,
    log_advice,
    set_advice_basis,
)
from concord.evidence.actions.analyses import (
    Came,
    cancel_analysis,
    choose_method,
    choose_officers,
    fail,
    finish,
    log_result,
    note_progress,
    open_officers,
    order,
    share,
)
from concord.evidence.actions.classing import (
    change_consent,
    redact_item,
    release,
    restrict,
)
from concord.evidence.actions.codebooks import (
    add_code,
    end_code,
    import_codes,
    merge_codes,
    reword_code,
    set_codebook_aside,
    split_code,
    start_codebook,
)
from concord.evidence.actions.codings import (
    adjudicate,
    code_stretch,
    note_passages,
    uncode,
)
from concord.evidence.actions.data_sets import (
    register,
    set_data_set_basis,
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
    seal_place,
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
from concord.evidence.actions.mappings import (
    adopt_mapping,
    change_mapping,
    discard_mapping,
    map_columns,
    note_refused,
    note_tried,
)
from concord.evidence.actions.meanings import (
    learn,
)
from concord.evidence.actions.observations import (
    take_sheet,
)
from concord.evidence.actions.projects import (
    bring_project,
    finish_project,
    note_survey,
    refuse_project,
    set_project_aside,
    take_project,
    take_text,
)
from concord.evidence.actions.redacting import (
    Part,
    redact_document,
)
from concord.evidence.actions.requests import (
    ask_document,
    change_request,
    drop_request,
    provide,
    provide_part,
    say_not_held,
    withhold,
)
from concord.evidence.actions.rounds import (
    call_off_round,
    close_round,
    open_round,
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
    "Came",
    "Part",
    "Upload",
    "add_code",
    "adjudicate",
    "adopt_mapping",
    "agree_to_open",
    "answer_advice",
    "approve_foia",
    "ask_document",
    "ask_to_open",
    "book",
    "bring_project",
    "call_off",
    "call_off_round",
    "cancel_analysis",
    "carry_out_disposal",
    "change_consent",
    "change_mapping",
    "change_request",
    "choose_method",
    "choose_officers",
    "close_round",
    "code_stretch",
    "decline_disposal",
    "decline_to_open",
    "discard_foia",
    "discard_mapping",
    "dispose_by_rule",
    "drop_request",
    "drop_search",
    "end_code",
    "fail",
    "file_document",
    "finish",
    "finish_project",
    "hold",
    "import_codes",
    "keep_identity",
    "keep_pages",
    "learn",
    "lift_hold",
    "log",
    "log_advice",
    "log_result",
    "map_columns",
    "merge_codes",
    "move_booking",
    "note_passages",
    "note_progress",
    "note_read",
    "note_refused",
    "note_survey",
    "note_tried",
    "open_identity",
    "open_officers",
    "open_round",
    "order",
    "place_hold",
    "prepare_foia",
    "propose_disposal",
    "provide",
    "provide_part",
    "quarantine",
    "read_again",
    "redact_document",
    "redact_item",
    "refuse",
    "refuse_project",
    "register",
    "release",
    "restrict",
    "revise",
    "reword_code",
    "save_notes",
    "save_search",
    "say_not_held",
    "seal_due_identity",
    "seal_identity",
    "seal_place",
    "set_advice_basis",
    "set_codebook_aside",
    "set_data_set_basis",
    "set_project_aside",
    "share",
    "split_code",
    "start_codebook",
    "tag_clause",
    "take_project",
    "take_sheet",
    "take_text",
    "uncode",
    "untag_clause",
    "waive_activity",
    "withdraw",
    "withdraw_data_set",
    "withdraw_opening",
    "withhold",
)
