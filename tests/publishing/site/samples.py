"""Release documents made by small functions: a typical site, an empty one, stopped, public-record, and large ones."""

import random
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from tests.publishing.site.programme_sample import Doc, programme, programme_2, release, statuses

AS_OF = date(2026, 11, 20)
TOPICS = {
    1: "Community engagement and problem solving",
    2: "Accountability and oversight",
    3: "Recruitment, hiring, retention and promotion",
    4: "Officer safety and wellness",
    5: "Organizational learning and data",
    6: "Internal and external communication",
}
WORDS = re.findall(
    r"\S+",
    """
    supervisors training records review quarterly community advisory board policy draft publish
    interpreter access complaint intake desk promotion panel wellness visits peer support data entry
    audit body-worn camera sample dispatch call notes field training evaluation hiring calendar outreach
    schools faith leaders tenants residents beat meetings budget request staffing study shift length
    overtime transfer rosters lesson plans scenario de-escalation medical aid report writing evidence
    room inventory crime analysis bulletin precinct captain
    """,
)
LISTS = (
    *("focus_areas", "statuses", "findings", "recommendations", "work", "changes"),
    *("holders", "reports", "published_figures", "series", "contacts"),
)


def site_document(slug: str, name: str, as_of: str = "2026-11-14", **changes: Any) -> Doc:
    """An engagement that has just begun: nothing issued, nothing reported."""
    site: Doc = {
        "slug": slug,
        "name": name,
        "state": "OH",
        "origin": "programme",
        "tier": "Organizational assessment",
        "state_key": "active",
        "started": {"value": "2025-06-09", "precision": "day"},
        "ended": None,
        "provider": None,
        "outcome": None,
        "agency": {"name": name, "lat": 39.97, "lng": -82.99},
        "source": None,
        "owed": [],
        "notes": [],
    }
    empty: Doc = {
        "schema": "concord.site/1",
        "release": release(f"{slug}-{as_of}", as_of),
        "site": {**site, **changes.pop("site", {})},
        **{name: [] for name in LISTS},
        "figures": None,
        "next_update": None,
    }
    return {**empty, **changes}


def sentence(rng: random.Random, length: int) -> str:
    text = " ".join(rng.choice(WORDS) for _ in range(length))
    return f"{text[:1].upper()}{text[1:]}."


def said(key: str, on: str, note: str | None = None) -> Doc:
    return {"status": key, "on": on, "note": note}


def recommendation(key: str, area: int | None, finding: str | None, text: str | None, **changes: Any) -> Doc:
    base: Doc = {
        "key": key,
        "label": key,
        "finding": finding,
        "focus_area": area,
        "text": text,
        "justification": None,
        "issued_on": None,
        "measures": [],
        "reported": None,
        "assessed": None,
        "history": [],
        "held_by": None,
        "held_since": None,
        "tags": [],
    }
    return {**base, **changes}


def counts(rows: list[Doc], voice: str) -> list[Doc]:
    tally = Counter(row[voice]["status"] for row in rows if row[voice])
    return [{"status": s["key"], "count": tally[s["key"]]} for s in statuses()] if tally else []


def figures(rows: list[Doc], as_of: str = "2026-11-14") -> Doc:
    return {
        "base": len(rows),
        "as_of": as_of,
        "assessed": counts(rows, "assessed"),
        "reported": counts(rows, "reported"),
        "previous": None,
    }


KEYS = ("complete", "partially_complete", "in_progress", "not_started")
START = date(2026, 1, 12)


