"""What a measure says beside its words: its level, whether it cites a best practice; and the usual sustainment measure
that stands in the form unless somebody says otherwise."""

import pytest
from django.urls import reverse

from concord.core.errors import BadInput
from concord.reforms import actions, queries
from concord.reforms.models import Measure
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


@pytest.mark.owed("B11")
def test_a_measure_says_its_level_and_whether_it_cites_a_best_practice() -> None:
    on = ground.ground()
    of = ground.recommendation(on)
    assert queries.measure_levels(on.engagement) == {
        "policy": "Policy",
        "training": "Training",
        "practice": "Practice",
    }
    deep = make.measure(on, of, level="training", best_practice=True)
    plain = make.measure(on, of, text="It is posted.")
    assert [(each.level, each.best_practice) for each in (deep, plain)] == [("training", True), ("", False)]
    with pytest.raises(BadInput, match="“paper” is no level of measures; expected one of: policy, training, practice"):
        actions.propose(of, text="It is there.", kind="completion", level="paper", by=on.assessor, at=AT)
    page = people_of.browser(on.liaison).get(deep.get_absolute_url()).content.decode()
    assert ("<dd>Training</dd>" in page, "Best practice" in page) == (True, True)


@pytest.mark.owed("P13")
def test_once_it_is_said_what_shows_it_done_the_form_begins_with_what_shows_it_to_last() -> None:
    on = ground.ground()
    of = ground.recommendation(on)
    browser, page = people_of.browser(on.assessor), reverse("measure.propose", args=[of.ref])
    usual = "Each year the agency reviews a sample of records"
    assert usual not in browser.get(page).content.decode()
    done = make.measure(on, of)
    assert usual in browser.get(page).content.decode()
    typed = {"kind": "sustainment", "text": queries.usual_measure(of), "level": "practice"}
    assert browser.post(page, typed).status_code == 302
    lasts = Measure.objects.exclude(pk=done.pk).get()
    assert (lasts.kind, lasts.label, lasts.level, lasts.text.startswith(usual)) == (
        "sustainment",
        "2",
        "practice",
        True,
    )
    assert queries.usual_measure(of) == ""
    assert usual not in browser.get(page).content.decode()
    make_again = actions.return_(lasts, reason="Twice a year.", by=on.officer, at=AT)
    assert (make_again.state, queries.usual_measure(of) != "") == ("returned", True)
