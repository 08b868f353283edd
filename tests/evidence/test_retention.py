import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.files.uploadedfile import SimpleUploadedFile

from concord.core import clock, files, sealing
from concord.core.errors import BadInput, Denied, Incomplete, KeyLost, NotAllowedNow
from concord.core.guard import erasing, writing
from concord.core.models import AuditRow, OutboxMail, SealedThing, SealedValue, StoredFile
from concord.core.roles import SystemActor
from concord.core.tasks import actions as tasks
from concord.core.tasks.models import Task
from concord.core.telling.models import Notice
from concord.evidence import actions, jobs, queries
from concord.evidence.models import (
    DESTROYED,
    Analysis,
    ClauseTag,
    EvidenceItem,
    Identity,
    Meaning,
    Passage,
    SavedSearch,
)
from concord.evidence.models.documents import Citation
from concord.evidence.retention import RECORDS, due
from concord.findings import actions as findings
from concord.intake.models import AssistanceRequest, RequestFile
from concord.programme import actions as programme
from concord.programme.document import read
from concord.programme.queries import shipped
from tests.at_rest import CANARY, places_of
from tests.evidence.reading import making as make_file
from tests.factories import analyses as made
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import findings as ground
from tests.factories import gathering, keeping, moves
from tests.factories import intake as asking
from tests.factories.engagements import AT
from tests.factories.keeping import LATER

pytestmark = pytest.mark.django_db
LONG_AFTER = AT + timedelta(days=11 * 366)
EIGHT_YEARS = AT + timedelta(days=8 * 366)
Committing = Callable[..., Any]


def carried_out(of: Any, at: Any = LATER) -> Any:
    return actions.carry_out_disposal(of, by=make.person("approving_official"), at=at)


def test_who_may_propose_and_carry_out_and_decline() -> None:
    found = keeping.due_identity()
    people = make.everybody(found.engagement)
    propose = moves.tried(people, keeping.proposed)
    disposal = keeping.proposed()
    carry_out = moves.tried(people, lambda who: actions.carry_out_disposal(disposal, by=who, at=LATER))
    decline = moves.tried(people, lambda who: actions.decline_disposal(disposal, reason="No.", by=who, at=LATER))
    assert (propose, carry_out, decline) == ({"programme_officer"}, {"approving_official"}, {"approving_official"})


def test_who_may_place_and_lift_a_hold_and_not_their_own() -> None:
    by = gather.ready()
    people = make.everybody(by.engagement)
    place = moves.tried(people, lambda who: keeping.placed(who=who))
    hold = keeping.placed()
    lift = moves.tried(people, lambda who: actions.lift_hold(hold, reason="Settled.", by=who, at=AT))
    assert (place, lift) == ({"programme_officer", "approving_official"}, {"approving_official"})
    own = keeping.placed(by.engagement.ref, who=people["approving_official"])
    with pytest.raises(Denied, match="You placed it"):
        actions.lift_hold(own, reason="Settled.", by=people["approving_official"], at=AT)


