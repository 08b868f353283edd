"""The kinds of tasks that verbs set, and which verbs end each: a task that a verb ends is ended by nothing else, so
that nobody notes as done what was not done and is never asked for again."""

from collections.abc import Mapping
from typing import Final

from concord.core.errors import HouseError
from concord.core.permissions import Permission

P = Permission
ENDED_BY: Final[Mapping[str, tuple[Permission, ...]]] = {
    "first_contact": (P.REQUEST_CONTACT,),
    "pending_matters": (P.REQUEST_WAIVE,),
    "authorization_on_paper": (P.REQUEST_RECORD_AUTHORIZATION, P.REQUEST_ASK_CHIEF),
    "call_chief": (P.REQUEST_ASK_CHIEF, P.REQUEST_RECORD_AUTHORIZATION, P.REQUEST_DECLINE),
    "decision": (P.REQUEST_ACCEPT, P.REQUEST_DEFER, P.REQUEST_REFER, P.REQUEST_DECLINE),
    "take_up": (P.REQUEST_TAKE_UP,),
    "answer:": (P.REQUEST_NOTE_COMPONENT,),
    "check_in": (P.CHECK_IN_RECORD,),
    "eligibility": (P.ELIGIBILITY_CONFIRM, P.ELIGIBILITY_FLAG),
    "eligibility_flag": (P.ELIGIBILITY_CLEAR, P.ENGAGEMENT_SUSPEND),
    "concern": (P.ESCALATION_ANSWER,),
    "signature_": (P.AGREEMENT_SIGN, P.AGREEMENT_RECORD, P.AGREEMENT_LAPSE),
    "concurrence": (P.PLAN_CONCUR, P.PLAN_RECORD_CONCURRENCE, P.PLAN_RETURN, P.PLAN_WITHDRAW),
    "recheck": (P.REFORM_SUSTAIN, P.REFORM_REOPEN),
    "report:": (P.REPORT_COMPILE,),
    "report_late:": (P.REPORT_EXPLAIN,),
    "form_numbers": (P.EDITION_PUBLISH,),
    "reply": (),  # the office reads it
    "conflict:": (),  # an approving official weighs it
    "open_place:": (),  # the office may leave the place open
    "CHK-": (),  # what was agreed at a check-in
}
"""How a kind begins → the verbs of which each ends it; none where people end it by hand, as they do what they set."""


def ended_by(kind: str) -> tuple[Permission, ...]:
    """Return the verbs by which a task of a kind ends; none where by hand. Raises HouseError for an unknown kind."""
    if not kind:
        return ()
    begins = [start for start in ENDED_BY if kind == start or (start[-1] in ":_-" and kind.startswith(start))]
    if not begins:
        raise HouseError(f"How a task of the kind “{kind}” ends is not said in core.tasks.kinds.")
    return ENDED_BY[begins[0]]
