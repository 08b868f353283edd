"""Coded projects of other programs: looked at before anything is taken in, then taken in with every count and place."""

import html
import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.accounts.models import Person
from concord.analysis.text.exchange import model, open_project, write_project
from concord.core.errors import BadInput, Denied, NotAllowedNow, Stale
from concord.core.models import AuditRow, SealedValue, StoredFile
from concord.evidence import actions, coded_projects, coding_colours, coding_exchange, coding_memos, jobs, queries
from concord.evidence.models import DESTROYED, CodedProject, Coding, Document, Selection
from concord.evidence.queries.coding_page import coding_page, round_passage
from tests.at_rest import places_of
from tests.factories import coding as code
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import keeping
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

TALK = "Night shift 🌙: nobody asks us.\r\nWe ask each other.\n\n  The list is long. \n"
MEMO = "A memo of the file."
DAY = gather.told()["collected_on"]
LONG = "Trust in those above " * 9


def guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def selection(
    name: str, start: int, end: int, *codings: tuple[str, str], memos: tuple[str, ...] = ()
) -> model.TextSelection:
    """A selection with its codings; each memo is of the coding at its place."""
    noted: list[tuple[str, ...]] = [*((guid(one),) for one in memos), *(() for _ in codings)]
    given = tuple(
        model.Coding(
            guid=guid(f"{name}-{number}"),
            code=guid(of),
            user=guid(by) if by else "",
            at="2026-03-04T05:06:07+00:00",
            notes=noted[number - 1],
        )
        for number, (of, by) in enumerate(codings, start=1)
    )
    return model.TextSelection(guid=guid(name), start=start, end=end, codings=given)


def note(name: str, text: str) -> model.Note:
    return model.Note(source=model.TextSource(guid=guid(name), text=text))


def project() -> model.Project:
    """Two texts with overlapping, doubled, long and empty selections, by two people and by nobody."""
    talk = model.TextSource(
        guid=guid("s1"),
        name="Talk with Zqperson.txt",
        text=TALK,
        selections=(
            selection("a", 0, 13, ("c1", "u1")),
            selection("b", 6, 30, ("c1", "u1"), ("c3", "u2"), memos=("n2",)),
            selection("c", 6, 30, ("c1", "u1")),
            selection("d", 15, len(TALK), ("c2", "u2")),
            selection("e", 30, 32, ("c2", "u2")),
            selection("f", 33, 35),
        ),
    )
    other = model.TextSource(guid=guid("s2"), text="We ask.", selections=(selection("g", 0, 7, ("c2", "")),))
    picture = model.PictureSource(guid=guid("s3"), name="Board", path="internal://board.png")
    inner = model.Code(guid=guid("c3"), name="Trust", color="#ff0000")
    return model.Project(
        header=model.Header(name="Nights", origin="Elsewhere 1.0"),
        users=(model.User(guid=guid("u1"), name="Coder One"), model.User(guid=guid("u2"), name="Coder Two")),
        codes=(
            model.Code(
                guid=guid("c1"), name="Trust", description="Who is trusted.", notes=(guid("n3"),), codes=(inner,)
            ),
            model.Code(guid=guid("c2"), name=LONG),
            model.Code(guid=guid("c4"), name="Trust"),
        ),
        sources=(talk, picture, other),
        notes=(note("n1", "Of nothing."), note("n2", MEMO), note("n3", "Ask the lead.")),
    )


def written(made: model.Project | None = None) -> bytes:
    file = io.BytesIO()
    write_project(made or project(), file)
    return file.getvalue()


def brought(by: plans.Cast, content: bytes = b"", name: str = "nights.qdpx", **changed: object) -> CodedProject:
    book = by.engagement.codebooks.first() or code.codebook(by)
    told: dict[str, object] = {"name": "Nights", "focus_area": 1, "method": "interview", "releasability": "releasable"}
    told |= {"collected_on": DAY, "consent": "quoted"}
    told |= {"open_because": "It was said in the open."} if changed.get("releasability") != "confidential" else {}
    upload = SimpleUploadedFile(name, content or written())
    return actions.bring_project(book, upload=upload, by=by.lead, at=AT, **told | changed)  # type: ignore[arg-type]  # of the test


