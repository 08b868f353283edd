"""The fictional engagement: all its parts, told in order."""

from datetime import datetime

from concord.cli.example import (
    assessment,
    assisting,
    beginning,
    coding,
    drafting,
    elsewhere,
    keeping,
    reporting,
    steering,
    together,
    waiting,
)
from concord.cli.example.story import Story

_DATED = (beginning, together, assessment, assisting, reporting, steering, waiting)
_TODAY = (drafting, keeping, coding, elsewhere)


def tell(story: Story, *, at: datetime) -> None:
    """Tell what happened on the days it happened, and what is under way at this moment."""
    story.tell([event for part in _DATED for event in part.events(story)])
    for part in _TODAY:
        part.begin(story, at=at)
