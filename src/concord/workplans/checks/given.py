"""What a rule looks at: a version, what it says, and the programme's data under which the engagement goes on."""

from dataclasses import dataclass

from concord.programme.document import Programme
from concord.programme.queries import of as programme_of
from concord.workplans.content import Content
from concord.workplans.models import WorkPlan


@dataclass(frozen=True)
class Given:
    """A version with its content and its edition, each read once."""

    plan: WorkPlan
    content: Content
    programme: Programme


def given(plan: WorkPlan) -> Given:
    """Return what the rules look at. A plan's engagement is our own, so it has an edition."""
    edition = plan.engagement.edition
    if edition is None:
        raise ValueError(f"{plan.ref} belongs to an engagement without an edition.")
    return Given(plan, plan.content, programme_of(edition))
