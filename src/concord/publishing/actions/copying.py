"""The verb by which one agency's work learns from another's: what a site has released becomes a draft here."""

from datetime import datetime
from typing import Any

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.findings import numbering
from concord.findings.models import Finding, Recommendation
from concord.findings.states import StatementState
from concord.findings.words import MoreOfRecommendation, of_recommendation
from concord.programme.queries import of as programme_of
from concord.publishing import queries, rules
from concord.publishing.queries import Released

P = Permission


@verb
def copy_released(
    engagement: Engagement, *, of: str, finding: str, label: str, by: Actor, at: datetime
) -> Recommendation:
    """Draft a recommendation with the words of one that another site released (`of`: release:key), on a finding of
    this engagement (its reference). It keeps its origin. Its justification, effort, cost and owner are not copied:
    why it is right here, and what it asks of this agency, is for the team to write.

    The same again, while it is a draft, is the same recommendation (law 17).
    Raises Denied, BadInput (nothing of that name is released, no such finding, a label that is taken)."""
    locked = lifecycle.lock(engagement)
    stands_on = Finding.objects.filter(engagement=locked, ref=finding).first()
    if stands_on is None:
        raise BadInput(f"There is no finding {finding} in {locked.ref}.")
    rules.may(by, P.RECOMMENDATION_COPY, stands_on).require()
    found = queries.released(locked, of)
    if found is None:
        raise BadInput(f"No other site has released {of!r}; expected a release and a key, such as REL-2026-0007:1.1.")
    origin = _origin(found)
    drafts = Recommendation.objects.filter(finding=stands_on, origin=origin, state=StatementState.DRAFT)
    if same := drafts.first():
        raise Unchanged(same)
    words = of_recommendation(
        locked, label, found.said["text"], "", list(found.said["tags"]), _besides(locked, found.said)
    )
    numbering.require_label(Recommendation, locked, label)
    return Recommendation.begin(
        P.RECOMMENDATION_COPY,
        by=by,
        at=at,
        ref=next_ref("REC", at),
        engagement=locked,
        finding=stands_on,
        author=by.actor_key,
        origin=origin,
        **words,
    )


def _origin(found: Released) -> dict[str, str]:
    return {
        "site": found.slug,
        "name": found.site,
        "key": found.said["key"],
        "label": found.said["label"],
        "release": found.release,
        "sha256": found.sha256,
    }


def _besides(engagement: Engagement, said: Any) -> MoreOfRecommendation:
    """Return best practice and outcome measure, and of kind, aims and practices what this engagement's edition has."""
    programme = programme_of(engagement.edition) if engagement.edition else None
    kinds = {each.key for each in programme.recommendation_kind if each.allowed} if programme else set()
    aims = [each.key for each in programme.aim] if programme else []
    practices = [each.key for each in programme.practice] if programme else []
    there = {name: {each["key"] for each in said.get(name, ())} for name in ("aims", "practices")}
    kind = said.get("kind", {}).get("key", "")
    return {
        "kind": kind if kind in kinds else "",
        "aims": [aim for aim in aims if aim in there["aims"]],
        "practices": [practice for practice in practices if practice in there["practices"]],
        "best_practice": said.get("best_practice", ""),
        "outcome_measure": said.get("outcome_measure", ""),
    }
