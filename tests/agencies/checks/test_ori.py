import pytest

from concord.agencies.checks.ori import normalise_ori
from concord.core.errors import BadInput


@pytest.mark.parametrize(
    ("text", "nine"),
    [
        ("NC0260100", "NC0260100"),
        ("NC02601", "NC0260100"),
        ("nc02601", "NC0260100"),
        ("PAPEP0000", "PAPEP0000"),
        (" tnmpd00 ", "TNMPD0000"),
        ("TN MPD 00-00", "TNMPD0000"),
        ("C0034019E", "C0034019E"),
    ],
)
def test_seven_or_nine_characters_name_the_same_agency(text: str, nine: str) -> None:
    assert normalise_ori(text) == nine


@pytest.mark.parametrize("text", ["", "NC026010", "NC02601000", "1C0260100", "NC02é0100", "NC0260100\x00"])
def test_what_is_no_ori_says_what_was_found_and_expected(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        normalise_ori(text)
    assert refused.value.reason == (
        f"“{text}” is not an ORI. Expected seven or nine letters and digits, a letter first, "
        "such as NC02601 or NC0260100."
    )
