"""The page of the whole way: from the chief's request to reforms that last and the reports of them, drawn.

The drawing follows the lifecycles of the house: of each thing its usual way is named here by verbs, and the states, who
holds them and the other ends come from the tables in states.py. A way that these no longer allow cannot be drawn.
"""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from concord.cli.docs_states import lifecycles
from concord.cli.docs_table import table
from concord.core.lifecycle import Lifecycle, Move
from concord.core.permissions import Party, Permission

P = Permission
PAGE = Path("docs/states/the-whole-way.md")
DRAWING = Path("docs/images/the-whole-way.svg")
_WIDE, _HIGH, _GAP, _EDGE, _LANE = 152, 104, 24, 16, 184  # pixels
_TEXT = 22  # characters in a line of a box
_FILL = {Party.AGENCY: "#fdf0d9", Party.NOBODY: "#e4efe9", Party.PUBLIC: "#f3f3f3"}
_OTHERS = "#e7eef7"  # the programme office, the team, both


class Part(NamedTuple):
    """One thing on the way: its lifecycle by name, what begins it in a sentence, and its usual way."""

    thing: str
    why: str
    way: tuple[Permission, ...]


PARTS = (
    Part(
        "request", "A chief, or somebody whom the chief has authorized, asks for assistance.",
        (
            P.REQUEST_SUBMIT, P.REQUEST_ACKNOWLEDGE, P.REQUEST_DEFINE, P.REQUEST_FIND_ELIGIBLE, P.REQUEST_FIND_READY,
            P.REQUEST_ACCEPT,
        ),
    ),
    Part(
        "agreement", "For an accepted request an engagement is opened. Agency and government sign.",
        (P.AGREEMENT_DRAFT, P.AGREEMENT_SEND, P.AGREEMENT_SIGN),
    ),
    Part(
        "work plan", "The team and the agency plan. Nothing starts before the chief concurs.",
        (P.PLAN_DRAFT, P.PLAN_PROPOSE, P.PLAN_CONCUR),
    ),
    Part(
        "focus area", "Focus areas are assessed in order: evidence is gathered in each.",
        (P.ENGAGEMENT_OPEN, P.FOCUS_AREA_OPEN, P.FOCUS_AREA_COMPLETE),
    ),
    Part(
        "finding", "What the evidence shows, strengths too. Nobody validates what they wrote.",
        (P.FINDING_DRAFT, P.FINDING_SUBMIT, P.FINDING_VALIDATE, P.FINDING_ISSUE),
    ),
    Part(
        "recommendation", "Each answers findings, and its justification is public. Work may begin once validated.",
        (P.RECOMMENDATION_DRAFT, P.RECOMMENDATION_SUBMIT, P.RECOMMENDATION_VALIDATE, P.RECOMMENDATION_ISSUE),
    ),
    Part(
        "fact check", "Before anything is issued the agency reads it and says which facts are not right.",
        (P.FACT_CHECK_OPEN, P.FACT_CHECK_SEND_BACK, P.FACT_CHECK_CLOSE),
    ),
    Part(
        "reform", "The agency carries out what it agreed to. It reports, the team assesses: two voices, side by side.",
        (P.REFORM_PLAN, P.REFORM_REPORT, P.REFORM_COMPLETE, P.REFORM_SUSTAIN),
    ),
    Part(
        "status report", "At each cadence, to the end and after it, the public reads where everything stands.",
        (
            P.REPORT_COMPILE, P.REPORT_SUBMIT, P.REPORT_REVIEW, P.REPORT_CHECK, P.REPORT_PROPOSE, P.REPORT_APPROVE,
            P.REPORT_SCHEDULE, P.REPORT_PUBLISH,
        ),
    ),
)  # fmt: skip


def generate(root: Path) -> dict[Path, str]:
    """Return the path of the page and of its drawing in the checkout `root`, and what each should hold. Django must be
    set up. Raises ValueError when a lifecycle no longer has a way."""
    known = {each.name: each for each in lifecycles()}
    ways = [(part, known[part.thing], walk(known[part.thing], part.way)) for part in PARTS]
    return {root / PAGE: "\n".join(_page(ways)) + "\n", root / DRAWING: "\n".join(_drawing(ways)) + "\n"}


