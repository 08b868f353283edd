"""What each scheme would call the findings and recommendations of an engagement, and what that changes."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from concord.engagements.models import Engagement
from concord.findings.models import Finding, Numbering, Recommendation, Scheme, Statement
from concord.findings.states import StatementState


@dataclass(frozen=True)
class Renumbered:
    """A statement with the label that it has and the one that it would have."""

    statement: Statement
    old: str
    new: str

    @property
    def changes(self) -> bool:
        """Whether it would be called otherwise."""
        return self.old != self.new


def scheme_of(engagement: Engagement) -> Scheme:
    """Return how an engagement is numbered."""
    chosen = Numbering.objects.filter(engagement=engagement).first()
    return Scheme(chosen.scheme) if chosen else Scheme.FOCUS_AREA


def preview(engagement: Engagement, scheme: Scheme) -> list[Renumbered]:
    """Return every finding, then every recommendation, with its label now and under a scheme; in the order of the focus
    areas and of the labels as they are. What was set aside keeps its label unless another needs it."""
    findings, recommendations = _in_order(engagement)
    named = _of_findings(findings, scheme)
    answers = _of_recommendations(recommendations, named, scheme)
    return [
        *_whole(engagement, Finding, findings, named),
        *_whole(engagement, Recommendation, recommendations, answers),
    ]


def digest(rows: Iterable[Renumbered]) -> str:
    """Return the SHA-256 (hexadecimal) of what a preview starts from: whoever renumbers has seen these labels."""
    return hashlib.sha256("\n".join(f"{row.statement.ref} {row.old}" for row in rows).encode()).hexdigest()


def manifest(rows: Iterable[Renumbered]) -> str:
    """Return a line for each statement that is called otherwise: its reference, the label before, the label after."""
    return "".join(f"{row.statement.ref}\t{row.old}\t{row.new}\n" for row in rows if row.changes)


def natural(label: str) -> tuple[tuple[int, str], ...]:
    """Sort 1.10 after 1.9."""
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in label.split("."))


def as_read(rows: Iterable[Recommendation]) -> list[Recommendation]:
    """Return recommendations by their labels, each with its action items after it."""
    found = {each.pk: each for each in rows}

    def place(each: Recommendation) -> tuple[object, ...]:
        head = found.get(each.below_id or 0, each)
        return natural(head.label), head.pk, head is not each, natural(each.label), each.pk

    return sorted(found.values(), key=place)


def _in_order(engagement: Engagement) -> tuple[list[Finding], list[Recommendation]]:
    """Return what is not set aside, as a reader meets it."""
    kept = Finding.objects.filter(engagement=engagement).exclude(state=StatementState.SET_ASIDE)
    findings = sorted(kept.select_related("focus_area"), key=lambda each: (_area(each), natural(each.label), each.pk))
    place = {each.pk: number for number, each in enumerate(findings)}
    rows = Recommendation.objects.filter(engagement=engagement).exclude(state=StatementState.SET_ASIDE)
    answers = sorted(as_read(rows), key=lambda each: place.get(each.finding_id, len(place)))
    return findings, answers


def _area(finding: Finding) -> int:
    return finding.focus_area.number if finding.focus_area else 0


def _of_findings(findings: list[Finding], scheme: Scheme) -> dict[int, str]:
    counted: Counter[int] = Counter()
    labels = {}
    for finding in findings:
        area = 0 if scheme == Scheme.CONTINUOUS else _area(finding)
        counted[area] += 1
        labels[finding.pk] = f"{area}.{counted[area]}" if area else str(counted[area])
    return labels


def _of_recommendations(rows: list[Recommendation], findings: dict[int, str], scheme: Scheme) -> dict[int, str]:
    """Return their labels; in every scheme those of action items are one level below their recommendation's."""
    counted: Counter[str] = Counter()
    labels: dict[int, str] = {}
    for each in rows:
        within = findings.get(each.finding_id, each.label)
        if scheme == Scheme.PILLAR:
            within = within.partition(".")[0]
        within = labels.get(each.below_id or 0, within)
        counted[within] += 1
        labels[each.pk] = f"{within}.{counted[within]}"
    return labels


def _whole(
    engagement: Engagement, kind: type[Statement], kept: Iterable[Statement], labels: dict[int, str]
) -> list[Renumbered]:
    rows = [Renumbered(each, each.label, labels[each.pk]) for each in kept]
    taken = set(labels.values())
    aside = kind._base_manager.filter(engagement=engagement, state=StatementState.SET_ASIDE)  # noqa: SLF001 - as in numbering
    moved = (Renumbered(each, each.label, each.ref if each.label in taken else each.label) for each in aside)
    return list(chain(rows, moved))
