"""The findings and recommendations of an engagement as a report to be taken along: a document, and plain data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from concord.core import zones
from concord.core.documents import Block, Document, Heading, Pairs, Paragraph, paragraphs
from concord.findings.models import AgencyResponse, Finding, Recommendation, Statement
from concord.findings.schemes import as_read, natural
from concord.findings.words import particulars

Report = Sequence[tuple[Finding, Sequence[Recommendation]]]


def in_order(findings: Iterable[Finding], recommendations: Iterable[Recommendation]) -> Report:
    """Return the findings by focus area and number, each with what stands on it."""
    answers: dict[int, list[Recommendation]] = {}
    for each in as_read(recommendations):
        answers.setdefault(each.finding_id, []).append(each)
    found = sorted(findings, key=lambda one: (_area(one), natural(one.label), one.pk))
    return [(finding, answers.get(finding.pk, [])) for finding in found]


def document(
    title: str, report: Report, answers: dict[int, AgencyResponse], *, as_of: date, mark: str = "", author: str = ""
) -> Document:
    """Return the report as a document; `answers` are the agency's, by the number of the recommendation."""
    number = sum(len(rows) for _, rows in report)
    day = f"{as_of.day} {as_of:%B %Y}"
    blocks: list[Block] = [
        Pairs((("Findings", str(len(report))), ("Recommendations", str(number)), ("As of", day))),
    ]
    for finding, rows in report:
        blocks += [Heading(finding.title), *_finding(finding)]
        for each in rows:
            blocks += [Heading(each.title, 2), *_recommendation(each, answers.get(each.pk))]
    if not report:
        blocks.append(Paragraph("No finding is yours to see yet."))
    name = "Findings and recommendations"
    return Document(name, tuple(blocks), subtitle=title, mark=mark, author=author, footer=f"{name}, as of {day}")


def data(report: Report, answers: dict[int, AgencyResponse]) -> list[dict[str, Any]]:
    """Return the report as plain values: each finding with its words and, under "recommendations", what stands on it;
    `answers` as above. Days are ISO 8601."""
    return [
        {
            **_values(finding),
            "focus_area": _area(finding) or None,
            "recommendations": [_recommended(each, answers.get(each.pk)) for each in rows],
        }
        for finding, rows in report
    ]


def _area(finding: Finding) -> int:
    return finding.focus_area.number if finding.focus_area else 0


def _finding(finding: Finding) -> Iterator[Block]:
    yield _standing(finding)
    yield from paragraphs(finding.narrative) or [Paragraph("Its text is not in the public record.")]
    yield from _besides(finding)
    if finding.strengths:
        yield Heading("Strengths to build on", 2)
        yield from paragraphs(finding.strengths)


def _recommendation(each: Recommendation, answer: AgencyResponse | None) -> Iterator[Block]:
    yield _standing(each)
    yield from paragraphs(each.text) or [Paragraph("Its text is not in the public record.")]
    yield from paragraphs(each.justification)
    yield from _besides(each)
    if answer:
        yield Paragraph(f"The agency: {answer.get_answer_display().lower()}. {answer.reason}".strip())


def _standing(statement: Statement) -> Pairs:
    return Pairs((("Reference", statement.ref), ("State", statement.state_label)))


def _besides(statement: Statement) -> Iterator[Block]:
    if said := particulars(statement):
        yield Pairs(tuple(said))


def _values(statement: Statement) -> dict[str, Any]:
    issued = zones.day(statement.issued_at).isoformat() if statement.issued_at else None
    about = {"ref": statement.ref, "key": statement.key, "state": statement.state, "issued_on": issued}
    return {**about, **statement.words}


def _recommended(each: Recommendation, answer: AgencyResponse | None) -> dict[str, Any]:
    """Return a recommendation; of an action item, "below" is the reference of the one below which it stands."""
    below = each.below.ref if each.below else None
    return {**_values(each), "below": below, "response": _response(answer)}


def _response(answer: AgencyResponse | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {"answer": answer.answer, "reason": answer.reason, "on": zones.day(answer.responded_at).isoformat()}
