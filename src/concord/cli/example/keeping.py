"""What is kept with care on the day of the first start: a document that was read, a contact apart from what was said,
a legal hold, a records request."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.cli.example.story import Story
from concord.evidence import actions, jobs


def begin(story: Story, *, at: datetime) -> None:
    """Do each as the files tell."""
    for told in story.data["document"]:
        _file(story, told, at=at)
    _keep_apart(story, story.data["contact"], at=at)
    engagement, hold = story.things["engagement"], story.data["hold"]
    placed = {"heading": hold["heading"], "covers": engagement.ref, "reason": hold["reason"]}
    actions.place_hold(**placed, by=story.who(hold["placed_by"]), at=at)
    asked = story.data["records_request"]
    by = story.who(asked["prepared_by"])
    actions.prepare_foia(engagement, request_number=asked["number"], received_on=at.date(), by=by, at=at)


def _file(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    same = ("method", "title", "summary", "collected_on", "releasability")
    document = actions.file_document(
        story.things[told["focus_area"]],
        **{name: told[name] for name in same},
        upload=SimpleUploadedFile(told["file_name"], told["text"].strip().encode()),
        by=story.who(told["filed_by"]),
        at=at,
    )
    story.things[told["key"]] = jobs.read(document)


def _keep_apart(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    """Book under a pseudonym, seal after the talk, and ask to open, which waits for a second person."""
    by = story.who(told["kept_by"])
    contact = {name: told[name] for name in ("name", "phone", "words")}
    until = at.date() + timedelta(days=told["until_days"])
    kept = actions.keep_identity(story.things["engagement"], **contact, until=until, by=by, at=at)
    sealed = actions.seal_identity(kept, by=by, at=at)
    actions.ask_to_open(sealed, reason=told["reason"], by=by, at=at)
