"""Tags of an issued recommendation: dated, with a reason, and public from the next release on; its words stay."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.accounts.models import Person
from concord.core.errors import Denied, Incomplete, Stale
from concord.core.guard import writing
from concord.core.history import event, of
from concord.engagements import actions as engagements
from concord.findings import actions, queries
from concord.findings.models import Recommendation
from concord.publishing.compile.site import site_document
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories import moves
from tests.factories.engagements import AT

pytestmark = [pytest.mark.django_db, pytest.mark.owed("P26")]

LATER = AT + timedelta(days=30)


def tag(row: Recommendation, by: Person, *tags: str, reason: str = "Bargaining began.", seen: str = "") -> None:
    actions.tag_issued(row, tags=list(tags), reason=reason, expected_hash=seen or row.words_hash, by=by, at=LATER)


def test_an_issued_recommendation_is_tagged_with_a_reason_and_the_next_release_has_the_tags() -> None:
    on = make.ground()
    row = make.recommendation(on, tags=["policy"])
    tag(row, on.assessor, "policy", "union")
    now = Recommendation.objects.get(pk=row.pk)
    assert (now.tags, now.state_since, now.earlier[-1]["said"]["tags"]) == (["policy", "union"], AT, ["policy"])
    (public,) = site_document(on.engagement, as_of=LATER.date(), since=None)["recommendations"]
    assert public["tags"] == ["policy", "union"]
    told = event(of(row.ref)[0])
    assert (told.did, told.old, told.new, told.reason, told.at) == (
        *("tagged the issued recommendation", "policy", "policy, union", "Bargaining began.", LATER),
    )
    (wording,) = queries.earlier_wordings(now)
    assert [each.sentence for each in wording.differs] == ["Tags was “policy” and is now “policy, union”."]
    rows = people_of.rows_of(on.engagement.ref)
    tag(row, on.assessor, "policy", "union", seen=row.words_hash)  # a form sent twice
    assert people_of.rows_of(on.engagement.ref) == rows


def test_those_who_write_tag_what_is_issued_and_nobody_what_is_not() -> None:
    on = make.ground()
    row = make.recommendation(on)
    everybody = people_of.everybody(on.engagement)
    do: Callable[[Person], object] = lambda who: tag(row, who, who.actor_key, seen=fresh(row))  # noqa: E731
    assert moves.tried(everybody, do) == {"assessment_lead", "assessor"}
    for state in ("draft", "in_review", "validated"):
        with pytest.raises(Denied, match="until it is issued its tags are part of its words"):
            tag(make.recommendation(on, state, standing_on=row.finding), on.lead, "union")
    engagements.suspend(on.engagement, reason="Paused.", by=on.officer, at=LATER)
    with pytest.raises(Denied, match="The engagement is “Suspended”"):
        tag(row, on.lead, "council", seen=fresh(row))


def fresh(row: Recommendation) -> str:
    return Recommendation.objects.get(pk=row.pk).words_hash


def test_tags_need_a_reason_and_take_nobody_elses_place_unseen() -> None:
    on = make.ground()
    row = make.recommendation(on)
    with pytest.raises(Incomplete, match="tagged with a reason"):
        tag(row, on.lead, "union", reason=" ")
    seen = row.words_hash
    tag(row, on.lead, "union")
    with pytest.raises(Stale, match="Somebody has tagged"):
        tag(row, on.assessor, "council", seen=seen)


def test_the_database_lets_tags_change_while_it_is_a_draft_or_issued_and_never_the_words() -> None:
    on = make.ground()
    for state, changed in (
        ("in_review", {"tags": ["x"]}),
        ("validated", {"tags": ["x"]}),
        ("issued", {"text": "Else."}),
    ):
        rows = Recommendation.objects.filter(pk=make.recommendation(on, state).pk)
        with pytest.raises(DatabaseError, match="change only while it is a draft"), writing(), transaction.atomic():
            rows.update(**changed)


def test_it_is_tagged_on_its_page() -> None:
    on = make.ground()
    row = make.recommendation(on, tags=["policy"])
    client, address = people_of.browser(on.lead), reverse("recommendation.tag_issued", args=[row.ref])
    form = client.get(address).context["form"]
    assert form.initial["tags"] == "policy"
    sent = {"tags": "Union, policy, union", "reason": "Bargaining began.", "expected_hash": row.words_hash}
    assert client.post(address, sent).status_code == 302
    assert Recommendation.objects.get(pk=row.pk).tags == ["union", "policy"]
