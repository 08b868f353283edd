"""Reads of the programme's data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from importlib import resources
from typing import Any, cast

from django.db.models import QuerySet

from concord.accounts.models import Person
from concord.core import zones
from concord.core.errors import BadInput, Unavailable
from concord.core.permissions import Permission
from concord.core.remembering import remembered
from concord.core.roles import permits_somewhere
from concord.programme.document import (
    Announcement,
    Choice,
    FormNotice,
    FormPage,
    Letter,
    PlanTemplate,
    Programme,
    Question,
    Reason,
    Standing,
    StatusLabel,
    Tier,
    Topic,
    TopicEdition,
    read,
)
from concord.programme.models import KEPT, Edition, EditionDraft
from concord.programme.states import DraftState

_LONGEST_NUMBER = 9  # digits of the largest number that the column takes
_read: dict[str, Programme] = {}


def edition_in_force(on: date) -> Edition:
    """Return the edition in force on a day. Raises Unavailable when none has been published."""
    edition = Edition.objects.filter(effective_from__lte=on).order_by("-effective_from", "-number").first()
    if edition is None:
        raise Unavailable("No edition of the programme is in force: run `concord init`.")
    return edition


def in_force(on: date) -> Programme:
    """Return the programme's data in force on a day. Raises Unavailable when none has been published."""
    return remembered(("programme in force", on), partial(_in_force, on))


def zone_on(on: date) -> str:
    """Return the office's zone by the edition in force on a day; UTC where there is none yet."""
    try:
        return in_force(on).office.time_zone
    except Unavailable:
        return zones.UTC_NAME


def _in_force(on: date) -> Programme:
    begun = (sha256 for first, sha256 in remembered("first days of editions", _first_days) if first <= on)
    known = _read.get(next(begun, ""))
    return known or of(edition_in_force(on))


def _first_days() -> list[tuple[date, str]]:
    """Return each edition's first day and hash, first the one that is in force once all have begun: asked for once,
    since a list of many days asks for the zone on each."""
    rows = Edition.objects.order_by("-effective_from", "-number")
    return list(rows.values_list("effective_from", "sha256"))


def of(edition: Edition) -> Programme:
    """Return an edition's data; read once in a process for each content, since values are frozen."""
    found = _read.get(edition.sha256)
    if found is None:
        if len(_read) >= KEPT:
            _read.clear()
        found = _read[edition.sha256] = read(edition.document)
    return found


def of_draft(draft: EditionDraft) -> Programme:
    """Return what a draft says now."""
    return read(draft.document)


@dataclass(frozen=True)
class OfferedTopics:
    """A topic edition with its topics by family, in the order of the document."""

    edition: TopicEdition
    families: tuple[tuple[str, tuple[Topic, ...]], ...]


def topic_editions(programme: Programme) -> tuple[OfferedTopics, ...]:
    """Return every topic edition with its topics, the newest first, ended ones too."""
    newest_first = sorted(programme.topic_edition, key=lambda each: each.effective_from, reverse=True)
    return tuple(OfferedTopics(each, _families(programme, each.key)) for each in newest_first)


def offered_topics(programme: Programme, on: date) -> tuple[OfferedTopics, ...]:
    """Return the topic editions whose days include this one: what can be asked for."""
    return tuple(each for each in topic_editions(programme) if goes_on(each.edition, on))


def goes_on(edition: TopicEdition, on: date) -> bool:
    """Say whether a topic edition is in force on a day."""
    return edition.effective_from <= on.isoformat() <= (edition.effective_to or "9999-12-31")


def _families(programme: Programme, edition: str) -> tuple[tuple[str, tuple[Topic, ...]], ...]:
    topics = [topic for topic in programme.topic if topic.edition == edition]
    names = dict.fromkeys(topic.family for topic in topics)
    return tuple((name, tuple(topic for topic in topics if topic.family == name)) for name in names)


def continuum(programme: Programme) -> tuple[Tier, ...]:
    """Return the tiers from the most comprehensive to the shortest."""
    return tuple(sorted(programme.tier, key=lambda tier: tier.rank))


