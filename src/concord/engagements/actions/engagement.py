"""Opening an engagement, and whether it goes on. Opening and completing a focus area depend on what stands below, so
they are there: `workplans.actions.open_focus_area` and `findings.actions.complete_focus_area`."""

from collections.abc import Sequence
from datetime import datetime

from concord.core import lifecycle, zones
from concord.core.actions import verb
from concord.core.checks import require_none
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements import checks, due, rules
from concord.engagements.checks.reason import require_reason
from concord.engagements.models import EndedBy, Engagement, FocusArea, Origin, Precision, Turn
from concord.engagements.states import FOCUS_AREA
from concord.intake.models import AssistanceRequest
from concord.intake.queries import tier_of as tier_accepted
from concord.programme.queries import of as programme_of

P = Permission


@verb
def open_from(
    request: AssistanceRequest,
    *,
    slug: str,
    title: str,
    focus_areas: Sequence[tuple[str, str]],
    origin: str = Origin.PROGRAMME,
    by: Actor,
    at: datetime,
) -> Engagement:
    """Open an engagement from an accepted request, under the edition under which the request was made.

    `focus_areas` are (title, objective) in the order in which they are to be worked on.
    Raises Denied (the request is not accepted, has no agency, has an engagement, or its tier asks for an agreement
    before), BadInput (slug, focus areas)."""
    locked = lifecycle.lock(request)
    rules.may(by, P.ENGAGEMENT_OPEN, locked).require()
    if problems := checks.run(slug=slug, focus_areas=focus_areas):
        raise BadInput(" ".join(problem.text for problem in problems))
    engagement = Engagement.begin(
        P.ENGAGEMENT_OPEN,
        by=by,
        at=at,
        ref=next_ref("ENG", at),
        slug=slug,
        title=title,
        agency=locked.agency,
        request=locked,
        tier=tier_accepted(locked),
        edition=locked.edition,
        origin=origin,
        started=zones.day(at).isoformat(),
        started_precision=Precision.DAY,
        cadence_months=programme_of(locked.edition).cadence.months,
    )
    FocusArea.objects.bulk_create(
        FocusArea(
            ref=next_ref("FA", at),
            state=FOCUS_AREA.first(P.ENGAGEMENT_OPEN),
            state_since=at,
            engagement=engagement,
            number=number,
            title=area_title,
            objective=objective,
        )
        for number, (area_title, objective) in enumerate(focus_areas, start=1)
    )
    due.next_check_in(engagement, after=zones.day(at), by=by, at=at)
    return engagement


@verb
def suspend(engagement: Engagement, *, reason: str, public_words: str = "", by: Actor, at: datetime) -> Engagement:
    """Suspend an engagement with the reason; everything published stays, nothing further starts.

    `public_words` are what the public page says of why; the reason itself stays in the history."""
    require_reason(reason, "An engagement is suspended with a reason.")
    moved = lifecycle.move(engagement, P.ENGAGEMENT_SUSPEND, by=by, at=at, may=rules.may, reason=reason)
    _turn(moved, public_words, at=at)
    due.done(due.FLAG, moved, by=by, at=at)
    return moved


@verb
def resume(engagement: Engagement, *, reason: str, public_words: str = "", by: Actor, at: datetime) -> Engagement:
    """Resume a suspended engagement with the reason, and what the public page says of it.

    Raises Denied while a matter about eligibility is flagged."""
    require_reason(reason, "An engagement is resumed with a reason.")
    moved = lifecycle.move(engagement, P.ENGAGEMENT_RESUME, by=by, at=at, may=rules.may, reason=reason)
    _turn(moved, public_words, at=at)
    return moved


@verb
def end(
    engagement: Engagement, *, ended_by: str, reason: str, outcome: str = "", by: Actor, at: datetime
) -> Engagement:
    """End an engagement before its close-out, and say who ended it (`EndedBy`).

    `outcome` is what the public page says of how it ended; the reason stays in the history. Raises BadInput (nobody of
    that name ends an engagement)."""
    require_reason(reason, "An engagement is ended with a reason.")
    if ended_by not in EndedBy.values:
        raise BadInput(f"“{ended_by}” does not say who ended it; expected one of: {', '.join(EndedBy.values)}.")
    return _over(engagement, P.ENGAGEMENT_END, ended_by=ended_by, reason=reason, outcome=outcome, by=by, at=at)


@verb
def close(engagement: Engagement, *, outcome: str, by: Actor, at: datetime) -> Engagement:
    """Close an engagement of a tier without findings, once every delivery is evaluated or cancelled.

    `outcome` is what the public page says of it. Raises Denied (the tier has findings: its site is closed instead),
    Incomplete (each delivery that is not evaluated, none at all, or no word on the outcome)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ENGAGEMENT_CLOSE, locked).require()
    require_none(checks.before_closing(locked, outcome), f"{locked.ref} cannot be closed yet.")
    return _over(engagement, P.ENGAGEMENT_CLOSE, ended_by="", reason="", outcome=outcome, by=by, at=at)


def _over(
    engagement: Engagement, verb: Permission, *, ended_by: str, reason: str, outcome: str, by: Actor, at: datetime
) -> Engagement:
    day = {"ended": zones.day(at).isoformat(), "ended_precision": Precision.DAY}
    moved = lifecycle.move(
        engagement,
        verb,
        by=by,
        at=at,
        may=rules.may,
        reason=reason,
        more={"ended_by": ended_by} if ended_by else None,
        changes={**day, "ended_by": ended_by, "outcome": outcome},
    )
    _turn(moved, outcome, at=at)
    due.over(moved, by=by, at=at)
    return moved


def _turn(engagement: Engagement, public_words: str, *, at: datetime) -> None:
    """Keep what the public is told of a turn; `publishing` releases it."""
    Turn.objects.create(
        engagement=engagement, state=engagement.state, ended_by=engagement.ended_by, at=at, public_words=public_words
    )