def walk(lifecycle: Lifecycle, way: Sequence[Permission]) -> list[Move]:
    """Return the moves by which a thing goes from its beginning by these verbs. Raises ValueError where it cannot."""
    found: list[Move] = []
    state: str | None = None
    for verb in way:
        move = next((each for each in lifecycle.moves if (each.source, each.verb) == (state, verb)), None)
        if move is None:
            raise ValueError(f"A {lifecycle.name} that is “{state}” cannot “{verb.value}”; mend PARTS in {__file__}.")
        found.append(move)
        state = str(move.target)
    return found


_Way = tuple[Part, Lifecycle, list[Move]]


def _page(ways: Sequence[_Way]) -> Iterator[str]:
    yield "# The whole way"
    yield ""
    yield "<!-- Written by `concord docs` from the tables in states.py. Do not edit. -->"
    yield ""
    yield "How a request becomes reforms that last. Each row is one thing and its usual way; each box is a state, with"
    yield "what led to it above and who holds it below. The other pages of this folder have every move of each thing."
    yield ""
    yield f"![The same as the table below, drawn](../images/{DRAWING.name})"
    yield ""
    yield from table(("Thing", "Begins", "Usual way", "Can also be"), (_row(*way) for way in ways))


def _row(part: Part, lifecycle: Lifecycle, moves: Sequence[Move]) -> tuple[str, str, str, str]:
    steps = (f"{move.verb.label} → **{_label(lifecycle, move)}** ({_holder(lifecycle, move)})" for move in moves)
    page = f"[{part.thing}]({part.thing.replace(' ', '-')}.md)"
    return page, part.why, "; ".join(steps), _besides(lifecycle, moves)


def _label(lifecycle: Lifecycle, move: Move) -> str:
    return str(lifecycle.states(move.target).label)


def _holder(lifecycle: Lifecycle, move: Move) -> str:
    party = lifecycle.holders[lifecycle.states(move.target)]
    return "done" if party == Party.NOBODY else f"with {party}"


def _besides(lifecycle: Lifecycle, moves: Sequence[Move]) -> str:
    """Return the states off the way to which a move of people leads."""
    on = {str(move.target) for move in moves}
    reached = {str(move.target) for move in lifecycle.moves}
    return ", ".join(str(state.label) for state in lifecycle.states if state.value in reached - on) or "–"


def _drawing(ways: Sequence[_Way]) -> Iterator[str]:
    most = max(len(moves) for _, _, moves in ways)
    width, height = 2 * _EDGE + most * (_WIDE + _GAP) - _GAP, _EDGE + len(ways) * _LANE
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="t" font-family="sans-serif" font-size="12" fill="#1b1b1b">'
    )
    yield '<title id="t">The whole way from a request to reforms that last</title>'
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
    for place, (part, lifecycle, moves) in enumerate(ways):
        yield from _lane(_EDGE + place * _LANE, part, lifecycle, moves)
    yield "</svg>"


def _lane(top: int, part: Part, lifecycle: Lifecycle, moves: Sequence[Move]) -> Iterator[str]:
    yield (
        f'<text x="{_EDGE}" y="{top + 14}"><tspan font-weight="bold" font-size="15">{escape(part.thing.capitalize())}'
        f"</tspan>  {escape(part.why)}</text>"
    )
    for place, move in enumerate(moves):
        left = _EDGE + place * (_WIDE + _GAP)
        yield from _box(left, top + 26, lifecycle, move)
        if place:
            yield f'<path d="M{left - _GAP + 2} {top + 78}h{_GAP - 10}m-5 -5l7 5l-7 5" stroke="#1b1b1b" fill="none"/>'
    if (besides := _besides(lifecycle, moves)) != "–":
        yield f'<text x="{_EDGE}" y="{top + 148}" fill="#555">Can also be: {escape(besides)}</text>'


def _box(left: int, top: int, lifecycle: Lifecycle, move: Move) -> Iterator[str]:
    fill = _FILL.get(lifecycle.holders[lifecycle.states(move.target)], _OTHERS)
    yield f'<rect x="{left}" y="{top}" width="{_WIDE}" height="{_HIGH}" rx="6" fill="{fill}" stroke="#8a8a8a"/>'
    texts = ((move.verb.label, "font-style='italic'"), (_label(lifecycle, move), "font-weight='bold'"))
    line = top + 4
    holder = _holder(lifecycle, move)
    said = texts if holder.casefold() == texts[1][0].casefold() else (*texts, (holder, "fill='#555'"))
    for words, look in said:
        for piece in textwrap.wrap(words, _TEXT):
            line += 15
            yield f'<text x="{left + 8}" y="{line}" {look}>{escape(piece)}</text>'
