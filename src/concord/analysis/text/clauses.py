"""The clauses of a policy: its paragraphs, each with the number that stands before it taken apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(
    r"""(?:(?:section|sec\.|article|art\.|chapter|part|§)\s*)?      # Section 4, § 3
    (?:\d{1,4}(?:\.\d{1,4})*[.):]?                                  # 4  4.2  4.2.1  4)  4:
      |\(?[a-zA-Z]\)|[A-Z]\.                                        # (a)  a)  A.
      |\(?[ivxlc]{1,7}\)|[IVXLC]{1,7}\.                             # (iv)  IV.
      |[•▪●◦\-–*])                                                  # a bullet
    (?=\s)""",
    re.VERBOSE | re.IGNORECASE,
)
_SPACES = re.compile(r"\s+")
_ENDS = (".", "!", "?", ":", ";", "”", '"', ")")


@dataclass(frozen=True)
class Clause:
    """One clause: its number as printed ("" for none), its text without it, and where it stands, which is the
    caller's own (a page and a paragraph, say)."""

    number: str
    text: str
    place: tuple[int, int] = (0, 0)

    @property
    def whole(self) -> str:
        """The clause as printed."""
        return f"{self.number} {self.text}".strip()


def clauses(paragraphs: Iterable[tuple[tuple[int, int], str]]) -> tuple[Clause, ...]:
    """Return the clauses of paragraphs ((page, number), text), in order; spaces of any length are one space.

    A paragraph that the end of a page cut in two (the first half ends no sentence, the second begins with a small
    letter on the next page) is one clause, at the place of its first half. Empty paragraphs are no clauses."""
    found: list[Clause] = []
    last = 0
    for place, text in paragraphs:
        line = _SPACES.sub(" ", text).strip()
        if not line:
            continue
        if found and place[0] > last and line[0].islower() and not found[-1].text.endswith(_ENDS):
            found[-1] = Clause(found[-1].number, f"{found[-1].text} {line}", found[-1].place)
        else:
            found.append(_clause(line, place))
        last = place[0]
    return tuple(found)


def _clause(line: str, place: tuple[int, int]) -> Clause:
    number = _NUMBER.match(line)
    if number is None or number.end() == len(line):
        return Clause("", line, place)
    return Clause(number[0], line[number.end() :].strip(), place)
