"""The verbs of a work plan, by what they are about; and the saving of its drafts."""

from concord.workplans.actions.deciding import (
    ask_to_reaffirm,
    concur,
    open_focus_area,
    reaffirm,
    record_concurrence,
    send_back,
)
from concord.workplans.actions.discussing import comment, note_progress, reply, resolve
from concord.workplans.actions.drafting import amend, discard, draft, propose, take_back, take_up_scope
from concord.workplans.actions.editing import add, move_up, save
from concord.workplans.actions.scoping import agree, ask_agency, ask_team, decline, withdraw

__all__ = (
    "add",
    "agree",
    "amend",
    "ask_agency",
    "ask_team",
    "ask_to_reaffirm",
    "comment",
    "concur",
    "decline",
    "discard",
    "draft",
    "move_up",
    "note_progress",
    "open_focus_area",
    "propose",
    "reaffirm",
    "record_concurrence",
    "reply",
    "resolve",
    "save",
    "send_back",
    "take_back",
    "take_up_scope",
    "withdraw",
)
