"""Notes that were written elsewhere: Word, OpenDocument, plain text, WebVTT and SRT with speakers. Pure.

A file becomes plain text: one line a paragraph, and of a recording one line a turn of a speaker. Nothing else of the
file is kept: no author, no comment, no tracked change that was taken out."""

from collections.abc import Callable, Mapping

from concord.core.errors import BadInput
from concord.evidence.notes.captions import from_srt, from_vtt
from concord.evidence.notes.plain import from_text
from concord.evidence.notes.zipped import from_docx, from_odt

MOST_BYTES = 10 * 1024 * 1024
MOST_LETTERS = 200_000
_READERS: Mapping[str, Callable[[bytes], str]] = {
    ".docx": from_docx,
    ".odt": from_odt,
    ".txt": from_text,
    ".vtt": from_vtt,
    ".srt": from_srt,
}
KINDS = tuple(_READERS)


def read(name: str, content: bytes) -> str:
    """Return the text of a file of notes. Raises BadInput that says what was expected: the kind by its ending, a size
    up to 10 MB, up to 200,000 letters of text, and a file that is what its ending says."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    reader = _READERS.get(ending)
    if reader is None:
        raise BadInput(f"“{name}” is no file of notes; expected one that ends in {', '.join(KINDS)}.")
    if len(content) > MOST_BYTES:
        raise BadInput(f"“{name}” has {len(content):,} bytes; at most {MOST_BYTES:,} can be read.")
    try:
        text = reader(content).strip()
    except RecursionError:
        raise BadInput(f"“{name}” is nested too deeply to be read.") from None
    if not text:
        raise BadInput(f"“{name}” holds no text.")
    if len(text) > MOST_LETTERS:
        raise BadInput(f"“{name}” holds {len(text):,} letters; at most {MOST_LETTERS:,} can be taken. Split it.")
    return text
