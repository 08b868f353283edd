"""`concord evidence`: what was gathered is listed and counted; documents are taken in, searched and cited; each as a
named person."""

import json
import os
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from concord.cli.django_ready import database
from concord.core.errors import BadInput, NotThere, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from concord.accounts.models import Person
    from concord.engagements.models import Engagement, FocusArea

evidence_app = typer.Typer(no_args_is_help=True, help="What was gathered in an engagement, and its documents.")
_Ref = Annotated[str, typer.Argument(help="The engagement's reference, such as ENG-2026-0001.")]
_As = Annotated[str, typer.Option("--as", help="E-mail address of the person who asks.")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@evidence_app.command("list")
def list_items(engagement: _Ref, person: _As, *, json_output: _Json = False) -> None:
    """List the items of evidence that a person may see, the oldest first."""
    with database():
        from concord.evidence import queries

        who, found = asked(engagement, person)
        rows = queries.visible_to(who).filter(engagement=found).order_by("pk")
        told = [
            {
                "ref": item.ref,
                "method": item.method,
                "count": item.count,
                "collected_on": item.collected_on.isoformat(),
                "releasability": item.releasability,
                "state": item.state,
                "title": item.title,
            }
            for item in queries.with_titles(rows)
        ]
    _print(told, as_json=json_output)


@evidence_app.command("counts")
def count(
    engagement: _Ref,
    person: _As,
    *,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day that counts; today if left out.")
    ] = None,
    json_output: _Json = False,
) -> None:
    """Count what was gathered up to a day, by focus area, method and audience, in the method's own unit."""
    with database():
        from concord.core import clock
        from concord.core.permissions import Permission
        from concord.evidence import queries, rules

        who, found = asked(engagement, person)
        rules.may(who, Permission.FIELDWORK_VIEW, found).require()
        of_team = bool(rules.of_the_team(who, found))
        rows = queries.counts(found, as_of.date() if as_of else clock.today(), to_the_team=of_team)
        told = [asdict(row) for row in rows]
    _print(told, as_json=json_output)


def asked(engagement: str, person: str) -> "tuple[Person, Engagement]":
    """Return the person and the engagement. Raises NotThere, also where the person may not see it."""
    from concord.accounts.queries import person as find_person
    from concord.core.permissions import Permission
    from concord.engagements import rules
    from concord.engagements.queries import engagement as load

    who, found = find_person(person), load(engagement)
    if who is None:
        raise NotThere(f"Nobody has the address {person}.")
    if found is None or not rules.may(who, Permission.ENGAGEMENT_VIEW, found):
        raise NotThere(f"There is no {engagement}, or {person} may not see it.")
    return who, found


def _print(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(rows))
        return
    for row in rows:
        typer.echo("  ".join(str(value) for value in row.values() if value != ""))


@dataclass
class Imported:
    """What became of the files of a folder, by their names within it: each with its document, or with why not."""

    filed: dict[str, str] = field(default_factory=dict)
    unchanged: dict[str, str] = field(default_factory=dict)
    not_read: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@evidence_app.command("import")
def import_folder(
    folder: Path,
    engagement: Annotated[str, typer.Option(help="The engagement, such as ENG-2026-0001.")],
    person: _As,
    area: Annotated[int, typer.Option("--focus-area", help="Number of the focus area.")] = 1,
    method: Annotated[str, typer.Option(help="Key of the method by which they were gathered.")] = "document_review",
    collected_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Else today.")] = None,
    releasability: Annotated[str, typer.Option(help="releasable, deliberative or confidential.")] = "deliberative",
    consent: Annotated[str, typer.Option(help="Of talks: what those who took part agreed to, such as quoted.")] = "",
    open_because: Annotated[str, typer.Option(help="Of interviews: why they are not confidential.")] = "",
    activity: Annotated[str, typer.Option(help="Key of the activity, where the plan has several by a method.")] = "",
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False,
    json_output: _Json = False,
) -> None:
    """File and read every file of a folder and the folders in it.

    The same folder again changes nothing, and goes on where a run was cut off."""
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.")
    with database():
        from concord.core import clock

        who = _person(person)
        into = _area(who, engagement, area)
        day = collected_on.date() if collected_on else clock.today()
        facts = {"method": method, "collected_on": day, "releasability": releasability, "consent": consent}
        facts |= {"activity": activity, "open_because": open_because}
        _require_fileable(who, into, facts)
        found = _preview(folder, into) if dry_run else _import(folder, into, who, facts)
    if json_output:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    for name, files in asdict(found).items():
        typer.echo(f"{name.replace('_', ' ')}: {len(files)}")
        if name in ("refused", "not_read"):
            typer.echo("".join(f"  {file}: {why}\n" for file, why in files.items()), nl=False)


