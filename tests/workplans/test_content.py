"""What a plan says, as values: pure, without a database."""

import hashlib
import json
from dataclasses import fields, replace

import pytest

from concord.core.errors import BadInput
from concord.workplans.content import (
    SECTIONS,
    Content,
    hash_of,
    in_short,
    is_part,
    keyed,
    moved_up,
    next_key,
    part_in_words,
    read,
    section_of,
    text_of,
    value_of,
    with_part,
)

ACTIVITY = {
    "area": 1,
    "method": "interview",
    "what": "Twelve interviews",
    "audience": "Sergeants",
    "who": "Both assessors",
    "starts_on": "2026-11-10",
    "ends_on": "2026-12-10",
    "deliverable": "A summary",
    "cost": "team",
}
FIRST_SHAPE = {
    "description": "Coaching.",
    "scope": "All of it.",
    "focus_areas": [{"number": 1, "title": "One", "objective": "Assess."}],
    "activities": [
        {
            "focus_area": 1,
            "method": "interview",
            "what": "Twelve",
            "who": "Sergeants",
            "from": "2026-11-10",
            "to": "2026-12-10",
        }
    ],
    "audiences": ["Residents"],
    "people": [{"part": "expert", "name": "Eva Expert", "brings": "Complaints"}],
    "from": "2026-11-01",
    "to": "2027-06-30",
    "exit_criteria": ["Done."],
}


def test_the_text_is_canonical_json_and_the_hash_is_what_sha256sum_gives() -> None:
    text = text_of(Content(goal="Trust – more of it"))
    assert "Trust – more of it" in text
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert hash_of(text) == hashlib.sha256(text.encode()).hexdigest()
    assert read(text) == Content(goal="Trust – more of it")


def test_every_field_is_in_one_section_so_that_it_can_be_written() -> None:
    names = [name for section in SECTIONS for name in (section.names or (section.key,))]
    assert sorted(names) == sorted({f.name for f in fields(Content)} - {"shape", "edition"})


def test_every_field_changes_the_hash() -> None:
    whole = with_part(Content(), "activities/a1", ACTIVITY)
    one = hash_of(text_of(whole))
    others = {
        hash_of(text_of(with_part(whole, "activities/a1", {**ACTIVITY, name: 2 if name == "area" else "x"})))
        for name in ACTIVITY
    }
    for section in SECTIONS:
        if section.row is None:
            value = value_of(whole, section.key) or {}
            changed = {
                name: 2 if isinstance(each, int) else ("x",) if isinstance(each, tuple) else "x"
                for name, each in value.items()
            }
            others.add(hash_of(text_of(with_part(whole, section.key, changed))))
    assert one not in others
    assert len(others) == len(ACTIVITY) + sum(section.row is None for section in SECTIONS)


def test_a_row_is_added_changed_and_taken_away_and_activities_stand_by_their_days() -> None:
    late = with_part(Content(), "activities/a1", ACTIVITY)
    both = with_part(late, "activities/a2", {**ACTIVITY, "starts_on": "2026-11-01"})
    assert [a.key for a in both.activities] == ["a2", "a1"]
    undated = with_part(both, "activities/a3", {**ACTIVITY, "starts_on": "", "ends_on": ""})
    assert [a.key for a in undated.activities] == ["a2", "a1", "a3"]
    changed = with_part(both, "activities/a2", {**ACTIVITY, "starts_on": "2026-12-01"})
    assert [a.key for a in changed.activities] == ["a1", "a2"]
    assert [a.key for a in with_part(both, "activities/a2", None).activities] == ["a1"]
    assert value_of(both, "activities/a1") == ACTIVITY
    assert value_of(both, "activities/a9") is None


def test_rows_without_days_keep_the_order_that_people_gave_them() -> None:
    content = Content(objectives=keyed("objectives", {"text": "One"}, {"text": "Two"}, {"text": "Three"}))
    assert [o.text for o in moved_up(content, "objectives/o3").objectives] == ["One", "Three", "Two"]
    assert moved_up(content, "objectives/o1") == content
    assert moved_up(content, "objectives/o9") == content


def test_a_key_is_never_given_out_twice() -> None:
    activities = section_of("activities")
    assert activities is not None
    assert next_key(activities, []) == "a1"
    assert next_key(activities, ["a2", "a10", "a3", "strange"]) == "a11"


@pytest.mark.parametrize("part", ["", "telepathy", "goal/g1", "activities/", "shape", "edition"])
def test_what_is_no_part_is_refused(part: str) -> None:
    assert not is_part(part)
    with pytest.raises(BadInput, match="is no part of a work plan"):
        value_of(Content(), part)


def test_a_value_that_does_not_fit_says_where_and_what_was_expected() -> None:
    with pytest.raises(BadInput, match=r"activities/a1\.area: expected int, found 'one'"):
        with_part(Content(), "activities/a1", {**ACTIVITY, "area": "one"})
    with pytest.raises(BadInput, match="unknown wage"):
        with_part(Content(), "activities/a1", {**ACTIVITY, "wage": "1"})
    with pytest.raises(BadInput, match=r"work plan\.goal: expected str, found 3"):
        with_part(Content(), "goal", {"goal": 3})
    with pytest.raises(BadInput, match="expected shape 1 or 2, found 3"):
        read('{"shape":3}')


def test_the_first_shape_is_read_and_its_text_stays_what_was_hashed() -> None:
    text = json.dumps(FIRST_SHAPE, sort_keys=True, separators=(",", ":"))
    content = read(text)
    (activity,), (person,) = content.activities, content.people
    assert (activity.key, activity.area, activity.what, activity.audience, activity.starts_on) == (
        "a1", 1, "Twelve", "Sergeants", "2026-11-10",
    )  # fmt: skip
    assert (person.name, person.part, person.brings) == ("Eva Expert", "expert", "Complaints")
    assert [c.text for c in content.exit_criteria] == ["Done."]
    assert (content.areas[0].title, content.audiences, content.ends_on) == ("One", ("Residents",), "2027-06-30")
    assert read(text_of(content)) == replace(content, shape=2)


def test_a_part_is_named_in_words() -> None:
    content = with_part(Content(), "activities/a1", ACTIVITY)
    assert part_in_words(content, "goal") == "Goal"
    assert part_in_words(content, "activities/a1") == "Activities: Twelve interviews"
    assert part_in_words(content, "activities/a7") == "Activities: a7"
    assert in_short(content.activities[0]) == "Twelve interviews"
