"""Start a program so that it ends when the process that started it ends, as another user where that is asked.

`command` wraps a command line; the wrapped line runs this very file as a script in a bare interpreter (about
20 ms), which sets itself up and then becomes the program: same process id, nothing stays between. It is a wrapper
and no `preexec_fn`, because Python code between fork and exec can deadlock in a process that has threads.

On Linux the kernel sends the signal when the *thread* that started the program ends: start long-lived programs from
a thread that outlives them. Elsewhere nothing is sent, and the next start clears what was left behind.
As a script this file may import nothing but the standard library.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

KEEP = "keep:"  # run as whoever runs us
COULD_NOT_START = 127  # the shell's code for a command that cannot be run

_CLONE_NEWUSER = 0x10000000  # linux/sched.h
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def user(uid: int, gid: int) -> str:
    """Return the `switch` for `command` that gives up root for this user and group, without further groups."""
    return f"user:{uid}:{gid}"


def namespace(uid: int) -> str:
    """Return the `switch` that makes us this unprivileged user inside a user namespace, and no other outside."""
    return f"namespace:{uid}"


def command(argv: Sequence[str], *, on_death: signal.Signals, switch: str = KEEP) -> list[str]:
    """Return the command line that runs `argv` and sends it `on_death` when this process ends.

    `switch` is KEEP, `user(…)` or `namespace(…)`. A program that cannot be started ends with COULD_NOT_START and one
    line on standard error."""
    facts = (str(os.getpid()), str(int(on_death)), switch)
    return [sys.executable, "-I", "-S", str(Path(__file__).resolve()), *facts, *argv]


def _linux(call: str, *arguments: int) -> None:
    """Call the C library; a failure is an OSError."""
    if getattr(ctypes.CDLL(None, use_errno=True), call)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")


def _become(switch: str) -> None:
    kind, *numbers = switch.split(":")
    if kind == "user":
        uid, gid = map(int, numbers)
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    elif kind == "namespace":
        uid, gid = os.geteuid(), os.getegid()
        _linux("unshare", _CLONE_NEWUSER)
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")  # the kernel asks for this before gid_map
        Path("/proc/self/uid_map").write_text(f"{numbers[0]} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{numbers[0]} {gid} 1", encoding="ascii")


def main(parent: str, on_death: str, switch: str, *argv: str) -> NoReturn:
    """Become `argv`; the arguments are those that `command` wrote."""
    try:
        _become(switch)
        if sys.platform == "linux":  # after the change of user, which forgets it
            _linux("prctl", _PR_SET_PDEATHSIG, int(on_death), 0, 0, 0)
        if os.getppid() != int(parent):  # it ended before the line above could tell us
            sys.exit(COULD_NOT_START)
        os.execvp(argv[0], argv)  # noqa: S606 - no shell is what we want
    except OSError as error:
        print(f"{argv[0]} cannot be started: {error}", file=sys.stderr)  # noqa: T201 - a script's only voice
    sys.exit(COULD_NOT_START)


if __name__ == "__main__":
    main(*sys.argv[1:])
