"""Search: over everything that somebody may see, and nothing else."""

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection

from concord.accounts.models import Person
from concord.core.guard import Sensitivity
from concord.core.searching import CONFIG, words
from concord.core.tasks import actions as tasks
from concord.desk.queries import search as queries
from concord.desk.searched import SEARCHED
from concord.desk.things import KINDS, NAMED
from concord.evidence import actions as evidence
from concord.evidence.models import EvidenceItem
from concord.findings import actions as findings
from concord.findings.models import Finding, Recommendation
from concord.reforms import actions as reforms
from concord.workplans import actions as plans
from concord.workplans.models import WorkPlan
from tests.desk.counting import query_count
from tests.factories import coding, gathering, partners, together
from tests.factories import engagements as make
from tests.factories import fieldwork as afield
from tests.factories import findings as ground
from tests.factories import intake as asking
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

PAGE = "/app/search/"
MODELS = {**{kind.prefix: kind for kind in KINDS}, **NAMED}


def found(who: Person, text: str) -> dict[str, list[str]]:
    return {hits.key: [hit.ref for hit in hits.hits] for hits in queries.search(who, text)}


def everything(word: str, place: str = "Falls") -> ground.Ground:
    """An engagement in which something of each kind that is looked through has a word, drafts beside what is issued."""
    on = ground.ground(f"{word} {place}")
    finding = ground.finding(on, heading=f"{word} heading", narrative=f"{word} narrative")
    ground.draft_finding(on, heading=f"{word} draft")
    ground.claim(on, statement=f"Here {word} is short.")
    recommendation = ground.recommendation(on, standing_on=finding, text=f"Adopt the {word} plan.")
    ground.recommendation(on, "draft", standing_on=finding, text=f"Drop the {word} plan.")
    ground.evidence(on, "confidential", title=f"{word} told in confidence")
    ground.evidence(on, title=f"{word} policies")
    work.reform(on, of=recommendation)
    office.compiled(office.press(on=on), work_done=f"The team read the {word} policies.")
    tasks.set_for_agency(on.engagement, what=f"Send the {word} policy", by=on.lead, at=AT)
    tasks.set_for_team(on.engagement, what=f"Read the {word} policy", by=on.lead, at=AT)
    plan = WorkPlan.objects.get(engagement=on.engagement)
    plans.comment(plan, part="goal", text=f"Is {word} in it?", by=on.liaison, at=AT)
    asked = {"what": f"Add {word}", "reason": "It was found.", "effect": "Two weeks more."}
    plans.ask_agency(on.engagement, **asked, by=on.lead, at=AT)
    _gathered(word, on)
    _together(word, on)
    _discussed(word, on)
    return on


def _gathered(word: str, on: ground.Ground) -> None:
    afield.booked(on.cast, title=f"{word} interviews")
    gathering.asked(on.cast, on.liaison, title=f"{word} policy")
    gathering.data_set(on.cast, title=f"{word} calls")
    gathering.advice(on.cast, title=f"Ask about {word}")


def _together(word: str, on: ground.Ground) -> None:
    by = together.Sides(
        on.engagement,
        officer=on.officer,
        official=make.person("approving_official"),
        chief=on.chief,
        mayor=make.member(on.engagement, "government_signatory"),
        liaison=on.liaison,
        lead=on.lead,
        assessor=on.assessor,
    )
    together.drafted(by, heading=f"{word} memorandum")
    together.planned(by, title=f"{word} course")
    together.expectation(by, f"A draft about {word}.")
    together.concern(by, f"Nobody calls about {word}")
    together.check_in(by, f"Both sides talked about {word}.")
    together.entry(by, f"Two days on {word}")
    together.survey(by, f"Visit about {word}")
    issued = Recommendation.objects.filter(engagement=on.engagement, state="issued")[:1]
    work.project(on, *issued, title=f"A {word} plan")
    desk = asking.desk()
    again = asking.request(desk, "acknowledged", of=on.engagement.agency)
    asking.declined(again, desk.official, reason=f"Nobody can help with {word} this year.")
    partners.expert(f"Expert {on.engagement.title}", credentials=[f"Trainer for {word}, 12 years"])


