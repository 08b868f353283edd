import json

from tests.cli.conftest import Concord
from tests.factories import engagements as make
from tests.factories import fieldwork as field


def test_a_person_counts_and_lists_what_they_may_see(concord: Concord) -> None:
    by = field.ready()
    field.held(by, count=3, releasability="confidential")
    auditor, ref = make.person("auditor"), by.engagement.ref
    counted = concord(f"evidence counts {ref} --as {auditor.email} --as-of {field.DAY} --json")
    assert [(row["method"], row["count"]) for row in json.loads(counted.out)] == [("interview", 3)]
    assert json.loads(concord(f"evidence counts {ref} --as {auditor.email} --as-of 2026-11-01 --json").out) == []
    assert concord(f"evidence list {ref} --as {auditor.email}").out == ""
    listed = concord(f"evidence list {ref} --as {by.lead.email}").out
    assert listed == "EVD-2026-0001  interview  3  2026-11-10  confidential  logged  Interview 1\n"


def test_a_stranger_learns_nothing_of_the_engagement(concord: Concord) -> None:
    by = field.ready()
    stranger = make.member(make.engagement("Elsewhere"), "assessment_lead")
    ref = by.engagement.ref
    said = concord(f"evidence list {ref} --as {stranger.email}")
    assert (said.code, said.refusal) == (1, f"There is no {ref}, or {stranger.email} may not see it.")
    adviser = make.member(by.engagement, "liaison")
    assert "Only these roles may see field work" in concord(f"evidence counts {ref} --as {adviser.email}").refusal
    assert (
        concord(f"evidence counts {ref} --as nobody@example.org").refusal
        == "Nobody has the address nobody@example.org."
    )
