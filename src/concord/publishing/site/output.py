"""Writes a built site: a fresh folder, compressed neighbours, and a switch that readers never notice."""

import fcntl
import gzip
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli

TEXT = frozenset((".html", ".css", ".js", ".svg", ".json", ".csv", ".xml", ".atom", ".txt"))
WORTH_COMPRESSING = 1000  # bytes
LEVEL, BEST = 5, 11  # the best is worth its time for the few files that every page needs
PARTIAL = ".partial-"
LOCK = ".lock"


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Let one build at a time work in a folder; a second one waits."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the addresses of the pages, and the bytes of all files before compression."""

    pages: tuple[str, ...] = ()
    bytes: int = 0

    def __add__(self, other: "Written") -> "Written":
        """Put two together."""
        return Written(self.pages + other.pages, self.bytes + other.bytes)


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Write files and their compressed neighbours.

    Pages by the thousand get gzip alone: nginx sends it as it is, and any proxy makes brotli of what is asked for most.
    """
    total, pages, made = 0, [], set()
    for name, body in files:
        target = folder / name
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        with target.open("xb") as stream:  # two files of one name would be a mistake of ours
            stream.write(body)
        total += len(body)
        if target.suffix == ".html":
            pages.append(f"/{name.removesuffix('index.html')}")
        if len(body) > WORTH_COMPRESSING and target.suffix in TEXT:
            target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(body, LEVEL, mtime=0))
            if target.suffix in {".css", ".js"}:
                target.with_name(f"{target.name}.br").write_bytes(
                    brotli.compress(body, mode=brotli.MODE_TEXT, quality=BEST)
                )
    return Written(tuple(pages), total)


def fresh_folder(out: Path) -> Path:
    """Return an empty folder beside the builds, after removing what a crashed build left."""
    builds = out / "builds"
    builds.mkdir(exist_ok=True)
    remove_partial(builds)
    folder = builds / f"{PARTIAL}{os.getpid()}"
    folder.mkdir()
    return folder


def remove_partial(folder: Path) -> None:
    """Remove what a crashed build left half done."""
    for left in folder.glob(f"{PARTIAL}*"):
        shutil.rmtree(left)


def settle(target: Path, folder: Path) -> None:
    """Give a finished folder its name; what has that name already is mended with it."""
    if target.exists():
        mend(target, folder)
    else:
        folder.rename(target)


def publish(out: Path, folder: Path, build_id: str) -> None:
    """Give a finished folder its name, turn `current` to it in one step, and keep the build before as `previous`."""
    target = out / "builds" / build_id
    settle(target, folder)
    before = build_at(out / "current")
    turn(out / "current", target)
    if before not in {None, build_id}:
        turn(out / "previous", out / "builds" / str(before))
    for build in (out / "builds").iterdir():
        if build.name not in {build_id, build_at(out / "previous")}:
            shutil.rmtree(build)


def remove_older(out: Path) -> None:
    """Remove every build but the one that `current` leads to."""
    (out / "previous").unlink(missing_ok=True)
    for build in (out / "builds").iterdir():
        if build.name != build_at(out / "current"):
            shutil.rmtree(build)


def mend(target: Path, folder: Path) -> None:
    """Put every file of a fresh build over the one it equals, so that a damaged build is whole again.

    Each file is replaced in one step: readers of a build that is already current notice nothing.
    """
    names = {path.relative_to(folder) for path in folder.rglob("*") if path.is_symlink() or path.is_file()}
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).replace(target / name)
    for path in target.rglob("*"):
        if (path.is_symlink() or path.is_file()) and path.relative_to(target) not in names:
            path.unlink()
    shutil.rmtree(folder)


def build_at(link: Path) -> str | None:
    """Return the name of the build that a link leads to."""
    return link.readlink().name if link.is_symlink() else None


def turn(link: Path, folder: Path) -> None:
    """Turn a link to a folder by renaming a new link over the old one."""
    waiting = link.with_name(f".{link.name}")
    waiting.unlink(missing_ok=True)
    waiting.symlink_to(folder.relative_to(link.parent))
    waiting.replace(link)
