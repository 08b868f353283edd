"""What several verbs do with codes: one is made, those of a file are taken in, a codebook is frozen. Called inside the
verbs of codebooks, rounds and coded projects."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from concord.core.errors import BadInput, Incomplete
from concord.core.permissions import Actor
from concord.evidence import queries
from concord.evidence.models import COLOURS, Code, Codebook, CodebookVersion
from concord.evidence.queries.codebooks import Incoming

MOST_CODES = 2_000
_LONGEST_NAME = 120


def make_code(
    codebook: Codebook, *, name: str, by: Actor, at: datetime, colour: int | None = None, **said: Any
) -> Code:
    """Make the next code of a codebook; without a colour it gets the next of the twelve. Raises Incomplete (no name),
    BadInput (no such colour)."""
    last = codebook.codes.order_by("-number").values_list("number", flat=True).first() or 0
    chosen = last % COLOURS + 1 if colour is None else known_colour(colour)
    known = {"codebook": codebook, "number": last + 1, "made_at": at, "made_by": by.actor_key}
    return Code.objects.create(name=named_code(name), colour=chosen, **known, **said)


def take_codes(
    locked: Codebook, codes: Sequence[Incoming], *, by: Actor, at: datetime
) -> tuple[dict[tuple[str, ...], Code], int]:
    """Make the codes of a file that are not there yet; return all of them by their places, and how many are new. Call
    inside a verb. Raises BadInput as `import_codes`."""
    if len(codes) > MOST_CODES:
        raise BadInput(f"The file has {len(codes):,} codes; a codebook takes {MOST_CODES:,} at once.")
    known: dict[tuple[str, ...], Code] = {}
    taken = 0
    for one in codes:
        parent = known.get(one.path[:-1])
        name = one.path[-1]
        if not name or len(name) > _LONGEST_NAME:
            raise BadInput(f"A code is called {name[:_LONGEST_NAME]!r}; expected 1 to {_LONGEST_NAME} characters.")
        there = locked.codes.filter(parent=parent, name=name, ended_at=None).first()
        if there is None:
            said: dict[str, Any] = {"definition": one.definition, "codable": one.codable, "colour": one.colour}
            there, taken = make_code(locked, name=name, parent=parent, by=by, at=at, **said), taken + 1
        known[one.path] = there
    return known, taken


def frozen(codebook: Codebook, *, by: Actor, at: datetime) -> CodebookVersion:
    """Return the version that holds the codes as they are now; it is made if there is none."""
    content = queries.content(codebook)
    sha256 = queries.digest(content)
    if same := codebook.versions.filter(sha256=sha256).first():
        return same
    number = codebook.versions.count() + 1
    return CodebookVersion.objects.create(
        codebook=codebook, number=number, content=content, sha256=sha256, frozen_at=at, frozen_by=by.actor_key
    )


def named_code(name: str) -> str:
    """Return a name without spaces around it. Raises Incomplete where nothing is left."""
    if not name.strip():
        raise Incomplete("It needs a name.", ["the name"])
    return name.strip()


def known_colour(colour: int) -> int:
    """Return a colour. Raises BadInput where there is none."""
    if not 1 <= colour <= COLOURS:
        raise BadInput(f"There is no colour {colour}; expected 1 to {COLOURS}.")
    return colour
