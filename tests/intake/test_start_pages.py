"""The public start page of a request: what is offered, by which rules, the check of two minutes, and a form that is
closed."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.html import escape

from concord.core import clock
from concord.core.errors import NotAllowedNow
from concord.core.permissions import Permission
from concord.core.roles import Visitor
from concord.intake import actions, queries
from concord.intake.forms.step import Around
from concord.intake.forms.steps import FILES, STEPS
from concord.intake.models import AssistanceRequest, Capacity, MatterKind, RequestDraft, StakeholderKind
from concord.intake.states import RequestState
from concord.programme import actions as programme_actions
from concord.programme.queries import in_force, shipped
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import programme as editions
from tests.factories.engagements import CONCORD
from tests.intake.test_asking_pages import ASK, BEGIN, CHECK, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _edition() -> None:
    make.edition()
    cache.clear()


@pytest.mark.owed("A2", "A39", "A42", "A46", "A60", "B1")
def test_the_start_page_says_what_is_offered_to_whom_and_what_is_not() -> None:
    page, programme = text_of(Client().get(ASK)), in_force(clock.today())
    said = [
        *(tier.name for tier in programme.tier),
        *(tier.length for tier in programme.tier),
        *(topic.text for topic in programme.topic),
        *(each.legal_basis for each in programme.topic_edition),
        *(each.question for each in programme.faq),
        *(each.label for each in programme.not_supported),
        *(each.title for each in programme.next_step),
        *(each.question for each in (*programme.eligibility, *programme.readiness)),
        programme.office.email,
        programme.office.phone,
    ]
    assert [each for each in said if str(escape(each)) not in page] == []


@pytest.mark.owed("A60")
def test_each_answer_links_to_the_rule_that_is_enforced() -> None:
    page, programme = text_of(Client().get(ASK)), in_force(clock.today())
    for answer in programme.faq:
        assert f'href="#rule-{answer.rule}"' in page
        assert f'id="rule-{answer.rule}"' in page


@pytest.mark.owed("A39", "A43", "A47")
@pytest.mark.parametrize("said", ["yes", "no"])
def test_the_self_check_explains_each_answer_by_its_rule_and_keeps_nothing(said: str) -> None:
    programme = in_force(clock.today())
    blank = text_of(Client().get(CHECK))
    told = text_of(Client().get(CHECK, {seek.key: said for seek in programme.seek}))
    for seek in programme.seek:
        sentence = str(escape(seek.yes if said == "yes" else seek.no))
        assert (sentence in blank, sentence in told, f"#rule-{seek.rule}" in told) == (False, True, True)
    assert RequestDraft.objects.count() == 0


@pytest.mark.owed("A41")
def test_nothing_is_asked_about_membership() -> None:
    programme = in_force(clock.today())
    around = Around(programme, clock.today(), {})
    asked = [f"{field.label} {field.help_text}" for step in STEPS for field in step.form(around=around)]
    asked += [criterion.question for criterion in (*programme.eligibility, *programme.readiness)]
    said = " ".join(asked).lower()
    assert [word for word in ("member", "partner", "belong to") if word in said] == []


@pytest.mark.owed("A45")
def test_the_start_page_says_that_no_grant_is_made_and_nothing_here_pays() -> None:
    assert "A grant or any payment to the agency" in text_of(Client().get(ASK))
    assert [p for p in Permission if re.search("grant|award|pay", p.value + p.label)] == []


def test_every_question_is_put_in_the_words_of_the_edition_and_the_edition_has_no_other() -> None:
    programme = in_force(clock.today())
    around = Around(programme, clock.today(), {})
    put = {
        f"{step.form.page}.{name}": (field.label, field.help_text)
        for step in STEPS
        if step.form.page
        for name, field in step.form(around=around).fields.items()
        if not field.widget.is_hidden
    }
    of_the_form = [each for each in programme.question if not each.key.startswith("conflict.")]
    assert put == {each.key: (each.label, each.help) for each in of_the_form}


def test_an_edition_changes_how_a_question_is_put_and_what_was_asked_before_keeps_its_words() -> None:
    request, draft = asking.submitted(), asking.draft()
    document = shipped()
    (question,) = (each for each in document["question"] if each["key"] == "need.need")
    was, question["label"], question["example"] = question["label"], "What would help you most?", ["coaching", "a talk"]
    today = clock.today()
    programme_actions.publish_edition(document, effective_from=today, by=CONCORD, at=clock.now())
    page = text_of(Client().get(asking.place(draft, "need")))
    assert (question["label"] in page, "For example: coaching; a talk." in page, was in page) == (True, True, False)
    followed = text_of(Client().get(f"/request/status/{queries.link_token(request)}/"))
    assert (question["label"] in followed, was in followed) == (False, True)
    del document["question"]  # as in an edition from before questions were kept
    programme_actions.publish_edition(document, effective_from=today, by=CONCORD, at=clock.now())
    assert was in text_of(Client().get(asking.place(draft, "need")))


@pytest.mark.owed("A7")
def test_titles_ledes_and_answers_of_the_form_are_the_edition_s_and_what_was_asked_before_keeps_its_words() -> None:
    request, draft = asking.submitted(matters={"federal": "A review."}), asking.draft()
    document, today = shipped(), clock.today()
    (page,) = (each for each in document["form_page"] if each["key"] == "matters")
    page |= {"title": "What may be going on", "lede": "Say it openly.", "part": "Last things"}
    (answer,) = (each for each in document["choice"] if each["key"] == "matters.kinds.federal")
    was, answer["label"] = answer["label"], "An inquiry of the federal government"
    (stands,) = (each for each in document["standing"] if each["key"] == "submitted")
    stood, stands["text"] = stands["text"], "We ring you."
    programme_actions.publish_edition(document, effective_from=today, by=CONCORD, at=clock.now())
    visitor = Client()
    shown = text_of(visitor.get(asking.place(draft, "matters")))
    for words in ("What may be going on", "Say it openly.", "Last things, page", answer["label"]):
        assert words in shown
    assert ("What may be going on" in text_of(visitor.get(asking.place(draft))), was in shown) == (True, False)
    followed = text_of(visitor.get(f"/request/status/{queries.link_token(request)}/"))
    assert (f"{was}: A review." in followed, stood in followed) == (True, True)
    later = asking.submitted(make.agency("Another place"), at=clock.now())
    followed = text_of(visitor.get(f"/request/status/{queries.link_token(later)}/"))
    assert ("We ring you." in followed, stood in followed) == (True, False)
    for name in ("form_page", "choice", "standing"):  # as in an edition from before they were kept
        del document[name]
    programme_actions.publish_edition(document, effective_from=today, by=CONCORD, at=clock.now())
    shown = text_of(visitor.get(asking.place(draft, "matters")))
    assert ("Pending matters" in shown, was in shown) == (True, True)


def test_the_edition_has_words_for_every_page_and_answer_and_for_no_other() -> None:
    programme = in_force(clock.today())
    answers = {f"capacity.capacity.{kind}" for kind in Capacity.values} | {
        *("agency.ref.by_hand", "authorization.how.link", "authorization.how.paper", "matters.kinds.none"),
        *(f"matters.kinds.{kind}" for kind in MatterKind.values),
        *(f"stakeholders.{kind}" for kind in StakeholderKind.values),
        *(step.form.blank for step in STEPS),
    }
    assert [page.key for page in programme.form_page] == [step.key for step in STEPS]
    assert {each.key for each in programme.choice} == answers
    assert [each.key for each in programme.standing] == RequestState.values


def test_the_request_has_at_most_twenty_five_questions() -> None:
    """Each field is a question; the places for one answer (who else has a part, what is pending) are one, and so are
    a file and what it is."""
    around = Around(in_force(clock.today()), clock.today(), {"matters": {"kinds": ["state", "federal"]}})
    count = {
        step.key: 1 if step.form.parts_of_one or step.key == FILES else len(step.form(around=around).asked)
        for step in STEPS
    }
    assert (sum(count.values()), max(count.values())) == (23, 3)


@pytest.mark.owed("A34")
def test_a_form_whose_number_is_good_no_more_is_closed_and_what_was_typed_is_kept() -> None:
    draft, visitor = asking.draft(), Client()
    last = clock.today() - timedelta(days=1)
    editions.federal("request", since=last, expires=last.isoformat())
    why = f"The form is closed: the number 0000-0000 was good until {last}."
    start = text_of(visitor.get(ASK))
    assert why in start
    assert "Start a request" not in start
    pressed = visitor.post(BEGIN)
    assert (pressed.status_code, why in text_of(pressed)) == (409, True)
    check = visitor.post(asking.place(draft, "check"))
    assert (check.status_code, why in text_of(check), "Submit the request" in text_of(check)) == (422, True, False)
    assert (AssistanceRequest.objects.count(), RequestDraft.objects.count()) == (0, 1)
    with pytest.raises(NotAllowedNow) as refused:
        actions.submit(asked=asking.asked(), submission_key=draft.key, by=Visitor(), at=clock.now())
    assert str(refused.value) == (
        f"Requests cannot be sent by this form now: the number 0000-0000 was good until {last}. "
        "Write to the office or call it."
    )


def test_a_form_whose_number_is_good_today_is_open() -> None:
    editions.federal("request", since=clock.today(), expires=clock.today().isoformat())
    assert "Start a request" in text_of(Client().get(ASK))
