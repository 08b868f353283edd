"""The fictional engagement and the shipped programme edition are complete, consistent and plainly worded.

Concord loads this content through its verbs, in date order; these tests hold the same rules over the data itself,
so that a slip shows beside the sentence that caused it and not as a refused verb far away.
"""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from concord.analysis.policing.runs.catalogue import METHODS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "fictional"
PROGRAMME = tomllib.loads((ROOT / "src/concord/programme/shipped/programme.toml").read_text(encoding="utf-8"))
FILES = {path.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}

AS_OF = date(2026, 11, 14)
FUTURE = {"report_schedule", "from", "to", "until", "by_when", "closes_on", "for_day", "planned_on", "due_on"}  # plans
RELEASABILITY = {"releasable", "deliberative", "confidential"}
SLUG = re.compile(r"[a-z][a-z0-9-]*")

# Role -> what it may do, as "place.field" of each field that names a person.
MAY = {
    "requester": "request.requester",
    "liaison": "request.contact reported.by plan_comment.author expectation.said_by reply.answered_by "
    "evaluated.evaluated_by document_request.person document_request.answered_by comments.by fact_check.sent_back_by "
    "report.checked_by link.by obstacle.by mark.by value.by work.by packet.by",
    "chief_executive": "agency.chief returned.by concurred.by scope_change.asked_by signature.by expectation.said_by "
    "met.by concern.raised_by reply.answered_by tier_change.declined_by document_request.person "
    "document_request.answered_by response.by",
    "government_signatory": "paper.by",
    "programme_officer": "talk.logged_by part.recorded_by office_asked.asked_by eligibility.assessed_by "
    "readiness.assessed_by engagement.opened_by measures.approved_by partner.added_by expert.added_by "
    "declaration.asked_by declaration.decided_by agreement.drafted_by paper.recorded_by check_in.recorded_by "
    "expectation.said_by missed.by concern.officer concern.answered_by survey.asked_by survey.closed_by "
    "tier_change.proposed_by eligibility_look.looked_by office_asked_again.asked_by "
    "edition_draft.drafted_by hold.placed_by waiting.office_by "
    "records_request.prepared_by disposal.proposed_by withhold.asked_by",
    "approving_official": "decision.by report.approved_by withhold.kept_by",
    "publisher": "report.published_by",
    "assessment_lead": "focus_area.opened_by focus_area.completed_by work_plan.proposed_by evidence.logged_by "
    "finding.issued_by recommendation.issued_by report.compiled_by scope_change.answered_by plan_amendment.by "
    "plan_comment.replied_by exit_progress.author partner.contact declaration.person expectation.said_by "
    "analysis.shared_by delivery.planned_by delivery.experts held.recorded_by effort.recorded_by advice.logged_by "
    "advice.answered_by fact_check.opened_by fact_check.closed_by coding.started_by round.closed_by "
    "decision.decided_by mark.by earlier_report.by coded_project.by statement_comment.by",
    "assessor": "booking.booked_by claim.made_by contact.kept_by document.filed_by redaction.redacted_by "
    "document_request.asked_by evidence.logged_by finding.author recommendation.author link.by outcome.by "
    "measures.proposed_by comments.answered_by assessed.by experts.person expert.person declaration.person "
    "delivery.experts statement_comment.resolved_by",
    "analyst": "document_request.asked_by data_set.registered_by analysis.by evidence.logged_by expert.person "
    "declaration.person delivery.experts",
    "reviewer": "finding.validated_by recommendation.validated_by report.reviewed_by declaration.person",
    "stakeholder_adviser": "advice.logged_by declaration.person",
}
TEAM = {"assessment_lead", "assessor", "analyst", "reviewer", "stakeholder_adviser"}
PERSON_FIELDS = {"by", "author", "requester", "contact", "chief", "person", "officer", "experts"}

