"""Notes that were written elsewhere: Word, OpenDocument, plain text, WebVTT and SRT with speakers.

A file becomes plain text, by the readers of documents and behind their guard: one line a paragraph, and of a recording
one line a turn of a speaker. Nothing else of the file is kept: no author, no comment, no tracked change that was taken
out; and the file itself is on no disk."""

from collections.abc import Iterator
from pathlib import PurePath

from concord.core.errors import BadInput
from concord.evidence import scanning
from concord.evidence.reading import guard, parent, texts
from concord.evidence.reading.pieces import Page, Unreadable
from concord.evidence.uploads import neutral_name

MOST_BYTES = 10 * 1024 * 1024
MOST_LETTERS = 200_000
KINDS = (".docx", ".odt", ".txt", ".vtt", ".srt")
_AS_TYPED = ".txt"  # of a document lines are put together to paragraphs; a line of notes is a line


def read(name: str, content: bytes) -> str:
    """Return the text of a file of notes. Raises BadInput that says what was expected: the kind by its ending, a size
    up to 10 MB, up to 200,000 letters of text, and a file that is what its ending says; Unavailable where a virus
    scanner is configured and does not answer."""
    name = neutral_name(name)
    if PurePath(name).suffix.lower() not in KINDS:
        raise BadInput(f"“{name}” is no file of notes; expected one that ends in {', '.join(KINDS)}.")
    if len(content) > MOST_BYTES:
        raise BadInput(f"“{name}” has more than {MOST_BYTES:,} bytes, and no more can be read.")
    held, letters = list[str](), 0
    try:
        for line in _lines(name, content):
            letters += len(line) + 1
            if letters > MOST_LETTERS + 1:
                raise BadInput(
                    f"“{name}” holds more than {MOST_LETTERS:,} letters, and no more can be taken. Split it."
                )
            held.append(line)
    except Unreadable as refused:
        raise BadInput(refused.sentence) from None
    text = "\n".join(held).strip()
    if not text:
        raise BadInput(f"“{name}” holds no text.")
    return text


def _lines(name: str, content: bytes) -> Iterator[str]:
    """Yield lines or paragraphs. Raises Unreadable."""
    with parent.in_memory([content]) as file:
        if found := scanning.scan(parent.place(file)):
            raise BadInput(f"The virus scanner found {found} in “{name}”, so it was not read.")
        if PurePath(name).suffix.lower() == _AS_TYPED:
            guard.inspect(parent.place(file), name)
            yield from (line.rstrip() for line in texts.lines(parent.place(file)))
            return
        for line in parent.read(file, name):
            if isinstance(line, Page):
                yield from line.paragraphs
