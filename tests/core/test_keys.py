import base64
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concord.core import keys
from concord.core.errors import KeyLost
from concord.core.models import DataKey
from tests.core.things import AT

pytestmark = pytest.mark.django_db
PLACE = "table/row/column"
TEXT = "The interviewee is Robin Example, 555-0100. é “quoted”"


@pytest.fixture
def master_key(settings: Any, tmp_path: Path) -> Any:
    """A master key of the test's own, with a data key under it."""
    settings.CONCORD_MASTER_KEY_FILE = str(tmp_path / "keys" / "master.key")
    place = keys.make_master_key()
    DataKey.objects.all().delete()
    keys.make_data_key(at=AT)
    return place


def test_what_was_sealed_opens_again_and_shows_nothing_of_itself(master_key: Path) -> None:
    sealed = keys.seal(TEXT, PLACE)
    assert keys.unseal(sealed, PLACE) == TEXT
    raw = base64.b64decode(sealed.partition(":")[2])
    assert [word for word in ("Robin", "555", "interviewee") if word.encode() in raw] == []


def test_the_same_text_is_sealed_differently_each_time(master_key: Path) -> None:
    assert len({keys.seal(TEXT, PLACE) for _ in range(20)}) == 20


def test_an_empty_text_can_be_sealed(master_key: Path) -> None:
    assert keys.unseal(keys.seal("", PLACE), PLACE) == ""


def test_what_an_older_data_key_sealed_still_opens_under_a_newer_one(master_key: Path) -> None:
    old = keys.seal(TEXT, PLACE)
    newer = keys.make_data_key(at=AT)
    new = keys.seal(TEXT, PLACE)
    assert new.partition(":")[0] == str(newer.pk)
    assert (keys.unseal(old, PLACE), keys.unseal(new, PLACE)) == (TEXT, TEXT)


def test_only_its_owner_may_read_the_master_key(master_key: Path) -> None:
    assert (master_key.stat().st_mode & 0o777, master_key.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_master_key_that_is_there_is_never_replaced(master_key: Path) -> None:
    before = master_key.read_text()
    assert (keys.make_master_key(), master_key.read_text()) == (master_key, before)


def test_without_the_master_key_nothing_opens_and_the_error_says_where_it_should_be(master_key: Path) -> None:
    sealed = keys.seal(TEXT, PLACE)
    master_key.unlink()
    for fail in (keys.check_keys, lambda: keys.unseal(sealed, PLACE), lambda: keys.seal(TEXT, PLACE)):
        with pytest.raises(KeyLost, match=f"^The master key is not at {master_key}. Put it back"):
            fail()


def test_a_master_key_that_cannot_be_read_is_said_to_be_lost(master_key: Path) -> None:
    master_key.unlink()
    master_key.mkdir()
    with pytest.raises(KeyLost, match=f"^The master key at {master_key} cannot be read: Is a directory.$"):
        keys.check_keys()


def test_another_master_key_opens_nothing(master_key: Path) -> None:
    sealed = keys.seal(TEXT, PLACE)
    master_key.unlink()
    keys.make_master_key()
    for fail in (keys.check_keys, lambda: keys.unseal(sealed, PLACE)):
        with pytest.raises(KeyLost, match="is not the one under which this database was encrypted"):
            fail()


@pytest.mark.parametrize("content", ["", "not base64 at all!", base64.b64encode(b"too short").decode()])
def test_a_file_that_holds_no_key_is_a_lost_key(master_key: Path, content: str) -> None:
    sealed = keys.seal(TEXT, PLACE)
    master_key.write_text(content)
    for fail in (keys.check_keys, lambda: keys.unseal(sealed, PLACE)):
        with pytest.raises(KeyLost, match=f"^{master_key} holds no key; expected 32 bytes in base64.$"):
            fail()


def test_without_a_data_key_the_error_says_what_to_run(master_key: Path) -> None:
    DataKey.objects.all().delete()
    with pytest.raises(KeyLost, match=r"^There is no data key yet: run `concord init`\.$"):
        keys.seal(TEXT, PLACE)


def test_a_value_whose_data_key_is_gone_is_said_to_be_lost(master_key: Path) -> None:
    sealed = keys.seal(TEXT, PLACE)
    key = sealed.partition(":")[0]
    DataKey.objects.all().delete()
    with pytest.raises(KeyLost, match=f"^A value is encrypted under data key {key}, which is not here, or"):
        keys.unseal(sealed, PLACE)


def test_a_value_that_was_changed_does_not_open(master_key: Path) -> None:
    key, _, data = keys.seal(TEXT, PLACE).partition(":")
    raw = bytearray(base64.b64decode(data))
    raw[-1] ^= 1
    with pytest.raises(KeyLost):
        keys.unseal(f"{key}:{base64.b64encode(raw).decode()}", PLACE)


def test_a_value_moved_to_another_data_key_does_not_open(master_key: Path) -> None:
    _, _, data = keys.seal(TEXT, PLACE).partition(":")
    other = keys.make_data_key(at=AT)
    with pytest.raises(KeyLost):
        keys.unseal(f"{other.pk}:{data}", PLACE)


def test_keys_that_were_given_up_are_not_asked_for_any_more(master_key: Path) -> None:
    lost = keys.seal(TEXT, PLACE)
    master_key.unlink()
    keys.give_up_keys(at=AT)
    keys.check_keys()
    assert keys.unseal(keys.seal(TEXT, PLACE), PLACE) == TEXT
    with pytest.raises(KeyLost, match="is not the one under which this database was encrypted"):
        keys.unseal(lost, PLACE)


@pytest.mark.parametrize("value", ["", "x", "x:AAAA", "1:é", "1:A"])
def test_a_value_that_was_never_sealed_is_said_to_be_lost_and_not_shown(master_key: Path, value: str) -> None:
    with pytest.raises(KeyLost, match=r"^A value cannot be opened: it is not one that was sealed here\.$"):
        keys.unseal(value, PLACE)


def test_check_keys_is_silent_while_every_key_opens(master_key: Path) -> None:
    keys.make_data_key(at=AT)
    assert keys.check_keys() is None


def test_a_value_opens_in_the_place_alone_for_which_it_was_sealed(master_key: Path) -> None:
    sealed = keys.seal(TEXT, PLACE)
    for other in ("table/other row/column", "table/row/other column", ""):
        with pytest.raises(KeyLost, match="or for another place"):
            keys.unseal(sealed, other)


def test_what_was_sealed_before_places_were_bound_opens_and_is_bound_when_it_is_sealed_anew(master_key: Path) -> None:
    key, nonce = keys.newest(), bytes(12)
    raw = nonce + AESGCM(keys.bytes_of(key)).encrypt(nonce, TEXT.encode(), str(key.pk).encode())
    old = f"{key.pk}:{base64.b64encode(raw).decode()}"
    assert keys.unseal(old, PLACE) == TEXT
    new = keys.reseal(old, PLACE)
    assert keys.unseal(new, PLACE) == TEXT
    with pytest.raises(KeyLost, match="or for another place"):
        keys.unseal(new, "table/other row/column")
