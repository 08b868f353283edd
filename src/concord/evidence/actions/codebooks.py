"""The verbs of codebooks: start, add, reword, merge, split and end codes, set aside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from concord.core import lifecycle
from concord.core.actions import Unchanged, verb
from concord.core.errors import BadInput, Incomplete
from concord.core.ids import next_ref
from concord.core.permissions import Actor, Permission
from concord.engagements.models import Engagement
from concord.evidence import rules
from concord.evidence.models import Code, Codebook
from concord.evidence.queries.codebooks import Incoming
from concord.evidence.states import CodebookState
from concord.evidence.taking_codes import known_colour, make_code, named_code, take_codes

P = Permission
_WORDS = ("definition", "inclusion", "exclusion", "examples")


@verb
def start_codebook(engagement: Engagement, *, name: str, by: Actor, at: datetime) -> Codebook:
    """Start a codebook of an engagement. One of the same name that is in use is the same (law 17).

    Raises Denied, Incomplete (no name)."""
    locked = lifecycle.lock(engagement)
    rules.may(by, P.CODEBOOK_START, locked).require()
    named = named_code(name)
    if same := Codebook.objects.filter(engagement=locked, name=named, state=CodebookState.OPEN).first():
        raise Unchanged(same)
    ref = next_ref("CBK", at)
    return Codebook.begin(
        P.CODEBOOK_START, by=by, at=at, ref=ref, engagement=locked, name=named, started_by=by.actor_key
    )


@verb
def add_code(
    codebook: Codebook,
    *,
    name: str,
    parent: int | None = None,
    definition: str = "",
    inclusion: str = "",
    exclusion: str = "",
    examples: str = "",
    categories: Sequence[str] = (),
    colour: int | None = None,
    codable: bool = True,
    by: Actor,
    at: datetime,
) -> Codebook:
    """Add a code, below another one (by its number) or at the top. Without a colour it gets the next of the twelve.

    Raises Denied, NotAllowedNow, Incomplete (no name), BadInput (the name is there at that place, no such parent)."""
    locked = lifecycle.lock(codebook)
    words = {"definition": definition, "inclusion": inclusion, "exclusion": exclusion, "examples": examples}
    above = None if parent is None else _living(locked, parent)
    _require_free(locked, above, named_code(name))
    made = make_code(locked, name=name, parent=above, colour=colour, codable=codable, by=by, at=at, **words)
    made.categories = _categories(categories)
    made.save(update_fields=["categories"])
    return _changed(locked, P.CODE_ADD, {"code": made.number, "name": made.name}, by=by, at=at)


@verb
def reword_code(
    codebook: Codebook,
    *,
    code: int,
    name: str,
    parent: int | None = None,
    definition: str = "",
    inclusion: str = "",
    exclusion: str = "",
    examples: str = "",
    categories: Sequence[str] = (),
    colour: int,
    codable: bool = True,
    by: Actor,
    at: datetime,
) -> Codebook:
    """Say anew what a code means, what it is called and where it stands. Rounds keep the version they were opened with.

    The same again changes nothing. Raises Denied, NotAllowedNow, Incomplete, BadInput (as adding; below itself)."""
    locked = lifecycle.lock(codebook)
    found = _living(locked, code)
    above = None if parent is None else _living(locked, parent)
    _require_no_ring(found, above)
    said: dict[str, Any] = dict(zip(_WORDS, (definition, inclusion, exclusion, examples), strict=True))
    said |= {"name": named_code(name), "parent": above, "categories": _categories(categories)}
    said |= {"colour": known_colour(colour), "codable": codable}
    changed = {key: value for key, value in said.items() if getattr(found, key) != value}
    if not changed:
        raise Unchanged(locked)
    _require_free(locked, above, said["name"], but=found)
    old = {key: _plain(getattr(found, key)) for key in changed}
    for key, value in changed.items():
        setattr(found, key, value)
    found.save(update_fields=list(changed))
    new = {key: _plain(value) for key, value in changed.items()}
    return _changed(locked, P.CODE_REWORD, {"code": code, "old": old, "new": new}, by=by, at=at)


@verb
def merge_codes(codebook: Codebook, *, code: int, into: int, by: Actor, at: datetime) -> Codebook:
    """End a code in another one. Nothing that was coded is rewritten: it is read as the other code from now on. Codes
    below the one that ends go below the other.

    Raises Denied, NotAllowedNow, BadInput (no such code, itself, one below it, a name that is there already)."""
    locked = lifecycle.lock(codebook)
    gone, stays = _living(locked, code), _living(locked, into)
    if not stays.codable and gone.codable:
        raise BadInput(f"Nothing is coded with “{stays.name}”: it only holds others. Merge into one that is given.")
    _require_no_ring(gone, stays)
    for child in gone.children.filter(ended_at=None):
        _require_free(locked, stays, child.name)
        child.parent = stays
        child.save(update_fields=["parent"])
    _end(gone, f"Merged into “{stays.name}”.", by=by, at=at, merged_into=stays)
    return _changed(locked, P.CODE_MERGE, {"code": code, "into": into}, by=by, at=at)


@verb
def split_code(codebook: Codebook, *, code: int, names: Sequence[str], by: Actor, at: datetime) -> Codebook:
    """Split a code into new ones below it. It stays to hold them and keeps what was coded with it, to be looked
    at again; nothing new is coded with it.

    Raises Denied, NotAllowedNow, Incomplete (fewer than two names), BadInput (no such code, a name twice)."""
    locked = lifecycle.lock(codebook)
    found = _living(locked, code)
    wanted = [name.strip() for name in names if name.strip()]
    if len(wanted) < len(("one", "another")):
        raise Incomplete("A code is split into two or more.", ["their names, one a line"])
    if len(set(wanted)) < len(wanted):
        raise BadInput("One of the names stands twice.")
    numbers = []
    for name in wanted:
        _require_free(locked, found, name)
        numbers.append(make_code(locked, name=name, parent=found, by=by, at=at).number)
    found.codable = False
    found.save(update_fields=["codable"])
    return _changed(locked, P.CODE_SPLIT, {"code": code, "into": numbers}, by=by, at=at)


@verb
def end_code(codebook: Codebook, *, code: int, reason: str, by: Actor, at: datetime) -> Codebook:
    """End a code that is not wanted, with the reason. What was coded with it stays.

    Raises Denied, NotAllowedNow, Incomplete (no reason), BadInput (no such code, others stand below it)."""
    if not reason.strip():
        raise Incomplete("A code ends with a reason.", ["the reason"])
    locked = lifecycle.lock(codebook)
    found = _living(locked, code)
    if found.children.filter(ended_at=None).exists():
        raise BadInput(f"Codes stand below “{found.name}”. End them first, or put them elsewhere.")
    _end(found, reason, by=by, at=at)
    return _changed(locked, P.CODE_END, {"code": code}, reason=reason, by=by, at=at)


@verb
def set_codebook_aside(codebook: Codebook, *, reason: str, by: Actor, at: datetime) -> Codebook:
    """Set a codebook aside with the reason; its rounds go on with their version. Raises Denied, NotAllowedNow."""
    if not reason.strip():
        raise Incomplete("A codebook is set aside with a reason.", ["the reason"])
    return lifecycle.move(codebook, P.CODEBOOK_SET_ASIDE, by=by, at=at, may=rules.may, reason=reason)


def _changed(
    locked: Codebook, by_verb: Permission, more: dict[str, Any], *, reason: str = "", by: Actor, at: datetime
) -> Codebook:
    changes = {"state_since": locked.state_since}  # it is handed to nobody
    return lifecycle.move(locked, by_verb, by=by, at=at, may=rules.may, reason=reason, more=more, changes=changes)


def _end(code: Code, why: str, *, by: Actor, at: datetime, merged_into: Code | None = None) -> None:
    code.ended_at, code.ended_by, code.ended_because, code.merged_into = at, by.actor_key, why, merged_into
    code.save(update_fields=["ended_at", "ended_by", "ended_because", "merged_into"])


def _living(codebook: Codebook, number: int) -> Code:
    found = codebook.codes.filter(number=number, ended_at=None).first()
    if found is None:
        raise BadInput(f"{codebook.ref} has no code {number}, or it has ended.")
    return found


def _require_free(codebook: Codebook, parent: Code | None, name: str, *, but: Code | None = None) -> None:
    there = codebook.codes.filter(parent=parent, name=name, ended_at=None)
    if (there.exclude(pk=but.pk) if but else there).exists():
        raise BadInput(f"There is a code “{name}” at that place already.")


def _require_no_ring(code: Code, above: Code | None) -> None:
    """Raise BadInput for a code that would come to stand below itself."""
    here = above
    while here is not None:
        if here.pk == code.pk:
            raise BadInput(f"“{code.name}” cannot stand below itself, nor end in itself or in a code below it.")
        here = here.parent


def _categories(names: Sequence[str]) -> list[str]:
    return sorted({name.strip() for name in names if name.strip()})


def _plain(value: Any) -> Any:
    return value.number if isinstance(value, Code) else value


@verb
def import_codes(codebook: Codebook, *, codes: Sequence[Incoming], origin: str, by: Actor, at: datetime) -> Codebook:
    """Take the codes of a file in, each at its place; one that is there already stays as it is. All or none; the same
    file again changes nothing (law 17).

    Raises Denied, NotAllowedNow, BadInput (a name that is empty or too long; more codes than a codebook has)."""
    locked = lifecycle.lock(codebook)
    rules.may(by, P.CODES_IMPORT, locked).require()
    _, taken = take_codes(locked, codes, by=by, at=at)
    if not taken:
        raise Unchanged(locked)
    return _changed(
        locked, P.CODES_IMPORT, {"taken": taken, "there": len(codes) - taken, "origin": origin}, by=by, at=at
    )