@pytest.mark.owed("A59")
def test_law_16_a_disposal_destroys_what_was_listed_and_the_key_so_that_no_backup_opens_it(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    found = keeping.due_identity()
    thing, value = SealedThing.objects.get(about=found.ref), SealedValue.objects.get(name="name")
    backup = (thing.about, thing.half, bytes(value.value), value.key_id)
    disposal = keeping.proposed()
    assert (disposal.things, files.path_of(disposal.manifest_id).read_text()) == (1, f"{found.ref}\n")
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(disposal)
    found.refresh_from_db()
    assert (done.state, done.counts, found.destroyed_in) == ("carried_out", {"listed": 1, "contacts": 1}, done.ref)
    left = due("participant_identities", LATER.date())
    assert (sealing.read(found.ref), SealedThing.objects.count(), left and left.things) == ({}, 0, ())
    with writing():  # an old backup brings the rows back, and they stay shut
        again = SealedThing.objects.create(about=backup[0], half=backup[1], made_at=AT)
        SealedValue.objects.create(thing=again, name="name", value=backup[2], key_id=backup[3])
    with pytest.raises(KeyLost, match="was destroyed"):
        sealing.read(found.ref)


@pytest.mark.parametrize("covers", ["everything", "ENG-2026-0001", "IDN-2026-0001"])
def test_what_a_hold_covers_stays_also_when_it_was_proposed_before(covers: str) -> None:
    found = keeping.due_identity()
    disposal = keeping.proposed()
    keeping.placed(covers)
    done = carried_out(disposal)
    found.refresh_from_db()
    assert (done.counts, found.destroyed_in, queries.contact(found)["name"]) == ({"listed": 1}, "", "Quill Canary")
    with pytest.raises(NotAllowedNow, match="under a legal hold"):
        keeping.proposed()


def test_nothing_goes_before_its_time_or_while_the_engagement_goes_on() -> None:
    by = gather.ready()
    keeping.sealed(by)
    with pytest.raises(NotAllowedNow, match="Nothing of “Identities of people who took part” is due"):
        keeping.proposed()
    keeping.over(by.engagement, at=LATER - timedelta(days=364))
    with pytest.raises(NotAllowedNow):
        keeping.proposed()


@pytest.mark.parametrize(("rule", "error"), [("public_releases", BadInput), ("nothing", BadInput)])
def test_what_has_no_rule_is_never_destroyed(rule: str, error: type[Exception]) -> None:
    make.edition()
    with pytest.raises(error, match="no rule"):
        keeping.proposed(rule=rule)


def test_records_without_a_schedule_are_not_destroyed() -> None:
    keeping.due_identity()
    with pytest.raises(Incomplete, match="its item"):
        actions.propose_disposal(
            rule="participant_identities", authority=" ", by=make.person("programme_officer"), at=LATER
        )


def test_the_same_list_is_proposed_once() -> None:
    keeping.due_identity()
    first = keeping.proposed()
    assert (keeping.proposed(), make.rows_of("retention")) == (first, 1)


def test_a_confidential_item_that_a_finding_cites_leaves_its_reference_and_nothing_else(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    on = ground.ground()
    upload = SimpleUploadedFile("notes.bin", b"Canary notes.")
    item = ground.evidence(on, "confidential", summary="Canary words.", upload=upload)
    findings.cite(ground.draft_finding(on), evidence=item, why="It says so.", by=on.assessor, at=AT)
    sealed_file = item.file_id
    keeping.over(on.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="confidential_evidence", at=EIGHT_YEARS), at=EIGHT_YEARS)
    gone = EvidenceItem.objects.get(ref=item.ref)
    assert (gone.title, gone.file, gone.file_name, gone.destroyed_in) == (
        "Destroyed under a retention rule", None, "", done.ref,
    )  # fmt: skip
    assert (queries.facts(gone), done.counts, gone.citations.count()) == (
        "", {"listed": 1, "items": 1, "files": 1}, 1,
    )  # fmt: skip
    assert (StoredFile.objects.filter(pk=sealed_file).exists(), files.path_of(sealed_file).exists()) == (False, False)
    page = make.browser(on.lead).get(gone.get_absolute_url()).content.decode()
    assert ("destroyed under a retention rule" in page, "Canary" in page) == (True, False)


def test_of_the_field_work_that_led_to_a_destroyed_item_no_word_is_left(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    by = field.ready()
    thing = field.held(by, place="Precinct 2", releasability="confidential")
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        carried_out(keeping.proposed(rule="confidential_evidence", at=EIGHT_YEARS), at=EIGHT_YEARS)
    thing.refresh_from_db()
    assert (thing.title, queries.place(thing), queries.thoughts(thing)) == (DESTROYED, "", "")
    assert (thing.item.title, queries.facts(thing.item)) == (DESTROYED, "")


@pytest.mark.parametrize("kind", ["confidential", "deliberative"])
def test_a_document_goes_whole_texts_index_files_and_key_and_its_reference_stays(
    kind: str, django_capture_on_commit_callbacks: Committing
) -> None:
    by = gather.ready()
    document = gather.document(by, "policy.pdf", make_file.pdf(f"Told by {CANARY}."), releasability=kind)
    digests = [sha256 for pair in document.revisions.values_list("file_id", "clean_copy_id") for sha256 in pair]
    with writing():
        for passage in Passage.objects.exclude(text=""):
            Meaning.objects.create(passage=passage, vector=b"a direction")
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="documents", at=LONG_AFTER), at=LONG_AFTER)
    document.refresh_from_db()
    assert Meaning.objects.count() == 0
    assert done.counts == {"listed": 1, "documents": 1, "revisions": 1, "passages": 1, "files": 2}
    assert (document.destroyed_in, document.current, places_of(CANARY)) == (done.ref, 0, [])
    assert [files.path_of(sha256).exists() for sha256 in digests] == [False, False]
    assert (sealing.read(document.ref), SealedThing.objects.filter(about=document.ref).exists()) == ({}, False)
    page = make.browser(by.lead).get(document.get_absolute_url()).content.decode()
    assert "destroyed under a retention rule" in page
    assert queries.facts(document.item) == "The policy in force."  # the item has a rule of its own


