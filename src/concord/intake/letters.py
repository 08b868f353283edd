"""The letter that tells the agency of a decision, from the template of the request's edition."""

from collections.abc import Mapping

from concord.core import documents as docs
from concord.core import zones
from concord.intake import queries
from concord.intake.models import AssistanceRequest, Decided
from concord.programme import letters
from concord.programme.queries import of as programme_of


def compose(request: AssistanceRequest, key: str, facts: Mapping[str, str]) -> letters.Filled:
    """Fill the template of a letter; `facts` are its further words, such as reason and until. Raises BadInput."""
    office = programme_of(request.edition).office
    always = {
        "agency": request.agency_name,
        "reference": request.ref,
        "office": office.name,
        "email": office.email,
        "phone": office.phone,
    }
    return letters.fill(queries.letter(request, key), always | dict(facts))


def document(sent: Decided) -> docs.Document:
    """Return a letter as it was sent, to be drawn as Word or PDF."""
    request = sent.request
    office, day = programme_of(request.edition).office, zones.day(sent.decided_at)
    facts = (
        ("From", f"{office.name}\n{office.address}"),
        ("Reference", request.ref),
        ("Date", f"{day.day} {day:%B %Y}"),
    )
    return docs.Document(
        title=sent.subject,
        blocks=(docs.Pairs(facts), *docs.paragraphs(sent.letter)),
        author=office.name,
        footer=request.ref,
    )
