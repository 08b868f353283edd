import pytest

from concord.agencies.words import search_text, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("St. Mary's County Sheriff's Office", ["st", "marys", "county", "sheriffs", "office"]),
        ("O’Fallon", ["ofallon"]),
        ("U.S. Marshal's Service", ["us", "marshals", "service"]),
        ("Mayagüez & Añasco", ["mayaguez", "anasco"]),
        ("State Police: Clay", ["state", "police", "clay"]),
        ("' & | ! <-> :* ()", []),
        ("\x00a\x00", ["a"]),
    ],
)
def test_a_text_is_cut_into_plain_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_an_agency_is_found_by_name_other_writings_state_reference_and_ori() -> None:
    found = search_text(name="Fort Example Police Department", state="NC", ref="AGY-2026-0001", ori="NC0990100")
    assert found == "fort example police department ft pd nc north carolina agy 2026 0001 nc0990100"


def test_no_word_stands_twice_that_the_name_has() -> None:
    assert search_text(name="Ohio State Patrol", state="OH", ref="OHOHP0000", ori="OHOHP0000") == (
        "ohio state patrol oh ohohp0000"
    )
