"""The verbs by which recommendations are connected."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from concord.analysis.plan import graph
from concord.core import lifecycle
from concord.core.actions import Unchanged, hold, record, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.findings.models import Recommendation
from concord.reforms import queries, rules
from concord.reforms.models import DIRECTED, Link, LinkKind
from concord.reforms.within import require_here

P = Permission
_IN_CIRCLES = (*DIRECTED, LinkKind.SAME_ACTION)


@verb
def connect(
    recommendation: Recommendation, *, kind: str, other: Recommendation, why: str, by: Actor, at: datetime
) -> Recommendation:
    """Link a recommendation with another one of its engagement, and say why. The same link that stands already
    is no second one (law 17).

    Raises Denied, BadInput (the other is elsewhere, or neither issued nor taken up; a circle, which is named),
    Incomplete (no words)."""
    locked = _locked(recommendation)
    rules.may(by, P.LINK_CONNECT, locked).require()
    _require_kind(kind)
    _require_other(locked, other)
    reason = _said(why, "why they belong together")
    one, two = _in_order(kind, locked, other)
    if queries.links(locked.engagement).filter(one=one, other=two, kind=kind).exists():
        raise Unchanged(locked)
    _require_no_circle(locked.engagement, [Link(engagement=locked.engagement, one=one, other=two, kind=kind)])
    _make(one, two, kind, reason, by=by, at=at)
    more = {"kind": kind, "one": one.ref, "other": two.ref}
    record(locked, P.LINK_CONNECT, by=by, at=at, new=kind, reason=reason, more=more)
    return locked


@verb
def disconnect(recommendation: Recommendation, *, link: int, reason: str, by: Actor, at: datetime) -> Recommendation:
    """Take a link of a recommendation away (`link`: its number), and say why; it stays on record.

    Raises Denied, BadInput (no such link stands), Incomplete (no words)."""
    locked = _locked(recommendation)
    rules.may(by, P.LINK_DISCONNECT, locked).require()
    found = queries.links_of(locked).filter(pk=link).first()
    if found is None:
        raise BadInput(f"No link {link} of {locked.ref} stands.")
    because = _said(reason, "why it is taken away")
    Link.objects.filter(pk=found.pk).update(ended_at=at, ended_by=by.actor_key, ended_because=because)
    more = {"kind": found.kind, "one": found.one.ref, "other": found.other.ref}
    record(locked, P.LINK_DISCONNECT, by=by, at=at, old=found.kind, reason=because, more=more)
    return locked


@verb
def group(
    engagement: Engagement, *, recommendations: Sequence[Recommendation], why: str, by: Actor, at: datetime
) -> Engagement:
    """Say that several recommendations are met by one action: each is linked with the oldest of them.

    Links that stand already stay. One audit row names all of them. Raises Denied, BadInput (one is elsewhere; a circle,
    which is named), Incomplete."""
    locked = lifecycle.lock(engagement)
    hold(f"links of {locked.ref}")
    rules.may(by, P.LINK_GROUP, locked).require()
    reason = _said(why, "why they belong together")
    chosen = sorted({each.pk: each for each in recommendations}.values(), key=lambda each: each.pk)
    if len(chosen) <= 1:
        raise Incomplete("They cannot be linked yet.", ["two recommendations or more"])
    first, *rest = chosen
    require_here(locked, chosen)
    standing = set(queries.links(locked).filter(kind=LinkKind.SAME_ACTION).values_list("one", "other"))
    new = [each for each in rest if (first.pk, each.pk) not in standing]
    if not new:
        raise Unchanged(locked)
    same = LinkKind.SAME_ACTION
    _require_no_circle(locked, [Link(engagement=locked, one=first, other=each, kind=same) for each in new])
    for each in new:
        _make(first, each, LinkKind.SAME_ACTION, reason, by=by, at=at)
    more = {"kind": str(LinkKind.SAME_ACTION), "one": first.ref, "others": [each.ref for each in new]}
    record(locked, P.LINK_GROUP, by=by, at=at, new=LinkKind.SAME_ACTION, reason=reason, more=more)
    return locked


def _locked(recommendation: Recommendation) -> Recommendation:
    """Lock it, and let nobody else link anything in its engagement meanwhile: two halves of a circle make one."""
    hold(f"links of {recommendation.engagement.ref}")
    return lifecycle.lock(recommendation)


def _require_kind(kind: str) -> None:
    if kind not in LinkKind.values:
        raise BadInput(f"“{kind}” is no kind of link; expected one of: {', '.join(LinkKind.values)}.")


def _require_other(one: Recommendation, other: Recommendation) -> None:
    if one.pk == other.pk:
        raise BadInput(f"{one.ref} cannot be linked with itself.")
    require_here(one.engagement, [other])


def _in_order(kind: str, one: Recommendation, other: Recommendation) -> tuple[Recommendation, Recommendation]:
    """What holds both ways is kept once, the older recommendation first."""
    both_ways = kind not in DIRECTED
    return (other, one) if both_ways and other.pk < one.pk else (one, other)


def _require_no_circle(engagement: Engagement, new: Sequence[Link]) -> None:
    """Raise BadInput that names the circle which new links would close, of links of one kind or of several: each kind
    that has a direction says what comes first, and what is met by one action is one piece, wherever one enters it."""
    ways: dict[tuple[str, str], Link] = {}
    for link in queries.links(engagement).filter(kind__in=_IN_CIRCLES):
        ways |= {pair: link for pair in _passes(link) if pair not in ways}
    for link in (each for each in new if each.kind in _IN_CIRCLES):
        known = graph.make(nodes={ref for pair in (*ways, link.needs) for ref in pair}, needs=ways)
        for here, there in _passes(link):
            back = graph.way(known, start=there, end=here)
            around = (link, *(ways[pair] for pair in pairwise(back)))
            if back and any(each.kind in DIRECTED for each in around):
                words = ", ".join(each.words for each in around)
                raise BadInput(f"That would close a circle: {words}. Take one of these links away first.")
        ways |= {pair: link for pair in _passes(link) if pair not in ways}


def _passes(link: Link) -> tuple[tuple[str, str], ...]:
    """Return from where to where a link leads somebody who looks for a circle: from what waits to what comes first, and
    both ways between what is met by one action."""
    here, there = link.needs
    return ((here, there),) if link.kind in DIRECTED else ((here, there), (there, here))


def _make(one: Recommendation, other: Recommendation, kind: str, why: str, *, by: Actor, at: datetime) -> None:
    Link.objects.create(
        engagement=one.engagement, one=one, other=other, kind=kind, why=why, made_at=at, made_by=by.actor_key
    )


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise Incomplete("Something has to be said.", [what])
    return text.strip()
