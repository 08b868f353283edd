"""The programme's release document, and the parts that every document shares."""

from typing import Any

Doc = dict[str, Any]
AUDIT = {"streams": 14, "rows": 2291, "head": "9f2c41d07be1" * 5 + "9f2c"}


def release(ref: str, as_of: str, **changes: Any) -> Doc:
    base: Doc = {
        "ref": ref,
        "released_at": f"{as_of}T15:00:00Z",
        "as_of": as_of,
        "reason": None,
        "previous": None,
        "previous_sha256": None,
        "audit": AUDIT,
    }
    return {**base, **changes}


def status(key: str, label: str, definition: str, by: str = "the assessment team", **more: Any) -> Doc:
    return {"key": key, "label": label, "definition": definition, "decided_by": by, **more}


def statuses() -> list[Doc]:
    return [
        status(
            "complete",
            "Complete",
            "Shown by what was submitted, observed and analysed. Whether it lasts is still reviewed.",
            reopenable=True,
        ),
        status(
            "partially_complete",
            "Partially complete",
            "More is needed, and the agency has decided not to pursue it.",
            terminal=True,
        ),
        status("in_progress", "In progress", "Work has begun and is under review."),
        status("not_started", "Not started", "No progress has been shown so far."),
    ]


def programme(**changes: Any) -> Doc:
    base: Doc = {
        "schema": "concord.programme/1",
        "release": release("programme-2026-10-01", "2026-10-01"),
        "office": {
            "name": "Programme office",
            "programme": "Collaborative Reform",
            "public_url": "https://reform.example",
            "banner": "Demonstration. No real office stands behind these pages.",
            "contacts": [
                {
                    "label": "Programme office",
                    "email": "assistance@reform.example",
                    "phone": "555-0100",
                    "subject": "Collaborative reform",
                }
            ],
        },
        "intro": (
            "Agencies ask, and are helped to see themselves clearly: a voluntary, non-adversarial assessment in the"
            " open, with the people they serve.\n\nAn assessment team reviews documents, listens, observes and"
            " analyses. It issues findings and recommendations with the reasons for each. The agency begins to carry"
            " them out while the assessment goes on, and the public reads how far it has come."
        ),
        "tiers": [
            {
                "key": "topic",
                "name": "Topic assistance",
                "summary": "Short help on one topic: training, coaching, a visit by people who do the work.",
            },
            {
                "key": "critical",
                "name": "Critical response",
                "summary": "After an event that shook a community: advice, data analysis, an after-action review.",
            },
            {
                "key": "oa",
                "name": "Organizational assessment",
                "summary": "About a year: findings, recommendations, work on them, and public reports throughout.",
            },
        ],
        "who_can_request": [
            {
                "question": "Who can request assistance?",
                "answer": "The chief executive of a state, local, county, tribal, campus or territorial agency that has"
                " primary enforcement authority and patrols, or somebody the chief executive has authorized.",
                "rule": "authority",
            },
            {
                "question": "Are other services possible?",
                "answer": "Yes. Each request is looked at for itself. This is not a grant: agency staff and equipment"
                " cannot be paid for.",
                "rule": None,
            },
            {
                "question": "What could stand against a request?",
                "answer": "A pending inquiry, or litigation that concerns the subject of the request, makes approval"
                " unlikely.",
                "rule": "pending",
            },
        ],
        "next_steps": [
            {"title": "We call you", "text": "Within days, to define the request and to say how the process goes."},
            {
                "title": "We look at eligibility and readiness",
                "text": "By the criteria below, and tell you the result.",
            },
            {"title": "We draft a work plan", "text": "What will be done, by whom. Nothing starts before you concur."},
            {"title": "The assessment begins", "text": "We work with your leadership and all stakeholders throughout."},
        ],
        "not_supported": ["Salaries and overtime of agency staff", "Equipment"],
        "methods": [
            {"key": "documents", "name": "Document review", "description": "Policies, plans, training records, files."},
            {"key": "interviews", "name": "Interviews", "description": "With staff of all ranks and with residents."},
            {"key": "observation", "name": "Observation", "description": "Ride-alongs, training, review boards."},
            {"key": "groups", "name": "Focus groups", "description": "Small groups who share a role or a street."},
            {"key": "data", "name": "Data analysis", "description": "Of the agency’s own records, method published."},
        ],
        "statuses": statuses(),
        "criteria": {
            "eligibility": [
                {
                    "key": "authority",
                    "question": "Does the agency have primary enforcement authority and patrol?",
                    "why": "The assistance is made for agencies that answer calls.",
                },
                {
                    "key": "pending",
                    "question": "Is an inquiry or litigation on the subject pending?",
                    "why": "Help and inquiry on one subject cannot go on side by side.",
                },
            ],
            "readiness": [
                {
                    "key": "liaison",
                    "question": "Is there a liaison with time for it?",
                    "why": "Documents and interviews need somebody inside who arranges them.",
                }
            ],
        },
        "request_url": "/request/",
        "cadence": "Each active site reports at least every quarter.",
    }
    return {**base, **changes}


