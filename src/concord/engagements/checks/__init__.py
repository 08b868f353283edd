"""The rules by which an engagement is opened and closed, and by which a delivery is planned."""

from collections.abc import Collection, Sequence

from concord.accounts.models import Person
from concord.core.checks import Problem, error
from concord.engagements.checks.closing import concerns_are_answered, deliveries_are_evaluated
from concord.engagements.checks.delivery import (
    experts_are_of_the_team,
    focus_area_is_of,
    form_is_known,
    topic_is_known,
)
from concord.engagements.checks.focus_areas import focus_areas_are_named
from concord.engagements.checks.slug import slug_is_free
from concord.engagements.models import Engagement, FocusArea
from concord.programme.queries import of as programme_of


def run(*, slug: str, focus_areas: Sequence[tuple[str, str]]) -> list[Problem]:
    """Return what every rule has to say about an engagement that is to be opened."""
    return [*slug_is_free(slug), *focus_areas_are_named(focus_areas)]


def before_closing(engagement: Engagement, outcome: str = "not asked yet") -> list[Problem]:
    """Return what stands in the way of closing an engagement."""
    said = [] if outcome.strip() else [error("What the public page says of the outcome.")]
    return [*deliveries_are_evaluated(engagement), *concerns_are_answered(engagement), *said]


def of_delivery(
    engagement: Engagement, *, focus_area: FocusArea, form: str, topic: str, experts: Collection[Person]
) -> list[Problem]:
    """Return what stands in the way of planning a delivery."""
    if engagement.edition is None:
        return [error("The engagement has no edition.")]
    programme = programme_of(engagement.edition)
    return [
        *form_is_known(programme, form),
        *topic_is_known(programme, topic),
        *focus_area_is_of(engagement, focus_area),
        *experts_are_of_the_team(engagement, experts),
    ]
