"""One release of each version that was ever released, as bytes: each passes its schema and is shown for good."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concord.publishing.site import build
from concord.publishing.site.documents import SCHEMA_FILES, sha256_of
from concord.publishing.verifying import verify

KEPT = Path(__file__).parent / "kept"
HASHES = {
    "programme-1": "392a5d37b377b60063a118f73298bf2a7843c0fa35556aca4f4250f2818b64b8",
    "programme-2": "350a124d7e08eb8b2ee761f8a28707781de495ccf6885032008ff6eb3d225f40",
    "programme-2-with-recording": "b068699e232dfb08fd330d3caf10ca42e892cc55254a8355138c20217289f5d1",
    "report-1-with-everything": "c902397f98f0a881857af7c904d1cf421c2bdb8f35bb2296d9d593f757266e80",
    "report-1": "8e3a98a06a31ee3b9ba2a51a8eaa0d6f52eaefaddaa6106a0851512131ab10e2",
    "site-1-late": "68a1c27296e3543ee8f192fe45671ab04834898b74346436865b2e49c5f09579",
    "site-1-with-everything": "112d3b415d410e3e87bff2c530982b6c25b102f6e2f65567dfeb2798986d4159",
    "site-1": "80c5c32d09293e68210322165777412e0ef5ca3f3189815dd80c37851098f585",
    "withheld-1": "f939202637911dde1c8b0e3abfac455d6d347dadc2059a095c36481bd152b868",
}
"""File → its SHA-256. A file is added when a version gains fields or a new one comes; none is ever changed."""
AS_OF = date(2026, 11, 20)


def kept(*names: str) -> list[dict[str, Any]]:
    return [json.loads((KEPT / f"{name}.json").read_bytes()) for name in names]


@pytest.mark.owed("P4", "A31")
def test_one_release_of_each_version_is_kept_and_none_was_changed() -> None:
    files = {file.stem: file.read_bytes() for file in KEPT.glob("*.json")}
    found = {one.file: (one.sha256, one.wrong) for one in verify(files)}
    of_what_stood_there = {"withheld-1": kept("withheld-1")[0]["withheld"]["sha256"]}
    assert {name: hashlib.sha256(body).hexdigest() for name, body in files.items()} == HASHES
    assert found == {name: (sha256, ()) for name, sha256 in (HASHES | of_what_stood_there).items()}
    assert {document["schema"] for document in kept(*HASHES)} == set(SCHEMA_FILES)


@pytest.mark.owed("P4", "A31")
@pytest.mark.parametrize("programme", ["programme-1", "programme-2", "programme-2-with-recording"])
def test_old_releases_are_shown_for_good(programme: str, tmp_path: Path) -> None:
    documents = kept(programme, *(name for name in HASHES if not name.startswith("programme")))
    build(documents, tmp_path, as_of=AS_OF)
    sites = tmp_path / "current" / "sites"
    for document in documents:
        if not document["schema"].startswith("concord.programme/"):
            place = sites / (document.get("slug") or document["site"]["slug"])
            written = (place / "releases" / f"{document['release']['ref']}.json").read_bytes()
            assert sha256_of(json.loads(written)) == sha256_of(document)
    report = (sites / "old-river" / "reports" / "2026-11-14" / "index.html").read_text("utf-8")
    assert "Status report 1" in report
    site = (sites / "old-river" / "index.html").read_text("utf-8")
    assert "Old River Police Department (fictional)" in site
    tombstone = (sites / "old-river" / "reports" / "2026-08-15" / "index.html").read_text("utf-8")
    assert "It named somebody who had not agreed." in tombstone


def test_the_report_of_before_the_later_fields_is_shown_alone(tmp_path: Path) -> None:
    documents = kept("programme-1", "site-1", "report-1")
    build(documents, tmp_path, as_of=AS_OF)
    page = tmp_path / "current" / "sites" / "old-river" / "reports" / "2026-11-14" / "index.html"
    assert "The team held twelve interviews" in page.read_text("utf-8")
