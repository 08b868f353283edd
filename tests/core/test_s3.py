"""A store that speaks S3: the signatures are the published ones, and what it refuses is said."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from concord.core.errors import Unavailable
from concord.core.s3 import Bucket, Keys, authorization
from tests.core import store as stores

NOTHING = hashlib.sha256(b"").hexdigest()
PUBLISHED = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
"""The keys of the examples in "Signature Calculations for the Authorization Header" (Amazon S3, API reference)."""
EXAMPLES = [
    (
        "GET",
        "/test.txt",
        "",
        {"Range": "bytes=0-9"},
        NOTHING,
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ),
    (
        "PUT",
        "/test$file.text",
        "",
        {"Date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
        hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ),
    ("GET", "/", "lifecycle=", {}, NOTHING, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
    (
        "GET",
        "/",
        "max-keys=2&prefix=J",
        {},
        NOTHING,
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ),
]


@pytest.mark.parametrize(("method", "path", "query", "headers", "of", "signature"), EXAMPLES)
def test_the_signature_is_the_published_one(
    method: str, path: str, query: str, headers: dict[str, str], of: str, signature: str
) -> None:
    sent = {
        "Host": "examplebucket.s3.amazonaws.com",
        "x-amz-date": "20130524T000000Z",
        "x-amz-content-sha256": of,
        **headers,
    }
    told = authorization(method, quote(path), sent, query=query, keys=PUBLISHED, region="us-east-1")
    named = ";".join(sorted(name.lower() for name in sent))
    scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
    assert told == f"AWS4-HMAC-SHA256 Credential={scope},SignedHeaders={named},Signature={signature}"


@pytest.fixture
def store() -> Iterator[stores.Store]:
    with stores.running() as found:
        yield found


@contextmanager
def bucket(store: stores.Store, *, secret: str = stores.SECRET, token: str = "") -> Iterator[Bucket]:
    keys, at = Keys(stores.IDENTIFIER, secret, token), datetime(2026, 11, 3, tzinfo=UTC)
    with Bucket(store.endpoint, "records", prefix="site/", region="eu-1", keys=keys, now=lambda: at) as found:
        yield found


def test_an_object_is_written_read_and_removed_under_any_name(store: stores.Store) -> None:
    name, place = "sites/alder falls/ñ+1.html", "/records/site/sites/alder%20falls/%C3%B1%2B1.html"
    with bucket(store, token="for an hour") as found:
        found.put(name, b"<p>", headers={"Content-Type": "text/html; charset=utf-8"})
        assert (store.objects, found.get(name)) == ({place: b"<p>"}, b"<p>")
        told = store.told[place]
        assert (told["content-type"], told["x-amz-security-token"]) == ("text/html; charset=utf-8", "for an hour")
        found.remove(name)
        found.remove(name)
        assert (store.objects, found.get(name)) == ({}, None)


def test_a_wrong_secret_is_refused_with_the_words_of_the_store(store: stores.Store) -> None:
    said = r"did not take PUT /records/site/a: 403 Forbidden\. SignatureDoesNotMatch"
    with bucket(store, secret="another") as found, pytest.raises(Unavailable, match=said):
        found.put("a", b"", headers={})
    assert store.objects == {}


def test_a_busy_store_is_asked_again_and_one_that_stays_busy_is_said(store: stores.Store) -> None:
    store.busy = 2
    with bucket(store) as found:
        found.put("a", b"x", headers={})
        assert store.objects == {"/records/site/a": b"x"}
        store.busy = 3
        with pytest.raises(Unavailable, match="503 Service Unavailable"):
            found.put("a", b"y", headers={})
    assert store.objects == {"/records/site/a": b"x"}


def test_a_store_that_is_not_there_is_said() -> None:
    with stores.running() as gone:
        pass
    with bucket(gone) as found, pytest.raises(Unavailable, match=r"did not take GET /records/site/a: .*refused"):
        found.get("a")


def test_the_secret_is_in_no_text_of_the_keys() -> None:
    assert repr(Keys("who", "secret", "token")) == "Keys(identifier='who')"
