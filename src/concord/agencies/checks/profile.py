"""A profile is figures with one date and one source."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from concord.core.checks import Problem, error

_LIMITS = {
    "population": ("number of people served", Decimal(0), Decimal(400_000_000)),
    "area_sq_mi": ("area in square miles", Decimal("0.01"), Decimal(700_000)),
    "sworn": ("number of sworn staff", Decimal(0), Decimal(1_000_000)),
    "civilian": ("number of civilian staff", Decimal(0), Decimal(1_000_000)),
}
"""Field → its words, the least and the most that can be right."""


class Profile(NamedTuple):
    """The figures of an agency, the day they are of, and who says so."""

    population: int | None = None
    area_sq_mi: Decimal | None = None
    sworn: int | None = None
    civilian: int | None = None
    profile_as_of: date | None = None
    profile_source: str | None = None

    def figures(self) -> dict[str, int | Decimal]:
        """Return the figures that are given, by their field."""
        return {name: value for name in _LIMITS if (value := getattr(self, name)) is not None}


def profile_problems(profile: Profile, *, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a profile; an empty one is in order."""
    figures = profile.figures()
    for name, value in figures.items():
        words, least, most = _LIMITS[name]
        if not least <= value <= most:
            yield error(f"The {words} is {value:,}; expected {least:,} to {most:,}.")
    if figures and not profile.profile_as_of:
        yield error("Say of which day the figures are.")
    if figures and not profile.profile_source:
        yield error("Say where the figures come from.")
    if not figures and (profile.profile_as_of or profile.profile_source):
        yield error("A date or a source is given, but no figure.")
    if profile.profile_as_of and profile.profile_as_of > today:
        yield error(f"The figures are of {profile.profile_as_of}, which is after today, {today}.")
