"""The verbs of findings, by what they are about."""

from concord.findings.actions.claims import (
    draft_from_claim,
    gather,
    make_claim,
    reword_claim,
    set_claim_aside,
    take_away,
    take_up,
)
from concord.findings.actions.comments import comment_on, reply_to, resolve_comment
from concord.findings.actions.fact_checks import (
    answer_comment,
    close_fact_check,
    comment_on_fact,
    extend_window,
    open_fact_check,
    run_out,
    send_back,
    take_back,
)
from concord.findings.actions.imports import drop_report, load_report, map_columns, stage_report, undo_report
from concord.findings.actions.renumbering import renumber
from concord.findings.actions.responses import respond
from concord.findings.actions.reviewing import validate, write_view
from concord.findings.actions.statements import (
    answer_findings,
    cite,
    complete_focus_area,
    declare_no_findings,
    draft_action_item,
    draft_finding,
    draft_recommendation,
    issue,
    return_,
    reword_finding,
    reword_recommendation,
    set_aside,
    submit,
    take_off,
)
from concord.findings.actions.tagging import tag_issued

__all__ = (
    "answer_comment",
    "answer_findings",
    "cite",
    "close_fact_check",
    "comment_on",
    "comment_on_fact",
    "complete_focus_area",
    "declare_no_findings",
    "draft_action_item",
    "draft_finding",
    "draft_from_claim",
    "draft_recommendation",
    "drop_report",
    "extend_window",
    "gather",
    "issue",
    "load_report",
    "make_claim",
    "map_columns",
    "open_fact_check",
    "renumber",
    "reply_to",
    "resolve_comment",
    "respond",
    "return_",
    "reword_claim",
    "reword_finding",
    "reword_recommendation",
    "run_out",
    "send_back",
    "set_aside",
    "set_claim_aside",
    "stage_report",
    "submit",
    "tag_issued",
    "take_away",
    "take_back",
    "take_off",
    "take_up",
    "undo_report",
    "validate",
    "write_view",
)
