"""The edition that comes with Concord: whole, ranked, reasoned."""

from collections import Counter
from dataclasses import fields

from concord.programme.document import Programme
from concord.programme.queries import shipped

PROGRAMME = shipped()
CRITERIA = {kind: [row["key"] for row in PROGRAMME[kind]] for kind in ("eligibility", "readiness")}


def test_the_shipped_edition_holds_every_part() -> None:
    assert sorted(PROGRAMME) == sorted(field.name for field in fields(Programme))
    assert " ".join(row["key"] for row in PROGRAMME["tier"]) == (
        "organizational_assessment critical_response topic_assistance"
    )
    types = [row["key"] for row in PROGRAMME["agency_type"]]
    assert types == ["state", "local", "county", "tribal", "campus", "territorial"]
    assert Counter(row["kind"] for row in PROGRAMME["method"]) == {"standard": 5, "community": 1}


def test_statuses_are_ranked_and_say_which_one_ends_and_which_can_be_opened_again() -> None:
    facts = [(r["key"], r["rank"], r["core_state"], r["terminal"], r["reopenable"]) for r in PROGRAMME["status"]]
    assert facts == [
        ("complete", 1, "complete", False, True),
        ("partially_complete", 2, "stopped", True, False),
        ("in_progress", 3, "under_way", False, False),
        ("not_started", 4, "not_started", False, False),
    ]


def test_criteria_are_asked_with_reasons() -> None:
    keys = [key for kind in CRITERIA.values() for key in kind]
    assert len(keys) == len(set(keys)) == 11
    rows = [*PROGRAMME["eligibility"], *PROGRAMME["readiness"]]
    assert [row["key"] for row in rows if not row["question"].endswith("?")] == []
    assert [row["key"] for row in rows if not (row["why"].endswith(".") and row["evidence"].endswith("."))] == []
    effects = [row["effect"] for row in PROGRAMME["eligibility"]]
    assert effects == ["required", "expected", "expected", "expected", "routed"]


def test_retention_proposes_and_never_removes() -> None:
    assert {row["then"] for row in PROGRAMME["retention"]} == {"keep", "review"}
    timed = [row["key"] for row in PROGRAMME["retention"] if ("years" in row) != (row["then"] == "review")]
    assert timed == []
