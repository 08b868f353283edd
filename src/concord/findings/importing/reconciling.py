"""What a report states of itself beside what its table lists: counted, never typed into the records."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

_FURTHEST = 3  # numbers that count have no larger gaps than this, in all


@dataclass(frozen=True)
class Stated:
    """How many findings and recommendations a report says that it has, and how many recommendations in each focus area
    (by its number); None and {} where it does not say."""

    findings: int | None = None
    recommendations: int | None = None
    areas: Mapping[int, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Return it as plain values, to be kept."""
        return asdict(self)


def of_told(told: Mapping[str, Any]) -> Stated:
    """Return what was kept by `told`; JSON keeps numbers of areas as text."""
    areas = {int(number): count for number, count in told.get("areas", {}).items()}
    return Stated(told.get("findings"), told.get("recommendations"), areas)


def reconcile(
    stated: Stated, findings: Mapping[str, int], recommendations: Mapping[str, str], items: Mapping[str, str]
) -> Iterator[str]:
    """Yield each difference in a sentence. `findings` are listed labels with the number of their focus area (0 where it
    is not known), `recommendations` listed labels with that of their finding, `items` those of action items with that
    of their recommendation; a report counts these apart."""
    yield from _count("findings", stated.findings, len(findings))
    yield from _count("recommendations", stated.recommendations, len(recommendations))
    within = Counter(findings.get(finding, 0) for finding in recommendations.values())
    for number, count in stated.areas.items():
        yield from _count("recommendations", count, within[number], f"Focus area {number}: ")
    parts = sum(stated.areas.values())
    if stated.areas and stated.recommendations not in (None, parts):
        yield f"By focus area {parts} recommendations are stated, in all {stated.recommendations}."
    yield from _findings_left_out(findings)
    yield from _left_out_below("Recommendation", recommendations)
    yield from _left_out_below("Action item", items)
    if items:
        yield f"Action items, beside the recommendations: {len(items)}."


def _count(noun: str, stated: int | None, listed: int, where: str = "") -> Iterator[str]:
    if stated is None or stated == listed:
        return
    apart = abs(stated - listed)
    what = "missing from the file" if stated > listed else "listed beyond the stated number"
    yield f"{where}{stated} {noun} stated, {listed} listed: {apart} {'is' if apart == 1 else 'are'} {what}."


def _findings_left_out(findings: Mapping[str, int]) -> Iterator[str]:
    """Numbers left out where findings are counted through: 10 and 12 without 11; 2.1 and 2.3 without 2.2."""
    for prefix, present in _numbers(findings):
        for number in _left_out(present):
            yield f"Finding {prefix}{number} is not in the file, though {prefix}{max(present)} is."


def _left_out_below(what: str, within: Mapping[str, str]) -> Iterator[str]:
    """Numbers left out below another: 1.1.1 and 1.1.3 without 1.1.2."""
    counted = {label for label, above in within.items() if label.rpartition(".")[0] == above}
    for prefix, present in _numbers(counted):
        for number in _left_out(present):
            yield f"{what} {prefix}{number} is not in the file, though {prefix}{max(present)} is."


def _numbers(labels: Mapping[str, int] | set[str]) -> Iterator[tuple[str, set[int]]]:
    """Yield what stands before the last number of labels ("" or "2.") with those numbers."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for label in labels:
        first, dot, last = label.rpartition(".")
        if last.isdecimal():
            found[first + dot].add(int(last))
    yield from found.items()


def _left_out(present: set[int]) -> list[int]:
    """Return the numbers that are missing below the last one; none where the numbers are of another kind, as years."""
    last = max(present)
    return sorted(set(range(1, last)) - present) if last <= _FURTHEST * len(present) else []
