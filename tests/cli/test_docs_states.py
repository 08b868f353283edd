from pathlib import Path

from django.apps import apps
from django.db.models import TextChoices

from concord.cli import docs_states
from concord.cli.docs_whole_way import PAGE as WHOLE_WAY
from concord.core.lifecycle import Lifecycle, Move, Staged
from concord.core.permissions import Party, Permission

P = Permission
ROOT = Path(__file__).resolve().parents[2]


class LightState(TextChoices):
    """Where a light stands, so that
    somebody may go."""

    RED = "red", "Red | stop"
    GREEN = "green", "Green"
    DARK = "dark", "Dark"


LIGHT = Lifecycle(
    name="street light",
    states=LightState,
    moves=(
        Move(None, P.REQUEST_SUBMIT, LightState.RED, Party.PUBLIC),
        Move(LightState.RED, P.REQUEST_ACCEPT, LightState.GREEN, Party.OFFICE),
    ),
    holders={LightState.RED: Party.OFFICE, LightState.GREEN: Party.NOBODY, LightState.DARK: Party.NOBODY},
)

PAGE = """\
# States of a street light

<!-- Written by `concord docs` from the tables in states.py. Do not edit. -->

Where a light stands, so that somebody may go.

```text
stateDiagram-v2
    state "Red | stop" as red
    state "Green" as green
    state "Dark" as dark
    [*] --> red : submit a request for assistance
    red --> green : accept the request
    green --> [*]
```

## Moves

Each row is a move that can be made; what is not here cannot be done.

| From | What is done | To | Whose move |
|---|---|---|---|
| (the beginning) | submit a request for assistance (`request.submit`) | Red \\| stop | the public |
| Red \\| stop | accept the request (`request.accept`) | Green | the programme office |

## Who holds it

Whoever holds it acts next. Where nobody does, nothing is waited for.

| State | Key | Held by |
|---|---|---|
| Red \\| stop | `red` | the programme office |
| Green | `green` | – |
| Dark | `dark` | – |

No move leads to: Dark. Such a state comes with a record, or by another thing's verb.
"""


def test_a_lifecycle_is_a_diagram_and_two_tables() -> None:
    assert docs_states.page(LIGHT) == PAGE


def test_every_lifecycle_of_the_house_has_its_page() -> None:
    names = {model.lifecycle.name for model in apps.get_models() if issubclass(model, Staged)}
    expected = sorted(Path("/x/docs/states", f"{name.replace(' ', '-')}.md") for name in names)
    assert sorted(docs_states.generate(Path("/x"))) == expected


def test_the_same_code_always_gives_the_same_pages() -> None:
    assert docs_states.generate(ROOT) == docs_states.generate(ROOT)


def test_every_move_of_a_lifecycle_is_in_its_diagram_and_in_its_table() -> None:
    for lifecycle in docs_states.lifecycles():
        lines = docs_states.page(lifecycle).splitlines()
        arrows = [line for line in lines if " --> " in line and line.count(" : ")]
        rows = [line for line in lines if line.startswith("|") and "(`" in line]
        assert (len(arrows), len(rows)) == (len(lifecycle.moves), len(lifecycle.moves))


def test_the_folder_holds_no_page_of_a_lifecycle_that_is_gone() -> None:
    assert sorted((ROOT / docs_states.FOLDER).glob("*")) == sorted([*docs_states.generate(ROOT), ROOT / WHOLE_WAY])
