"""Reads of fact checks: who may see them, the texts given, where quoted words stand, what changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.accounts.scoping import visible
from concord.core.differing import Difference
from concord.core.permissions import Permission
from concord.engagements.due import service_days
from concord.engagements.models import Engagement
from concord.engagements.states import EngagementState
from concord.findings.models import CheckedText, FactCheck, FactComment, Finding, Recommendation, Statement, Verdict
from concord.findings.reviewed import is_answered_by, is_as_given, plain
from concord.findings.states import FactCheckState, StatementState
from concord.findings.words import between

P = Permission
_AT = {"agency": "engagement__agency__ref", "engagement": "engagement__ref"}
_WITH = ("engagement__agency", "engagement__edition")
_TURNS = "engagement__turns"  # by which windows are reckoned
WINDOW = 20  # working days, where an edition names none


@dataclass(frozen=True)
class Change:
    """What a text says now otherwise than when it was given to be checked. `because` are the comments accepted on it
    that are answered by the words, and `differences` the fields of these; `otherwise` is what was reworded in other
    fields, which answers no comment; `waiting` are the comments accepted whose words stand as they were."""

    statement: Statement
    because: tuple[FactComment, ...]
    differences: tuple[Difference, ...]
    otherwise: tuple[Difference, ...]
    waiting: tuple[FactComment, ...]


def fact_check(ref: str) -> FactCheck | None:
    """Return the fact check with this reference, or None."""
    return FactCheck.objects.select_related(*_WITH).filter(ref=ref).first()


def fact_checks_visible_to(person: Person) -> QuerySet[FactCheck]:
    """Return the fact checks that a person may see."""
    rows = FactCheck.objects.select_related(*_WITH).prefetch_related(_TURNS)
    return rows.filter(visible(person, P.FACT_CHECK_VIEW, **_AT))


def fact_checks_open_for(person: Person) -> QuerySet[FactCheck]:
    """Return the fact checks with which this person can go on: the agency's to send back, the lead's to close."""
    rows = FactCheck.objects.select_related(*_WITH).prefetch_related(_TURNS)
    rows = rows.filter(engagement__state=EngagementState.OPEN)
    sending = visible(person, P.FACT_CHECK_SEND_BACK, **_AT)
    closing = visible(person, P.FACT_CHECK_CLOSE, **_AT)
    with_agency = rows.filter(sending, state=FactCheckState.WITH_AGENCY)
    return with_agency | rows.filter(closing, state=FactCheckState.WITH_TEAM)


def fact_checks_over(today: date) -> list[FactCheck]:
    """Return the fact checks that the agency still has though their window has ended."""
    rows = FactCheck.objects.select_related(*_WITH).prefetch_related(_TURNS)
    rows = rows.filter(state=FactCheckState.WITH_AGENCY, due_on__lt=today, engagement__state=EngagementState.OPEN)
    return [each for each in rows.order_by("pk") if each.has_until < today]


def window(engagement: Engagement) -> int:
    """Return the working days that an agency has, as the engagement's edition says."""
    return service_days(engagement, "fact_check") or WINDOW


def validated(engagement: Engagement) -> list[Statement]:
    """Return what can be given to the agency to check: the validated findings, then the validated recommendations."""
    there = {"engagement": engagement, "state": StatementState.VALIDATED}
    findings, recommendations = Finding.objects.filter(**there), Recommendation.objects.filter(**there)
    return [*findings.order_by("pk"), *recommendations.order_by("pk")]


def texts_of(check: FactCheck) -> list[CheckedText]:
    """Return the texts that were given, in their order."""
    return list(check.texts.select_related("finding", "recommendation", "fact_check").order_by("pk"))


def texts_with_agency(engagement: Engagement) -> list[CheckedText]:
    """Return the texts of an engagement that the agency is checking now."""
    rows = CheckedText.objects.filter(fact_check__engagement=engagement, fact_check__state=FactCheckState.WITH_AGENCY)
    return list(rows.select_related("finding", "recommendation", "fact_check").order_by("pk"))


def text_in(check: FactCheck, ref: str) -> CheckedText | None:
    """Return the text of a finding or recommendation in a fact check, or None."""
    return next((text for text in texts_of(check) if text.statement.ref == ref), None)


def comments_in(check: FactCheck) -> list[FactComment]:
    """Return the comments by their numbers."""
    rows = check.comments.select_related("of__finding", "of__recommendation")
    return list(rows.order_by("number"))


def place_of(text: CheckedText, quote: str) -> str | None:
    """Return the first field of a text in which the quoted words stand, or None."""
    fields = ((name, said) for name, said in text.words.items() if isinstance(said, str))
    return next((name for name, said in fields if quote in plain(said)), None)


def change_log(check: FactCheck) -> list[Change]:
    """Return what changed in each text since it was given, each rewording with the comments that it answers."""
    accepted = [each for each in comments_in(check) if each.verdict == Verdict.ACCEPTED]
    log = []
    for text in texts_of(check):
        on_it = [each for each in accepted if each.of_id == text.pk]
        if on_it or not is_as_given(text.statement, text):
            log.append(_change(text, on_it))
    return log


def _change(text: CheckedText, accepted: Iterable[FactComment]) -> Change:
    now = text.statement.words
    because: list[FactComment] = []
    waiting: list[FactComment] = []
    for each in accepted:
        (because if is_answered_by(each, now) else waiting).append(each)
    places = {each.place for each in because}
    answering = {name: said for name, said in text.words.items() if name in places}
    others = {name: said for name, said in text.words.items() if name not in places}
    return Change(text.statement, tuple(because), between(answering, now), between(others, now), tuple(waiting))
