"""A report is succinct: each part has at most so many words (A33)."""

from collections.abc import Mapping

from concord.analysis.text.reading import words
from concord.core.checks import Problem, error
from concord.publishing.models import PARTS

MOST_WORDS = {"work_done": 200, "outcomes": 250, "blockers": 150, "next_steps": 150}
"""Part → its words at most. All four fit on two printed pages."""


def parts_are_short(said: Mapping[str, str]) -> list[Problem]:
    """No part has more words than its most."""
    counted = {part: words(said[PARTS[part]]) for part in PARTS}
    return [
        error(f"“{PARTS[part]}” has {count} words, {count - MOST_WORDS[part]} too many: {MOST_WORDS[part]} at most.")
        for part, count in counted.items()
        if count > MOST_WORDS[part]
    ]
