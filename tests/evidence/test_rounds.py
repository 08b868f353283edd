"""Coding rounds: drawn with a seed, blind until they are closed, coded by stretches that stay; agreement after."""

import csv
import io
import json
from datetime import timedelta

import numpy as np
import pytest
from django.db import ProgrammingError, transaction

from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow, NotThere
from concord.core.guard import writing
from concord.core.models import AuditRow, SealedValue
from concord.evidence import actions, coding_memos, queries
from concord.evidence.models import Coding, CodingRound
from concord.evidence.queries.coding_page import coding_page, cut, round_passage
from concord.evidence.states import ROUND
from tests.at_rest import places_of
from tests.factories import coding as code
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.factories.moves import tried

pytestmark = pytest.mark.django_db


def test_a_sample_is_drawn_with_the_seed_that_is_kept_and_can_be_drawn_again() -> None:
    by = gather.ready()
    for number in range(8):
        code.text(by, f"The first of {number}.", f"The second of {number}.")
    book = code.codebook(by)
    first = code.opened(by, book, size=5, seed=7)
    again = code.opened(by, book, size=5, seed=7, name="Again")
    other = code.opened(by, book, size=5, seed=8, name="Other")
    drawn = [list(one.passages.values_list("document", "paragraph")) for one in (first, again, other)]
    assert (first.seed, first.strata, len(drawn[0])) == (7, [["document_review", 16, 5]], 5)
    assert (drawn[0] == drawn[1], drawn[0] == drawn[2]) == (True, False)


def test_a_round_says_what_it_lacks() -> None:
    by = gather.ready()
    book = actions.start_codebook(by.engagement, name="Empty", by=by.lead, at=AT)
    with pytest.raises(Incomplete) as found:
        actions.open_round(book, name=" ", blind=True, coders=[], size=3, by=by.lead, at=AT)
    assert found.value.missing == (
        "the name",
        "who codes",
        "a code that can be given",
        "a passage of a document that was read",
        "the seed of the sample",
    )


def test_only_who_may_code_is_named_as_coder_and_only_they_code() -> None:
    by = gather.ready()
    with pytest.raises(BadInput, match="may not code"):
        code.opened(by, coders=[by.chief.actor_key])
    of = code.opened(by, by.engagement.codebooks.first(), coders=[by.lead.actor_key])
    with pytest.raises(Denied, match="not a coder of this round"):
        code.coded(of, by.expert, 1, code.TRUST)


def test_a_sample_larger_than_what_is_there_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="The sample cannot be drawn"):
        code.opened(gather.ready(), size=99, seed=1)


@pytest.mark.owed("A16", "A17")
def test_stretches_overlap_and_the_same_once_more_is_the_same() -> None:
    by = gather.ready()
    of = code.opened(by)
    first = code.coded(of, by.lead, 1, code.TRUST, 0, 12)
    second = code.coded(of, by.lead, 1, code.MOVES, 7, 20)
    assert code.coded(of, by.lead, 1, code.TRUST, 0, 12) == first
    segments = cut(code.SAID[0], [first, second])
    told = [(s.text, [c.code.number for c in s.codings], [c.code.number for c in s.ending]) for s in segments]
    assert told == [
        ("Nobody ", [1], []),
        ("tells", [1, 2], [1]),
        (" us why ", [2], [2]),
        ("people are moved.", [], []),
    ]
    assert first.citation.short.endswith(" r1 p1 ¶1 [0-12]")


def test_a_stretch_lies_within_its_passage() -> None:
    by = gather.ready()
    of = code.opened(by)
    for first, last in ((0, 38), (5, 5), (6, 5), (-1, 3)):
        with pytest.raises(BadInput, match="are no stretch of"):
            code.coded(of, by.lead, 1, code.TRUST, first, last)
    with pytest.raises(NotThere):
        code.coded(of, by.lead, 9, code.TRUST)


