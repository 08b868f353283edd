import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from concord.core import files
from concord.core.errors import WriteOutsideVerb
from concord.core.guard import writing
from concord.core.models import StoredFile
from tests.core.things import AT

pytestmark = pytest.mark.django_db
BYTES = b"A policy on the use of force (fictional)."
DIGEST = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.CONCORD_HOME = tmp_path
    return tmp_path


def store(*chunks: bytes) -> StoredFile:
    with writing():
        return files.store(chunks, at=AT)


def on_disk(home: Path) -> list[str]:
    return sorted(place.relative_to(home).as_posix() for place in home.rglob("*") if place.is_file())


def test_bytes_are_kept_under_their_digest(home: Path) -> None:
    row = store(BYTES[:10], BYTES[10:])
    assert (row.sha256, row.size, row.stored_at) == (DIGEST, len(BYTES), AT)
    assert files.path_of(DIGEST).read_bytes() == BYTES
    assert on_disk(home) == [f"files/{DIGEST[:2]}/{DIGEST}"]


def test_the_names_of_a_file_and_of_its_folder_are_flushed_to_the_disk_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[Path] = []
    monkeypatch.setattr(files, "_flush", flushed.append)
    store(BYTES)
    assert flushed == [home / "files" / DIGEST[:2], home / "files"]


def test_the_same_bytes_twice_are_one_file_and_one_row(home: Path) -> None:
    assert store(BYTES) == store(BYTES)
    assert (StoredFile.objects.count(), len(on_disk(home))) == (1, 1)


def test_an_empty_file_can_be_stored() -> None:
    assert store().size == 0
    assert files.damaged() == []


def test_a_file_is_stored_by_a_verb_only() -> None:
    with pytest.raises(WriteOutsideVerb):
        files.store([BYTES], at=AT)
    assert StoredFile.objects.count() == 0


def test_an_upload_that_breaks_off_leaves_nothing_behind(home: Path) -> None:
    def broken() -> Iterator[Any]:
        yield BYTES
        raise OSError("the connection is gone")

    with writing(), pytest.raises(OSError, match="the connection is gone"):
        files.store(broken(), at=AT)
    assert (StoredFile.objects.count(), on_disk(home)) == (0, [])


def test_missing_and_changed_bytes_are_found() -> None:
    rows = [store(text) for text in (b"sound", b"missing", b"changed")]
    files.path_of(rows[1].sha256).unlink()
    files.path_of(rows[2].sha256).write_bytes(b"forged!")
    assert sorted(files.damaged()) == sorted(row.sha256 for row in rows[1:])
