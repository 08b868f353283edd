"""Every address × role × relation, by real requests, against the matrix that docs/reference/addresses.md shows.

Two agencies, each with an engagement in which there is one thing of each kind. Whoever belongs to the other one is
answered 404, never 403: they do not learn that the thing exists. No address can be left out: one for which this file
knows no thing is a fault."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import Settings

from concord.accounts.models import Person
from concord.cli.docs_roles import Relation, expected, people
from concord.core.access import Rule
from concord.core.address_check import LIBRARY_RULES, addresses
from concord.core.guard import writing
from concord.core.models import AuditRow
from concord.core.permissions import Permission
from concord.core.roles import BY_KEY, Level, Role
from concord.core.tasks import actions as tasks
from concord.core.telling import actions as telling
from concord.evidence import actions as evidence_actions
from concord.evidence.models import Coding, CodingRound, EvidenceItem
from concord.intake.queries import authorization, chief_token, draft_token, link_token
from concord.publishing import actions as publishing
from concord.publishing.models import Release, Withholding
from concord.publishing.queries import follower_token
from tests.evidence.reading import making as make_file
from tests.factories import analyses as figures
from tests.factories import coding, gathering, keeping, partners, reports
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import fieldwork as afield
from tests.factories import findings as ground
from tests.factories import intake as asking
from tests.factories import programme as editions
from tests.factories import publishing as office
from tests.factories import reforms as work
from tests.factories import together as both
from tests.factories import workplans as planning
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

P = Permission
OWN, OTHER, NONE = Relation
PUBLIC = BY_KEY["public"]
WITHIN = {
    "<str:part>": "tier",
    "<str:key>": "critical_response",
    "<str:step>": "need",
    "<str:signatory>": "government_signatory",
    "<str:ending>": "docx",
    "<str:sheet>": "note",
    "<slug:section>": "goal",
    "<slug:listed>": "activities",
    "<slug:key>": "new",
    **dict.fromkeys(("<int:revision>", "<int:page>", "<int:paragraph>", "<int:first>"), "1"),
    "<int:last>": "2",
    "<int:proof>": "1",
    **dict.fromkeys(("<int:place>", "<int:code>"), "1"),
}
"""What stands in an address beside its thing: the part of a draft edition, an item of it, a line of an agreement."""
ASKED = (
    *("after", "q", "kind", "format", "stage", "state", "tier", "holder", "overdue", "since", "from", "of", "part"),
    *("letter", "topic", "agency", "expert", "language", "all", "look", "criterion", "component", "starts_on", "side"),
    "table",
)
"""Every name that a page looks for in its address, and some that none does."""
SAID = {200: "ok", 302: "sign-in", 403: "403", 404: "404"}


@dataclass(frozen=True)
class Place:
    """One agency with its engagement: for each beginning of an address, the reference of the thing that it is about."""

    refs: dict[str, str]
    scopes: dict[Level, str]
    token: str
    links: dict[str, str] = field(default_factory=dict)
    """What a private link of another kind holds, by how its address begins; and the number of a file."""


def place(name: str) -> Place:
    on = ground.ground(name)
    engagement, agency = on.engagement, on.engagement.agency
    finding = ground.finding(on)
    item = ground.evidence(on, upload=SimpleUploadedFile("policies.bin", b"Facts."))
    recommendation = ground.recommendation(on, standing_on=finding)
    reform = work.reform(on, of=recommendation)
    first, measure = engagement.work_plans.get(), recommendation.measures.get()
    change = planning.actions.ask_team(
        engagement, what="More.", reason="It grew.", effect="Two weeks.", by=on.chief, at=AT
    )
    comment = planning.actions.comment(first, part="goal", text="Shorter, please.", by=on.chief, at=AT)
    plan = planning.on_paper(planning.proposed(on.cast))
    office.programme()
    by = office.press(on=on)
    office.report(by, "published")
    report = office.following(by, "fact_check", 1)  # from where the agency sees it
    release = engagement.releases.filter(kind="report").get()
    refs = {
        "requests": engagement.request.ref,
        "engagements": engagement.ref,
        "focus-areas": on.area.ref,
        "work-plans": plan.ref,
        "plan-comments": comment.ref,
        "scope-changes": change.ref,
        "evidence": item.ref,
        "documents": keeping.without(
            gather.document(on.cast, "policy.pdf", make_file.pdf(f"Policy of {name}.")), on.cast, "Policy"
        ).ref,
        "fieldwork": afield.booked(on.cast).ref,
        "document-requests": gathering.asked(on.cast, on.liaison).ref,
        "data-sets": gathering.data_set(on.cast).ref,
        **analysed(on),
        "advice": gathering.advice(on.cast).ref,
        "claims": ground.put(on, ground.claim(on)).ref,
        "findings": finding.ref,
        "fact-checks": on.engagement.fact_checks.first().ref,
        "report-imports": reports.staged(on).ref,
        "statement-comments": ground.commented(on, ground.draft_finding(on)).ref,
        "recommendations": recommendation.ref,
        "measures": measure.ref,
        "reforms": reform.ref,
        "reports": report.ref,
        "releases": release.ref,
        "withholdings": withheld(release).ref,
        "pieces-of-work": work.project(on, recommendation).ref,
        "packets": work.packet(on, reform=work.reform(on), upload=True).ref,
        "agencies": agency.ref,
        "people": on.lead.audit_ref,
        "history": engagement.ref,
        "mails": engagement.ref,
        "tasks": tasks.set_for_agency(engagement, what="Send the policy", by=on.lead, at=AT).ref,
        "providers": partners.provider(f"Institute of {name} (fictional)").ref,
        "api": item.ref,
        "experts": partners.expert(f"Expert Of {name}").ref,
        "conflicts": partners.declaration("declared", agency, name=f"Declarant Of {name}").ref,
        "editions": engagement.request.edition.audit_ref,
        "drafts": editions.draft().ref,
        **kept_apart(on, item),
        **together(name, on),
    }
    made = read_closely(on)
    refs |= {"codebooks": made.code.codebook.ref, "coding": made.passage.round.ref}
    refs["coded-projects"] = coding.project(on.cast).ref
    on_engagement, on_agency = engagement.scopes
    scopes = {Level.OFFICE: "office", Level.ENGAGEMENT: on_engagement, Level.AGENCY: on_agency}
    asked = asking.waiting()
    links = {
        "request/d/": draft_token(asking.draft()),
        "request/authorize/": chief_token(authorization(asked)),
        "follow/": follower_token(office.follower(engagement)),
        "<slug:slug>": engagement.slug,
        "calendar/": telling.make_calendar_link(by=on.lead, at=AT).token,
        "<int:number>": str(asking.with_file(engagement.request).files.get().pk),
        "<int:coding>": str(made.pk),
    }
    return Place(refs, scopes, link_token(engagement.request), links)


def withheld(release: Release) -> Withholding:
    """The wish that a release be withheld."""
    words = {"grounds": "privacy", "words": "It named somebody who had not agreed."}
    return publishing.ask_to_withhold(release, **words, by=make.person("programme_officer"), at=AT)


def kept_apart(on: ground.Ground, item: EvidenceItem) -> dict[str, str]:
    """What keeps evidence confidential in the engagement: one of each."""
    by = on.cast
    contact = keeping.sealed(by)
    return {
        "identities": contact.ref,
        "openings": keeping.asked(contact, by.expert).ref,
        "foia": keeping.foia(by).ref,
        "holds": keeping.placed(item.ref).ref,
        "disposals": keeping.mails_proposed().ref,
    }


def read_closely(on: ground.Ground) -> Coding:
    """A coding of a closed round, in which the engagement's documents were read by codes."""
    of = coding.opened(on.cast)
    made = coding.coded(of, on.lead, 1, coding.TRUST, 0, 1)
    evidence_actions.close_round(CodingRound.objects.get(pk=of.pk), by=on.lead, at=AT)
    return made


