"""The models of evidence, by what they are about."""

from concord.evidence.models.documents import Document, Passage, Revision
from concord.evidence.models.items import EvidenceItem, Releasability
from concord.evidence.models.searches import SavedSearch

__all__ = ("Document", "EvidenceItem", "Passage", "Releasability", "Revision", "SavedSearch")
