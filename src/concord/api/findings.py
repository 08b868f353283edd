"""Findings and recommendations: listed, read, drafted, reworded, supported, sent to be validated."""

from functools import partial
from typing import ClassVar

from rest_framework.response import Response

from concord.api import shapes
from concord.api.base import (
    READ_FINDINGS,
    WRITE_FINDINGS,
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
from concord.evidence import queries as evidence
from concord.evidence import rules as evidence_rules
from concord.findings import actions, queries, rules, sealed_notes
from concord.findings.models import Finding

P = Permission
_described = partial(described, tag="findings")
_finding = partial(seen, load=queries.finding, may=rules.may, see=P.FINDING_VIEW)
_recommendation = partial(seen, load=queries.recommendation, may=rules.may, see=P.FINDING_VIEW)
_item = partial(seen, load=evidence.item, may=evidence_rules.may, see=P.EVIDENCE_VIEW)
_area = partial(seen, load=focus_area, may=may_engagement, see=P.ENGAGEMENT_VIEW)
_WAYS = {"engagement": "engagement__ref", "state": "state"}


def _whole(finding: Finding, request: PersonRequest, status: int = 200) -> Response:
    """Answer with a finding and what it cites of the evidence that the person may see."""
    every = list(queries.citations(finding))
    theirs = evidence.visible_to(request.user).filter(pk__in=[one.evidence_id for one in every])
    known = set(theirs.values_list("pk", flat=True))
    shown = [one for one in every if one.evidence_id in known]
    why = sealed_notes.read(shown)
    citations = [{"evidence": one.evidence.ref, "why": why[one.pk]} for one in shown]
    told = {**shapes.FindingShape(finding).data, "citations": citations}
    return unkept(Response({**told, "citations_not_shown": len(every) - len(shown)}, status=status))


class FindingList(View):
    """The findings that a person may see."""

    needs: ClassVar = {"GET": READ_FINDINGS, "POST": WRITE_FINDINGS}

    @_described(
        "finding_list",
        "List findings, the newest first",
        gives=page_of("Finding", shapes.FindingShape),
        asks=shapes.WantedStatements,
    )
    def get(self, request: PersonRequest) -> Response:
        """List what the person may see."""
        rows = queries.visible_to(request.user)
        return listed(request, rows, wanted=shapes.WantedStatements, ways=_WAYS, shape=shapes.FindingShape)

    @_described(
        "finding_draft",
        "Draft a finding; the same draft again is the same finding",
        gives=shapes.FindingWhole,
        takes=shapes.NewFinding,
        status=201,
        changes=True,
    )
    def post(self, request: PersonRequest) -> Response:
        """Draft a finding."""
        told = read(shapes.NewFinding, request.data)
        area = _area(told.pop("focus_area"), by=request.user)
        return _whole(actions.draft_finding(area, by=request.user, at=clock.now(), **told), request, status=201)


class FindingOne(View):
    """One finding."""

    needs: ClassVar = {"GET": READ_FINDINGS}

    @_described("finding_read", "Read a finding with what it cites", gives=shapes.FindingWhole, of=True)
    def get(self, request: PersonRequest, ref: str) -> Response:
        """Read a finding."""
        return _whole(_finding(ref, by=request.user), request)


class FindingReword(View):
    """The rewording of a draft."""

    needs: ClassVar = {"POST": WRITE_FINDINGS}

    @_described(
        "finding_reword",
        "Reword a draft finding",
        gives=shapes.FindingWhole,
        takes=shapes.OtherWords,
        of=True,
        changes=True,
    )
    def post(self, request: PersonRequest, ref: str) -> Response:
        """Reword a draft."""
        told = read(shapes.OtherWords, request.data)
        finding = _finding(ref, by=request.user)
        return _whole(actions.reword_finding(finding, by=request.user, at=clock.now(), **told), request)


class FindingCite(View):
    """The citing of evidence."""

    needs: ClassVar = {"POST": WRITE_FINDINGS}

    @_described(
        "finding_cite",
        "Cite evidence for a draft finding",
        gives=shapes.FindingWhole,
        takes=shapes.NewCitation,
        status=201,
        of=True,
        changes=True,
    )
    def post(self, request: PersonRequest, ref: str) -> Response:
        """Cite evidence."""
        told = read(shapes.NewCitation, request.data)
        finding = _finding(ref, by=request.user)
        item = _item(told["evidence"], by=request.user)
        cited = actions.cite(finding, evidence=item, why=told["why"], by=request.user, at=clock.now())
        return _whole(cited, request, status=201)


class FindingSubmit(View):
    """The sending of a draft to be validated."""

    needs: ClassVar = {"POST": WRITE_FINDINGS}

    @_described(
        "finding_submit",
        "Send a draft finding to be validated",
        gives=shapes.FindingWhole,
        takes=None,
        of=True,
        changes=True,
    )
    def post(self, request: PersonRequest, ref: str) -> Response:
        """Send a draft to be validated."""
        return _whole(actions.submit(_finding(ref, by=request.user), by=request.user, at=clock.now()), request)


class FindingRecommend(View):
    """The drafting of a recommendation on a finding."""

    needs: ClassVar = {"POST": WRITE_FINDINGS}

    @_described(
        "recommendation_draft",
        "Draft a recommendation on a finding",
        gives=shapes.RecommendationShape,
        takes=shapes.NewRecommendation,
        status=201,
        of=True,
        changes=True,
    )
    def post(self, request: PersonRequest, ref: str) -> Response:
        """Draft a recommendation."""
        told = read(shapes.NewRecommendation, request.data)
        finding = _finding(ref, by=request.user)
        made = actions.draft_recommendation(finding, by=request.user, at=clock.now(), **told)
        return Response(shapes.RecommendationShape(made).data, status=201)


class RecommendationList(View):
    """The recommendations that a person may see."""

    needs: ClassVar = {"GET": READ_FINDINGS}

    @_described(
        "recommendation_list",
        "List recommendations, the newest first",
        gives=page_of("Recommendation", shapes.RecommendationShape),
        asks=shapes.WantedStatements,
    )
    def get(self, request: PersonRequest) -> Response:
        """List what the person may see."""
        rows = queries.recommendations_visible_to(request.user).select_related("below")
        return listed(request, rows, wanted=shapes.WantedStatements, ways=_WAYS, shape=shapes.RecommendationShape)


class RecommendationOne(View):
    """One recommendation."""

    needs: ClassVar = {"GET": READ_FINDINGS}

    @_described("recommendation_read", "Read a recommendation", gives=shapes.RecommendationShape, of=True)
    def get(self, request: PersonRequest, ref: str) -> Response:
        """Read a recommendation."""
        return Response(shapes.RecommendationShape(_recommendation(ref, by=request.user)).data)
