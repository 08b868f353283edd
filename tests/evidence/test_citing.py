import pytest

from concord.core.errors import BadInput
from concord.evidence.citing import parse
from concord.evidence.models.documents import Citation

WHOLE = Citation("DOC-2026-0001", 2, 3, 5)
PART = Citation("DOC-2026-0001", 2, 3, 5, 10, 57)


@pytest.mark.parametrize("cited", [WHOLE, PART])
def test_a_citation_is_found_again_from_its_short_form_and_from_its_address(cited: Citation) -> None:
    assert parse(cited.short) == cited
    assert parse(cited.get_absolute_url()) == cited
    assert parse(f"https://example.org{cited.get_absolute_url()}") == cited


def test_a_citation_is_written_in_one_way() -> None:
    assert (WHOLE.short, PART.short) == ("DOC-2026-0001 r2 p3 ¶5", "DOC-2026-0001 r2 p3 ¶5 [10-57]")
    assert PART.get_absolute_url() == "/app/documents/DOC-2026-0001/r2/p3/5/10-57/#c10-57"


@pytest.mark.parametrize("text", ["", "DOC-2026-0001", "DOC-2026-0001 r2 p3 ¶5 [57-10]", "EVD-2026-0001 r1 p1 ¶1"])
def test_what_is_no_citation_is_said_so(text: str) -> None:
    with pytest.raises(BadInput, match=r"is no citation; expected such as"):
        parse(text)
