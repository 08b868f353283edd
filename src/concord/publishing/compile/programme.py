"""The programme's pages, from the edition in force."""

from datetime import date
from typing import Any

from concord.programme import queries
from concord.programme.document import Announcement, Criterion, Office, Page, Programme, StatusLabel, Tier, Topic
from concord.programme.models import Edition
from concord.programme.prose import blocks

CORE_STATES = {"complete": "complete", "stopped": "partially_complete", "under_way": "in_progress"}


def programme_document(edition: Edition, *, on: date, public_url: str) -> dict[str, Any]:
    """Return the body of a concord.programme/2 document: an edition as it is shown on a day."""
    programme = queries.of(edition)
    asking = {
        "who_can_request": [
            {"question": a.question, "answer": a.answer, "rule": a.rule or None} for a in programme.faq
        ],
        "next_steps": [{"key": s.key, "title": s.title, "text": s.text} for s in programme.next_step],
        "not_supported": [{"key": n.key, "label": n.label, "why": n.why} for n in programme.not_supported],
        "criteria": {
            "eligibility": [_criterion(c) for c in programme.eligibility],
            "readiness": [_criterion(c) for c in programme.readiness],
        },
        "request_url": "/request/",
    }
    return asking | {
        "schema": "concord.programme/2",
        "office": _office(programme, public_url),
        "edition": {
            "number": edition.number,
            "label": programme.edition.label,
            "effective_from": edition.effective_from.isoformat(),
            "legal_basis": programme.edition.legal_basis or None,
        },
        "heading": programme.intro.heading,
        "intro": programme.intro.text,
        "announcements": [_announcement(each) for each in queries.announcements(programme, on)],
        "pages": [_page(page) for page in programme.page],
        "tiers": [_tier(tier) for tier in queries.continuum(programme)],
        "topic_editions": [_topics(programme, offered) for offered in queries.topic_editions(programme)],
        "methods": [{"key": m.key, "name": m.name, "description": m.description} for m in programme.method],
        "statuses": [status(s) for s in programme.status],
        "cadence": programme.cadence.label,
    }


def _office(programme: Programme, public_url: str) -> dict[str, Any]:
    office = programme.office
    return {
        "name": office.name,
        "programme": "Collaborative Reform",
        "public_url": public_url,
        "banner": programme.banner.text or None,
        "contacts": contacts(office),
        "address": office.address or None,
        "hours": office.hours or None,
    }


def _announcement(each: Announcement) -> dict[str, Any]:
    return {
        "key": each.key,
        "heading": each.heading,
        "text": each.text,
        "shown_from": each.shown_from,
        "shown_until": each.shown_until or None,
    }


def _page(page: Page) -> dict[str, Any]:
    parts = [{"kind": block.kind, "texts": list(block.texts)} for block in blocks(page.text)]
    told = {"key": page.key, "title": page.title, "blocks": parts}
    if not page.recording:
        return told
    recording = {"address": page.recording, "captions": list(page.captions), "length": page.length or None}
    return {**told, "recording": recording}


def contacts(office: Office) -> list[dict[str, Any]]:
    """Return how to reach the office, for every public page."""
    return [
        {"label": office.name, "email": office.email, "phone": office.phone, "subject": None},
        {"label": "Feedback", "email": office.feedback_email, "phone": None, "subject": None},
    ]


def _tier(tier: Tier) -> dict[str, Any]:
    return {
        "key": tier.key,
        "name": tier.name,
        "summary": tier.summary,
        "stages": list(tier.stages),
        "agreement": tier.agreement,
        "length": tier.length or None,
        "review": tier.review or None,
    }


def _topics(programme: Programme, offered: queries.OfferedTopics) -> dict[str, Any]:
    edition = offered.edition
    return {
        "key": edition.key,
        "label": edition.label,
        "effective_from": edition.effective_from,
        "effective_to": edition.effective_to or None,
        "legal_basis": edition.legal_basis,
        "source": edition.source or None,
        "families": [
            {"name": family, "topics": [_topic(programme, topic) for topic in topics]}
            for family, topics in offered.families
        ],
    }


def _topic(programme: Programme, topic: Topic) -> dict[str, Any]:
    forms = {form.key: form.label for form in programme.delivery_form}
    types = {kind.key: kind.label for kind in programme.agency_type}
    return {
        "key": topic.key,
        "text": topic.text,
        "parts": list(topic.part),
        "care": topic.care or None,
        "delivery": [forms.get(key, key) for key in topic.delivery],
        "agency_types": [types.get(key, key) for key in topic.agency_type],
    }


def status(label: StatusLabel) -> dict[str, Any]:
    """Return one status with its definition and who decides it."""
    return {
        "key": label.key,
        "label": label.label,
        "definition": label.definition,
        "decided_by": decider(label.decided_by.replace("_", " ")),
        "stands_for": CORE_STATES.get(label.core_state, label.core_state),
        "terminal": label.terminal,
        "reopenable": label.may_be_reopened,
    }


def decider(who: str) -> str:
    """Return who decides as it stands in a sentence: "the assessor", "Cal DOJ"."""
    return who if who != who.lower() else f"the {who}"


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "key": criterion.key,
        "question": criterion.question,
        "why": criterion.why,
        "evidence": criterion.evidence or None,
        "effect": criterion.effect,
    }
