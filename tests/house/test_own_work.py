"""No author approves, no doer validates (law 9), through the pages: whoever did the work is given the role that has the
verb, and nothing else; the verb's page tells them why not and has no button, and what they send is refused. The table
of such rules is whole: no rule of the house stands beside it."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.html import escape

from concord.accounts.models import Membership, Person
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import BY_KEY, Level
from concord.core.verbs import VerbPage, fingerprint
from concord.desk.verbs import VERBS
from tests.factories import engagements as make
from tests.factories import intake as asking
from tests.factories.engagements import AT
from tests.house.own_work import OWN, Own
from tests.house.source import Source, found_in, sources

P = Permission
CASES = [(own, verb) for own in OWN for verb in own.verbs]
WAIVED = "You answered this criterion, so somebody else lets it pass."
NO_OWN_WORK = {
    "Another chief executive, ": "an office that somebody else holds now",
    ", is on record since ": "the same",
    ". The programme office ends this role and invites them.": "the same",
    "You are recused from what concerns this agency, so somebody else does this.": "a conflict of interest",
    "You speak for the agency here, so somebody else assesses its work.": "a side, not a work",
    "You speak for the agency here, so somebody else reviews its work.": "a side, not a work",
    "Somebody else entered it; they or the programme office withdraw it.": "only one's own is withdrawn",
    "It has been asked for; somebody else decides.": "said to everybody",
    "A colleague in the office asks you; nobody asks themselves.": "oneself, not one's work",
    "Nobody gives a role to themselves; ask a colleague.": "oneself, not one's work",
    "Nobody ends a role of their own; ask a colleague.": "oneself, not one's work",
    "An edition is published from a draft, by somebody who wrote none of it.": "said to everybody",
    "You have signed. It waits for the others.": "it is done already",
    "You are not a coder of this round.": "who did no work",
    "Somebody else gave this advice: you see your own, and what was done about it.": "only one's own is seen",
    "Only who booked seals it before its day has passed.": "who did no work",
}
"""What reads like such a rule → why it is none."""


def scope_of(role: str, thing: object) -> str:
    level = BY_KEY[role].level
    scopes: tuple[str, ...] = thing.scopes  # type: ignore[attr-defined]
    return "office" if level == Level.OFFICE else next(s for s in scopes if s.startswith(f"{level}:"))


def now_only(who: Person, role: str, scope: str) -> Person:
    """Let somebody hold a role, and no other any more."""
    with writing():
        who.memberships.update(until=AT, ended_by="person:0")
        Membership.objects.create(person=who, role=role, scope=scope, since=AT)
    return Person.objects.get(pk=who.pk)


def page_of(verb: Permission, thing: object) -> VerbPage:
    ref = thing.audit_ref  # type: ignore[attr-defined]
    (page,) = (page for page in VERBS.values() if page.verb == verb and page.load(ref) is not None)
    return page


@pytest.mark.django_db
@pytest.mark.parametrize(("own", "verb"), CASES, ids=lambda v: getattr(v, "name", getattr(v, "sentence", "")))
def test_whoever_did_the_work_finds_no_button_and_is_refused(own: Own, verb: Permission) -> None:
    thing, doer = own.make()
    scope, page = scope_of(own.role, thing), page_of(verb, thing)
    browser, address = make.browser(now_only(doer, own.role, scope)), page.address(thing)
    alike = {p.verb for p in VERBS.values() if p.load == page.load and p.verb in BY_KEY[own.role].permissions}
    refused = {each for each in alike if page.may(Person.objects.get(pk=doer.pk), each, thing).reason == own.sentence}
    assert refused <= {each for row in OWN if row.sentence == own.sentence for each in (*row.verbs, *row.never)}
    before, rows = fingerprint(page.load(thing.audit_ref)), AuditRow.objects.count()
    told = browser.get(address)
    assert (told.status_code, escape(own.sentence) in told.content.decode()) == (200, True)
    assert 'id="decide"' not in told.content.decode()
    assert f'href="{address}"' not in browser.get(thing.get_absolute_url()).content.decode()
    sent = browser.post(address, {"reason": "Sent."})
    assert (sent.status_code, escape(own.sentence) in sent.content.decode()) == (403, True)
    assert (fingerprint(page.load(thing.audit_ref)), AuditRow.objects.count()) == (before, rows)
    other = make.browser(make.person(own.role, scope, name="Ozzie Other"))
    assert 'id="decide"' in other.get(address).content.decode()  # it is for nothing but what they did


@pytest.mark.django_db
def test_whoever_answered_a_criterion_lets_it_pass_on_no_page() -> None:
    by = asking.desk()
    request = asking.request(by, "acknowledged")
    asking.answered(request, "eligibility", by, patrol_function=("not_yet", "The charter says so."))
    address = reverse(P.REQUEST_WAIVE.value, args=[request.ref])
    both = make.browser(now_only(by.officer, "approving_official", "office"))
    waiver = {"criterion": "patrol_function", "code": "shared_authority", "reason": "It will be met."}
    assert f"{address}?" not in both.get(request.get_absolute_url()).content.decode()
    told = both.get(address, {"criterion": "patrol_function"}).content.decode()
    assert (WAIVED in told, 'id="decide"' in told) == (True, False)
    sent = both.post(address, waiver)
    assert (sent.status_code, WAIVED in sent.content.decode()) == (403, True)
    official = make.browser(by.official)
    assert f"{address}?" in official.get(request.get_absolute_url()).content.decode()
    assert 'id="decide"' in official.get(address, {"criterion": "patrol_function"}).content.decode()
    assert official.post(address, waiver).status_code == 302


# The table is whole

ANOTHER = re.compile("somebody (else|who)|yourself|themselves", re.IGNORECASE)


def refusals(source: Source) -> Iterator[str]:
    """Each sentence of an app's rules that speaks of somebody else, or refuses whoever did something."""
    if source.kind != "rules":
        return
    told = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}  # docstrings
    asked = [node for node in ast.walk(source.tree) if isinstance(node, ast.If) and _asks_who(node.test)]
    theirs = {id(part) for node in asked for line in node.body for part in ast.walk(line)}
    for node in ast.walk(source.tree):
        text = str(node.value) if isinstance(node, ast.Constant) and id(node) not in told else ""
        if " " in text and (ANOTHER.search(text) or id(node) in theirs):
            yield text


def _asks_who(test: ast.expr) -> bool:
    return "actor_key" in ast.unparse(test)


def test_every_rule_on_ones_own_work_is_in_the_table() -> None:
    found = {sentence for source in sources() for sentence in refusals(source)}
    assert found - NO_OWN_WORK.keys() == {own.sentence for own in OWN} | {WAIVED}
    assert NO_OWN_WORK.keys() <= found


def test_a_new_rule_on_ones_own_work_is_missed_from_the_table() -> None:
    text = """
def may(by, verb, thing):
    \"\"\"Nobody who wrote it reads it.\"\"\"
    if by.actor_key == thing.author:
        return refuse("It is yours.")
    return refuse("Ask somebody else.") if verb else refuse("It is closed already.")


def on(verb):
    return refuse("It is over by now.")
"""
    assert set(found_in(refusals, "concord/findings/rules.py", text)) == {
        "It is yours.",
        "Ask somebody else.",
    }
    assert found_in(refusals, "concord/findings/views.py", text) == []