def _require_fileable(who: "Person", into: "FocusArea", facts: dict[str, Any]) -> None:
    """Raise Denied or Incomplete for what would keep every file of the folder out."""
    from concord.core import clock
    from concord.core.checks import require_none
    from concord.core.permissions import Permission
    from concord.evidence import checks, rules

    rules.may(who, Permission.DOCUMENT_FILE, into).require()
    require_none(checks.run(into, today=clock.today(), **facts), "The documents cannot be filed.")


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder, in the order of their names; hidden ones and links are left out."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _import(folder: Path, into: "FocusArea", who: "Person", facts: dict[str, Any]) -> Imported:
    from django.core.files import File
    from rich.progress import track

    from concord.core import clock
    from concord.evidence import actions, jobs
    from concord.evidence.models import Document

    found = Imported()
    last = Document.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    paths = track(_files(folder), "Reading", transient=True, disable=not sys.stdout.isatty())
    for number, path in enumerate(paths, start=1):
        name = _readable(path.relative_to(folder))
        words = _words(name, number, facts)
        try:
            with path.open("rb") as file:
                upload = File(file, name=_readable(Path(path.name)))
                document = actions.file_document(into, upload=upload, by=who, at=clock.now(), **words, **facts)
        except Refused as refused:
            found.refused[name] = refused.reason
            continue
        read = jobs.read(document)
        (found.filed if document.pk > last else found.unchanged)[name] = read.ref
        if why := read.revisions.get(number=read.latest).why:
            found.not_read[name] = why
        last = max(last, document.pk)
    return found


def _words(name: str, number: int, facts: dict[str, Any]) -> dict[str, Any]:
    """Return title and summary of a file by its name within the folder, as far as that tells nobody of whom it is: what
    is not sealed is read by many, and may be released."""
    from concord.evidence.models import SEALED
    from concord.evidence.naming import looks_like_a_name

    sealed, stem = facts["releasability"] in SEALED, Path(name).stem
    title = sealed or looks_like_a_name(stem.replace("_", " "))
    summary = not sealed and looks_like_a_name(name.replace("_", " ").replace("/", "; "))
    return {
        "title": f"Document {number} of a folder" if title else stem[:200],
        "summary": "A file of a folder." if summary else f"The file {name}.",
    }


def _readable(path: Path) -> str:
    """Return a name as text that can be kept and printed, also where another system wrote it in letters of its own."""
    return os.fsencode(path).decode("utf-8", "replace")


def _preview(folder: Path, into: "FocusArea") -> Imported:
    """Say what would become of each file, by looking at it as filing and then the reader do: what is filed may turn out
    not to be readable."""
    import hashlib

    from django.core.files import File

    from concord.core import keys
    from concord.evidence import filing
    from concord.evidence.models import Revision
    from concord.evidence.reading import guard
    from concord.evidence.reading.pieces import Unreadable
    from concord.evidence.states import EvidenceState
    from concord.evidence.uploads import taken

    there = Revision.objects.filter(document__engagement=into.engagement_id, document__item__state=EvidenceState.LOGGED)
    known = dict(there.values_list("fingerprint", "document__ref"))
    found = Imported()
    for path in _files(folder):
        name = _readable(path.relative_to(folder))
        with path.open("rb") as file:
            try:
                upload = File(file, name=_readable(Path(path.name)))
                filing.require_kind(upload)
                taken(upload)
            except BadInput as refused:
                found.refused[name] = refused.reason
                continue
            file.seek(0)
            digest = keys.fingerprint(hashlib.file_digest(file, "sha256").hexdigest())
        became = found.unchanged if digest in known else found.filed
        became[name] = known.setdefault(digest, "")
        try:
            guard.inspect(path, path.name)
        except Unreadable as why:
            found.not_read[name] = why.sentence
    return found


