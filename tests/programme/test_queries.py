"""What pages ask of an edition: topics in force, letters filled, days, reasons, announcements, prose."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from concord.core.errors import BadInput
from concord.programme import letters, prose, queries
from concord.programme.document import Announcement, Letter, read
from concord.programme.letters import Filled
from concord.programme.prose import Block
from tests.factories import programme as editions

SHIPPED = read(editions.document())
# SHA-256 of the fourteen, one a line as "key text", taken from the COPS Office's overview of 2017-2018.
FOURTEEN = "9f5aca0ed5525d0e323b0d683ec8dafd10651e7ec2221e4f0fe24327de556e40"
ON = date(2026, 11, 3)


@pytest.mark.owed("B19", "T7", "T8")
def test_the_fourteen_topics_of_2017_2018_stand_word_for_word_in_their_own_edition() -> None:
    kept = [f"{topic.key} {topic.text}" for topic in SHIPPED.topic if topic.edition == "2017-2018"]
    assert (len(kept), hashlib.sha256("\n".join(kept).encode()).hexdigest()) == (14, FOURTEEN)


def test_each_topic_keeps_what_is_particular_to_it() -> None:
    parts = {topic.key: topic.part for topic in SHIPPED.topic if topic.edition == "2017-2018"}
    assert parts["focused-deterrence"] == ("drug markets", "domestic violence", "youth at risk", "gangs")
    assert parts["compstat"] == ("management principles", "crime analysis", "maps")
    training = SHIPPED.topic_named("training-deescalation-crisis-engagement")
    assert training is not None
    assert training.part == ("de-escalation", "crisis intervention", "citizen engagement")
    assert training.delivery == ("training_in_person", "training_web", "train_the_trainer")
    sensitive = {topic.key for topic in SHIPPED.topic if topic.edition == "2017-2018" and topic.sensitive}
    assert sensitive == {"gang-prevention-schools-youth", "intelligence-sharing", "officer-safety-wellness"}
    tribal = SHIPPED.topic_named("tribal-crime-reduction")
    assert tribal is not None
    assert (tribal.agency_type, tribal.care[:22]) == (("tribal",), "A tribe is sovereign. ")


@pytest.mark.owed("B12", "B13", "B19")
def test_what_can_be_asked_for_are_the_topics_of_the_edition_of_the_day_each_with_its_legal_basis() -> None:
    found = {
        on: [each.edition.key for each in queries.offered_topics(SHIPPED, date(on, 6, 1))]
        for on in (2017, 2018, 2019, 2026)
    }
    assert found == {2017: ["2017-2018"], 2018: ["2017-2018"], 2019: [], 2026: ["example"]}
    everything = queries.topic_editions(SHIPPED)
    assert [each.edition.key for each in everything] == ["example", "2017-2018"]
    assert all(each.edition.legal_basis and each.edition.source for each in everything)
    grouped = [topic for each in everything for _, topics in each.families for topic in topics]
    assert sorted(topic.key for topic in grouped) == sorted(topic.key for topic in SHIPPED.topic)


@pytest.mark.parametrize(
    ("on", "shown"), [("2026-01-31", False), ("2026-02-01", True), ("2026-02-28", True), ("2026-03-01", False)]
)
@pytest.mark.owed("B20")
def test_an_announcement_is_shown_from_its_first_to_its_last_day(on: str, *, shown: bool) -> None:
    notice = Announcement("x", "Closed for a day", "We move.", "2026-02-01", "2026-02-28")
    programme = replace(SHIPPED, announcement=(notice,))
    assert queries.announcements(programme, date.fromisoformat(on)) == ((notice,) if shown else ())


def test_announcements_without_a_last_day_stay_and_the_newest_is_first() -> None:
    old, new = (Announcement(key, "H", "T", f"202{key}-01-01", "") for key in "56")
    assert queries.announcements(replace(SHIPPED, announcement=(old, new)), ON) == (new, old)


@pytest.mark.owed("A2")
def test_the_tiers_are_a_continuum_from_the_most_comprehensive_on() -> None:
    shuffled = replace(SHIPPED, tier=tuple(reversed(SHIPPED.tier)))
    names = ["organizational_assessment", "critical_response", "topic_assistance"]
    assert [tier.key for tier in queries.continuum(shuffled)] == names


@pytest.mark.owed("B7")
def test_whether_findings_are_made_and_their_adoption_followed_depends_on_the_tier() -> None:
    has = {tier.key: ("findings" in tier.stages, "reforms" in tier.stages) for tier in SHIPPED.tier}
    assert has == {
        "organizational_assessment": (True, True),
        "critical_response": (True, False),
        "topic_assistance": (False, False),
    }


def test_reasons_come_by_kind_and_days_by_name() -> None:
    kinds = {kind: len(queries.reasons(SHIPPED, kind)) for kind in ("decline", "defer", "refer", "waive")}
    assert sum(kinds.values()) == len(SHIPPED.reason)
    assert min(kinds.values()) > 1
    assert queries.days(SHIPPED, "first_contact") == 5
    with pytest.raises(BadInput, match="“First edition” names no service standard “soon”"):
        queries.days(SHIPPED, "soon")


def test_a_letter_is_filled_strictly() -> None:
    letter = Letter("decline", "About  $reference", "\nTo $agency\n\n$reason costs $$5\n")
    values = {"reference": "REQ-1", "agency": "A & B", "reason": "It", "more": "x"}
    assert letters.fill(letter, values) == Filled("About REQ-1", "To A & B\n\nIt costs $5")
    with pytest.raises(BadInput, match=r"“decline” asks for \$agency, \$reason; expected only: \$reference\."):
        letters.fill(letter, {"reference": "REQ-1"})
    with pytest.raises(BadInput, match="dollar sign before no word"):
        letters.fill(replace(letter, subject="5 $"), values)


def test_what_is_filled_in_is_never_itself_a_template() -> None:
    letter = Letter("decline", "s", "$reason")
    assert letters.fill(letter, {"reason": "$office ${x} $"}).text == "$office ${x} $"


def test_every_shipped_letter_is_filled_by_what_is_given_and_one_that_is_not_there_is_said() -> None:
    for key, given in letters.PLACEHOLDERS.items():
        assert "$" not in letters.fill(queries.letter(SHIPPED, key), dict.fromkeys(given, "x")).text
    with pytest.raises(BadInput, match="has no letter “thanks”"):
        queries.letter(SHIPPED, "thanks")


def test_prose_is_paragraphs_headings_and_lists() -> None:
    text = "\nOne\ntwo\n\n## Head\nthree\n- a\n- b\nfour\n\n"
    assert prose.blocks(text) == (
        Block("paragraph", ("One two",)),
        Block("heading", ("Head",)),
        Block("paragraph", ("three",)),
        Block("list", ("a", "b")),
        Block("paragraph", ("four",)),
    )
    assert prose.blocks(" \n") == ()


@pytest.mark.parametrize(
    ("tier", "topics", "key"),
    [
        ("topic_assistance", (), "topic"),
        ("topic_assistance", ("compstat", "problem-solving"), "problem-solving"),
        ("critical_response", ("problem-solving",), "response"),
        ("critical_response", ("mass-demonstrations",), "mass-demonstrations"),
    ],
)
@pytest.mark.owed("T1", "T9")
def test_a_work_plan_begins_with_the_template_of_its_topic_or_of_its_tier(
    tier: str, topics: tuple[str, ...], key: str
) -> None:
    found = queries.plan_template(SHIPPED, tier=tier, topics=topics)
    assert found is not None
    assert found.key == key
    assert queries.plan_template(SHIPPED, tier="none", topics=topics) is None
