"""The lifecycles of evidence, by what they are about."""

from concord.evidence.states.documents import DOCUMENT, DocumentState
from concord.evidence.states.items import EVIDENCE, EvidenceState

__all__ = ("DOCUMENT", "EVIDENCE", "DocumentState", "EvidenceState")
