"""One home for all drills of a run, made ready once; each drill finds it running."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.drills.house import ROOT, House
from tests.drills.mailbox import Mailbox, mailbox

# What `concord run` makes of an empty home; the programme's own pages, so that there is a small public site; and
# somebody with a second factor, whose secret is sealed.
READY = f"""
from pathlib import Path
from concord.cli.django_ready import database
with database(owner=True):
    from allauth.mfa.models import Authenticator
    from concord.accounts import actions as accounts
    from concord.agencies import actions as agencies
    from concord.agencies.imports import read_csv
    from concord.cli.prepare import prepare_house
    from concord.core import clock, keys, schema
    from concord.core.roles import SystemActor
    from concord.publishing import actions as publishing
    drill, now = SystemActor("drill"), clock.now()
    schema.migrate()
    prepare_house()
    agencies.import_directory(read_csv(Path("{ROOT}/examples/agencies.csv")), by=drill, at=now)
    publishing.release_programme(by=drill, at=now)
    officer = accounts.invite(
        email="odell@example.org", name="Odell Officer", role="programme_officer", scope="office", by=drill, at=now
    )
    Authenticator.objects.create(user=officer, type="totp", data={{"secret": keys.seal("SECRET", "mfa_authenticator")}})
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a drill."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("drill")


@pytest.fixture(scope="session")
def box() -> Iterator[Mailbox]:
    """The mail server to which the house sends."""
    with mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[House]:
    """The house, made ready, not necessarily running."""
    house = House(
        tmp_path_factory.mktemp("drill") / "home",
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(box.port),
    )
    made = house.python(READY)
    assert made.returncode == 0, made.stderr
    yield house
    if house.supervisor is not None and house.supervisor.poll() is None:
        house.stop()


@pytest.fixture
def house(home: House, box: Mailbox) -> House:
    """The house, running, and its mail server taking mail, whatever an earlier drill left."""
    box.may_take.set()
    home.start()
    return home


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Note what a drill measured; it is shown at the end of the run."""
    return lambda **facts: request.node.user_properties.extend((name, str(fact)) for name, fact in facts.items())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what the drills measured."""
    for report in terminalreporter.getreports("passed"):
        if report.when == "call" and report.user_properties:
            facts = ", ".join(f"{name.replace('_', ' ')} {fact}" for name, fact in report.user_properties)
            terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {facts}")
