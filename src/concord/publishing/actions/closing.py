"""Closing the site of a tier with findings: what stood where is told, and the agency is thanked by a letter."""

from datetime import datetime

from concord.accounts.queries import members
from concord.core import lifecycle, zones
from concord.core.actions import verb
from concord.core.checks import require_none
from concord.core.errors import Incomplete
from concord.core.permissions import Actor, Permission
from concord.core.telling import news
from concord.engagements import due as tasks
from concord.engagements.models import Engagement, Precision, Turn
from concord.publishing import falling_due, rules
from concord.publishing.checks.closing import site_can_be_closed
from concord.publishing.compile.letter import completion_letter
from concord.publishing.models import Closing

P = Permission


@verb
def close_site(engagement: Engagement, *, outcome: str, sustainment: str, by: Actor, at: datetime) -> Engagement:
    """Close a site. `outcome` is what the public page says of it, `sustainment` what keeps the reforms going; the page
    says besides what was still open, and moves to the closed sites within a minute.

    Raises Denied (the tier has no findings, it is compiled from public records), NotAllowedNow (it does not go on),
    Incomplete (a focus area, report, delivery or concern that is open; no words)."""
    said = {"the outcome": outcome, "what keeps it going": sustainment}
    missing = [name for name, words in said.items() if not words.strip()]
    if missing:
        raise Incomplete("The public page says how it ended and what lasts.", missing)
    locked = lifecycle.lock(engagement)
    rules.may(by, P.SITE_CLOSE_OUT, locked).require()
    require_none(site_can_be_closed(locked), f"{locked.ref} cannot be closed yet.")
    changes = {"ended": zones.day(at).isoformat(), "ended_precision": Precision.DAY, "outcome": outcome.strip()}
    moved = lifecycle.move(engagement, P.SITE_CLOSE_OUT, by=by, at=at, may=rules.may, changes=changes)
    Turn.objects.create(engagement=moved, state=moved.state, ended_by="", at=at, public_words=outcome.strip())
    falling_due.done(falling_due.COMPILE, moved, by=by, at=at)
    tasks.over(moved, by=by, at=at)
    letter = completion_letter(moved, sustainment=sustainment.strip())
    Closing.objects.create(
        engagement=moved,
        sustainment=sustainment.strip(),
        subject=letter.subject,
        letter=letter.text,
        closed_at=at,
        closed_by=by.actor_key,
    )
    _thank(moved, at=at)
    return moved


def _thank(engagement: Engagement, *, at: datetime) -> None:
    """Tell the agency's people where the letter is."""
    who = {member.person.actor_key for member in members(engagement.scopes[1])}
    told = news.News(
        engagement.ref,
        f"Thank you: the work is complete. Your letter is here: {engagement.title}",
        f"{engagement.get_absolute_url()}letter/",
        f"{engagement.ref}:completion-letter",
    )
    news.tell(((each, told) for each in sorted(who)), at=at)
