"""What is asked for again and again within one page is asked for once, and nothing is kept beyond it."""

from concord.core.remembering import forget, remembered, remembering


def test_an_answer_is_asked_for_once_in_a_block_and_every_time_outside_of_one() -> None:
    asked: list[str] = []

    def ask() -> int:
        asked.append("again")
        return len(asked)

    assert [remembered("how often", ask), remembered("how often", ask)] == [1, 2]
    with remembering():
        assert [remembered("how often", ask), remembered("how often", ask)] == [3, 3]
        with remembering():
            assert remembered("how often", ask) == 3
        assert remembered("another", ask) == 4
        forget()
        assert remembered("how often", ask) == 5
    forget()
    assert remembered("how often", ask) == 6


def test_nothing_is_remembered_of_a_question_that_failed() -> None:
    with remembering():
        try:
            remembered("what", lambda: 1 // 0)
        except ZeroDivisionError:
            assert remembered("what", lambda: 7) == 7
