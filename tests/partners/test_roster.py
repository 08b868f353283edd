from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from concord.core.errors import BadInput, Unavailable
from concord.core.guard import writing
from concord.core.models import AuditRow, OutboxMail
from concord.partners import actions, queries
from concord.partners.matching import Standing, match
from concord.partners.models import Availability, Expert
from concord.partners.queries import Filters
from concord.programme.queries import in_force
from tests.factories import engagements as make
from tests.factories import partners
from tests.factories.engagements import AT
from tests.factories.partners import YEAR

pytestmark = pytest.mark.django_db

SPRING = (date(2027, 3, 1), date(2027, 5, 31))


def found(**filters: Any) -> list[str]:
    return sorted(expert.title for expert in queries.experts(Filters(**filters)))


def test_a_provider_is_an_organization_with_a_contact_and_takes_part_until_it_does_not() -> None:
    officer = partners.officer()
    made = partners.provider(kind="association", website="https://example.org")
    assert (made.ref, made.state_label, made.get_kind_display()) == (
        "PRV-2026-0001", "Takes part", "Law enforcement professional group",
    )  # fmt: skip
    made = actions.end_provider(made, reason="The award ended.", by=officer, at=AT)
    assert list(queries.active_providers()) == []
    made = actions.resume_provider(made, reason="A new award.", by=officer, at=AT)
    assert list(queries.active_providers()) == [made]
    assert make.rows_of("partners") == 3


def test_a_provider_is_entered_once_and_its_entry_changes_by_a_verb() -> None:
    made, officer = partners.provider("Plainfold Institute"), partners.officer()
    with pytest.raises(BadInput, match="PRV-2026-0001 has the name “Plainfold Institute” already"):
        partners.provider(" plainfold institute ")
    said = {"kind": "institute", "contact_name": "Nia New", "contact_email": "cara@example.org"}
    changed = actions.describe_provider(made, name="Plainfold Institute", **said, by=officer, at=AT)
    again = actions.describe_provider(changed, name="Plainfold Institute", **said, by=officer, at=AT)
    assert (again.contact_name, make.rows_of("partners")) == ("Nia New", 2)
    assert '"new":"contact_name"' in AuditRow.objects.latest("pk").body


@pytest.mark.owed("B15", "A21")
def test_an_expert_has_credentials_from_the_field_topics_languages_and_agencies_worked_with() -> None:
    made = partners.expert(
        provider=partners.provider(), topics=["compstat"], languages=["Spanish"], kinds=["tribal"], sizes=["under_25"]
    )
    assert (made.ref, made.state_label, made.title) == ("EXP-2026-0001", "On the roster", "Eva Expert")
    assert (made.credentials, made.topics, made.languages, made.kinds, made.sizes) == (
        ["Patrol captain, 24 years, now retired"], ["compstat"], ["Spanish"], ["tribal"], ["under_25"],
    )  # fmt: skip
    assert (made.person.all_roles(), OutboxMail.objects.count()) == (frozenset(), 0)
    assert queries.own_entry(made.person) == made


