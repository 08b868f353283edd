"""Encrypted fields. A data key encrypts values (AES-256-GCM); the master key wraps the data key.

The wrapped data key is in the database and goes into every backup; the master key is a file of the installation
(CONCORD_MASTER_KEY_FILE) and never does. Without it the values cannot be read by anybody: `KeyLost` says so.
"""

import base64
import hashlib
import hmac
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from concord.core import secret_file
from concord.core.errors import KeyLost
from concord.core.models import DataKey

_NONCE = 12
_SIZE = 32


def master_key_file() -> Path:
    """Return where the master key is."""
    return Path(settings.CONCORD_MASTER_KEY_FILE)


def make_master_key() -> Path:
    """Make a new master key unless there is one; readable by its owner alone. Returns its place."""
    place = master_key_file()
    secret_file.keep(place, base64.b64encode(secrets.token_bytes(_SIZE)).decode())
    return place


def _master_bytes() -> bytes:
    try:
        return base64.b64decode(master_key_file().read_text())
    except FileNotFoundError:
        raise KeyLost(f"The master key is not at {master_key_file()}. Put it back, or see “A lost key”.") from None
    except OSError as error:
        raise KeyLost(f"The master key at {master_key_file()} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise _no_key() from None


def _no_key() -> KeyLost:
    return KeyLost(f"{master_key_file()} holds no key; expected {_SIZE} bytes in base64.")


def _master() -> AESGCM:
    try:
        return AESGCM(_master_bytes())
    except ValueError:
        raise _no_key() from None


def fingerprint(digest: str) -> str:
    """Return 64 hexadecimal digits by which the same digest is known again, and of which nobody without the master key
    can tell what they stand for: of a short text, its plain digest could be guessed. Raises KeyLost."""
    return hmac.new(_master_bytes(), b"concord fingerprint " + digest.encode(), hashlib.sha256).hexdigest()


def make_data_key(*, at: datetime) -> DataKey:
    """Make and keep a data key, wrapped. New values are encrypted under the newest."""
    nonce = secrets.token_bytes(_NONCE)
    wrapped = nonce + _master().encrypt(nonce, secrets.token_bytes(_SIZE), b"concord data key")
    return DataKey.objects.create(wrapped=wrapped, made_at=at)


def bytes_of(key: DataKey) -> bytes:
    """Return the 32 bytes of a data key. Raises KeyLost."""
    wrapped = bytes(key.wrapped)
    try:
        return _master().decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"concord data key")
    except InvalidTag:
        raise KeyLost(
            f"The master key at {master_key_file()} is not the one under which this database was encrypted."
        ) from None


def _unwrap(key: DataKey) -> AESGCM:
    return AESGCM(bytes_of(key))


def newest() -> DataKey:
    """Return the data key under which new values are encrypted. Raises KeyLost."""
    key = DataKey.objects.order_by("-id").first()
    if key is None:
        raise KeyLost("There is no data key yet: run `concord init`.")
    return key


def seal(text: str, place: str) -> str:
    """Encrypt a text under the newest data key: "<key id>:<base64>". Raises KeyLost.

    `place` is where it stands (table, row and column, as far as whoever seals knows them). It is authenticated with the
    value, so that whoever can write the database puts no such value where another stood. What has a reference of its
    own is kept by `sealing`, which destroys it too."""
    key = newest()
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + _unwrap(key).encrypt(nonce, text.encode(), f"{place}/{key.pk}".encode())
    return f"{key.pk}:{base64.b64encode(sealed).decode()}"


def unseal(value: str, place: str) -> str:
    """Decrypt what `seal` gave for a place. Raises KeyLost, also for what was sealed for another.

    What was sealed before places were bound is bound to its key alone; it opens, and is bound by the next rotation."""
    key_id, _, data = value.partition(":")
    try:
        sealed = base64.b64decode(data)
        key = _unwrap(DataKey.objects.get(pk=int(key_id)))
        return _opened(key, sealed, f"{place}/{key_id}", key_id).decode()
    except (InvalidTag, DataKey.DoesNotExist):
        raise KeyLost(
            f"A value is encrypted under data key {key_id}, which is not here, or for another place."
        ) from None
    except ValueError:
        raise KeyLost("A value cannot be opened: it is not one that was sealed here.") from None


def _opened(key: AESGCM, sealed: bytes, *bound: str) -> bytes:
    """Return the bytes, bound to the first of these that holds. Raises InvalidTag."""
    for one in bound:
        with suppress(InvalidTag):
            return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], one.encode())
    raise InvalidTag


def reseal(value: str, place: str) -> str:
    """Return what `seal` gave, sealed anew for its place under the newest data key. Raises KeyLost."""
    return seal(unseal(value, place), place)


def give_up_keys(*, at: datetime) -> None:
    """Note every data key as lost with its master key, and begin anew under a new one."""
    DataKey.objects.filter(lost_at=None).update(lost_at=at)
    make_master_key()
    make_data_key(at=at)


def check_keys() -> None:
    """Raise KeyLost unless every data key that was not given up opens under the master key."""
    for key in DataKey.objects.filter(lost_at=None):
        _unwrap(key)
