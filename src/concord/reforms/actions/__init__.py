"""The verbs of measures, reforms, links, obstacles and packets, by what they are about."""

from concord.reforms.actions.blockers import block, unblock
from concord.reforms.actions.handovers import hand_over
from concord.reforms.actions.links import connect, disconnect, group
from concord.reforms.actions.measures import agree, approve, ask_for_change, propose, return_, withdraw_measure
from concord.reforms.actions.outcomes import record_value, register, withdraw_outcome
from concord.reforms.actions.packets import assemble, include, leave_out, show, submit, take_out, withdraw
from concord.reforms.actions.priorities import prioritize, prioritize_many
from concord.reforms.actions.projects import (
    add_milestone,
    assist,
    begin_work,
    change,
    change_many,
    end_work,
    leave,
    reach,
    serve,
    take_assistance_off,
    take_milestone_back,
)
from concord.reforms.actions.rechecks import recheck_falls_due
from concord.reforms.actions.recommendations import set_aside
from concord.reforms.actions.reforms import assess, complete, plan, reopen, report, stop, sustain
from concord.reforms.actions.reviewing import accept, pass_on, send_back

__all__ = (
    "accept",
    "add_milestone",
    "agree",
    "approve",
    "ask_for_change",
    "assemble",
    "assess",
    "assist",
    "begin_work",
    "block",
    "change",
    "change_many",
    "complete",
    "connect",
    "disconnect",
    "end_work",
    "group",
    "hand_over",
    "include",
    "leave",
    "leave_out",
    "pass_on",
    "plan",
    "prioritize",
    "prioritize_many",
    "propose",
    "reach",
    "recheck_falls_due",
    "record_value",
    "register",
    "reopen",
    "report",
    "return_",
    "send_back",
    "serve",
    "set_aside",
    "show",
    "stop",
    "submit",
    "sustain",
    "take_assistance_off",
    "take_milestone_back",
    "take_out",
    "unblock",
    "withdraw",
    "withdraw_measure",
    "withdraw_outcome",
)
