"""Vectors of passages: found by likeness among what a person may see, and gone with the text that they were made of."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from concord.analysis.text import meaning
from concord.core.guard import writing
from concord.evidence import actions
from concord.evidence.models import Meaning, Passage, Revision
from concord.evidence.queries import meanings, unlearned
from concord.evidence.queries.search import Wanted, search
from tests.factories import evidence as gather
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
TEXTS = ("Sergeants move too often", "Radio fails in the east", "Training is short")


def axis(number: int) -> np.ndarray:
    unit = np.zeros(meaning.SIZE, dtype=np.float32)
    unit[number] = 1
    return unit


def learn(passages: list[Passage]) -> None:
    with writing():
        for number, passage in enumerate(passages):
            Meaning.objects.create(passage=passage, vector=meaning.packed(axis(number)[None]).tobytes())


def nearest(wanted: np.ndarray, revisions: QuerySet[Revision]) -> list[int]:
    return meanings.nearest(wanted, *revisions.values("pk").query.sql_with_params())


def filed(by: plans.Cast, *texts: str) -> list[Passage]:
    document = gather.document(by, content="\n\n".join(texts or TEXTS).encode())
    return list(Passage.objects.filter(revision__document=document).order_by("pk"))


def test_the_nearest_come_first_and_of_other_revisions_none() -> None:
    by = gather.ready()
    passages, others = filed(by), filed(gather.ready("Birch Hollow"))
    learn(passages), learn(others)
    keys = [passage.pk for passage in passages]
    wanted = (0.2 * axis(0) + 0.8 * axis(1) + 0.5 * axis(2)) / np.sqrt(0.93)
    assert nearest(wanted, Revision.objects.filter(pk=passages[0].revision_id)) == [keys[1], keys[2], keys[0]]
    assert nearest(wanted, Revision.objects.filter(pk=0)) == []


def test_what_is_learned_waits_no_longer_and_sealed_texts_never_do() -> None:
    by = gather.ready()
    passages = filed(by)
    gather.document(by, content=b"Told in confidence", releasability="confidential")
    assert list(unlearned(10)) == passages
    learn(passages[:2])
    assert list(unlearned(10)) == passages[2:]


def test_no_vector_is_kept_of_a_passage_whose_text_is_sealed() -> None:
    by = gather.ready()
    document = gather.document(by, content=b"Told in confidence", releasability="confidential")
    with pytest.raises(DatabaseError, match="of a passage whose text is here"), transaction.atomic():
        learn(list(Passage.objects.filter(revision__document=document)))
    assert Meaning.objects.count() == 0


def test_vectors_go_when_the_item_is_classed_as_confidential(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    by = gather.ready()
    passages, others = filed(by), filed(by, *TEXTS[:2])
    learn([*passages, *others])
    item, why = passages[0].revision.document.item, {"basis": "personal_privacy", "reason": "It names a person."}
    with django_capture_on_commit_callbacks(execute=True):
        actions.restrict(item, by=by.lead, at=AT, releasability="confidential", **why)
    assert sorted(Meaning.objects.values_list("pk", flat=True)) == [passage.pk for passage in others]


def test_without_the_model_a_search_by_meaning_finds_what_the_words_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_PACKAGES", ("a_package_that_is_not_installed",))
    by = gather.ready()
    filed(by)
    assert search(by.lead, Wanted("radio", meaning=True)) == search(by.lead, Wanted("radio"))