def test_a_confidential_item_goes_with_its_documents(django_capture_on_commit_callbacks: Committing) -> None:
    by = gather.ready()
    document = gather.document(by, content=CANARY.encode(), releasability="confidential")
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="confidential_evidence", at=EIGHT_YEARS), at=EIGHT_YEARS)
    document.refresh_from_db()
    assert done.counts == {"listed": 1, "items": 1, "documents": 1, "revisions": 1, "passages": 1, "files": 1}
    assert (document.destroyed_in, SealedThing.objects.count()) == (done.ref, 0)


def test_a_document_goes_with_the_standards_of_its_clauses_and_the_archives_that_hold_it(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    by = gather.ready()
    document = gather.document(by, content=CANARY.encode(), releasability="releasable")
    clause = Citation(document.ref, 1, 1, 1)
    actions.tag_clause(document, clause=clause, standard="crisis", by=by.lead, at=AT)
    actions.untag_clause(document, clause=clause, standard="crisis", by=by.lead, at=AT)
    actions.tag_clause(document, clause=clause, standard="crisis", by=by.lead, at=AT)
    given = actions.approve_foia(keeping.foia(by), by=make.person("approving_official"), at=AT)
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="documents", at=LONG_AFTER), at=LONG_AFTER)
    assert done.counts == {
        "listed": 1, "documents": 1, "revisions": 1, "passages": 1, "files": 1, "tags of clauses": 2, "archives": 1,
    }  # fmt: skip
    given.refresh_from_db()
    assert (given.state, given.file, ClauseTag.objects.count(), places_of(CANARY)) == ("approved", None, 0, [])


@pytest.mark.parametrize("released", [False, True])
def test_what_is_not_confidential_goes_by_its_own_rule_also_when_it_was_sealed_before(
    *, released: bool, django_capture_on_commit_callbacks: Committing
) -> None:
    by = gather.ready()
    upload = SimpleUploadedFile("notes.bin", CANARY.encode())
    item = gather.item(by, summary=CANARY, upload=upload, releasability="confidential" if released else "releasable")
    secret = gather.item(by, releasability="confidential")
    if released:
        actions.release(item, reason="It says nothing of anybody.", by=by.lead, at=AT)
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="evidence_in_the_clear", at=LONG_AFTER), at=LONG_AFTER)
    item.refresh_from_db()
    secret.refresh_from_db()
    assert (done.counts, places_of(CANARY)) == ({"listed": 1, "items": 1, "files": 1}, [])
    assert (item.title, item.summary, item.file, item.destroyed_in, secret.destroyed_in) == (
        DESTROYED, "", None, done.ref, "",
    )  # fmt: skip


