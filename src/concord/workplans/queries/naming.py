"""What the keys of a version are called."""

from concord.programme.queries import of as programme_of
from concord.workplans.content import Content
from concord.workplans.models import WorkPlan
from concord.workplans.wording import Names, names_of


def names_in(plan: WorkPlan, content: Content) -> Names:
    """Return the names of a version's keys; `content` is what it says, which costs to read twice."""
    edition = plan.engagement.edition
    return names_of(content, programme_of(edition) if edition else None)
