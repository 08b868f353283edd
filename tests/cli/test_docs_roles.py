from itertools import product
from pathlib import Path

import pytest
from django.test import Client

from concord.accounts.models import Person
from concord.agencies import actions as agencies
from concord.cli import docs_roles
from concord.cli.docs_roles import Relation, expected
from concord.core.access import Rule
from concord.core.address_check import addresses
from concord.core.permissions import Permission
from concord.core.roles import BY_KEY, ROLES, Level
from concord.intake import actions as intake
from concord.intake.models import AssistanceRequest
from tests.core.things import AT, CONCORD, person, somebody_without_a_role, submit

P = Permission
OWN, OTHER, NONE = Relation
ROOT = Path(__file__).resolve().parents[2]
SEE_REQUEST = Rule("on", P.REQUEST_VIEW, P.REQUEST_VIEW)
DECLINE = Rule("on", P.REQUEST_DECLINE, P.REQUEST_VIEW)


def answers(rule: Rule, role: str) -> tuple[str, str, str]:
    own, other, none = (expected(rule, BY_KEY[role], relation) for relation in (OWN, OTHER, NONE))
    return own, other, none


@pytest.mark.parametrize(
    ("rule", "role", "wanted"),
    [
        (Rule("public"), "public", ("ok", "ok", "ok")),
        (Rule("public"), "auditor", ("ok", "ok", "ok")),
        (Rule("signed in"), "public", ("sign-in", "sign-in", "sign-in")),
        (Rule("signed in"), "liaison", ("ok", "ok", "ok")),
        (Rule("member"), "public", ("sign-in", "sign-in", "sign-in")),
        (Rule("member"), "requester", ("sign-in", "sign-in", "sign-in")),
        (Rule("member"), "concord", ("sign-in", "sign-in", "sign-in")),
        (Rule("member"), "liaison", ("ok", "ok", "403")),
        (Rule("holding", P.REQUEST_VIEW), "liaison", ("ok", "ok", "403")),
        (Rule("holding", P.REQUEST_VIEW), "reviewer", ("403", "403", "403")),
        (SEE_REQUEST, "auditor", ("ok", "ok", "404")),
        (SEE_REQUEST, "liaison", ("ok", "404", "404")),
        (SEE_REQUEST, "reviewer", ("404", "404", "404")),
        (SEE_REQUEST, "public", ("sign-in", "sign-in", "sign-in")),
        (DECLINE, "programme_officer", ("ok", "ok", "404")),
        (DECLINE, "auditor", ("403", "403", "404")),
        (DECLINE, "liaison", ("403", "404", "404")),
        (Rule("on", P.FINDING_DRAFT, P.ENGAGEMENT_VIEW), "assessor", ("ok", "404", "404")),
        (Rule("on", P.FINDING_DRAFT, P.ENGAGEMENT_VIEW), "chief_executive", ("403", "404", "404")),
        (Rule("on", P.PERSON_SECURE, P.PERSON_VIEW), "auditor", ("ok", "ok", "404")),
    ],
)
def test_what_an_address_answers_follows_from_rule_role_and_relation(
    rule: Rule, role: str, wanted: tuple[str, str, str]
) -> None:
    assert answers(rule, role) == wanted


def test_a_role_on_an_engagement_opens_no_request_and_does_not_pretend_to() -> None:
    assert P.REQUEST_VIEW not in BY_KEY["assessment_lead"].permissions
    assert answers(SEE_REQUEST, "assessment_lead") == ("404", "404", "404")


def acknowledged() -> AssistanceRequest:
    """A request of an agency that the directory knows."""
    agency = agencies.add(name="Alder Falls (fictional)", state="WA", kind="local", source="A test", by=CONCORD, at=AT)
    return intake.acknowledge(submit(), agency=agency, by=person("programme_officer"), at=AT)


def answer(address: str, who: Person | None) -> str:
    """What really happens, in the words of `expected`."""
    browser = Client()
    if who is not None:
        browser.force_login(who, backend="concord.accounts.backend.Backend")
    status = browser.get(address).status_code
    return {200: "ok", 302: "sign-in"}.get(status, str(status))


