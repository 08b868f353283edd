"""Lists are paged by key: a page costs the same on the first and on the ten-thousandth."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
_LONGEST_KEY = 19  # digits of the largest key that the database can give


def page_of(rows: QuerySet[Any], request: HttpRequest) -> dict[str, Any]:
    """Return {"rows", "next"}: up to 50 rows after the key in ?after=, and the key of the next page or "".

    The list is ordered by the primary key alone, newest first, whatever order the queryset had: one stable, indexed
    order for every list. A key that is no number starts at the beginning."""
    after = request.GET.get("after", "")
    found = rows.order_by("-pk")
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        found = found.filter(pk__lt=int(after))
    page: list[Model] = list(found[: PAGE_SIZE + 1])
    more = len(page) > PAGE_SIZE
    page = page[:PAGE_SIZE]
    return {"rows": page, "next": str(page[-1].pk) if more else ""}