def test_a_coding_is_withdrawn_by_who_made_it_and_stays_on_record() -> None:
    by = gather.ready()
    of = code.opened(by)
    made = code.coded(of, by.lead, 1, code.TRUST)
    with pytest.raises(NotThere):
        actions.uncode(of, coding=made.pk, by=by.expert, at=AT)
    actions.uncode(of, coding=made.pk, by=by.lead, at=AT + timedelta(minutes=1))
    with pytest.raises(NotThere):
        actions.uncode(of, coding=made.pk, by=by.lead, at=AT)
    assert (list(queries.codings_seen(by.lead, of)), Coding.objects.count()) == ([], 1)
    assert code.coded(of, by.lead, 1, code.TRUST).pk != made.pk
    rows = AuditRow.objects.filter(what=of.ref).order_by("pk").values_list("verb", flat=True)
    assert list(rows)[1:] == ["coding_round.code", "coding_round.uncode", "coding_round.code"]


def test_the_database_keeps_codings_as_they_were_made() -> None:
    by = gather.ready()
    of = code.opened(by)
    made = code.coded(of, by.lead, 1, code.TRUST)
    actions.uncode(of, coding=made.pk, by=by.lead, at=AT)
    for change in ({"first": 3}, {"withdrawn_at": None, "withdrawn_by": None}, {"coder": "person:0"}):
        with writing(), pytest.raises(ProgrammingError, match="stays as it was made"), transaction.atomic():
            Coding.objects.filter(pk=made.pk).update(**change)


def test_in_a_blind_round_everybody_sees_their_own_codings_alone_until_it_is_closed() -> None:
    by = gather.ready()
    of = code.opened(by)
    code.coded(of, by.lead, 1, code.TRUST)
    code.coded(of, by.expert, 1, code.MOVES)
    auditor = make.person("auditor")
    seen = {who: queries.codings_seen(who, of).count() for who in (by.lead, by.expert, auditor)}
    assert seen == {by.lead: 1, by.expert: 1, auditor: 0}
    told = {who: set(queries.round_history(who, of).values_list("who", flat=True)) for who in (by.expert, auditor)}
    assert told == {by.expert: {by.lead.actor_key, by.expert.actor_key}, auditor: {by.lead.actor_key}}
    assert queries.round_history(by.expert, of).filter(verb="coding_round.code").count() == 1
    for page in ("", "1/", "quotes/", "matrix/", "together/", "saturation/"):
        shown = make.browser(by.expert).get(f"/app/coding/{of.ref}/{page}").content.decode()
        assert "ends here: Trust" not in shown, page
    history = make.browser(by.expert).get(f"/app/history/{of.ref}/").content.decode()
    assert history.count("coded a stretch of text") == 1
    closed = actions.close_round(CodingRound.objects.get(pk=of.pk), by=by.lead, at=AT)
    assert queries.codings_seen(by.expert, closed).count() == 2
    with pytest.raises(NotAllowedNow):
        code.coded(closed, by.lead, 2, code.TRUST)


def test_in_a_round_together_all_see_all() -> None:
    by = gather.ready()
    of = code.opened(by, blind=False)
    code.coded(of, by.lead, 1, code.TRUST)
    assert queries.codings_seen(by.expert, of).count() == 1


def test_memos_are_sealed_and_go_with_their_document() -> None:
    by = gather.ready()
    of = code.opened(by)
    made = code.coded(of, by.lead, 1, code.TRUST, memo="A canary said it.")
    assert (coding_memos.memos([made]), places_of("A canary")) == ({made.pk: "A canary said it."}, [])
    assert SealedValue.objects.filter(thing__about=f"{made.passage.document.ref} memos").count() == 1


def test_confidential_texts_stay_sealed_and_their_round_is_for_the_team() -> None:
    by = gather.ready()
    secret = "A canary told us of the moves."
    sealed = code.text(by, secret, releasability="confidential")
    book = code.codebook(by)
    with pytest.raises(Incomplete):
        code.opened(by, book)
    of = code.opened(by, book, confidential=True)
    code.coded(of, by.lead, 1, code.MOVES, 0, len(secret))
    assert (of.confidential, of.passages.get().length, places_of("A canary")) == (True, len(secret), [])
    assert secret in make.browser(by.lead).get(f"/app/coding/{of.ref}/1/").content.decode()
    file = b"".join(make.browser(by.lead).get(f"/app/coding/{of.ref}/quotes/?format=csv")).decode()
    assert (secret in file, "(sealed: read it at its address)" in file) == (False, True)
    auditor = make.browser(make.person("auditor"))
    answers = [auditor.get(f"/app/coding/{of.ref}/{page}").status_code for page in ("", "1/", "quotes/", "matrix/")]
    assert answers == [404] * 4
    assert sealed.item.is_sealed


