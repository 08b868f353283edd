"""How a reader says what it left out."""

from collections.abc import Callable

Warn = Callable[[str], None]
