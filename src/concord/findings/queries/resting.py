"""What was issued, and rests on what those who told it agreed to have published no more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from concord.accounts.queries import members
from concord.core.permissions import Permission
from concord.core.roles import AssessmentLead
from concord.core.telling.news import News
from concord.engagements.models import Engagement
from concord.evidence.consent import Use, agreed_to
from concord.evidence.models import SEALED, EvidenceItem
from concord.findings import rules
from concord.findings.models import AlsoAnswers, Citation, Finding, Recommendation
from concord.findings.states import StatementState


@dataclass(frozen=True)
class Resting:
    """An issued finding, the items under it that are not to be published, and the issued recommendations that answer
    it: whether their words tell something of the items, a person has to read."""

    finding: Finding
    items: tuple[EvidenceItem, ...]
    recommendations: tuple[Recommendation, ...]


def issued_without_consent(engagement: Engagement) -> list[Resting]:
    """Return what of an engagement was issued and rests on such items, oldest first; by three queries."""
    items = defaultdict[Finding, list[EvidenceItem]](list)
    for one in _not_to_be_said(Citation.objects.filter(finding__engagement=engagement)):
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
        finding = one.finding
        words = f"{finding.ref} is issued and rests on {one.evidence.ref}, which is not to be published. Read it again."
        news = News(finding.ref, words, finding.get_absolute_url(), f"{finding.ref}:{one.evidence.ref}:consent")
        for held in members(f"engagement:{finding.engagement.ref}").filter(role=AssessmentLead.key):
            if held.person.is_active and rules.may(held.person, Permission.FINDING_VIEW_DRAFT, finding):
                yield held.person.actor_key, news


def _not_to_be_said(citations: QuerySet[Citation]) -> Iterator[Citation]:
    """Yield, oldest finding first, what issued findings cite and those who told it want published no more; such an item
    is always sealed."""
    issued = citations.filter(
        taken_away_at=None, finding__state=StatementState.ISSUED, evidence__releasability__in=SEALED
    ).select_related("finding__engagement__agency", "evidence__fieldwork")
    for one in issued.order_by("finding", "pk"):
        if not agreed_to(one.evidence, Use.SAY):
            yield one
