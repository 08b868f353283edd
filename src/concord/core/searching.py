"""Full-text search: how texts are read as words, and the index that keeps them read.

Without its index a text is read anew for each search, some 20 to 60 µs a row: a table that grows needs one."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector

CONFIG = "english"


def words(*fields: str) -> SearchVector:
    """Return the words of some fields of a row, all together."""
    return SearchVector(*fields, config=CONFIG)


def words_index(name: str, *fields: str) -> GinIndex:
    """Return the index under which a table keeps the words of these fields; a search uses it for just these."""
    # Without fastupdate: after a load, searches would otherwise read a list of what is not yet in the index.
    return GinIndex(words(*fields), name=name, fastupdate=False)