def test_nothing_is_coded_in_a_withdrawn_document() -> None:
    by = gather.ready()
    of = code.opened(by)
    actions.withdraw(by.engagement.documents.get().item, reason="Filed twice.", by=by.expert, at=AT)
    with pytest.raises(BadInput, match="nothing more is coded in it"):
        code.coded(of, by.lead, 1, code.TRUST)


@pytest.mark.parametrize("state", ["open", "closed", "called_off"])
def test_every_verb_of_a_round_in_every_state(state: str) -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    able = [people[key] for key in ("assessment_lead", "assessor", "analyst")]
    of = code.opened(by, coders=[who.actor_key for who in able])
    of = CodingRound.objects.get(pk=of.pk)
    make.put(of, state)
    do = {
        "code": lambda who: code.coded(of, who, 1, code.TRUST),
        "note": lambda who: actions.note_passages(of, places=[1], by=who, at=AT),
        "close": lambda who: actions.close_round(of, by=who, at=AT),
        "call off": lambda who: actions.call_off_round(of, reason="Too long.", by=who, at=AT),
        "adjudicate": lambda who: actions.adjudicate(
            of, place=1, code=1, applies=True, why="It is said.", by=who, at=AT
        ),
    }
    team = {"assessment_lead", "assessor", "analyst"}
    wanted = {"open": {"code", "note", "close", "call off"}, "closed": {"adjudicate"}, "called_off": set()}[state]
    found = {name: tried(people, act) for name, act in do.items()}
    assert found == {name: team if name in wanted else set() for name in do}
    assert len(ROUND.verbs_from(state)) == {"open": 5, "closed": 1, "called_off": 0}[state]


def test_agreement_is_computed_of_a_closed_round_each_coefficient_by_its_name() -> None:
    by = gather.ready()
    of = code.closed(by)
    found = queries.agreement(of, rng=np.random.default_rng(0))
    alpha, ac1, percent, kappa = found.by_passage
    named = {c.number: alpha.by_code[c.number] for c in found.codes}
    assert {n: a and (a.name, a.value, a.units) for n, a in named.items()} == {
        code.TRUST: ("Krippendorff's alpha, nominal", pytest.approx(0, abs=1e-12), 3),
        code.MOVES: ("Krippendorff's alpha, nominal", 1.0, 3),
        code.SERGEANTS: ("Krippendorff's alpha, nominal", None, 3),
    }
    shares = {number: made and made.value for number, made in percent.by_code.items()}
    assert shares == {code.TRUST: pytest.approx(2 / 3), code.MOVES: 1.0, code.SERGEANTS: 1.0}
    assert [each.overall is not None for each in (alpha, ac1, percent, kappa)] == [True] * 4
    character = found.by_character.by_code[code.MOVES]
    assert character is not None
    assert (character.name, character.value) == ("Krippendorff's alpha, nominal, by character", 1.0)


def test_a_coder_who_has_not_read_a_passage_is_missing_for_it() -> None:
    by = gather.ready()
    of = code.opened(by)
    code.coded(of, by.lead, 1, code.TRUST)
    code.read(of, by.lead, 1, 2)
    code.read(of, by.expert, 1)
    closed = actions.close_round(CodingRound.objects.get(pk=of.pk), by=by.lead, at=AT)
    percent = queries.agreement(closed, rng=np.random.default_rng(0)).by_passage[2].by_code[code.TRUST]
    assert percent is not None
    assert (percent.value, percent.units) == (0.0, 1)


