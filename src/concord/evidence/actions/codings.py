"""The verbs of coding: code a stretch, withdraw it, say that a passage is read, decide where coders differ."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete, NotThere
from concord.core.permissions import Actor, Permission
from concord.evidence import coding_memos, rules
from concord.evidence.models import Adjudication, Code, Coding, CodingRound, PassageRead, RoundPassage
from concord.evidence.states import EvidenceState

P = Permission


@verb
def code_stretch(
    coding_round: CodingRound, *, place: int, first: int, last: int, code: int, memo: str = "", by: Actor, at: datetime
) -> Coding:
    """Give a code (its number) to the characters from `first` up to `last` of the passage at a place of the round; of
    a memo the text is sealed. The same stretch and code by the same coder again is the same (law 17).

    Raises Denied, NotAllowedNow, NotThere (no such passage), BadInput (a stretch outside it, no code of the version,
    a withdrawn document)."""
    locked = lifecycle.lock(coding_round)
    rules.may(by, P.ROUND_CODE, locked).require()
    passage = _passage(locked, place, by)
    if not 0 <= first < last <= passage.length:
        raise BadInput(
            f"Characters {first} to {last} are no stretch of {passage.citation().short}: it has 0 to {passage.length}."
        )
    chosen = _of_version(locked, code)
    what: dict[str, Any] = {"passage": passage, "first": first, "last": last, "code": chosen, "coder": by.actor_key}
    if same := Coding.objects.filter(withdrawn_at=None, **what).first():
        raise Unchanged(same)
    made = Coding.objects.create(made_at=at, has_memo=bool(memo.strip()), **what)
    if made.has_memo:
        coding_memos.keep(made, memo.strip(), at=at)
    _noted(locked, P.ROUND_CODE, {"passage": made.citation.short, "code": code}, by=by, at=at)
    return made


@verb
def uncode(coding_round: CodingRound, *, coding: int, by: Actor, at: datetime) -> CodingRound:
    """Withdraw a coding of one's own (its key in the database). It stays on record as withdrawn.

    Raises Denied, NotAllowedNow, NotThere (no such coding of theirs, or withdrawn already)."""
    locked = lifecycle.lock(coding_round)
    rules.may(by, P.ROUND_UNCODE, locked).require()
    mine = Coding.objects.select_related("passage__document", "code")
    found = mine.filter(pk=coding, passage__round=locked, coder=by.actor_key, withdrawn_at=None).first()
    if found is None:
        raise NotThere("There is no such coding of yours, or it was withdrawn already.")
    found.withdrawn_at, found.withdrawn_by = at, by.actor_key
    found.save(update_fields=["withdrawn_at", "withdrawn_by"])
    more = {"passage": found.citation.short, "code": found.code.number}
    return _noted(locked, P.ROUND_UNCODE, more, by=by, at=at)


@verb
def note_passages(coding_round: CodingRound, *, places: Sequence[int], by: Actor, at: datetime) -> CodingRound:
    """Say that one has read passages to their end, such as those of a page: what one did not code in them is not there.
    Again is the same.

    Raises Denied, NotAllowedNow, NotThere (no such passage), BadInput (a withdrawn document)."""
    locked = lifecycle.lock(coding_round)
    rules.may(by, P.ROUND_READ, locked).require()
    passages = [_passage(locked, place, by) for place in dict.fromkeys(places)]
    mine = PassageRead.objects.filter(passage__round=locked, coder=by.actor_key)
    there = set(mine.filter(passage__in=passages).values_list("passage", flat=True))
    new = [one for one in passages if one.pk not in there]
    if not new:
        raise Unchanged(locked)
    PassageRead.objects.bulk_create(PassageRead(passage=one, coder=by.actor_key, read_at=at) for one in new)
    return _noted(locked, P.ROUND_READ, {"passages": [one.citation().short for one in new]}, by=by, at=at)


@verb
def adjudicate(
    coding_round: CodingRound, *, place: int, code: int, applies: bool, why: str, by: Actor, at: datetime
) -> CodingRound:
    """Decide in a closed round whether a code applies to a passage, and why. What the coders coded stays as it was, and
    so does an earlier decision; the newest stands.

    Raises Denied, NotAllowedNow, Incomplete (no reason), NotThere (no such passage), BadInput (no such code)."""
    if not why.strip():
        raise Incomplete("A decision is kept with its reason.", ["the reason"])
    locked = lifecycle.lock(coding_round)
    rules.may(by, P.ROUND_ADJUDICATE, locked).require()
    passage = _passage(locked, place, by)
    chosen = _of_version(locked, code)
    last = Adjudication.objects.filter(passage=passage, code=chosen).order_by("-pk").first()
    if last is not None and (last.applies, last.decided_by) == (applies, by.actor_key):
        last.passage = passage
        if coding_memos.reasons([last]) == {last.pk: why.strip()}:
            raise Unchanged(locked)
    about = {"passage": passage, "code": chosen, "applies": applies, "why": coding_memos.KEPT_SEALED}
    decision = Adjudication.objects.create(**about, decided_at=at, decided_by=by.actor_key)
    coding_memos.keep_reason(decision, why.strip(), at=at)
    more = {"passage": passage.citation().short, "code": code, "applies": applies}
    return _noted(locked, P.ROUND_ADJUDICATE, more, by=by, at=at)


def _noted(locked: CodingRound, by_verb: Permission, more: dict[str, Any], *, by: Actor, at: datetime) -> CodingRound:
    changes = {"state_since": locked.state_since}  # it is handed to nobody
    return lifecycle.move(locked, by_verb, by=by, at=at, may=rules.may, more=more, changes=changes)


def _passage(of: CodingRound, place: int, by: Actor) -> RoundPassage:
    """Return a passage of a round that this person may still see and work on. Raises NotThere, Denied, BadInput."""
    rows = RoundPassage.objects.select_related("document__item__engagement__agency", "document__engagement__agency")
    found = rows.filter(round=of, place=place).first()
    if found is None:
        raise NotThere(f"{of.ref} has no passage {place}.")
    document = found.document
    rules.may(by, P.EVIDENCE_VIEW, document).require()
    if document.destroyed_in or document.item.state == EvidenceState.WITHDRAWN:
        raise BadInput(f"{document.ref} was withdrawn or destroyed; nothing more is coded in it.")
    return found


def _of_version(of: CodingRound, number: int) -> Code:
    """Return a code that the round's version of the codebook lets be given. Raises BadInput."""
    offered = {one["number"] for one in of.version.content if one["codable"]}
    if number not in offered:
        raise BadInput(f"Version {of.version.number} of the codebook has no code {number} that can be given.")
    return Code.objects.get(codebook=of.codebook_id, number=number)
