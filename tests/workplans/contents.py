"""Contents of work plans for tests of what is pure: one written out, and any at all."""

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from concord.workplans.content import (
    SECTIONS,
    Activity,
    Area,
    Content,
    Criterion,
    Named,
    Need,
    Objective,
    Question,
)
from concord.workplans.wording import Names

AREAS = {1: "Community engagement", 2: "Supervision"}
NAMES = Names(
    {
        "method": {"interview": "Interviews", "ride_along": "Ride-alongs"},
        "cost": {"expert_time": "Time of experts"},
        "topic": {"community": "Community policing"},
    },
    AREAS,
)


def activity(key: str, what: str, starts_on: str = "2027-03-01", ends_on: str = "2027-03-19", **more: Any) -> Activity:
    known = {
        "area": 1,
        "method": "interview",
        "audience": "Sergeants",
        "who": "Ada Expert",
        "deliverable": "A summary",
        "cost": "expert_time",
    }
    return Activity(key=key, what=what, starts_on=starts_on, ends_on=ends_on, **(known | more))


PLAN = Content(
    edition="e" * 64,
    goal="Officers and residents solve problems together.",
    objectives=(Objective("o1", "Assess how problems are solved."), Objective("o2", "Plan what comes next.")),
    description="The team reads, listens and advises.\n\nIt works in the open.",
    scope="Patrol and its supervision.",
    out_of_scope="Single cases.",
    areas=(
        Area("f1", 1, AREAS[1], "Assess how officers and residents work together.", "community"),
        Area("f2", 2, AREAS[2], "Examine how sergeants lead.", ""),
    ),
    people=(
        Named("p1", "person:7", "Ada Expert", "expert", "Problem solving"),
        Named("p2", "person:8", "Bo Lead", "staff", ""),
    ),
    audiences=("Residents", "Officers"),
    activities=(
        activity("a1", "Interview twelve sergeants"),
        activity("a2", "Ride along with patrol", "2027-04-05", "2027-04-30", method="ride_along", area=2),
    ),
    needs=(Need("n1", "document", "The policy on patrol", "The records unit", "2027-02-15"),),
    questions=(Question("q1", 0, "How do calls for service differ by district?"),),
    engagement_strategy="Two listening sessions.",
    communication="The lead writes each month.",
    reporting_months=3,
    reporting="To the council.",
    exit_criteria=(Criterion("e1", "Each recommendation has a plan.", "The plans are open."),),
    starts_on="2027-02-01",
    ends_on="2027-12-31",
)

_text = st.text(alphabet="ab é.", max_size=12)
_long = st.text(alphabet="ab \n", max_size=90)
_day = st.sampled_from(["", "2027-01-01", "2027-06-30"])
_SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "area": st.integers(0, 2),
    "number": st.integers(1, 3),
    "starts_on": _day,
    "ends_on": _day,
    "needed_by": _day,
    "part": st.sampled_from(["expert", "staff"]),
    "kind": st.sampled_from(["document", "data"]),
    "method": st.sampled_from(["", "interview", "unknown_key"]),
}


@st.composite
def _rows(draw: st.DrawFn, kind: type[Any], prefix: str) -> tuple[Any, ...]:
    keys = draw(st.lists(st.integers(1, 4), unique=True, max_size=3))
    names = [each.name for each in fields(kind) if each.name != "key"]
    return tuple(
        kind(key=f"{prefix}{key}", **{name: draw(_SPECIAL.get(name, _text)) for name in names}) for key in keys
    )


@st.composite
def contents(draw: st.DrawFn) -> Content:
    """Any content whose rows have keys of their own."""
    values: dict[str, Any] = {"edition": draw(st.sampled_from(["e" * 64, "f" * 64]))}
    for section in SECTIONS:
        if section.row is not None:
            values[section.key] = draw(_rows(section.row, section.prefix))
    values |= {name: draw(_long) for name in ("goal", "scope", "description", "communication", "changes")}
    values["audiences"] = draw(st.lists(_text, max_size=3).map(tuple))
    values |= {"reporting_months": draw(st.integers(0, 3)), "starts_on": draw(_day), "ends_on": draw(_day)}
    return Content(**values)