def test_agreement_of_a_round_that_nobody_read_is_said_to_be_none() -> None:
    by = gather.ready()
    of = actions.close_round(CodingRound.objects.get(pk=code.opened(by).pk), by=by.lead, at=AT)
    page = make.browser(by.lead).get(f"/app/coding/{of.ref}/agreement/")
    assert "nothing to compare" in page.content.decode()


def test_where_coders_differ_is_decided_with_a_reason_and_every_decision_is_kept() -> None:
    by = gather.ready()
    of = code.closed(by)
    (one,) = queries.differences(of)
    told = (one.passage.place, one.code.number, one.present, one.absent, one.decided)
    assert told == (2, code.TRUST, (by.lead.actor_key,), (by.expert.actor_key,), None)
    lead, page = make.browser(by.lead), f"/app/coding/{of.ref}/differences/"
    said = {"place": "2", "code": str(code.TRUST), "applies": "yes", "why": "“We trust them” says it."}
    assert lead.post(page, said).status_code == 302
    assert lead.post(page, said | {"applies": "no", "why": "On second thought."}).status_code == 302
    (one,) = queries.differences(of)
    assert one.decided is not None
    assert (one.decided.applies, one.passage.adjudications.count()) == (False, 2)
    assert "On second thought." in lead.get(page).content.decode()
    assert lead.post(page, said | {"why": ""}).status_code == 422


def test_the_page_of_a_text_takes_a_code_by_words_by_characters_and_for_a_whole_paragraph() -> None:
    by = gather.ready()
    of = code.opened(by)
    lead, page = make.browser(by.lead), f"/app/coding/{of.ref}/1/"
    ways = [{"words": "Nobody"}, {"first": "7", "last": "12"}, {}]
    for way in ways:
        answer = lead.post(page, {"do": "code", "place": "1", "code": str(code.MOVES), **way})
        assert (answer.status_code, answer["Location"]) == (302, f"{page}#place-1")
    assert list(Coding.objects.order_by("pk").values_list("first", "last")) == [(0, 6), (7, 12), (0, 37)]
    for way, place in (({"words": "not there"}, 1), ({"first": "7"}, 1), ({"first": "9", "last": "99"}, 1)):
        assert lead.post(page, {"do": "code", "place": place, "code": "1", **way}).status_code == 422
    moon = {"do": "code", "place": "3", "code": "1", "words": "🌙 about"}
    assert lead.post(page, moon).status_code == 302
    assert Coding.objects.order_by("-pk").values_list("first", "last")[0] == (20, 27)  # code points
    assert lead.post(page, {"do": "read", "place": "1"}).status_code == 302
    assert (
        lead.post(page, {"do": "uncode", "place": "1", "coding": Coding.objects.earliest("pk").pk}).status_code == 302
    )
    assert lead.post(page, {"do": "nothing"}).status_code == 422
    shown = lead.get(page).content.decode()
    assert (shown.count(", read</span>"), shown.count("You have read 1 of the 3 passages of the round.")) == (1, 1)
    assert '<mark class="ink-2">' in shown


def test_the_page_goes_from_page_to_page_of_the_round() -> None:
    by = gather.ready()
    code.text(by, "One.", "Two.")
    code.text(by, "Three.")
    of = code.opened(by)
    first, third = round_passage(of, 1), round_passage(of, 3)
    assert first is not None
    assert third is not None
    pages = [coding_page(by.lead, of, at) for at in (first, third)]
    assert [page and (page.before, page.after, len(page.paragraphs)) for page in pages] == [(None, 3, 2), (1, None, 1)]


