from collections import Counter
from dataclasses import fields, replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from hypothesis import given

from concord.workplans.content import SECTIONS, Content, Criterion, Objective, rows_of
from concord.workplans.difference import SectionDifference, difference
from concord.workplans.wording import LABELS, said
from tests.workplans.contents import NAMES, PLAN, activity, contents


def between(old: Content, new: Content) -> tuple[SectionDifference, ...]:
    return difference(old, new, old_names=NAMES, new_names=NAMES)


def sentences(old: Content, new: Content) -> dict[str, list[str]]:
    return {each.key: [one.sentence for one in each.differences] for each in between(old, new)}


def told(each: SectionDifference) -> list[str]:
    """Everything that a section's differences say: sentences, and the old and the new text of marked words."""
    found = []
    for one in each.differences:
        found.append(one.sentence)
        found += ["".join(each.text for each in one.words if each.how in ("same", how)) for how in ("gone", "new")]
    return found


@given(contents())
def test_equal_contents_do_not_differ(content: Content) -> None:
    assert between(content, content) == ()


def without_keys(content: Content) -> Any:
    """What a content says, whatever its rows' keys."""
    rows = {
        section.key: Counter(replace(row, key="") for row in rows_of(content, section))
        for section in SECTIONS
        if section.row is not None
    }
    texts = {each.name: getattr(content, each.name) for each in fields(content) if each.name not in rows}
    return rows, texts


@given(contents(), contents())
def test_contents_that_do_not_differ_say_the_same(old: Content, new: Content) -> None:
    if between(old, new) == ():
        assert without_keys(old) == without_keys(new)
    if without_keys(old) != without_keys(new):
        assert between(old, new) != ()


@given(contents(), contents())
def test_every_change_is_told(old: Content, new: Content) -> None:
    found = {each.key: told(each) for each in between(old, new)}
    for section in SECTIONS:
        words = found.get(section.key, [])
        if section.row is None:
            for name in section.names:
                expect_told(name, getattr(old, name), getattr(new, name), words)
            continue
        was, now = ({row.key: row for row in rows_of(each, section)} for each in (old, new))
        for key in was.keys() & now.keys():
            for name in (each.name for each in fields(was[key]) if each.name not in {"key", "person"}):
                expect_told(name, getattr(was[key], name), getattr(now[key], name), words)
        alone = [row for key, row in (was | now).items() if (key in was) != (key in now)]
        unsaid = [row for row in alone if not any(_said_whole(row, sentence) for sentence in words)]
        assert not unsaid or twins(was, now, unsaid)


def expect_told(name: str, old: Any, new: Any, words: list[str]) -> None:
    if old == new:
        return
    if isinstance(new, tuple):
        changed = (Counter(old) - Counter(new)) + (Counter(new) - Counter(old))
        assert all(any(text in sentence for sentence in words) for text in changed)
        assert words
        return
    for value in (old, new):
        assert any(said(name, value, NAMES) in each for each in words)


def _said_whole(row: Any, sentence: str) -> bool:
    names = [each.name for each in fields(row) if each.name not in {"key", "person"}]
    return all(said(name, getattr(row, name), NAMES) in sentence for name in names)


def twins(was: dict[str, Any], now: dict[str, Any], unsaid: list[Any]) -> bool:
    """Whether each of these rows says the same as another row of the other version."""
    blank = [replace(row, key="") for row in (*was.values(), *now.values())]
    return all(blank.count(replace(row, key="")) > 1 for row in unsaid)


AS_EVER = "With whom, or on what: Sergeants. Who does it: Ada Expert."


@pytest.mark.owed("A53", "P14")
def test_an_added_a_changed_and_a_removed_activity_are_said_in_sentences() -> None:
    new = replace(
        PLAN,
        activities=(
            activity("a1", "Interview twelve sergeants", ends_on="2027-03-26"),
            activity("a3", "Read the complaint files", "2027-05-03", "2027-05-07", cost="", method="new_method"),
        ),
    )
    assert sentences(PLAN, new) == {
        "activities": [
            (
                "Activity taken out: Ride along with patrol. Focus area: 2. Supervision. Method: Ride-alongs. "
                f"{AS_EVER} From: 5 April 2027. To: 30 April 2027. What comes of it: A summary. Cost: Time of experts."
            ),
            (
                "Activity added: Read the complaint files. Focus area: 1. Community engagement. Method: new method. "
                f"{AS_EVER} From: 3 May 2027. To: 7 May 2027. What comes of it: A summary."
            ),
            "Activity “Interview twelve sergeants”: To was “19 March 2027” and is now “26 March 2027”.",
        ]
    }


def test_texts_lists_and_orders_are_said_in_the_order_of_the_plan() -> None:
    new = replace(
        PLAN,
        goal="",
        objectives=PLAN.objectives[::-1],
        audiences=("Officers", "Youth"),
        reporting_months=1,
        exit_criteria=(Criterion("e1", "Each recommendation has a plan.", ""),),
        edition="f" * 64,
    )
    assert sentences(PLAN, new) == {
        "goal": ["Goal was “Officers and residents solve problems together.”, and is now empty."],
        "objectives": ["The order is now: Plan what comes next; Assess how problems are solved."],
        "audiences": ["Taken out: Residents", "Added: Youth"],
        "reporting": ["Reports was “every 3 months” and is now “each month”."],
        "exit_criteria": [
            "Exit criterion “Each recommendation has a plan.”: Seen by was “The plans are open.”, and is now empty."
        ],
        "edition": ["It is written under another edition of the programme."],
    }


def test_an_order_that_follows_new_days_is_not_said_again() -> None:
    later = activity("a1", "Interview twelve sergeants", "2027-06-01", "2027-06-19")
    found = sentences(PLAN, replace(PLAN, activities=(PLAN.activities[1], later)))
    assert [sentence.partition(":")[0] for sentence in found["activities"]] == [
        "Activity “Interview twelve sergeants”",
        "Activity “Interview twelve sergeants”",
    ]


def test_rows_that_say_the_same_under_other_keys_do_not_differ() -> None:
    renamed = tuple(Objective(f"o{n}", each.text) for n, each in enumerate(PLAN.objectives, 7))
    assert between(PLAN, replace(PLAN, objectives=renamed)) == ()


def test_another_person_of_the_same_name_is_told() -> None:
    people = (replace(PLAN.people[0], person="person:99"), PLAN.people[1])
    assert sentences(PLAN, replace(PLAN, people=people)) == {
        "people": ["Person “Ada Expert”: Account is another one of the same name."]
    }


def test_a_page_shows_words_marked_and_never_code() -> None:
    new = replace(PLAN, scope=PLAN.scope + " <script>alert(1)</script> and the way in which complaints are answered.")
    (section,) = between(PLAN, new)
    assert section.title == "Scope"
    page = render_to_string("components/differences.html", {"differences": section.differences})
    assert "Scope is worded anew:" in page
    assert "<ins> &lt;script&gt;alert(1)&lt;/script&gt; and the way in which complaints are answered.</ins>" in page
    assert not {"{", "}"} & set(page)
    assert "<script" not in page


def test_every_field_of_a_plan_has_a_label() -> None:
    named = {name for section in SECTIONS for name in section.names}
    named |= {each.name for section in SECTIONS if section.row for each in fields(section.row)}
    assert named - {"key"} - set(LABELS) == set()
