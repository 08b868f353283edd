"""Every permission is held by a role, every role says what it is for, and the words fit."""

from collections.abc import Collection, Iterable, Iterator

from concord.core.permissions import Party, Permission
from concord.core.roles import BY_KEY, ROLES, Level, Role
from tests.house.source import Source, found_in, sources

P = Permission

NOT_HELD: dict[Permission, str] = {}
"""Permissions that no role holds, each with its reason."""
NOT_ASKED: dict[Permission, str] = {}
"""Permissions that nothing but a role names, each with its reason."""
WITHOUT_SECOND_FACTOR = frozenset({"public", "requester", "asked_to_authorize", "oneself", "concord"})


def is_held_by_nobody(roles: Iterable[type[Role]], listed: Collection[Permission]) -> Iterator[str]:
    """A permission without a role, or one that is listed as such and has a role after all."""
    held = frozenset().union(*(role.permissions for role in roles))
    yield from (f"no role holds {p}" for p in Permission if p not in held and p not in listed)
    yield from (f"{p} is listed as held by nobody, and is held" for p in listed if p in held)


def names_permissions(source: Source) -> Iterator[str]:
    """The name of each permission that a file speaks of, by whatever short name it calls the enum."""
    if source.path.startswith(("concord/core/permissions/", "concord/core/roles/")):
        return
    shorts = {ours for ours, full in source.imported.items() if full == "concord.core.permissions.Permission"}
    shorts |= {"P"} if shorts else set()
    for _, name in source.uses():
        before, _, member = name.rpartition(".")
        if member in Permission.__members__ and before.rpartition(".")[2] in {*shorts, "Permission"}:
            yield member


def test_every_permission_is_held_by_a_role_or_listed_with_its_reason() -> None:
    assert list(is_held_by_nobody(ROLES, NOT_HELD)) == []


def test_every_permission_is_asked_for_somewhere_or_listed_with_its_reason() -> None:
    asked = {member for source in sources() for member in names_permissions(source)}
    assert sorted(set(Permission.__members__) - asked - {p.name for p in NOT_ASKED}) == []
    assert sorted({p.name for p in NOT_ASKED} & asked) == []


def test_every_permission_has_words_of_its_own() -> None:
    for words in ([p.label for p in Permission], [p.past for p in Permission]):
        assert (sorted(words) == sorted(set(words)), [w for w in words if w != w.strip() or w[-1:] == "."]) == (
            True,
            [],
        )


def test_every_role_is_declared_whole_and_once() -> None:
    assert [role.key for role in ROLES] == list(BY_KEY)
    declared = [role for role in Role.__subclasses__() if role.__module__.startswith("concord.core.roles.")]
    assert sorted(BY_KEY) == sorted(role.key for role in declared)
    assert len({role.title for role in ROLES}) == len(ROLES)
    assert [role.key for role in ROLES if not role.description.endswith(".")] == []


def test_everybody_but_the_public_the_requester_and_concord_itself_uses_a_second_factor() -> None:
    assert {role.key for role in ROLES if not role.second_factor} == WITHOUT_SECOND_FACTOR


def test_only_the_office_decides_for_the_office() -> None:
    levels = {role.key: (role.level, role.party) for role in ROLES}
    office = {key for key, (level, _) in levels.items() if level == Level.OFFICE}
    assert {key for key, (_, party) in levels.items() if party == Party.OFFICE} == office


def test_whoever_submits_does_not_validate_or_accept() -> None:
    """Law 9 in the roles themselves; the rules hold it for each person as well."""
    apart = (
        ({P.CLAIM_DRAFT_FINDING, P.FINDING_DRAFT, P.FINDING_REWORD, P.FINDING_SUBMIT}, P.FINDING_VALIDATE),
        (
            {
                *(P.RECOMMENDATION_DRAFT, P.RECOMMENDATION_COPY, P.ACTION_ITEM_DRAFT),
                *(P.RECOMMENDATION_REWORD, P.RECOMMENDATION_SUBMIT),
            },
            P.RECOMMENDATION_VALIDATE,
        ),
        ({P.MEASURE_PROPOSE}, P.MEASURE_APPROVE),
        ({P.PLAN_DRAFT, P.PLAN_PROPOSE}, P.PLAN_CONCUR),
        ({P.REFORM_REPORT}, P.REFORM_ASSESS),
        ({P.PACKET_ASSEMBLE, P.PACKET_SHOW, P.PACKET_SUBMIT}, P.PACKET_ACCEPT),
        ({P.REPORT_COMPILE}, P.REPORT_REVIEW),
        ({P.REPORT_COMPILE}, P.REPORT_APPROVE),
        ({P.REPORT_APPROVE}, P.REPORT_SCHEDULE),
        ({P.REQUEST_ANSWER, P.REQUEST_FIND_ELIGIBLE, P.REQUEST_FIND_READY}, P.REQUEST_ACCEPT),
        ({P.REQUEST_ANSWER}, P.REQUEST_WAIVE),
        ({P.CONFLICT_DECLARE, P.CONFLICT_DECLARE_NONE}, P.CONFLICT_CLEAR),
    )
    both = [
        (role.key, judged)
        for work, judged in apart
        for role in ROLES
        if judged in role.permissions and work & role.permissions
    ]
    assert both == []


def test_only_the_chief_executive_concurs() -> None:
    assert [role.key for role in ROLES if P.PLAN_CONCUR in role.permissions] == ["chief_executive"]


def test_the_auditor_changes_nothing() -> None:
    changes = {
        p
        for p in BY_KEY["auditor"].permissions
        if p.value.rpartition(".")[2] not in ("view", "view_draft", "view_notes")
    }
    assert changes == set()


def test_a_permission_without_a_role_is_found_and_so_is_one_listed_in_vain() -> None:
    class Nobody(Role):
        permissions = frozenset(set(Permission) - {P.PLAN_CONCUR, P.SITES_IMPORT})

    assert list(is_held_by_nobody([Nobody], {P.SITES_IMPORT: "no more", P.PLAN_DRAFT: "not yet"})) == [
        "no role holds work_plan.concur",
        "work_plan.draft is listed as held by nobody, and is held",
    ]


def test_the_permissions_that_a_file_names_are_found() -> None:
    text = """
from concord.core.permissions import Permission
P = Permission
may(by, P.PLAN_CONCUR, plan)
may(by, Permission.PLAN_DRAFT, plan)
Q.PLAN_RETURN
"""
    assert found_in(names_permissions, "concord/workplans/rules.py", text) == ["PLAN_CONCUR", "PLAN_DRAFT"]