def looked_at(by: plans.Cast, content: bytes = b"", **changed: object) -> CodedProject:
    return jobs.look_at(brought(by, content, **changed))


def taken_in(by: plans.Cast, content: bytes = b"", **changed: object) -> CodedProject:
    return jobs.take_in(actions.take_project(looked_at(by, content, **changed), by=by.lead, at=AT))


def told(made: model.Project) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Each text with its selections: where they are and what was coded by whom."""
    codes = {one.guid: one.name for top in made.codes for one in top.walk()}
    people = {one.guid: one.name for one in made.users}
    return [
        (
            one.text or "",
            sorted(
                (s.guid, s.start, s.end, tuple(sorted((codes[c.code], people.get(c.user, "")) for c in s.codings)))
                for s in one.selections
            ),
        )
        for one in made.sources
        if isinstance(one, model.TextSource)
    ]


def test_a_project_is_looked_at_before_anything_is_taken_in() -> None:
    by = gather.ready()
    there = (Document.objects.count(), Coding.objects.count())
    found = looked_at(by)
    said = coded_projects.survey(found)
    assert said is not None
    assert (found.state, found.texts, said.origin, said.people) == (
        "surveyed",
        2,
        "Concord",
        [(guid("u1"), "Coder One"), (guid("u2"), "Coder Two")],
    )
    assert (said.passages, said.selections, said.codings, said.counting) == (4, 7, 6, [("code points", 2)])
    assert (said.memos, said.codes[0].definition) == (2, "Who is trusted.\nMemo: Ask the lead.")
    assert [one.path for one in said.codes] == [
        ("Trust",),
        ("Trust", "Trust"),
        (LONG[:112].strip(),),
        ("Trust (2)",),
    ]
    assert said.lost == [
        "1 colours of codes that become the nearest of our twelve",
        "1 names of codes that are cut after 112 characters",
        "1 codings of nothing but spaces, or outside their text",
        "1 pictures",
        "1 memos of anything but a code or what was coded",
        "a source's file is not in the package (1 times; lost)",
    ]
    assert (Document.objects.count(), Coding.objects.count()) == there


def test_what_is_taken_in_goes_out_with_every_count_and_place() -> None:
    by = gather.ready()
    done = taken_in(by)
    assert (done.state, done.taken, done.file_id) == ("taken", 2, None)
    assert done.round is not None
    of = queries.coding_round(done.round.ref)
    assert of is not None
    out = coding_exchange.project_of(by.lead, of)
    file = io.BytesIO(written(out.project))
    with open_project(file, name="out") as package:
        back = told(package.load())
    lost = {(guid("e"), 30, 32)}  # nothing but a line end
    before = [(text, [(*row[:3], () if row[:3] in lost else row[3]) for row in rows]) for text, rows in told(project())]
    cut_name = {LONG: LONG[:112].strip()}
    expected = [
        (text, [(*row[:3], tuple((cut_name.get(c, c), p or "Nobody is named") for c, p in row[3])) for row in rows])  # type: ignore[attr-defined]  # rows are of the test
        for text, rows in before
    ]
    assert back == expected


def test_memos_come_sealed_and_leave_only_when_they_are_asked_for() -> None:
    by = gather.ready()
    done = taken_in(by)
    assert done.round is not None
    (noted,) = Coding.objects.filter(has_memo=True)
    assert (noted.selection is not None and noted.selection.guid, places_of(MEMO)) == (guid("b"), [])
    assert coding_memos.memos([noted]) == {noted.pk: MEMO}
    of = queries.coding_round(done.round.ref)
    assert of is not None
    without = coding_exchange.project_of(by.lead, of)
    assert (without.project.notes, without.lost) == ((), ("1 memos, which are kept sealed",))
    out = coding_exchange.project_of(by.lead, of, memos=True)
    assert ([one.source.text for one in out.project.notes], out.lost) == ([MEMO], ())
    (memo,) = (one for text in out.project.sources for each in text.selections for one in each.codings if one.notes)
    assert memo.notes == (out.project.notes[0].source.guid,)
    with open_project(io.BytesIO(written(out.project)), name="out") as package:
        assert [one.source.text for one in package.memos()] == [MEMO]
    page = make.browser(by.lead).get(f"/app/coding/{of.ref}/file/").content.decode()
    assert "1 memos, which are kept sealed" in page
    whole = make.browser(by.lead).get(f"/app/coding/{of.ref}/file/?file=yes&memos=yes").content
    with open_project(io.BytesIO(whole), name="page") as package:
        assert [one.source.text for one in package.memos()] == [MEMO]


def test_a_colour_becomes_the_nearest_of_twelve_and_ours_come_back_as_they_went() -> None:
    by = gather.ready()
    done = taken_in(by)
    colours = dict(done.codebook.codes.filter(parent__name="Trust").values_list("name", "colour"))
    assert coding_colours.written(colours["Trust"]) == "#a32638"
    out = coding_exchange.codebook_file(done.codebook)
    assert [one.color for top in out.codes for one in top.walk()] == [
        coding_colours.written(branch.code.colour) for branch in queries.tree(done.codebook)
    ]
    assert [one.colour for one in coding_exchange.incoming(out.codes)] == [
        branch.code.colour for branch in queries.tree(done.codebook)
    ]


def test_a_coding_keeps_the_moment_that_the_file_gives() -> None:
    taken_in(gather.ready())
    moments = {
        one.isoformat() for one in Coding.objects.filter(selection__isnull=False).values_list("made_at", flat=True)
    }
    assert moments == {"2026-03-04T05:06:07+00:00"}


def test_ids_that_are_spelled_otherwise_are_the_same_and_what_leads_nowhere_is_listed() -> None:
    by = gather.ready()
    odd = model.Coding(guid=guid("x1"), code=f"{{{guid('c1').upper()}}}", user=guid("u1").upper())
    stray = model.Coding(guid=guid("x2"), code=guid("gone"))
    twice = model.Coding(guid=guid("x3"), code=guid("c1"), user=guid("u1"))
    chosen = model.TextSelection(guid=guid("x"), start=0, end=7, codings=(odd, stray, twice))
    text = model.TextSource(guid=guid("s9"), text="We ask.", selections=(chosen,))
    made = model.Project(
        header=model.Header(name="Odd", origin="Elsewhere 1.0"),
        users=(model.User(guid=guid("u1"), name="Coder One"),),
        codes=(model.Code(guid=guid("c1"), name="Trust"),),
        sources=(text,),
    )
    found = looked_at(by, written(made))
    said = coded_projects.survey(found)
    assert said is not None
    assert (said.codings, said.lost) == (
        1,
        ["1 codings of one selection that stand there twice", "1 codings of codes that are not in the file"],
    )
    jobs.take_in(actions.take_project(found, by=by.lead, at=AT))
    (coding,) = Coding.objects.filter(selection__guid=guid("x"))
    assert (coding.code.name, coding.coder) == ("Trust", f"imported:{found.ref}/0")


def test_a_selection_over_several_paragraphs_has_a_coding_in_each() -> None:
    by = gather.ready()
    done = taken_in(by)
    rows = Coding.objects.filter(selection__guid=guid("d")).order_by("passage__place")
    assert list(rows.values_list("passage__paragraph", "first", "last")) == [(1, 15, 30), (2, 0, 18), (3, 0, 17)]
    assert done.round is not None
    assert queries.codings_seen(by.lead, done.round).count() == Coding.objects.count()


def test_who_coded_in_a_text_has_read_it_and_coders_are_called_as_in_the_file() -> None:
    by = gather.ready()
    done = taken_in(by)
    assert done.round is not None
    far = [(one.read, one.of) for one in queries.progress(done.round)]
    assert far == [(3, 4), (3, 4), (1, 4)]
    who = queries.coders(done.round)
    called = queries.called(done.round, who)
    assert [called[one] for one in who] == ["Coder One", "Coder Two", "Nobody is named"]
    lead = make.browser(by.lead)
    page = lead.get(f"/app/coding/{done.round.ref}/1/").content.decode()
    assert ("Coder One" in page, "nobody asks us." in page) == (True, True)
    for rest in ("", "quotes/", "matrix/", "agreement/", "differences/"):
        assert lead.get(f"/app/coding/{done.round.ref}/{rest}").status_code == 200, rest


def test_taking_in_goes_on_where_it_stopped() -> None:
    by = gather.ready()
    begun = actions.take_project(looked_at(by), by=by.lead, at=AT)
    with coded_projects.opened(begun) as source:
        first, memos = next(source.texts()), source.memos()
        half = actions.take_text(begun, number=1, text=first, memos=memos, by=jobs.CONCORD, at=AT)
        again = actions.take_text(begun, number=1, text=first, memos=memos, by=jobs.CONCORD, at=AT)
    assert (half.taken, again.taken, Document.objects.filter(item__title__startswith="Nights").count()) == (1, 1, 1)
    with pytest.raises(Stale):
        actions.finish_project(half, by=jobs.CONCORD, at=AT)
    done = jobs.take_in(half)
    assert (done.state, Selection.objects.count()) == ("taken", 7)
    verbs = AuditRow.objects.filter(what=done.ref).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        *("coded_project.bring", "coded_project.note_survey", "coded_project.take_in"),
        *("coded_project.take_text", "coded_project.take_text", "coded_project.finish"),
    ]


def hostile() -> dict[str, bytes]:
    """Files that are broken, or made to do harm."""
    whole = written()
    escaping = io.BytesIO()
    with zipfile.ZipFile(escaping, "w") as file:
        file.writestr("../project.qde", "<Project/>")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("project.qde", b" " * 30_000_000)
    entity = io.BytesIO()
    with zipfile.ZipFile(entity, "w") as file:
        said = b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'
        file.writestr("project.qde", said + b'<Project xmlns="urn:QDA-XML:project:1.0" name="&y;"/>')
    return {
        "no zip at all": b"Nothing.",
        "cut off": whole[: len(whole) // 2],
        "a name that leads elsewhere": escaping.getvalue(),
        "far larger than packed": bomb.getvalue(),
        "an entity of a file": entity.getvalue(),
        "no text": written(model.Project(header=model.Header(name="Empty"))),
    }


@pytest.mark.parametrize("kind", list(hostile()))
def test_a_broken_or_hostile_project_says_what_is_wrong_and_changes_nothing(kind: str) -> None:
    by = gather.ready()
    codes = code.codebook(by).codes.count()
    there = (Document.objects.count(), StoredFile.objects.count())
    found = looked_at(by, hostile()[kind])
    assert (found.state, bool(found.why), found.file_id) == ("refused", True, None)
    assert (Document.objects.count(), StoredFile.objects.count(), found.codebook.codes.count()) == (*there, codes)
    assert found.why in html.unescape(make.browser(by.lead).get(found.get_absolute_url()).content.decode())
    with pytest.raises(NotAllowedNow):
        actions.take_project(found, by=by.lead, at=AT)


def test_taguettes_database_that_is_none_is_refused() -> None:
    found = looked_at(gather.ready(), b"SQLite format 3\0 and no more", name="project.sqlite3")
    assert (found.state, "cannot be read" in found.why) == ("refused", True)


def test_another_kind_of_file_is_not_taken() -> None:
    with pytest.raises(BadInput, match="Expected a project as"):
        brought(gather.ready(), b"x", name="project.docx")


def test_the_same_file_again_is_the_same_project_and_one_set_aside_can_be_brought_anew() -> None:
    by = gather.ready()
    first = looked_at(by)
    assert brought(by) == first
    aside = actions.set_project_aside(first, reason="It is an old one.", by=by.lead, at=AT)
    assert (aside.file_id, coded_projects.survey(aside)) == (None, None)
    assert brought(by) != first


def test_a_confidential_project_is_sealed_and_seen_by_its_own_team_alone() -> None:
    by = gather.ready()
    done = taken_in(by, releasability="confidential")
    assert done.round is not None
    assert (done.round.confidential, places_of("nobody asks us"), places_of("Zqperson")) == (True, [], [])
    at = round_passage(done.round, 1)
    assert at is not None
    page = coding_page(by.lead, done.round, at)
    assert page is not None
    assert page.paragraphs[0].text == "Night shift 🌙: nobody asks us."
    auditor: Person = make.person("auditor")
    seen = [make.browser(who).get(done.get_absolute_url()).status_code for who in (by.lead, auditor)]
    assert seen == [200, 404]
    assert SealedValue.objects.filter(name="survey").count() == 1


def test_only_the_team_brings_a_project() -> None:
    by = gather.ready()
    with pytest.raises(Denied):
        actions.bring_project(
            code.codebook(by),
            name="Nights",
            focus_area=1,
            method="interview",
            collected_on=DAY,
            releasability="releasable",
            upload=SimpleUploadedFile("nights.qdpx", written()),
            by=by.chief,
            at=AT,
        )


def test_on_the_pages_a_project_is_brought_read_about_and_taken_in() -> None:
    by = gather.ready()
    book = code.codebook(by)
    lead = make.browser(by.lead)
    said = {"name": "Nights", "focus_area": "1", "method": "interview", "collected_on": str(DAY)}
    upload = SimpleUploadedFile("nights.qdpx", written())
    said |= {"releasability": "releasable", "consent": "quoted", "open_because": "They asked for it."}
    answer = lead.post(f"/app/codebooks/{book.ref}/bring/", said | {"upload": upload})
    made = CodedProject.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    jobs.look_at(made)
    page = lead.get(f"{made.get_absolute_url()}take-in/").content.decode()
    assert Counter(one in page for one in ("Written by", "1 pictures", "Coder One")) == {True: 3}
    assert lead.post(f"{made.get_absolute_url()}take-in/", {}).status_code == 302
    jobs.take_project(made.ref)
    assert "All 2 texts are in" in lead.get(made.get_absolute_url()).content.decode()
    assert "Nights" in lead.get(book.get_absolute_url()).content.decode()


@pytest.mark.parametrize("how", ["looked_at", "taken_in"])
def test_of_a_coded_project_no_name_is_left_years_after_the_engagement(how: str) -> None:
    by = gather.ready()
    made = {"looked_at": looked_at, "taken_in": taken_in}[how](by)
    coders = queries.called(made.round, queries.coders(made.round)) if made.round else {}
    keeping.over(by.engagement)
    later = AT + timedelta(days=8 * 366)
    for covers in (made.ref, by.engagement.ref):
        placed = keeping.placed(covers)
        with pytest.raises(NotAllowedNow, match="under a legal hold"):
            keeping.proposed(rule="coded_projects", at=later)
        actions.lift_hold(placed, reason="Settled.", by=make.person("approving_official"), at=AT)
    done = keeping.proposed(rule="coded_projects", at=later)
    actions.carry_out_disposal(done, by=make.person("approving_official"), at=later)
    gone = CodedProject.objects.get(pk=made.pk)
    assert (gone.name, gone.file, coded_projects.survey(gone)) == (DESTROYED, None, None)
    now = queries.called(gone.round, queries.coders(gone.round)) if gone.round else {}
    assert sorted(now.values()) == [f"Coder {number}" for number in range(1, len(coders) + 1)]


def test_a_coded_project_is_set_aside_when_all_is_over_and_a_hold_keeps_its_file() -> None:
    by = gather.ready()
    one, other = looked_at(by), looked_at(by, written(replace(project(), users=())))
    keeping.over(by.engagement)
    keeping.placed(one.ref)
    kept, gone = (actions.set_project_aside(made, reason="Of no use.", by=by.lead, at=AT) for made in (one, other))
    assert [made.state for made in (kept, gone)] == ["set_aside", "set_aside"]
    assert [made.file is None for made in (kept, gone)] == [False, True]
