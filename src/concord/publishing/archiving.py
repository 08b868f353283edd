"""An archive of one site: all that was published of it, from which alone Concord builds its pages again; and what the
person who took it away saw besides, which goes on no page. Anybody can open it with a program for ZIP. Pure."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concord.core.errors import BadInput
from concord.publishing.site import canonical_json
from concord.publishing.verifying import verify

Doc = Mapping[str, Any]

SCHEMA = "concord.archive/1"
MANIFEST, README = "manifest.json", "README.txt"
MOST_BYTES = 1_000_000_000
_BESIDES = """seen/      NOT PUBLIC: what whoever took this archive away was shown besides (JSON); keep it as such
"""
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP archive can write down
_ABOUT = """Everything that was published of {name}, as of {at}.

releases/  each release as it was frozen (JSON); the newest of the programme is among them
papers/    status reports as PDF and Word, by the SHA-256 of their release
{besides}
manifest.json names each file with its SHA-256. To build the pages again, offline:
  concord publish --archive THIS-FILE --out FOLDER
To verify the releases:
  concord release verify releases/*.json
"""


@dataclass(frozen=True)
class Archived:
    """What an archive holds: the documents, the papers by the name under which they are kept, and by name what was seen
    besides and is not public."""

    documents: tuple[Doc, ...]
    papers: Mapping[str, bytes]
    seen: Mapping[str, Any]


def pack(
    documents: Sequence[Doc], papers: Mapping[str, bytes], *, name: str, at: datetime, seen: Mapping[str, Any]
) -> bytes:
    """Return the archive; the same content and moment give the same bytes."""
    files = {f"releases/{document['release']['ref']}.json": canonical_json(document) for document in documents}
    files |= {f"papers/{kept}": body for kept, body in sorted(papers.items())}
    files |= {f"seen/{name}.json": canonical_json(what) for name, what in sorted(seen.items())}
    about = {
        "schema": SCHEMA,
        "name": name,
        "made_at": at.isoformat(),
        "files": {path: hashlib.sha256(body).hexdigest() for path, body in files.items()},
    }
    readme = _ABOUT.format(name=name, at=at.isoformat(), besides=_BESIDES if seen else "")
    whole = {README: readme.encode(), MANIFEST: json.dumps(about, indent=1, ensure_ascii=False).encode(), **files}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, body in whole.items():
            packed.writestr(zipfile.ZipInfo(path, _EARLIEST), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(body: bytes) -> Archived:
    """Read an archive. Raises BadInput with everything that is not as it was packed."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
                raise BadInput(f"The archive holds more than {MOST_BYTES // 1_000_000:,} MB.")
            files = {entry.filename: packed.read(entry) for entry in packed.infolist()}
    except zipfile.BadZipFile:
        raise BadInput("This is no archive: expected a ZIP file.") from None
    named = _manifest(files.pop(MANIFEST, b""))
    files.pop(README, None)
    wrong = [f"{path}: it is named and not there" for path in sorted(named.keys() - files.keys())]
    wrong += [f"{path}: it is there and not named" for path in sorted(files.keys() - named.keys())]
    for path in sorted(files.keys() & named.keys()):
        if hashlib.sha256(files[path]).hexdigest() != named[path]:
            wrong.append(f"{path}: its bytes are not those that were packed")
    releases = {path: found for path, found in files.items() if path.startswith("releases/")}
    wrong += [f"{one.file}: {what}" for one in verify(releases) for what in one.wrong]
    if wrong:
        raise BadInput(f"The archive is not as it was packed. {'; '.join(wrong)}.")
    papers = {path.removeprefix("papers/"): found for path, found in files.items() if path.startswith("papers/")}
    seen = {
        path.removeprefix("seen/").removesuffix(".json"): json.loads(found)
        for path, found in files.items()
        if path.startswith("seen/")
    }
    return Archived(tuple(json.loads(found) for found in releases.values()), papers, seen)


def _manifest(body: bytes) -> dict[str, str]:
    try:
        about = json.loads(body)
        named = about["files"] if about["schema"] == SCHEMA else None
    except (ValueError, KeyError, TypeError):
        named = None
    if not isinstance(named, dict):
        raise BadInput(f"This is no archive of Concord: expected {MANIFEST} of the schema {SCHEMA}.")
    return {str(path): str(sha256) for path, sha256 in named.items()}
