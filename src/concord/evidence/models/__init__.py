"""The models of evidence, by what they are about."""

from concord.evidence.models.disposals import EVERYTHING, Disposal, LegalHold
from concord.evidence.models.foia import FoiaSet
from concord.evidence.models.identities import Identity, Opening
from concord.evidence.models.items import DESTROYED, SEALED, EvidenceItem, Releasability
from concord.evidence.models.redactions import Redaction

__all__ = (
    "DESTROYED",
    "EVERYTHING",
    "SEALED",
    "Disposal",
    "EvidenceItem",
    "FoiaSet",
    "Identity",
    "LegalHold",
    "Opening",
    "Redaction",
    "Releasability",
)
