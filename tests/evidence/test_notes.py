"""Notes that were written elsewhere become plain text, with the turns of those who speak; nothing else is taken, and
what no reader of documents would open is not opened here either."""

import pytest

from concord.core.errors import BadInput
from concord.evidence.notes import MOST_BYTES, read
from tests.evidence.reading import making as make_file

VTT = b"""WEBVTT

NOTE made by a recorder

1
00:00:01.000 --> 00:00:04.000
<v Moderator>What works <b>well</b> here?

00:00:04.500 --> 00:00:06.000
<v Moderator>Take your time.

00:00:06.500 --> 00:00:09.000 align:start
<v Speaker 2>Short moves break off work.</v> <v Speaker 3>Yes &amp; often.
"""
SRT = b"""1\r
00:00:01,000 --> 00:00:04,000\r
Moderator: What works well?\r
\r
2\r
00:00:04,500 --> 00:00:06,000\r
Speaker 2: Short moves\r
break off work.\r
\r
3\r
00:00:06,500 --> 00:00:07,000\r
Every month.\r
"""


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        (
            "talk.vtt", VTT,
            ("Moderator: What works well here? Take your time.\nSpeaker 2: Short moves break off work.\n"
            "Speaker 3: Yes & often."),
        ),
        ("talk.SRT", SRT, "Moderator: What works well?\nSpeaker 2: Short moves break off work. Every month."),
        ("notes.txt", b"\xef\xbb\xbfOne.\r\nTwo.\r", "One.\nTwo."),
        ("notes.txt", "Größe".encode("utf-16"), "Größe"),
        ("notes.docx", make_file.word(f"{make_file.said('One two.')}{make_file.said('Three.')}"), "One two.\nThree."),
    ],
)  # fmt: skip
def test_captions_texts_and_word_files_are_read(name: str, content: bytes, text: str) -> None:
    assert read(name, content) == text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.pdf", b"%PDF", "expected one that ends in .docx, .odt, .txt, .vtt, .srt"),
        ("notes", b"x", "is no file of notes"),
        ("notes.txt", b"", "The file is empty"),
        ("notes.txt", b"one\ntwo\x00", "zero bytes"),
        ("notes.txt", b"%PDF-1.7", "The name says a text, but the file is a PDF"),
        ("notes.txt", b" \n", "holds no text"),
        ("notes.txt", b"x" * 200_002, "more than 200,000 letters"),
        ("notes.txt", b"x" * (MOST_BYTES + 1), "more than 10,485,760 bytes"),
        ("talk.srt", b"Hello", "holds no text"),
        ("notes.docx", b"no zip", "The name says a Word document, but the file is plain text"),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(name: str, content: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(name, content)
