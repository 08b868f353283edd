"""What full-text search reads: one expression, which an index of the model and the query of the search share."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db.models.expressions import Combinable

CONFIG = "english"


def words(*fields: str | Combinable) -> SearchVector:
    """Return the words of some fields of a model, or of expressions over them, as the search looks them up."""
    return SearchVector(*fields, config=CONFIG)


def index(name: str, *fields: str) -> GinIndex:
    """Return the index that answers a search in these fields. Without fastupdate: otherwise searches would read a list
    of what is not yet in the index."""
    return GinIndex(words(*fields), name=name, fastupdate=False)