def worked_on(rng: random.Random, number: int, area: int, finding: str, sequence: int) -> Doc:
    """A recommendation with both voices, a history and measures, differently far along."""
    assessed = rng.choices(KEYS, (25, 6, 47, 22))[0]
    reported = "complete" if assessed == "in_progress" and rng.random() < 0.3 else assessed
    issued = START + timedelta(days=rng.randrange(120))
    moved = issued + timedelta(days=60 + rng.randrange(90))
    held = "the assessment team" if reported != assessed else "the agency"
    return recommendation(
        f"{finding}.{sequence}",
        area,
        finding,
        f"Publish {sentence(rng, 12).lower()} {sentence(rng, 8)}",
        justification=f"{sentence(rng, 20)} {sentence(rng, 16)}",
        issued_on=issued.isoformat(),
        measures=[
            {
                "label": f"{number}.a",
                "text": f"A written plan names who does what: {sentence(rng, 9).lower()}",
                "kind": "completion",
                "approved_on": issued.isoformat(),
            },
            {
                "label": f"{number}.b",
                "text": f"An audit after six months shows that {sentence(rng, 8).lower()}",
                "kind": "sustainment",
                "approved_on": None,
            },
        ],
        assessed=said(assessed, (moved + timedelta(days=14)).isoformat()),
        reported=said(reported, moved.isoformat(), "Order issued; training scheduled."),
        history=[
            {"on": issued.isoformat(), "voice": "assessed", "status": "not_started", "note": None},
            {
                "on": moved.isoformat(),
                "voice": "reported",
                "status": reported,
                "note": "Order issued; training scheduled.",
            },
            {"on": (moved + timedelta(days=14)).isoformat(), "voice": "assessed", "status": assessed, "note": None},
        ],
        held_by=held if assessed in ("in_progress", "not_started") else None,
        held_since=moved.isoformat() if assessed in ("in_progress", "not_started") else None,
        tags=rng.sample(("policy", "training", "union", "council", "data"), 2),
    )


def finding(rng: random.Random, key: str, area: int) -> Doc:
    return {
        "key": key,
        "label": key,
        "focus_area": area,
        "heading": sentence(rng, 7),
        "text": f"{sentence(rng, 24)} {sentence(rng, 20)}\n\n{sentence(rng, 26)}",
        "issued_on": "2026-02-20",
        "evidence": [
            {"ref": f"E-{key}-1", "method": "document review", "title": "General order 4.10", "releasable": True},
            {"ref": f"E-{key}-2", "method": "interview", "title": None, "releasable": False},
            {"ref": f"E-{key}-3", "method": "interview", "title": None, "releasable": False},
        ],
    }


def worked_site(slug: str, name: str, findings_by_area: dict[int, list[int]], **changes: Any) -> Doc:
    """A site with findings and recommendations: focus area → number of recommendations of each finding."""
    rng = random.Random(slug)
    issued, rows = [], []
    for area, sizes in findings_by_area.items():
        for index, size in enumerate(sizes, 1):
            key = f"{area}.{index}"
            issued.append(finding(rng, key, area))
            rows += [worked_on(rng, len(rows) + n, area, key, n) for n in range(1, size + 1)]
    areas = [
        {
            "number": number,
            "title": title,
            "state": "Complete" if number in findings_by_area else "Opens when focus area 5 is complete",
            "findings": len(findings_by_area.get(number, ())),
        }
        for number, title in TOPICS.items()
    ]
    base = site_document(
        slug,
        name,
        focus_areas=areas,
        statuses=statuses(),
        findings=issued,
        recommendations=rows,
        figures=figures(rows),
        **changes,
    )
    held: dict[str, list[str]] = {}
    for row in rows:
        if row["held_by"]:
            held.setdefault(row["held_by"], []).append(row["held_since"])
    base["holders"] = [{"held_by": who, "items": len(since), "oldest_since": min(since)} for who, since in held.items()]
    return base


