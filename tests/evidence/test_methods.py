"""The library of methods: shown whole beside the activities of the plan that use them, and edited field by field."""

from datetime import date
from typing import Any

import pytest

from concord.engagements.queries import methods
from concord.programme import checks
from concord.programme.actions import publish_edition
from concord.programme.changes import PARTS
from concord.programme.document import read
from concord.programme.forms import PartForm
from tests.factories import engagements as make
from tests.factories import fieldwork as field
from tests.factories import programme as editions
from tests.factories.engagements import AT, CONCORD

pytestmark = pytest.mark.django_db

WORKED_BY = ("protocol", "guide", "template", "consent", "audience", "unit", "counting")


def method(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in document["method"] if one["key"] == key)


@pytest.mark.owed("A15")
def test_every_text_of_a_method_is_shown_with_the_activities_of_the_plan_that_use_it() -> None:
    by = field.ready()
    page = make.browser(by.lead).get(f"{by.engagement.get_absolute_url()}fieldwork/methods/").content.decode()
    said = method(editions.document(), "interview")
    texts = [text for name in WORKED_BY for text in ([said[name]] if isinstance(said[name], str) else said[name])]
    part = page.partition('id="interview"')[2].partition("</section>")[0]
    lines = [line for text in texts for line in text.split("\n") if line]
    assert [line for line in lines if line.replace("'", "&#x27;") not in part] == []
    assert part.count(field.activity(by).what) == by.engagement.focus_areas.count()
    assert "Ride-along; Roll call; Training; Review board" in page
    assert "No activity of the plan in force uses it." in page


@pytest.mark.owed("A13")
def test_the_list_of_methods_is_open_and_an_engagement_works_by_one_that_the_office_added() -> None:
    document = editions.document()
    line = {"key": "telephone_line", "name": "Telephone line", "counted": "calls", "unit": "call", "kind": "community"}
    document["method"].append({**line, "description": "Anybody can call and tell what they think.", "form": "other"})
    publish_edition(document, effective_from=editions.FIRST_DAY, by=CONCORD, at=AT)
    by = field.ready()
    assert [one.counted for one in methods(by.engagement) if one.key == "telephone_line"] == ["calls"]
    page = make.browser(by.lead).get(f"{by.engagement.get_absolute_url()}fieldwork/methods/").content.decode()
    assert "Anybody can call and tell what they think." in page


def test_every_text_of_a_method_and_of_a_sheet_is_edited_in_a_form() -> None:
    draft = editions.draft()
    for name, wanted in (("method", WORKED_BY), ("sheet", ("name", "method", "asks")), ("standard", ("name", "text"))):
        was = draft.document[name][0]
        form = PartForm(thing=draft, by=None, part=PARTS[name], was=was)
        assert [field for field in wanted if field not in form.fields] == []
        shown = {one: form.initial[one] for one in wanted}
        kept = {one: was.get(one, "") for one in wanted}
        assert shown == {one: "\n".join(value) if isinstance(value, list) else value for one, value in kept.items()}


def test_a_method_by_which_nobody_could_work_is_pointed_out_before_it_is_published() -> None:
    document = editions.document()
    method(document, "interview").update(consent="", counting="", protocol="")
    method(document, "document_review").update(guide=[])
    told = [(one.level, one.text) for one in checks.run(read(document), date(2026, 11, 3))]
    assert told == [
        ("warning", "Methods, “Document review”: it does not say what is asked or looked at."),
        ("warning", "Methods, “Interview”: it does not say how it is done."),
        ("warning", "Methods, “Interview”: it does not say what counts as one."),
        ("warning", "Methods, “Interview”: it does not say what people are told before they agree."),
    ]
