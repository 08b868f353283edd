"""What those who took part agreed to is asked again whenever something of theirs leaves the house."""

from datetime import timedelta
from typing import Any

import pytest

from concord.core.errors import Denied
from concord.core.guard import writing
from concord.evidence import actions
from concord.evidence.consent import Use, allows
from concord.evidence.models import EvidenceItem
from concord.findings import actions as findings
from concord.findings import checks
from concord.publishing.compile.site import site_document
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import findings as ground
from tests.factories import keeping
from tests.factories import workplans as plans
from tests.factories.fieldwork import HELD_AT

pytestmark = pytest.mark.django_db
AGREED = {
    "not_needed": {Use.SAY, Use.QUOTE, Use.ROLE},
    "unattributed": {Use.SAY},
    "quoted": {Use.SAY, Use.QUOTE},
    "with_role": {Use.SAY, Use.QUOTE, Use.ROLE},
    "withheld": set(),
}


def heard(by: plans.Cast, consent: str, **said: Any) -> EvidenceItem:
    kind = "confidential" if consent == "withheld" else "releasable"
    given = "" if consent == "not_needed" else "spoken"
    method = "direct_observation" if consent == "not_needed" else "interview"
    held = field.held(by, method, consent=consent, consent_given=given, **{"releasability": kind, **said})
    return EvidenceItem.objects.get(pk=held.item_id)


@pytest.mark.owed("P9")
@pytest.mark.parametrize("consent", AGREED)
def test_what_may_be_done_in_public_is_what_was_agreed_to(consent: str) -> None:
    item = heard(field.ready(), consent)
    assert {use for use in Use if allows(item, use)} == AGREED[consent]


def test_the_reason_says_what_was_agreed() -> None:
    by = field.ready()
    item = heard(by, "unattributed")
    assert allows(item, Use.QUOTE).reason == (
        f"{item.ref}: those who took part agreed to “use without saying from whom”, not to quote it."
    )
    secret = heard(by, "withheld")
    assert allows(secret, Use.SAY).reason == f"{secret.ref}: those who took part agreed to no publication."


def test_what_is_not_releasable_or_was_withdrawn_is_not_said_whatever_was_agreed() -> None:
    by = field.ready()
    item = heard(by, "with_role", releasability="deliberative")
    assert allows(item, Use.SAY).reason == f"{item.ref} is deliberative."
    gone = actions.withdraw(heard(by, "with_role"), reason="They asked.", by=by.expert, at=HELD_AT)
    assert allows(gone, Use.SAY).reason == f"{gone.ref} stands for nothing any more."
    assert allows(gather.item(by, releasability="releasable"), Use.ROLE).allowed  # nobody had to be asked


@pytest.mark.owed("P9")
def test_nobody_releases_what_those_who_took_part_did_not_agree_to() -> None:
    by = field.ready()
    item = heard(by, "withheld")
    with pytest.raises(Denied, match="agreed to no publication"):
        actions.release(item, reason="It says nothing of anybody.", by=by.lead, at=HELD_AT + timedelta(1))


@pytest.mark.parametrize(
    ("consent", "kind", "basis"),
    [
        ("withheld", "Not for publication", "those who took part agreed to no publication"),
        (
            "unattributed",
            "Not to be quoted",
            "those who took part agreed that it be used, not that their words be given",
        ),
    ],
)
def test_publishing_and_a_records_request_ask_again_whatever_the_item_says(consent: str, kind: str, basis: str) -> None:
    on = ground.ground()
    item = heard(on.cast, "quoted", title="Talks of the evening shift")
    finding = findings.cite(ground.draft_finding(on), evidence=item, why="Said.", by=on.assessor, at=HELD_AT)
    finding = findings.submit(finding, by=on.assessor, at=HELD_AT)
    finding = findings.validate(finding, by=on.reviewer, at=HELD_AT)
    ground.checked(on, finding, at=HELD_AT)
    findings.issue(finding, by=on.lead, at=HELD_AT)
    with writing():
        item.fieldwork.consent = consent
        item.fieldwork.save(update_fields=["consent"])
    (told,) = site_document(on.engagement, as_of=HELD_AT.date(), since=None)["findings"][0]["evidence"]
    assert (told["releasable"], told["title"], told["method"]) == (False, None, "Interview")
    given = keeping.foia(on.cast)
    assert (given.given, given.withheld) == ([], [[kind, basis, 1]])


def test_a_finding_that_rests_on_it_is_told_to_look_that_nothing_tells_it() -> None:
    on = ground.ground()
    item = heard(on.cast, "withheld")
    finding = ground.draft_finding(on)
    findings.cite(finding, evidence=item, why="It bears it out.", by=on.assessor, at=HELD_AT)
    findings.cite(finding, evidence=ground.evidence(on), why="So do the policies.", by=on.assessor, at=HELD_AT)
    said = [problem.text for problem in checks.run(finding)]
    assert said == [f"{item.ref}: those who took part agreed to no publication. Make sure that nothing here tells it."]
