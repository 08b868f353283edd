"""A report is read by residents: its sentences are short, its words plain, and it takes no side."""

from collections.abc import Mapping

from concord.analysis.text.reading import PLAINER, grade, hard_words
from concord.core.checks import Problem, warning
from concord.programme import wording

HIGHEST_GRADE = 10.0


def words_are_plain(said: Mapping[str, str]) -> list[Problem]:
    """Each part can be read after ten years of school, without hard words, and without words that accuse."""
    problems = []
    for heading, text in said.items():
        found = grade(text)
        if found is not None and found > HIGHEST_GRADE:
            problems.append(
                warning(f"“{heading}” reads at grade {found:.1f}; shorter sentences bring it to {HIGHEST_GRADE:.0f}.")
            )
        problems += [warning(f"“{word}” in “{heading}”: say “{PLAINER[word]}”.") for word in hard_words(text)]
        problems += [
            warning(f"“{word}” may sound adversarial: {wording.INSTEAD[word]}.") for word in wording.hard_words(text)
        ]
    return problems
