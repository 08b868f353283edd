from datetime import date

from concord.core.checks import Problem, error
from concord.core.errors import BadInput
from concord.programme import letters
from concord.programme.document import Letter, Programme


def letters_can_be_filled(programme: Programme, on: date) -> list[Problem]:
    """No letter asks for something that is not given when it is sent."""
    del on
    return [error(text) for letter in programme.letter if (text := _trouble(letter))]


def _trouble(letter: Letter) -> str:
    given = letters.PLACEHOLDERS.get(letter.key)
    if given is None:
        return f"Letters: nothing sends a letter “{letter.key}”; expected one of: {', '.join(letters.PLACEHOLDERS)}."
    try:
        letters.fill(letter, dict.fromkeys(given, "x"))
    except BadInput as refusal:
        return refusal.reason
    return ""
