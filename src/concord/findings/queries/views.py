"""Reads of reviewers' views: how many there must be, and who may read them when."""

from collections import Counter
from dataclasses import dataclass

from concord.core.permissions import Actor
from concord.findings.models import Statement, View
from concord.findings.reviewed import reviewers_asked, views_now, views_of


@dataclass(frozen=True)
class Round:
    """The views of a statement that somebody may read now, the newest round last; how many the tier asks for, and how
    many of the present round are written (who wrote them is not said until all are)."""

    shown: tuple[View, ...]
    asked: int
    written: int


def round_for(by: Actor, statement: Statement) -> Round:
    """Return the views that somebody may read: their own, and the others' of each round that was written to its end;
    those of a round that a return cut short once the present one is."""
    asked, now, every = reviewers_asked(statement.engagement), len(views_now(statement)), list(views_of(statement))
    written = Counter(each.submitted_at for each in every)
    readable = (each for each in every if by.actor_key == each.written_by or asked in (written[each.submitted_at], 1))
    return Round(tuple(every) if now >= asked else tuple(readable), asked, now)
