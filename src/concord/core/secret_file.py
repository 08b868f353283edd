"""A secret in a file of the installation: made once, whole, and readable by its owner alone."""

import os
from contextlib import suppress
from pathlib import Path


def keep(place: Path, secret: str) -> None:
    """Keep a secret at a place, unless there is one already: of several who start at once the first wins.

    It is on the disk, whole, before anybody can read it, and so before anything is encrypted under it."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = place.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(made, place)
    made.unlink()
    folder = os.open(place.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
