"""Before a report is approved: the team's review, and the agency's check of the facts with its comments answered."""

from datetime import datetime, timedelta

from concord.core import lifecycle, zones
from concord.core.actions import record, verb
from concord.core.checks import require_none
from concord.core.errors import BadInput, Incomplete, NotThere
from concord.core.permissions import Actor, Permission
from concord.engagements.due import service_days
from concord.publishing import checks, rules
from concord.publishing.models import AnswerKind, CommentPart, ReportComment, StatusReport

P = Permission
CHECK_DAYS = 7
"""How many days the agency has for its check where the edition names none (service standard “report_check”)."""


@verb
def submit(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Send a draft to the team's review. Raises Denied, NotAllowedNow, Incomplete (each thing that is wrong with its
    words)."""
    _require_sound(report)
    return lifecycle.move(report, P.REPORT_SUBMIT, by=by, at=at, may=rules.may)


@verb
def review(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Pass a report that somebody else compiled on to the agency, whose days for the check begin."""
    days = service_days(report.engagement, "report_check") or CHECK_DAYS
    changes = {"reviewed_by": by.actor_key, "reviewed_at": at, "check_due": zones.day(at) + timedelta(days=days)}
    return lifecycle.move(report, P.REPORT_REVIEW, by=by, at=at, may=rules.may, changes=changes)


@verb
def hand_back(report: StatusReport, *, reason: str, by: Actor, at: datetime) -> StatusReport:
    """Hand a report back to whoever compiled it, with the reason. Raises Denied, NotAllowedNow, Incomplete."""
    if not reason.strip():
        raise Incomplete("A status report is handed back with a reason.", ["the reason"])
    return lifecycle.move(report, P.REPORT_HAND_BACK, by=by, at=at, may=rules.may, reason=reason)


@verb
def comment(report: StatusReport, *, part: str, text: str, by: Actor, at: datetime) -> StatusReport:
    """Say what is wrong with a fact; each comment has a number. Raises Denied (it is not in its fact check), BadInput
    (no such part), Incomplete (no words)."""
    locked = lifecycle.lock(report)
    rules.may(by, P.REPORT_COMMENT, locked).require()
    if part not in CommentPart.values:
        raise BadInput(f"“{part}” is no part of a report; the parts are: {', '.join(CommentPart.values)}.")
    if not text.strip():
        raise Incomplete("A comment says what is wrong.", ["the words"])
    number = locked.comments.count() + 1
    ReportComment.objects.create(
        report=locked, number=number, part=part, text=text.strip(), made_by=by.actor_key, made_at=at
    )
    record(locked, P.REPORT_COMMENT, by=by, at=at, new=str(number))
    return locked


@verb
def answer(report: StatusReport, *, number: int, outcome: str, answer: str, by: Actor, at: datetime) -> StatusReport:
    """Answer a comment: what was changed, or why the text is kept. An answer is given once.

    Raises Denied (the fact check goes on), NotThere (no such comment, or answered), BadInput, Incomplete."""
    locked = lifecycle.lock(report)
    rules.may(by, P.REPORT_ANSWER, locked).require()
    said = locked.comments.filter(number=number, answered_at=None).first()
    if said is None:
        raise NotThere(f"{locked.ref} has no comment {number} without an answer.")
    if outcome not in AnswerKind.values:
        raise BadInput(f"“{outcome}” is no answer; expected one of: {', '.join(AnswerKind.values)}.")
    if not answer.strip():
        raise Incomplete("An answer says what was changed, or why not.", ["the words"])
    said.outcome, said.answer, said.answered_by, said.answered_at = outcome, answer.strip(), by.actor_key, at
    said.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    record(locked, P.REPORT_ANSWER, by=by, at=at, old=str(number), new=outcome)
    return locked


@verb
def check(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Finish the agency's check: what it has to say about the facts has been said."""
    changes = {"checked_by": by.actor_key, "checked_at": at}
    return lifecycle.move(report, P.REPORT_CHECK, by=by, at=at, may=rules.may, changes=changes)


@verb
def end_check(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """End a fact check whose last day is over. Raises NotAllowedNow (its days go on)."""
    if report.check_due is None or report.check_due >= zones.day(at):
        raise BadInput(f"The fact check of {report.ref} goes on up to {report.check_due}.")
    changes = {"checked_by": by.actor_key, "checked_at": at}
    return lifecycle.move(report, P.REPORT_CHECK_ENDS, by=by, at=at, may=rules.may, changes=changes)


@verb
def propose(report: StatusReport, *, by: Actor, at: datetime) -> StatusReport:
    """Send a report for approval, once every comment of the agency is answered.

    Raises Denied, NotAllowedNow, Incomplete (each comment without an answer, each thing wrong with its words)."""
    left = [f"the answer to comment {said.number}" for said in report.comments.filter(answered_at=None)]
    if left:
        raise Incomplete("Every comment of the agency is answered first.", left)
    _require_sound(report)
    return lifecycle.move(report, P.REPORT_PROPOSE, by=by, at=at, may=rules.may)


def _require_sound(report: StatusReport) -> None:
    require_none(checks.run(report), f"{report.ref} cannot go on yet.")
