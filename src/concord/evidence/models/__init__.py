"""The models of evidence, by what they are about."""

from concord.evidence.models.items import EvidenceItem, Releasability

__all__ = ("EvidenceItem", "Releasability")