def typical(**changes: Any) -> Doc:
    """Fictional Riverbend: 36 recommendations, two voices, a report, an update that is not late."""
    document = worked_site(
        "riverbend",
        "Riverbend Police Department",
        {1: [3, 2, 3], 2: [4, 4, 4], 3: [3, 4], 4: [5, 4]},
        site={
            "origin": "fictional",
            "provider": "Fairlight Institute (fictional)",
            "agency": {
                "name": "Riverbend Police Department",
                "ori": None,
                "type": "City police",
                "county": "Alder County",
                "population": 84_200,
                "sworn": 148,
                "civilian": 41,
                "lat": 39.97,
                "lng": -82.99,
            },
        },
        work=[
            {"method": "documents reviewed", "count": 412},
            {"method": "interviews", "count": 63},
            {"method": "observations", "count": 18},
            {"method": "focus groups", "count": 9},
            {"method": "listening sessions", "count": 3},
        ],
        reports=[
            {
                "number": 5,
                "date": "2026-11-14",
                "title": "Fifth status report",
                "summary": "Six recommendations issued on accountability; five more found complete.",
            },
            {"number": 4, "date": "2026-08-15", "title": "Fourth status report", "summary": None},
        ],
        next_update={"due": "2027-02-13", "cadence": "Every quarter."},
        contacts=[
            {"label": "Riverbend site desk", "email": "riverbend@reform.example", "subject": "Riverbend & reform"}
        ],
    )
    document["figures"]["previous"] = {
        "as_of": "2026-08-15",
        "base": 30,
        "assessed": [
            {"status": "complete", "count": 4},
            {"status": "partially_complete", "count": 1},
            {"status": "in_progress", "count": 15},
            {"status": "not_started", "count": 10},
        ],
    }
    document["changes"] = [
        {
            "on": "2026-11-02",
            "text": "Reopened: the first audit found reviews missing for two of twelve months.",
            "recommendation": "3.2.1",
        },
        {"on": "2026-10-20", "text": "Six recommendations issued in focus area 2.", "recommendation": None},
        {"on": "2026-09-30", "text": "The agency chose not to pursue it further: no funding in the 2027 budget."},
    ]
    document["release"]["reason"] = "Fifth status report"
    return {**document, **changes}


def report(document: Doc, **changes: Any) -> Doc:
    """The status report that goes with a site document."""
    base: Doc = {
        "schema": "concord.report/1",
        "release": release("riverbend-report-5", "2026-11-14", reason=None),
        "site": {name: document["site"][name] for name in ("slug", "name", "origin")},
        "number": 5,
        "date": "2026-11-14",
        "period": {"from": "2026-08-16", "to": "2026-11-14"},
        "title": "Fifth status report",
        "work_done": "The team held twelve interviews and observed two review boards.\n\nFocus area 5 was opened.",
        "outcomes": "Six recommendations were issued. Five more were found complete, and one was reopened.",
        "next_steps": "The remaining six interviews in focus area 5, then its findings.",
        "statuses": document["statuses"],
        "figures": document["figures"],
        "focus_areas": document["focus_areas"],
        "changes": document["changes"],
        "methods": [{"method": "interviews", "count": 12}, {"method": "observations", "count": 2}],
        "approved": {"role": "approving official", "on": "2026-11-13"},
        "next_update": document["next_update"],
    }
    return {**base, **changes}


def before() -> list[Doc]:
    """The record of Riverbend three months earlier, and its report: three focus areas, two fewer found complete."""
    document = typical()
    document["release"] = release("riverbend-2026-08-15", "2026-08-15")
    document["recommendations"] = [row for row in document["recommendations"] if row["focus_area"] != 4]
    document["findings"] = [row for row in document["findings"] if row["focus_area"] != 4]
    done = [row for row in document["recommendations"] if row["assessed"]["status"] == "complete"]
    for row in done[:2]:
        row["assessed"] = said("in_progress", row["assessed"]["on"])
        row["history"][-1]["status"] = "in_progress"
    document |= {"figures": figures(document["recommendations"], "2026-08-15"), "changes": []}
    document |= {"reports": document["reports"][1:], "next_update": {"due": "2026-11-13", "cadence": "Every quarter."}}
    head = release("riverbend-report-4", "2026-08-15", reason=None)
    period = {"from": "2026-05-16", "to": "2026-08-15"}
    titled = {"number": 4, "date": "2026-08-15", "title": "Fourth status report", "period": period, "release": head}
    return [document, report(document, **titled)]


