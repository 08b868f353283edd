from collections.abc import Collection
from datetime import date

from concord.accounts.models import Membership, Person
from concord.core.checks import Problem, error, warning
from concord.core.permissions import Party
from concord.engagements.models import Engagement, FocusArea
from concord.engagements.states import FocusAreaState
from concord.engagements.windows import suspensions
from concord.programme.document import Programme


def form_is_known(programme: Programme, form: str) -> list[Problem]:
    """The form is one of the edition's."""
    if form in {each.key for each in programme.delivery_form}:
        return []
    return [error(f"The edition has no form of delivery “{form}”.")]


def topic_is_known(programme: Programme, topic: str) -> list[Problem]:
    """The topic is one of the edition's, or none is named."""
    if not topic or programme.topic_named(topic):
        return []
    return [error(f"The edition has no topic “{topic}”.")]


def topic_was_asked_for(engagement: Engagement, topic: str) -> list[Problem]:
    """The agency asked for the topic, or a change of scope with which its chief executive concurred added it. Said as
    a warning, since such a change may be on its way."""
    agreed = engagement.agreed_topics
    if not agreed or not topic or topic in agreed:
        return []
    return [warning("The agency did not ask for this topic. Agree on a change of scope first.")]


def not_while_suspended(engagement: Engagement, held_on: date) -> list[Problem]:
    """Nothing is delivered between a suspension and what followed it; what was held on the days of either counts."""
    for since, until in suspensions(engagement):
        if since < held_on < until:
            return [error(f"The engagement was suspended on {since}, and nothing was to be delivered on {held_on}.")]
    return []


def focus_area_is_of(engagement: Engagement, focus_area: FocusArea) -> list[Problem]:
    """The focus area is of the same engagement, and still of its plan."""
    if focus_area.engagement_id != engagement.pk:
        return [error(f"{focus_area.ref} is a focus area of another engagement.")]
    if focus_area.state == FocusAreaState.DROPPED:
        return [error(f"The focus area “{focus_area.title}” was dropped: nothing is delivered in it.")]
    return []


def experts_are_of_the_team(engagement: Engagement, experts: Collection[Person]) -> list[Problem]:
    """Somebody delivers, and everybody who does is of the engagement's team."""
    if not experts:
        return [error("Somebody has to deliver: name at least one person of the team.")]
    held = Membership.objects.filter(scope=engagement.scopes[0], until=None)
    team = {m.person_id for m in held if m.role_class.party == Party.TEAM}
    return [error(f"{person.name} is not of the engagement's team.") for person in experts if person.pk not in team]