def programme_2(**changes: Any) -> Doc:
    """A document of version 2, released after the one of version 1: an edition with topics, pages, announcements."""
    first = programme()
    whole = ["agreement", "plan", "evidence", "findings", "reforms", "reports", "deliveries", "evaluation"]
    without = [stage for stage in whole if stage != "reforms"]
    terms = {
        "oa": (whole, "before_concurrence", "About a year and a half.", "A reviewer who did not write it."),
        "critical": (without, "before_opening", "Three to nine months.", None),
        "topic": (["plan", "deliveries", "evaluation"], "never", None, None),
    }
    tiers = {tier["key"]: tier for tier in first["tiers"]}
    more = {"evidence": "A letter that says so.", "effect": "required"}
    sovereign = topic("tribal", "Crime reduction", agency_types=["Tribal"], care="A tribe is sovereign.")
    base: Doc = {
        **first,
        "schema": "concord.programme/2",
        "release": release("programme-2026-11-01", "2026-11-01", previous=first["release"]["ref"]),
        "office": {**first["office"], "address": "1 Reform Street", "hours": "Monday to Friday, 9 to 5"},
        "edition": edition(2, "Second edition", "2026-11-01", legal_basis="The Act on Assistance, section 12."),
        "heading": "Help that an agency asks for",
        "announcements": [
            {
                "key": "open-day",
                "heading": "Open day in Exampleton",
                "text": "Ask us anything, in person.",
                "shown_from": "2026-11-01",
                "shown_until": "2026-11-20",
            }
        ],
        "pages": [
            {
                "key": "for-residents",
                "title": "For residents",
                "blocks": [
                    {"kind": "paragraph", "texts": ["You can read everything. It stays."]},
                    {"kind": "heading", "texts": ["Being heard"]},
                    {"kind": "list", "texts": ["In a session", "In writing"]},
                ],
            },
            {
                "key": "overview",
                "title": "The programme in one page",
                "blocks": [{"kind": "paragraph", "texts": ["Help that is asked for."]}],
            },
            {
                "key": "introduction",
                "title": "An introduction for chiefs",
                "blocks": [{"kind": "paragraph", "texts": ["Good morning, and thank you for coming."]}],
                "recording": {
                    "address": "https://video.example/watch/introduction",
                    "captions": ["English", "Español"],
                    "length": "32 minutes",
                },
            },
        ],
        "tiers": [
            {**tiers[key], "stages": has, "agreement": agreement, "length": length, "review": review}
            for key, (has, agreement, length, review) in terms.items()
        ],
        "topic_editions": [
            topics("2026", "2026-01-01", None, [topic("listening", "Listening to residents")]),
            topics("2017-2018", "2017-01-01", "2018-12-31", [topic("mass", "Mass Casualty Response"), sovereign]),
        ],
        "not_supported": [{"label": text, "why": "This is no grant."} for text in first["not_supported"]],
        "criteria": {kind: [{**row, **more} for row in rows] for kind, rows in first["criteria"].items()},
    }
    return {**base, **changes}


def edition(number: int, label: str, since: str, legal_basis: str | None = None) -> Doc:
    return {"number": number, "label": label, "effective_from": since, "legal_basis": legal_basis}


def topics(key: str, since: str, until: str | None, rows: list[Doc]) -> Doc:
    return {
        "key": key,
        "label": f"Topics of {key}",
        "effective_from": since,
        "effective_to": until,
        "legal_basis": f"The Act on Assistance, as of {key}.",
        "source": None,
        "families": [{"name": "All", "topics": rows}],
    }


def topic(key: str, text: str, **changes: Any) -> Doc:
    base: Doc = {"key": key, "text": text, "parts": [], "care": None, "delivery": [], "agency_types": []}
    return {**base, **changes}