def announcements(programme: Programme, on: date) -> tuple[Announcement, ...]:
    """Return the announcements to be shown on a day, the newest first."""
    today = on.isoformat()
    shown = [a for a in programme.announcement if a.shown_from <= today <= (a.shown_until or "9999-12-31")]
    return tuple(sorted(shown, key=lambda each: each.shown_from, reverse=True))


def offer(programme: Programme, on: date) -> dict[str, Any]:
    """Return what programme/offer.html shows: the programme, its tiers, topics and announcements on a day. The public
    start page and the preview of a draft both show it, so that they cannot differ."""
    topics = offered_topics(programme, on)
    return {
        "programme": programme,
        "tiers": continuum(programme),
        "topics": topics,
        "ended": tuple(each for each in topic_editions(programme) if each.edition.effective_to and each not in topics),
        "announcements": announcements(programme, on),
        "criteria": (("Eligibility", programme.eligibility), ("Readiness", programme.readiness)),
        "rules": _rules(programme),
    }


def _rules(programme: Programme) -> dict[str, str]:
    """Return the rules on which answers rest, in words, by their keys."""
    criteria = {each.key: each.question for each in (*programme.eligibility, *programme.readiness)}
    never = {each.key: each.label for each in programme.not_supported}
    return criteria | never | {each.key: each.title for each in programme.next_step}


def reasons(programme: Programme, kind: str) -> tuple[Reason, ...]:
    """Return the reasons of a kind of decision: decline, defer, refer or waive."""
    return tuple(reason for reason in programme.reason if reason.kind == kind)


def service_days(programme: Programme, service: str) -> int | None:
    """Return the days of a service standard; None where the edition has none of that name."""
    return next((each.days for each in programme.service if each.key == service), None)


def days(programme: Programme, service: str) -> int:
    """Return the days of a service standard without which it cannot go on. Raises BadInput where there is none."""
    found = service_days(programme, service)
    if found is None:
        raise BadInput(f"The edition “{programme.edition.label}” names no service standard “{service}”.")
    return found


def letter(programme: Programme, key: str) -> Letter:
    """Return a letter's template, to be filled by `letters.fill`; that of the shipped edition where this one is from
    before the letter was asked for. Raises BadInput where there is none."""
    found = _worded(programme, "letter", key)
    if found is None:
        raise BadInput(f"The edition “{programme.edition.label}” has no letter “{key}”.")
    return cast("Letter", found)


def question(programme: Programme, key: str) -> Question | None:
    """Return how a question of a form is put ("need.need"); in the words of the shipped edition where this one is from
    before they were kept. None for what is no such question."""
    return cast("Question | None", _worded(programme, "question", key))


def form_page(programme: Programme, key: str) -> FormPage:
    """Return what stands at the head of a page of the request form, as `question`. Raises KeyError for no such page."""
    found = _worded(programme, "form_page", key)
    if found is None:
        raise KeyError(key)
    return cast("FormPage", found)


def choice(programme: Programme, key: str) -> Choice:
    """Return how an answer is put ("capacity.capacity.chief"), as `question`. Raises KeyError for no such answer."""
    found = _worded(programme, "choice", key)
    if found is None:
        raise KeyError(key)
    return cast("Choice", found)


def standing(programme: Programme, state: str) -> str:
    """Return what is told to whoever asked while their request is in a state, as `question`. Raises KeyError."""
    found = _worded(programme, "standing", state)
    if found is None:
        raise KeyError(state)
    return cast("Standing", found).text


OF_THE_FORM = ("question", "form_page", "choice", "standing")
"""Lists of words for what Concord knows by key: an edition from before they were kept has those of the shipped one."""


_Asked = tuple[Question, tuple[Choice, ...]]


def request_form(programme: Programme) -> tuple[tuple[FormPage, tuple[_Asked, ...]], ...]:
    """Return the words of the request form: its pages, the questions of each, and the answers to choose from."""
    choices, questions = _words(programme, "choice"), _words(programme, "question")
    return tuple(
        (page, tuple((asked, _below(choices, asked.key)) for asked in _below(questions, page.key)))
        for page in _words(programme, "form_page").values()
    )


