"""Values that stay apart and can be destroyed: names, numbers, what was told in confidence.

A value is encrypted (AES-256-GCM) under a key of two halves: a data key, which the database keeps wrapped by the master
key, and a half of the thing's own, a small file beside the master key that is in no backup. Whoever destroys that file
makes every value of the thing unreadable, in every backup too. The value is bound to its place: the table, the thing
and the value's name are authenticated with it, so that no value can stand in for another.

The id of the data key stands beside each value; `rotate` encrypts every value anew under a new one.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction

from concord.core import files, keys, secret_file
from concord.core.actions import record, verb
from concord.core.errors import KeyLost
from concord.core.guard import erasing
from concord.core.models import DataKey, SealedThing, SealedValue, StoredFile
from concord.core.permissions import OFFICE_SCOPE, Actor, Permission

_NONCE, _SIZE = 12, 32
_PIECE = 1024 * 1024  # a sealed file is encrypted in pieces of so many bytes
_FILE_KEY = "file key"
_DESTROYED = ".destroyed"


class _Keys:
    """What rows of the trail about keys are about."""

    scopes = (OFFICE_SCOPE,)
    audit_ref = "keys"
    audit_stream = "keys"


def keep(about: str, values: dict[str, str], *, at: datetime) -> None:
    """Seal texts of a thing under their names; one that is there already is replaced. Call inside a verb.

    Raises KeyLost."""
    _keep(about, {name: text.encode() for name, text in values.items()}, at=at)


def read(about: str, *names: str) -> dict[str, str]:
    """Return the sealed texts of a thing by their names, all or these; none where nothing is sealed. Raises KeyLost."""
    rows = SealedValue.objects.filter(thing__about=about).exclude(name__startswith=_FILE_KEY)
    rows = rows.filter(name__in=names) if names else rows
    ciphers: dict[int, AESGCM] = {}
    found = {}
    for row in rows.select_related("thing", "key"):
        if row.key.pk not in ciphers:
            ciphers[row.key.pk] = _key_of(row.thing, row.key)
        found[row.name] = _decrypt(row, ciphers[row.key.pk]).decode()
    return found


def read_many(abouts: Collection[str], names: Collection[str]) -> dict[tuple[str, str], str]:
    """Return sealed texts of many things, by the thing and the name, all by one query; none where nothing is sealed.

    Raises KeyLost."""
    rows = SealedValue.objects.filter(thing__about__in=abouts, name__in=names).select_related("thing", "key")
    ciphers: dict[tuple[int, int], AESGCM] = {}
    found = {}
    for row in rows:
        which = (row.thing.pk, row.key.pk)
        if which not in ciphers:
            ciphers[which] = _key_of(row.thing, row.key)
        found[row.thing.about, row.name] = _decrypt(row, ciphers[which]).decode()
    return found


def keep_file(about: str, chunks: Iterable[bytes], *, at: datetime, name: str = "") -> StoredFile:
    """Store bytes encrypted under a key of their own, which is sealed; `name` tells the files of a thing apart. Call
    inside a verb. Raises KeyLost."""
    own = secrets.token_bytes(_SIZE)
    _keep(about, {f"{_FILE_KEY}{name}": own}, at=at)
    return files.store(_encrypted(own, chunks), at=at)


def read_file(about: str, stored: StoredFile, *, name: str = "") -> Iterator[bytes]:
    """Yield the bytes of a sealed file, a piece at a time. Raises KeyLost, also when a piece is missing or changed."""
    rows = SealedValue.objects.select_related("thing", "key")
    row = rows.filter(thing__about=about, name=f"{_FILE_KEY}{name}").first()
    if row is None:
        raise KeyLost(f"The key of the file of {about} is not here.")
    return _decrypted(_decrypt(row), files.path_of(stored.sha256), about)


def let_go(about: str, because: str) -> bool:
    """Erase the sealed values of a thing and destroy its half, once the verb has committed; say whether any was there.

    `because` names what is on record for it. No backup opens them any more."""
    thing = SealedThing.objects.filter(about=about).first()
    if thing is None:
        return False
    half = thing.half
    with erasing(because):
        SealedValue.objects.filter(thing=thing).erase()
        SealedThing.objects.filter(pk=thing.pk).erase()
    transaction.on_commit(lambda: _destroy(half))
    return True


@verb
def rotate(*, by: Actor, at: datetime) -> int:
    """Make a new data key and encrypt every sealed value anew under it; return how many. Raises KeyLost.

    All or nothing: what fails leaves every value under the key that it had."""
    key = keys.make_data_key(at=at)
    rows = SealedValue.objects.select_for_update(of=("self",)).select_related("thing", "key").order_by("pk")
    count = 0
    for row in rows.iterator(chunk_size=500):
        value = _encrypt(_key_of(row.thing, key), _bound_to(row.thing, row.name, key), _decrypt(row))
        count += SealedValue.objects.filter(pk=row.pk).update(key=key, value=value)
    record(_Keys(), Permission.KEYS_ROTATE, by=by, at=at, new=f"data key {key.pk}", more={"values": count})
    return count


def missing() -> list[str]:
    """Return the references of the things whose half is gone without having been destroyed."""
    rows = SealedThing.objects.order_by("about").values_list("about", "half")
    return [about for about, half in rows if not _place(half).exists() and not _tombstone(half).exists()]


@verb
def catch_up(*, by: Actor, at: datetime) -> int:
    """After a restore: erase what had been destroyed since the backup was written; return of how many things.

    The values could not be opened any more; their rows go too."""
    gone = [t for t in SealedThing.objects.all() if _tombstone(t.half).exists() and not _place(t.half).exists()]
    with erasing("restore"):
        SealedValue.objects.filter(thing__in=gone).erase()
        SealedThing.objects.filter(pk__in=[t.pk for t in gone]).erase()
    record(_Keys(), Permission.KEYS_CATCH_UP, by=by, at=at, more={"things": len(gone)})
    return len(gone)


def sweep(*, before: datetime) -> int:
    """Destroy the halves that no thing has, older than `before`: of a verb that failed, or cut off before it had
    destroyed them. Return how many."""
    known = set(SealedThing.objects.values_list("half", flat=True))
    loose = [
        place
        for place in _folder().glob("*/*")
        if not place.suffix and place.name not in known and place.stat().st_mtime < before.timestamp()
    ]
    for place in loose:
        _destroy(place.name)
    return len(loose)


def copy_halves(target: Path) -> tuple[int, int]:
    """Bring a copy of the halves up to date, so that what was destroyed is destroyed there too; return how many were
    copied and how many destroyed. Raises OSError."""
    copied = destroyed = 0
    for place in sorted(_folder().glob("*/*")):
        other = target / place.parent.name / place.name
        if not other.exists():
            secret_file.keep(other, place.read_text())
            copied += place.suffix != _DESTROYED
        if place.suffix == _DESTROYED and other.with_suffix("").exists():
            _overwrite_and_unlink(other.with_suffix(""))
            destroyed += 1
    return copied, destroyed


def _folder() -> Path:
    return keys.master_key_file().parent / "halves"


def _place(half: str) -> Path:
    return _folder() / half[:2] / half


def _tombstone(half: str) -> Path:
    return _place(half).with_suffix(_DESTROYED)


def _begin(about: str, *, at: datetime) -> SealedThing:
    half = secrets.token_hex(16)
    secret_file.keep(_place(half), secrets.token_hex(_SIZE))
    return SealedThing.objects.create(about=about, half=half, made_at=at)


def _destroy(half: str) -> None:
    secret_file.keep(_tombstone(half), "")
    _overwrite_and_unlink(_place(half))


def _overwrite_and_unlink(place: Path) -> None:
    """Overwrite the bytes before their name goes; where a disk keeps old blocks, its own encryption has to answer."""
    with suppress(FileNotFoundError):
        place.write_text(secrets.token_hex(_SIZE))
        place.unlink()


def _key_of(thing: SealedThing, key: DataKey) -> AESGCM:
    """Return the key of two halves. Raises KeyLost."""
    try:
        own = bytes.fromhex(_place(thing.half).read_text())
    except FileNotFoundError:
        was = "was destroyed" if _tombstone(thing.half).exists() else f"is not at {_place(thing.half)}"
        raise KeyLost(f"The key of {thing.about} {was}.") from None
    except (OSError, ValueError) as error:
        raise KeyLost(f"The key of {thing.about} at {_place(thing.half)} cannot be read: {error}.") from None
    both = HKDF(algorithm=SHA256(), length=_SIZE, salt=None, info=b"concord sealed value")
    return AESGCM(both.derive(keys.bytes_of(key) + own))


def _bound_to(thing: SealedThing, name: str, key: DataKey) -> bytes:
    return f"core_sealedvalue/{thing.about}/{name}/{key.pk}".encode()


def _keep(about: str, values: dict[str, bytes], *, at: datetime) -> None:
    thing = SealedThing.objects.filter(about=about).first() or _begin(about, at=at)
    key = keys.newest()
    cipher = _key_of(thing, key)
    SealedValue.objects.bulk_create(
        (
            SealedValue(thing=thing, name=name, key=key, value=_encrypt(cipher, _bound_to(thing, name, key), value))
            for name, value in values.items()
        ),
        update_conflicts=True,
        unique_fields=["thing", "name"],
        update_fields=["key", "value"],
        batch_size=500,
    )


def _encrypt(cipher: AESGCM, bound: bytes, value: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + cipher.encrypt(nonce, value, bound)


def _decrypt(row: SealedValue, cipher: AESGCM | None = None) -> bytes:
    value = bytes(row.value)
    bound = _bound_to(row.thing, row.name, row.key)
    try:
        return (cipher or _key_of(row.thing, row.key)).decrypt(value[:_NONCE], value[_NONCE:], bound)
    except InvalidTag:
        raise KeyLost(f"The {row.name} of {row.thing.about} cannot be opened: it was changed, or moved here.") from None


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield pieces of one size, each with whether it is the last."""
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > _PIECE:
            yield waiting[:_PIECE], False
            waiting = waiting[_PIECE:]
    yield waiting, True


def _place_in_file(number: int, *, last: bool) -> tuple[bytes, bytes]:
    """Return nonce and associated data of a piece: its number, and whether the file ends with it."""
    return number.to_bytes(_NONCE, "big"), b"last" if last else b"more"


def _encrypted(own: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    cipher = AESGCM(own)  # a key for this one file, so that a counter is nonce enough
    for number, (piece, last) in enumerate(_pieces(chunks)):
        nonce, bound = _place_in_file(number, last=last)
        yield cipher.encrypt(nonce, piece, bound)


def _decrypted(own: bytes, place: Path, about: str) -> Iterator[bytes]:
    cipher, tag = AESGCM(own), 16
    with place.open("rb") as file:
        piece, number = file.read(_PIECE + tag), 0
        while piece:
            following = file.read(_PIECE + tag)
            nonce, bound = _place_in_file(number, last=not following)
            try:
                yield cipher.decrypt(nonce, piece, bound)
            except InvalidTag:
                raise KeyLost(f"The file of {about} cannot be opened: it was changed or cut.") from None
            piece, number = following, number + 1
