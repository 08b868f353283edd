"""Reads of reviewers' views: how many there must be, and who may read them when."""

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
    """Return the views that somebody may read: those of earlier rounds, their own, and the others' of the present round
    once all that are asked for are written."""
    asked, now = reviewers_asked(statement.engagement), views_now(statement)
    hidden = {each.pk for each in now if each.written_by != by.actor_key} if len(now) < asked else set()
    return Round(tuple(each for each in views_of(statement) if each.pk not in hidden), asked, len(now))
