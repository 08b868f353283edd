from hypothesis import given
from hypothesis import strategies as st

from concord.publishing.imports.id_lists import Anomaly, IdList, ListedId, parse_id_list, read_id_lists


def test_a_clean_list_gives_its_ids_and_no_anomaly() -> None:
    assert parse_id_list("3.1, 4.3,\n4.10") == (["3.1", "4.3", "4.10"], [])


def test_an_empty_list_gives_nothing() -> None:
    assert parse_id_list("") == ([], [])


def test_a_full_stop_for_a_comma_is_read_and_told() -> None:
    assert parse_id_list("52.2, 52.3. 53.1, 54.1") == (
        ["52.2", "52.3", "53.1", "54.1"],
        [Anomaly(10, ". ", "full stop for comma between 52.3 and 53.1")],
    )


def test_missing_commas_are_read_and_told_and_a_missing_blank_is_no_anomaly() -> None:
    assert parse_id_list("56.1, 56.2 56.3, 56.4,56.5,56.6 57.1") == (
        ["56.1", "56.2", "56.3", "56.4", "56.5", "56.6", "57.1"],
        [
            Anomaly(10, " ", "comma missing between 56.2 and 56.3"),
            Anomaly(31, " ", "comma missing between 56.6 and 57.1"),
        ],
    )


def test_a_scrap_that_is_no_id_stays_visible() -> None:
    assert parse_id_list("see 1.1, x 1.2, 7, 1.3, 9") == (
        ["1.1", "1.2", "1.3"],
        [
            Anomaly(0, "see ", "not an id: see"),
            Anomaly(7, ", x ", "not a comma: , x between 1.1 and 1.2"),
            Anomaly(14, ", 7, ", "not a comma: , 7, between 1.2 and 1.3"),
            Anomaly(22, ", 9", "not an id: , 9"),
        ],
    )


def test_ids_run_together_are_not_guessed_apart() -> None:
    assert parse_id_list("1.1, 52.353.1") == (
        ["1.1", "52.353"],
        [Anomaly(11, ".1", "not an id: .1")],
    )


def test_a_sequence_number_of_nought_is_read_as_one_when_one_is_free() -> None:
    assert read_id_lists([IdList(4, 1, "64.2, 66.0, 66.2"), IdList(4, 2, "64.1, 64.3")])[1] == ListedId(
        "66.1", "66.0", 66, 4, 1, "printed as 66.0 between 64.2 and 66.2; 66.1 is otherwise absent"
    )


def test_an_id_of_another_place_is_read_by_its_neighbours() -> None:
    lists = [IdList(3, 2, "39.1, 39.2, 39.3"), IdList(4, 2, "69.1, 69.2, 39.3, 70.1")]
    assert [(each.label, each.anomaly) for each in read_id_lists(lists)] == [
        ("39.1", ""),
        ("39.2", ""),
        ("39.3", ""),
        ("69.1", ""),
        ("69.2", ""),
        ("69.3", "printed as 39.3 between 69.2 and 70.1; 39.3 belongs to focus area 3; 69.3 is otherwise absent"),
        ("70.1", ""),
    ]


def test_an_id_without_a_single_reading_stays_as_printed() -> None:
    lists = [IdList(1, 1, "1.1, 9.9, 2.1, 2.2"), IdList(1, 2, "1.2")]
    assert read_id_lists(lists)[1] == ListedId(
        "9.9", "9.9", 9, 1, 1, "printed as 9.9 between 1.1 and 2.1; no single reading fits"
    )


def test_an_id_in_two_lists_is_told_at_the_second() -> None:
    lists = [IdList(1, 1, "1.1, 1.2"), IdList(1, 2, "1.2, 1.3")]
    assert [(each.label, each.phase, each.anomaly) for each in read_id_lists(lists)] == [
        ("1.1", 1, ""),
        ("1.2", 1, ""),
        ("1.2", 2, "listed more than once"),
        ("1.3", 2, ""),
    ]


def test_a_lone_misprint_has_no_neighbours_to_be_read_by() -> None:
    assert read_id_lists([IdList(1, None, "5.0")]) == [
        ListedId("5.1", "5.0", 5, 1, None, "printed as 5.0; 5.1 is otherwise absent")
    ]


def test_where_either_of_two_ids_may_be_misplaced_neither_is_read_as_another() -> None:
    lists = [IdList(1, 1, "1.1, 5.2, 2.2, 6.1")]
    assert [(each.label, each.anomaly) for each in read_id_lists(lists)] == [
        ("1.1", ""),
        ("5.2", "printed as 5.2 between 1.1 and 6.1; no single reading fits"),
        ("2.2", "printed as 2.2 between 1.1 and 6.1; no single reading fits"),
        ("6.1", ""),
    ]


def test_two_misprints_in_one_gap_never_get_the_same_reading() -> None:
    lists = [IdList(4, 2, "69.1, 69.2, 39.3, 12.3, 70.1, 70.2")]
    assert [(each.label, each.as_printed) for each in read_id_lists(lists)][2:4] == [("69.3", "39.3"), ("12.3", "12.3")]


IDS = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 20)), unique=True, max_size=40).map(sorted)


@given(IDS, st.lists(st.sampled_from([", ", ",", " ", ". ", ",\n", ",  "]), min_size=40, max_size=40))
def test_a_rising_list_comes_back_whole_whatever_stands_between(ids: list[tuple[int, int]], gaps: list[str]) -> None:
    labels = [f"{finding}.{sequence}" for finding, sequence in ids]
    printed = "".join(label + gap for label, gap in zip(labels, gaps, strict=False))
    assert parse_id_list(printed)[0] == labels
    assert [each.label for each in read_id_lists([IdList(1, 1, printed)])] == labels


@given(st.text(alphabet="0123456789., x\n", max_size=60))
def test_every_digit_and_letter_of_any_text_is_in_an_id_or_in_an_anomaly(text: str) -> None:
    ids, anomalies = parse_id_list(text)
    kept = "".join(ids) + "".join(each.found for each in anomalies)
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
    assert [each.as_printed for each in read_id_lists([IdList(1, 1, text)])] == ids
