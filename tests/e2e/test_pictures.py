"""The pictures of the documents: each shows a page that is there, is small, and is where a document looks for it. Taken
anew by `python -m tests.e2e.pictures`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from concord.core.address_check import addresses
from tests.e2e.application import ROOT
from tests.e2e.person import PHONE, Person
from tests.e2e.pictures import FOLDER, PAGES

MOST_BYTES, MOST_BYTES_OF_A_PHONE = 150_000, 60_000
PUBLIC = "sites/"  # files of the public site, which the address table does not list


def limit(picture: bytes) -> int:
    """Return how many bytes a picture may have; a PNG's width stands in its bytes 16 to 20."""
    return MOST_BYTES_OF_A_PHONE if int.from_bytes(picture[16:20]) == PHONE["width"] else MOST_BYTES


def documents() -> list[Path]:
    return [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]


def test_each_picture_shows_a_page_that_is_there() -> None:
    pages = {where for where, _, _ in addresses()}
    gone = {name: page for name, page in PAGES.items() if not page.startswith(PUBLIC) and page not in pages}
    assert gone == {}, "Mend PAGES in tests/e2e/pictures.py, take the pictures anew, and read the documents again."


def test_each_picture_is_listed_taken_and_small() -> None:
    kept = {path.stem: path.read_bytes() for path in FOLDER.glob("*.png")}
    assert set(kept) == set(PAGES)
    assert {name: len(picture) for name, picture in kept.items() if len(picture) > limit(picture)} == {}


def test_each_picture_that_a_document_shows_is_kept() -> None:
    wanted = {name for path in documents() for name in re.findall(r"images/([\w-]+)\.png", path.read_text())}
    assert wanted - set(PAGES) == set()


@pytest.mark.browser
def test_each_public_page_of_a_picture_is_there(somebody: Callable[..., Person]) -> None:
    reader = somebody()
    public = {page for page in PAGES.values() if page.startswith(PUBLIC)}
    assert {page: reader.opens(f"/{page}") for page in public} == dict.fromkeys(public, 200)
