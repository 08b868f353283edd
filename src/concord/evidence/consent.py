"""What those who took part agreed to, asked again whenever something of theirs is to leave the house.

Whoever publishes, gives to a records request or quotes asks here; the reason of a refusal says what was agreed. Which
consent holds is said by `of`, and nowhere else."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from concord.core.models import AuditRow
from concord.core.permissions import ALLOWED, Decision, Permission, refuse
from concord.evidence.models import Consent, EvidenceItem, Fieldwork, Releasability
from concord.evidence.states import EvidenceState


class Use(StrEnum):
    """What may be done in public with something that was told."""

    SAY = "say it without saying from whom"
    QUOTE = "quote it"
    ROLE = "name the role of who said it"


_ALL = frozenset(Use)
_AGREED: Mapping[str, frozenset[Use]] = {
    Consent.NOT_NEEDED: _ALL,
    Consent.UNATTRIBUTED: frozenset({Use.SAY}),
    Consent.QUOTED: frozenset({Use.SAY, Use.QUOTE}),
    Consent.WITH_ROLE: _ALL,
    Consent.WITHHELD: frozenset(),
}
NO_PUBLICATION = "those who took part agreed to no publication"
NO_QUOTATION = "those who took part agreed that it be used, not that their words be given"


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
    agreed = of(item)
    if use in _AGREED[agreed]:
        return ALLOWED
    if agreed == Consent.WITHHELD:
        return refuse(f"{item.ref}: {NO_PUBLICATION}.")
    return refuse(f"{item.ref}: those who took part agreed to “{agreed.label.lower()}”, not to {use}.")


def of(item: EvidenceItem) -> Consent:
    """Return the consent that holds: what was said of the item itself, with it or since; else what was recorded when
    its field work was held; else none was needed. Of many items fetch their `fieldwork` along."""
    fieldwork = _fieldwork(item)
    return Consent(item.consent or (fieldwork.consent if fieldwork else Consent.NOT_NEEDED))


def wider_since(used: Sequence[tuple[EvidenceItem, datetime]]) -> list[Consent | None]:
    """Return for each item what those who took part agreed to at some time since that moment, where it reached further
    than what they agree to now; None where it did not, or where they want it published no more, which is said in other
    words. By one query of the trail, and none where no consent can have been wider."""
    narrow = {item.ref for item, _ in used if item.consent not in ("", Consent.WITHHELD) and _AGREED[of(item)] != _ALL}
    rows = AuditRow.objects.filter(what__in=narrow, verb=Permission.EVIDENCE_CONSENT.value).order_by("pk")
    known = defaultdict[str, list[tuple[datetime, Consent]]](list)
    for body in rows.values_list("body", flat=True) if narrow else ():
        told = json.loads(body)
        known[told["what"]].append((datetime.fromisoformat(told["at"]), Consent(told["more"]["agreed_from"])))
    return [_widest(item, [was for at, was in known[item.ref] if at >= since]) for item, since in used]


def _widest(item: EvidenceItem, earlier: Sequence[Consent]) -> Consent | None:
    wider = [was for was in earlier if _AGREED[was] > _AGREED[of(item)]]
    return max(wider, key=lambda was: len(_AGREED[was]), default=None)


def was_asked(item: EvidenceItem) -> bool:
    """Say whether there was anybody who could agree to anything."""
    return bool(item.consent) or _fieldwork(item) is not None


def _fieldwork(item: EvidenceItem) -> Fieldwork | None:
    return getattr(item, "fieldwork", None)  # Django raises an AttributeError where there is none