def test_the_words_of_requests_for_documents_and_of_advice_go_and_what_they_were_stays() -> None:
    by = gather.ready()
    liaison = gathering.liaison(by)
    asked = gathering.asked(by, liaison, title=CANARY, reason=CANARY)
    part = actions.provide_part(asked, upload=gathering.upload(), by=liaison, at=AT)
    held = actions.say_not_held(gathering.asked(by, liaison), reason=f"{CANARY} has it.", by=liaison, at=AT)
    told = gathering.advice(by, title=CANARY, text=CANARY, body=CANARY)
    told = actions.answer_advice(told, outcome="not", answer=f"{CANARY} said no.", by=by.lead, at=AT)
    keeping.over(by.engagement)
    rules = ("document_requests", "advice")
    done = [carried_out(keeping.proposed(rule=rule, at=EIGHT_YEARS), at=EIGHT_YEARS) for rule in rules]
    assert [one.counts for one in done] == [
        {"listed": 2, "requests for documents": 2, "notices": 2}, {"listed": 1, "advice": 1},
    ]  # fmt: skip
    for one in (asked, held, told):
        one.refresh_from_db()
    assert [(one.title, one.answer, one.destroyed_in) for one in (asked, held, told)] == [
        (DESTROYED, "", done[0].ref), (DESTROYED, DESTROYED, done[0].ref), (DESTROYED, DESTROYED, done[1].ref),
    ]  # fmt: skip
    assert (told.outcome, told.voice, told.body, part.received.count()) == ("not", "community-groups", "", 1)
    for one in (held, told):
        assert one.destroyed_in in make.browser(by.lead).get(one.get_absolute_url()).content.decode()


def test_a_search_that_was_dropped_goes_a_year_later_and_one_in_use_stays() -> None:
    make.edition()
    who = make.person("programme_officer")
    for name in ("Moves", "Rosters"):
        actions.save_search(name=name, query="q=moves", by=who, at=AT)
    actions.drop_search(name="Moves", by=who, at=AT)
    done = carried_out(keeping.proposed(rule="searches_dropped"))
    assert (done.counts, [one.name for one in SavedSearch.objects.all()]) == (
        {"listed": 1, "searches": 1}, ["Rosters"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("evidence_in_the_clear", gather.item),
        ("evidence_in_the_clear", gather.document),
        ("confidential_evidence", lambda by: gather.document(by, releasability="confidential")),
        ("document_requests", lambda by: gathering.asked(by, gathering.liaison(by))),
        ("advice", gathering.advice),
    ],
)
def test_a_hold_on_a_thing_or_its_engagement_keeps_it_from_its_rule(rule: str, kept: Callable[..., Any]) -> None:
    by = gather.ready()
    thing = kept(by)
    keeping.over(by.engagement)
    for covers in (thing.ref, by.engagement.ref, "everything"):
        placed = keeping.placed(covers)
        with pytest.raises(NotAllowedNow, match="under a legal hold"):
            keeping.proposed(rule=rule, at=LONG_AFTER)
        actions.lift_hold(placed, reason="Settled.", by=make.person("approving_official"), at=AT)
    assert keeping.proposed(rule=rule, at=LONG_AFTER).things == 1


def test_a_hold_on_a_talk_or_on_what_it_led_to_keeps_who_took_part_its_notes_and_its_document() -> None:
    by = field.ready()
    booked = field.booked(by)
    keeping.identity(by, subject=booked.ref, until=field.DAY)
    told = field.told(thoughts="They were tense.", upload=gathering.upload("notes.txt"))
    talk = actions.hold(booked, by=by.expert, at=field.HELD_AT, **told)
    assert talk.item is not None
    keeping.over(by.engagement)
    for rule in ("participant_identities", "field_notes", "documents"):
        for covers in (talk.ref, talk.item.ref):
            placed = keeping.placed(covers)
            with pytest.raises(NotAllowedNow, match="under a legal hold"):
                keeping.proposed(rule=rule, at=LONG_AFTER)
            actions.lift_hold(placed, reason="Settled.", by=make.person("approving_official"), at=AT)
        assert keeping.proposed(rule=rule, at=LONG_AFTER).things == 1


