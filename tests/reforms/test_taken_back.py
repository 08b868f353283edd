"""What was said or done by mistake is taken back with a reason and a date; nothing of it is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.core.permissions import Permission
from concord.publishing.compile.changes import told_changes
from concord.publishing.compile.measured import measured
from concord.reforms import actions, checks, queries
from concord.reforms.models import Included, Measure, Outcome, Packet, Served
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import moves
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import DAY
from tests.reforms.test_links import several
from tests.reforms.test_outcomes import registered

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)
SENT = {"sent": "yes", "reason": "It was a mistake."}


@pytest.mark.owed("P14")
def test_a_measure_is_withdrawn_with_a_dated_public_reason_and_no_earlier_version_comes_back() -> None:
    on = ground.ground()
    one = make.planned(on).recommendation
    second = make.measure(on, one, label="1", text="Signed and posted.", reason="Readers asked.")
    lasting = make.measure(on, one, kind="sustainment", text="An audit each year.")
    with pytest.raises(Incomplete, match="Work goes on, and this is the last measure that shows it to be done"):
        actions.withdraw_measure(second, reason="The law changed.", by=on.officer, at=LATER)
    other = make.measure(on, one, text="Officers are trained.", at=LATER)
    with pytest.raises(Incomplete, match="the reason; the public reads it"):
        actions.withdraw_measure(second, reason=" ", by=on.officer, at=LATER)
    with pytest.raises(Incomplete, match=f"Version 2 of this measure is in force: {second.ref}"):
        actions.withdraw_measure(Measure.objects.get(label="1", version=1), reason="So.", by=on.officer, at=LATER)
    client, page = people_of.browser(on.officer), reverse("measure.withdraw", args=[second.ref])
    assert client.post(page, SENT).status_code == 302
    assert list(queries.measures_in_force(one)) == [lasting, other]
    assert Measure.objects.get(pk=second.pk).ended_because == "It was a mistake."
    shown = people_of.browser(on.liaison).get(one.get_absolute_url()).content.decode()
    assert "Why it was withdrawn: It was a mistake." in shown
    again = make.measure(on, one, label="1", text="Signed.", reason="It is back.", at=LATER)
    assert (again.version, queries.measures_in_force(one).count()) == (3, 3)


def test_what_a_past_day_and_the_public_know_of_a_withdrawn_measure() -> None:
    on = ground.ground()
    one = make.reform(on, "complete").recommendation
    (old,) = queries.measures_in_force(one)
    packet = make.packet(on, "accepted")
    before = queries.lines(packet)
    actions.withdraw_measure(old, reason="The law changed.", by=on.officer, at=LATER)
    (then, _), (now, _) = (queries.standings(on.engagement, day) for day in (DAY, LATER.date()))
    assert (then.measures, now.measures) == ((old,), ())
    told = told_changes(on.engagement, since=DAY, until=LATER.date())
    assert [(each["on"], each["kind"], each["text"]) for each in told] == [
        (LATER.date().isoformat(), "criteria", "The criterion 1 of 1.1.1 was withdrawn: The law changed.")
    ]
    actions.withdraw_measure(
        make.measure(on, packet.engagement.recommendations.latest("pk"), at=LATER),
        reason="Twice.",
        by=on.officer,
        at=LATER,
    )
    assert queries.lines(Packet.objects.get(pk=packet.pk)) == before
    with pytest.raises(DatabaseError, match="is written once"), writing(), transaction.atomic():
        Measure.objects.filter(pk=old.pk).update(ended_because="Another.")


def test_a_reform_is_left_out_of_a_packet_that_is_not_handed_in_and_comes_in_another() -> None:
    on = ground.ground()
    first, second = make.planned(on), make.planned(on)
    packet = make.packet(on, reform=first)
    with pytest.raises(BadInput, match=f"{packet.ref} is about nothing else: withdraw it"):
        actions.leave_out(packet, reform=first, reason="Early.", by=on.liaison, at=AT)
    with pytest.raises(BadInput, match=f"{packet.ref} is not about {second.ref}"):
        actions.leave_out(packet, reform=second, reason="Early.", by=on.liaison, at=AT)
    packet = make.shown(on, actions.include(packet, reform=second, by=on.liaison, at=AT))
    page = reverse("packet.leave_out", args=[packet.ref])
    client = people_of.browser(on.liaison)
    assert client.post(page, {**SENT, "reform": second.ref}).status_code == 302
    assert (queries.reforms_in(packet), list(queries.packets_with(second))) == ([first], [packet])
    assert {measure.recommendation for measure in queries.measures_of(packet)} == {first.recommendation}
    assert Included.objects.get(reform=second).ended_because == "It was a mistake."
    accepted = actions.accept(actions.submit(packet, by=on.liaison, at=AT), basis="It was read.", by=on.assessor, at=AT)
    told = make.report(on, second, "complete")
    assert [problem.text for problem in checks.before_judging(told, Permission.REFORM_COMPLETE)] == [
        "No packet that shows it has been accepted: say what shows each measure."
    ]
    other = make.packet(on, "submitted", reform=second)
    assert (accepted.state, other.state) == ("accepted", "submitted")
    with pytest.raises(DatabaseError, match="is written once"), writing(), transaction.atomic():
        Included.objects.filter(reform=second, ended_at__isnull=False).update(ended_because="Another.")


def test_a_recommendation_is_taken_off_a_piece_of_work_and_can_be_served_again() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    project = make.project(on, one, two)
    page = reverse("project.leave", args=[project.ref])
    client = people_of.browser(on.liaison)
    assert client.post(page, {**SENT, "recommendation": two.ref}).status_code == 302
    assert [list(queries.projects_for(each)) for each in (one, two)] == [[project], []]
    assert Served.objects.get(recommendation=two).ended_because == "It was a mistake."
    with pytest.raises(BadInput, match=f"{project.ref} serves nothing else: end it"):
        actions.leave(project, recommendation=one, reason="So.", by=on.liaison, at=AT)
    with pytest.raises(BadInput, match=f"{project.ref} does not serve {two.ref}"):
        actions.leave(project, recommendation=two, reason="So.", by=on.liaison, at=AT)
    with pytest.raises(Incomplete, match="is taken off"):
        actions.leave(project, recommendation=one, reason=" ", by=on.liaison, at=AT)
    actions.serve(project, recommendations=[two], by=on.liaison, at=AT)
    assert (list(queries.projects_for(two)), Served.objects.count()) == ([project], 3)


@pytest.mark.owed("P16")
def test_an_outcome_that_was_registered_by_mistake_is_withdrawn_and_the_public_is_told_why() -> None:
    on = ground.ground()
    one = registered(on, ground.recommendation(on))
    wrong = one.outcomes.get()
    given = {"outcome": wrong.pk, "reason": "It counts calls.", "at": LATER}
    able = moves.tried(people_of.everybody(on.engagement), lambda who: actions.withdraw_outcome(one, by=who, **given))
    assert able == {"assessment_lead", "assessor"}
    page = reverse("outcome.withdraw", args=[one.ref])
    with pytest.raises(Incomplete, match="the public reads it"):
        actions.withdraw_outcome(one, **{**given, "reason": ""}, by=on.assessor)
    actions.withdraw_outcome(one, **given, by=on.assessor)
    with pytest.raises(BadInput, match=f"{one.ref} has no outcome {wrong.pk}"):
        actions.withdraw_outcome(one, **given, by=on.assessor)
    value = {"value": Decimal(3), "as_of": DAY, "source": "S.", "by": on.liaison, "at": LATER}
    with pytest.raises(BadInput, match=f"{one.ref} has no outcome {wrong.pk}"):
        actions.record_value(one, outcome=wrong.pk, **value)
    assert registered(on, one, target=Decimal(10)).outcomes.count() == 2
    assert len(measured(on.engagement, DAY)["outcome_measures"]) == 2
    assert [each["target"] for each in measured(on.engagement, LATER.date())["outcome_measures"]] == [10]
    assert [each["text"] for each in told_changes(on.engagement, since=DAY, until=LATER.date())] == [
        "The outcome measure “Complaints” of 1.1.1 was withdrawn: It counts calls."
    ]
    shown = people_of.browser(on.chief).get(one.get_absolute_url()).content.decode()
    assert "It counts calls." in shown
    assert "It counts calls." not in people_of.browser(on.assessor).get(page).content.decode()
    with pytest.raises(DatabaseError, match="is written once"), writing(), transaction.atomic():
        Outcome.objects.filter(pk=wrong.pk).update(ended_because="Another.")


def test_what_is_neither_issued_nor_taken_up_has_no_outcome_to_withdraw() -> None:
    on = ground.ground()
    draft = ground.recommendation(on, "validated")
    with pytest.raises(Denied, match="it is measured once it is issued or taken up"):
        actions.withdraw_outcome(draft, outcome=1, reason="So.", by=on.assessor, at=AT)
