"""Evidence: listed, read, logged, withdrawn."""

from functools import partial
from typing import ClassVar

from rest_framework.response import Response

from concord.api import shapes
from concord.api.base import (
    READ_EVIDENCE,
    WRITE_EVIDENCE,
    PersonRequest,
    View,
    described,
    listed,
    page_of,
    read,
    seen,
)
from concord.core import clock
from concord.core.permissions import Permission
from concord.core.unkept import unkept
from concord.engagements.queries import focus_area
from concord.engagements.rules import may as may_engagement
from concord.evidence import actions, queries, rules
from concord.evidence.models import EvidenceItem

P = Permission
_described = partial(described, tag="evidence")
_item = partial(seen, load=queries.item, may=rules.may, see=P.EVIDENCE_VIEW)
_area = partial(seen, load=focus_area, may=may_engagement, see=P.ENGAGEMENT_VIEW)
_WAYS = {"engagement": "engagement__ref", "focus_area": "focus_area__ref", "method": "method", "state": "state"}


def _whole(item: EvidenceItem, status: int = 200) -> Response:
    """Answer with an item and its facts, which no cache keeps."""
    queries.with_titles([item])
    item.facts = queries.facts(item)  # type: ignore[attr-defined]  # for the shape
    return unkept(Response(shapes.EvidenceWhole(item).data, status=status))


class EvidenceList(View):
    """The items that a person may see."""

    needs: ClassVar = {"GET": READ_EVIDENCE, "POST": WRITE_EVIDENCE}

    @_described(
        "evidence_list",
        "List evidence, the newest first",
        gives=page_of("Evidence", shapes.Evidence),
        asks=shapes.WantedEvidence,
    )
    def get(self, request: PersonRequest) -> Response:
        """List what the person may see."""
        rows = queries.visible_to(request.user)
        return listed(
            request,
            rows,
            wanted=shapes.WantedEvidence,
            ways=_WAYS,
            shape=shapes.Evidence,
            opened=queries.with_titles,
        )

    @_described(
        "evidence_log",
        "Log an item of evidence; the same facts again are the same item",
        gives=shapes.EvidenceWhole,
        takes=shapes.NewEvidence,
        status=201,
        changes=True,
    )
    def post(self, request: PersonRequest) -> Response:
        """Log an item."""
        told = read(shapes.NewEvidence, request.data)
        area = _area(told.pop("focus_area"), by=request.user)
        return _whole(actions.log(area, by=request.user, at=clock.now(), **told), status=201)


class EvidenceOne(View):
    """One item."""

    needs: ClassVar = {"GET": READ_EVIDENCE}

    @_described("evidence_read", "Read an item of evidence with its facts", gives=shapes.EvidenceWhole, of=True)
    def get(self, request: PersonRequest, ref: str) -> Response:
        """Read an item."""
        return _whole(_item(ref, by=request.user))


class EvidenceWithdraw(View):
    """The withdrawing of one item."""

    needs: ClassVar = {"POST": WRITE_EVIDENCE}

    @_described(
        "evidence_withdraw",
        "Withdraw an item with the reason; it stays on record",
        gives=shapes.EvidenceWhole,
        takes=shapes.Reason,
        of=True,
        changes=True,
    )
    def post(self, request: PersonRequest, ref: str) -> Response:
        """Withdraw an item."""
        told = read(shapes.Reason, request.data)
        item = _item(ref, by=request.user)
        return _whole(actions.withdraw(item, by=request.user, at=clock.now(), **told))
