"""What has to be said is said."""

from collections.abc import Iterator

from concord.core.checks import Problem, error


def said(text: str, what: str) -> Iterator[Problem]:
    """Something other than blanks."""
    if not text.strip():
        yield error(what)