def test_with_a_data_set_goes_what_only_the_team_saw_of_what_came_out_of_it() -> None:
    by = made.ready()
    shared = made.shared(by)
    with writing():
        sealing.keep(shared.ref, {"officers": '["O7"]'}, at=AT)
    keeping.over(by.engagement)
    carried_out(keeping.proposed(rule="data_sets", at=LONG_AFTER), at=LONG_AFTER)
    left = Analysis.objects.get()
    assert (left.result, left.capsule, left.shown, queries.officers_in(left)) == ({}, "", shared.shown, [])


def test_a_hold_on_everything_keeps_searches_that_were_dropped() -> None:
    make.edition()
    who = make.person("programme_officer")
    actions.save_search(name="Moves", query="q=moves", by=who, at=AT)
    actions.drop_search(name="Moves", by=who, at=AT)
    keeping.placed()
    with pytest.raises(NotAllowedNow, match="under a legal hold"):
        keeping.proposed(rule="searches_dropped")


def test_a_hold_on_a_document_its_item_or_its_engagement_keeps_it() -> None:
    by = gather.ready()
    document = gather.document(by)
    keeping.over(by.engagement)
    for covers in (document.ref, document.item.ref, by.engagement.ref):
        placed = keeping.placed(covers)
        with pytest.raises(NotAllowedNow, match="under a legal hold"):
            keeping.proposed(rule="documents", at=LONG_AFTER)
        actions.lift_hold(placed, reason="Settled.", by=make.person("approving_official"), at=AT)


def test_the_file_of_a_data_set_goes_with_its_key_and_its_entry_stays(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    by = gather.ready()
    upload = SimpleUploadedFile("calls.csv", f"a,{CANARY}\n".encode())
    kept = gathering.data_set(by, sha256="", upload=upload)
    place, sha256 = files.path_of(kept.file_id), kept.sha256
    gathering.data_set(by, title="Stays with the agency")  # of which no file is here
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="data_sets", at=EIGHT_YEARS), at=EIGHT_YEARS)
    kept.refresh_from_db()
    assert done.counts == {"listed": 1, "data sets": 1, "files": 1}
    assert (kept.file, kept.file_name, kept.sha256, kept.destroyed_in) == (None, "", sha256, done.ref)
    assert (place.exists(), sealing.read(kept.ref), places_of(CANARY)) == (False, {}, [])
    assert done.ref in make.browser(by.lead).get(kept.get_absolute_url()).content.decode()


def test_what_the_team_noted_of_field_work_goes_and_the_facts_stay(
    django_capture_on_commit_callbacks: Committing,
) -> None:
    by = field.ready()
    held, typed = field.held(by, place="Precinct 2"), field.booked(by)
    actions.save_notes(typed, facts="Seen.", thoughts="Odd.", seen=0, by=by.expert, at=AT)
    keeping.over(by.engagement)
    with django_capture_on_commit_callbacks(execute=True):
        done = carried_out(keeping.proposed(rule="field_notes", at=EIGHT_YEARS), at=EIGHT_YEARS)
    assert done.counts == {"listed": 2, "notes": 2}
    assert (queries.thoughts(held), queries.place(held), queries.drafted(typed).facts) == ("", "", "")
    assert queries.facts(held.item) == "Short moves break off work in a sector."


@pytest.mark.owed("P25")
def test_law_3_the_trail_keeps_the_hash_of_what_was_listed_when_proposed_and_when_carried_out() -> None:
    keeping.due_identity()
    disposal = keeping.proposed()
    carried_out(disposal)
    rows = AuditRow.objects.filter(what=disposal.ref).order_by("seq")
    assert [json.loads(row.body)["more"]["manifest"] for row in rows] == [disposal.manifest_id] * 2


