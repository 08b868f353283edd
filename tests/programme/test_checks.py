"""The rules of an edition: what stops its publication, and what is pointed out."""

from datetime import date
from typing import Any

import pytest

from concord.programme import checks
from concord.programme.document import read
from tests.factories import programme as editions

ON = date(2026, 11, 3)


def problems(part: str, key: str = "", /, **value: Any) -> list[tuple[str, str]]:
    """What is said of the shipped edition once fields of a part, or of an item of it, are changed."""
    document = editions.document()
    of = next(item for item in document[part] if item["key"] == key) if key else document[part]
    of.update(value)
    return said(document)


def said(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(problem.level, problem.text) for problem in checks.run(read(document), ON)]


RECORDED = {"recording": "https://video.example/1", "captions": ["English"]}


@pytest.mark.owed("A6")
@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, ""),
        (
            {"recording": "http://video.example/1"},
            "“http://video.example/1” is no address of a recording: expected one that begins with https://.",
        ),
        (
            {"captions": []},
            "the languages of the recording's captions are missing; without captions it is not published.",
        ),
        ({"recording": ""}, "captions and a length are named, and no recording."),
    ],
)
def test_a_recording_is_published_with_captions_and_never_without(changed: dict[str, Any], text: str) -> None:
    wanted = [("error", f"Pages, “For residents”: {text}")] if text else []
    assert problems("page", "for-residents", **{**RECORDED, **changed}) == wanted


@pytest.mark.owed("A6")
def test_a_recording_without_a_transcript_is_not_published() -> None:
    assert problems("page", "for-residents", **{**RECORDED, "text": ""}) == [
        ("error", "Pages, “For residents”, Text: is empty.")
    ]


def test_the_shipped_edition_has_no_problem_at_all() -> None:
    assert said(editions.document()) == []


@pytest.mark.parametrize(
    ("part", "key", "value", "text"),
    [
        ("office", "", {"name": ""}, "Office and contacts, Name: is empty."),
        ("office", "", {"email": "office"}, "Office and contacts: “office” is no e-mail address."),
        ("office", "", {"feedback_email": "a@b c.d"}, "Office and contacts: “a@b c.d” is no e-mail address."),
        (
            "office",
            "",
            {"phone": "call us"},
            "Office and contacts: “call us” is no telephone number: expected digits, spaces and + ( ) . - x.",
        ),
        (
            "faq",
            "patrol",
            {"rule": "gone"},
            "Questions and answers, “Does the agency have to carry out patrol?”, Rule: “gone” is not there.",
        ),
        (
            "tier",
            "topic_assistance",
            {"stages": ["plan", "parade"]},
            "Tiers, “Topic Assistance”, Stages: “parade” is not there.",
        ),
        (
            "topic",
            "compstat",
            {"edition": "1999"},
            "Topics, “21st Century COMPSTAT to support state of the art management …”, Edition: “1999” is not there.",
        ),
        (
            "announcement",
            "open-all-year",
            {"shown_from": "soon"},
            "Announcements, “Requests are taken all year”, Shown from: “soon” is no day.",
        ),
        (
            "announcement",
            "open-all-year",
            {"shown_until": "2024-12-31"},
            "“Requests are taken all year” ends on 2024-12-31, before it begins on 2025-01-01.",
        ),
        (
            "topic_edition",
            "2017-2018",
            {"effective_to": "20181231"},
            "Topic editions, “2017-2018 topics”, Effective to: “20181231” is no day.",
        ),
        (
            "letter",
            "decline",
            {"text": "$reason, $until"},
            (
                "The letter “decline” asks for $until; "
                "expected only: $agency, $reference, $office, $email, $phone, $reason."
            ),
        ),
        ("letter", "decline", {"key": "regret"}, "Letters: “decline” is needed and is not there."),
        ("service", "decision", {"key": "decide"}, "Service standards: “decision” is needed and is not there."),
        ("status", "complete", {"core_state": "stopped"}, "Status labels: none stands for “complete”."),
        ("readiness", "capacity", {"key": "agency_type"}, "Eligibility and Readiness: two have the key “agency_type”."),
        ("method", "interview", {"key": "a b"}, "Methods: “a b” cannot be a key."),
        ("method", "interview", {"key": "focus_group"}, "Methods: two have the key “focus_group”."),
    ],
)
def test_an_error_names_its_place(part: str, key: str, value: dict[str, Any], text: str) -> None:
    assert ("error", text) in problems(part, key, **value)


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("violation", "say what happened, and what the policy asks"),
        ("Violations", "say what happened, and what the policy asks"),
        ("defendant", "say the agency, or the person's role"),
        ("monitor", "say review or follow up; nobody here is a monitor"),
        ("monitoring", "say review or follow up"),
        ("Non-compliant", "say what is still to be done"),
        ("investigation", "say review or assessment; keep the word for an agency's own, and for pending matters"),
    ],
)
@pytest.mark.owed("P27")
def test_a_word_that_sounds_adversarial_stops_the_edition(word: str, advice: str) -> None:
    found = word.lower().removesuffix("s") if word == "Violations" else word.lower()
    text = f"Banner, Text: “{found}” sounds adversarial: {advice}."
    assert problems("banner", text=f"This is about a {word}.") == [("error", text)]


def test_who_asks_about_pending_investigations_may_say_so_and_nobody_else() -> None:
    assert problems("seek", "pending", yes="An investigation is declared.") == []
    assert problems("eligibility", "pending_matters", why="An investigation is declared.") == []
    assert len(problems("seek", "patrol", yes="An investigation is declared.")) == 1
    assert len(problems("eligibility", "patrol_function", why="An investigation is declared.")) == 1


def test_topics_of_an_ended_edition_stand_as_they_were_adopted_and_those_in_force_do_not() -> None:
    assert problems("topic", "mass-casualty", text="An investigation") == []
    assert len(problems("topic", "youth", text="An investigation")) == 1


def test_a_long_sentence_is_pointed_out_and_stops_nothing() -> None:
    long = f"{'word ' * 31}end. Short."
    text = (
        "Banner, Text: a sentence of 32 words, “word word word word word word …”. Two short ones are read more easily."
    )
    assert problems("banner", text=long) == [("warning", text)]


def test_errors_stand_before_warnings() -> None:
    levels = [level for level, _ in problems("banner", heading="A monitor", text="word " * 31)]
    assert levels == ["error", "warning"]


NEEDED = {"needs_number": True, "omb_number": "0000-0000", "expires": "2026-11-03", "exemption": ""}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, None),
        ({"needs_number": False, "omb_number": "", "expires": ""}, None),
        ({"omb_number": "", "expires": "", "exemption": "A form for fewer than ten."}, None),
        (
            {"omb_number": ""},
            "the law asks for a paperwork-reduction number, or for the reason why none is needed.",
        ),
        ({"expires": ""}, "the number's last day is missing."),
        ({"expires": "2026-11-02"}, "the number 0000-0000 was good until 2026-11-02."),
    ],
)
def test_a_federal_form_has_a_number_in_force_or_its_exemption(value: dict[str, Any], text: str | None) -> None:
    expected = [] if text is None else [("error", f"Form notices, “request”: {text}")]
    assert problems("form_notice", "request", **(NEEDED | value)) == expected
