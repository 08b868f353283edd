"""Copies of releases: a whole one is said to be whole, and every change to it shows."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from concord.publishing.models import Release
from concord.publishing.site.documents import canonical_json
from concord.publishing.verifying import verify
from tests.factories import publishing as office

pytestmark = pytest.mark.django_db


def published() -> dict[str, bytes]:
    by = office.press()
    office.report(by, "published")
    office.following(by, "published", 1)
    return {f"{r.ref.lower()}.json": canonical_json(r.document) for r in Release.objects.order_by("pk")}


@pytest.mark.owed("P4")
def test_what_was_published_is_verified_with_its_hash_and_its_chain() -> None:
    files = published()
    known = {r.ref.lower(): r.sha256 for r in Release.objects.all()}
    found = verify(files, known=known)
    assert [(one.file, one.ref, one.sha256, one.wrong) for one in found] == [
        (name, name.removesuffix(".json"), known[name.removesuffix(".json")], ()) for name in files
    ]
    site = [one for one in found if one.schema == "concord.site/1"]
    assert [one.previous for one in site] == ["", site[0].ref]


@pytest.mark.owed("P4")
def test_a_changed_copy_shows_in_the_chain_and_against_what_is_known() -> None:
    files = published()
    known = {r.ref.lower(): r.sha256 for r in Release.objects.all()}
    first = next(name for name, body in files.items() if json.loads(body)["schema"] == "concord.site/1")
    document = json.loads(files[first])
    document["site"]["name"] = "Alder Fells"
    changed = files | {first: canonical_json(document)}
    found = {one.file: one.wrong for one in verify(changed)}
    named = [name for name, wrong in found.items() if any("names" in each for each in wrong)]
    assert (found[first], len(named)) == ((), 1)
    against = {one.file: one.wrong for one in verify(changed, known=known)}
    ref = first.removesuffix(".json")
    assert against[first] == (f"the release {ref} that is known here has the hash {known[ref]}",)


def spaced(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=1).encode()


def without_its_name(body: bytes) -> bytes:
    document: dict[str, Any] = json.loads(body)
    del document["site"]["name"]
    return canonical_json(document)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (spaced, "it is not written as it was published: the bytes differ from its canonical form"),
        (without_its_name, '$.site: "name" is a required property'),
        (lambda _body: b"", "it is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (lambda _body: b'{"a": NaN}', "it is not JSON: NaN is no value of JSON"),
        (lambda _body: b"[]", "it is no release: expected an object with “release”"),
    ],
)  # fmt: skip
def test_what_is_no_release_is_told_with_what_was_expected(change: Callable[[bytes], bytes], says: str) -> None:
    name, body = next(iter(published().items()))
    assert verify({name: change(body)})[0].wrong == (says,)


def test_a_release_that_is_not_known_here_is_said_to_be_unknown() -> None:
    name, body = next(iter(published().items()))
    assert verify({name: body}, known={})[0].wrong == (
        f"no release of the name {name.removesuffix('.json')} is known here",
    )