def empty(**changes: Any) -> Doc:
    """A site that was opened last week."""
    return site_document(
        "new-harbor",
        "New Harbor Police Department",
        focus_areas=[{"number": 1, "title": TOPICS[1], "state": "Under assessment", "findings": 0}],
        next_update={"due": None, "cadence": "Every quarter."},
        **changes,
    )


def stopped(**changes: Any) -> Doc:
    """A site that the programme ended, with what was owed."""
    site = {
        "state": "CA",
        "state_key": "ended by programme",
        "started": {"value": "2015-04", "precision": "month"},
        "ended": {"value": "2017-09", "precision": "month"},
        "outcome": "The agreement was cancelled by the programme. No final report was published.",
        "agency": {"name": "Calexico Police Department", "ori": "CA0130200", "lat": 32.68, "lng": -115.5},
        "owed": [
            {
                "owed_by": "the programme office",
                "what": "A final report",
                "due": {"value": "18 months after the assessment", "precision": "text"},
                "state": "Never issued",
            },
            {
                "owed_by": "the programme office",
                "what": "Acknowledgement of the work the agency had finished on time",
                "promised_on": {"value": "2017-03", "precision": "month"},
                "state": "Never given",
                "note": "Asked for twice.",
                "source": {"title": "Minutes of the council", "url": "https://city.example/minutes"},
            },
        ],
        "origin": "public record",
        "tier": "Collaborative Reform 2011–2017",
        "source": {"title": "Imperial Valley Press, 24 November 2017", "url": "https://www.pressreader.com/x"},
        "notes": [{"kind": "missing", "text": "The number of findings was not found."}],
    }
    return site_document("calexico", "Calexico Police Department", site=site, **changes)


def printed(
    figure_id: str, as_of: Doc, base: int | None, rows: list[tuple[str, int | None, str | None]], **more: Any
) -> Doc:
    figure: Doc = {
        "id": figure_id,
        "as_of": as_of,
        "assessor": "Printed by the federal programme office",
        "base": base,
        "rows": [{"label": label, "count": count, "percent_as_printed": text} for label, count, text in rows],
        "source": {"title": "Active site page", "url": "https://cops.usdoj.gov/active-oa-site"},
        "checks": [],
    }
    return {**figure, **more}


def charlottesville(**changes: Any) -> Doc:
    """A public record whose printed percentages cannot be right."""
    figure = printed(
        "status-table",
        {"value": "2024-03-27", "precision": "day"},
        13,
        [("Complete", 0, "0"), ("Partially Complete", 0, "0"), ("In Progress", 4, "28.6"), ("Not Started", 9, "69.2")],
        checks=[{"level": "error", "text": "The page is dated before the engagement was announced."}],
    )
    site = {
        "state": "VA",
        "origin": "public record",
        "started": {"value": "2024-08-22", "precision": "day"},
        "agency": {"name": "Charlottesville Police Department", "ori": "VA1020000", "lat": 38.03, "lng": -78.48},
    }
    return site_document(
        "charlottesville",
        "Charlottesville Police Department",
        **{
            "site": site,
            "published_figures": [figure],
            "next_update": {"due": "2026-09-30", "cadence": "Every quarter."},
            **changes,
        },
    )


def suspended(**changes: Any) -> Doc:
    """A site that was suspended and resumed on one day, and is suspended again, before any report."""
    site = {
        "origin": "fictional",
        "state_key": "suspended",
        "edition": {"number": 2, "label": "Second edition"},
        "turns": [
            {"at": "2026-03-03T10:00:00Z", "state_key": "suspended", "text": "The city had not signed yet."},
            {"at": "2026-03-03T17:00:00Z", "state_key": "active", "text": "The city signed on the same day."},
            {"at": "2026-11-10T09:00:00Z", "state_key": "suspended", "text": "A new council decides in December."},
        ],
        "owed": [
            {
                "owed_by": "The programme office",
                "what": "The first status report",
                "promised_on": {"value": "2025-06-09", "precision": "day"},
                "due": {"value": "2025-09-09", "precision": "day"},
                "state": "Waits while the work is suspended",
            }
        ],
    }
    return site_document("cedar-point", "Cedar Point Police Department", site={**site, **changes})


