"""A list of names that carry the words for them."""

from enum import StrEnum
from typing import Self


class Worded(StrEnum):
    """value, words for a button or a rule ("accept the request"), words for the history ("accepted the request"); the
    last are left out where they are the same."""

    label: str
    past: str

    def __new__(cls, value: str, label: str, past: str = "") -> Self:
        """Keep the words beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.past = past or label
        return member
