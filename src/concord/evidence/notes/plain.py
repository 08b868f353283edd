"""Plain text."""

import re

from concord.core.errors import BadInput

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def from_text(content: bytes) -> str:
    """Return text in UTF-8 or UTF-16 with its mark, line breaks as one kind. Raises BadInput for anything else."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as bad:
        raise BadInput(f"The text is not UTF-8 (byte {bad.start + 1}). Save it as UTF-8, then send it again.") from None
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise BadInput(f"Line {line} holds a control character: this is no plain text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")
