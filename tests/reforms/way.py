"""The way of one recommendation from its draft to a change that lasts, in steps of the machine in `lives`: each is the
name of a rule, and what it is given. The agency, both reviewers and Concord itself each have their part in it."""

from typing import Any

from concord.core.permissions import Permission

P = Permission
Step = tuple[str, dict[str, Any]]
"""A rule's name → its words; `who` is None for whoever should do it."""


def _step(name: str, *, who: str | None = None, **words: Any) -> Step:
    return name, {"who": who, **words}


def _writes(*verbs: Permission) -> tuple[Step, ...]:
    return tuple(_step("write", n=1, verb=verb) for verb in verbs)


def _facts(*verbs: Permission, accepted: bool = False) -> tuple[Step, ...]:
    return tuple(_step("check_facts", verb=verb, accepted=accepted) for verb in verbs)


def _speaks(*verbs: Permission, status: str = "in_progress") -> tuple[Step, ...]:
    return tuple(_step("speak", n=1, verb=verb, status=status) for verb in verbs)


def _packet(*verbs: Permission) -> tuple[Step, ...]:
    return (_step("assemble", n=1), *(_step("review", verb=verb) for verb in verbs))


def _measure(kind: str, *, again: bool = False, approve: bool = True) -> tuple[Step, ...]:
    said = _step("answer_measure", agrees=approve)
    return _step("propose", n=1, kind=kind, again=again), said, _step("decide", approve=approve)


_SENT_IN_AND_VALIDATED = (
    *_writes(P.RECOMMENDATION_SUBMIT),
    _step("view", n=1, opinion="validate"),
    _step("view", n=1, opinion="return", who="second"),
    *_writes(P.RECOMMENDATION_VALIDATE),
)
TO_THE_ISSUE = (
    _step("draft"),
    *_writes(P.RECOMMENDATION_SUBMIT, P.RECOMMENDATION_RETURN),
    *_SENT_IN_AND_VALIDATED,
    _step("ask"),  # and the agency is right: it is said otherwise
    *_facts(P.FACT_CHECK_EXTEND, P.FACT_CHECK_COMMENT, P.FACT_CHECK_SEND_BACK),
    *_facts(P.FACT_CHECK_ANSWER, P.FACT_CHECK_CLOSE, accepted=True),
    *_writes(P.RECOMMENDATION_RETURN, P.RECOMMENDATION_REWORD),
    *_SENT_IN_AND_VALIDATED,
    _step("ask"),  # and nobody answers
    *_facts(P.FACT_CHECK_RUN_OUT),
    _step("ask"),  # and what was said is taken up when the window ends
    *_facts(P.FACT_CHECK_COMMENT, P.FACT_CHECK_TAKE_BACK, P.FACT_CHECK_ANSWER, P.FACT_CHECK_CLOSE),
    *_writes(P.RECOMMENDATION_ISSUE),
)
TO_THE_PLAN = (
    *_measure("completion", approve=False),
    *_measure("completion", again=True),
    *_measure("sustainment"),
)
CONCURS = (_step("respond", n=1, answer="not"), _step("respond", n=1, answer="partly"))
PLANNED = (_step("plan", n=1),)
TO_THE_END = (
    *_speaks(P.REFORM_REPORT, P.REFORM_ASSESS, P.REFORM_STOP, P.REFORM_REOPEN),
    *_packet(P.PACKET_WITHDRAW),
    *_packet(P.PACKET_SHOW, P.PACKET_TAKE_OUT, P.PACKET_SHOW, P.PACKET_SUBMIT, P.PACKET_RETURN),
    *_packet(P.PACKET_SUBMIT, P.PACKET_PASS_ON, P.PACKET_ACCEPT)[1:],
    *_speaks(P.REFORM_REPORT, P.REFORM_COMPLETE, P.REFORM_SUSTAIN, status="complete"),
)
WAY: tuple[Step, ...] = (*TO_THE_ISSUE, *TO_THE_PLAN, *CONCURS, *PLANNED, *TO_THE_END)
