"""Release documents: their schemas, their canonical bytes, and the check that each passes before it is shown."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator, ValidationError

from concord.publishing.site.consistency import contradictions

Doc = Mapping[str, Any]

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
PROGRAMME, SITE, REPORT, WITHHELD = "concord.programme", "concord.site", "concord.report", "concord.withheld"
SCHEMA_FILES = {
    "concord.programme/1": "programme-1.json",
    "concord.programme/2": "programme-2.json",
    "concord.site/1": "site-1.json",
    "concord.report/1": "report-1.json",
    "concord.withheld/1": "withheld-1.json",
}
"""Every version that was ever released: old documents are shown for good. A version may gain a field that can be left
out; it never loses one, and a field that must be there makes a new version."""
LONGEST_MESSAGE = 240


class Problem(NamedTuple):
    """One thing wrong with one document: which release, where in it (JSON path), and what."""

    ref: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"release {self.ref}: {self.path}: {self.message}"


class ReleaseError(ValueError):
    """Release documents that cannot be shown; `problems` lists everything that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def kind_of(document: Doc) -> str:
    """Return what a document is of, without its version: "concord.site"."""
    return str(document["schema"]).partition("/")[0]


def canonical_json(document: Doc) -> bytes:
    """Return the bytes by which a release is published and hashed: sorted keys, no white space, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def sha256_of(document: Doc) -> str:
    """Return the SHA-256 (hexadecimal) of the published bytes of a release."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def is_day(text: str) -> bool:
    """Say whether a text is a day that exists, as ISO 8601 writes it."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


@cache
def validator(schema_name: str) -> Draft202012Validator:
    """Return the validator of one schema, made once."""
    schema = json.loads((SCHEMAS / SCHEMA_FILES[schema_name]).read_text(encoding="utf-8"))
    return Draft202012Validator(schema, validate_formats=True, formats={"date": is_day})


def deepest(error: ValidationError) -> ValidationError:
    """Return what is wrong deepest inside where a value fits none of several shapes: that shape was meant."""
    inner = (each for shape in getattr(error.kind, "context", ()) for each in shape)
    found = max(inner, key=lambda each: len(each.instance_path), default=error)
    return deepest(found) if len(found.instance_path) > len(error.instance_path) else error


def path_of(error: ValidationError) -> str:
    """Return where an error is, as a JSON path: $.findings[0].heading."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)


def ref_of(document: Doc) -> str:
    """Return the name of a release for use in a message, even when the document is broken."""
    release = document.get("release")
    ref = release.get("ref") if isinstance(release, Mapping) else None
    return str(ref) if ref else "without a name"


def problems_of(document: Doc) -> Iterator[Problem]:
    """Yield what is wrong with one document: against its schema, then against itself."""
    ref = ref_of(document)
    name = document.get("schema")
    if name not in SCHEMA_FILES:
        yield Problem(ref, "$.schema", f"{name!r} is not one of {', '.join(SCHEMA_FILES)}")
        return
    problems = [
        Problem(ref, path_of(e), e.message[:LONGEST_MESSAGE])
        for e in map(deepest, validator(name).iter_errors(document))
    ]
    yield from sorted(problems)
    if not problems:
        yield from (Problem(ref, path, message) for path, message in contradictions(document))


def in_current_shape(document: Doc) -> Doc:
    """Return a programme document in the shape of version 2. What version 1 did not tell is empty, never guessed."""
    if document["schema"] != "concord.programme/1":
        return document
    unknown = {"stages": (), "agreement": None, "length": None, "review": None}
    return {
        **document,
        "office": {"banner": None, **document["office"], "address": None, "hours": None},
        "edition": None,
        "heading": document["office"]["programme"],
        "announcements": (),
        "pages": (),
        "tiers": [{**tier, **unknown} for tier in document["tiers"]],
        "topic_editions": (),
        "not_supported": [{"label": text, "why": ""} for text in document["not_supported"]],
        "criteria": {
            kind: [{**row, "evidence": None, "effect": None} for row in rows]
            for kind, rows in document["criteria"].items()
        },
    }
