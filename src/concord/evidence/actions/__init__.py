"""The verbs of evidence, by what they are about."""

from concord.evidence.actions.advice import answer_advice, log_advice
from concord.evidence.actions.data_sets import register, withdraw_data_set
from concord.evidence.actions.fieldwork import book, call_off, hold, move_booking, save_notes, waive_activity
from concord.evidence.actions.items import log, withdraw
from concord.evidence.actions.requests import (
    ask_document,
    drop_request,
    provide,
    provide_part,
    say_not_held,
    withhold,
)
from concord.evidence.uploads import MB, Upload

__all__ = (
    "MB",
    "Upload",
    "answer_advice",
    "ask_document",
    "book",
    "call_off",
    "drop_request",
    "hold",
    "log",
    "log_advice",
    "move_booking",
    "provide",
    "provide_part",
    "register",
    "save_notes",
    "say_not_held",
    "waive_activity",
    "withdraw",
    "withdraw_data_set",
    "withhold",
)
