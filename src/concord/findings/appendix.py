"""The justification appendix as a document, for a page, Word and PDF. Pure: it says what it is given."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from concord.core import zones
from concord.core.documents import Block, Document, Heading, Pairs, Paragraph, Table, paragraphs
from concord.findings.grounds import Counted
from concord.findings.justification import Basis, Shown
from concord.findings.models import Direction, Recommendation
from concord.findings.states import StatementState
from concord.findings.strength import RULE

_HEADS = {
    Direction.SUPPORTS: "What supports it",
    Direction.CONTRADICTS: "What contradicts it",
    Direction.CONTEXT: "What gives its context",
}
_NOTHING = {
    Direction.SUPPORTS: "No evidence that counts is on record.",
    Direction.CONTRADICTS: "Nothing on record contradicts it.",
}
_COLUMNS = ("Evidence", "How it was gathered", "What it is", "Strength")
_KEPT = (
    "Each piece of evidence has a number that stays. What is told of it is the narrower of two limits: how far the "
    "item may travel, and what those who took part agreed to."
)


def of_recommendation(
    recommendation: Recommendation, basis: Basis, *, as_of: date, mark: str = "", author: str = ""
) -> Document:
    """Return the justification of one recommendation."""
    blocks: list[Block] = [
        Pairs((*_standing(recommendation), ("Finding", basis.finding.title), ("As of", _day(as_of)))),
        Heading("What is recommended"),
        *_text(recommendation),
        Heading("Why"),
        *(paragraphs(recommendation.justification) or [Paragraph("No justification is on record.")]),
        Heading("The finding that it answers"),
        *_finding(basis),
        *_basis(basis, as_of=as_of, level=1),
        *_end(),
    ]
    title = f"Justification of recommendation {recommendation.label}"
    return _document(title, recommendation, blocks, mark=mark, author=author)


def of_engagement(title: str, bases: Sequence[Basis], *, as_of: date, mark: str = "", author: str = "") -> Document:
    """Return the justifications of many recommendations, by the findings that they answer."""
    number = sum(len(basis.recommendations) for basis in bases)
    blocks: list[Block] = [
        Pairs((("Findings", str(len(bases))), ("Recommendations", str(number)), ("As of", _day(as_of)))),
    ]
    for basis in bases:
        blocks += [Heading(basis.finding.title), *_finding(basis), *_basis(basis, as_of=as_of, level=2)]
        for each in basis.recommendations:
            blocks += [Heading(each.title, 2), Pairs(_standing(each)), *_text(each), *paragraphs(each.justification)]
    if not bases:
        blocks.append(Paragraph("No recommendation is yours to see yet."))
    footer = f"Justification of the recommendations, as of {_day(as_of)}"
    blocks += _end()
    return Document(
        "Justification of the recommendations", tuple(blocks), subtitle=title, mark=mark, author=author, footer=footer
    )


def _document(title: str, of: Recommendation, blocks: list[Block], *, mark: str, author: str) -> Document:
    draft = "" if of.is_issued else f"Not issued: {of.state_label.lower()}"
    marks = " · ".join(filter(None, [mark, draft]))
    subtitle = of.engagement.title
    return Document(title, tuple(blocks), subtitle=subtitle, mark=marks, author=author, footer=f"{title}, {of.ref}")


def _standing(of: Recommendation) -> tuple[tuple[str, str], ...]:
    issued = f", {_day(zones.day(of.issued_at))}" if of.state == StatementState.ISSUED and of.issued_at else ""
    return (("Reference", of.ref), ("State", f"{of.state_label}{issued}"))


def _text(of: Recommendation) -> Sequence[Paragraph]:
    return paragraphs(of.text) or [Paragraph("Its text is not in the public record.")]


def _finding(basis: Basis) -> Sequence[Paragraph]:
    return paragraphs(basis.finding.narrative) or [Paragraph("Its text is not in the public record.")]


def _basis(basis: Basis, *, as_of: date, level: int) -> Iterator[Block]:
    label = basis.finding.label
    yield Heading("What it rests on", level)
    yield Paragraph(_summary(basis, as_of))
    counts = tuple(_count(basis, method) for method in _methods(basis))
    if counts:
        yield Table(f"Finding {label}: evidence that counts, by method", _COUNTS, counts)
    if basis.levels:
        told = tuple(
            (level_.label, f"{number} of {sum(n for _, n in basis.levels)}") for level_, number in basis.levels
        )
        yield Table(f"Finding {label}: how much of it may be shown", ("What may be shown", "Items"), told)
    for side in Direction:
        yield from _side(basis, side, level=level + 1)


_COUNTS = ("Method", *Direction.labels)


def _summary(basis: Basis, as_of: date) -> str:
    items = "1 item of evidence" if basis.items == 1 else f"{basis.items} items of evidence"
    return f"{items}, counted from the records on {_day(as_of)}. {basis.borne_out.label}."


def _methods(basis: Basis) -> list[str]:
    return list(dict.fromkeys(one.method for side in Direction for one in basis.counts[side]))


def _count(basis: Basis, method: str) -> tuple[str, ...]:
    by_side = [next((one for one in basis.counts[side] if one.method == method), None) for side in Direction]
    name = next(one.name for one in by_side if one is not None)
    return (name, *(_units(one) if one else "–" for one in by_side))


def _units(one: Counted) -> str:
    people = f", {one.people} took part" if one.people else ""
    return f"{one.number} {one.unit}{people}"


def _side(basis: Basis, side: Direction, *, level: int) -> Iterator[Block]:
    rows = basis.shown[side]
    if not rows and side not in _NOTHING:
        return
    yield Heading(_HEADS[side], level)
    if rows:
        yield Table(f"Finding {basis.finding.label}: {_HEADS[side].lower()}", _COLUMNS, tuple(map(_line, rows)))
    else:
        yield Paragraph(_NOTHING[side])
    if side == Direction.CONTRADICTS and basis.weighed:
        yield Paragraph(f"What was made of it: {basis.weighed}")


def _line(row: Shown) -> tuple[str, ...]:
    gathered = (row.method, row.audience, row.when, row.how_many)
    words = f"“{row.quoted}”" if row.quoted else row.unquoted_because
    what = (row.title or row.level.label, words)
    return ("\n".join(_some(row.number, row.place)), "\n".join(_some(*gathered)), "\n".join(_some(*what)), row.strength)


def _some(*texts: str) -> Iterable[str]:
    return filter(None, texts)


def _end() -> list[Block]:
    return [Heading("How this was made"), Paragraph(_KEPT), Heading("How strength is told", 2), Pairs(RULE)]


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
