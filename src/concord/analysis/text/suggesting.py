"""What may be personal in a text, for a person to accept: what has a shape; names too, where their recogniser is."""

from concord.analysis.text import named, personal
from concord.analysis.text.redacting import Span


def suggest(text: str) -> list[Span]:
    """Return what may be personal in a text, in order. A name inside something that was found by its shape (the town of
    an address) is left out; one that reaches beyond it stands beside it, and accepting both removes both."""
    shaped = personal.find(text)
    names = [name for name in named.find(text) if not any(_holds(one, name) for one in shaped)]
    return sorted([*shaped, *names], key=lambda span: (span.start, span.end))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
