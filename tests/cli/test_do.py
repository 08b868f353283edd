import json

import pytest

from concord.core.models import AuditRow
from concord.desk.verbs import VERBS
from concord.intake.models import AssistanceRequest
from concord.publishing.models import StatusReport
from tests.cli.conftest import Concord
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories import publishing as office


def test_a_verb_is_done_as_a_person_and_said_in_one_line(concord: Concord) -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    said = concord(f"do request.acknowledge {request.ref} --as {by.officer.email}")
    assert said == (0, f"{request.ref}: acknowledged the request. acknowledged\n", "")
    row = AuditRow.objects.latest("pk")
    assert (row.verb, row.who, row.role) == ("request.acknowledge", by.officer.actor_key, "programme_officer")


def test_with_json_it_says_the_reference_and_the_state(concord: Concord) -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    reason = "--reason 'Another programme fits better.' --set code=not_supported"
    said = concord(f"do request.decline {request.ref} --as {by.official.email} {reason} --json")
    assert (said.code, json.loads(said.out)) == (0, {"ref": request.ref, "state": "declined"})
    assert '"reason":"Another programme fits better."' in AuditRow.objects.latest("pk").body


def test_every_field_of_the_form_can_be_set(concord: Concord) -> None:
    by = asking.desk()
    request = asking.request(by, "defined")
    words = ["--set=criterion=patrol_function", "--set=standing=met", "--set=basis=Seen on file = yes."]
    assert concord(f"do request.answer_criterion {request.ref} --as {by.officer.email}", *words).code == 0
    assert [(a.criterion, a.basis) for a in request.answers.all()] == [("patrol_function", "Seen on file = yes.")]


def test_a_report_is_compiled_on_the_engagement(concord: Concord) -> None:
    by = office.press()
    words = [f"--set={name}={value}" for name, value in office.told().items()]
    said = concord(f"do report.new {by.engagement.ref} --as {by.lead.email}", *words)
    assert (said.code, StatusReport.objects.get().ref in said.out) == (0, True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("do request.bless {ref} --as {officer}", "There is no verb 'request.bless'. The verbs are: advice.answer, "),
        ("do request.acknowledge {ref} --as nobody@example.org", "Nobody has the address nobody@example.org."),
        ("do request.acknowledge REQ-2026-9999 --as {officer}", "There is no REQ-2026-9999, or {officer} may not see"),
        ("do request.acknowledge {ref} --as {stranger}", "There is no {ref}, or {stranger} may not see it."),
        ("do request.acknowledge {ref} --as {official}", "Only these roles may acknowledge the request: programme"),
        ("do request.accept {ref} --as {official} --reason Ready", "The request is “Submitted”."),
        ("do request.decline {ref} --as {official}", "code: This field is required.; reason: This field is required."),
        ("do request.decline {ref} --as {official} --set code=not_supported --reason ' '", "reason: This field is"),
        ("do request.decline {ref} --as {official} --set reason", "--set takes name=value, found 'reason'."),
    ],
)
@pytest.mark.parametrize("json_output", ["", " --json"])
def test_a_refusal_is_one_sentence_and_changes_nothing(
    concord: Concord, line: str, says: str, json_output: str
) -> None:
    by = asking.desk()
    request = asking.request(by, "submitted")
    stranger = make.person("chief_executive", f"agency:{make.agency('Elsewhere Police Department').ref}")
    names = {"officer": by.officer.email, "official": by.official.email, "stranger": stranger.email}
    names["ref"] = request.ref
    before = AuditRow.objects.count()
    said = concord(line.format(**names) + json_output)
    assert (said.code, said.out, said.refusal.count("\n")) == (1, "", 0)
    assert said.refusal.startswith(says.format(**names))
    assert (AuditRow.objects.count(), AssistanceRequest.objects.get().state) == (before, "submitted")


def test_every_verb_on_a_thing_has_its_own_name() -> None:
    assert {name for name, page in VERBS.items() if name != page.verb.value} == {
        "report.new",
        "agreement.draft_for_request",
        "finding.comment_on",
        "recommendation.comment_on",
    }
