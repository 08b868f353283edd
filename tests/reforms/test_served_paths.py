"""No path leads work to a recommendation that the agency refused or that is not validated: each is walked here, for
what was drafted, copied or imported alike. The API reads reforms and writes none."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from concord.core.errors import Refused
from concord.findings import actions as writing
from concord.findings.models import Recommendation
from concord.reforms import actions
from concord.reforms.models import Project, Reform, Served
from tests.factories import engagements as people_of
from tests.factories import findings as ground
from tests.factories import reforms as make
from tests.factories.engagements import AT
from tests.factories.findings import Ground

pytestmark = pytest.mark.django_db
_WORDS = {"title": "Another plan", "owner": "Head", "sponsor": "Deputy", "unit": "Patrol"}


def refused(on: Ground) -> Recommendation:
    made = ground.recommendation(on)
    make.measure(on, made)
    writing.respond(made, answer="not", reason="The council decides.", by=on.chief, at=AT)
    return made


def returned(on: Ground) -> Recommendation:
    """What was taken up, as a page that was opened before it was returned to its author still knows it."""
    known = make.planned(on, ground.recommendation(on, "validated")).recommendation
    writing.return_(Recommendation.objects.get(pk=known.pk), reason="Say by when.", by=on.reviewer, at=AT)
    return known


THINGS: dict[str, Callable[[Ground], Recommendation]] = {
    "refused": refused,
    "draft": lambda on: ground.recommendation(on, "draft"),
    "in review": lambda on: ground.recommendation(on, "in_review"),
    "validated, not taken up": lambda on: ground.recommendation(on, "validated"),
    "returned meanwhile": returned,
}


def by_page(on: Ground, address: str, one: Recommendation) -> None:
    """Send the form as it would be sent if it offered the recommendation."""
    typed = {"sent": "yes", **_WORDS, "recommendations": one.ref}
    assert people_of.browser(on.liaison).post(address, typed).status_code == 422


def begun(on: Ground, one: Recommendation, _: Project) -> None:
    with pytest.raises(Refused):
        make.project(on, one)


def served(on: Ground, one: Recommendation, project: Project) -> None:
    with pytest.raises(Refused):
        actions.serve(project, recommendations=[one], by=on.liaison, at=AT)


def begun_by_page(on: Ground, one: Recommendation, _: Project) -> None:
    by_page(on, reverse("project.begin_work", args=[on.engagement.ref]), one)


def served_by_page(on: Ground, one: Recommendation, project: Project) -> None:
    by_page(on, reverse("project.serve", args=[project.ref]), one)


@pytest.mark.owed("P20")
@pytest.mark.parametrize("path", [begun, served, begun_by_page, served_by_page])
@pytest.mark.parametrize("thing", THINGS)
def test_no_path_lets_a_piece_of_work_serve_what_is_refused_or_not_validated(
    thing: str, path: Callable[[Ground, Recommendation, Project], None]
) -> None:
    on = ground.ground()
    project = make.project(on, ground.recommendation(on))
    one = THINGS[thing](on)
    path(on, one, project)
    assert (Project.objects.count(), Served.objects.filter(recommendation=one).count()) == (1, 0)


@pytest.mark.parametrize("thing", ["refused", "draft", "in review"])
def test_nothing_of_the_kind_is_taken_up(thing: str) -> None:
    on = ground.ground()
    with pytest.raises(Refused):
        actions.plan(THINGS[thing](on), by=on.lead, at=AT)
    assert Reform.objects.count() == 0
