"""Environment variables, read with a clear failure."""

import os
import sys


def text(name: str, default: str) -> str:
    """Return a variable, or the default when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str) -> bool:
    """Return whether a variable is 1 (0, empty and unset mean no); anything else ends the program with a sentence."""
    value = os.environ.get(name, "")
    if value not in ("", "0", "1"):
        sys.exit(f"{name} is {value!r}; expected 1, 0 or nothing.")
    return value == "1"


def some_of(name: str, known: str, *, with_: str) -> list[str]:
    """Return the words of a variable, or all known ones; an unknown word, or a needed one that is not there, ends the
    program with a sentence."""
    words = text(name, known).split()
    if with_ not in words or not set(words) <= set(known.split()):
        sys.exit(f"{name} is {' '.join(words)!r}; expected words of {known!r}, and {with_!r} among them.")
    return list(dict.fromkeys(words))


def whole_number(name: str, default: int) -> int:
    """Return a variable as a whole number from 0, or the default; anything else ends the program with a sentence."""
    value = os.environ.get(name) or str(default)
    if not value.isdecimal():
        sys.exit(f"{name} is {value!r}; expected a whole number, such as {default}.")
    return int(value)
