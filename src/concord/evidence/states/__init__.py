"""The lifecycles of evidence, one file a noun."""

from concord.evidence.states.items import EVIDENCE, EvidenceState

__all__ = ("EVIDENCE", "EvidenceState")
