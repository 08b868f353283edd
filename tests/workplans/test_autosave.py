"""What is typed into a part of a plan is saved after a pause; nothing is required of it yet, and nothing is lost."""

import pytest
from django.test import Client

from concord.core.errors import Stale
from concord.workplans import actions, queries
from concord.workplans.content import SECTIONS, value_of
from concord.workplans.models import SavedPart, WorkPlan
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT
from tests.workplans.test_pages import activity, at, posted

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def autosaved(client: Client, page: str, **typed: str) -> tuple[int, dict[str, object]]:
    answer = client.post(page, typed | {"autosave": "on"}, headers=JSON)
    return answer.status_code, answer.json()


def says(plan: WorkPlan, part: str) -> dict[str, object]:
    return value_of(plans.loaded(plan).content, part) or {}


def test_the_page_carries_one_script_of_its_own_which_may_ask_us_alone() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    client = make.browser(by.lead)
    shown = client.get(at(plan, "edit", "goal"))
    text, policy = shown.content.decode(), shown["Content-Security-Policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    script = f'<script src="/static/concord/autosave.js" nonce="{nonce}" defer></script>'
    assert (text.count("<script"), script in text, 'data-autosave="autosaved"' in text) == (1, True, True)
    assert '<p class="quiet" id="autosaved" role="status"></p>' in text
    assert "; connect-src 'self'; form-action 'self'" in policy
    for page in (at(plan), at(plan, "edit"), at(plan, "edit", "areas", "new")):
        other = client.get(page)
        assert ("connect-src" in other["Content-Security-Policy"], "<script" in other.content.decode()) == (
            False,
            False,
        )


def test_an_unfinished_text_is_saved_and_the_next_pause_saves_on() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    client, page = make.browser(by.lead), at(plan, "edit", "scope")
    seen = posted(client, page)["seen"]
    assert autosaved(client, page, scope="", out_of_scope="Pay", seen=seen) == (200, {"left": [], "seen": 1})
    assert autosaved(client, page, scope="How", out_of_scope="Pay.", seen="1") == (200, {"left": [], "seen": 2})
    assert says(plan, "scope") == {"scope": "How", "out_of_scope": "Pay."}
    assert client.post(page, {"scope": "How complaints go.", "out_of_scope": "Pay.", "seen": "2"}).status_code == 302


def test_a_field_that_cannot_be_read_yet_keeps_what_it_said_and_is_named() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    client, page = make.browser(by.lead), at(plan, "edit", "activities", "a1")
    before = says(plan, "activities/a1")
    typed = activity(
        what="Twelve int", ends_on="soon", cost="agency_personnel", who="", seen=posted(client, page)["seen"]
    )
    status, told = autosaved(client, page, **typed)
    assert (status, told["left"]) == (200, ["To", "What it costs money for"])
    after = says(plan, "activities/a1")
    assert (after["what"], after["who"]) == ("Twelve int", "")
    assert (after["ends_on"], after["cost"]) == (before["ends_on"], before["cost"])


@pytest.mark.parametrize("section", [each.key for each in SECTIONS if each.row is not None and each.key != "areas"])
def test_a_new_row_gets_its_place_at_the_first_pause_and_no_second_row(section: str) -> None:
    by = plans.cast()
    plan = plans.draft(by)
    client, page = make.browser(by.lead), at(plan, "edit", section, "new")
    count = len(getattr(plans.loaded(plan).content, section))
    typed = {"people": {"brings": "Leads"}, "activities": {"what": "Ask"}, "needs": {"what": "The"}}
    said = typed.get(section, {"text": "Ass"})
    status, told = autosaved(client, page, seen="0", **said)
    assert (status, told["seen"], told["left"]) == (200, 1, [])
    place = str(told["href"])
    assert autosaved(client, place, seen="1", **{name: f"{text}ess" for name, text in said.items()})[1]["seen"] == 2
    assert len(getattr(plans.loaded(plan).content, section)) == count + 1
    for shown in (at(plan), at(plan, "edit"), at(plan, "propose"), at(plan, "edit", section, "rows"), place):
        assert client.get(shown).status_code == 200, shown
    client.post(place, {"remove": "on", "seen": "2"})
    assert len(getattr(plans.loaded(plan).content, section)) == count


@pytest.mark.parametrize("section", [each.key for each in SECTIONS if each.row is None])
def test_every_section_can_be_saved_while_it_is_empty(section: str) -> None:
    by = plans.cast()
    plan = plans.draft(by, reporting_months=0)
    status, told = autosaved(make.browser(by.lead), at(plan, "edit", section), seen="0")
    assert (status, told["left"]) == (200, [])


@pytest.mark.owed("A53")
def test_the_second_of_two_is_told_at_the_pause_and_both_texts_are_there() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    first, second = make.browser(by.expert), make.browser(by.lead)
    page = at(plan, "edit", "goal")
    seen = posted(second, page)["seen"]
    autosaved(first, page, goal="She says: trust.", seen=seen)
    status, told = autosaved(second, page, goal="He says: speed.", seen=seen)
    assert (status, "Somebody has saved this part" in str(told["error"])) == (Stale.status, True)
    assert says(plan, "goal") == {"goal": "She says: trust."}
    both = second.post(page, {"goal": "He says: speed.", "seen": seen})
    text = both.content.decode()
    assert [words in text for words in ("She says: trust.", "He says: speed.", "data-autosave")] == [True, True, False]


def test_whoever_may_not_write_is_refused_in_words() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    refused = autosaved(make.browser(by.lead), at(plan, "edit", "goal"), goal="X", seen="0")
    assert (refused[0], "what it says stays as it is" in str(refused[1]["error"])) == (403, True)
    out = Client().post(at(plan, "edit", "goal"), {"goal": "X", "autosave": "on"}, headers=JSON)
    assert (out.status_code, "You are signed out" in out.json()["error"]) == (403, True)


def test_all_that_was_saved_is_kept_and_of_one_sitting_the_last_text_is_shown() -> None:
    by = plans.cast()
    plan = plans.draft(by)
    start = queries.saved_number(plan, "goal")
    for number, text in enumerate(("A", "An", "Answers")):
        actions.save(plan, part="goal", value={"goal": text}, seen=start + number, by=by.lead, at=AT)
    assert [one.value for one in queries.sittings(plan, "goal")][:1] == [{"goal": "Answers"}]
    assert SavedPart.objects.filter(part="goal", by=by.lead.actor_key).count() == 3 + start