def analysed(on: ground.Ground) -> dict[str, str]:
    """A mapping, and an analysis that has come to an end."""
    analysis = figures.done(figures.mapped(on.cast, figures.stops(600, 20)), on.cast, "audit")
    return {"mappings": analysis.mapping.ref, "analyses": analysis.ref}


def together(name: str, on: ground.Ground) -> dict[str, str]:
    """What both sides do together in the engagement: one of each."""
    mayor = make.member(on.engagement, "government_signatory", name=f"Mayor of {name}")
    official = make.person("approving_official")
    by = both.Sides(on.engagement, on.officer, official, on.chief, mayor, on.liaison, on.lead, on.assessor)
    return {
        "agreements": both.paper(both.sent(by), on.officer).ref,
        "deliveries": both.planned(by).ref,
        "tier-changes": both.tier_change(by, "critical_response").ref,
        "check-ins": both.check_in(by).ref,
        "expectations": both.expectation(by).ref,
        "satisfaction": both.survey(by).ref,
        "concerns": both.concern(by).ref,
        "eligibility": both.flagged(by).ref,
        "effort": both.entry(by).ref,
    }


Everybody = dict[tuple[type[Role], Relation], Client]


def everybody(own: Place, other: Place) -> Everybody:
    """A browser of one of each role, in place here and in the other place; of somebody without role; of a visitor."""
    nobody = make.person("auditor")
    with writing():
        nobody.memberships.update(until=AT, ended_by="person:0")
    browsers = {(PUBLIC, NONE): Client(), (BY_KEY["auditor"], NONE): make.browser(Person.objects.get(pk=nobody.pk))}
    for role in people():
        browsers[role, OWN] = make.browser(make.person(role.key, own.scopes[role.level]))
        if role.level != Level.OFFICE:  # the office has no elsewhere
            browsers[role, OTHER] = make.browser(make.person(role.key, other.scopes[role.level]))
    return browsers


