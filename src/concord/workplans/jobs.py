"""Background work of work plans: a new chief executive is asked to reaffirm the plan in force."""

from concord.core import clock
from concord.core.errors import BadInput
from concord.core.jobs import job, periodic
from concord.core.roles import SystemActor
from concord.workplans import actions, queries

_BY = SystemActor("ask-to-reaffirm")


@periodic("17 6 * * *")
@job("workplans.ask_to_reaffirm")
def ask_to_reaffirm(timestamp: int = 0) -> None:
    """Once a day, ask each chief executive who came after the concurrence; each is asked once."""
    del timestamp
    for plan in queries.with_a_new_chief():
        try:
            actions.ask_to_reaffirm(plan, by=_BY, at=clock.now())
        except BadInput:
            continue  # nobody holds the role yet: asked on the day after somebody does
