"""What comes in as a file on the day of the first start: the table of an earlier report, and a small coded project."""

import io
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.analysis.text.exchange import model, write_project
from concord.cli.example.story import Story
from concord.evidence import actions as evidence
from concord.evidence import jobs
from concord.findings import actions as findings
from concord.findings.importing import sheet


def begin(story: Story, *, at: datetime) -> None:
    """Bring each as the files tell; the codebook into which the codes come was started with what is coded."""
    told = story.data["earlier_report"]
    table = SimpleUploadedFile(told["file_name"], told["table"].strip().encode())
    engagement, by = story.things["engagement"], story.who(told["by"])
    findings.stage_report(engagement, upload=table, table=sheet.read(table), by=by, at=at)
    _bring(story, story.data["coded_project"], at=at)


def _bring(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    book = story.things["engagement"].codebooks.get(name=story.data["coding"]["codebook"])
    same = ("name", "method", "collected_on", "releasability", "open_because", "consent")
    brought = evidence.bring_project(
        book,
        **{name: told[name] for name in same},
        focus_area=story.things[told["focus_area"]].number,
        upload=SimpleUploadedFile("earlier-talks.qdpx", _packed(told)),
        by=story.who(told["by"]),
        at=at,
    )
    jobs.look_at(brought)


def _packed(told: dict[str, Any]) -> bytes:
    """Return the project as another program would write it (REFI-QDA 1.0)."""
    code, coder, text = (_guid(name) for name in ("code", "coder", "text"))
    chosen = []
    for words in told["coded"]:
        first = told["text"].index(words)
        given = model.Coding(guid=_guid(f"coding of {words}"), code=code, user=coder)
        place = {"start": first, "end": first + len(words)}
        chosen.append(model.TextSelection(guid=_guid(words), **place, codings=(given,)))
    file = io.BytesIO()
    project = model.Project(
        header=model.Header(name=told["name"]),
        users=(model.User(guid=coder, name=told["coder"]),),
        codes=(model.Code(guid=code, name=told["code"]),),
        sources=(model.TextSource(guid=text, name=told["name"], text=told["text"], selections=tuple(chosen)),),
    )
    write_project(project, file)
    return file.getvalue()


def _guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"example: {name}"))
