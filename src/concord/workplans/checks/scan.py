from pathlib import PurePosixPath

from concord.core.checks import Problem, error
from concord.intake.checks.attachment import attachment_is_readable

_SCANS = (".pdf", ".png", ".jpg", ".jpeg")


def scan_is_readable(name: str, size: int, head: bytes) -> list[Problem]:
    """A scan of a signed paper is a PDF or a picture, and is what its name says. `size` is in bytes, `head` how the
    file begins."""
    if PurePosixPath(name).suffix.lower() not in _SCANS:
        return [error(f"“{name}” is no scan: expected a PDF, PNG or JPEG.")]
    return attachment_is_readable(name, size, head)