def _discussed(word: str, on: ground.Ground) -> None:
    """What is said beside the statements and the reforms, and what the office and the coders keep."""
    ground.commented(on, ground.draft_finding(on), text=f"Is {word} seen at night, too?")
    validated = ground.validated(on)
    told = {"of": validated.ref, "quote": validated.narrative, "text": f"The {word} is older."}
    findings.comment_on_fact(ground.asked(on, validated), **told, by=on.liaison, at=AT)
    reform = on.engagement.reforms.get()
    reforms.assemble(reform, title=f"Packet about {word}", by=on.liaison, at=AT)
    work.blocked(on, reform, what=f"The council has not read the {word} plan.")
    book = coding.codebook(on.cast, name=f"{word} voices")
    evidence.add_code(book, name=f"About {word}", by=on.lead, at=AT)
    held = {"heading": f"Suit about {word}", "covers": on.engagement.ref, "reason": "Counsel asked."}
    evidence.place_hold(**held, by=on.officer, at=AT)


def having(word: str) -> dict[str, set[str]]:
    """What has the word in a text that is looked through, by kind, whoever may see it: read row by row."""
    auditor = make.person("auditor")
    found: dict[str, set[str]] = {}
    for one in SEARCHED:
        for thing in one.rows(auditor).model._base_manager.all():
            if any(word in str(getattr(thing, name)).lower() for name in one.fields):
                found.setdefault(one.prefix.lower(), set()).add(one.on_page_of(thing).ref)
    return found


@pytest.mark.owed("A58")
def test_a_word_planted_in_everything_of_another_agency_is_found_by_nobody_here() -> None:
    own, other = everything("wombat", "Creek"), everything("quokka")
    planted = having("quokka")
    without_a_word = {"fa", "msr", "pln", "prv", "tch"}  # kinds whose texts the factories write alike everywhere
    assert {one.prefix.lower() for one in SEARCHED} - set(planted) == without_a_word
    theirs = {ref for refs in planted.values() for ref in refs} | {other.engagement.agency.ref}
    office_roles = {"programme_officer", "approving_official", "auditor", "publisher", "administrator"}
    for role, who in make.everybody(own.engagement).items():
        seen = set().union(*found(who, "quokka").values())
        if role in office_roles:
            assert seen <= theirs, role
        else:
            assert seen <= {other.engagement.agency.ref}, role  # the directory is public data
    at_home = found(make.member(other.engagement, "assessment_lead"), "quokka")
    assert set(planted) - set(at_home) == {
        "req",
        "dec",
        "esc",
        "exp",
        "hld",
    }  # a lead sees neither these nor the roster


def test_whatever_is_found_is_a_page_that_opens_for_whoever_found_it() -> None:
    on = everything("quokka")
    for who in make.everybody(on.engagement).values():
        client = make.browser(who)
        for hits in queries.search(who, "quokka"):
            assert [client.get(hit.href).status_code for hit in hits.hits] == [200] * len(hits.hits)


def test_drafts_are_found_by_the_team_alone_and_what_is_sealed_by_nobody() -> None:
    on = everything("quokka")
    people, planted = make.everybody(on.engagement), having("quokka")
    issued = {
        "fnd": set(Finding.objects.filter(state="issued").values_list("ref", flat=True)),
        "rec": set(Recommendation.objects.filter(state="issued").values_list("ref", flat=True)),
    }
    for role in ("chief_executive", "liaison", "stakeholder_adviser", "government_signatory"):
        seen = found(people[role], "quokka")
        assert ({key: set(seen[key]) for key in issued}, "evd" in seen) == (issued, False), role
    confidential = {item.ref for item in EvidenceItem.objects.filter(releasability="confidential")}
    assert (len(confidential), planted["evd"] & confidential) == (1, set())
    for role in ("reviewer", "auditor"):
        seen = found(people[role], "quokka")
        assert {key: set(seen[key]) for key in ("fnd", "rec", "evd")} == {
            "fnd": planted["fnd"],
            "rec": planted["rec"],
            "evd": planted["evd"],
        }, role


def test_a_plan_is_found_by_what_it_says() -> None:
    on = ground.ground()
    plan = WorkPlan.objects.get()
    for who in (on.chief, on.lead):
        assert found(who, f'"{plan.content.scope}"') == {"pln": [plan.ref]}


def test_a_plan_is_found_and_shown_by_its_texts_and_not_by_how_it_is_kept() -> None:
    on = ground.ground()
    plan = WorkPlan.objects.get()
    (hits,) = queries.search(on.lead, f'"{plan.content.scope}"')
    said = "".join(text for text, _ in hits.hits[0].snippet)
    assert plan.content.scope in said
    assert ('"' in said, '"audiences"' in plan.document, found(on.lead, "audiences")) == (False, True, {})


