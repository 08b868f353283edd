"""The verbs of an engagement and of what belongs to it, one file a noun."""

from concord.engagements.actions.agreements import (
    draft_agreement,
    lapse_agreement,
    record_signature,
    reinstate_agreement,
    remind_signatories,
    send_agreement,
    sign_agreement,
)
from concord.engagements.actions.deliveries import cancel_delivery, evaluate_delivery, plan_delivery, record_delivery
from concord.engagements.actions.effort import record_effort, withdraw_effort
from concord.engagements.actions.eligibility import (
    ask_component,
    clear_flag,
    confirm_eligibility,
    eligibility_falls_due,
    flag_eligibility,
    note_component,
)
from concord.engagements.actions.engagement import close, end, open_from, resume, suspend
from concord.engagements.actions.members import add_member
from concord.engagements.actions.partnerships import add_partner, end_partnership
from concord.engagements.actions.recusing import recuse
from concord.engagements.actions.satisfaction import answer_survey, ask_satisfaction, close_survey, survey_runs_out
from concord.engagements.actions.tier import agree_to_tier, decline_tier, propose_tier, withdraw_tier
from concord.engagements.actions.together import (
    Agreed,
    answer_concern,
    expect_as_agency,
    expect_as_office,
    expect_as_team,
    meet_expectation,
    miss_expectation,
    raise_concern,
    record_check_in,
)
from concord.engagements.actions.withdrawing import record_withdrawal, withdraw_accepted

__all__ = (
    "Agreed",
    "add_member",
    "add_partner",
    "agree_to_tier",
    "answer_concern",
    "answer_survey",
    "ask_component",
    "ask_satisfaction",
    "cancel_delivery",
    "clear_flag",
    "close",
    "close_survey",
    "confirm_eligibility",
    "decline_tier",
    "draft_agreement",
    "eligibility_falls_due",
    "end",
    "end_partnership",
    "evaluate_delivery",
    "expect_as_agency",
    "expect_as_office",
    "expect_as_team",
    "flag_eligibility",
    "lapse_agreement",
    "meet_expectation",
    "miss_expectation",
    "note_component",
    "open_from",
    "plan_delivery",
    "propose_tier",
    "raise_concern",
    "record_check_in",
    "record_delivery",
    "record_effort",
    "record_signature",
    "record_withdrawal",
    "recuse",
    "reinstate_agreement",
    "remind_signatories",
    "resume",
    "send_agreement",
    "sign_agreement",
    "survey_runs_out",
    "suspend",
    "withdraw_accepted",
    "withdraw_effort",
    "withdraw_tier",
)