def test_a_declined_request_goes_with_all_that_belongs_to_it() -> None:
    asked = asking.with_file(make.request(None))
    make.put(asked, "declined")
    rows = RequestFile.objects.filter(request=asked)
    assert rows.count() == 1
    done = carried_out(keeping.proposed(rule="requests_declined", at=EIGHT_YEARS), at=EIGHT_YEARS)
    assert (AssistanceRequest.objects.filter(ref=asked.ref).count(), rows.count()) == (0, 0)
    assert (done.counts["assistance requests"], done.counts["files"]) == (1, 1)


def test_mails_and_attempts_to_sign_in_go_when_they_are_old() -> None:
    keeping.mail_sent()
    waiting = keeping.mail_sent()
    with writing():
        OutboxMail.objects.filter(pk=waiting.pk).update(sent_at=None)
    AccessAttempt.objects.create(
        username="robin@example.org", ip_address="192.0.2.1", user_agent="x", failures_since_start=1
    )
    AccessAttempt.objects.update(attempt_time=AT)
    make.edition()
    counts = [carried_out(keeping.proposed(rule=rule)).counts for rule in ("mail_sent", "sign_in_attempts")]
    assert counts == [{"listed": 1, "mails": 1}, {"listed": 1, "attempts": 1}]
    assert (list(OutboxMail.objects.filter(pk=waiting.pk)), AccessAttempt.objects.count()) == ([waiting], 0)


@pytest.mark.parametrize("state", ["booked", "called_off"])
def test_of_field_work_that_led_to_no_item_no_word_is_left(state: str) -> None:
    by = field.ready()
    thing = field.booked(by, title=CANARY, place=CANARY)
    if state == "called_off":
        actions.call_off(thing, reason=f"{CANARY} is ill.", by=by.lead, at=AT)
    keeping.over(by.engagement)
    jobs.seal_identities()
    done = carried_out(keeping.proposed(rule="field_notes", at=EIGHT_YEARS), at=EIGHT_YEARS)
    thing.refresh_from_db()
    assert (done.counts, thing.title, places_of(CANARY)) == ({"listed": 1, "notes": 1}, DESTROYED, [])
    assert (queries.place(thing), queries.called_off_because(thing)) == (
        "", DESTROYED if state == "called_off" else "",
    )  # fmt: skip
    jobs.seal_identities()
    assert SealedThing.objects.filter(about=thing.ref).exists() is False
    with pytest.raises(NotAllowedNow, match="is due"):
        keeping.proposed(rule="field_notes", at=EIGHT_YEARS)


def test_a_task_goes_years_after_its_end_unless_what_it_is_about_is_held() -> None:
    by = gather.ready()
    office = make.person("programme_officer")
    for what in ("Ask for the roster", "Ask for the policy"):
        tasks.set_for_office(by.engagement, what=what, by=office, at=AT)
    ended = Task.objects.get(what="Ask for the roster")
    tasks.do(ended, outcome="It came.", by=office, at=AT)
    total = Task.objects.exclude(ended_at=None).count()
    for covers, held in ((ended.ref, 1), (by.engagement.ref, total), (by.engagement.request.ref, total)):
        placed = keeping.placed(covers)
        found = due("tasks", LONG_AFTER.date())
        assert found is not None
        assert (found.held, len(found.things)) == (held, total - held)
        actions.lift_hold(placed, reason="Settled.", by=make.person("approving_official"), at=AT)
    done = carried_out(keeping.proposed(rule="tasks", at=LONG_AFTER), at=LONG_AFTER)
    assert done.counts == {"listed": total, "tasks": total}
    assert Task.objects.filter(what="Ask for the policy").count() == 1
    assert Task.objects.exclude(ended_at=None).count() == 0


