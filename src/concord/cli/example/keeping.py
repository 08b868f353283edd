"""What is kept with care on the day of the first start: a document that was read, and what is removed from it; a
contact apart from what was said, a legal hold, a records request, and what somebody proposes to destroy."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.analysis.text.redacting import Span, occurrences
from concord.cli.example.story import CONCORD, Story
from concord.core import zones
from concord.core.telling import actions as telling
from concord.core.telling.news import News
from concord.evidence import actions, jobs
from concord.evidence.actions.redacting import REMOVED


def begin(story: Story, *, at: datetime) -> None:
    """Do each as the files tell."""
    for told in story.data["document"]:
        _file(story, told, at=at)
    for told in story.data["redaction"]:
        _redact(story, told, at=at)
    _keep_apart(story, story.data["contact"], at=at)
    engagement, hold = story.things["engagement"], story.data["hold"]
    placed = {"heading": hold["heading"], "covers": engagement.ref, "reason": hold["reason"]}
    actions.place_hold(**placed, by=story.who(hold["placed_by"]), at=at)
    asked = story.data["records_request"]
    by = story.who(asked["prepared_by"])
    actions.prepare_foia(engagement, request_number=asked["number"], received_on=zones.day(at), by=by, at=at)
    _propose(story, story.data["disposal"], at=at)


def _file(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    same = ("method", "title", "summary", "collected_on", "releasability")
    document = actions.file_document(
        story.things[told["focus_area"]],
        **{name: told[name] for name in same},
        consent=told.get("consent", ""),
        open_because=told.get("open_because", ""),
        upload=SimpleUploadedFile(told["file_name"], told["text"].strip().encode()),
        by=story.who(told["filed_by"]),
        at=at,
    )
    story.things[told["key"]] = jobs.read(document)


def _redact(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    """Remove words from the text of a document, and from what its item says."""
    document, words, by = story.things[told["of"]], told["words"], story.who(told["redacted_by"])
    actions.redact_document(document, revision=document.current, words=words, by=by, at=at)
    spans = [Span(span.start, span.end, REMOVED) for span in occurrences(document.item.summary, words)]
    actions.redact_item(document.item, spans=spans, by=by, at=at)


def _propose(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    """Tell somebody something long ago, of what the hold does not cover, and propose to destroy that by its rule."""
    old = story.data["notice"]
    agency, to = story.things["engagement"].agency, story.who(old["to"])
    news = News(agency.ref, old["text"], agency.get_absolute_url(), "example: told long ago")
    telling.tell(told=[(to.actor_key, news)], by=CONCORD, at=at - timedelta(days=old["days_ago"]))
    by = story.who(told["proposed_by"])
    actions.propose_disposal(rule=told["rule"], authority=told["authority"], by=by, at=at)


def _keep_apart(story: Story, told: dict[str, Any], *, at: datetime) -> None:
    """Book under a pseudonym, seal after the talk, and ask to open, which waits for a second person."""
    by = story.who(told["kept_by"])
    contact = {name: told[name] for name in ("name", "phone", "words")}
    until = zones.day(at) + timedelta(days=told["until_days"])
    kept = actions.keep_identity(story.things["engagement"], **contact, until=until, by=by, at=at)
    sealed = actions.seal_identity(kept, by=by, at=at)
    actions.ask_to_open(sealed, reason=told["reason"], by=by, at=at)
