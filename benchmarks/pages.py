"""CPU time and queries of the pages that people of the office and the public open, one request after another."""

import os
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING

from benchmarks import budgets, many
from benchmarks.client import Answer, Browser
from benchmarks.ground import Cpu, Ground, House
from benchmarks.harness import Budget, Row
from benchmarks.machine import loop_ms
from benchmarks.submissions import PAGES, begin, fill
from concord.core.paging import PAGE_SIZE

if TYPE_CHECKING:
    from django.test import Client

OFFICER, ASSESSOR, PUBLIC = "Programme officer", "Assessor", ""
WARM, BLOCKS, REQUESTS = 5, 5, 20  # requests to warm up; blocks of requests, of which the cheapest counts
DEEP = 200  # the page by key that is asked for
LIST = "/app/recommendations/"
REQUESTS_OPEN = 10_000
SEARCHED_UP_TO = 100_000
SOUGHT = {"a word of most of them": "training", "a word of none": "xylophone"}
FILTERS = {
    "filter on both voices": "?assessed=in_progress&reported=complete",
    "a filter that fits none": "?assessed=complete&reported=not_started",
}
_KEY = "SELECT id FROM findings_recommendation ORDER BY id DESC OFFSET %s LIMIT 1"
STEPS = (1, 7)  # each recommendation needs the one so many places before it first
_LINKS = """
INSERT INTO reforms_link (engagement_id, one_id, other_id, kind, why, made_at, made_by, ended_because)
SELECT %(engagement)s, id, before, 'depends_on', 'For the measurement.', now(), 'person:0', '' FROM (
    SELECT id, lag(id, %(step)s) OVER (ORDER BY id) AS before FROM findings_recommendation
    WHERE engagement_id = %(engagement)s AND state = 'issued') found
WHERE before IS NOT NULL"""
_LONGEST_HISTORY = """
SELECT c.ref FROM findings_recommendation c JOIN reforms_reform r ON r.recommendation_id = c.id
JOIN reforms_judgement j ON j.reform_id = r.id GROUP BY c.id ORDER BY count(*) DESC, c.id LIMIT 1"""


def measure(ground: Ground, house: House) -> Generator[Row]:
    """Measure the pages of the example as `make run` shows it."""
    with ground.owner("concord") as connection:
        found = connection.execute(_LONGEST_HISTORY).fetchone()
    assert found
    officer = Reader(ground, house, OFFICER)
    yield from officer.page("detail page of a recommendation", f"{LIST}{found[0]}/", budgets.DETAIL)
    yield from officer.page("staff list, the example's", LIST, budgets.LIST)
    yield from officer.page("desk home, programme officer", "/app/")
    yield from officer.page("board, the example's", "/app/board/", budgets.BOARD)
    yield from officer.page("search, the example's", "/app/search/?q=training")
    yield from Reader(ground, house, ASSESSOR).page("desk home, assessor", "/app/")
    yield from _request_form(Reader(ground, house, PUBLIC))


def _request_form(reader: "Reader") -> Generator[Row]:
    """Measure the start page, and of a request that is filled in its heaviest pages, shown and sent."""
    yield from reader.page("request form: start page", "/request/", budgets.FORM)
    draft = begin(reader.browser)
    fill(reader.browser, draft)
    for what, page in {"agency by hand": "by-hand", "kind of assistance": "tier", "topics": "topics"}.items():
        yield from reader.page(f"request form: {what}, shown", f"{draft}{page}/", budgets.FORM)
    for what, page in {"agency by hand": "by-hand", "need": "need"}.items():
        yield from reader.page(f"request form: {what}, sent", f"{draft}{page}/", budgets.FORM, PAGES[page])
    yield from reader.page("request form: task list", draft, budgets.FORM)
    yield from reader.page("request form: check answers", f"{draft}check/", budgets.FORM)


def lists(ground: Ground, recommendations: int) -> Generator[Row]:
    """Measure the staff list over so many recommendations, in a scratch database."""
    of = f"of {recommendations:,}"
    with ground.clone("bench_many") as database:
        with ground.owner(database) as connection:
            searched = recommendations <= SEARCHED_UP_TO
            many.fill(connection, recommendations, searched=searched)
            many.fill_requests(connection, REQUESTS_OPEN)
            last = connection.execute(_KEY, [(DEEP - 1) * PAGE_SIZE - 1]).fetchone()
        assert last
        with ground.house(database) as house:
            officer = Reader(ground, house, OFFICER, database)
            for what, query in {"first page": "", f"page {DEEP} by key": f"?after={last[0]}", **FILTERS}.items():
                yield from officer.page(f"staff list {of}: {what}", LIST + query, budgets.LIST)
            assessor = Reader(ground, house, ASSESSOR, database)
            yield from assessor.page(f"staff list {of}: who sees one engagement", LIST, budgets.LIST)
            detail = f"{LIST}REC-3000-{recommendations // 2}/"
            yield from officer.page(f"detail page {of}", detail, budgets.DETAIL)
            yield from _reform_board(officer, connected(ground, database), of)
            yield from officer.page(f"desk home {of}, programme officer", "/app/")
            within = f"{recommendations:,} recommendations and {REQUESTS_OPEN:,} requests"
            yield from officer.page(f"board of {REQUESTS_OPEN:,} requests", "/app/board/", budgets.BOARD)
            for what, word in SOUGHT.items() if searched else ():
                yield from officer.page(f"search over {within}: {what}", f"/app/search/?q={word}")


