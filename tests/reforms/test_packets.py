"""Completion packets: nothing is handed in with an empty measure (P13), who did the work never accepts it (law 9), and
each return says measure by measure what is missing, round by round."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from concord.accounts.models import Person
from concord.core import documents
from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.reforms import actions, checks, queries
from concord.reforms.letter import document
from concord.reforms.models import Measure, Packet, Proof, Reform, Remark
from concord.reforms.states import PacketState
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import gathering, moves
from tests.factories import reforms as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
P = Permission
LATER = AT + timedelta(days=30)
_DOES: dict[Permission, Callable[[Packet, Person], Packet]] = {
    P.PACKET_INCLUDE: lambda p, who: actions.include(p, reform=Reform.objects.latest("pk"), by=who, at=AT),
    P.PACKET_LEAVE_OUT: lambda p, who: actions.leave_out(
        p, reform=queries.reforms_in(p)[-1], reason="It is not ready.", by=who, at=AT
    ),
    P.PACKET_SHOW: lambda p, who: actions.show(
        p, measures=list(queries.measures_of(p)), what="The order.", upload=gathering.upload(), by=who, at=AT
    ),
    P.PACKET_TAKE_OUT: lambda p, who: actions.take_out(
        p, proof=p.proofs.earliest("pk").pk, reason="An old one.", by=who, at=AT
    ),
    P.PACKET_SUBMIT: lambda p, who: actions.submit(p, by=who, at=AT),
    P.PACKET_WITHDRAW: lambda p, who: actions.withdraw(p, reason="Too early.", by=who, at=AT),
    P.PACKET_PASS_ON: lambda p, who: actions.pass_on(p, by=who, at=AT),
    P.PACKET_RETURN: lambda p, who: actions.send_back(
        p, remarks={queries.measures_of(p)[0]: "Not signed."}, by=who, at=AT
    ),
    P.PACKET_ACCEPT: lambda p, who: actions.accept(p, basis="It was read.", by=who, at=AT),
}


def fresh(packet: Packet) -> Packet:
    found = queries.packet(packet.ref)
    assert found is not None
    return found


@pytest.mark.parametrize("state", PacketState)
def test_law_2_each_role_can_do_with_a_packet_what_the_table_says(state: str) -> None:
    two = state == PacketState.SECOND_REVIEW
    on, packet = assembled(state, two=two)
    but = {P.PACKET_PASS_ON} if state == PacketState.SUBMITTED else ()  # only where the programme has a second reviewer
    moves.walk(on.engagement, lambda: fresh(packet), _DOES, but=but)


def test_law_2_each_role_can_pass_a_packet_on_where_there_is_a_second_reviewer_as_the_table_says() -> None:
    on, packet = assembled(PacketState.SUBMITTED, two=True)
    moves.walk(on.engagement, lambda: fresh(packet), _DOES, but={*_DOES} - {P.PACKET_PASS_ON})


def assembled(state: str, *, two: bool) -> tuple[ground.Ground, Packet]:
    """A packet about two reforms in a state, where one person reviews or two."""
    on = ground.ground()
    reform, second = make.planned(on), make.planned(on)
    make.planned(on)
    on = make.two_review(on) if two else on
    return on, make.packet(on, state, reform=reform, second=second, upload=True)


@pytest.mark.owed("P13")
def test_a_packet_with_an_empty_measure_is_not_handed_in_and_the_measure_is_named() -> None:
    on = ground.ground()
    reform = make.planned(on)
    make.measure(on, reform.recommendation, kind="sustainment", text="An audit each year.")
    packet = make.packet(on, reform=reform)
    one, two = queries.measures_of(packet)
    show = {"what": "The plan.", "by": on.liaison, "at": AT}
    actions.show(packet, measures=[one], upload=gathering.upload(), **show)
    with pytest.raises(Incomplete) as refused:
        actions.submit(fresh(packet), by=on.liaison, at=AT)
    assert refused.value.missing == ("Measure 2 of 1.1.1 has no evidence: An audit each year",)
    packet = actions.show(fresh(packet), measures=[two], upload=gathering.upload("audit.txt"), **show)
    assert checks.before_submitting(packet) == []
    handed_in = actions.submit(packet, by=on.liaison, at=AT)
    assert (handed_in.state, handed_in.round, handed_in.submitted_by) == ("submitted", 1, on.liaison.actor_key)


@pytest.mark.owed("P13")
def test_a_packet_without_a_sustainment_measure_warns_and_a_changed_measure_needs_evidence_anew() -> None:
    on = ground.ground()
    packet = make.packet(on, upload=True)
    (warned,) = checks.before_submitting(packet)
    assert (warned.level, "no sustainment measure" in warned.text) == ("warning", True)
    recommendation = Measure.objects.get().recommendation
    make.measure(on, recommendation, label="1", text="Signed and posted.", reason="Readers asked.")
    with pytest.raises(Incomplete, match="Measure 1 of 1\\.1\\.1 has no evidence: Signed and posted"):
        actions.submit(packet, by=on.liaison, at=AT)


def test_one_piece_of_evidence_shows_measures_of_several_recommendations() -> None:
    on = ground.ground()
    packet = make.packet(on)
    other = make.planned(on)
    packet = actions.include(packet, reform=other, by=on.liaison, at=AT)
    packet = make.shown(on, fresh(packet))
    lines = queries.lines(packet)
    assert [[number for number, _ in line.proofs] for line in lines] == [[1], [1]]
    assert len({proof for line in lines for _, proof in line.proofs}) == 1
    assert actions.submit(packet, by=on.liaison, at=AT).state == "submitted"


def test_evidence_is_a_file_or_documents_that_were_given_and_never_neither() -> None:
    on = ground.ground()
    packet = make.packet(on)
    measures = list(queries.measures_of(packet))
    words = {"measures": measures, "what": "The plan.", "by": on.liaison, "at": AT}
    with pytest.raises(Incomplete, match="a file, or the reference of what is here already"):
        actions.show(packet, **words)
    with pytest.raises(Incomplete, match="which measure it shows"):
        actions.show(packet, **{**words, "measures": []}, upload=gathering.upload())
    elsewhere = make.measure(on, ground.recommendation(on))
    with pytest.raises(BadInput, match=f"{elsewhere.ref} is in force for none of the reforms of {packet.ref}"):
        actions.show(packet, **{**words, "measures": [elsewhere]}, upload=gathering.upload())
    asked = gathering.asked(on.cast, on.liaison)
    with pytest.raises(BadInput, match=f"{asked.ref} is no request for documents"):
        actions.show(packet, **words, evidence=asked.ref)
    assert Proof.objects.count() == 0


def test_law_9_who_put_a_reform_into_a_packet_does_not_review_it_from_the_other_side() -> None:
    on = ground.ground()
    mover = people_of.member(on.engagement, "liaison", name="Mo Mover")
    packet = make.packet(on)
    packet = make.shown(on, fresh(actions.include(packet, reform=make.planned(on), by=mover, at=AT)))
    packet = actions.submit(packet, by=on.liaison, at=AT)
    with writing():
        mover.memberships.update(until=AT, ended_by="person:0")
        mover.memberships.create(role="assessor", scope=f"engagement:{on.engagement.ref}", since=AT)
    mover = Person.objects.get(pk=mover.pk)
    with pytest.raises(Denied, match="You had a part in the packet, so somebody else reviews it"):
        actions.accept(fresh(packet), basis="It was read.", by=mover, at=AT)
    words = {"status": "in_progress", "as_of": AT.date(), "note": "Seen.", "by": mover, "at": AT}
    with pytest.raises(Denied, match="You had a part in a packet that shows this work"):
        actions.assess(queries.reforms_in(packet)[1], **words)


def test_a_piece_is_taken_out_once() -> None:
    on = ground.ground()
    packet = make.packet(on, upload=True)
    stale, proof = fresh(packet), packet.proofs.get().pk
    actions.take_out(packet, proof=proof, reason="An old one.", by=on.liaison, at=AT)
    rows = people_of.rows_of(on.engagement.ref)
    with pytest.raises(BadInput, match=f"No evidence {proof} is in {packet.ref}"):
        actions.take_out(stale, proof=proof, reason="Twice.", by=on.liaison, at=AT)
    assert (people_of.rows_of(on.engagement.ref), Proof.objects.get().ended_because) == (rows, "An old one.")


def test_a_reform_is_in_one_open_packet_at_most() -> None:
    on = ground.ground()
    reform = make.planned(on)
    first = make.packet(on, reform=reform)
    with pytest.raises(BadInput, match=f"{reform.ref} is in {first.ref} already, which is “Being assembled”"):
        make.packet(on, reform=reform)
    actions.withdraw(first, reason="Begun by mistake.", by=on.liaison, at=AT)
    second = make.packet(on, reform=reform)
    assert list(queries.packets_with(reform)) == [second, first]


@pytest.mark.owed("P14")
def test_a_return_says_measure_by_measure_what_is_missing_and_rounds_are_counted() -> None:
    on = ground.ground()
    packet = make.packet(on, "submitted")
    with pytest.raises(Incomplete, match="for one measure or more, what is missing"):
        actions.send_back(packet, remarks={}, by=on.assessor, at=AT)
    (measure,) = queries.measures_of(packet)
    packet = actions.send_back(packet, remarks={measure: "No date."}, by=on.assessor, at=AT)
    packet = actions.submit(packet, by=on.liaison, at=AT)
    packet = actions.send_back(packet, remarks={measure: "No signature."}, by=on.lead, at=AT)
    assert (packet.state, packet.round) == ("returned", 2)
    (line,) = queries.lines(packet)
    assert [(one.round, one.text) for one in line.remarks] == [(2, "No signature."), (1, "No date.")]
    assert Remark.objects.count() == 2


@pytest.mark.owed("P11", "P13")
def test_one_letter_accepts_seven_of_thirteen_and_says_of_each_other_what_is_missing() -> None:
    """As in San Francisco in December 2018, where most of the refused had no plan, review or audit."""
    on = ground.ground()
    finding = ground.finding(on)
    thirteen = [make.planned(on, ground.recommendation(on, standing_on=finding)) for _ in range(13)]
    packet = actions.assemble(thirteen[0], title="A batch", by=on.liaison, at=AT)
    for reform in thirteen[1:]:
        packet = actions.include(packet, reform=reform, by=on.liaison, at=AT)
    packet = actions.submit(make.shown(on, packet), by=on.liaison, at=AT)
    refused = [reform.recommendation for reform in thirteen[7:]]
    remarks = {m: "No audit." for m in queries.measures_of(packet) if m.recommendation in refused}
    before = people_of.rows_of(on.engagement.ref)
    packet = actions.accept(packet, basis="All were read.", remarks=remarks, by=on.assessor, at=AT)
    assert (packet.state, people_of.rows_of(on.engagement.ref) - before) == ("accepted", 1)
    assert queries.not_accepted_in(packet) == {one.pk for one in refused}
    shown = people_of.browser(on.liaison).get(packet.get_absolute_url()).content.decode()
    assert shown.count("(not accepted)") == 6
    reforms, lines = queries.reforms_in(packet), queries.lines(packet)
    letter = document(packet, reforms, lines, left_out=queries.not_accepted_in(packet), author="", mark="")
    text = documents.html(letter)
    assert ("7 of 13" in text, text.count("No audit.")) == (True, 6)
    again = make.packet(on, "submitted", reform=thirteen[12])
    assert (again.round, list(queries.packets_with(thirteen[12]))) == (1, [again, packet])


def test_a_packet_of_which_nothing_is_shown_is_returned_and_not_accepted() -> None:
    on = ground.ground()
    packet = make.packet(on, "submitted")
    remarks = dict.fromkeys(queries.measures_of(packet), "No date.")
    with pytest.raises(Incomplete, match="a recommendation that is accepted: else return it"):
        actions.accept(packet, basis="Read.", remarks=remarks, by=on.assessor, at=AT)
    other = make.measure(on, ground.recommendation(on))
    with pytest.raises(BadInput, match=f"{other.ref} is in force for none"):
        actions.accept(packet, basis="Read.", remarks={other: "No."}, by=on.assessor, at=AT)


def test_what_is_missing_of_some_is_said_on_the_page_that_accepts_the_others() -> None:
    on = ground.ground()
    packet = make.packet(on)
    other = make.planned(on)
    packet = make.shown(on, actions.include(packet, reform=other, by=on.liaison, at=AT))
    packet = actions.submit(packet, by=on.liaison, at=AT)
    (measure,) = (m for m in queries.measures_of(packet) if m.recommendation == other.recommendation)
    typed = {"sent": "yes", "basis": "The plan was read.", measure.ref: "No audit."}
    page = people_of.browser(on.assessor).post(reverse("packet.accept", args=[packet.ref]), typed)
    assert (page.status_code, queries.not_accepted_in(fresh(packet))) == (302, {other.recommendation_id})


def test_law_9_whoever_had_a_part_in_a_packet_never_accepts_it() -> None:
    on = ground.ground()
    both = people_of.member(on.engagement, "liaison", name="Bo Both")
    packet = make.packet(on)
    words = {"measures": list(queries.measures_of(packet)), "what": "The plan.", "upload": gathering.upload()}
    packet = actions.show(packet, **words, by=both, at=AT)
    packet = actions.submit(packet, by=on.liaison, at=AT)
    with writing():
        both.memberships.update(role="assessor", scope=on.engagement.scopes[0])
    both = type(both).objects.get(pk=both.pk)
    for do in (
        lambda: actions.accept(fresh(packet), basis="Read.", by=both, at=AT),
        lambda: actions.send_back(fresh(packet), remarks={queries.measures_of(packet)[0]: "No."}, by=both, at=AT),
    ):
        with pytest.raises(Denied, match="You had a part in the packet, so somebody else reviews it"):
            do()
    assert actions.accept(fresh(packet), basis="Read.", by=on.assessor, at=AT).accepted_by == on.assessor.actor_key


def test_law_9_whoever_handed_a_packet_in_in_any_round_never_reviews_it() -> None:
    on = ground.ground()
    begun = make.shown(on, make.packet(on))
    actions.submit(begun, by=on.chief, at=AT)
    returned = actions.send_back(
        fresh(begun), remarks=dict.fromkeys(queries.measures_of(begun), "Sign it."), by=on.assessor, at=AT
    )
    again = actions.submit(returned, by=on.liaison, at=AT)
    assert (again.submitted_by, again.doers) == (
        on.liaison.actor_key,
        frozenset({on.liaison.actor_key, on.chief.actor_key}),
    )


def test_where_the_tier_asks_for_two_reviewers_the_second_is_somebody_else() -> None:
    on = ground.ground()
    reform = make.planned(on)
    on = make.two_review(on)
    packet = fresh(make.packet(on, "submitted", reform=reform))
    with pytest.raises(Denied, match="pass it on to the second"):
        actions.accept(packet, basis="Read.", by=on.assessor, at=AT)
    packet = actions.pass_on(packet, by=on.assessor, at=AT)
    with pytest.raises(Denied, match="You were its first reviewer"):
        actions.accept(packet, basis="Read.", by=on.assessor, at=AT)
    accepted = actions.accept(packet, basis="Read.", by=on.reviewer, at=AT)
    assert (accepted.reviewed_by, accepted.accepted_by) == (on.assessor.actor_key, on.reviewer.actor_key)


def test_where_one_review_is_enough_nothing_is_passed_on() -> None:
    on = ground.ground()
    packet = make.packet(on, "submitted")
    with pytest.raises(Denied, match="One person reviews a packet in this tier"):
        actions.pass_on(packet, by=on.assessor, at=AT)


@pytest.mark.owed("P5")
def test_law_8_an_accepted_packet_changes_neither_voice() -> None:
    on = ground.ground()
    reform = make.planned(on)
    make.packet(on, "accepted", reform=reform)
    now = Reform.objects.get(pk=reform.pk)
    assert (now.state, now.reported_status, now.assessed_status) == ("with_team", None, None)  # to be assessed next


def test_the_way_of_a_packet_through_the_pages() -> None:
    on = ground.ground()
    reform = make.planned(on)
    liaison, assessor = people_of.browser(on.liaison), people_of.browser(on.assessor)
    sent = {"sent": "yes"}
    began = liaison.post(reverse("packet.assemble", args=[reform.ref]), {**sent, "title": "The plan"})
    packet = Packet.objects.get()
    assert (began.status_code, began["Location"]) == (302, packet.get_absolute_url())
    early = liaison.post(reverse("packet.submit", args=[packet.ref]), sent)
    assert "Measure 1 of 1.1.1 has no evidence" in early.content.decode()
    (measure,) = queries.measures_of(packet)
    file = SimpleUploadedFile("plan.txt", b"Signed.")
    typed = {**sent, "measures": [measure.ref], "what": "The signed plan."}
    page = reverse("packet.show", args=[packet.ref])
    assert liaison.post(page, typed).status_code == 422
    assert liaison.post(page, {**typed, "upload": file}).status_code == 302
    handed = reverse("packet-file", args=[packet.ref, 1])
    assert b"".join(assessor.get(handed)) == b"Signed."
    assert assessor.get(reverse("packet-file", args=[packet.ref, 2])).status_code == 404
    assert liaison.post(reverse("packet.submit", args=[packet.ref]), sent).status_code == 302
    assert packet.ref in assessor.get("/app/").content.decode()
    empty = assessor.post(reverse("packet.return", args=[packet.ref]), sent)
    assert "Say of one measure or more what is missing." in empty.content.decode()
    typed = {**sent, measure.ref: "No date."}
    assert assessor.post(reverse("packet.return", args=[packet.ref]), typed).status_code == 302
    assert packet.ref in liaison.get("/app/").content.decode()
    assert "Round 1" in liaison.get(packet.get_absolute_url()).content.decode()
    assert liaison.post(reverse("packet.submit", args=[packet.ref]), sent).status_code == 302
    accept = reverse("packet.accept", args=[packet.ref])
    assert assessor.post(accept, {**sent, "basis": "The plan was read."}).status_code == 302
    assert "The letter as a Word file" in liaison.get(packet.get_absolute_url()).content.decode()
    for ending in ("docx", "pdf"):
        assert liaison.get(reverse("packet-letter", args=[packet.ref, ending])).status_code == 200
    assert liaison.get(reverse("packet-letter", args=[packet.ref, "txt"])).status_code == 404
    listed = liaison.get(reverse("engagement-packets", args=[on.engagement.ref])).content.decode()
    assert packet.ref in listed


def test_what_was_decided_of_a_packet_stays_when_a_measure_is_changed_later() -> None:
    on = ground.ground()
    packet = make.packet(on, "accepted")
    before = queries.lines(fresh(packet))
    make.measure(on, Measure.objects.get().recommendation, label="1", text="Posted.", reason="Readers asked.", at=LATER)
    assert queries.lines(fresh(packet)) == before
    assert "Posted." not in people_of.browser(on.liaison).get(packet.get_absolute_url()).content.decode()


def test_a_measure_that_changes_while_a_packet_is_reviewed_needs_evidence_before_it_is_accepted() -> None:
    on = ground.ground()
    packet = make.packet(on, "submitted")
    (old,) = queries.measures_of(packet)
    make.measure(on, old.recommendation, label="1", text="Signed and posted.", reason="Readers asked.", at=LATER)
    with pytest.raises(Incomplete, match=r"Measure 1 of 1\.1\.1 has no evidence: Signed and posted"):
        actions.accept(fresh(packet), basis="It was read.", by=on.assessor, at=LATER)
    assert "has no evidence" in people_of.browser(on.assessor).get(packet.get_absolute_url()).content.decode()
    (new,) = queries.measures_of(fresh(packet))
    packet = actions.send_back(fresh(packet), remarks={new: "It is not posted."}, by=on.assessor, at=LATER)
    assert packet.state == PacketState.RETURNED


def test_what_a_reviewer_said_and_what_was_handed_in_stay_in_sight_when_the_measure_is_changed() -> None:
    on = ground.ground()
    packet = make.packet(on, "returned")
    make.measure(on, Measure.objects.get().recommendation, label="1", text="Posted.", reason="Readers asked.", at=LATER)
    (line,) = queries.lines(fresh(packet))
    assert (line.measure.version, line.proofs, [number for number, _ in line.before]) == (2, (), [1])
    assert [remark.text for remark in line.remarks] == ["The signature is missing."]
    shown = people_of.browser(on.liaison).get(packet.get_absolute_url()).content.decode()
    assert ("For an earlier version" in shown, "The signature is missing." in shown) == (True, True)


def test_law_17_the_same_evidence_sent_twice_is_one_piece() -> None:
    on = ground.ground()
    packet = make.packet(on, upload=True)
    before = people_of.rows_of(on.engagement.ref)
    make.shown(on, fresh(packet))
    assert (packet.proofs.count(), people_of.rows_of(on.engagement.ref)) == (1, before)
    taken = actions.take_out(fresh(packet), proof=packet.proofs.get().pk, reason="An old one.", by=on.liaison, at=AT)
    make.shown(on, taken)
    assert packet.proofs.count() == 2


def test_what_was_handed_in_is_read_by_those_who_see_the_documents_of_the_agency() -> None:
    on = ground.ground()
    packet = make.packet(on, "returned")
    people = people_of.everybody(on.engagement)
    outside = {"government_signatory", "stakeholder_adviser", "publisher"}
    inside = people.keys() - outside - {"administrator"}
    for name, args in (("packet-file", [packet.ref, 1]), ("packet-letter", [packet.ref, "docx"])):
        found = people_of.statuses(people, reverse(name, args=args))
        assert found == {200: inside, 403: outside, 404: {"administrator"}}
    page = people_of.browser(people["stakeholder_adviser"]).get(packet.get_absolute_url()).content.decode()
    assert ("plan.txt" in page, "The signature is missing." in page, "1 handed in" in page) == (False, False, True)
    told = {
        role: "The signature is missing" in people_of.browser(who).get(f"/app/history/{packet.ref}/").content.decode()
        for role, who in people.items()
    }
    assert {role for role, reads in told.items() if reads} == inside


def test_who_judges_what_is_reported_complete_is_told_where_no_packet_was_accepted() -> None:
    on = ground.ground()
    shown, other = make.reform(on), make.reform(on)
    packet = actions.include(make.packet(on, reform=shown, upload=True), reform=other, by=on.liaison, at=AT)
    packet = actions.submit(make.shown(on, fresh(packet)), by=on.liaison, at=AT)
    for reform in (shown, other):
        make.report(on, Reform.objects.get(pk=reform.pk), "complete")
    warned = ["No packet that shows it has been accepted: say what shows each measure."]

    def told(reform: Reform) -> list[str]:
        return [each.text for each in checks.before_judging(Reform.objects.get(pk=reform.pk), P.REFORM_COMPLETE)]

    assert (told(shown), told(other)) == (warned, warned)
    missing = dict.fromkeys(queries.measures_of(packet).filter(recommendation__reform=other), "Not signed.")
    actions.accept(fresh(packet), basis="Read.", remarks=missing, by=on.assessor, at=AT)
    assert (told(shown), told(other)) == ([], warned)
