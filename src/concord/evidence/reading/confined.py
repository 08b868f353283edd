"""What a process that opens a stranger's file gives up before it does."""

import ctypes
import os
import resource
import sys
from typing import Any

from concord.evidence.reading import recognition

_NEW_NETWORK, _NO_NEW_PRIVILEGES = 0x40000000, 38
_MEMORY = int(os.environ.get("CONCORD_READER_MEMORY_MB", "1024")) * 2**20
_CPU_S = int(os.environ.get("CONCORD_READER_CPU_S", "600"))
_REFUSED = (
    "socket.",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.exec",
    "os.system",
    "os.fork",
    "os.posix_spawn",
    "shutil.",
    "urllib.",
)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine() -> None:
    """Give up what reading does not need. What the system does not know (a network of its own, say) is left."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    system = ctypes.CDLL(None, use_errno=True)
    system.unshare(_NEW_NETWORK)  # refused to whoever may not: then the audit hook alone forbids it
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    sys.addaudithook(_forbid)


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what a parser of files has no business with."""
    if event.startswith(_REFUSED):
        raise PermissionError(event)
    if event == "subprocess.Popen" and arguments[0] != recognition.installed():
        raise PermissionError(event)
    opens_anew = event == "open" and not isinstance(arguments[0], int)  # a number: it is open already (a pipe)
    if opens_anew and isinstance(arguments[2], int) and arguments[2] & _WRITES:
        raise PermissionError(event)
