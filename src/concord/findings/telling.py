"""Who is told of a fact check, of what is issued otherwise than it was checked, or of a comment, inside the verb that
it tells of."""

from collections.abc import Iterable
from datetime import datetime

from concord.accounts.models import Person
from concord.accounts.queries import by_key, members
from concord.core.permissions import Actor, Permission
from concord.core.roles import AssessmentLead, ChiefExecutive, Liaison
from concord.core.telling import news
from concord.findings import rules
from concord.findings.models import FactCheck, Statement, StatementComment
from concord.findings.reviewed import is_as_given, texts_checked


def agency(told: news.News, of: FactCheck, *, by: Actor, at: datetime) -> None:
    """Tell the agency's chief executive and its liaisons, but whoever did it."""
    held = members(f"agency:{of.engagement.agency.ref}").filter(role__in=(ChiefExecutive.key, Liaison.key))
    _tell((one.person for one in held), told, of, by=by, at=at)


def lead(told: news.News, of: FactCheck, *, by: Actor, at: datetime) -> None:
    """Tell whoever leads the team, but whoever did it."""
    held = members(f"engagement:{of.engagement.ref}").filter(role=AssessmentLead.key)
    _tell((one.person for one in held), told, of, by=by, at=at)


def of_other_words(issued: Statement, *, by: Actor, at: datetime) -> None:
    """Tell the agency where what is issued differs from what it checked last, be it only that something is left out:
    the page of the fact check shows how."""
    given = texts_checked(issued)[-1]
    if is_as_given(issued, given):
        return
    check = given.fact_check
    said = f"{issued.ref} is issued in other words than you checked: {check.title}"
    told = news.News(check.ref, said, check.get_absolute_url(), f"{issued.ref}:{issued.state}:{at.isoformat()}")
    agency(told, check, by=by, at=at)


def of_comment(to: Iterable[str], told: news.News, of: StatementComment, *, by: Actor, at: datetime) -> None:
    """Tell people (actor keys) what was said, except whoever said it and whoever may not read drafts any more."""
    people = [one for one in map(by_key, sorted({*to} - {by.actor_key})) if one is not None and one.is_active]
    readers = [one for one in people if rules.may(one, Permission.FINDING_VIEW_DRAFT, of)]
    news.tell([(one.actor_key, told) for one in readers], at=at)


def _tell(people: Iterable[Person], told: news.News, of: FactCheck, *, by: Actor, at: datetime) -> None:
    known = {one.actor_key: one for one in people if one.actor_key != by.actor_key}
    readers = [key for key, one in known.items() if one.is_active and rules.may(one, Permission.FACT_CHECK_VIEW, of)]
    news.tell([(key, told) for key in readers], at=at)
