from collections.abc import Sequence

from concord.core.checks import Problem, error

MOST, LONGEST = 12, 200


def credentials_are_short(credentials: Sequence[str]) -> list[Problem]:
    """What somebody has done in the field is told, in a short list of short lines."""
    if not credentials:
        return [error("At least one credential is needed: what the expert has done in the field.")]
    if len(credentials) > MOST:
        return [error(f"There are {len(credentials)} credentials; at most {MOST}, the ones that count most.")]
    return [
        error(f"Credential {number} has {len(text)} letters; at most {LONGEST}.")
        for number, text in enumerate(credentials, start=1)
        if len(text) > LONGEST
    ]
