import pytest
from django.urls import reverse

from concord.findings import actions as responses
from concord.reforms import drawing, queries
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.reforms.test_links import several
from tests.reforms.test_pages import query_count

pytestmark = pytest.mark.django_db


def test_the_drawing_shows_each_link_and_says_how_many() -> None:
    nodes = [drawing.Node(key, key.upper(), f"/{key}/", is_complete=key == "a") for key in ("a", "b", "c", "alone")]
    svg = drawing.drawn(nodes, [("b", "a"), ("c", "b")])
    assert (svg.count("<rect"), svg.count('class="links-line"'), "✓ A" in svg, "ALONE" in svg) == (3, 2, True, False)
    assert "3 recommendations and 2 links between them." in svg
    assert 'x="10" y="10"' in svg
    assert drawing.drawn(nodes, []) == ""


def test_what_comes_later_stands_to_the_right() -> None:
    nodes = [drawing.Node(key, key, f"/{key}/", is_complete=False) for key in ("a", "b", "c")]
    svg = drawing.drawn(nodes, [("c", "a"), ("c", "b"), ("b", "a")])
    assert [f'x="{x}"' in svg for x in (10, 200, 390)] == [True] * 3


@pytest.mark.owed("A29")
def test_the_board_is_narrowed_by_filters_in_the_address_in_each_look() -> None:
    on = ground.ground()
    with_team, blocked = make.reform(on, "with_team"), make.blocked(on, make.reform(on))
    one, two = several(on, 2)
    make.link(on, two, one)
    client = people_of.browser(on.chief)
    page = reverse("engagement-board", args=[on.engagement.ref])

    def shown(**asked: str) -> list[str]:
        answer = client.get(page, asked)
        assert answer.status_code == 200
        return [card.recommendation.label for card in answer.context["board"].cards]

    every = shown()
    assert len(every) == 4
    assert shown(held="with_team") == [with_team.recommendation.label]
    assert shown(held="none") == [one.label, two.label]
    assert shown(stuck="blocked") == [blocked.recommendation.label]
    assert shown(stuck="waiting", look="graph") == [two.label]
    assert shown(reported="complete", look="groups") == [with_team.recommendation.label]
    assert shown(area="1") == every
    whole = client.get(page, {"look": "graph"}).content.decode()
    assert "<svg" in whole
    assert "2 recommendations and 1 link between them." in whole
    assert client.get(page, {"held": "monitor"}).status_code == 422


def test_the_table_beside_the_drawing_says_the_same_of_what_is_complete_too() -> None:
    on = ground.ground()
    done = make.reform(on, "complete")
    (later,) = several(on, 1)
    make.link(on, later, done.recommendation)
    found = queries.board(on.engagement, queries.Wanted())
    (row,) = found.needed
    assert (row[0].recommendation, [(card.recommendation, card.is_complete) for card in row[1]]) == (
        later,
        [(done.recommendation, True)],
    )
    page = reverse("engagement-board", args=[on.engagement.ref])
    shown = people_of.browser(on.chief).get(page, {"look": "graph"}).content.decode()
    assert f"{done.recommendation.label}</a> (complete)" in shown


def test_the_board_asks_as_many_queries_for_300_as_for_one() -> None:
    (engagement,) = make.many_recommendations(300)
    on = people_of.browser(people_of.member(engagement, "assessment_lead"))
    page = reverse("engagement-board", args=[engagement.ref])
    asked = query_count(on, page)
    assert asked <= 10
    assert len(queries.board(engagement, queries.Wanted()).cards) == 300


def test_what_the_agency_does_not_concur_with_does_not_wait_to_be_taken_up() -> None:
    on = ground.ground()
    one, two = several(on, 2)
    responses.respond(one, answer="not", reason="The council decides.", by=on.chief, at=AT)
    found = queries.board(on.engagement, queries.Wanted())
    assert {card.recommendation: card.is_refused for card in found.cards} == {one: True, two: False}
    waiting = queries.narrowed(found, queries.Wanted(held=queries.NONE_YET))
    assert [card.recommendation for card in waiting.cards] == [two]
    page = people_of.browser(on.lead).get(reverse("engagement-board", args=[on.engagement.ref])).content.decode()
    assert page.count("The agency does not concur") == 1
    for listed in (reverse("recommendations"), reverse("engagement-recommendations", args=[on.engagement.ref])):
        rows = people_of.browser(on.lead).get(listed).context["rows"]
        assert {row["ref"]: row["held_by"] for row in rows} == {
            one.ref: "The agency does not concur",
            two.ref: "To be taken up",
        }
