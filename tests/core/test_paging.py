import pytest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from concord.core.guard import writing
from concord.core.models import OutboxMail
from concord.core.paging import PAGE_SIZE, page_of
from tests.core.things import AT

pytestmark = pytest.mark.django_db


def fill(count: int) -> None:
    with writing():
        OutboxMail.objects.bulk_create(
            OutboxMail(to="robin@example.org", subject=str(n), body="", queued_at=AT) for n in range(count)
        )


def page(after: str = "") -> tuple[list[int], str]:
    """The subjects on a page, and the key of the next."""
    found = page_of(OutboxMail.objects.order_by("subject"), RequestFactory().get("/", {"after": after}))
    return [int(mail.subject) for mail in found["rows"]], found["next"]


def all_pages() -> list[list[int]]:
    pages, after = [], ""
    while True:
        rows, after = page(after)
        pages.append(rows)
        if not after:
            return pages


@pytest.mark.parametrize(
    ("count", "sizes"),
    [(0, [0]), (1, [1]), (PAGE_SIZE, [50]), (PAGE_SIZE + 1, [50, 1]), (2 * PAGE_SIZE, [50, 50]), (120, [50, 50, 20])],
)
def test_the_pages_of_a_list_hold_each_row_once_newest_first(count: int, sizes: list[int]) -> None:
    fill(count)
    pages = all_pages()
    assert [len(rows) for rows in pages] == sizes
    assert [subject for rows in pages for subject in rows] == list(reversed(range(count)))


def test_what_is_added_meanwhile_does_not_shift_the_next_page() -> None:
    fill(60)
    first, after = page()
    fill(5)
    second, _ = page(after)
    assert sorted(first + second) == list(range(60))


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "²", " ", "9" * 30, "9" * 5000, "1;DROP TABLE"])
def test_a_key_that_no_page_gave_starts_at_the_beginning(after: str) -> None:
    fill(3)
    assert page(after) == ([2, 1, 0], "")


def test_a_page_costs_one_query_wherever_it_is(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fill(120)
    after = ""
    for _ in range(3):
        with django_assert_num_queries(1):
            _, after = page(after)
