"""The verbs of a request for assistance."""

from concord.intake.actions.asking import attach, receive, reply, submit, submit_for, withdraw
from concord.intake.actions.assessing import (
    acknowledge,
    answer,
    define,
    find_eligible,
    find_ready,
    link_member,
    relink,
    take_up,
    waive,
)
from concord.intake.actions.authorizing import ask_chief, authorize, record_authorization
from concord.intake.actions.contact import ask_component, log_contact, note_component, record_part
from concord.intake.actions.correcting import correct_contact, look_again, note_matter
from concord.intake.actions.deciding import accept, decline, defer, refer

__all__ = (
    "accept",
    "acknowledge",
    "answer",
    "ask_chief",
    "ask_component",
    "attach",
    "authorize",
    "correct_contact",
    "decline",
    "defer",
    "define",
    "find_eligible",
    "find_ready",
    "link_member",
    "log_contact",
    "look_again",
    "note_component",
    "note_matter",
    "receive",
    "record_authorization",
    "record_part",
    "refer",
    "relink",
    "reply",
    "submit",
    "submit_for",
    "take_up",
    "waive",
    "withdraw",
)
