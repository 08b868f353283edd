"""Verifying copies of releases: is each whole, what its schema says, and the one that the next names? Pure.

Anybody can do the same without Concord: the hash is the SHA-256 of the document as canonical JSON (keys sorted, no
white space, UTF-8, no final newline), and each release names the hash of the one that it replaces."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from concord.publishing.site.documents import canonical_json, problems_of, ref_of


@dataclass(frozen=True)
class Verdict:
    """What was found in one file: the release's name, its schema and hash ("" where it cannot be read), the name and
    hash of the one before as it states them, and everything that is wrong."""

    file: str
    ref: str
    schema: str
    sha256: str
    previous: str
    previous_sha256: str
    wrong: tuple[str, ...]


def verify(files: Mapping[str, bytes], *, known: Mapping[str, str] | None = None) -> list[Verdict]:
    """Verify files (name → bytes), each by itself and as links of their chains.

    `known` are hashes by the release's name from another place, such as this installation's records: a release that
    is not among them, or that has another hash there, is wrong."""
    read = [_read(name, body) for name, body in files.items()]
    hashes = {one.ref: one.sha256 for one in read if one.sha256}
    return [_chained(one, hashes, known) for one in read]


def _read(name: str, body: bytes) -> Verdict:
    try:
        document = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return Verdict(name, "", "", "", "", "", (f"it is not JSON: {error}",))
    if not isinstance(document, dict) or not isinstance(document.get("release"), dict):
        return Verdict(name, "", "", "", "", "", ("it is no release: expected an object with “release”",))
    return _whole(name, body, document)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no value of JSON")


def _whole(name: str, body: bytes, document: dict[str, Any]) -> Verdict:
    wrong = [f"{problem.path}: {problem.message}" for problem in problems_of(document)]
    canonical = canonical_json(document)
    if canonical != body.rstrip(b"\n"):
        wrong.append("it is not written as it was published: the bytes differ from its canonical form")
    head = document["release"]
    return Verdict(
        name,
        ref_of(document),
        str(document.get("schema", "")),
        withheld_sha256(document) or hashlib.sha256(canonical).hexdigest(),
        str(head.get("previous") or ""),
        str(head.get("previous_sha256") or ""),
        tuple(wrong),
    )


def withheld_sha256(document: dict[str, Any]) -> str:
    """Return the hash of what a tombstone stands for, by which the chain goes on; "" for any other release."""
    withheld = document.get("withheld")
    return str(withheld.get("sha256", "")) if isinstance(withheld, dict) else ""


def _chained(one: Verdict, hashes: Mapping[str, str], known: Mapping[str, str] | None) -> Verdict:
    wrong = list(one.wrong)
    before = hashes.get(one.previous)
    if before is not None and one.previous_sha256 and before != one.previous_sha256:
        wrong.append(f"it names {one.previous_sha256} as the hash of {one.previous}, which has {before}")
    if known is not None and one.sha256:
        kept = known.get(one.ref)
        if kept is None:
            wrong.append(f"no release of the name {one.ref} is known here")
        elif kept != one.sha256:
            wrong.append(f"the release {one.ref} that is known here has the hash {kept}")
    return Verdict(one.file, one.ref, one.schema, one.sha256, one.previous, one.previous_sha256, tuple(wrong))