def filled(pattern: str, own: Place) -> str:
    """The address of a pattern with the reference of the right kind. Raises KeyError for a kind that is not known."""
    kind = pattern.removeprefix("app/").partition("/")[0]
    token = next((link for begin, link in own.links.items() if pattern.startswith(begin)), own.token)
    address = pattern.replace("<str:token>", token).replace("<int:number>", own.links.get("<int:number>", ""))
    for name in ("<int:coding>", "<slug:slug>"):
        address = address.replace(name, own.links.get(name, ""))
    for name, value in WITHIN.items():
        address = address.replace(name, value)
    return "/" + (address.replace("<str:ref>", own.refs[kind]) if "<str:ref>" in address else address)


def ours() -> Iterator[tuple[str, str, Rule]]:
    """Every address but the library's and the demonstration's, with its rule."""
    for pattern, name, rule in addresses():
        if rule not in LIBRARY_RULES.values() or rule_is_ours(pattern):
            assert rule is not None, f"{pattern} declares no rule"
            if not pattern.startswith("demo/"):
                yield pattern, name, rule


def rule_is_ours(pattern: str) -> bool:
    return not pattern.startswith("accounts/")


def answered(rule: Rule, role: type[Role], relation: Relation) -> str:
    """What the matrix says, but of advice that somebody else gave: advisers see their own."""
    theirs_alone = P.ADVICE_VIEW in role.permissions and P.EVIDENCE_VIEW not in role.permissions
    return "404" if theirs_alone and rule.see == P.ADVICE_VIEW else expected(rule, role, relation)


