"""The verbs of an engagement. Opening and completing a focus area depend on what stands below, so they are there:
`workplans.actions.open_focus_area` and `findings.actions.complete_focus_area`."""

from collections.abc import Sequence
from datetime import datetime

from concord.accounts.joining import join
from concord.accounts.models import Membership
from concord.core import lifecycle
from concord.core.actions import record, verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.core.roles import BY_KEY, Level
from concord.engagements import checks, rules
from concord.engagements.models import Engagement, FocusArea, Origin, Precision
from concord.engagements.states import FOCUS_AREA
from concord.intake.models import AssistanceRequest
from concord.programme.document import read

P = Permission


@verb
def open_from(
    request: AssistanceRequest,
    *,
    slug: str,
    title: str,
    focus_areas: Sequence[tuple[str, str]],
    provider: str = "",
    origin: str = Origin.PROGRAMME,
    by: Actor,
    at: datetime,
) -> Engagement:
    """Open an engagement from an accepted request, under the edition under which the request was made.

    `focus_areas` are (title, objective) in the order in which they are to be worked on.
    Raises Denied (the request is not accepted, has no agency, or has an engagement), BadInput (slug, focus areas)."""
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
        tier=locked.tier,
        edition=locked.edition,
        origin=origin,
        provider=provider,
        started=at.date().isoformat(),
        started_precision=Precision.DAY,
        cadence_months=read(locked.edition.document).cadence.months,
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
    return engagement


@verb
def suspend(engagement: Engagement, *, reason: str, by: Actor, at: datetime) -> Engagement:
    """Suspend an engagement; everything published stays, nothing further starts."""
    return lifecycle.move(engagement, P.ENGAGEMENT_SUSPEND, by=by, at=at, may=rules.may, reason=reason)


@verb
def resume(engagement: Engagement, *, reason: str, by: Actor, at: datetime) -> Engagement:
    """Resume a suspended engagement."""
    return lifecycle.move(engagement, P.ENGAGEMENT_RESUME, by=by, at=at, may=rules.may, reason=reason)


@verb
def end(engagement: Engagement, *, reason: str, outcome: str = "", by: Actor, at: datetime) -> Engagement:
    """End an engagement before its close-out. `outcome` is what the public page says of how it ended."""
    changes = {"ended": at.date().isoformat(), "ended_precision": Precision.DAY, "outcome": outcome}
    return lifecycle.move(engagement, P.ENGAGEMENT_END, by=by, at=at, may=rules.may, reason=reason, changes=changes)


@verb
def add_member(engagement: Engagement, *, email: str, name: str, role: str, by: Actor, at: datetime) -> Membership:
    """Give somebody a role in an engagement: the team's and advisers' on the engagement, the agency's on the agency.

    Somebody new gets an account and a mail that says how to set a password.
    Raises Denied, BadInput (not a role of an engagement, or held already)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.ENGAGEMENT_JOIN, locked).require()
    on_engagement, on_agency = locked.scopes
    level = BY_KEY[role].level if role in BY_KEY else Level.NONE
    if level not in (Level.ENGAGEMENT, Level.AGENCY):
        raise BadInput(f"“{role}” is not a role in an engagement.")
    scope = on_engagement if level == Level.ENGAGEMENT else on_agency
    membership = join(email=email, name=name, role=role, scope=scope, by=by, at=at)
    more = {"person": membership.person.actor_key, "scope": scope}
    record(locked, P.ENGAGEMENT_JOIN, by=by, at=at, new=role, more=more)
    return membership