BANNED = re.compile(
    "(?i)violat|investigat|defendant|monitor|non-?complian|misconduct|wrongdoing|deficien|fail|blame|guilt|worst"
)
REAL_PLACES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana|"
    "iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|"
    "nebraska|nevada|hampshire|jersey|mexico|york|carolina|dakota|ohio|oklahoma|oregon|pennsylvania|rhode|tennessee|"
    "texas|utah|vermont|virginia|washington|wisconsin|wyoming|san francisco|spokane|philadelphia|las vegas|seattle|"
    "chicago|portland|baltimore|milwaukee|memphis|charlottesville|dearborn heights|north miami|hackensack|"
    "fayetteville|calexico|st louis|oakland|new orleans|albuquerque|cleveland|ferguson|minneapolis"
)
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|dozen"
)
RECOMMENDATION_VERBS = {
    "Add", "Adopt", "Ask", "Carry", "Give", "Hold", "Name", "Offer", "Plan", "Protect", "Publish", "Record", "Replace",
    "Review", "Seek", "Set", "Start", "Train", "Use", "Widen", "Write",
}  # fmt: skip


def every(name: str) -> list[dict[str, Any]]:
    return [row for content in FILES.values() for row in content.get(name, [])]


REQUEST = FILES["request.toml"]["request"]
ENGAGEMENT = FILES["engagement.toml"]["engagement"]
AREAS = {row["key"]: row for row in every("focus_area")}
PEOPLE = {row["key"]: row for row in every("person")}
PLANS = every("work_plan")
CONCURRED = PLANS[-1]["concurred"]["on"]
EVIDENCE = {row["key"]: row for row in every("evidence")}
FINDINGS = {row["key"]: row for row in every("finding")}
CLAIMS = {row["key"]: row for row in every("claim")}
RECOMMENDATIONS = {row["key"]: row for row in every("recommendation")}
PROGRESS = {row["recommendation"]: row for row in every("progress")}
REPORTS = every("report")
CRITERIA = {kind: [row["key"] for row in PROGRAMME[kind]] for kind in ("eligibility", "readiness")}


