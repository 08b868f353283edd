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