def public_record(**changes: Any) -> Doc:
    """San Francisco as public sources tell it: numbers without texts, four dated counts, printed figures."""
    objectives = ["Use of force", "Bias", "Community policing", "Accountability", "Recruitment"]
    rows = [recommendation(f"{n}.{m}", 1 + n % 5, None, None) for n in range(1, 41) for m in range(1, 3 + n % 3)]
    url = "https://missionlocal.org/2021/07/feds-recommended-reforms-to-the-sfpd-are-moving-alongslowly/"
    points = [
        ("2019-05-16", "day", 11, "https://www.thesfnews.com/progress-report-on-collaborative-reform-released/48822"),
        ("2020-03-04", "day", 48, "https://sanfrancisco.cbslocal.com/2020/03/04/reforms/"),
        ("2021-07", "month", 193, url),
        ("2025", "year", 263, "https://legalnewsline.com/stories/667505842"),
    ]
    site = {
        "state": "CA",
        "origin": "public record",
        "tier": "Collaborative Reform 2011–2017, then a state review",
        "state_key": "closed",
        "started": {"value": "2016-02", "precision": "month"},
        "ended": {"value": "2025", "precision": "year"},
        "provider": "Hillard Heintze, later Jensen Hughes",
        "outcome": "At the end 263 of 272 recommendations were found substantially compliant; 9 were in progress.",
        "agency": {"name": "San Francisco Police Department", "ori": "CA0380100", "lat": 37.77, "lng": -122.42},
        "source": {"title": "Dispatch, November 2016", "url": "https://cops.usdoj.gov/html/dispatch/11-2016/"},
        "notes": [
            {
                "kind": "discrepancy",
                "text": "Pages on measures list 97 identifiers of the first phase, a report says 63.",
                "source": {"title": "San Francisco News", "url": "https://www.thesfnews.com/48822"},
            }
        ],
    }
    return site_document(
        "san-francisco",
        "San Francisco Police Department",
        site=site,
        focus_areas=[
            {"number": n, "title": title, "state": "Closed", "findings": None} for n, title in enumerate(objectives, 1)
        ],
        recommendations=rows,
        series=[
            {
                "title": "Substantially compliant",
                "unit": "recommendations",
                "base": 272,
                "points": [
                    {"as_of": {"value": value, "precision": precision}, "count": count, "source_url": where}
                    for value, precision, count, where in points
                ],
            }
        ],
        published_figures=[
            printed(
                "cal-doj-2019",
                {"value": "2019-05-16", "precision": "day"},
                272,
                [("substantially compliant", 11, "4"), ("prioritised for phase I review", 63, None)],
            ),
            printed(
                "las-vegas-2014",
                {"value": "undated page", "precision": "text"},
                75,
                [("complete", None, "90"), ("in progress", None, "6"), ("not complete", None, "3")],
            ),
        ],
        **changes,
    )


def large(**changes: Any) -> Doc:
    """A site with 300 recommendations under 96 findings."""
    sizes = {area: [3, 3, 4, 2, 3, 4, 3, 3, 3, 3, 3, 3, 3, 3, 4, 3] for area in TOPICS}
    document = worked_site(
        "metropolis-county", "Metropolis County Sheriff’s Office", sizes, site={"origin": "fictional"}
    )
    return {**document, **changes}


def everything() -> list[Doc]:
    """One of each."""
    riverbend = typical()
    return [
        programme(),
        programme_2(),
        riverbend,
        report(riverbend),
        empty(),
        stopped(),
        charlottesville(),
        public_record(),
    ]
