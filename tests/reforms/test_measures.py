"""What a measure says beside its words: its level, whether it cites a best practice; and the usual sustainment measure
that stands in the form unless somebody says otherwise."""

import pytest
from django.urls import reverse

from concord.core.errors import BadInput, Denied
from concord.engagements import actions as engagements
from concord.findings.models import Recommendation
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


def test_a_proposal_of_another_level_is_another_proposal_and_the_same_again_is_one() -> None:
    on = ground.ground()
    of = ground.recommendation(on)
    first = make.measure(on, of, "proposed", level="policy")
    deeper = make.measure(on, of, "proposed", level="training")
    cited = make.measure(on, of, "proposed", level="training", best_practice=True)
    assert [(each.label, each.level, each.best_practice) for each in (first, deeper, cited)] == [
        ("1", "policy", False),
        ("2", "training", False),
        ("3", "training", True),
    ]
    assert make.measure(on, of, "proposed", level="training") == deeper


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


@pytest.mark.owed("B7")
def test_in_a_tier_without_reforms_nobody_follows_what_the_agency_does() -> None:
    on = ground.ground()
    unmeasured, measured = ground.recommendation(on), ground.recommendation(on)
    make.measure(on, measured)
    said = {"tier": "critical_response", "reason": "The agency follows it up itself."}
    change = engagements.propose_tier(on.engagement, **said, by=on.officer, at=AT)
    engagements.agree_to_tier(change, shown_by="password", by=on.chief, at=AT)
    unmeasured, measured = (Recommendation.objects.get(pk=one.pk) for one in (unmeasured, measured))
    for refused in (lambda: make.measure(on, unmeasured), lambda: actions.plan(measured, by=on.lead, at=AT)):
        with pytest.raises(Denied, match="The tier “Critical Response” has no reforms"):
            refused()
