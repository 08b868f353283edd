"""What was issued, and rests on what those who told it agreed to have published no more, or not so far any more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from concord.accounts.queries import members
from concord.core.permissions import Permission
from concord.core.roles import AssessmentLead
from concord.core.telling.news import News
from concord.engagements.models import Engagement
from concord.evidence.consent import Use, agreed_to, of, wider_since
from concord.evidence.models import SEALED, EvidenceItem
from concord.findings import rules
from concord.findings.models import AlsoAnswers, Citation, Finding, Recommendation
from concord.findings.states import StatementState


@dataclass(frozen=True)
class Resting:
    """An issued finding, the items under it that are not to be published, or of which less may be told than when they
    were cited, and the issued recommendations that answer it: whether their words tell it, a person has to read."""

    finding: Finding
    items: tuple[EvidenceItem, ...]
    recommendations: tuple[Recommendation, ...]


def issued_without_consent(engagement: Engagement) -> list[Resting]:
    """Return what of an engagement was issued and rests on what is not to be published, oldest first; by three
    queries."""
    return _resting(engagement, _not_to_be_said(Citation.objects.filter(finding__engagement=engagement)))


def issued_on_wider_consent(engagement: Engagement) -> list[Resting]:
    """Return what of an engagement was issued and rests on items of which less may be told now than when they were
    cited, oldest first; by four queries."""
    return _resting(engagement, _agreed_to_less(Citation.objects.filter(finding__engagement=engagement)))


def _resting(engagement: Engagement, citations: Iterator[Citation]) -> list[Resting]:
    items = defaultdict[Finding, list[EvidenceItem]](list)
    for one in citations:
        items[one.finding].append(one.evidence)
    answers = defaultdict[int, dict[int, Recommendation]](dict)
    issued = Recommendation.objects.filter(engagement=engagement, state=StatementState.ISSUED).order_by("pk")
    for each in issued.filter(finding__in=items):
        answers[each.finding_id][each.pk] = each
    for too in AlsoAnswers.objects.filter(recommendation__in=issued, finding__in=items).select_related(
        "recommendation"
    ):
        answers[too.finding_id][too.recommendation_id] = too.recommendation
    return [
        Resting(finding, tuple(under), tuple(answers[finding.pk][key] for key in sorted(answers[finding.pk])))
        for finding, under in items.items()
    ]


def news_of_consent() -> Iterator[tuple[str, News]]:
    """Yield to each lead what was issued and rests on such an item; each with a key, so that it is told once."""
    for one in _not_to_be_said(Citation.objects.all()):
        yield from _to_leads(one, "which is not to be published", "consent")
    for one in _agreed_to_less(Citation.objects.all()):
        agreed = of(one.evidence)
        yield from _to_leads(one, f"of which less may be told now ({agreed.label.lower()})", f"consent:{agreed}")


def _to_leads(one: Citation, what: str, key: str) -> Iterator[tuple[str, News]]:
    finding = one.finding
    words = f"{finding.ref} is issued and rests on {one.evidence.ref}, {what}. Read it again."
    news = News(finding.ref, words, finding.get_absolute_url(), f"{finding.ref}:{one.evidence.ref}:{key}")
    for held in members(f"engagement:{finding.engagement.ref}").filter(role=AssessmentLead.key):
        if held.person.is_active and rules.may(held.person, Permission.FINDING_VIEW_DRAFT, finding):
            yield held.person.actor_key, news


def _not_to_be_said(citations: QuerySet[Citation]) -> Iterator[Citation]:
    """Yield, oldest finding first, what issued findings cite and those who told it want published no more; such an item
    is always sealed."""
    for one in _issued(citations).filter(evidence__releasability__in=SEALED):
        if not agreed_to(one.evidence, Use.SAY):
            yield one


def _agreed_to_less(citations: QuerySet[Citation]) -> Iterator[Citation]:
    """Yield, oldest finding first, what issued findings cite and of which less may be told now than since it was
    cited; a consent that was changed is said with the item."""
    changed = list(_issued(citations).exclude(evidence__consent=""))
    wider = wider_since([(one.evidence, one.cited_at) for one in changed])
    yield from (one for one, was in zip(changed, wider, strict=True) if was)


def _issued(citations: QuerySet[Citation]) -> QuerySet[Citation]:
    issued = citations.filter(taken_away_at=None, finding__state=StatementState.ISSUED)
    return issued.select_related("finding__engagement__agency", "evidence__fieldwork").order_by("finding", "pk")
