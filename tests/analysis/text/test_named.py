"""Names are suggested where the extra ``text`` is installed; where it is not, everything else works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.analysis.text import named, personal
from concord.analysis.text.suggesting import suggest

TEXT = "Call 555-010-0142 about badge 4417. Robin Example of Alder Falls said so."


def test_without_the_extra_what_has_a_shape_is_suggested_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named, "_MODEL", "a_model_that_is_not_installed")
    assert (named.installed(), named.find(TEXT)) == (False, [])
    assert [(span.kind, TEXT[span.start : span.end]) for span in suggest(TEXT)] == [
        ("phone", "555-010-0142"),
        ("badge number", "4417"),
    ]


def test_every_suggestion_stands_inside_the_text_and_what_has_a_shape_is_among_them() -> None:
    found = suggest(TEXT)
    assert [span for span in found if not 0 <= span.start < span.end <= len(TEXT)] == []
    assert [span for span in personal.find(TEXT) if span not in found] == []


@given(st.text(alphabet="ab \n", max_size=400))
def test_a_long_text_is_read_in_parts_that_come_to_the_whole(text: str) -> None:
    before, named._AT_ONCE = named._AT_ONCE, 16
    try:
        parts = list(named._parts(text))
    finally:
        named._AT_ONCE = before
    assert "".join(part for _, part in parts) == text
    assert [text[start : start + len(part)] for start, part in parts] == [part for _, part in parts]
    assert max((len(part) for _, part in parts), default=0) <= 16
