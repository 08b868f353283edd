"""How hard a text is to read, and plainer words for hard ones. Pure.

The grade is the Flesch-Kincaid grade level: J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, "Derivation
of new readability formulas for Navy enlisted personnel", Research Branch Report 8-75, 1975:
0.39 x words per sentence + 11.8 x syllables per word - 15.59. Syllables are counted by groups of vowels, which is right
for most English words and off by one for some; over a whole text the grade is good to about one year of school.

The plainer words follow the United States' Federal Plain Language Guidelines (plainlanguage.gov, public domain)."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?]+(?=\s|$)|\n{2,}")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|(?:[^aeiouyltd]|[aeiouy]l)ed$|(?:[^aeiouylsxzcgh]|[aeiouy]l)es$")
_SHORTEST = 30
PLAINER: Mapping[str, str] = MappingProxyType(
    {
        "accordingly": "so",
        "ascertain": "find out",
        "assist with": "help with",
        "at this point in time": "now",
        "cognizant of": "aware of",
        "commence": "begin",
        "commenced": "began",
        "disseminate": "send, share",
        "due to the fact that": "because",
        "effectuate": "carry out",
        "endeavor": "try",
        "expedite": "speed up",
        "facilitate": "help, make easier",
        "going forward": "from now on",
        "implementation of": "carrying out",
        "in accordance with": "by, under",
        "in order to": "to",
        "in the event that": "if",
        "inasmuch as": "because",
        "initiate": "begin",
        "leverage": "use",
        "methodology": "method",
        "notwithstanding": "despite",
        "operationalize": "put to use",
        "optimal": "best",
        "paradigm": "model",
        "parameters": "limits",
        "prior to": "before",
        "promulgate": "issue",
        "pursuant to": "under",
        "regarding": "about",
        "remediate": "mend",
        "robust": "strong",
        "set forth in": "in",
        "stakeholder buy-in": "support",
        "subsequent to": "after",
        "synergy": "working together",
        "utilization": "use",
        "utilize": "use",
        "utilized": "used",
        "with regard to": "about",
        "with the exception of": "except",
    }
)
"""Hard word → plainer words."""
_HARD = re.compile(rf"\b({'|'.join(map(re.escape, sorted(PLAINER, key=len, reverse=True)))})\b", re.IGNORECASE)


def words(text: str) -> int:
    """Return how many words a text has; a number counts as one."""
    return len(text.split())


def syllables(word: str) -> int:
    """Return the syllables of an English word, at least one."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    groups = len(_VOWELS.findall(plain))
    return max(1, groups - bool(groups > 1 and _SILENT.search(plain)))


def grade(text: str) -> float | None:
    """Return the Flesch-Kincaid grade of a text; None for one with fewer than 30 words, of which it says nothing."""
    found = _WORD.findall(text)
    if len(found) < _SHORTEST:
        return None
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def hard_words(text: str) -> tuple[str, ...]:
    """Return the hard words of a text in its order, each once, in small letters."""
    return tuple(dict.fromkeys(match.lower() for match in _HARD.findall(text)))
