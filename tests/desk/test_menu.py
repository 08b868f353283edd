"""The menu: whatever page is open, it shows in which section one is."""

from concord.core.address_check import addresses
from concord.desk.context import entries

ALONE = {"history"}  # of whatever thing; no section is its own


def current(part: str) -> list[str]:
    """The entries of the menu that are marked on a page whose address begins with this part."""
    return [entry.label for entry in entries() if entry.holds(f"/app/{part}/X-1/")]


def test_comments_and_changes_of_scope_belong_to_the_engagements() -> None:
    assert [current(part) for part in ("plan-comments", "scope-changes", "work-plans")] == [["Engagements"]] * 3


def test_every_signed_in_page_belongs_to_one_section() -> None:
    parts = {where.split("/")[1] for where, _, _ in addresses() if where.startswith("app/") and where != "app/"}
    assert {part for part in parts if len(current(part)) != 1} == ALONE
