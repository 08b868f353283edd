"""Evidence is taken off a draft finding with a reason; it stays on record, and the finding stands on it no more."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.guard import writing
from concord.findings import actions, checks, queries
from concord.findings.grounds import of_findings, units_of_findings
from concord.findings.models import Citation
from tests.factories import engagements as people_of
from tests.factories import findings as make
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db


def test_evidence_is_taken_off_a_draft_and_nothing_counts_it_any_more() -> None:
    on = make.ground()
    finding = make.finding(on, "draft")
    (citation,) = queries.citations(finding)
    with pytest.raises(Incomplete, match="is taken off"):
        actions.take_off(finding, citation=citation.pk, reason=" ", by=on.assessor, at=AT)
    page = reverse("finding.take_off", args=[finding.ref])
    typed = {"sent": "yes", "citation": str(citation.pk), "reason": "It is of another unit."}
    assert people_of.browser(on.lead).post(page, typed).status_code == 302
    assert list(queries.citations(finding)) == []
    assert Citation.objects.get().taken_away_because == "It is of another unit."
    assert (of_findings(on.engagement, [finding])[finding.pk], dict(units_of_findings([finding]))) == ([], {})
    assert "The finding cites no evidence" in " ".join(problem.text for problem in checks.run(finding))
    with pytest.raises(BadInput, match=f"{finding.ref} does not cite that, or no more"):
        actions.take_off(finding, citation=citation.pk, reason="Again.", by=on.lead, at=AT)
    again = actions.cite(finding, evidence=citation.evidence, why="It is of this one.", by=on.assessor, at=AT)
    assert (again.citations.count(), queries.citations(finding).count()) == (2, 1)
    with pytest.raises(DatabaseError, match="A citation stays on record"), writing(), transaction.atomic():
        Citation.objects.filter(pk=citation.pk).update(taken_away_because="Another.")


def test_law_9_whoever_took_evidence_off_never_validates() -> None:
    on = make.ground()
    finding = make.finding(on, "draft")
    also = people_of.member(on.engagement, "assessor", name="Al Also")
    actions.cite(finding, evidence=make.evidence(on), why="It shows it too.", by=on.assessor, at=AT)
    actions.take_off(finding, citation=finding.citations.earliest("pk").pk, reason="So.", by=also, at=AT)
    with writing():
        also.memberships.update(role="reviewer")
    sent = actions.submit(finding, by=on.assessor, at=AT)
    with pytest.raises(Denied, match="You said on what evidence it stands, so somebody else validates it"):
        actions.validate(sent, by=type(also).objects.get(pk=also.pk), at=AT)


def test_what_supports_the_card_stays_with_the_finding_that_was_drafted_from_it() -> None:
    on = make.ground()
    finding = make.drafted(on)
    (citation,) = queries.citations(finding)
    with pytest.raises(BadInput, match="supports the card from which it was drafted: CLM"):
        actions.take_off(finding, citation=citation.pk, reason="So.", by=on.assessor, at=AT)
    beyond = actions.cite(finding, evidence=make.evidence(on), why="It shows it too.", by=on.assessor, at=AT)
    last = beyond.citations.latest("pk")
    assert actions.take_off(beyond, citation=last.pk, reason="So.", by=on.assessor, at=AT) == finding
