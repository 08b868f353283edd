"""The verbs of coding rounds: open, close, call off."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from concord.core import lifecycle
from concord.core.actions import verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence import queries, rules
from concord.evidence.models import Codebook, CodingRound, RoundCoder, RoundPassage
from concord.evidence.queries.rounds import Drawable
from concord.evidence.taking_codes import frozen

if TYPE_CHECKING:
    import numpy as np

P = Permission


@verb
def open_round(
    codebook: Codebook,
    *,
    name: str,
    blind: bool,
    coders: Sequence[str],
    focus_area: int | None = None,
    method: str = "",
    confidential: bool = False,
    size: int | None = None,
    at_least: int = 0,
    rng: "np.random.Generator | None" = None,
    by: Actor,
    at: datetime,
) -> CodingRound:
    """Open a round: freeze the codebook, name the coders (actor keys), and draw `size` of the passages that the filters
    leave, or take all. `at_least` is how many of each method at the least. `rng` was made with the seed that is kept.

    Raises Denied, Incomplete (what is missing: name, coders, codes, passages, the seed), BadInput (somebody who may not
    code here, a sample larger than what is there)."""
    locked = lifecycle.lock(codebook)
    rules.may(by, P.ROUND_OPEN, locked).require()
    frame = queries.drawable(locked.engagement, focus_area=focus_area, method=method, confidential=confidential)
    _require_whole(locked, name, coders, frame, drawn=size is not None, seeded=rng is not None)
    chosen, strata = _drawn(frame, size, at_least, rng)
    told = _in_words(len(frame), focus_area, method, confidential=confidential)
    opened = CodingRound.begin(
        P.ROUND_OPEN,
        by=by,
        at=at,
        ref=next_ref("CRD", at),
        engagement=locked.engagement,
        codebook=locked,
        version=frozen(locked, by=by, at=at),
        name=name.strip(),
        blind=blind,
        drawn_from=told,
        seed=None if size is None else _seed(rng),
        strata=strata,
        confidential=any(one.sealed for one in chosen),
        opened_by=by.actor_key,
    )
    RoundCoder.objects.bulk_create(RoundCoder(round=opened, coder=key) for key in dict.fromkeys(coders))
    RoundPassage.objects.bulk_create(
        (_passage(opened, place, one) for place, one in enumerate(chosen, start=1)), batch_size=1000
    )
    return opened


@verb
def close_round(coding_round: CodingRound, *, by: Actor, at: datetime) -> CodingRound:
    """Close a round: nothing more is coded in it, everybody sees what all have coded, and agreement is computed. A
    passage that a coder has not read counts as missing.

    Raises Denied, NotAllowedNow."""
    far = [[one.coder, one.read, one.of] for one in queries.progress(coding_round)]
    return lifecycle.move(coding_round, P.ROUND_CLOSE, by=by, at=at, may=rules.may, more={"read": far})


@verb
def call_off_round(coding_round: CodingRound, *, reason: str, by: Actor, at: datetime) -> CodingRound:
    """Call a round off with the reason; what was coded stays and counts nowhere. Raises Denied, NotAllowedNow."""
    if not reason.strip():
        raise Incomplete("A round is called off with a reason.", ["the reason"])
    return lifecycle.move(coding_round, P.ROUND_CALL_OFF, by=by, at=at, may=rules.may, reason=reason)


def _require_whole(
    codebook: Codebook, name: str, coders: Sequence[str], frame: list[Drawable], *, drawn: bool, seeded: bool
) -> None:
    missing = [] if name.strip() else ["the name"]
    missing += [] if coders else ["who codes"]
    missing += [] if any(one.code.codable for one in queries.tree(codebook)) else ["a code that can be given"]
    missing += [] if frame else ["a passage of a document that was read"]
    missing += ["the seed of the sample"] if drawn and not seeded else []
    if missing:
        raise Incomplete("The round cannot be opened yet.", missing)
    able = _may_code(codebook.engagement)
    if strangers := [key for key in coders if key not in able]:
        raise BadInput(f"{', '.join(strangers)} may not code in {codebook.engagement.ref}.")


def _may_code(engagement: Engagement) -> set[str]:
    return {who.actor_key for who in queries.possible_coders(engagement)}


def _drawn(
    frame: list[Drawable], size: int | None, at_least: int, rng: "np.random.Generator | None"
) -> tuple[list[Drawable], list[list[Any]]]:
    """Return the passages of the sample, and of each method how many were there and drawn."""
    from concord.analysis.errors import AnalysisError
    from concord.analysis.text.sampling import draw

    if size is None or rng is None:
        return frame, []
    if size < 1:
        raise BadInput(f"A sample has one passage or more; it says {size}.")
    try:
        sample = draw([one.method for one in frame], size, rng=rng, at_least=at_least)
    except AnalysisError as bad:
        raise BadInput(f"The sample cannot be drawn: {bad}.") from None
    return [frame[place] for place in sample.places], [[str(s.kind), s.there, s.drawn] for s in sample.strata]


def _seed(rng: "np.random.Generator | None") -> int | None:
    """Return the seed with which a source of chance was made, so that what is kept is what was used."""
    entropy = getattr(getattr(getattr(rng, "bit_generator", None), "seed_seq", None), "entropy", None)
    if not isinstance(entropy, int) or not 0 <= entropy < 2**63:
        raise BadInput("A sample is drawn with a seed that is a whole number from 0 to 9223372036854775807.")
    return entropy


def _in_words(there: int, focus_area: int | None, method: str, *, confidential: bool) -> str:
    """Say of what was drawn."""
    parts = [f"{there} passages of documents that were read"]
    parts += [] if focus_area is None else [f"in focus area {focus_area}"]
    parts += [f"gathered by {method}"] if method else []
    parts += ["confidential ones included" if confidential else "confidential ones left out"]
    return ", ".join(parts)


def _passage(of: CodingRound, place: int, one: Drawable) -> RoundPassage:
    return RoundPassage(
        round=of,
        place=place,
        document_id=one.document,
        revision=one.revision,
        page=one.page,
        paragraph=one.paragraph,
        length=one.length,
    )