@evidence_app.command()
def search(
    words: str,
    person: _As,
    engagement: str = "",
    area: Annotated[int, typer.Option("--focus-area", help="Number of a focus area of the engagement.")] = 0,
    method: Annotated[str, typer.Option(help="Key of the method by which it was gathered.")] = "",
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day.")] = None,
    *,
    json_output: _Json = False,
) -> None:
    """Search the texts of the documents that a person may see, and the titles and facts of items."""
    if area and not engagement:
        raise BadInput("A focus area is one of an engagement; name it too, with --engagement.")
    with database():
        from concord.evidence.queries import search as queries
        from concord.evidence.queries.said_in_items import said_in_items

        who = _person(person)
        wanted = queries.Wanted(
            words,
            engagement=engagement,
            area=_area(who, engagement, area).ref if area else "",
            method=method,
            since=since and since.date(),
            until=until and until.date(),
        )
        found = queries.search(who, wanted)
        hits = [
            {"citation": hit.citation.short, "title": hit.document.title, "text": _plain(hit.snippet)}
            for hit in found.hits
        ]
        items = [
            {"ref": hit.item.ref, "title": hit.item.title, "text": _plain(hit.snippet)}
            for hit in said_in_items(who, wanted)
        ]
    if json_output:
        typer.echo(json.dumps({"count": found.count, "hits": hits, "items": items}, ensure_ascii=False))
        return
    for hit in (*hits, *items):
        typer.echo(f"{hit.get('citation') or hit['ref']}  {hit['title']}\n    {hit['text']}")


def _plain(snippet: "Iterable[tuple[str, bool]]") -> str:
    return "".join(text for text, _ in snippet)


@evidence_app.command()
def cite(citation: str, person: _As, *, json_output: _Json = False) -> None:
    """Show the passage that a citation names ("DOC-2026-0001 r2 p3 ¶5 [10-57]", or an address), with its digest."""
    with database():
        from concord.core.permissions import Permission
        from concord.evidence import queries, rules
        from concord.evidence.citing import parse

        cited = parse(citation)
        document, passage = queries.document(cited.ref), queries.passage(cited)
        seen = document is not None and rules.may(_person(person), Permission.EVIDENCE_VIEW, document)
        if not seen or passage is None or cited.last > len(passage.text):
            raise NotThere(f"There is no passage {cited.short}, or {person} may not see it.")
        told = queries.told(passage.revision)
        facts = {
            "citation": cited.short,
            "address": cited.get_absolute_url(),
            "text": passage.text[cited.first : cited.last or None],
            "text_sha256": told.text_sha256,
            "file_sha256": told.sha256,
        }
    typer.echo(json.dumps(facts, ensure_ascii=False) if json_output else "\n".join(map(str, facts.values())))


@evidence_app.command()
def compare(
    older: Annotated[str, typer.Argument(help="The older text, such as “DOC-2026-0001 r1”.")],
    newer: Annotated[str, typer.Argument(help="The newer text, such as “DOC-2026-0001 r2”.")],
    person: _As,
    word: Annotated[Path | None, typer.Option(help="Write a Word file with tracked changes here.")] = None,
    *,
    json_output: _Json = False,
) -> None:
    """Compare two revisions clause by clause: what is reworded, moved, gone and new."""
    with database():
        from concord.evidence import queries
        from concord.evidence.comparison import as_word, readable

        who = _person(person)
        found = queries.compared(readable(older, who), readable(newer, who))
        if word is not None:
            word.write_bytes(as_word(found))
        told = [
            {
                "what": row.how.value,
                "old": "" if row.old is None else found.old.citation(row.old).short,
                "new": "" if row.new is None else found.new.citation(row.new).short,
                "standards": list(found.standards_of(row)),
                "text": "".join(_MARKS[piece.how].format(piece.text) for piece in row.pieces),
            }
            for row in found.rows
            if row.how.value != "same"
        ]
    _print(told, as_json=json_output)


_MARKS = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}


def _person(address: str) -> "Person":
    from concord.accounts.queries import person

    found = person(address)
    if found is None:
        raise NotThere(f"Nobody has the address {address}.")
    return found


def _area(who: "Person", ref: str, number: int) -> "FocusArea":
    """Return the focus area of an engagement that this person may see. Raises NotThere."""
    from concord.core.permissions import Permission
    from concord.engagements.queries import engagement, focus_areas
    from concord.evidence import rules

    found = engagement(ref)
    if found is None or not rules.may(who, Permission.ENGAGEMENT_VIEW, found):
        raise NotThere(f"There is no engagement {ref}, or it is not theirs to see.")
    areas = {area.number: area for area in focus_areas(found)}
    if number not in areas:
        raise NotThere(f"{ref} has no focus area {number}; it has {', '.join(map(str, areas)) or 'none'}.")
    return areas[number]
