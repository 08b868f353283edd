import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from concord.core import files, keys, sealing
from concord.core.errors import KeyLost, NeverDeleted
from concord.core.guard import erasing, writing
from concord.core.models import AuditRow, DataKey, SealedThing, SealedValue, StoredFile
from tests.core.things import AT, CONCORD

pytestmark = pytest.mark.django_db
TOLD = {"name": "Robin Canary", "phone": "555-0100 é “quoted”"}
ABOUT = "IDN-2026-0001"


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Path:
    """Keys and stored files of the test's own."""
    settings.CONCORD_MASTER_KEY_FILE = str(tmp_path / "keys" / "master.key")
    settings.CONCORD_HOME = tmp_path
    keys.make_master_key()
    keys.make_data_key(at=AT)
    return tmp_path


def kept(about: str = ABOUT, **values: str) -> None:
    with writing():
        sealing.keep(about, values or TOLD, at=AT)


def halves(home: Path) -> list[str]:
    return sorted(place.suffix for place in (home / "keys" / "halves").glob("*/*"))


def test_what_was_sealed_opens_again_and_the_row_shows_nothing_of_it() -> None:
    kept()
    raw = b"".join(bytes(v) for v in SealedValue.objects.values_list("value", flat=True))
    assert (sealing.read(ABOUT), sealing.read("IDN-2026-0002")) == (TOLD, {})
    assert [word for word in (b"Robin", b"Canary", b"555") if word in raw] == []


def test_the_same_text_is_sealed_differently_each_time_and_the_last_one_stands() -> None:
    kept()
    first = bytes(SealedValue.objects.get(name="name").value)
    kept(name="Robin Canary")
    assert bytes(SealedValue.objects.get(name="name").value) != first
    kept(name="Alex Canary")
    assert sealing.read(ABOUT) == TOLD | {"name": "Alex Canary"}


@pytest.mark.parametrize("moved", ["to another name", "to another thing", "to another key", "a bit"])
def test_a_value_that_was_moved_or_changed_does_not_open(moved: str) -> None:
    kept()
    kept("IDN-2026-0002")
    here, there = (SealedValue.objects.filter(thing__about=about) for about in (ABOUT, "IDN-2026-0002"))
    name = here.get(name="name")
    with writing():
        if moved == "to another name":
            here.filter(name="phone").update(value=name.value)
        elif moved == "to another thing":
            there.filter(name="name").update(value=name.value)
        elif moved == "to another key":
            there.filter(name="name").update(key=keys.make_data_key(at=AT))
        else:
            value = bytes(name.value)
            there.filter(name="name").update(value=value[:-1] + bytes([value[-1] ^ 1]))
    with pytest.raises(KeyLost, match="cannot be opened: it was changed, or moved here"):
        sealing.read(ABOUT if moved == "to another name" else "IDN-2026-0002")


def test_rotating_encrypts_every_value_anew_under_a_new_key_in_one_row_of_the_trail() -> None:
    kept()
    kept("IDN-2026-0002", name="Alex Canary")
    before = {row.pk: (row.key_id, bytes(row.value)) for row in SealedValue.objects.all()}
    assert sealing.rotate(by=CONCORD, at=AT) == 3
    newest = DataKey.objects.latest("pk").pk
    after = {row.pk: (row.key_id, bytes(row.value)) for row in SealedValue.objects.all()}
    assert {key for key, _ in after.values()} == {newest}
    assert [pk for pk in before if before[pk][1] == after[pk][1] or before[pk][0] == newest] == []
    assert (sealing.read(ABOUT), sealing.read("IDN-2026-0002")) == (TOLD, {"name": "Alex Canary"})
    row = json.loads(AuditRow.objects.latest("pk").body)
    assert (row["verb"], row["new"], row["more"]) == ("keys.rotate", f"data key {newest}", {"values": 3})


def test_a_rotation_that_fails_leaves_every_value_under_its_key() -> None:
    kept()
    kept("IDN-2026-0002")
    last = SealedThing.objects.latest("pk")
    sealing._place(last.half).unlink()
    keys_before = set(SealedValue.objects.values_list("key", flat=True))
    with pytest.raises(KeyLost, match="The key of IDN-2026-0002 is not at"):
        sealing.rotate(by=CONCORD, at=AT)
    assert (set(SealedValue.objects.values_list("key", flat=True)), sealing.read(ABOUT)) == (keys_before, TOLD)
    assert sealing.missing() == ["IDN-2026-0002"]