def _reform_board(reader: "Reader", engagement: str, of: str) -> Generator[Row]:
    """Measure what steers one engagement of many: its board as a table, in groups and drawn, and what comes first."""
    board = f"/app/engagements/{engagement}/reform-board/"
    for look in ("table", "groups", "graph"):
        what = f"board of one engagement of {many.EACH}, {of}: {look}"
        yield from reader.page(what, f"{board}?look={look}")


def connected(ground: Ground, database: str) -> str:
    """Link recommendations of the last engagement, two links for each, and return its reference."""
    with ground.owner(database) as connection, connection.transaction():
        row = connection.execute("SELECT id, ref FROM engagements_engagement ORDER BY id DESC LIMIT 1").fetchone()
        assert row
        connection.execute("SET LOCAL session_replication_role = replica")
        for step in STEPS:
            connection.execute(_LINKS, {"engagement": row[0], "step": step})
    return str(row[1])


class Reader:
    """The demo's first person of a role, or the public, before a running house."""

    def __init__(self, ground: Ground, house: House, role: str, database: str = "concord") -> None:
        self._ground, self._house, self._role, self._database = ground, house, role, database
        self.browser = Browser(house.port)
        if role:
            self.browser.sign_in(role)

    def page(
        self, what: str, address: str, budget: Budget | None = None, typed: Mapping[str, str] | None = None
    ) -> Generator[Row]:
        """Measure one address, or sending what was typed there: milliseconds of CPU for each, and its queries.

        Other work on the machine can only make a block dearer, so the cheapest says what the page costs. A machine that
        is slow as a whole makes all of them dearer: the fixed loop beside them says how much."""
        self.browser.close()
        for _ in range(WARM):
            answer = self._ask(address, typed)
            assert answer.status == (200 if typed is None else 302), f"{address} was answered with {answer.status}"
        blocks = sorted((self._block(address, typed) for _ in range(BLOCKS)), key=lambda used: used.both)
        used, mean = blocks[0], sum(block.both for block in blocks) / BLOCKS
        note = f"web {used.web:.1f} + database {used.database:.1f}; cheapest of {BLOCKS} blocks of {REQUESTS}, "
        yield Row(what, used.both, "ms CPU", budget, f"{note}their mean {mean:.1f}; fixed loop {loop_ms():.0f}")
        most = {budgets.BOARD: budgets.BOARD_QUERIES, budgets.OF_A_THOUSAND: None, None: None}
        yield Row(f"{what}: queries", self._queries(address, typed), "", most.get(budget, budgets.QUERIES))

    def _ask(self, address: str, typed: Mapping[str, str] | None) -> Answer:
        return self.browser.get(address) if typed is None else self.browser.post(address, typed)

    def _block(self, address: str, typed: Mapping[str, str] | None) -> Cpu:
        before = self._house.used()
        for _ in range(REQUESTS):
            self._ask(address, typed)
        return self._house.used().since(before, REQUESTS)

    def _queries(self, address: str, typed: Mapping[str, str] | None) -> int:
        """Count the queries of one request, inside this process, where Django can list them."""
        _django(self._ground)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        connection.close()
        connection.settings_dict["NAME"] = self._database
        try:
            client = _client(self._role)
            client.get(address)  # what is asked once a minute and kept is kept now
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address) if typed is None else client.post(address, typed)
            assert answer.status_code in (200, 302)
            return len(captured)
        finally:
            connection.close()


def _client(role: str) -> "Client":
    from django.contrib.auth import get_user_model
    from django.test import Client

    from concord.accounts.middleware import SESSION_KEY

    client = Client(headers={"host": "localhost"})
    if role:
        key = role.lower().replace(" ", "_")
        person = get_user_model().objects.filter(memberships__role=key).order_by("name").first()
        assert person, f"the demo has no {role}"
        client.force_login(person, backend="concord.accounts.backend.Backend")
        session = client.session
        session[SESSION_KEY] = "demo"
        session.save()
    return client


def _django(ground: Ground) -> None:
    """Set Django up in this process, once, on the ground's server."""
    os.environ |= ground.on("concord")
    import django

    django.setup()
