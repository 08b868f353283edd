"""What one person told is confidential from the first moment, unless a reason is given."""

import re
from typing import Any

import pytest

from concord.core.errors import Incomplete
from concord.evidence import actions
from concord.evidence.models import EvidenceItem
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories.coding import project
from tests.factories.engagements import AT
from tests.factories.fieldwork import HELD_AT

pytestmark = [pytest.mark.django_db, pytest.mark.owed("A12")]
NEEDED = "a confidential interview, or the reason why this one is open to more people (open_because)"
SEALED = "no reason why it is open, since it is kept sealed"


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({"releasability": "deliberative", "open_because": ""}, (NEEDED,)),
        ({"releasability": "releasable", "open_because": "  "}, (NEEDED,)),
        ({"releasability": "confidential", "open_because": "Asked."}, (SEALED,)),
        ({"releasability": "law_enforcement", "open_because": "Asked."}, (SEALED,)),
    ],
)
def test_an_interview_that_is_open_without_a_reason_comes_in_by_no_way(said: dict[str, Any], missing: Any) -> None:
    by = field.ready()
    talk = field.booked(by)
    told = {**field.told(**said), **said}
    ways = (
        lambda: gather.item(by, **said),
        lambda: gather.filed(by, method="interview", **said),
        lambda: actions.hold(talk, **told, by=by.expert, at=HELD_AT),
    )
    for way in ways:
        with pytest.raises(Incomplete) as refused:
            way()
        assert refused.value.missing == missing
    assert EvidenceItem.objects.count() == 0


def test_other_ways_of_gathering_and_confidential_interviews_need_no_reason() -> None:
    by = field.ready()
    papers = gather.item(by, method="document_review")
    group = field.held(by, "focus_group", open_because="")
    alone = field.held(by, releasability="confidential")
    assert [(one.open_because, one.is_sealed) for one in (papers, group.item, alone.item)] == [
        ("", False), ("", False), ("", True),
    ]  # fmt: skip


def test_the_reason_stands_on_the_page_of_the_item_and_goes_with_the_texts_of_a_project() -> None:
    by = field.ready()
    item = field.held(by, open_because="They asked to be read by all.").item
    page = make.browser(by.lead).get(item.get_absolute_url()).content.decode()
    assert "<dt>Why it is not confidential</dt><dd>They asked to be read by all.</dd>" in page
    assert project(by).open_because == "It was said in the open."


def test_the_form_begins_with_confidential_and_asks_for_the_reason_at_its_own_line() -> None:
    by = field.ready()
    browser = make.browser(by.lead)
    talk, group = field.booked(by), field.booked(by, "focus_group")
    begun = browser.get(f"{talk.get_absolute_url()}hold/").content.decode()
    checked = re.findall(r'<input type="radio" name="releasability" value="(\w+)"[^>]* checked', begun)
    assert (checked, 'name="open_because"' in begun) == (["confidential"], True)
    assert 'name="open_because"' not in browser.get(f"{group.get_absolute_url()}hold/").content.decode()
    area = make.area(by.engagement)
    said = gather.told(open_because="") | {"collected_on": str(AT.date()), "count": "1"}
    answer = browser.post(f"{area.get_absolute_url()}log/", said).content.decode()
    assert (NEEDED in answer, EvidenceItem.objects.count()) == (True, 0)
    typed = {**field.told(open_because=""), "held_on": str(field.DAY), "count": "1", "came": ""}
    answer = browser.post(f"{talk.get_absolute_url()}hold/", typed).content.decode()
    assert (f"Expected {NEEDED}." in answer, EvidenceItem.objects.count()) == (True, 0)
