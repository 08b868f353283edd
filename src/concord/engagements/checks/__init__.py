"""The rules by which an engagement is opened, one a file."""

from collections.abc import Sequence

from concord.core.checks import Problem
from concord.engagements.checks.focus_areas import focus_areas_are_named
from concord.engagements.checks.slug import slug_is_free


def run(*, slug: str, focus_areas: Sequence[tuple[str, str]]) -> list[Problem]:
    """Return what every rule has to say about an engagement that is to be opened."""
    return [*slug_is_free(slug), *focus_areas_are_named(focus_areas)]
