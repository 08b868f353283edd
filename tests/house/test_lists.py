"""Whatever is shown page by page can be had whole, as CSV and as Excel."""

import re
from collections.abc import Iterator

from tests.house.test_size import files

PAGED = re.compile(r"components/pages\.html|\?[^\"]*after=|querystring after=")
OFFERED = re.compile(r"components/export\.html|format=\'csv\'")


def paged_without_a_file(path: str, text: str) -> Iterator[str]:
    """A list in pages whose template offers no file."""
    if PAGED.search(text) and not OFFERED.search(text) and "/templates/components/" not in path:
        yield path


def test_every_list_that_is_shown_page_by_page_can_be_had_as_a_file() -> None:
    pages = files(("src",), frozenset({".html"}))
    found = {fault for path, text in pages for fault in paged_without_a_file(path, text)}
    assert found == set()


def test_a_list_without_its_file_is_found() -> None:
    both = '{% include "components/export.html" %}{% include "components/pages.html" %}'
    assert [*paged_without_a_file("x.html", both)] == []
    assert [*paged_without_a_file("x.html", '{% include "components/pages.html" %}')] == ["x.html"]
    assert [*paged_without_a_file("x.html", '<a href="{% querystring after=next %}">')] == ["x.html"]
