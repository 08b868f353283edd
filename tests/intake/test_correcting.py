"""What turns out otherwise after a request was made: a matter that nobody declared, whom we call, a wrong answer."""

import pytest
from django.test import Client
from django.urls import reverse

from concord.core.errors import BadInput, Denied, Incomplete
from concord.core.models import OutboxMail
from concord.core.tasks.models import Task
from concord.intake import actions, queries
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

LAWSUIT = {"kind": "litigation", "detail": "A suit about two arrests.", "reason": "The city attorney told us."}


@pytest.mark.owed("A42")
def test_a_matter_that_is_learned_of_late_goes_to_an_approving_official_and_opens_what_was_met_without_it() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    (routed,) = [each.key for each in queries.criteria(request, "eligibility") if each.effect == "routed"]
    assert queries.row(request, routed).passes
    page = make.browser(by.officer).post(f"{request.get_absolute_url()}note-matter/", LAWSUIT)
    assert (page.status_code, list(request.matters.values_list("kind", "detail"))) == (
        302,
        [("litigation", "A suit about two arrests.")],
    )
    request.refresh_from_db()
    assert [task.kind for task in Task.objects.filter(about=request.ref, kind="pending_matters")] == ["pending_matters"]
    assert queries.row(request, routed).answer is None
    with pytest.raises(Incomplete, match="A matter was noted since the assessment was concluded"):
        asking.accepted(request, by.official)
    again = actions.look_again(request, reason="A suit is pending.", by=by.officer, at=AT)
    assert again.state == "defined"
    with pytest.raises(BadInput, match="A matter is declared as pending"):
        actions.answer(again, criterion=routed, standing="met", basis="As before.", by=by.officer, at=AT)


def test_more_of_a_matter_is_kept_beside_what_was_declared_and_the_same_is_noted_once() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    for detail in ("A suit.", "It goes to trial.", "A suit."):
        actions.note_matter(request, **{**LAWSUIT, "detail": detail}, by=by.officer, at=AT)
    assert request.matters.get().detail == "A suit.\n\nIt goes to trial."
    with pytest.raises(BadInput, match="“weather” is no kind of matter"):
        actions.note_matter(request, **{**LAWSUIT, "kind": "weather"}, by=by.officer, at=AT)


@pytest.mark.owed("A40")
def test_a_corrected_address_gets_the_private_link_and_the_one_that_was_mailed_before_ends() -> None:
    by, request = asking.desk(), asking.submitted()
    before = reverse("request-status", args=[queries.link_token(request)])
    assert Client().get(before).status_code == 200
    sent = set(OutboxMail.objects.values_list("pk", flat=True))
    page = f"{request.get_absolute_url()}correct-contact/"
    typed = {
        "name": "Rory Example",
        "email": "rory@example.org",
        "phone": "555 0100",
        "reason": "The address was wrong.",
    }
    assert make.browser(by.officer).post(page, typed).status_code == 302
    request.refresh_from_db()
    link = reverse("request-status", args=[queries.link_token(request)])
    (mail,) = OutboxMail.objects.exclude(pk__in=sent)
    assert (mail.to, link in mail.body, request.contact_name) == ("rory@example.org", True, "Rory Example")
    assert (Client().get(before).status_code, Client().get(link).status_code) == (404, 200)
    assert make.browser(by.officer).post(page, {**typed, "name": "Robin Example"}).status_code == 302
    assert (Client().get(link).status_code, OutboxMail.objects.count()) == (
        200,
        len(sent) + 1,
    )  # the same address, the same link
    assert make.browser(by.officer).post(page, {**typed, "email": ""}).status_code == 422


def test_the_address_of_the_chiefs_link_is_nobodys_contact_and_the_agency_corrects_nothing_itself() -> None:
    by = asking.desk()
    request = asking.waiting()
    chief = queries.authorization(request).chief_email  # type: ignore[union-attr]
    said = {"name": "Rory Example", "email": chief, "phone": "", "reason": "A call."}
    with pytest.raises(BadInput, match="This is the address of whoever asks"):
        actions.correct_contact(request, **said, by=by.officer, at=AT)
    with pytest.raises(Denied):
        actions.correct_contact(request, **said, by=by.official, at=AT)


def test_an_assessment_that_is_opened_again_keeps_every_answer_and_the_agency_does_not_read_of_it() -> None:
    by = asking.desk()
    request = asking.request(by, "ready")
    given = request.answers.filter(replaced_at=None).count()
    again = actions.look_again(request, reason="An answer was wrong.", by=by.officer, at=AT)
    assert again.answers.filter(replaced_at=None).count() == given
    assert (
        "An answer was wrong"
        not in Client().get(reverse("request-status", args=[queries.link_token(request)])).content.decode()
    )
    for conclude in (actions.find_eligible, actions.find_ready):
        again = conclude(again, by=by.officer, at=AT)
    assert again.state == "ready"
