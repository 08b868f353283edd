"""What a parser that was taken over could still do: nothing to files, network and programs."""

import subprocess
import sys

import pytest

_TRIES = {
    "network": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "program": "import subprocess; subprocess.run(['/bin/true'])",
    "shell": "import os; os.system('true')",
    "new file": "open('/tmp/concord-never', 'w')",
    "removal": "import os; os.remove('/tmp/concord-never')",
    "fork": "import os; os.fork()",
}


@pytest.mark.parametrize("tries", _TRIES)
def test_the_reader_can_do_nothing_but_read(tries: str) -> None:
    code = f"from concord.evidence.reading.confined import confine\nconfine()\n{_TRIES[tries]}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1].startswith("PermissionError: ")