@pytest.mark.django_db
@pytest.mark.urls("tests.core.pages")
def test_real_addresses_answer_as_expected_to_every_role_in_every_relation() -> None:
    thing = acknowledged()
    of_own = {Level.OFFICE: "office", Level.AGENCY: thing.scopes[1], Level.ENGAGEMENT: "engagement:ITS-OWN"}
    of_other = {Level.OFFICE: "office", Level.AGENCY: "agency:ELSEWHERE", Level.ENGAGEMENT: "engagement:ELSEWHERE"}
    people = {(role, OWN): person(role.key, of_own[role.level]) for role in docs_roles.people()}
    people |= {(role, OTHER): person(role.key, of_other[role.level]) for role in docs_roles.people()}
    people[BY_KEY["auditor"], NONE] = somebody_without_a_role()
    everybody: dict = {(BY_KEY["public"], NONE): None} | people
    ours = [a for a in addresses() if a[0].startswith(("open/", "member/", "requests/"))]
    found, wanted = {}, {}
    for (where, _, rule), ((role, relation), who) in product(ours, everybody.items()):
        assert rule is not None
        case = (where, role.key, relation)
        found[case] = answer("/" + where.replace("<str:ref>", thing.ref), who)
        wanted[case] = expected(rule, role, relation)
    assert found == wanted


def test_every_role_is_on_the_page_with_what_it_is_for() -> None:
    page = docs_roles.roles_page()
    for role in ROLES:
        section = page.partition(f"\n## {role.title}\n")[2].partition("\n## ")[0]
        assert (role.description in section, f"`{role.key}`" in section) == (True, True)


def test_the_matrix_of_permissions_says_what_the_roles_say() -> None:
    lines = docs_roles.roles_page().partition("## Who may do what\n")[2].strip().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert cells[0] == ["To", *(role.title for role in ROLES)]
    rows = {row[0]: row[1:] for row in cells[2:]}
    assert rows == {p.label: ["yes" if p in role.permissions else "" for role in ROLES] for p in Permission}


def test_every_address_of_the_house_is_on_the_page_with_its_rule() -> None:
    page = docs_roles.addresses_page()
    assert "| `/app/requests/<ref>/` | `request` | a role here that may see a request |" in page.splitlines()
    assert [name for _, name, _ in docs_roles.ours() if f"| `{name}` |" not in page] == []


def test_the_page_of_addresses_shows_the_expected_answers() -> None:
    page = docs_roles.addresses_page()
    heads, *rows = [line for line in page.partition("## What each role is answered")[2].splitlines() if "|" in line]
    columns = [cell.strip() for cell in heads.strip("|").split("|")]
    (row,) = [r for r in rows if r.startswith("| a role here that may decline the request;")]
    shown = dict(zip(columns, (cell.strip() for cell in row.strip("|").split("|")), strict=True))
    assert {head: shown[head] for head in columns[1:]} == {
        "Not signed in": "sign-in",
        "No role": "404",
        "Chief executive": "own 403",
        "Agency liaison": "own 403",
        "Government signatory": "404",
        "Programme officer": "ok",
        "Approving official": "ok",
        "Publisher": "404",
        "Assessment lead": "404",
        "Assessor": "404",
        "Analyst": "404",
        "Reviewer": "404",
        "Stakeholder adviser": "404",
        "Auditor": "403",
        "Administrator": "404",
    }


def test_a_pattern_is_shown_as_an_address() -> None:
    patterns = (r"accounts/^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "app/<str:ref>/<int:number>/", "")
    assert [docs_roles._shown(pattern) for pattern in patterns] == [
        "`/accounts/reset/<uidb36>-<key>/`",
        "`/app/<ref>/<number>/`",
        "`/`",
    ]


def test_the_pages_are_the_same_with_and_without_a_demonstration() -> None:
    assert [where for where, _, _ in docs_roles._declared() if where.startswith("demo/")] == []


def test_the_same_code_always_gives_the_same_pages() -> None:
    assert docs_roles.generate(ROOT) == docs_roles.generate(ROOT)
