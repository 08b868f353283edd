"""What a new version begins with: the programme's template, or the version before it."""

from dataclasses import replace

from concord.accounts.models import Membership
from concord.core.permissions import Party
from concord.engagements.models import Engagement
from concord.engagements.queries import focus_areas, people_of
from concord.engagements.states import FocusAreaState
from concord.programme.document import PlanTemplate
from concord.programme.queries import of as programme_of
from concord.programme.queries import plan_template
from concord.workplans.content import Area, Content, Criterion, Named, Need, Objective, Question
from concord.workplans.models import WorkPlan


def templates(engagement: Engagement) -> list[PlanTemplate]:
    """Return the templates of an engagement's tier, the one that fits what was asked for first."""
    if engagement.edition is None:
        return []
    programme = programme_of(engagement.edition)
    topics = tuple(engagement.request.topics) if engagement.request is not None else ()
    best = plan_template(programme, tier=engagement.tier, topics=topics)
    fitting = [template for template in programme.plan_template if template.tier == engagement.tier]
    return sorted(fitting, key=lambda template: template != best)


def first_content(engagement: Engagement, template: str) -> Content:
    """Return what the first version begins with: the template of this key ("" for none), the engagement's focus areas
    in order, its team as staff, and its report cadence."""
    chosen = next((each for each in templates(engagement) if each.key == template), None)
    begun = replace(
        Content(),
        edition=engagement.edition.sha256 if engagement.edition else "",
        areas=_areas(engagement),
        people=_team(engagement),
        reporting_months=engagement.cadence_months or 0,
    )
    return begun if chosen is None else _filled(begun, chosen)


def _filled(begun: Content, template: PlanTemplate) -> Content:
    return replace(
        begun,
        goal=template.goal,
        objectives=tuple(Objective(f"o{n}", text) for n, text in enumerate(template.objective, 1)),
        questions=tuple(Question(f"q{n}", 0, text) for n, text in enumerate(template.question, 1)),
        needs=tuple(Need(f"n{n}", "document", what, "", "") for n, what in enumerate(template.needed, 1)),
        engagement_strategy=template.engagement_strategy,
        communication=template.communication,
        exit_criteria=tuple(Criterion(f"e{n}", text, "") for n, text in enumerate(template.exit_criterion, 1)),
    )


def next_content(before: WorkPlan, *, changes: str) -> Content:
    """Return what the version after another begins with: all of it, and why it changes. The edition is the one that
    the engagement has now."""
    edition = before.engagement.edition
    return replace(before.content, edition=edition.sha256 if edition else "", changes=changes)


def _areas(engagement: Engagement) -> tuple[Area, ...]:
    rows = focus_areas(engagement).exclude(state=FocusAreaState.DROPPED)
    return tuple(Area(f"f{area.number}", area.number, area.title, area.objective) for area in rows)


def _team(engagement: Engagement) -> tuple[Named, ...]:
    """Everybody on the team, once, as staff with their role; who is an expert, and on what, the lead says."""
    members: dict[str, Membership] = {}
    for side in people_of(engagement):
        for member in side.members if side.party == Party.TEAM else ():
            members.setdefault(member.person.actor_key, member)
    return tuple(
        Named(f"p{n}", key, member.person.name, "staff", member.role_class.title)
        for n, (key, member) in enumerate(members.items(), 1)
    )
