import os
from pathlib import Path

import pytest

from concord.core.secret_file import keep


def test_a_secret_is_kept_once_for_its_owner_alone_and_nothing_else_is_left(tmp_path: Path) -> None:
    place = tmp_path / "keys" / "some.key"
    keep(place, "first")
    keep(place, "second")
    assert (place.read_text(), place.stat().st_mode & 0o777) == ("first", 0o600)
    assert (place.parent.stat().st_mode & 0o777, list(place.parent.iterdir())) == (0o700, [place])


def test_what_a_start_that_broke_off_left_is_no_secret(tmp_path: Path) -> None:
    place = tmp_path / "some.key"
    (tmp_path / "some.1").write_text("half")
    keep(place, "whole")
    assert place.read_text() == "whole"


def test_a_secret_is_on_the_disk_before_it_is_there_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, there = tmp_path / "some.key", []
    monkeypatch.setattr(os, "fsync", lambda _: there.append(place.exists()))
    keep(place, "whole")
    assert there == [False, True]
