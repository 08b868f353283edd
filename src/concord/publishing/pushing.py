"""Copies the built site elsewhere: into a folder of another disk or machine, or into a store that speaks S3.

A folder is switched as the site's own is: by a link, once everything lies beside it. A store has no such link. Each of
its objects changes in one step; what pages lead to is written before the pages, and what is gone is removed after them,
so that at no moment a page leads to something that is not there."""

import hashlib
import json
import mimetypes
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.conf import settings

from concord.core import clock
from concord.core.errors import Unavailable
from concord.core.s3 import Bucket, Keys
from concord.publishing.serve import TYPES
from concord.publishing.site import output, parts
from concord.publishing.site.build import keep_parts

_STORE = "s3://"
MANIFEST = "concord-site.json"
"""The object that says which files lie in a store, with their SHA-256; what is being changed has none."""
_AT_ONCE = 16  # a store answers many at a time
_COMPRESSED = frozenset((".gz", ".br"))  # for web servers; a store sends the file itself
_ENTRANCES = frozenset((".html", ".atom", ".xml"))
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
_ASK_AGAIN = {"Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did: the build, and how many files (of a folder: parts) were written and removed."""

    build_id: str
    written: int
    removed: int


def push(out: Path, where: str, *, alone: bool = False) -> Pushed:
    """Copy the current build to a folder, or to a store (s3://BUCKET/PREFIX); `alone` leaves no earlier build there.

    Raises Unavailable with what to do."""
    try:
        if where.startswith(_STORE):
            with bucket(where) as store:
                return to_store(out, store)
        if Path(where).resolve() == out.resolve():
            raise Unavailable(f"{where} is where the site is built; name another folder to copy it to.")
        return to_folder(out, Path(where), alone=alone)
    except OSError as error:
        raise Unavailable(f"The site cannot be copied to {where}: {error.strerror or error}.") from None


def bucket(where: str) -> Bucket:
    """Return the bucket of an address, with the keys of the settings. Raises Unavailable where there are none."""
    name, _, prefix = where.removeprefix(_STORE).partition("/")
    if not name or not (settings.AWS_ACCESS_KEY_ID and settings.AWS_SECRET_ACCESS_KEY):
        raise Unavailable(f"For {where} set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; expected s3://BUCKET/PREFIX.")
    keys = Keys(settings.AWS_ACCESS_KEY_ID, settings.AWS_SECRET_ACCESS_KEY, settings.AWS_SESSION_TOKEN)
    region, endpoint = settings.AWS_REGION, settings.CONCORD_S3_ENDPOINT
    return Bucket(endpoint, name, prefix=prefix, region=region, keys=keys, now=clock.now)


def to_folder(out: Path, target: Path, *, alone: bool = False) -> Pushed:
    """Copy the current build of `out` and switch `target/current` to it. The build that stood there is kept as
    `target/previous`, or not, when the new one is to be there `alone`. Raises OSError."""
    with output.alone(out), output.alone(target):
        build, known = (out / "current").resolve(strict=True), target / "parts"
        known.mkdir(exist_ok=True)
        output.remove_partial(known)
        missing = sorted(digest for digest in parts.digests_of(build) if not (known / digest).exists())
        for digest in missing:
            half = known / f"{output.PARTIAL}{digest}"
            shutil.copytree(out / "parts" / digest, half)
            half.rename(known / digest)
        folder = output.fresh_folder(target)
        shutil.copytree(build, folder, symlinks=True, dirs_exist_ok=True)
        output.publish(target, folder, build.name)
        if alone:
            output.remove_older(target)
        before = len(list(known.iterdir()))
        keep_parts(target)
        return Pushed(build.name, len(missing), before - len(list(known.iterdir())))


def to_store(out: Path, bucket: Bucket) -> Pushed:
    """Bring a store to the state of the current build of `out`: only what differs is sent. What breaks off is made good
    by the next push. Raises Unavailable, OSError."""
    with output.alone(out):
        build = (out / "current").resolve(strict=True)
        wanted = {name: (path, sha256) for name, path, sha256 in _files(build)}
        hashes = {name: sha256 for name, (_, sha256) in wanted.items()}
        known: dict[str, str] = json.loads(bucket.get(MANIFEST) or b"{}").get("files", {})
        changed = [name for name, sha256 in hashes.items() if known.get(name) != sha256]
        gone = sorted(known.keys() - hashes.keys())
        if changed or gone:  # else not a byte is sent
            _note(bucket, "", known | dict.fromkeys((*changed, *gone), ""))
            for _, names in groupby(sorted(changed, key=_turn), key=_turn):
                _all(lambda name: bucket.put(name, wanted[name][0].read_bytes(), headers=_headers(name)), names)
            _all(bucket.remove, iter(gone))
            _note(bucket, build.name, hashes)
        return Pushed(build.name, len(changed), len(gone))


def _all(do: Callable[[str], None], names: Iterator[str]) -> None:
    """Do something for several objects at once; what one raises is raised, and those that have not begun are left."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            for _ in pool.map(do, names):
                pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _turn(name: str) -> tuple[bool, int]:
    """Say when a file is written: what pages lead to first, then the pages, those that lead to others last."""
    return Path(name).suffix in _ENTRANCES, -name.count("/")


def _headers(name: str) -> dict[str, str]:
    """Return what a store is to say of a file."""
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return {"Content-Type": kind, **(_FOR_GOOD if name.startswith("assets/") else _ASK_AGAIN)}


def _note(bucket: Bucket, build_id: str, files: Mapping[str, str]) -> None:
    body = json.dumps({"build": build_id, "files": files}, sort_keys=True).encode()
    bucket.put(MANIFEST, body, headers=_headers(MANIFEST))


def _files(build: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield every file of a build: (path below the root, where it lies, SHA-256)."""
    for place, folders, names in os.walk(build):
        below = Path(place).relative_to(build)
        for name in names:
            path = Path(place, name)
            if path.suffix not in _COMPRESSED:
                yield (below / name).as_posix(), path, _sha256(path)
        for folder in (Path(place, name) for name in folders):
            if folder.is_symlink():
                part = folder.resolve()
                for name, sha256 in _hashes(part.parent).items():
                    inside = name.removeprefix(f"{part.name}/")
                    if inside != name:
                        yield (below / folder.name / inside).as_posix(), part / inside, sha256


def _hashes(part: Path) -> dict[str, str]:
    """Return the hashes of the files of a part. It never changes, so they are computed once and kept with it."""
    kept = part / "hashes.json"
    if kept.exists():
        found: dict[str, str] = json.loads(kept.read_text())
        return found
    files = (path for path in part.glob("*/**/*") if path.is_file() and path.suffix not in _COMPRESSED)
    found = {path.relative_to(part).as_posix(): _sha256(path) for path in sorted(files)}
    half = kept.with_suffix(".partial")
    half.write_text(json.dumps(found))
    half.replace(kept)
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
