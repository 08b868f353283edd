"""What those who took part agreed to, asked again whenever something of theirs is to leave the house.

Whoever publishes, gives to a records request or quotes asks here; the reason of a refusal says what was agreed."""

from collections.abc import Mapping
from enum import StrEnum

from concord.core.permissions import ALLOWED, Decision, refuse
from concord.evidence.models import Consent, EvidenceItem, Fieldwork, Releasability
from concord.evidence.states import EvidenceState


class Use(StrEnum):
    """What may be done in public with something that was told."""

    SAY = "say it without saying from whom"
    QUOTE = "quote it"
    ROLE = "name the role of who said it"


_AGREED: Mapping[str, frozenset[Use]] = {
    Consent.NOT_NEEDED: frozenset(Use),
    Consent.UNATTRIBUTED: frozenset({Use.SAY}),
    Consent.QUOTED: frozenset({Use.SAY, Use.QUOTE}),
    Consent.WITH_ROLE: frozenset(Use),
    Consent.WITHHELD: frozenset(),
}
NO_PUBLICATION = "those who took part agreed to no publication"


def allows(item: EvidenceItem, use: Use) -> Decision:
    """Decide whether an item may be used so in public now: it stands, is releasable, and its consent reaches so far.

    Of many items fetch their `fieldwork` along."""
    if item.destroyed_in or item.state == EvidenceState.WITHDRAWN:
        return refuse(f"{item.ref} stands for nothing any more.")
    if not (agreed := agreed_to(item, use)):
        return agreed
    if item.releasability != Releasability.RELEASABLE:
        return refuse(f"{item.ref} is {item.get_releasability_display().lower()}.")
    return ALLOWED


def agreed_to(item: EvidenceItem, use: Use) -> Decision:
    """Decide by consent alone; of what nobody was asked for, such as a document, all is agreed to."""
    fieldwork: Fieldwork | None = getattr(
        item, "fieldwork", None
    )  # Django raises an AttributeError where there is none
    if fieldwork is None or use in _AGREED[fieldwork.consent]:
        return ALLOWED
    if fieldwork.consent == Consent.WITHHELD:
        return refuse(f"{item.ref}: {NO_PUBLICATION}.")
    return refuse(
        f"{item.ref}: those who took part agreed to “{fieldwork.get_consent_display().lower()}”, not to {use}."
    )
