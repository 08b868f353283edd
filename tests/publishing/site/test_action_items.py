"""Action items on the public site: numbered, listed and counted below the recommendations to which they belong."""

import csv
import re
from typing import Any

import pytest

from concord.publishing.site.consistency import contradictions
from tests.publishing.site import samples

pytestmark = pytest.mark.owed("A24")


def site() -> dict[str, Any]:
    """Two recommendations, the first of them with two action items, which the document lists last."""
    (finding,) = samples.typical()["findings"][:1]
    texts = {"1.1": "Adopt a guardian mindset.", "1.2": "Tell the history.", "1.1.2": "Teach it.", "1.1.1": "Say it."}
    rows = [
        samples.recommendation(key, 1, finding["key"], text, **({"below": "1.1"} if key.count(".") > 1 else {}))
        for key, text in texts.items()
    ]
    counted = {**samples.figures(rows), "action_items": 2}
    changes: dict[str, Any] = {"findings": [finding], "recommendations": rows, "figures": counted, "changes": []}
    return samples.typical(**changes, holders=[], outcome_measures=[])


def test_each_page_leads_up_and_down_and_says_what_it_is(build_of: Any) -> None:
    built, at = build_of(site()), f"/sites/{site()['site']['slug']}"
    above = built.page(f"{at}/recommendations/1.1/")
    assert re.findall(r"<h1>(.+)</h1>", above) == ["Recommendation 1.1"]
    items = above.partition('id="items"')[2]
    assert re.findall(r"<b>(.+?)</b></a><p>(.+?)</p>", items) == [("1.1.2", "Teach it."), ("1.1.1", "Say it.")]
    item = built.page(f"{at}/recommendations/1.1.1/")
    assert re.findall(r"<h1>(.+)</h1>", item) == ["Action item 1.1.1"]
    assert f'<h3>Recommendation 1.1</h3><p><a href="{at}/recommendations/1.1/">' in item


def test_lists_have_each_after_its_recommendation_and_figures_say_how_many_they_are(build_of: Any) -> None:
    built, at = build_of(site()), f"/sites/{site()['site']['slug']}"
    listed = re.findall(r"<b>(1\.[0-9.]+)</b>", built.page(f"{at}/recommendations/"))
    assert listed == ["1.1", "1.1.2", "1.1.1", "1.2"]
    assert "2 of them are action items of others." in built.page(f"{at}/")
    rows = csv.DictReader(built.text(f"{at}/data/recommendations.csv").splitlines())
    assert {row["key"]: row["below"] for row in rows} == {"1.1": "", "1.2": "", "1.1.1": "1.1", "1.1.2": "1.1"}


def test_an_action_item_of_nothing_or_of_another_action_item_is_a_contradiction() -> None:
    document = site()
    document["recommendations"][3] |= {"below": "1.1.2"}
    assert list(contradictions(document)) == [("$.recommendations[3].below", "'1.1.2' is not in this document")]
