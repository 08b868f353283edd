"""The bytes of a text file as text."""

import codecs
from dataclasses import dataclass

from concord.analysis.text.exchange.errors import BadExchange


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text without its byte order mark, in which encoding it was, and whether it had such a mark."""

    text: str
    encoding: str
    mark: bool


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes, *, where: str) -> Decoded:
    """Return the text of a file: by its mark, else UTF-8 as the standard wants it, else Windows-1252.

    Raises
    ------
    BadExchange
        The bytes are none of these.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return Decoded(content[len(mark) :].decode(encoding), encoding, mark=True)
            except UnicodeDecodeError as error:
                raise BadExchange(f"broken {encoding} at byte {error.start}", where=where) from error
    for encoding in ("utf-8", "windows-1252"):
        try:
            return Decoded(content.decode(encoding), encoding, mark=False)
        except UnicodeDecodeError:
            continue
    raise BadExchange("neither UTF-8 nor Windows-1252", where=where, expected="UTF-8")
