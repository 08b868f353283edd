"""Claim cards: what supports a claim, what contradicts it and stays beside it, and what is missing before a finding."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from concord.accounts.models import Person
from concord.core.errors import BadInput, Denied, Incomplete, NotAllowedNow
from concord.core.guard import writing
from concord.core.history import of
from concord.core.permissions import Permission
from concord.evidence import actions as gather
from concord.findings import actions, checks, sealed_notes
from concord.findings.grounds import counted, how_borne_out, of_claims, standing, tallies
from concord.findings.models import Claim, Direction, Finding, Piece
from concord.findings.states import CLAIM
from tests.at_rest import CANARY, places_of
from tests.factories import engagements as people_of
from tests.factories import evidence as gathered
from tests.factories import fieldwork as afield
from tests.factories import findings as make
from tests.factories import gathering, moves
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
LATER = AT + timedelta(days=3)
WRITERS = {"assessment_lead", "assessor"}


def card_in(on: make.Ground, state: str) -> Claim:
    card = make.put(on, make.claim(on))
    if state == "drafted":
        finding = make.drafted(on, card)
        actions.set_aside(finding, reason="Said elsewhere.", by=on.assessor, at=AT)  # so that it may be taken up
    if state == "set_aside":
        return actions.set_claim_aside(card, reason="It is two claims.", by=on.assessor, at=AT)
    return Claim.objects.select_related("engagement", "focus_area", "finding").get(pk=card.pk)


def doing(on: make.Ground, card: Claim, verb: Permission) -> Callable[[Person], object]:
    item = make.evidence(on).ref
    words = {"label": "9.9", "heading": "H", "narrative": "N"}
    piece = card.pieces.get().pk
    does: dict[Permission, Callable[[Person], object]] = {
        P.CLAIM_GATHER: lambda who: actions.gather(
            card, source=item, direction="context", note=who.actor_key, by=who, at=AT
        ),
        P.CLAIM_TAKE_AWAY: lambda who: actions.take_away(card, piece=piece, reason="Wrong.", by=who, at=AT),
        P.CLAIM_REWORD: lambda who: actions.reword_claim(card, statement=f"By {who.actor_key}.", by=who, at=AT),
        P.CLAIM_DRAFT_FINDING: lambda who: actions.draft_from_claim(card, **words, by=who, at=AT),
        P.CLAIM_SET_ASIDE: lambda who: actions.set_claim_aside(card, reason="Two claims.", by=who, at=AT),
        P.CLAIM_TAKE_UP: lambda who: actions.take_up(card, by=who, at=AT),
    }
    return does[verb]


@pytest.mark.parametrize("state", CLAIM.states)
def test_each_role_can_do_what_the_table_says(state: str) -> None:
    on = make.ground()
    card = card_in(on, state)
    people, strangers = people_of.everybody(on.engagement), people_of.everybody(people_of.engagement("Elsewhere"))
    for verb in moves.verbs(CLAIM):
        do = doing(on, card, verb)
        assert (verb, moves.tried(strangers, do)) == (verb, set())
        assert (verb, moves.tried(people, do)) == (verb, moves.expected(CLAIM, state, verb))


def test_a_card_is_made_by_the_team_in_an_open_focus_area() -> None:
    on = make.ground(areas=[("One", "Assess."), ("Two", "Assess.")])

    def making(number: int) -> Callable[[Person], object]:
        area = people_of.area(on.engagement, number)
        return lambda who: actions.make_claim(area, statement="Moves are short.", by=who, at=AT)

    everybody = people_of.everybody(on.engagement)
    assert moves.tried(everybody, making(1)) == {*WRITERS, "analyst"}
    assert moves.tried(everybody, making(2)) == set()  # planned, not open
    assert make.claim(on, statement="Moves are short.") == make.claim(on, statement=" Moves are short. ")
    with pytest.raises(Incomplete, match="what is claimed"):
        make.claim(on, statement=" ")


@pytest.mark.owed("P25", "A16")
def test_a_card_gathers_items_passages_field_work_and_data_sets_by_their_stable_numbers() -> None:
    on = make.ground()
    document = gathered.document(on.cast)
    held, data = afield_held(on), gathering.data_set(on.cast)
    card = make.claim(on)
    passage = f"{document.ref} r1 p1 ¶2 [0-8]"
    for source in (held.ref, passage, data.ref, f"https://example.org/app/documents/{document.ref}/"):
        card = make.put(on, card, source, "supports" if source != data.ref else "context")
    sources = list(card.pieces.order_by("pk").values_list("evidence__ref", "passage", "data_set__ref", "direction"))
    item = document.item.ref
    assert sources == [
        (held.item.ref, "", None, "supports"),
        (item, passage, None, "supports"),
        (None, "", data.ref, "context"),
        (item, "", None, "supports"),
    ]
    grounds = of_claims(on.engagement, [card])[card.pk]
    assert [each.strength for each in grounds] == ["slight", "strong", "strong", "moderate"]
    some = [(each.number, each.unit) for each in counted(grounds)]
    assert some == [(1, "interview"), (1, "document"), (1, "data set")]  # one document in two places is one
    page = people_of.browser(on.reviewer).get(card.get_absolute_url()).content.decode()
    assert (f"/app/documents/{document.ref}" in page, "<blockquote>Sergeant</blockquote>" in page) == (True, True)


def afield_held(on: make.Ground) -> Any:
    activity = next(one.key for one in on.engagement.work_plans.get().content.activities if one.method == "interview")
    booked = gather.book(on.area, activity=activity, title="A sergeant", planned_on=afield.DAY, by=on.assessor, at=AT)
    return gather.hold(booked, **afield.told(), by=on.assessor, at=afield.HELD_AT)


def test_what_names_no_evidence_of_the_engagement_is_refused_in_a_sentence() -> None:
    on, other = make.ground(), make.ground("Birch Harbour")
    card = make.claim(on)
    withdrawn = gather.withdraw(make.evidence(on), reason="A slip.", by=on.assessor, at=AT)
    booked = gather.book(
        on.area, activity=on.engagement.work_plans.get().content.activities[0].key, title="A talk",
        planned_on=afield.DAY, by=on.assessor, at=AT,
    )  # fmt: skip
    for source, said in {
        "the policy": "names no evidence; expected the number of an item",
        "EVD-2026-9999": "no “EVD-2026-9999” in this engagement",
        make.evidence(other).ref: "in this engagement",
        withdrawn.ref: "was withdrawn; nothing new",
        booked.ref: "was not held",
        "DOC-2026-0001 r1 p1 ¶9": "There is no passage",
    }.items():
        with pytest.raises(BadInput, match=said):
            make.put(on, card, source)
    with pytest.raises(Incomplete, match="what it shows"):
        actions.gather(card, source=make.evidence(on).ref, direction="supports", note=" ", by=on.assessor, at=AT)
    with pytest.raises(BadInput, match="no direction 'proves'"):
        make.put(on, card, make.evidence(on).ref, "proves")


def test_the_same_again_changes_nothing_and_another_note_asks_for_the_passage() -> None:
    on = make.ground()
    item = make.evidence(on)
    card = make.put(on, make.claim(on), item.ref)
    make.put(on, card, item.ref)
    assert card.pieces.count() == 1
    with pytest.raises(BadInput, match="on the card already"):
        actions.gather(card, source=item.ref, direction="supports", note="More.", by=on.assessor, at=AT)
    make.put(on, card, item.ref, "contradicts")  # some said so, some not
    assert card.pieces.count() == 2


@pytest.mark.owed("P25")
def test_contrary_evidence_stays_and_taking_it_away_leaves_it_in_sight_with_the_reason() -> None:
    on = make.ground()
    against = make.evidence(on)
    card = make.put(on, make.put(on, make.claim(on)), against.ref, "contradicts")
    piece = card.pieces.get(direction="contradicts")
    with pytest.raises(Incomplete, match="the reason"):
        actions.take_away(card, piece=piece.pk, reason=" ", by=on.assessor, at=AT)
    for change in ({"direction": "supports"}, {"note": "Less."}):
        with pytest.raises(DatabaseError, match="stays on its claim card"), transaction.atomic(), writing():
            Piece.objects.filter(pk=piece.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays on its claim card"), transaction.atomic():
        connection.cursor().execute("DELETE FROM findings_piece")
    taken = actions.take_away(card, piece=piece.pk, reason="It is of another unit.", by=on.lead, at=LATER)
    row = of(card.ref).first()
    assert row is not None
    assert (f'"source":"{against.ref}"' in row.body, '"direction":"contradicts"' in row.body) == (True, True)
    page = people_of.browser(on.reviewer).get(taken.get_absolute_url()).content.decode()
    assert ("Taken off the card" in page, "It is of another unit." in page, against.ref in page) == (True, True, True)
    with pytest.raises(BadInput, match="taken away already"):
        actions.take_away(taken, piece=piece.pk, reason="Again.", by=on.lead, at=LATER)


def test_why_a_piece_was_taken_away_is_sealed_and_goes_with_the_evidence_to_those_who_may_see_that() -> None:
    on = make.ground()
    secret = make.evidence(on, "confidential")
    card = make.put(on, make.claim(on), secret.ref)
    taken = actions.take_away(card, piece=card.pieces.get().pk, reason=f"{CANARY} took it back.", by=on.lead, at=LATER)
    seen = {
        who.name: f"{CANARY} took it back." in people_of.browser(who).get(taken.get_absolute_url()).content.decode()
        for who in (on.assessor, on.officer)
    }
    assert (seen, places_of(CANARY)) == ({on.assessor.name: True, on.officer.name: False}, [])


def test_a_reason_from_before_they_were_sealed_is_still_read() -> None:
    on = make.ground()
    card = make.put(on, make.claim(on))
    with writing():
        card.pieces.update(taken_away_at=LATER, taken_away_by=on.lead.actor_key, taken_away_because="Another unit.")
    assert "Another unit." in people_of.browser(on.assessor).get(card.get_absolute_url()).content.decode()


def test_what_is_missing_before_a_finding_is_said_in_words() -> None:
    on = make.ground()
    card = make.claim(on)

    def said() -> list[str]:
        return [problem.text for problem in checks.of_claim(card) if problem.level == "error"]

    assert said() == ["Nothing on the card supports the claim: put at least one piece of evidence on it."]
    make.put(on, card, gathering.data_set(on.cast).ref)
    assert said()[0].startswith("Only data sets support the claim.")
    one = make.put(on, card, make.evidence(on, count=1).ref)
    assert [text[:20] for text in said()] == []  # the data set is strong
    data = one.pieces.get(evidence=None)
    actions.take_away(card, piece=data.pk, reason="Another period.", by=on.assessor, at=AT)
    assert said()[0].startswith("All that supports the claim is slight.")
    make.put(on, card)
    assert said() == []
    against = make.evidence(on)
    make.put(on, card, against.ref, "contradicts")
    assert said() == [f"{against.ref} contradicts the claim: say what was made of it."]
    warnings = [problem.text for problem in checks.of_claim(card) if problem.level == "warning"]
    assert warnings[0] == "Only one method supports the claim: interview. Say in the finding why that is enough."
    assert "Nothing on the card comes from document review, which the plan names here." in warnings


def test_a_finding_is_drafted_from_a_card_and_cites_what_supports_it() -> None:
    on = make.ground()
    for_it, against = make.evidence(on, count=4), make.evidence(on)
    card = make.put(on, make.put(on, make.claim(on), for_it.ref), against.ref, "contradicts")
    with pytest.raises(Incomplete, match="say what was made of it"):
        make.drafted(on, card)
    assert Finding.objects.count() == 0
    rows = people_of.rows_of(on.engagement.ref)
    finding = make.drafted(on, card, weighed="It is of the day shift alone.")
    assert people_of.rows_of(on.engagement.ref) == rows + 1
    card.refresh_from_db()
    assert (card.state, card.finding, card.weighed) == ("drafted", finding, "It is of the day shift alone.")
    (cited,) = finding.citations.select_related("evidence")
    assert (cited.evidence.ref, cited.cited_by) == (for_it.ref, on.assessor.actor_key)
    assert sealed_notes.read([cited]) == {cited.pk: "It shows it."}
    assert (finding.state, finding.author, finding.focus_area) == ("draft", on.assessor.actor_key, on.area)
    told = [problem.text for problem in checks.run(finding)]
    assert told == [f"{against.ref} contradicts it: make sure that the finding says so and answers it."]
    page = people_of.browser(on.reviewer).get(finding.get_absolute_url()).content.decode()
    assert (against.ref in page, card.ref in page) == (True, True)
    with pytest.raises(NotAllowedNow):
        make.drafted(on, card)


def test_what_contradicts_a_finding_is_put_beside_it_at_any_time_and_what_supports_it_while_it_is_a_draft() -> None:
    on = make.ground()
    card = make.put(on, make.claim(on))
    finding = make.drafted(on, card)
    card.refresh_from_db()
    make.put(on, card)
    assert finding.citations.count() == 2
    actions.submit(finding, by=on.assessor, at=AT)
    with pytest.raises(BadInput, match="while it is a draft"):
        make.put(on, card)
    against = make.evidence(on)
    make.put(on, card, against.ref, "contradicts")
    finding.refresh_from_db()
    assert against.ref in next(problem.text for problem in checks.run(finding))


def test_whoever_had_a_part_in_the_card_leaves_the_validation_to_somebody_else() -> None:
    on = make.ground()
    both = people_of.member(on.engagement, "analyst", name="Ana Both")
    with writing():
        both.memberships.create(role="reviewer", scope=on.engagement.scopes[0], since=AT)
    card = make.put(on, make.claim(on))
    actions.gather(card, source=make.evidence(on).ref, direction="context", note="So it is.", by=both, at=AT)
    finding = actions.submit(make.drafted(on, card), by=on.assessor, at=AT)
    with pytest.raises(Denied, match="had a part in the claim card"):
        actions.validate(finding, by=both, at=AT)
    assert actions.validate(finding, by=on.reviewer, at=AT).state == "validated"


def test_a_card_is_taken_up_again_once_its_finding_was_set_aside() -> None:
    on = make.ground()
    card = make.put(on, make.claim(on))
    finding = make.drafted(on, card)
    card.refresh_from_db()
    with pytest.raises(Denied, match=f"{finding.ref} was drafted from it"):
        actions.take_up(card, by=on.assessor, at=AT)
    actions.set_aside(finding, reason="Two in one.", by=on.assessor, at=AT)
    card = Claim.objects.get(pk=card.pk)
    again = actions.take_up(card, by=on.assessor, at=AT)
    assert (again.state, again.finding, finding.citations.count()) == ("open", None, 1)


def test_a_reworded_claim_keeps_what_it_said() -> None:
    on = make.ground()
    card = make.claim(on, statement="Moves are short.")
    now = actions.reword_claim(card, statement="Moves within a year are common.", by=on.lead, at=LATER)
    assert (now.state_since, now.earlier) == (
        AT, [{"until": LATER.isoformat(), "by": on.lead.actor_key, "said": "Moves are short."}],
    )  # fmt: skip
    assert actions.reword_claim(now, statement=now.statement, by=on.lead, at=LATER).earlier == now.earlier


def test_a_list_counts_what_stands_on_each_card_as_the_card_itself_does() -> None:
    on = make.ground()
    document, held, data = gathered.document(on.cast), afield_held(on), gathering.data_set(on.cast)
    card, slight, empty = make.claim(on), make.put(on, make.claim(on), held.ref), make.claim(on)
    gone = make.evidence(on)
    for source, direction in (
        *((held.ref, "supports"), (f"{document.ref} r1 p1 ¶2 [0-8]", "supports"), (document.ref, "supports")),
        *((data.ref, "context"), ("", "contradicts"), (gone.ref, "contradicts")),
    ):
        card = make.put(on, card, source, direction)
    gather.withdraw(gone, reason="A slip.", by=on.assessor, at=LATER)
    cards = [card, slight, empty]
    grounds = of_claims(on.engagement, cards)
    told = {
        one.pk: ({side: len(standing(grounds[one.pk], side)) for side in Direction}, how_borne_out(grounds[one.pk]))
        for one in cards
    }
    found = tallies(on.engagement, cards)
    assert {pk: ({side: one.pieces[side] for side in Direction}, one.borne_out) for pk, one in found.items()} == told
    assert [str(found[one.pk].borne_out) for one in cards] == ["fair", "thin", "not_yet"]


def test_a_withdrawn_item_counts_no_more_on_its_card() -> None:
    on = make.ground()
    item = make.evidence(on, count=4)
    card = make.put(on, make.claim(on), item.ref)
    gather.withdraw(item, reason="A slip.", by=on.assessor, at=LATER)
    grounds = of_claims(on.engagement, [card])[card.pk]
    assert (grounds[0].strength, standing(grounds, Direction.SUPPORTS)) == ("none", [])
    assert checks.of_claim(card)[0].text.startswith("Nothing on the card supports the claim")


def test_what_is_confidential_on_a_card_is_the_teams_alone() -> None:
    on = make.ground()
    item = make.evidence(on, "confidential", title="Talk about the narcotics unit")
    card = make.put(on, make.claim(on), item.ref)
    assert "It shows it." in people_of.browser(on.reviewer).get(card.get_absolute_url()).content.decode()
    office = people_of.browser(on.officer).get(card.get_absolute_url()).content.decode()
    found = [words in office for words in (item.ref, "not yours to see", "narcotics", "It shows it.")]
    assert found == [True, True, False, False]


def test_the_way_of_a_card_through_the_pages() -> None:
    on = make.ground()
    item = make.evidence(on, count=5)
    browser = people_of.browser(on.assessor)

    def done(name: str, ref: str, **typed: str) -> None:
        answer = browser.post(reverse(name, args=[ref]), {"sent": "yes"} | typed)
        assert answer.status_code == 302, answer.content.decode()

    done("claim.make_claim", on.area.ref, statement="Moves are short.")
    card = Claim.objects.get()
    typed = {"source": "EVD-1", "direction": "supports", "note": "Most said so."}
    refused = browser.post(reverse("claim.gather", args=[card.ref]), typed)
    assert (refused.status_code, "names no evidence" in refused.content.decode()) == (422, True)
    done("claim.gather", card.ref, **(typed | {"source": f"/app/evidence/{item.ref}/"}))
    piece = card.pieces.get()
    assert str(piece.pk) in browser.get(reverse("claim.take_away", args=[card.ref])).content.decode()
    done("claim.reword", card.ref, statement="Moves within a year are common.")
    assert 'value="1.1"' in browser.get(reverse("claim.draft_finding", args=[card.ref])).content.decode()
    done("claim.draft_finding", card.ref, label="1.1", heading="Moves are common", narrative="So it is.")
    listed = browser.get(reverse("engagement-claims", args=[on.engagement.ref])).content.decode()
    assert ("Moves within a year are common." in listed, "Thinly borne out" in listed) == (True, True)


def test_lists_ask_as_many_queries_for_many_cards_as_for_one() -> None:
    on = make.ground()
    browser = people_of.browser(on.lead)
    address = reverse("engagement-claims", args=[on.engagement.ref])

    def asked(of: str) -> int:
        browser.get(of)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(of).status_code == 200
        return len(found)

    card = make.put(on, make.claim(on))
    few = (asked(address), asked(card.get_absolute_url()))
    for _ in range(4):
        make.put(on, card)
        make.put(on, make.put(on, make.claim(on)))
    assert (asked(address), asked(card.get_absolute_url())) == few


def test_no_browser_keeps_a_page_with_what_the_team_noted() -> None:
    on = make.ground()
    card = make.put(on, make.claim(on))
    pages = [card.get_absolute_url(), make.drafted(on, card).get_absolute_url()]
    browser = people_of.browser(on.assessor)
    assert [browser.get(page).headers["Cache-Control"] for page in pages] == ["private, no-store"] * 2
