"""CPU time and queries of the pages that people of the office and the public open, one request after another."""

import os
from collections.abc import Iterator

from benchmarks import budgets, many
from benchmarks.client import Browser
from benchmarks.ground import Cpu, Ground, House
from benchmarks.harness import Budget, Row

from concord.core.paging import PAGE_SIZE

OFFICER, ASSESSOR = "Programme officer", "Assessor"
WARM, BLOCKS, REQUESTS = 5, 5, 20  # requests to warm up; blocks of requests, of which the cheapest counts
DEEP = 200  # the page by key that is asked for
LIST = "/app/recommendations/"
_KEY = "SELECT id FROM findings_recommendation ORDER BY id DESC OFFSET %s LIMIT 1"
_LONGEST_HISTORY = """
SELECT c.ref FROM findings_recommendation c JOIN reforms_reform r ON r.recommendation_id = c.id
JOIN reforms_judgement j ON j.reform_id = r.id GROUP BY c.id ORDER BY count(*) DESC, c.id LIMIT 1"""


def measure(ground: Ground, house: House) -> Iterator[Row]:
    """Measure the pages of the example as `make run` shows it."""
    with ground.owner("concord") as connection:
        found = connection.execute(_LONGEST_HISTORY).fetchone()
    assert found
    officer = _signed_in(house, OFFICER)
    detail = f"{LIST}{found[0]}/"
    yield from page(ground, house, officer, "detail page of a recommendation", detail, budgets.DETAIL, role=OFFICER)
    yield from page(ground, house, officer, "staff list, the example's", LIST, budgets.LIST, role=OFFICER)
    yield from page(ground, house, officer, "desk home, programme officer", "/app/", None, role=OFFICER)
    assessor = _signed_in(house, ASSESSOR)
    yield from page(ground, house, assessor, "desk home, assessor", "/app/", None, role=ASSESSOR)
    yield from page(ground, house, Browser(house.port), "request form, public", "/request/", budgets.FORM)


def lists(ground: Ground, recommendations: int) -> Iterator[Row]:
    """Measure the staff list over so many recommendations, in a scratch database."""
    with ground.clone("bench_many") as database:
        with ground.owner(database) as connection:
            many.fill(connection, recommendations)
            last = connection.execute(_KEY, [(DEEP - 1) * PAGE_SIZE - 1]).fetchone()
        assert last
        with ground.house(database) as house:
            officer, assessor = _signed_in(house, OFFICER), _signed_in(house, ASSESSOR)
            of = f"of {recommendations:,}"
            places = (
                (officer, OFFICER, f"staff list {of}: first page", ""),
                (officer, OFFICER, f"staff list {of}: page {DEEP} by key", f"?after={last[0]}"),
                (
                    officer,
                    OFFICER,
                    f"staff list {of}: filter on both voices",
                    "?assessed=in_progress&reported=complete",
                ),
                (
                    officer,
                    OFFICER,
                    f"staff list {of}: a filter that fits none",
                    "?assessed=complete&reported=not_started",
                ),
                (assessor, ASSESSOR, f"staff list {of}: who sees one engagement", ""),
            )
            for browser, role, what, query in places:
                yield from page(ground, house, browser, what, LIST + query, budgets.LIST, role, database)
            detail = f"{LIST}REC-3000-{recommendations // 2}/"
            yield from page(ground, house, officer, f"detail page {of}", detail, budgets.DETAIL, OFFICER, database)
            yield from page(ground, house, officer, f"desk home {of}", "/app/", None, OFFICER, database)


def page(
    ground: Ground,
    house: House,
    browser: Browser,
    what: str,
    address: str,
    budget: Budget | None,
    role: str = "",
    database: str = "concord",
) -> Iterator[Row]:
    """Measure one address: milliseconds of CPU for each request, and the queries that it makes.

    Other work on the machine can only make a block dearer, so the cheapest says what the page costs."""
    browser.close()
    for _ in range(WARM):
        answer = browser.get(address)
        assert answer.status == 200, f"{address} was answered with {answer.status}"
    blocks = sorted((_block(house, browser, address) for _ in range(BLOCKS)), key=lambda used: used.both)
    used, mean = blocks[0], sum(block.both for block in blocks) / BLOCKS
    note = f"web {used.web:.1f} + database {used.database:.1f}; mean of {BLOCKS} blocks {mean:.1f}"
    yield Row(what, used.both, "ms CPU", budget, note)
    yield Row(f"{what}: queries", queries(ground, database, address, role), "", budgets.QUERIES if budget else None)


def _block(house: House, browser: Browser, address: str) -> Cpu:
    before = house.used()
    for _ in range(REQUESTS):
        browser.get(address)
    return house.used().since(before, REQUESTS)


def queries(ground: Ground, database: str, address: str, role: str) -> int:
    """Count the queries of one request, inside this process, as the demo's first person whose role has this title."""
    _django(ground)
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from concord.accounts.middleware import SESSION_KEY

    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        client = Client(headers={"host": "localhost"})
        if role:
            key = role.lower().replace(" ", "_")
            person = get_user_model().objects.filter(memberships__role=key).order_by("name").first()
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session[SESSION_KEY] = "demo"
            session.save()
        client.get(address)  # what is asked once a minute and kept is kept now
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)
    finally:
        connection.close()


def _django(ground: Ground) -> None:
    """Set Django up in this process, once, on the ground's server."""
    os.environ |= ground.on("concord")
    import django

    django.setup()


def _signed_in(house: House, role: str) -> Browser:
    browser = Browser(house.port)
    browser.sign_in(role)
    return browser
