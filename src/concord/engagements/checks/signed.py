from datetime import date

from concord.core.checks import Problem, error


def signed_in_its_time(signed_on: date, *, first: date, today: date) -> list[Problem]:
    """A paper was signed after there was its text, and not on a day to come."""
    if first <= signed_on <= today:
        return []
    return [error(f"It was signed on {signed_on}; expected a day from {first} to {today}.")]
