"""Search by meaning with its model: passages are learned by the job, and found in other words than they say it."""

import numpy as np
import pytest

from concord.analysis.text import meaning
from concord.evidence import jobs
from concord.evidence.models import Meaning
from concord.evidence.queries.search import Wanted, search
from tests.factories import evidence as gather

pytestmark = pytest.mark.django_db
TEXTS = (
    "Sergeants are transferred too often",
    "Dispatchers lose contact in the eastern hills",
    "The budget covers ammunition",
)


def snippets(by: gather.plans.Cast, words: str, **more: bool) -> list[str]:
    return ["".join(text for text, _ in hit.snippet) for hit in search(by.lead, Wanted(words, **more)).hits]


def test_vectors_have_length_one_in_any_order_and_batch() -> None:
    together = meaning.embed(TEXTS * 8)
    alone = np.vstack([meaning.embed([text]) for text in TEXTS])
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(24), abs=1e-5)
    assert together[:3] == pytest.approx(alone, abs=0.02)  # eight bits: a batch rounds a little differently


def test_an_empty_text_and_a_very_long_one_have_a_vector() -> None:
    assert np.isfinite(meaning.embed(["", "word " * 5000])).all()


def test_the_job_learns_each_passage_once_and_the_search_finds_other_words() -> None:
    by = gather.ready()
    gather.document(by, content="\n\n".join(TEXTS).encode())
    gather.document(by, content=b"Told in confidence: supervisors move", releasability="confidential")
    jobs.learn_meanings.func()
    jobs.learn_meanings.func()
    assert Meaning.objects.count() == len(TEXTS)
    assert snippets(by, "radio coverage is bad") == []
    assert snippets(by, "radio coverage is bad", meaning=True)[0] == TEXTS[1]
    assert snippets(by, "supervisors change units all the time", meaning=True)[0] == TEXTS[0]


def test_nobody_finds_by_meaning_what_they_may_not_see() -> None:
    by, elsewhere = gather.ready(), gather.ready("Birch Hollow")
    gather.document(elsewhere, content="\n\n".join(TEXTS).encode())
    jobs.learn_meanings.func()
    assert snippets(by, "radio coverage is bad", meaning=True) == []