def answers(own: Place, browsers: Everybody) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (address's name, role, relation, what it answers, what the matrix says)."""
    for pattern, name, rule in ours():
        address = filled(pattern, own)
        for (role, relation), browser in browsers.items():
            wanted = answered(rule, role, relation)
            if name == "history" and relation == OTHER and wanted == "ok":
                wanted = "404"  # whose history it is decides, and they may not see the engagement
            if name == "history" and role.key == "administrator":
                wanted = "404"  # the same
            response = browser.get(address)
            response.getvalue()  # a streamed file stays open until it is read
            yield name, role.key, str(relation), SAID.get(response.status_code, str(response.status_code)), wanted


@pytest.mark.owed("A4", "A58")
def test_every_address_answers_every_role_in_every_relation_as_the_matrix_says(settings: Settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"  # a query less for each of 2,000 answers
    own, other = place("Alder Falls"), place("Birch Harbour")
    found = list(answers(own, everybody(own, other)))
    assert [each for each in found if each[3] != each[4]] == []
    walked = {name for name, *_ in found}
    assert {name for _, name, _ in ours()} == walked
    assert len(found) == len(walked) * (2 + len(people()) * 2 - sum(r.level == Level.OFFICE for r in people()))


@pytest.mark.owed("A58")
def test_who_may_not_open_an_address_cannot_send_to_it_either(settings: Settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    own, other = place("Alder Falls"), place("Birch Harbour")
    browsers, before, wrong = everybody(own, other), AuditRow.objects.count(), []
    for pattern, name, rule in ours():
        for (role, relation), browser in browsers.items():
            wanted = answered(rule, role, relation)
            if wanted == "ok":
                continue
            status = browser.post(filled(pattern, own), {"reason": "Sent.", "step": "send"}).status_code
            if status != (403 if wanted == "sign-in" else int(wanted)):
                wrong.append((name, role.key, str(relation), status, wanted))
    assert (wrong, AuditRow.objects.count() - before) == ([], 0)


@pytest.mark.parametrize("value", [f"{'9' * 30}-{'9' * 30}", "\0", "٣", "<b>"], ids=["large", "nul", "digit", "tag"])
def test_no_address_falls_over_what_stands_behind_its_question_mark(value: str, settings: Settings) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    own, officer = place("Alder Falls"), make.browser(make.person("programme_officer"))
    fallen = []
    for pattern, name, _ in ours():
        response = officer.get(filled(pattern, own), dict.fromkeys(ASKED, value))
        response.getvalue()  # a streamed file stays open until it is read
        if response.status_code >= 500:
            fallen.append(name)
    assert fallen == []


def test_no_address_is_left_out_of_the_walk() -> None:
    every = [pattern for pattern, _, _ in addresses()]
    walked = [pattern for pattern, _, _ in ours()]
    rest = [pattern for pattern in every if pattern not in walked]
    assert {pattern.partition("/")[0] for pattern in rest} == {"accounts", "demo"}
    assert len({name for _, name, _ in ours()}) == len(walked)


def test_the_sign_in_of_the_library_shows_nothing_of_anybody() -> None:
    """Its addresses guard themselves: to a visitor each is a form, a way to sign in, or not there."""
    theirs = [pattern for pattern, _, _ in addresses() if not rule_is_ours(pattern)]
    opened = [re.sub(r"\(\?P<\w+>[^)]*\)|<\w+:\w+>", "x", pattern).strip("^$") for pattern in theirs]
    who = make.person("auditor", name="Audrey Auditor")
    seen = []
    for address in opened:
        response = Client().get("/" + address.replace("^", "").replace("$", ""))
        seen.append((address, response.status_code, who.name in response.content.decode()))
    assert [each for each in seen if each[1] not in (200, 302, 404, 405) or each[2]] == []
    assert len(seen) > 5


def test_the_demonstrations_own_addresses_are_open_in_a_demonstration(settings: Settings) -> None:
    assert settings.CONCORD_DEMO
    theirs = {name for pattern, name, rule in addresses() if pattern.startswith("demo/") and rule == Rule("public")}
    assert theirs == {"demo", "demo-outbox", "demo-sign-in"}


def test_an_address_of_a_kind_without_a_thing_is_a_fault() -> None:
    empty = Place({}, {}, "")
    with pytest.raises(KeyError):
        filled("app/surveys/<str:ref>/", empty)
    with pytest.raises(Resolver404):
        resolve("/app/surveys/SRV-1/")
