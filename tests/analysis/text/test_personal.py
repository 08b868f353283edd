from itertools import pairwise

import pytest

from concord.analysis.text.personal import find


def found(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "it"),
    [
        ("Write to robin.example+x@mail.example.org.", "e-mail", "robin.example+x@mail.example.org"),
        ("Call 555-010-0199 today", "phone", "555-010-0199"),
        ("Call (555) 010-0199 x12.", "phone", "(555) 010-0199 x12"),
        ("Call +1 555 010 0199", "phone", "+1 555 010 0199"),
        ("SSN 000-12-3456 was read out", "social security number", "000-12-3456"),
        ("Born on 04/17/1981, he", "date of birth", "04/17/1981"),
        ("DOB: April 17, 1981.", "date of birth", "April 17, 1981"),
        ("Officer with badge #4417 came", "badge number", "4417"),
        ("Shield number B2204", "badge number", "B2204"),
        ("under case no. 26-0417-B yesterday", "case number", "26-0417-B"),
        ("Incident #2026-004417", "case number", "2026-004417"),
        ("a car with plate ABC 1234 left", "licence plate", "ABC 1234"),
        ("License plate: 7XYZ123", "licence plate", "7XYZ123"),
        ("lives at 1208 Old Mill Road, Alder, OH 45501 now", "address", "1208 Old Mill Road, Alder, OH 45501 now"),
        ("of 44 N. Elm St.", "address", "44 N. Elm St."),
        ("to P.O. Box 417", "address", "P.O. Box 417"),
        ("card 4111 1111 1111 1111 was", "payment card", "4111 1111 1111 1111"),
        ("from 192.0.2.17 at night", "network address", "192.0.2.17"),
        ("Sgt. Robin Example said so", "name", "Robin Example"),
    ],
)
def test_what_has_a_shape_is_suggested(text: str, kind: str, it: str) -> None:
    assert (kind, it) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Of 400 people asked, 212 answered (53 %).",
        "The policy of 2019 was revised in 2024.",
        "Section 12.4 names three ranks.",
        "Version 1.2.3 of the manual",
        "4111 1111 1111 1112 fails its own sum",
        "300.300.300.300 is no address",
    ],
)
def test_what_only_counts_is_not(text: str) -> None:
    assert found(text) == []


def test_of_two_that_overlap_the_longer_is_suggested_and_all_are_in_order() -> None:
    text = "DOB 04/17/1981, badge 4417, 44 Elm Street, 555-010-0199"
    spans = find(text)
    assert [span.kind for span in spans] == ["date of birth", "badge number", "address", "phone"]
    assert [a.end <= b.start for a, b in pairwise(spans)] == [True] * 3


def test_no_words_are_a_plate_for_a_number_that_stands_far_behind_them() -> None:
    assert find("The plates were all on the table when we came in at 5.") == []
    assert [span.kind for span in find("Its plate was read: plate ABC 123.")] == ["licence plate"]
