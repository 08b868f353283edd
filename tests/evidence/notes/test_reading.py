"""Notes that were written elsewhere become plain text, with the turns of those who speak; nothing else is taken."""

import io
import zipfile

import pytest

from concord.core.errors import BadInput
from concord.evidence.notes import MOST_BYTES, read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
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


def zipped(**parts: str | bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def docx(body: str, head: str = "") -> bytes:
    return zipped(word__document_xml=f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


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
    ],
)  # fmt: skip
def test_captions_and_plain_text_are_read(name: str, content: bytes, text: str) -> None:
    assert read(name, content) == text


def test_a_word_file_gives_its_paragraphs_without_what_was_taken_out() -> None:
    body = (
        f"<w:p>{run('One')}<w:r><w:tab/></w:r>{run('two.')}</w:p>"
        f"<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins>{run('Kept.')}</w:ins></w:p><w:p/>"
    )
    assert read("notes.docx", docx(body)) == "One two.\nKept."


def test_an_opendocument_file_gives_its_paragraphs_without_what_was_taken_out() -> None:
    t, o = "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = (
        f'<o:document-content xmlns:o="{o}" xmlns:t="{t}"><o:body><o:text><t:tracked-changes><t:p>gone</t:p>'
        "</t:tracked-changes><t:h>Head</t:h><t:p>One <t:span>two</t:span> three.</t:p></o:text></o:body>"
        "</o:document-content>"
    )
    assert read("notes.odt", zipped(content_xml=text)) == "Head\nOne two three."


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("notes.pdf", b"%PDF", "expected one that ends in .docx, .odt, .txt, .vtt, .srt"),
        ("notes", b"x", "is no file of notes"),
        ("notes.txt", b"\xff", "not UTF-8 \\(byte 1\\)"),
        ("notes.txt", b"one\ntwo\x00", "Line 2 holds a control character"),
        ("notes.txt", b" \n", "holds no text"),
        ("notes.txt", b"x" * 200_001, "at most 200,000 can be taken"),
        ("notes.txt", b"x" * (MOST_BYTES + 1), "at most 10,485,760 can be read"),
        ("talk.vtt", b"00:01.000 --> 00:02.000\nHello", "begins with “WEBVTT”"),
        ("talk.srt", b"Hello", "No caption was found"),
        ("notes.docx", b"no zip", "no readable Word file"),
        ("notes.docx", zipped(content_xml="<a/>"), "not exactly one part “word/document.xml”"),
        ("notes.docx", docx("<w:p/>", '<!DOCTYPE a [<!ENTITY b "c">]>'), "declares entities"),
        ("notes.docx", zipped(word__document_xml="<broken"), "is broken"),
        ("notes.docx", docx("<w:p>" * 5000 + "</w:p>" * 5000), "nested too deeply"),
        ("notes.docx", docx("<w:p/>")[:-30], "no readable Word"),
        ("notes.docx", zipped(word__document_xml="<?xml version='1.0'?><!DOCTYPE a><a/>".encode("utf-16")), "entities"),
        ("notes.docx", zipped(word__document_xml=b" " * (40 * 1024 * 1024 + 1)), "too much to read"),
        ("notes.odt", zipped(word__document_xml="<a/>"), "no OpenDocument file"),
    ],
)
def test_what_cannot_be_read_says_what_was_expected(name: str, content: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read(name, content)
