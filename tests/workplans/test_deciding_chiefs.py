"""Which chief executive decides: not a former one; and one who is in the roles alone is asked to reaffirm."""

from datetime import UTC, date, datetime, timedelta

import pytest

from concord.accounts import actions as accounts
from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.core.errors import Denied
from concord.core.models import OutboxMail
from concord.engagements import actions as engagements
from concord.workplans import actions, jobs, queries, rules
from concord.workplans.models import Reaffirmation, WorkPlan
from tests.factories import engagements as make
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=60)
SINCE = date(2026, 11, 8)
REFUSAL = (
    "Another chief executive, Nell Newchief, is on record since 2026-11-08. The programme office ends this role and "
    "invites them."
)


def recorded(by: plans.Cast, name: str = "Nell Newchief") -> None:
    agencies.appoint_chief(
        by.engagement.agency, person_name=name, title="Chief", kind="permanent", since=SINCE, source="City.",
        by=make.person("programme_officer"), at=LATER,
    )  # fmt: skip


def seated(by: plans.Cast, before: Person, *, name: str = "Nell Newchief", at: datetime = LATER) -> Person:
    """End the role of the chief executive before, and give it to somebody else: the directory is left as it is."""
    officer = make.person("programme_officer")
    scope = by.engagement.scopes[1]
    accounts.end_role(before, role="chief_executive", scope=scope, reason="Left.", by=officer, at=at)
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    given = {"email": email, "name": name, "role": "chief_executive"}
    return engagements.add_member(by.engagement, **given, by=officer, at=at).person


def reaffirm(plan: WorkPlan, who: Person, at: datetime = LATER) -> None:
    actions.reaffirm(plan, expected_hash=str(plan.content_hash), shown_by="password", by=who, at=at)


def asked(plan: WorkPlan, who: Person) -> tuple[str, list[WorkPlan], list[WorkPlan]]:
    """Return who is to reaffirm a plan, by each of the reads that say so; they are of one mind."""
    chief = rules.new_chief(plan)
    return chief.person_name if chief else "", list(queries.with_a_new_chief()), list(queries.to_reaffirm(who))


def test_a_former_chief_executive_does_not_concur_after_another_one_is_recorded() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    recorded(by)
    with pytest.raises(Denied) as refused:
        plans.concur(plan, by=by.chief, at=LATER)
    assert (str(refused.value), plans.loaded(plan).state) == (REFUSAL, "proposed")
    assert plans.on_paper(plan, at=LATER, name="Nell Newchief").state == "concurred"


def test_a_former_chief_executive_returns_no_plan_and_answers_no_change_of_scope() -> None:
    by = plans.cast()
    asked = {"what": "A data desk.", "reason": "Nobody reads the data.", "effect": "Two weeks more."}
    plans.concurred(by)
    change = actions.ask_agency(by.engagement, by=by.lead, at=AT, **asked)
    plan = plans.proposed(by, scope="More.", at=AT)
    recorded(by)
    for do in (
        lambda who: actions.send_back(plan, reason="Not so.", by=who, at=LATER),
        lambda who: actions.decline(change, reason="Not now.", by=who, at=LATER),
        lambda who: actions.agree(change, by=who, at=LATER),
    ):
        with pytest.raises(Denied) as refused:
            do(by.chief)
        assert str(refused.value) == REFUSAL
    nell = seated(by, by.chief)
    assert actions.send_back(plan, reason="Not so.", by=nell, at=LATER).state == "returned"
    assert actions.agree(change, by=nell, at=LATER).state == "agreed"


def test_the_new_chief_executive_concurs_once_they_have_the_role() -> None:
    by = plans.cast()
    plan = plans.proposed(by)
    recorded(by)
    plan = plans.concur(plan, by=seated(by, by.chief, name="N. Newchief"), at=LATER)
    assert (plan.state, plan.concurrence.name, rules.new_chief(plan)) == ("concurred", "N. Newchief", None)


def test_a_chief_executive_who_is_followed_by_another_does_not_reaffirm() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    otto = seated(by, by.chief, name="Otto Other", at=AT + timedelta(days=2))
    recorded(by)
    assert asked(plan, otto) == ("Nell Newchief", [plan], [plan])
    with pytest.raises(Denied) as refused:
        reaffirm(plan, otto)
    jobs.ask_to_reaffirm()
    mails = OutboxMail.objects.filter(subject__startswith="Please read the work plan in force")
    assert (str(refused.value), mails.count()) == (REFUSAL, 0)


@pytest.mark.parametrize("at", [LATER, AT + timedelta(minutes=5)], ids=["later", "on the day of the concurrence"])
def test_a_chief_executive_who_is_in_the_roles_alone_is_asked_once_and_reaffirms(at: datetime) -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    assert asked(plan, by.chief) == ("", [], [])
    nell = seated(by, by.chief, at=at)
    assert (asked(plan, nell), rules.new_chief(plan).since) == (("Nell Newchief", [plan], [plan]), at.date())
    for _ in range(2):
        jobs.ask_to_reaffirm()
    mails = OutboxMail.objects.filter(subject__startswith="Please read the work plan in force")
    assert [mail.to for mail in mails] == [nell.email]
    reaffirm(plan, nell, at)
    assert (asked(plan, nell), Reaffirmation.objects.get().name) == (("", [], []), "Nell Newchief")


def test_each_chief_executive_in_the_roles_is_asked_after_the_one_before() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    nell = seated(by, by.chief)
    reaffirm(plan, nell)
    otto = seated(by, nell, name="Otto Other", at=LATER + timedelta(days=1))
    assert asked(plan, otto) == ("Otto Other", [plan], [plan])


def test_who_signed_on_paper_is_nobody_new_when_they_join_later() -> None:
    by = plans.cast()
    plan = plans.on_paper(plans.proposed(by))
    stranger = seated(by, by.chief)
    assert asked(plan, stranger) == ("Nell Newchief", [plan], [plan])
    cleo = seated(by, stranger, name="Cleo Chief")
    assert asked(plan, cleo) == ("", [], [])


def test_who_is_recorded_to_have_left_is_not_asked() -> None:
    by = plans.cast()
    plan = plans.concurred(by)
    nell = seated(by, by.chief, at=datetime(2026, 11, 8, 15, tzinfo=UTC))
    recorded(by)
    officer = make.person("programme_officer")
    agencies.record_departure(by.engagement.agency, until=date(2026, 12, 1), source="City.", by=officer, at=LATER)
    assert asked(plan, nell) == ("", [], [])
