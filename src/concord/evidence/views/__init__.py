"""Pages of evidence, by what they are about."""

from concord.evidence.views.items import LOG, VERBS, WITHDRAW, evidence, file, item

__all__ = ("LOG", "VERBS", "WITHDRAW", "evidence", "file", "item")