def leaves(value: Any, place: str = "", field: str = "") -> Iterator[tuple[str, str, Any]]:
    """(table name, field, value) for every value that is not itself a table or a list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, field or place, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, place, field)
    else:
        yield place, field, value


def texts() -> Iterator[tuple[str, str]]:
    for name, content in [*FILES.items(), ("programme.toml", PROGRAMME)]:
        for place, field, value in leaves(content):
            if isinstance(value, str):
                yield f"{name} {place}.{field}", value


def words(text: str) -> int:
    return len(text.split())


def latest(voice: str) -> Counter[str]:
    return Counter(row[voice][-1]["status"] if row[voice] else "no report yet" for row in PROGRESS.values())


def proportions(text: str) -> set[tuple[int, int]]:
    found = re.findall(r"(\d[\d,]*) of (\d[\d,]*)", text)
    return {(int(part.replace(",", "")), int(whole.replace(",", ""))) for part, whole in found}


# --- the files -------------------------------------------------------------------------------------------------


def test_the_readme_names_every_file_of_the_engagement() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert sorted(set(re.findall(r"`([a-z0-9-]+\.toml)`", readme))) == sorted(FILES)


def test_the_engagement_has_the_size_that_was_planned() -> None:
    sizes = [len(AREAS), len(FINDINGS), len(RECOMMENDATIONS), len(EVIDENCE), len(REPORTS), len(PLANS)]
    assert sizes == [6, 15, 36, 43, 2, 2]


def test_keys_are_unique_and_fit_an_address() -> None:
    for name in ("evidence", "claim", "finding", "recommendation", "focus_area", "person", "organization"):
        keys = [row["key"] for row in every(name)]
        assert len(keys) == len(set(keys))
    assert [key for key in (*FINDINGS, *RECOMMENDATIONS, *AREAS) if not SLUG.fullmatch(key)] == []


def test_every_focus_area_method_status_tier_tag_and_edition_is_known() -> None:
    known = {
        "focus_area": set(AREAS),
        "focus_areas": set(AREAS),
        "method": {row["key"] for row in PROGRAMME["method"]},
        "analysis.method": set(METHODS),
        "status": {row["key"] for row in PROGRAMME["status"]},
        "tier": {row["key"] for row in PROGRAMME["tier"]},
        "tags": set(FILES["engagement.toml"]["tags"]),
        "programme_edition": {PROGRAMME["edition"]["key"]},
        "organization": {row["key"] for row in every("organization")},
        "provider": {row["key"] for row in every("organization")},
        "releasability": RELEASABILITY,
        "recommendation": set(RECOMMENDATIONS),
        "finding": set(FINDINGS),
    }
    unknown = [
        (name, place, field, value)
        for name, content in FILES.items()
        for place, field, value in leaves(content)
        if field in known and value not in known.get(f"{place}.{field}", known[field])
    ]
    assert unknown == []


def test_every_method_tag_and_kind_of_releasability_is_used() -> None:
    assert {row["method"] for row in EVIDENCE.values()} == {row["key"] for row in PROGRAMME["method"]}
    assert {row["releasability"] for row in EVIDENCE.values()} == RELEASABILITY
    used = {tag for row in RECOMMENDATIONS.values() for tag in row["tags"]}
    assert sorted(used) == FILES["engagement.toml"]["tags"]


# --- people ----------------------------------------------------------------------------------------------------


def test_everyone_who_acts_is_known_and_has_a_role_that_may() -> None:
    seen, wrong = set(), []
    for name, content in FILES.items():
        for place, field, value in leaves(content):
            if not (field in PERSON_FIELDS or field.endswith("_by")) or place in {"event", "member"}:
                continue
            seen.add(f"{place}.{field}")
            if not any(f"{place}.{field}" in MAY.get(role, "").split() for role in PEOPLE[value]["roles"]):
                wrong.append((name, place, field, value))
    assert wrong == []
    assert seen == set(" ".join(MAY.values()).split())


def test_the_chief_submits_the_request_and_the_office_acknowledges_it() -> None:
    steps = [(row["verb"], row["by"]) for row in REQUEST["event"]]
    assert steps == [("submit", "chief"), ("acknowledge", "programme_officer")]


def test_members_hold_the_role_they_are_given_and_nobody_who_acts_is_missing() -> None:
    members = {row["person"]: row["role"] for row in ENGAGEMENT["member"]}
    assert [who for who, role in members.items() if role not in PEOPLE[who]["roles"]] == []
    office = {"programme_officer", "approving_official", "publisher", "auditor", "administrator"}
    assert set(PEOPLE) - set(members) == office


def test_everybody_of_the_team_declares_before_joining_and_what_is_declared_is_decided() -> None:
    team = {row["person"]: row["on"] for row in ENGAGEMENT["member"] if row["role"] in TEAM}
    declared = {row["person"]: row.get("decided_on", row["declared_on"]) for row in every("declaration")}
    assert declared.keys() == team.keys()
    assert [who for who, on in declared.items() if on > team[who]] == []
    assert [row["person"] for row in every("declaration") if ("detail" in row) != ("decision" in row)] == []
    days = [(row["asked_on"], row["declared_on"], row.get("decided_on", AS_OF)) for row in every("declaration")]
    assert [each for each in days if list(each) != sorted(each)] == []


def test_every_contact_is_an_example() -> None:
    contacts = [*PEOPLE.values(), PROGRAMME["office"]]
    assert [row["email"] for row in contacts if not row["email"].endswith("@example.org")] == []
    assert [row["phone"] for row in contacts if not re.fullmatch(r"555-01\d\d", row["phone"])] == []


def test_the_author_never_validates_and_whoever_proposes_never_approves() -> None:
    same = [
        row["key"] for row in (*FINDINGS.values(), *RECOMMENDATIONS.values()) if row["author"] == row["validated_by"]
    ]
    same += [
        row["key"]
        for row in RECOMMENDATIONS.values()
        for measure in row["measures"]
        if measure["proposed_by"] == measure["approved_by"]
    ]
    assert same == []
    for report in REPORTS:
        steps = ("compiled_by", "reviewed_by", "checked_by", "approved_by", "published_by")
        assert len({report[step] for step in steps}) == len(steps)
    assert REQUEST["decision"]["by"] not in {REQUEST["eligibility"]["assessed_by"], REQUEST["readiness"]["assessed_by"]}


def test_no_one_assesses_a_recommendation_that_they_wrote() -> None:
    own = [
        key
        for key, row in PROGRESS.items()
        if RECOMMENDATIONS[key]["author"] in {event["by"] for event in row["assessed"]}
    ]
    assert own == []


# --- dates -----------------------------------------------------------------------------------------------------


def test_no_event_lies_after_the_as_of_date() -> None:
    late = [
        (name, place, field, value)
        for name, content in FILES.items()
        for place, field, value in leaves(content)
        if isinstance(value, date) and value > AS_OF and field not in FUTURE
    ]
    assert late == []


def test_the_road_from_request_to_concurrence_is_in_order() -> None:
    first, second = PLANS
    road = [
        PROGRAMME["edition"]["effective_from"],
        *(event["on"] for event in REQUEST["event"]),
        *(talk["on"] for talk in REQUEST["talk"]),
        max(part["recorded_on"] for part in REQUEST["part"]),
        max(asked["answered_on"] for asked in REQUEST["office_asked"]),
        REQUEST["eligibility"]["assessed_on"],
        REQUEST["readiness"]["assessed_on"],
        REQUEST["decision"]["on"],
        ENGAGEMENT["opened_on"],
        first["proposed_on"],
        first["returned"]["on"],
        second["proposed_on"],
        second["concurred"]["on"],
        AREAS["community-engagement"]["opened_on"],
    ]
    assert road == sorted(road)


def test_only_the_last_work_plan_has_concurrence_and_the_other_a_reason_for_return() -> None:
    ends = [[name for name in ("returned", "concurred") if name in plan] for plan in PLANS]
    assert ends == [["returned"], ["concurred"]]
    assert [plan["version"] for plan in PLANS] == [1, 2]


def test_focus_areas_open_in_order_or_say_why_they_overlap() -> None:
    assert [row["number"] for row in AREAS.values()] == [1, 2, 3, 4, 5, 6]
    overlaps = []
    for before, after in pairwise(AREAS.values()):
        opened, done = after.get("opened_on"), before.get("completed_on")
        if opened and not (done and done <= opened):
            overlaps.append(after["key"])
    assert overlaps == [row["key"] for row in AREAS.values() if "overlap_reason" in row] == ["workforce"]
    states = ["completed_on" in row or ("open" if "opened_on" in row else "not open") for row in AREAS.values()]
    assert states == [True, True, True, True, "open", "not open"]


def test_evidence_is_gathered_after_concurrence_inside_a_window_of_the_plan_and_of_its_focus_area() -> None:
    outside = []
    for key, row in EVIDENCE.items():
        area = AREAS[row["focus_area"]]
        windows = [
            plan["from"] <= row["collected_on"] <= plan["to"]
            for plan in PLANS[-1]["activities"]
            if (plan["focus_area"], plan["method"]) == (row["focus_area"], row["method"])
        ]
        in_area = area["opened_on"] <= row["collected_on"] <= area.get("completed_on", AS_OF)
        if not (any(windows) and in_area and row["collected_on"] > CONCURRED):
            outside.append(key)
    assert outside == []


def test_each_completed_focus_area_did_exactly_what_the_plan_said() -> None:
    done: Counter[tuple[str, str]] = Counter()
    for row in EVIDENCE.values():
        done[row["focus_area"], row["method"]] += row["count"]
    planned = {
        (row["focus_area"], row["method"]): row["planned"]
        for row in PLANS[-1]["activities"]
        if "completed_on" in AREAS[row["focus_area"]]
    }
    assert {key: done[key] for key in planned} == planned


def test_findings_and_recommendations_are_drafted_validated_and_issued_in_order() -> None:
    for row in FINDINGS.values():
        area = AREAS[row["focus_area"]]
        steps = [max(EVIDENCE[item["key"]]["collected_on"] for item in row["evidence"])]
        steps += [row["drafted_on"], row["submitted_on"], row["validated_on"], row["issued_on"]]
        steps += [area["completed_on"]]
        assert steps == sorted(steps)
    for row in RECOMMENDATIONS.values():
        parent = FINDINGS[row["finding"]]
        steps = [parent["validated_on"], row["drafted_on"], row["submitted_on"], row["validated_on"], row["issued_on"]]
        assert steps == sorted(set(steps))
        assert parent["issued_on"] <= row["issued_on"]


def test_every_measure_is_approved_after_it_is_proposed_and_before_any_work_is_judged() -> None:
    for key, row in RECOMMENDATIONS.items():
        voices = [event["on"] for voice in ("reported", "assessed") for event in PROGRESS[key][voice]]
        for measure in row["measures"]:
            steps = [row["issued_on"], measure["proposed_on"], measure["approved_on"], min(voices)]
            assert steps == sorted(set(steps))


def test_status_reports_follow_the_schedule_that_the_chief_concurred_with() -> None:
    schedule = PLANS[-1]["report_schedule"]
    assert [row["published_on"] for row in REPORTS] == [day for day in schedule if day <= AS_OF]
    dates = [row[field] for row in REPORTS for field in ("period_to", "compiled_on", "approved_on", "published_on")]
    assert dates == sorted(set(dates))
    assert (REPORTS[1]["period_from"] - REPORTS[0]["period_to"]).days == 1


# --- intake ----------------------------------------------------------------------------------------------------


def test_every_public_criterion_has_one_answer_with_its_basis() -> None:
    for kind, keys in CRITERIA.items():
        answers = REQUEST[kind]["answer"]
        assert [row["criterion"] for row in answers] == keys
        assert [row["standing"] for row in answers] == ["met"] * len(keys)
        assert [row["criterion"] for row in answers if " Basis: " not in row["basis"]] == []


def test_the_focus_areas_are_the_topics_the_agency_asked_for() -> None:
    assert [row["title"] for row in AREAS.values()] == REQUEST["topics"]


# --- findings and recommendations ------------------------------------------------------------------------------


def test_labels_count_up_inside_their_focus_area_and_finding() -> None:
    expected, per_area, per_finding = [], defaultdict(int), defaultdict(int)
    for row in FINDINGS.values():
        per_area[row["focus_area"]] += 1
        expected.append(f"{AREAS[row['focus_area']]['number']}.{per_area[row['focus_area']]}")
    assert [row["label"] for row in FINDINGS.values()] == expected
    for row in RECOMMENDATIONS.values():
        per_finding[row["finding"]] += 1
        assert row["label"] == f"{FINDINGS[row['finding']]['label']}.{per_finding[row['finding']]}"
    assert set(per_finding) == set(FINDINGS)


def test_every_finding_stands_on_evidence_of_its_own_area_from_two_methods_one_of_them_releasable() -> None:
    weak = []
    for key, row in FINDINGS.items():
        items = [EVIDENCE[item["key"]] for item in row["evidence"]]
        strong = len({item["method"] for item in items}) >= 2 and any(
            item["releasability"] == "releasable" for item in items
        )
        if not strong or {item["focus_area"] for item in items} != {row["focus_area"]}:
            weak.append(key)
    assert weak == []
    assert [item for row in FINDINGS.values() for item in row["evidence"] if not item["why"].endswith(".")] == []


def test_every_claim_card_stands_on_evidence_of_its_own_area_and_its_finding_cites_what_supports_it() -> None:
    for row in CLAIMS.values():
        items = [EVIDENCE[piece["key"]] for piece in row["pieces"]]
        assert {item["focus_area"] for item in items} == {row["focus_area"]}
        assert max(item["collected_on"] for item in items) <= row["made_on"]
        if "finding" in row:
            finding = FINDINGS[row["finding"]]
            cited = [(item["key"], item["why"]) for item in finding["evidence"]]
            assert cited == [(p["key"], p["note"]) for p in row["pieces"] if p["direction"] == "supports"]
            assert row["made_on"] <= finding["drafted_on"]
    assert {piece["direction"] for row in CLAIMS.values() for piece in row["pieces"]} == {
        "supports", "contradicts", "context",
    }  # fmt: skip


def test_every_recommendation_cites_evidence_that_its_finding_stands_on() -> None:
    for row in RECOMMENDATIONS.values():
        cited = {item["key"] for item in FINDINGS[row["finding"]]["evidence"]}
        assert row["evidence"] == sorted(set(row["evidence"]) & cited)
        assert row["evidence"] != []


def test_all_evidence_of_completed_areas_is_used_by_a_finding() -> None:
    used = {item["key"] for row in FINDINGS.values() for item in row["evidence"]}
    assert used == {key for key, row in EVIDENCE.items() if "completed_on" in AREAS[row["focus_area"]]}


def test_narratives_and_justifications_have_the_length_that_readers_can_bear() -> None:
    assert [key for key, row in FINDINGS.items() if not 80 <= words(row["narrative"]) <= 160] == []
    assert [key for key, row in RECOMMENDATIONS.items() if not 40 <= words(row["justification"]) <= 90] == []


def test_every_recommendation_begins_with_a_verb() -> None:
    assert {row["text"].split()[0] for row in RECOMMENDATIONS.values()} == RECOMMENDATION_VERBS


def test_every_recommendation_has_one_completion_measure_and_ten_have_one_for_sustainment() -> None:
    kinds = Counter(tuple(m["kind"] for m in row["measures"]) for row in RECOMMENDATIONS.values())
    assert kinds == {("completion",): 26, ("completion", "sustainment"): 10}


def test_every_share_in_a_finding_or_justification_stands_in_releasable_evidence_that_it_cites() -> None:
    loose = []
    rows = [(row["narrative"], [i["key"] for i in row["evidence"]]) for row in FINDINGS.values()]
    rows += [(row["justification"], row["evidence"]) for row in RECOMMENDATIONS.values()]
    for text, cited in rows:
        items = [EVIDENCE[key] for key in cited]
        known = proportions(" ".join(i["summary"] for i in items if i["releasability"] == "releasable"))
        loose += [(pair, text) for pair in proportions(text) - known]
    assert loose == []


def test_every_percentage_follows_from_the_count_and_base_beside_it() -> None:
    share = re.compile(r"(\d[\d,]*) of (\d[\d,]*)(?: [a-z]+){0,3} \((\d+) percent\)")
    checked, wrong = 0, []
    for place, text in texts():
        found = share.findall(text)
        assert len(found) == text.count(" percent"), place
        for part, whole, percent in found:
            checked += 1
            count, base = int(part.replace(",", "")), int(whole.replace(",", ""))
            if not (0 < count <= base and f"{100 * count / base:.0f}" == percent):
                wrong.append((place, part, whole, percent))
    assert wrong == []
    assert checked == 77


# --- two voices ------------------------------------------------------------------------------------------------


def test_every_recommendation_has_a_history_in_order_with_a_note_each_time() -> None:
    assert list(PROGRESS) == list(RECOMMENDATIONS)
    for row in PROGRESS.values():
        for voice in ("reported", "assessed"):
            dates = [event["on"] for event in row[voice]]
            assert dates == sorted(set(dates))
            assert [event for event in row[voice] if not event["note"].endswith(".")] == []


def test_the_two_voices_stand_where_the_story_ends() -> None:
    assert latest("assessed") == {"complete": 9, "partially_complete": 2, "in_progress": 17, "not_started": 8}
    assert latest("reported") == {
        "complete": 14,
        "partially_complete": 2,
        "in_progress": 16,
        "not_started": 2,
        "no report yet": 2,
    }


def test_the_two_voices_differ_in_nine_places() -> None:
    pairs = Counter(
        (row["reported"][-1]["status"], row["assessed"][-1]["status"])
        for row in PROGRESS.values()
        if row["reported"] and row["reported"][-1]["status"] != row["assessed"][-1]["status"]
    )
    assert pairs == {("complete", "in_progress"): 5, ("in_progress", "not_started"): 4}


def test_one_recommendation_was_reopened_after_an_audit_and_two_were_stopped_by_the_agency() -> None:
    def story(voice: str, step: tuple[str, str]) -> list[str]:
        return [key for key, row in PROGRESS.items() if step in pairwise(event["status"] for event in row[voice])]

    assert story("assessed", ("complete", "in_progress")) == ["repeat-call-review"]
    assert story("reported", ("complete", "in_progress")) == ["repeat-call-review"]
    stopped = [key for key, row in PROGRESS.items() if row["assessed"][-1]["status"] == "partially_complete"]
    assert stopped == ["board-orientation", "paid-cadets"]
    for key in stopped:
        row = PROGRESS[key]
        assert row["reported"][-1]["status"] == "partially_complete"
        assert row["reported"][-1]["on"] < row["assessed"][-1]["on"]


def test_nothing_follows_a_terminal_status() -> None:
    terminal = {row["key"] for row in PROGRAMME["status"] if row["terminal"]}
    early = [
        key
        for key, row in PROGRESS.items()
        for voice in ("reported", "assessed")
        if terminal & {event["status"] for event in row[voice][:-1]}
    ]
    assert early == []


def test_the_team_finds_nothing_complete_that_the_agency_had_not_reported_complete_first() -> None:
    for row in PROGRESS.values():
        for event in row["assessed"]:
            if event["status"] == "complete":
                told = [report for report in row["reported"] if report["on"] <= event["on"]]
                assert told[-1]["status"] == "complete"


# --- words -----------------------------------------------------------------------------------------------------


def test_status_reports_hold_no_typed_number() -> None:
    number = re.compile(rf"\d|\b({NUMBER_WORDS})\b|percent", re.IGNORECASE)
    typed = [
        (row["number"], part, number.findall(row[part]))
        for row in REPORTS
        for part in ("work_done", "outcomes", "blockers", "next_steps")
        if number.search(row[part])
    ]
    assert typed == []


def test_words_are_neutral_everywhere_but_in_the_question_about_pending_matters() -> None:
    found = [(place, word) for place, text in texts() for word in BANNED.findall(text)]
    assert found == [
        ("programme.toml eligibility.question", "investigat"),
        ("programme.toml eligibility.why", "investigat"),
        ("programme.toml faq.answer", "investigat"),
        ("programme.toml topic.text", "investigat"),
        *(3 * [("programme.toml choice.label", "investigat")]),
        ("programme.toml seek.question", "investigat"),
    ]


def test_no_real_place_is_named() -> None:
    pattern = re.compile(rf"\b({REAL_PLACES})\b", re.IGNORECASE)
    assert [(place, pattern.findall(text)) for place, text in texts() if pattern.search(text)] == []
    agency = FILES["engagement.toml"]["agency"]
    assert [agency["ori"], agency["state"], agency["state_name"]] == ["XX0000000", "ZZ", "Fictional state"]
    assert agency["name"].endswith("(fictional)")


def test_no_person_is_named_outside_the_list_of_people() -> None:
    family_names = {row["name"].split()[-1] for row in PEOPLE.values()}
    named = [
        (name, word)
        for name, content in FILES.items()
        if name != "people.toml"
        for _, _, value in leaves(content)
        if isinstance(value, str)
        for word in family_names
        if word in value
    ]
    assert named == []


def test_texts_have_single_spaces_and_no_sentence_longer_than_thirty_words() -> None:
    lines = [(place, line) for place, text in texts() for line in text.split("\n")]
    assert [place for place, line in lines if line != " ".join(line.split())] == []
    long = [
        (place, sentence)
        for place, line in lines
        for sentence in re.split(r"(?<=[.?!]) ", line)
        if words(sentence) > 30
    ]
    assert long == []