def test_quotes_are_had_as_a_file_with_their_addresses() -> None:
    by = gather.ready()
    of = code.closed(by)
    answer = make.browser(by.lead).get(f"/app/coding/{of.ref}/quotes/?format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    ref = by.engagement.documents.get().ref
    assert [(row["Quote"], row["Address"], row["Code"]) for row in rows] == [
        (code.SAID[0], f"{ref} r1 p1 ¶1 [0-37]", "Moves"),
        (code.SAID[0], f"{ref} r1 p1 ¶1 [0-37]", "Moves"),
        ("We trust them.", f"{ref} r1 p1 ¶2 [20-34]", "Trust"),
    ]


def test_codes_are_counted_by_method_and_focus_area_together_and_along_the_reading() -> None:
    by = gather.ready()
    code.text(by)
    code.text(by, "Nothing of it.", method="interview")
    of = code.closed(by)
    found = queries.matrices(by.lead, of)
    assert ([one.number for one in found.codes], found.documents) == ([code.TRUST, code.MOVES], 2)
    assert (found.by_method.values, found.by_method.bases.tolist()) == (("document_review", "interview"), [1, 1])
    assert (found.by_method.marks.tolist(), found.by_method.sources.tolist()) == ([[1, 0], [2, 0]], [[1, 0], [1, 0]])
    assert (found.by_audience.values, found.by_audience.marks.tolist()) == (("",), [[1], [2]])
    assert queries.together(by.lead, of).counts.pairs.tolist() == [[1, 0], [0, 2]]
    curve = queries.saturation(by.lead, of, rng=np.random.default_rng(0)).curve
    assert [(step.new, step.known) for step in curve.steps] == [(2, 2), (0, 2)]
    lead, at = make.browser(by.lead), f"/app/coding/{of.ref}/"
    tables = (
        "matrix/?table=method",
        "matrix/?table=focus-area",
        "matrix/?table=audience",
        "together/?",
        "saturation/?",
    )
    for table in tables:
        assert lead.get(f"{at}{table}").status_code == 200, table
        for kind in ("csv", "xlsx"):
            answer = lead.get(f"{at}{table}&format={kind}")
            assert (answer.status_code, len(answer.getvalue()) > 40) == (200, True), (table, kind)
    assert lead.get(f"{at}matrix/?table=none&format=csv").status_code == 422


def test_a_round_is_opened_and_closed_by_its_pages() -> None:
    by = gather.ready()
    code.text(by)
    book, lead = code.codebook(by), make.browser(by.lead)
    said = {"name": "First", "blind": "yes", "coders": [by.lead.actor_key], "size": "2", "seed": "11"}
    answer = lead.post(f"/app/codebooks/{book.ref}/open-round/", said)
    of = CodingRound.objects.get()
    assert (answer["Location"], of.seed, of.passages.count()) == (f"/app/coding/{of.ref}/", 11, 2)
    assert lead.post(f"/app/codebooks/{book.ref}/open-round/", said | {"seed": ""}).status_code == 422
    assert queries.rounds_open_for(by.lead).get() == of
    assert lead.post(f"/app/coding/{of.ref}/close-round/").status_code == 302
    assert lead.get(f"/app/coding/{of.ref}/").status_code == 200


def everything(by: plans.Cast, of: CodingRound) -> None:
    for page in ("", "1/", "quotes/", "matrix/", "together/", "saturation/", "agreement/", "differences/"):
        assert make.browser(by.lead).get(f"/app/coding/{of.ref}/{page}").status_code == 200, page


def test_every_page_of_a_closed_round_is_there() -> None:
    by = gather.ready()
    everything(by, code.closed(by))


def test_a_whole_page_is_read_at_once_and_what_was_read_before_stays_as_it_was() -> None:
    by = gather.ready()
    of = code.opened(by)
    code.read(of, by.lead, 2)
    page = f"/app/coding/{of.ref}/1/"
    lead = make.browser(by.lead)
    for _ in range(2):
        answer = lead.post(page, {"do": "read", "place": ["1", "2", "3"]})
        assert answer["Location"] == f"/app/coding/{of.ref}/3/#place-3"
    told = AuditRow.objects.filter(what=of.ref, verb="coding_round.note_passage").order_by("pk")
    document = by.engagement.documents.get().ref
    assert [json.loads(row.body)["more"]["passages"] for row in told] == [
        [f"{document} r1 p1 ¶2"],
        [f"{document} r1 p1 ¶1", f"{document} r1 p1 ¶3"],
    ]
    assert queries.read_by(by.lead, of) == 3
    assert lead.post(page, {"do": "read", "place": ["1", "x"]}).status_code == 422
