"""Starting and ending: a clean end, and a refusal in one sentence."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable

import psutil
import pytest

from tests.drills.house import House, runs
from tests.drills.mailbox import Mailbox
from tests.drills.writers import write_once

ENDS_WITHIN = 10.0


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A home where nothing has been started yet."""
    return House(tmp_path_factory.mktemp("drill") / "empty")


def test_a_port_that_is_taken_is_one_sentence(empty: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", empty.port))
        other.listen()
        done = empty.concord("run")
    sentence = f"Port {empty.port} is taken. Stop what uses it, or choose another: PORT=8080 make run"
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", sentence)
    assert not empty.home.exists()


def test_a_demonstration_under_a_public_name_is_refused_in_one_sentence(empty: House) -> None:
    before = psutil.Process().children(recursive=True)
    done = empty.concord("run", CONCORD_DEMO="1", CONCORD_HOST="example.org")
    sentence = (
        "CONCORD_DEMO=1 signs anybody in with one click, so it refuses the public host name 'example.org'. "
        "Unset CONCORD_DEMO, or set CONCORD_HOST=localhost and no CONCORD_BASE_URL."
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (1, "", sentence)
    assert psutil.Process().children(recursive=True) == before


def test_ctrl_c_ends_all_that_was_started_and_nothing_else_even_while_a_mail_hangs(
    house: House, box: Mailbox, measured: Callable[..., None]
) -> None:
    bystander = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
    box.hold()
    write_once(house.address, "hangs")
    assert box.holding.wait(20)
    below = house.below()
    took = house.stop(signal.SIGINT)
    assert house.supervisor.returncode == 0
    assert took < ENDS_WITHIN
    assert [process for process in below if runs(process)] == []
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()
    assert house.log.read_text().splitlines()[-1] == "Stopped. Nothing that was saved is lost."
    box.may_take.set()
    measured(ended_after_s=round(took, 1))