def test_somebody_with_an_account_keeps_it_and_stands_on_the_roster_once() -> None:
    known = make.person("assessor", "engagement:ENG-2026-0001", name="Ada Assessor")
    made = partners.expert("Somebody else", email=known.email.upper())
    assert (made.person, made.title) == (known, "Ada Assessor")
    with pytest.raises(BadInput, match="Ada Assessor has an entry already: EXP-2026-0001, “On the roster”"):
        partners.expert("Somebody else", email=known.email)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"credentials": []}, "At least one credential is needed"),
        ({"credentials": ["x" * 201]}, "Credential 1 has 201 letters; at most 200"),
        ({"credentials": [f"Year {n}" for n in range(13)]}, "There are 13 credentials; at most 12"),
        ({"topics": ["no-such-topic"]}, "“no-such-topic” is not one of the topics; expected: problem-solving"),
        ({"kinds": ["village"]}, "“village” is not one of the kinds"),
        ({"sizes": ["huge"]}, "“huge” is not one of the sizes"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_makes_no_account(said: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        partners.expert(**said)
    assert Expert.objects.count() == 0


def test_an_ended_topic_edition_can_still_be_known() -> None:
    make.edition()
    assert "mass-casualty" in {topic.key for topic in in_force(AT.date()).topic}
    assert partners.expert(topics=["mass-casualty", "mass-casualty"]).topics == ["mass-casualty"]


def test_an_entry_changes_by_a_verb_that_says_which_fields() -> None:
    made, officer = partners.expert(), partners.officer()
    words = ["Sheriff, 8 years"]
    made = actions.describe_expert(made, credentials=words, languages=["Hmong"], by=officer, at=AT)
    again = actions.describe_expert(made, credentials=words, languages=["Hmong"], by=officer, at=AT)
    assert (again.credentials, again.languages, make.rows_of("partners")) == (words, ["Hmong"], 2)
    assert '"new":"credentials, languages"' in AuditRow.objects.latest("pk").body


def test_later_windows_take_the_place_of_earlier_ones_which_stay_on_record() -> None:
    made = partners.expert(windows=(SPRING,))
    actions.note_availability(made, windows=[SPRING], by=made.person, at=AT)
    assert make.rows_of("partners") == 2  # the same again says nothing new
    actions.note_availability(made, windows=[YEAR], by=made.person, at=AT)
    known = queries.expert(made.ref)
    assert known is not None
    assert [(w.starts_on, w.ends_on) for w in known.windows] == [YEAR]  # type: ignore[attr-defined]
    replaced = Availability.objects.exclude(replaced_at=None).get()
    assert (replaced.starts_on, replaced.replaced_by) == (SPRING[0], made.person.actor_key)
    actions.note_availability(made, windows=[], by=made.person, at=AT)
    assert '"new":"not available"' in AuditRow.objects.latest("pk").body


@pytest.mark.parametrize(
    ("windows", "says"),
    [
        ([(SPRING[1], SPRING[0])], "ends on 2027-03-01, before it begins"),
        ([YEAR, SPRING], "share a day; make one window of them"),
        ([SPRING, (SPRING[1], YEAR[1])], "share a day"),
    ],
)
def test_windows_that_cannot_be_are_refused(windows: list[tuple[date, date]], says: str) -> None:
    made = partners.expert()
    with pytest.raises(BadInput, match=says):
        actions.note_availability(made, windows=windows, by=made.person, at=AT)


def test_the_database_keeps_windows_apart() -> None:
    made = partners.expert(windows=(SPRING,))
    for first, last in ((SPRING[1], YEAR[1]), (YEAR[1], YEAR[0])):
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            Availability.objects.create(expert=made, starts_on=first, ends_on=last, noted_at=AT, noted_by="person:1")


def test_the_roster_is_narrowed_by_each_filter() -> None:
    institute = partners.provider()
    partners.expert(
        "Ada", provider=institute, topics=["compstat"], languages=["Spanish"], kinds=["tribal"], sizes=["under_25"],
        windows=(SPRING,),
    )  # fmt: skip
    partners.expert("Ben", topics=["shared-services"], languages=["Hmong"], kinds=["local"], windows=(YEAR,))
    retired = partners.expert("Cleo")
    actions.retire(retired, reason="She asked.", by=partners.officer(), at=AT)
    assert found() == ["Ada", "Ben"]
    assert found(state="retired") == ["Cleo"]
    by_one = [{"topic": "compstat"}, {"language": "Spanish"}, {"kind": "tribal"}, {"size": "under_25"}]
    assert [found(**each) for each in by_one] == [["Ada"]] * 4
    assert found(provider=institute) == ["Ada"]
    assert found(available=SPRING) == ["Ada", "Ben"]
    assert found(available=(SPRING[0], SPRING[1] + timedelta(days=1))) == ["Ben"]
    assert found(topic="compstat", language="Hmong") == []
    assert queries.languages() == ["Hmong", "Spanish"]


@pytest.mark.owed("B15")
def test_matching_takes_its_facts_from_the_roster_the_directory_and_the_declarations() -> None:
    agency = partners.agency()
    make.edition()
    topics = [topic for topic in in_force(AT.date()).topic if topic.key == "compstat"]
    need = queries.need(agency, topics=topics, languages=["spanish"], window=SPRING)
    assert (need.kind, need.size) == (("local", "Local agency"), None)  # sworn staff are not on record
    partners.expert("Ada", topics=["compstat"], languages=["Spanish"], kinds=["local"], windows=(YEAR,))
    partners.expert("Ben")
    partners.declaration("recused", agency, name="Ada")
    facts = {each.name: each for each in queries.facts(agency)}
    assert (facts["Ada"].standing, facts["Ben"].standing) == (Standing.RECUSED, Standing.NOTHING)
    first, second = match(need, facts.values())
    assert [(len(each.met), len(each.reasons), each.expert.name) for each in (first, second)] == [
        (4, 5, "Ada"), (1, 5, "Ben"),
    ]  # fmt: skip
    assert {each.standing for each in queries.facts(None)} == {Standing.NOTHING}


def test_the_roster_needs_an_edition_of_the_programme() -> None:
    with pytest.raises(Unavailable, match="No edition"):
        actions.add_expert(email="a@example.org", name="A", credentials=["B"], by=partners.officer(), at=AT)
