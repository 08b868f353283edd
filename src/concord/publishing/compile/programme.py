"""The programme's pages, from the edition in force."""

from typing import Any

from concord.programme.document import Criterion, Office, Programme, StatusLabel

CORE_STATES = {"complete": "complete", "stopped": "partially_complete", "under_way": "in_progress"}


def programme_document(programme: Programme, *, public_url: str) -> dict[str, Any]:
    """Return the body of a concord.programme/1 document."""
    return {
        "schema": "concord.programme/1",
        "office": {
            "name": programme.office.name,
            "programme": "Collaborative Reform",
            "public_url": public_url,
            "banner": programme.banner.text,
            "contacts": contacts(programme.office),
        },
        "intro": programme.intro.text,
        "tiers": [{"key": t.key, "name": t.name, "summary": t.summary} for t in programme.tier],
        "who_can_request": [
            {"question": a.question, "answer": a.answer, "rule": a.rule or None} for a in programme.faq
        ],
        "next_steps": [{"title": s.title, "text": s.text} for s in programme.next_step],
        "not_supported": [f"{n.label}: {n.why}" for n in programme.not_supported],
        "methods": [{"key": m.key, "name": m.name, "description": m.description} for m in programme.method],
        "statuses": [status(s) for s in programme.status],
        "criteria": {
            "eligibility": [_criterion(c) for c in programme.eligibility],
            "readiness": [_criterion(c) for c in programme.readiness],
        },
        "request_url": "/request/",
        "cadence": programme.cadence.label,
    }


def contacts(office: Office) -> list[dict[str, Any]]:
    """Return how to reach the office, for every public page."""
    return [
        {"label": office.name, "email": office.email, "phone": office.phone, "subject": None},
        {"label": "Feedback", "email": office.feedback_email, "phone": None, "subject": None},
    ]


def status(label: StatusLabel) -> dict[str, Any]:
    """Return one status with its definition and who decides it."""
    return {
        "key": label.key,
        "label": label.label,
        "definition": label.definition,
        "decided_by": decider(label.decided_by.replace("_", " ")),
        "stands_for": CORE_STATES.get(label.core_state, label.core_state),
        "terminal": label.terminal,
        "reopenable": label.reopenable,
    }


def decider(who: str) -> str:
    """Return who decides as it stands in a sentence: "the assessor", "Cal DOJ"."""
    return who if who != who.lower() else f"the {who}"


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {"key": criterion.key, "question": criterion.question, "why": criterion.why}
