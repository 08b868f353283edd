"""The whole application as somebody runs it: `concord run` in a home of its own, with the example loaded."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN = 900  # seconds; a machine with other work on it loads the example slowly
STOPPED_WITHIN = 30


class Application:
    """One running installation: `origin` is its address, `home` its data folder."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.home = home
        self.origin = f"http://localhost:{port}"
        self._log = home.with_suffix(".log")
        environment = os.environ | {
            "CONCORD_HOME": str(home),
            "CONCORD_DEMO": "1",
            "CONCORD_EXAMPLES": str(ROOT / "examples"),
            "DJANGO_SETTINGS_MODULE": "concord.config.settings",
            "PORT": str(port),
            "PYTHONPATH": str(ROOT / "src"),
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "concord.cli.main", "run"], env=environment, stdout=log, stderr=log
            )

    def wait_until_ready(self) -> None:
        """Return once it answers. Raises RuntimeError with its log when it ends or takes too long."""
        last = time.monotonic() + READY_WITHIN
        while time.monotonic() < last and self._process.poll() is None:
            try:
                with urlopen(f"{self.origin}/readyz", timeout=5):
                    return
            except (URLError, OSError):
                time.sleep(0.2)
        raise RuntimeError(f"The application does not answer.\n{self.log()}")

    def log(self) -> str:
        """Return what it has written so far."""
        return self._log.read_text()

    def stop(self) -> int:
        """Stop it, and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
