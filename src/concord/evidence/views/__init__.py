"""Pages of evidence and of what keeps it confidential."""

from concord.evidence.views import foia, identities, items, retention

VERBS = [*items.VERBS, *identities.VERBS, *foia.VERBS, *retention.VERBS]

__all__ = ("VERBS", "foia", "identities", "items", "retention")
