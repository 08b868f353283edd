"""A completion packet as a document: a letter once it is accepted, a record before. Pure."""

from collections.abc import Collection, Iterable, Sequence

from concord.core import zones
from concord.core.documents import Block, Document, Heading, Pairs, Paragraph, Table
from concord.reforms.models import Packet, Reform
from concord.reforms.queries import Line
from concord.reforms.states import PacketState


def document(
    packet: Packet,
    reforms: Sequence[Reform],
    lines: Sequence[Line],
    *,
    left_out: Collection[int] = (),
    author: str,
    mark: str,
) -> Document:
    """Return what was handed in, measure by measure, and how it was decided; of several reforms together too.
    `left_out` are the keys of the recommendations that were not accepted with the others."""
    accepted = packet.state == PacketState.ACCEPTED
    met = [one for one in reforms if one.recommendation_id not in left_out]
    blocks: list[Block] = [Pairs(tuple(_facts(packet, met, reforms)))]
    if accepted:
        blocks += [
            Paragraph(
                "The assessment team has reviewed this packet and accepts it: each measure in force is shown"
                + (", but for the recommendations named below as not accepted" if left_out else "")
                + ". What the team says of each recommendation is a statement of its own, and may be looked at again."
            ),
            Heading("What the review rests on"),
            Paragraph(packet.basis),
        ]
    blocks.append(Heading("Recommendations accepted" if left_out else "Recommendations"))
    blocks += [_named(one) for one in met]
    if left_out:
        blocks.append(Heading("Recommendations not accepted, and what is missing"))
        for one in reforms:
            if one.recommendation_id in left_out:
                blocks += [_named(one), *_missing(packet, one, lines)]
    rows = tuple(
        (
            f"{line.measure.label} of {line.measure.recommendation.label}",
            line.measure.shared_text,
            "; ".join(proof.ref or proof.name for _, proof in line.proofs) or "Nothing",
        )
        for line in lines
    )
    blocks += [
        Heading("Measures"),
        Table("Measures and what shows them", ("Measure", "What must be shown", "Shown by"), rows),
    ]
    title = "Completion letter" if accepted else "Completion packet"
    return Document(title, tuple(blocks), subtitle=packet.title_given, mark=mark, author=author, footer=packet.ref)


def _facts(packet: Packet, met: Sequence[Reform], reforms: Sequence[Reform]) -> Iterable[tuple[str, str]]:
    yield "Reference", packet.ref
    yield "Agency", packet.engagement.agency.title
    yield "State", packet.state_label
    yield "Rounds", str(packet.round)
    if packet.submitted_at:
        yield "Handed in", f"{zones.day(packet.submitted_at):%-d %B %Y}"
    if packet.accepted_at:
        yield "Accepted", f"{zones.day(packet.accepted_at):%-d %B %Y}"
        yield "Recommendations accepted", f"{len(met)} of {len(reforms)}"


def _named(reform: Reform) -> Paragraph:
    return Paragraph(f"{reform.recommendation.label}: {reform.recommendation.shared_text}")


def _missing(packet: Packet, reform: Reform, lines: Iterable[Line]) -> Iterable[Paragraph]:
    """Say what the reviewer missed of a recommendation in the last round."""
    for line in lines:
        if line.measure.recommendation_id == reform.recommendation_id:
            said = (remark.text for remark in line.remarks if remark.round == packet.round)
            yield from (Paragraph(f"Measure {line.measure.label}: {text}") for text in said)
