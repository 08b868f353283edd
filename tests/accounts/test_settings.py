"""What the settings refuse before anything starts."""

import os
import subprocess
import sys

import pytest


def started(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "import concord.config.settings"]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"CONCORD_HOST": "reform.example.org"}, "refuses the public host name 'reform.example.org'"),
        ({"CONCORD_BASE_URL": "https://reform.example.org"}, "refuses the public host name 'reform.example.org'"),
        ({"CONCORD_DEMO": "yes"}, "CONCORD_DEMO is 'yes'; expected 1, 0 or nothing."),
    ],
)
def test_a_setting_that_cannot_be_is_one_sentence(environment: dict[str, str], says: str) -> None:
    done = started(**environment)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_public_host_name_is_taken_without_a_demonstration() -> None:
    assert started(CONCORD_HOST="reform.example.org", CONCORD_DEMO="0").returncode == 0
