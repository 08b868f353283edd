"""Which user the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root. Started by root, the server therefore runs as the owner of its files; where that
is root too, as an unprivileged user of a user namespace, for whom root's own files stay its own; where the machine
allows no user namespace, a new cluster is given to `nobody`.
"""

import functools
import os
import pwd
import signal
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from concord.core import launch
from concord.core.errors import Unavailable

NOBODY = 65534
ROOT = 0


class EmbeddedUnavailable(Unavailable):
    """The embedded PostgreSQL cannot serve: one sentence says what, where and what to do."""


@dataclass(frozen=True)
class Identity:
    """`uid`, `gid`: the owner of the server's files; `switch`: what `launch.command` is told."""

    uid: int
    gid: int
    switch: str


def choose(cluster: Path, programs: Path) -> Identity:
    """Return who serves `cluster`, a folder that may not exist yet in a home that does, with these `programs`.

    Raises EmbeddedUnavailable when nobody can."""
    exists = cluster.exists()
    found = cluster.stat() if exists else cluster.parent.stat()
    me = os.geteuid()
    if me not in (ROOT, found.st_uid) and exists:
        raise EmbeddedUnavailable(
            f"The database in {cluster} belongs to user {found.st_uid}, not to you (user {me}):"
            " run Concord as its owner, or set DATABASE_URL."
        )
    identity = (
        _in_place_of_root(cluster, found, exists=exists) if me == ROOT else Identity(me, os.getegid(), launch.KEEP)
    )
    if identity.uid != ROOT and not exists and not _has_name(identity.uid):
        raise EmbeddedUnavailable(
            f"PostgreSQL makes no database in {cluster} for user {identity.uid}, who has no name on this machine:"
            " add that user to /etc/passwd, or set DATABASE_URL."
        )
    for folder in (cluster.parent, programs):
        blocked = blocked_at(folder, identity.uid, identity.gid) if me == ROOT else None
        if blocked:
            raise EmbeddedUnavailable(
                f"PostgreSQL does not run as root, and user {identity.uid}, as whom it would run, may not enter"
                f" {blocked}: run Concord as an ordinary user, open that folder (chmod o+x), or set DATABASE_URL."
            )
    return identity


def _in_place_of_root(cluster: Path, found: os.stat_result, *, exists: bool) -> Identity:
    if found.st_uid != ROOT:
        return Identity(found.st_uid, found.st_gid, launch.user(found.st_uid, found.st_gid))
    if namespaces_work():
        return Identity(ROOT, os.getegid(), launch.namespace(_some_named_uid()))
    if not exists:
        return Identity(NOBODY, NOBODY, launch.user(NOBODY, NOBODY))
    raise EmbeddedUnavailable(
        f"The database in {cluster} belongs to root, PostgreSQL does not run as root, and this machine allows no"
        " user namespaces: give the folder to an ordinary user (chown -R), or set DATABASE_URL."
    )


@functools.cache
def namespaces_work() -> bool:
    """Say whether this process may start a program in a user namespace of its own; found out by doing it."""
    trial = launch.command(["true"], on_death=signal.SIGKILL, switch=launch.namespace(NOBODY))
    return subprocess.run(trial, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def _has_name(uid: int) -> bool:
    return any(entry.pw_uid == uid for entry in pwd.getpwall())


def _some_named_uid() -> int:
    """Return a user id other than root's that has a name, for initdb asks for one; which, matters to nobody."""
    return next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != ROOT), NOBODY)


def blocked_at(folder: Path, uid: int, gid: int) -> Path | None:
    """Return the first of `folder` and the folders above it that this user may not enter, from the top."""
    for step in (*reversed(folder.parents), folder):
        found = step.stat()
        if found.st_uid == uid:
            needed = stat.S_IXUSR
        elif found.st_gid == gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return step
    return None