def test_no_text_that_is_confidential_or_about_a_person_is_looked_through() -> None:
    auditor = make.person("auditor")
    for one in SEARCHED:
        sensitivity = one.rows(auditor).model.sensitivity
        levels = {sensitivity[name] for name in one.fields}
        assert levels <= {Sensitivity.PUBLIC, Sensitivity.INTERNAL}, one.label
        assert one.prefix not in MODELS or MODELS[one.prefix].see == one.see


def test_words_are_read_as_on_the_web_and_shown_in_their_sentence() -> None:
    on = ground.ground()
    first = ground.finding(on, heading="Officers know the schools", narrative="They visit <b>every</b> school weekly.")
    ground.finding(on, heading="Training is thin", narrative="Few courses are offered.")
    assert found(on.lead, "visiting schools") == {"fnd": [first.ref]}
    assert found(on.lead, '"school weekly"') == {"fnd": [first.ref]}
    assert first.ref not in found(on.lead, "school -weekly").get("fnd", [])
    for nothing in ("", "   ", "the", "'; DROP", "((", "\x00quokka".strip("\x00")):
        assert found(on.lead, nothing) == {}
    (hits,) = queries.search(on.lead, "visit")
    marked = [piece for piece, sought in hits.hits[0].snippet if sought]
    page = make.browser(on.lead).get(PAGE, {"q": "visit"}).content.decode()
    assert (marked, "<mark>visit</mark>" in page, "<b>every" in page) == (["visit"], True, False)


def test_a_whole_reference_leads_straight_to_its_page_if_it_may_be_seen() -> None:
    on = ground.ground()
    draft = ground.draft_finding(on)
    for who, there in ((on.lead, draft.get_absolute_url()), (on.chief, None)):
        answer = make.browser(who).get(PAGE, {"q": f" {draft.ref.lower()} "})
        assert (answer.status_code, answer.headers.get("Location")) == ((302, there) if there else (200, None))


def test_a_kind_shows_a_few_and_its_own_page_up_to_fifty() -> None:
    on = ground.ground()
    for number in range(7):
        tasks.set_for_team(on.engagement, what=f"Quokka {number}", by=on.lead, at=AT)
    (few,) = queries.search(on.lead, "quokka")
    (every,) = queries.search(on.lead, "quokka", kind="tsk")
    assert (len(few.hits), few.more, len(every.hits), every.more) == (5, True, 7, False)
    assert [hit.title for hit in few.hits] == [f"Quokka {number}" for number in (6, 5, 4, 3, 2)]
    assert 'href="?q=quokka&amp;kind=tsk"' in make.browser(on.lead).get(PAGE, {"q": "quokka"}).content.decode()
    assert queries.search(on.lead, "quokka", kind="nonsense") == []


def test_agencies_are_found_by_the_directorys_own_search() -> None:
    on = ground.ground()
    assert found(on.lead, "alder falls police oh")["agencies"] == [on.engagement.agency.ref]


def test_the_page_asks_as_many_queries_for_one_hit_of_a_kind_as_for_three() -> None:
    everything("quokka")
    client = make.browser(make.person("programme_officer"))
    few = query_count(client, f"{PAGE}?q=quokka")
    everything("quokka", "Creek")
    everything("quokka", "Point")
    assert query_count(client, f"{PAGE}?q=quokka") == few


def test_every_kind_but_the_plans_and_the_roster_has_an_index_on_just_the_words_that_are_looked_up() -> None:
    for one in SEARCHED:
        model = one.rows(make.person("auditor")).model
        indexed = [index.expressions for index in model._meta.indexes if index.expressions]
        assert ((words(*one.fields),) in indexed) == (one.prefix not in {"PLN", "EXP"}), one.label


def test_the_index_answers_the_very_expression_that_the_search_asks() -> None:
    officer = make.person("programme_officer")
    first = tasks.set_for_office(make.engagement(), what="Read the heron policy", by=officer, at=AT)
    (one,) = (one for one in SEARCHED if one.prefix == "TSK")
    query = SearchQuery("heron", search_type="websearch", config=CONFIG)
    with connection.cursor() as cursor:  # whatever the planner believes of the size: only an index that fits is left
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = queries._fitting(one.rows(officer), one, query)[:6].explain()
    assert ("Bitmap Index Scan on tasks_searched" in plan, "Seq Scan" in plan) == (True, False), plan
    assert found(officer, "heron") == {"tsk": [first.ref]}
