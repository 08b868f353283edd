"""`python -m benchmarks.refi --folder DIR`: every REFI-QDA and Taguette file of a folder, read, written and read again.

The folder is looked through with its subfolders. Where it holds Project-*.xsd and Codebook-*.xsd, what is written is
validated by them. Prints what was found beside what is published; ends with 1 when something does not agree."""

import argparse
import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from concord.analysis.text.exchange import (
    Codebook,
    Counts,
    Project,
    open_project,
    read_codebook,
    read_taguette,
    write_codebook,
    write_project,
)
from concord.analysis.text.exchange.model import Note

# Part of a file's name → counts that are published with it.
PUBLISHED = {
    "blank-atlas-project": {"codes": 0, "users": 2},
    "target-atlas-project": {"codes": 3, "users": 2},
    "nvivo-mac-15.0": {"codes": 262, "sources": 2},
    "qc-1.3.2": {"codes": 262, "selections": 158, "codings": 205},
    "taguette-1.5.2-project": {"sources": 2, "codes": 2, "selections": 2},
    "taguette-1.5.2-codebook": {"codes": 2},
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.refi", description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, required=True)
    folder = parser.parse_args().folder
    schemas = {kind: _schema(folder, kind) for kind in ("Project", "Codebook")}
    faults: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".qdpx", ".qdc", ".sqlite3"):
            print(f"\n{path.relative_to(folder)}")
            faults += [f"{path.name}: {fault}" for fault in _looked_at(path, schemas)]
    print("\n" + ("\n".join(faults) if faults else "Everything agrees."))
    return 1 if faults else 0


def _schema(folder: Path, kind: str) -> Any:
    found = next(iter(sorted(folder.rglob(f"{kind}*.xsd"))), None)
    print(f"{kind} schema: {found.name if found else 'not in the folder, what is written is not validated'}")
    return etree.XMLSchema(etree.parse(str(found))) if found else None


def _looked_at(path: Path, schemas: dict[str, Any]) -> list[str]:
    if path.suffix == ".qdc":
        return _codebook(path, schemas["Codebook"])
    if path.suffix == ".sqlite3":
        made = read_taguette(path)
        for finding in made.findings:
            print(f"  {finding.severity}: {finding.what} ({finding.count})")
        return _written(path, made.project, None, schemas["Project"])
    with open_project(path) as package:
        survey = package.survey()
        for finding in survey.findings:
            print(f"  {finding.severity}: {finding.what} ({finding.count}; {', '.join(finding.examples)})")
        for text in survey.texts:
            print(f"  counted: {text.name}: {text.counted.counting} ({text.counted.why})")
        return _written(path, package.load(), survey.counts, schemas["Project"])


def _written(path: Path, project: Project, counts: Counts | None, schema: Any) -> list[str]:
    """Write a project, read it again, and compare everything but where texts are kept."""
    target = io.BytesIO()
    write_project(project, target)
    with open_project(target, name="written") as package:
        again, survey = package.load(), package.survey()
    faults = _against(path, survey.counts)
    if counts is not None and counts != survey.counts:
        faults.append(f"{counts} read, {survey.counts} after writing")
    if _apart_from_files(again) != _apart_from_files(project):
        faults.append("the project written and read again is another")
    with zipfile.ZipFile(target) as file:
        faults += _valid(file.read("project.qde"), schema)
    return faults


def _apart_from_files(project: Project) -> Project:
    def bare(source: Any) -> Any:
        return replace(source, plain_path="", counted=None) if hasattr(source, "plain_path") else source

    notes = tuple(Note(source=bare(note.source)) for note in project.notes)
    header = replace(project.header, origin="")
    return replace(project, header=header, sources=tuple(bare(source) for source in project.sources), notes=notes)


def _codebook(path: Path, schema: Any) -> list[str]:
    book = read_codebook(path)
    for finding in book.findings:
        print(f"  {finding.severity}: {finding.what} ({finding.count})")
    target = io.BytesIO()
    write_codebook(book, target)
    again = read_codebook(io.BytesIO(target.getvalue()))
    faults = _against(path, Counts(codes=sum(1 for code in book.codes for _ in code.walk())))
    if replace(again, findings=()) != Codebook(origin=book.origin, codes=book.codes, sets=book.sets):
        faults.append("the codebook written and read again is another")
    return faults + _valid(target.getvalue(), schema)


def _against(path: Path, counts: Counts) -> list[str]:
    print(f"  {counts}")
    published = next((known for name, known in PUBLISHED.items() if name in path.name), {})
    return [f"{getattr(counts, k)} {k}, {n} are published" for k, n in published.items() if getattr(counts, k) != n]


def _valid(content: bytes, schema: Any) -> list[str]:
    if schema is None or schema.validate(etree.fromstring(content)):
        return []
    return [f"not valid: {error.message} (line {error.line})" for error in schema.error_log][:5]


if __name__ == "__main__":
    sys.exit(main())
