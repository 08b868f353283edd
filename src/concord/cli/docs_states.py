"""The pages of the lifecycles: a diagram and two tables each, drawn from the tables in states.py.

Every model that derives from `Staged` is found by itself, so that no lifecycle can be left out.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps

from concord.cli.docs_table import table
from concord.core.lifecycle import Lifecycle, Move, Staged
from concord.core.permissions import Party, Permission

FOLDER = Path("docs/states")


def generate(root: Path) -> dict[Path, str]:
    """Return the path of each page in the checkout `root`, and the text it should have. Django must be set up."""
    return {root / FOLDER / f"{each.name.replace(' ', '-')}.md": page(each) for each in lifecycles()}


def lifecycles() -> list[Lifecycle]:
    """Return every lifecycle of the house, by name."""
    staged = (model for model in apps.get_models() if issubclass(model, Staged))
    return sorted((model.lifecycle for model in staged), key=lambda lifecycle: lifecycle.name)


def page(lifecycle: Lifecycle) -> str:
    """Return one lifecycle as Markdown."""
    return "\n".join([*_head(lifecycle), *_diagram(lifecycle), *_moves(lifecycle), *_holders(lifecycle)]) + "\n"


def _head(lifecycle: Lifecycle) -> Iterator[str]:
    yield f"# States of a {lifecycle.name}" if lifecycle.name[0] not in "aeiou" else f"# States of an {lifecycle.name}"
    yield ""
    yield "<!-- Written by `concord docs` from the tables in states.py. Do not edit. -->"
    yield ""
    yield " ".join((lifecycle.states.__doc__ or "").split())
    yield ""


def _diagram(lifecycle: Lifecycle) -> Iterator[str]:
    """Draw in Mermaid's language, fenced as text: it reads without being drawn, and any Mermaid viewer draws it."""
    yield "```text"
    yield "stateDiagram-v2"
    yield from (f'    state "{state.label}" as {state.value}' for state in lifecycle.states)
    yield from (f"    {_end(move.source)} --> {_end(move.target)} : {move.verb.label}" for move in lifecycle.moves)
    unreached = set(_unreached(lifecycle))
    ends = (s for s in lifecycle.states if lifecycle.holders[s] == Party.NOBODY and s.label not in unreached)
    yield from (f"    {state.value} --> [*]" for state in ends)
    yield "```"
    yield ""


def _end(state: str | None) -> str:
    return "[*]" if state is None else str(state)


def _moves(lifecycle: Lifecycle) -> Iterator[str]:
    yield "## Moves"
    yield ""
    yield "Each row is a move that can be made; what is not here cannot be done."
    yield ""
    yield from table(("From", "What is done", "To", "Whose move"), (_move(lifecycle, move) for move in lifecycle.moves))
    yield ""


def _move(lifecycle: Lifecycle, move: Move) -> tuple[str, str, str, str]:
    source = "(the beginning)" if move.source is None else _label(lifecycle, move.source)
    return source, _words(move.verb), _label(lifecycle, move.target), str(move.owner)


def _label(lifecycle: Lifecycle, state: str) -> str:
    return str(lifecycle.states(state).label)


def _words(verb: Permission) -> str:
    return f"{verb.label} (`{verb.value}`)"


def _holders(lifecycle: Lifecycle) -> Iterator[str]:
    yield "## Who holds it"
    yield ""
    yield "Whoever holds it acts next. Where nobody does, nothing is waited for."
    yield ""
    rows = ((str(s.label), f"`{s.value}`", _holder(lifecycle, s)) for s in lifecycle.states)
    yield from table(("State", "Key", "Held by"), rows)
    if unreached := sorted(_unreached(lifecycle)):
        yield ""
        yield f"No move leads to: {', '.join(unreached)}. Such a state comes with a record, or by another thing's verb."


def _holder(lifecycle: Lifecycle, state: str) -> str:
    party = lifecycle.holders[lifecycle.states(state)]
    return "–" if party == Party.NOBODY else str(party)


def _unreached(lifecycle: Lifecycle) -> Iterable[str]:
    targets = {str(move.target) for move in lifecycle.moves}
    return (str(state.label) for state in lifecycle.states if state.value not in targets)
