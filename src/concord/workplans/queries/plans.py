"""Which versions there are, which is in force, and what it lets be done."""

from datetime import date, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.agencies.models import ChiefTenure
from concord.core import zones
from concord.core.checks import Problem
from concord.core.permissions import Permission
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.queries import methods
from concord.engagements.states import EngagementState
from concord.programme.document import Method, Programme
from concord.workplans.carrying import not_carried
from concord.workplans.checks.given import given
from concord.workplans.checks.scope import outside_the_plan as _outside
from concord.workplans.chiefs import seated_since
from concord.workplans.content import Section, row_key, rows_of
from concord.workplans.models import Concurrence, Reaffirmation, SavedPart, ScopeChange, WorkPlan
from concord.workplans.states import WorkPlanState

P = Permission
_PAUSE = timedelta(minutes=10)  # a longer one ends a sitting
_LOOKED_AT = 300  # savings of one part
S = WorkPlanState
_WITH = ("engagement__agency", "engagement__edition", "engagement__request", "follows", "scope_change")
_ON_ITS_WAY = (S.DRAFT, S.PROPOSED, S.RETURNED)


def work_plan(ref: str) -> WorkPlan | None:
    """Return the version with this reference, or None."""
    return WorkPlan.objects.select_related(*_WITH).filter(ref=ref).first()


def of(engagement: Engagement) -> QuerySet[WorkPlan]:
    """Return all versions of an engagement, the newest first."""
    return WorkPlan.objects.select_related(*_WITH).filter(engagement=engagement).order_by("-version")


def in_force(engagement: Engagement) -> WorkPlan | None:
    """Return the version with which the chief executive concurred and that no newer one has superseded, or None. It is
    asked for by most rules, so nothing is joined to it; its engagement is the one that was given."""
    found = WorkPlan.objects.filter(engagement=engagement, state=S.CONCURRED).order_by("-version").first()
    if found is not None:
        found.engagement = engagement
    return found


def last_returned(engagement: Engagement) -> WorkPlan | None:
    """Return the newest version that the agency returned, or None. The next draft begins with it, and not with one that
    was set aside since: nobody goes on with that."""
    return of(engagement).filter(state__in=(S.RETURNED, S.SUPERSEDED), concurrence=None).first()


def visible_to(person: Person) -> QuerySet[WorkPlan]:
    """Return the versions that a person may see."""
    condition = visible(person, P.PLAN_VIEW, agency="engagement__agency__ref", engagement="engagement__ref")
    return WorkPlan.objects.select_related(*_WITH).filter(condition)


def open_for(person: Person) -> QuerySet[WorkPlan]:
    """Return the versions that this person may see and that wait for somebody."""
    return visible_to(person).filter(state__in=_ON_ITS_WAY)


def with_a_new_chief() -> QuerySet[WorkPlan]:
    """Return the plans in force whose agency has had a new chief executive since the concurrence, by the directory or
    by the roles, who has not reaffirmed it. A plan stays valid all the while."""
    newer = ChiefTenure.objects.filter(
        agency=OuterRef("engagement__agency"), until=None, since__gt=OuterRef("concurrence__signed_on")
    )
    plans = WorkPlan.objects.filter(state=S.CONCURRED, engagement__state=EngagementState.OPEN)
    asked = plans.alias(new_chief_since=Subquery(newer.values("since")[:1]))
    done = Reaffirmation.objects.filter(plan=OuterRef("pk"), signed_on__gte=OuterRef("new_chief_since"))
    recorded = Q(new_chief_since__isnull=False) & ~Exists(done)
    return asked.filter(recorded | Exists(seated_since())).select_related(*_WITH)


def to_reaffirm(person: Person) -> QuerySet[WorkPlan]:
    """Return the plans of which this person's side is to say that it stands by them under a new chief executive."""
    return with_a_new_chief().filter(pk__in=visible_to(person).values("pk"))


def to_amend(person: Person) -> QuerySet[WorkPlan]:
    """Return the plans in force that this person may see and that a change of scope, agreed to, waits for."""
    agreed = ScopeChange.objects.filter(not_carried(), engagement=OuterRef("engagement"))
    coming = WorkPlan.objects.filter(engagement=OuterRef("engagement"), state__in=_ON_ITS_WAY)
    ours = visible_to(person).filter(state=S.CONCURRED, engagement__state=EngagementState.OPEN)
    return ours.filter(Exists(agreed)).exclude(Exists(coming))


def proposed_on(plan: WorkPlan) -> date:
    """Return the day on which a proposed version was proposed, at the office: its paper bears the day that it was
    there."""
    return zones.day(plan.state_since)


def programme(plan: WorkPlan) -> Programme:
    """Return the programme's data under which a plan's engagement goes on."""
    return given(plan).programme


def methods_in_force(area: FocusArea) -> list[Method]:
    """Return the methods that the plan in force names for a focus area; none without a plan in force."""
    plan = in_force(area.engagement)
    if plan is None:
        return []
    named = {activity.method for activity in plan.content.activities if activity.area == area.number}
    return [method for method in methods(area.engagement) if method.key in named]


def windows_agreed(area: FocusArea, method: str) -> list[tuple[date, date]]:
    """Return the windows of days of a method in a focus area with which the agency ever concurred, in order."""
    concurred = of(area.engagement).filter(concurrence__isnull=False)
    activities = [activity for plan in concurred for activity in plan.content.activities]
    named = {(a.starts_on, a.ends_on) for a in activities if (a.area, a.method) == (area.number, method)}
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in sorted(named)]


def outside_the_plan(area: FocusArea) -> list[Problem]:
    """Warn where a focus area is none of the plan in force, or is on a topic there that the agency did not ask for, so
    that what is written under it goes beyond what was agreed; nothing without a plan in force, where nothing can
    start anyway."""
    plan = in_force(area.engagement)
    return _outside(area.number, plan, plan.content) if plan else []


def first_concurred_on(engagement: Engagement) -> date | None:
    """Return the day of the first concurrence, before which nothing could start; None while there is none."""
    signed = Concurrence.objects.filter(plan__engagement=engagement).aggregate(first=Min("signed_on"))
    first: date | None = signed["first"]
    return first


def saved(plan: WorkPlan, part: str) -> QuerySet[SavedPart]:
    """Return every saving of a part of a version, the newest first."""
    return plan.saved.filter(part=part).order_by("-number")


def sittings(plan: WorkPlan, part: str) -> list[SavedPart]:
    """Return the texts of a part, the newest first: of what one person saved in one sitting, the last.

    All are kept; while somebody types, a text is saved at every pause."""
    texts: list[SavedPart] = []
    after: SavedPart | None = None
    for one in saved(plan, part)[:_LOOKED_AT]:
        if after is None or after.by != one.by or after.at - one.at > _PAUSE:
            texts.append(one)
        after = one
    return texts


def saved_number(plan: WorkPlan, part: str) -> int:
    """Return how often a part of a version was saved."""
    return int(plan.saved.filter(part=part).aggregate(last=Max("number"))["last"] or 0)


def keys_given(engagement: Engagement, section: Section) -> set[str]:
    """Return every key that a row of a section ever had in an engagement; none is given out again."""
    kept = {row.key for plan in of(engagement) for row in rows_of(plan.content, section)}
    parts = SavedPart.objects.filter(plan__engagement=engagement, part__startswith=f"{section.key}/")
    return kept | {row_key(part) for part in parts.values_list("part", flat=True)}
