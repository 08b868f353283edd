"""What is read of each kind of file, by the reader's own process."""

import email.policy
import os
import shutil
import stat
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from concord.evidence.reading.parent import Ended, Page, Told, read
from concord.evidence.reading.pieces import Unreadable, parts, plain
from concord.evidence.reading.recognition import of_table
from tests.evidence.reading import making as make


def text_of(
    folder: Path, name: str, content: bytes, *, first: int = 1
) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Return the pages of a file, and what was said about it."""
    place = folder / "file"
    place.write_bytes(content)
    pages, said = [], []
    for line in read(place, name, first=first):
        if isinstance(line, Page):
            pages.append((line.number, list(line.paragraphs)))
        elif isinstance(line, Told) and line.warning:
            said.append(line.warning)
    return pages, said


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    content = make.pdf("First line of a policy on moves\nends.\nNext part.", "Second page.")
    assert text_of(tmp_path, "a.pdf", content) == (
        [(1, ["First line of a policy on moves ends.", "Next part."]), (2, ["Second page."])],
        [],
    )


def test_reading_goes_on_at_the_page_where_it_stopped(tmp_path: Path) -> None:
    pages, _ = text_of(tmp_path, "a.pdf", make.pdf("One.", "Two.", "Three."), first=3)
    assert pages == [(3, ["Three."])]
    rows = b"\n".join(b"row %d,x" % n for n in range(1, 251))
    pages, _ = text_of(tmp_path, "a.csv", rows, first=3)
    assert [(number, rows[0], rows[-1]) for number, rows in pages] == [(3, "row 201 | x", "row 250 | x")]


def test_a_word_document_is_read_as_it_would_print(tmp_path: Path) -> None:
    body = (
        make.said("Kept.")
        + "<w:p><w:r><w:t>In</w:t></w:r><w:ins><w:r><w:t>serted.</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>struck</w:delText></w:r></w:del></w:p>"
        + "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>Shown.</w:t></w:r></w:p>"
        + "<w:tbl><w:tr><w:tc>" + make.said("Rank") + "</w:tc><w:tc>" + make.said("Moves") + "</w:tc></w:tr></w:tbl>"
        + '<w:p><w:r><w:br w:type="page"/><w:t>Next page.</w:t></w:r></w:p>'
    )  # fmt: skip
    note = f"<w:footnotes {make.WORD_NS}>{make.said('A note.')}</w:footnotes>"
    assert text_of(tmp_path, "a.docx", make.word(body, word__footnotes_dot_xml=note)) == (
        [(1, ["Kept.", "Inserted.", "Shown.", "Rank | Moves"]), (2, ["Next page.", "A note."])],
        ["Text that was struck out with changes tracked was left out.", "Hidden text was left out."],
    )


def test_text_that_a_style_hides_in_a_word_document_is_left_out(tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="Aside" w:type="paragraph"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Below" w:type="paragraph"><w:basedOn w:val="Aside"/></w:style>'
        '<w:style w:styleId="Shows" w:type="paragraph"><w:basedOn w:val="Below"/><w:rPr><w:vanish w:val="0"/></w:rPr>'
        '</w:style><w:style w:styleId="Round" w:type="paragraph"><w:basedOn w:val="Round"/></w:style>'
        '<w:style w:styleId="Whisper" w:type="character"><w:rPr><w:vanish/></w:rPr></w:style>'
    )

    def run(text: str, says: str = "") -> str:
        return f"<w:r><w:rPr>{says}</w:rPr><w:t>{text}</w:t></w:r>"

    def paragraph(style: str, runs: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'

    whisper = '<w:rStyle w:val="Whisper"/>'
    body = (
        paragraph("Aside", run("hidden")) + paragraph("Below", run("hidden too"))
        + paragraph("Shows", run("One.")) + paragraph("Round", run("Two.") + run("hidden", whisper) + run(" Three."))
        + paragraph("Aside", run("Four.", '<w:vanish w:val="0"/>') + run(" Five.", whisper) + run("hidden"))
    )  # fmt: skip
    table = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    sheet = f"<w:styles {make.WORD_NS}>{styles}</w:styles>"
    note = f"<w:footnotes {make.WORD_NS}>{paragraph('Aside', run('hidden'))}{make.said('Six.')}</w:footnotes>"
    made = make.word(body + table, word__styles_dot_xml=sheet, word__footnotes_dot_xml=note)
    shown = ["One.", "Two. Three.", "Four. Five."]
    assert text_of(tmp_path, "a.docx", made) == (
        [(1, [*shown, " ".join(shown), "Six."])],
        ["Hidden text was left out."],
    )


def test_a_workbook_is_read_row_by_row_with_dates_and_without_hidden_sheets(tmp_path: Path) -> None:
    rows = (
        '<row><c t="s"><v>0</v></c><c s="1"><v>45962</v></c><c><v>3.5</v></c><c t="b"><v>1</v></c></row>'
        '<row><c t="inlineStr"><is><t>in line</t></is></c><c s="2"><v>45962.5</v></c></row>'
    )
    strings = "<si><r><t>Ser</t></r><r><t>geants</t></r><rPh><t>x</t></rPh></si>"
    styles = (
        '<numFmts><numFmt numFmtId="200" formatCode="yyyy-mm-dd hh:mm"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/></cellXfs>'
    )
    book = make.workbook(rows, strings=strings, styles=styles, hidden='<row><c t="str"><v>secret</v></c></row>')
    assert text_of(tmp_path, "a.xlsx", book) == (
        [(1, ["Sheet: Rosters", "Sergeants | 2025-11-01 | 3.5 | yes", "in line | 2025-11-01 12:00:00"])],
        ["A hidden sheet was left out."],
    )


def test_an_opendocument_is_read_without_comments(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>struck</text:p></text:tracked-changes><text:h>Policy</text:h>"
        '<text:p>One<text:s text:c="3"/>two<office:annotation><text:p>margin</text:p></office:annotation></text:p>'
        "<text:p><text:soft-page-break/>Over the page.</text:p>"
    )
    assert text_of(tmp_path, "a.odt", make.opendocument(body)) == (
        [(1, ["Policy", "One two"]), (2, ["Over the page."])],
        ["Comments, and text that was struck out with changes tracked, were left out."],
    )


def test_a_web_page_is_read_without_programs_and_what_is_hidden(tmp_path: Path) -> None:
    page = b"<title>t</title><h1>Policy</h1><p>One <b>two</b>.<p hidden>no</p><script>x</script>"
    page += b"<table><tr><td>a<td>b</table>"
    assert text_of(tmp_path, "a.html", page) == (
        [(1, ["Policy", "One two.", "a b"])],
        ["Programs, styles and frames of the page were left out."],
    )


def test_an_email_is_read_with_its_head_and_its_attachments_are_named(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "liaison@example.org", "team@example.org", "Rosters"
    message.set_content("Here they are.\n\nMore to come.")
    message.add_alternative("<p>Here they are.</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="rosters.pdf")
    assert text_of(tmp_path, "a.eml", message.as_bytes(policy=email.policy.SMTP)) == (
        [
            (
                1,
                [
                    "From: liaison@example.org",
                    "To: team@example.org",
                    "Subject: Rosters",
                    "Here they are.",
                    "More to come.",
                ],
            )
        ],
        ["1 attached: rosters.pdf. Not read: send what matters by itself."],
    )


def test_a_message_of_outlook_is_read_with_its_head_and_its_attachments_are_named(tmp_path: Path) -> None:
    texts = {"0037001F": "Rosters", "0C1A001F": "Robin Example", "5D01001F": "robin@example.org", "0E04001F": "Office"}
    long = "Second. " * 700  # in sectors of its own
    whole = make.message(
        {**texts, "1000001F": f"Moves are short.\r\n\r\n{long}"},
        attached=("rosters.pdf",),
        ticks=134_000_000_000_000_000,
    )
    assert text_of(tmp_path, "a.msg", whole) == (
        [
            (
                1,
                [
                    "From: Robin Example <robin@example.org>",
                    "To: Office",
                    "Date: 18 Aug 2025 14:13 UTC",
                    "Subject: Rosters",
                    "Moves are short.",
                    long.strip(),
                ],
            )
        ],
        ["1 attached: rosters.pdf. Not read: send what matters by itself."],
    )
    western = make.message(
        {"0037001E": "Café".encode("cp1252"), "10130102": b"<p>One.</p><script>x</script><p>Two.</p>"}
    )
    assert text_of(tmp_path, "b.msg", western)[0] == [(1, ["Subject: Café", "One.", "Two."])]


def test_captions_become_turns_of_speakers(tmp_path: Path) -> None:
    vtt = b"WEBVTT\n\nNOTE made by hand\n\n1\n00:01.000 --> 00:02.000\n<v Voice 1>Moves are <i>short</i>.\n\n"
    vtt += b"2\n00:02.000 --> 00:03.000\n<v Voice 1>Too short.\n\n3\n00:03.000 --> 00:04.000\n<v Voice 2>Yes.\n"
    assert text_of(tmp_path, "a.vtt", vtt)[0] == [(1, ["Voice 1: Moves are short. Too short.", "Voice 2: Yes."])]
    srt = (
        b"1\r\n00:00:01,000 --> 00:00:02,000\r\nVOICE 1: One.\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nGoes on.\r\n"
    )
    assert text_of(tmp_path, "a.srt", srt)[0] == [(1, ["VOICE 1: One. Goes on."])]


def test_texts_are_read_in_the_letters_in_which_they_are_written(tmp_path: Path) -> None:
    assert text_of(tmp_path, "a.txt", "Über.\n\nNext\nline.\fPage.".encode("utf-16"))[0] == [
        (1, ["Über.", "Next line."]),
        (2, ["Page."]),
    ]
    assert text_of(tmp_path, "a.txt", "Café “open”".encode("cp1252")) == (
        [(1, ["Café “open”"])],
        ["It says nowhere in which letters it is written; it was read as Windows Western."],
    )
    with pytest.raises(
        Unreadable, match=r"^It cannot be told in which letters the file is written\. Save it anew as UTF-8\.$"
    ):
        text_of(tmp_path, "a.csv", "名前,年齢".encode("shift_jis") + b"\x81")


def test_a_rich_text_is_read(tmp_path: Path) -> None:
    rich = rb"{\rtf1\ansi\deff0 {\b Policy}\par Caf\'e9 opens.\par{\*\comment no}}"
    assert text_of(tmp_path, "a.rtf", rich)[0] == [(1, ["Policy", "Café opens."])]


def test_a_table_with_semicolons_is_read_by_its_cells(tmp_path: Path) -> None:
    assert text_of(tmp_path, "a.csv", b"rank;moves\nsergeant;3\n")[0] == [(1, ["rank | moves", "sergeant | 3"])]


def test_what_cannot_be_shown_is_left_out_of_a_text() -> None:
    assert plain("a\u202eb\x07 \u00a0 c\ud800\r\nd") == "ab c\ufffd d"


def test_a_long_paragraph_goes_on_in_the_next() -> None:
    text = " ".join(["word"] * 4_000)
    pieces = list(parts(text))
    assert (" ".join(pieces), max(map(len, pieces)) <= 8_000, len(pieces)) == (text, True, 3)


_TABLE = """level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\t
5\t1\t1\t1\t1\t1\t0\t0\t9\t9\t96.0\tMeeting
5\t1\t1\t1\t1\t2\t0\t0\t9\t9\t90.0\tnotes
5\t1\t1\t2\t1\t1\t0\t0\t9\t9\t60.0\tAgreed."""


def test_recognised_words_come_by_paragraph_with_how_sure_they_are() -> None:
    found = of_table(_TABLE)
    assert (found.paragraphs, found.confidence) == (("Meeting notes", "Agreed."), 0.82)
    assert of_table("").confidence is None


def test_a_scan_is_given_to_the_program_that_recognises_letters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program stands in for tesseract by its own interface: a picture in a pipe, a table in a pipe."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(f"#!{shutil.which('sh')}\ncat > /dev/null\nprintf '%s' '{_TABLE}'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    place = tmp_path / "scan.png"
    place.write_bytes(make.png(40, 40))
    (page,) = [line for line in read(place, "scan.png") if isinstance(line, Page)]
    assert page == Page(1, ("Meeting notes", "Agreed."), 0.82)
    place.write_bytes(make.pdf(""))
    (page,) = [line for line in read(place, "scan.pdf") if isinstance(line, Page)]
    assert page == Page(1, ("Meeting notes", "Agreed."), 0.82)


def test_a_scanned_letter_is_read_by_tesseract_itself_and_says_how_sure_it_is(tmp_path: Path) -> None:
    page = Image.new("L", (1240, 500), "white")
    large = ImageFont.load_default(44)
    ImageDraw.Draw(page).text(
        (80, 80), "The council met on Tuesday.\n\nBodyworn cameras were discussed.", "black", large
    )
    page.save(tmp_path / "scan.png", dpi=(150, 150))
    (found,) = [line for line in read(tmp_path / "scan.png", "scan.png") if isinstance(line, Page)]
    assert " ".join(found.paragraphs) == "The council met on Tuesday. Bodyworn cameras were discussed."
    assert found.confidence is not None
    assert 0.8 < found.confidence <= 1


def test_a_reader_that_takes_too_much_is_ended_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = "The file takes longer to read, or more memory, than a file should. Print it as PDF and send that."
    place = tmp_path / "file"
    place.write_bytes(make.pdf("Said."))
    with pytest.raises(Unreadable) as refused:
        list(read(place, "a.pdf", patience_s=0))
    assert (refused.value.code, refused.value.sentence) == ("stopped", stopped)
    monkeypatch.setenv("CONCORD_READER_MEMORY_MB", "1")
    with pytest.raises(Unreadable) as refused:
        list(read(place, "a.pdf"))
    assert refused.value.code == "stopped"


def test_the_last_word_of_a_reader_is_that_it_ended(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"Said.")
    *_, last = read(place, "a.txt")
    assert isinstance(last, Ended)
