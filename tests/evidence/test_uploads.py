import pytest
from hypothesis import given
from hypothesis import strategies as st

from concord.evidence.uploads import LONGEST, neutral_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Rosters 2025 (final).xlsx", "Rosters 2025 (final).xlsx"),
        ("Übersicht–2025.pdf", "Übersicht_2025.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\chief\\notes.docx", "notes.docx"),
        (".htaccess", "htaccess"),
        ('a"; filename="b.exe', "a__ filename__b.exe"),
        ("line\r\nSet-Cookie: a=b.txt", "line__Set-Cookie_ a_b.txt"),
        ("\u202efdp.exe", "_fdp.exe"),
        ("...", "file"),
        ("", "file"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("a" * 300, "a" * 120),
    ],
)
def test_a_file_name_is_made_harmless(given_name: str, kept: str) -> None:
    assert neutral_name(given_name) == kept


@given(st.text(max_size=400))
def test_whatever_the_name_it_is_short_visible_and_on_one_line(given_name: str) -> None:
    name = neutral_name(given_name)
    assert 0 < len(name) <= LONGEST
    assert name.isprintable()
    assert not set(name) & set('/\\"<>:|?*;')
    assert not name.startswith(".")
    assert neutral_name(name) == name
