"""An agreement as a document to be kept on paper or as a file."""

from concord.core.documents import Document, Heading, Pairs, Signature, paragraphs
from concord.engagements.models import Agreement, Origin
from concord.engagements.models import Signature as Line
from concord.programme.queries import of as programme_of


def agreement_document(agreement: Agreement) -> Document:
    """Return the text of an agreement with its signatures, those that were given and the lines for the others."""
    engagement = agreement.engagement
    lines = tuple(_signature(agreement, line) for line in agreement.signatures.all())
    pairs = (("Reference", agreement.ref), ("Agency", agreement.request.agency_name), ("State", agreement.state_label))
    return Document(
        title=agreement.heading,
        blocks=(Pairs(pairs), *paragraphs(agreement.text), Heading("Signatures"), *lines),
        mark="Fictional" if engagement is not None and engagement.origin == Origin.FICTIONAL else "",
        author=programme_of(agreement.request.edition).office.name,
        footer=f"{agreement.ref}, version {agreement.version}, content {agreement.short_hash}",
    )


def _signature(agreement: Agreement, line: Line) -> Signature:
    proof = f"SHA-256 {agreement.content_hash}"
    if line.recorded_at is None:
        return Signature(statement=f"{line.who}, for the agency’s side", proof=proof)
    when = (
        f"{line.signed_on:%Y-%m-%d}, recorded {line.recorded_at:%Y-%m-%d %H:%M} UTC, {line.get_how_display().lower()}"
    )
    if line.shown_by:
        when += f"; {line.who.lower()} {line.get_shown_by_display()}"
    return Signature(line.intent or f"{line.who}, on paper", line.name, line.capacity, when, proof)
