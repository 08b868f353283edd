"""How a name is cut into words, the same for what is stored and for what is typed, so that the two can meet."""

import re
import unicodedata

from concord.agencies.directory import PLACES

_WORD = re.compile(r"[a-z0-9]+")
_INITIALS_DOT = re.compile(r"(?<=\b[a-z])\.(?=[a-z]\b)")
_APOSTROPHES = str.maketrans("", "", "'’‘ʻʼ`")

_WRITTEN_TWO_WAYS = {"saint": "st", "fort": "ft", "mount": "mt"}
_BOTH_WAYS = _WRITTEN_TWO_WAYS | {short: long for long, short in _WRITTEN_TWO_WAYS.items()}
_SHORT_FOR = {
    "police department": "pd",
    "metropolitan police department": "mpd",
    "sheriffs office": "so",
    "department of public safety": "dps",
}
"""What people type for the usual ends of an agency's name."""


def words(text: str) -> list[str]:
    """Return the words of a text: lower case, without accents and apostrophes, letters and digits only.

    "St. Mary's" gives st, marys; "U.S. Marshal" gives us, marshal."""
    plain = text.casefold().translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return _WORD.findall(_INITIALS_DOT.sub("", plain))


def search_text(*, name: str, state: str, ref: str, ori: str | None) -> str:
    """Return what an agency is found by: the words of its name first, then other ways to write them, its state's code
    and name, its reference and its ORI."""
    named = words(name)
    joined = " ".join(named)
    more = [_BOTH_WAYS[word] for word in named if word in _BOTH_WAYS]
    more += [short for long, short in _SHORT_FOR.items() if long in joined]
    more += words(f"{state} {PLACES[state]} {ref} {ori or ''}")
    return " ".join([*named, *dict.fromkeys(word for word in more if word not in named)])
