"""Reads of evidence, by what they are about."""

from concord.evidence.queries.items import counts_by_method, item, of, open_for, visible_to

__all__ = ("counts_by_method", "item", "of", "open_for", "visible_to")
