"""Recommendations across sites. Offices choose their own words, so figures of several sites count by what each word
stands for, and show which word was counted as what."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from concord.engagements.models import Origin
from concord.findings.models import Recommendation
from concord.findings.states import StatementState
from concord.programme.models import Edition
from concord.reforms.models import Judgement
from concord.reforms.states import CoreState


@dataclass(frozen=True)
class Counted:
    """A status label, the core state it stands for, and how many recommendations the team last gave it."""

    label: str
    core_state: CoreState
    items: int


@dataclass(frozen=True)
class Across:
    """Issued recommendations of our own sites by the core state that the team assessed last, out of `base` in `sites`
    sites; `words` says which label was counted as what."""

    base: int
    sites: int
    words: tuple[Counted, ...]

    @property
    def by_core_state(self) -> dict[CoreState, int]:
        """How many have each core state."""
        found = Counter[CoreState]()
        for each in self.words:
            found[each.core_state] += each.items
        return {state: found[state] for state in CoreState if found[state]}

    @property
    def not_assessed(self) -> int:
        """How many the team has said nothing about."""
        return self.base - sum(each.items for each in self.words)


def across() -> Across:
    """Count the recommendations of our own sites now; by three queries."""
    issued = Recommendation.objects.filter(state=StatementState.ISSUED).exclude(engagement__origin=Origin.PUBLIC_RECORD)
    total = issued.order_by().aggregate(base=Count("pk"), sites=Count("engagement", distinct=True))
    of_issued = Judgement.objects.filter(reform__recommendation__state=StatementState.ISSUED)
    ours = of_issued.exclude(reform__engagement__origin=Origin.PUBLIC_RECORD)
    last = ours.order_by("reform", "-pk").distinct("reform").values("pk")
    rows = Judgement.objects.filter(pk__in=last).order_by().values("status", "core_state").annotate(items=Count("pk"))
    labels = _labels()
    words = (
        Counted(labels.get(row["status"], row["status"]), CoreState(row["core_state"]), row["items"]) for row in rows
    )
    order = list(CoreState)
    return Across(**total, words=tuple(sorted(words, key=lambda each: (order.index(each.core_state), each.label))))


def _labels() -> dict[str, str]:
    """Return what each status key is called, in the newest edition that has it."""
    documents = Edition.objects.order_by("number").values_list("content__document__status", flat=True)
    return {status["key"]: status["label"] for found in documents for status in found or ()}