def test_letting_go_destroys_the_half_once_it_is_committed(
    own_home: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    kept()
    rows = {row.name: bytes(row.value) for row in SealedValue.objects.all()}
    thing, key = SealedThing.objects.get(), DataKey.objects.latest("pk")
    with django_capture_on_commit_callbacks() as after, writing():
        assert sealing.let_go(ABOUT, "a test") is True
        assert sealing.let_go("IDN-2026-0009", "a test") is False
    assert (sealing.read(ABOUT), halves(own_home)) == ({}, [""])  # not before the commit
    for done in after:
        done()
    assert (halves(own_home), SealedThing.objects.count()) == ([".destroyed"], 0)
    with writing():  # as an old backup would bring it back
        thing.pk = None
        thing.save(force_insert=True)
        SealedValue.objects.create(thing=thing, name="name", key=key, value=rows["name"])
    with pytest.raises(KeyLost, match="The key of IDN-2026-0001 was destroyed"):
        sealing.read(ABOUT)
    assert (sealing.missing(), sealing.catch_up(by=CONCORD, at=AT)) == ([], 1)
    assert SealedThing.objects.count() == 0


def test_nothing_is_erased_without_something_on_record_for_it() -> None:
    kept()
    with writing(), pytest.raises(NeverDeleted):
        SealedValue.objects.all().erase()


def test_the_half_is_its_owners_alone_and_beside_the_master_key(own_home: Path) -> None:
    kept()
    (place,) = (own_home / "keys" / "halves").glob("*/*")
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_copy_of_the_halves_follows_what_is_destroyed(
    own_home: Path, tmp_path: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    kept()
    kept("IDN-2026-0002")
    copy = tmp_path / "copy"
    assert [sealing.copy_halves(copy), sealing.copy_halves(copy)] == [(2, 0), (0, 0)]
    with django_capture_on_commit_callbacks(execute=True), writing():
        sealing.let_go(ABOUT, "a test")
    assert [sealing.copy_halves(copy), sealing.copy_halves(copy)] == [(0, 1), (0, 0)]
    assert sorted(place.suffix for place in copy.glob("*/*")) == ["", ".destroyed"]


def test_a_sweep_destroys_halves_and_bytes_that_nothing_has_and_leaves_new_ones(own_home: Path) -> None:
    kept()
    for number in range(3):
        with transaction.atomic(), writing():
            sealing.keep_file(f"EVD-2026-000{number}", [b"What was said."], at=AT)
            transaction.set_rollback(True)
    every = [*(own_home / "keys" / "halves").glob("*/*"), *(own_home / "files").glob("*/*")]
    for place in every:
        new = place == every[-1]  # as of a verb that has not committed yet
        os.utime(place, (0, (AT + timedelta(days=2 * new)).timestamp()))
    later = AT + timedelta(days=1)
    assert (sealing.sweep(before=later), files.sweep(before=later)) == (3, 2)
    assert (sealing.read(ABOUT), halves(own_home).count("")) == (TOLD, 1)


@pytest.mark.parametrize("size", [0, 1, sealing._PIECE - 1, sealing._PIECE, sealing._PIECE + 1, 3 * sealing._PIECE])
def test_a_file_is_kept_encrypted_and_comes_back_as_it_was(size: int) -> None:
    bytes_in = (b"What Robin said. " * (size // 17 + 1))[:size]
    with writing():
        stored = sealing.keep_file(ABOUT, [bytes_in[:7], bytes_in[7:]], at=AT)
    raw = files.path_of(stored.sha256).read_bytes()
    assert (b"".join(sealing.read_file(ABOUT, stored)), b"Robin" in raw, sealing.read(ABOUT)) == (bytes_in, False, {})


@pytest.mark.parametrize("harm", ["cut", "turned", "changed"])
def test_a_sealed_file_that_was_changed_or_cut_does_not_open(harm: str) -> None:
    with writing():
        stored = sealing.keep_file(ABOUT, [b"x" * (2 * sealing._PIECE)], at=AT)
    place, step = files.path_of(stored.sha256), sealing._PIECE + 16
    raw = place.read_bytes()
    harmed = {"cut": raw[:step], "turned": raw[step:] + raw[:step], "changed": b"y" + raw[1:]}
    place.write_bytes(harmed[harm])
    with pytest.raises(KeyLost, match="cannot be opened: it was changed or cut"):
        b"".join(sealing.read_file(ABOUT, stored))


def test_a_stored_file_goes_with_its_row_unless_something_else_has_it(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with writing():
        stored = files.store([b"Rosters."], at=AT)
    with django_capture_on_commit_callbacks(execute=True), writing():
        assert files.remove(stored.sha256, "a test") is True
    assert (StoredFile.objects.count(), files.path_of(stored.sha256).exists()) == (0, False)


def test_erasing_is_over_when_its_block_is() -> None:
    kept()
    with writing(), erasing("a test"):
        assert SealedValue.objects.filter(name="phone").erase() == 1
    with writing(), pytest.raises(NeverDeleted):
        SealedValue.objects.all().erase()