def _below(words: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    """Return those whose key is a key, a dot and one more part: the fields of a page, the answers to a question."""
    return tuple(each for name, each in words.items() if name.rpartition(".")[0] == key)


def _words(programme: Programme, part: str) -> Mapping[str, Any]:
    return _shipped_words(part) | {each.key: each for each in getattr(programme, part)}


def _worded(programme: Programme, part: str, key: str) -> object | None:
    own = next((each for each in getattr(programme, part) if each.key == key), None)
    return own or _shipped_words(part).get(key)


@cache
def _shipped_words(part: str) -> dict[str, object]:
    return {each.key: each for each in getattr(read(shipped()), part)}


def form_notice(programme: Programme, key: str) -> FormNotice | None:
    """Return what a public form says of itself, or None where the edition says nothing."""
    return next((each for each in programme.form_notice if each.key == key), None)


def form_closed(programme: Programme, key: str, on: date) -> str:
    """Say why a public form cannot be used on a day, "" where it can."""
    notice = form_notice(programme, key)
    return notice.lacks(on) if notice else ""


def plan_template(programme: Programme, *, tier: str, topics: tuple[str, ...] = ()) -> PlanTemplate | None:
    """Return what a work plan of a tier begins with: the template of the first requested topic that has one, else the
    tier's own; None where the edition has neither."""
    fitting = [each for each in programme.plan_template if each.tier == tier]
    for topic in (*topics, ""):
        found = next((each for each in fitting if each.topic == topic), None)
        if found is not None:
            return found
    return None


@dataclass(frozen=True)
class Dated:
    """An edition with the days on which it is in force: `until` None while no other follows, `first` after `until`
    where another took its place before it began."""

    edition: Edition
    first: date
    until: date | None

    @property
    def never(self) -> bool:
        """Whether it is in force on no day."""
        return self.until is not None and self.until < self.first

    def holds(self, on: date) -> bool:
        """Say whether it is the one in force on a day."""
        return self.first <= on and (self.until is None or on <= self.until)


def dated() -> list[Dated]:
    """Return all editions, the newest first, each with its days; by one query (an office has a handful)."""
    newest_first = list(Edition.objects.order_by("-number"))
    found = []
    for edition in newest_first:
        later = [
            other.effective_from
            for other in newest_first
            if (other.effective_from, other.number) > (edition.effective_from, edition.number)
        ]
        until = min(later) - timedelta(days=1) if later else None
        found.append(Dated(edition, edition.effective_from, until))
    return found


def edition(ref: str) -> Edition | None:
    """Return the edition of a reference ("EDITION-2"), or None."""
    number = ref.removeprefix("EDITION-")
    known = ref.startswith("EDITION-") and number.isdecimal() and len(number) <= _LONGEST_NUMBER
    return Edition.objects.filter(number=int(number)).first() if known else None


def draft(ref: str) -> EditionDraft | None:
    """Return the draft of a reference, or None."""
    return EditionDraft.objects.select_related("base", "edition").filter(ref=ref).first()


def open_draft() -> EditionDraft | None:
    """Return the draft that is open now, or None."""
    return EditionDraft.objects.select_related("base").filter(state=DraftState.DRAFT).first()


def drafts_open_for(person: Person) -> QuerySet[EditionDraft]:
    """Return the open draft, for whoever may see it."""
    rows = EditionDraft.objects.filter(state=DraftState.DRAFT)
    return rows if permits_somewhere(person.all_roles(), Permission.EDITION_VIEW) else rows.none()


def shipped() -> dict[str, Any]:
    """Return the document that comes with Concord, unread, its date as ISO text."""
    text = resources.files("concord.programme").joinpath("shipped/programme.toml").read_text("utf-8")
    document = tomllib.loads(text)
    document["edition"]["effective_from"] = document["edition"]["effective_from"].isoformat()
    return document


@dataclass(frozen=True)
class StatusSet:
    """A set of status labels that a programme has used, by rank, and the address where it is on record."""

    key: str
    name: str
    source: str
    labels: tuple[StatusLabel, ...]


def status_sets() -> tuple[StatusSet, ...]:
    """Return the sets of status labels that come with Concord, each label with the core state that it stands for."""
    text = resources.files("concord.programme").joinpath("shipped/status_sets.toml").read_text("utf-8")
    return tuple(
        StatusSet(one["key"], one["name"], one["source"], tuple(StatusLabel(**label) for label in one["label"]))
        for one in tomllib.loads(text)["set"]
    )
