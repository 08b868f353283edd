"""The verb by which an agency's chief executive answers a recommendation."""

from datetime import datetime

from concord.core import lifecycle
from concord.core.actions import Unchanged, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.findings import rules
from concord.findings.models import AgencyResponse, Answer, Recommendation

P = Permission


@verb
def respond(
    recommendation: Recommendation, *, answer: str, reason: str = "", by: Actor, at: datetime
) -> Recommendation:
    """Say whether the agency concurs with a recommendation, in part or not at all, and why; for everybody to read from
    the day on which it is issued. A later response takes the place of the one before, which stays. The same again is
    the same (law 17), unless the recommendation was reworded meanwhile: then it answers the new words.

    The agency responds from the moment at which it may read the recommendation: once it is issued, or taken up before
    that. Where it does not concur nothing is taken up. What was taken up before the issue waits from then on: nobody
    reports or assesses, until the agency says otherwise or the team records that it has stopped. What was taken up
    after the issue goes on until the team records its end, and whoever judges it is told; it is not reopened then.

    Raises Denied (not the chief executive; neither issued nor taken up), Incomplete (no reason, where it does not
    concur fully), BadInput (no such answer)."""
    locked = lifecycle.lock(recommendation)
    rules.may(by, P.RECOMMENDATION_RESPOND, locked).require()
    if answer not in Answer.values:
        raise BadInput(f"“{answer}” is no answer; expected one of: {', '.join(Answer.values)}.")
    words = reason.strip()
    if answer != Answer.CONCUR and not words:
        raise Incomplete("Readers are told why the agency does not concur, or only in part.", ["the reason"])
    before = locked.responses.order_by("-pk").first()
    if before and before.is_to_these_words and (before.answer, before.reason) == (answer, words):
        raise Unchanged(locked)
    AgencyResponse.objects.create(
        recommendation=locked, answer=answer, reason=words, responded_at=at, responded_by=by.actor_key
    )
    old = before.answer if before else ""
    record(locked, P.RECOMMENDATION_RESPOND, by=by, at=at, old=old, new=str(answer), reason=words)
    return locked
