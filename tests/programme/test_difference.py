"""What differs between two editions, in sentences."""

from typing import Any

import pytest

from concord.programme.difference import difference
from tests.factories import programme as editions


def sentences(part: str, key: str = "", /, **value: Any) -> list[str]:
    """What differs once fields of a part, or of an item of it, are changed."""
    new = editions.document()
    of = next(item for item in new[part] if item["key"] == key) if key else new[part]
    of.update(value)
    return told(new)


def told(new: dict[str, Any]) -> list[str]:
    found = difference(editions.document(), new)
    return [f"{each.part.title}: {one.sentence}" for each in found for one in each.differences]


def test_the_same_document_differs_in_nothing_nor_does_its_own_day() -> None:
    assert difference(editions.document(), editions.document()) == ()
    assert sentences("edition", effective_from="2027-01-01", key="edition-2") == []


@pytest.mark.owed("B8")
@pytest.mark.parametrize(
    ("part", "key", "value", "sentence"),
    [
        ("office", "", {"phone": "1"}, "Office and contacts: Phone was “555-0100” and is now “1”."),
        (
            "form_notice",
            "request",
            {"omb_number": "1"},
            "Form notices: “request”: Paperwork-reduction number is now “1”.",
        ),
        (
            "form_notice",
            "request",
            {"needs_number": True},
            "Form notices: “request”: The law asks for a number (a federal form) was “no” and is now “yes”.",
        ),
        (
            "service",
            "decision",
            {"days": 45},
            "Service standards: “We decide on a request”: Days was “60” and is now “45”.",
        ),
        (
            "tier",
            "topic_assistance",
            {"stages": ["plan"]},
            "Tiers: “Topic Assistance”: Stages was “Plan; Deliveries; Evaluation” and is now “Plan”.",
        ),
        ("banner", "", {"heading": ""}, "Banner: Heading was “Example office”, and is now empty."),
    ],
)
def test_a_changed_value_is_said_before_and_after(part: str, key: str, value: dict[str, Any], sentence: str) -> None:
    assert sentences(part, key, **value) == [sentence]


def test_items_that_are_new_gone_or_moved_are_named() -> None:
    new = editions.document()
    first, second, *rest = new["component"]
    new["component"] = [{"key": "x", "label": "The inspector"}, *rest, second]
    assert told(new) == [
        f"Other offices: “{first['label']}” is taken out.",
        "Other offices: “The inspector” is added.",
        "Other offices: The order is now: The inspector; " + "; ".join(each["label"] for each in (*rest, second)) + ".",
    ]


def test_an_added_item_alone_is_no_new_order() -> None:
    new = editions.document()
    new["component"].insert(0, {"key": "x", "label": "The inspector"})
    assert told(new) == ["Other offices: “The inspector” is added."]


def test_a_part_that_the_old_edition_lacks_is_added_item_by_item() -> None:
    old = editions.document()
    del old["survey_question"]
    found = difference(old, editions.document())
    assert [each.part.name for each in found] == ["survey_question"]
    assert len(found[0].differences) == len(editions.document()["survey_question"])


def test_a_longer_text_shows_its_words_marked() -> None:
    new = editions.document()
    new["banner"]["text"] = new["banner"]["text"].replace("invented", "made up")
    (found,) = difference(editions.document(), new)
    (told,) = found.differences
    assert told.sentence == "Text is worded anew:"
    assert [piece.text for piece in told.words if piece.how == "gone"] == ["invented."]
    assert [piece.text for piece in told.words if piece.how == "new"] == ["made up."]


def test_a_default_that_an_old_edition_leaves_out_is_no_difference() -> None:
    old = editions.document()
    for row in old["retention"]:
        row.setdefault("years", 0)
        row.setdefault("after", "")
    assert difference(editions.document(), old) == ()