def test_a_hold_on_an_engagement_or_its_request_keeps_the_mails_and_notices_in_its_course() -> None:
    by = field.ready()
    asked = gathering.asked(by, gathering.liaison(by))
    talk = field.held(by)
    with writing(), erasing("tests"):
        Notice.objects.all().erase()
        for about in (asked.ref, talk.item.ref, by.engagement.ref, "FND-1999-0001"):
            Notice.objects.create(to="person:1", about=about, text="T", href="/", key=about, told_at=AT)
    for about in (by.engagement.ref, by.engagement.request.ref, ""):
        keeping.mail_sent(about=about)
    for covers in (by.engagement.ref, by.engagement.request.ref):
        placed = keeping.placed(covers)
        assert [due(rule, LATER.date()).held for rule in ("mail_sent", "notices")] == [2, 3]
        assert [len(due(rule, LATER.date()).things) for rule in ("mail_sent", "notices")] == [1, 1]
        actions.lift_hold(placed, reason="Settled.", by=make.person("approving_official"), at=AT)
    assert [due(rule, LATER.date()).held for rule in ("mail_sent", "notices")] == [0, 0]


def test_what_is_held_at_the_head_of_a_list_holds_up_nothing_behind_it() -> None:
    by = gather.ready()
    for about in (by.engagement.ref, by.engagement.ref, "", "", ""):
        keeping.mail_sent(about=about)
    keeping.placed(by.engagement.ref)
    found = due("mail_sent", LATER.date(), most=2)
    assert found is not None
    assert (len(found.things), found.held, found.more) == (2, 2, True)


def test_a_rule_destroys_by_itself_only_where_the_edition_says_so_with_its_authority() -> None:
    found = keeping.due_identity()
    by = SystemActor("retention")
    with pytest.raises(NotAllowedNow, match="to two people"):
        actions.dispose_by_rule(rule="participant_identities", by=by, at=LATER)
    document = shipped()
    rule = next(row for row in document["retention"] if row["key"] == "participant_identities")
    rule |= {"then": "destroy", "authority": "Schedule 12, item 3"}
    programme.publish_edition(document, effective_from=AT.date(), by=SystemActor("tests"), at=AT)
    done = actions.dispose_by_rule(rule="participant_identities", by=by, at=LATER)
    assert done is not None
    assert (done.state, done.proposed_by, done.counts) == (
        "carried_out", "concord:retention", {"listed": 1, "contacts": 1},
    )  # fmt: skip
    assert Identity.objects.get(pk=found.pk).destroyed_in == done.ref
    assert actions.dispose_by_rule(rule="participant_identities", by=by, at=LATER) is None


def test_a_rule_for_records_that_concord_has_not_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    found = keeping.due_identity()
    document = shipped()
    rule = next(row for row in document["retention"] if row["key"] == "participant_identities")
    rule |= {"then": "destroy", "authority": "Schedule 12, item 3"}
    document["retention"].insert(0, rule | {"key": "recordings", "label": "Recordings"})
    programme.publish_edition(document, effective_from=AT.date(), by=SystemActor("tests"), at=AT)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    jobs.dispose()
    assert Identity.objects.get(pk=found.pk).destroyed_in == "DSP-2027-0001"


def test_the_page_shows_exactly_what_would_go_and_the_forms_work() -> None:
    found = keeping.due_identity()
    keeping.over(found.engagement, at=AT - timedelta(days=5000))
    browser = make.browser(make.person("programme_officer"))
    page = browser.get("/app/retention/?rule=participant_identities").content.decode()
    assert ("1 would go" in page, f"<li>{found.ref}</li>" in page) == (True, True)
    sheet = browser.get("/app/retention/?rule=participant_identities&format=csv").getvalue().decode("utf-8-sig")
    assert sheet.split() == ["Reference", found.ref]
    typed = {"rule": "participant_identities", "authority": "Schedule 12, item 3"}
    assert browser.post("/app/retention/propose/", typed).status_code == 302
    refused = browser.post("/app/holds/place/", {"heading": "X", "covers": "ENG-1999-0001", "reason": "X"})
    assert "there is no “ENG-1999-0001”" in refused.content.decode()
    assert browser.post("/app/holds/place/", {"heading": "X", "covers": "everything", "reason": "X"}).status_code == 302


def test_concord_can_carry_out_every_rule_of_the_shipped_programme_that_names_years() -> None:
    timed = {rule.key for rule in read(shipped()).retention if rule.years}
    assert timed == {record.rule for record in RECORDS}
