"""What differs between two texts or two values, in sentences and marked words. Pure."""

from dataclasses import dataclass

from concord.analysis.text.marking import Piece, marked

__all__ = ("Difference", "Piece", "changed", "marked")

_LONG = 60  # characters from which a text is shown with its words marked


@dataclass(frozen=True)
class Difference:
    """One difference: a sentence, and where a longer text changed, its words, marked."""

    sentence: str
    words: tuple[Piece, ...] = ()


def changed(name: str, was: str, now: str) -> Difference | None:
    """Say how a named value changed, both as people read them and "" for nothing; None where it did not."""
    if was == now:
        return None
    if not was or not now:
        return Difference(f"{name} is now “{now}”." if now else f"{name} was “{was}”, and is now empty.")
    if max(len(was), len(now)) > _LONG:
        return Difference(f"{name} is worded anew:", marked(was, now))
    return Difference(f"{name} was “{was}” and is now “{now}”.")
