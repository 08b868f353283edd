"""How long until Concord answers: the first start in an empty folder, a later one; and from a fresh clone."""

import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

from benchmarks import budgets
from benchmarks.ground import Ground, House
from benchmarks.harness import ROOT, Row, run


def starts(ground: Ground) -> Generator[Row]:
    """Start in an empty folder without the example, then with it (that folder stays), then again."""
    with tempfile.TemporaryDirectory(prefix="concord-bench-") as empty:
        bare = Ground(Path(empty) / "home")
        yield from _start("first start, empty folder, no example", bare.env | {"CONCORD_DEMO": "0"}, "/request/")
    yield from _start("first start, empty folder, example loaded and published", ground.env)
    yield from _start("later start", ground.env, budget=True)


def _start(what: str, env: dict[str, str], address: str = "/", *, budget: bool = False) -> Generator[Row]:
    house = House(env, address=address)
    house.stop()
    yield Row(f"{what}: wall", house.wall, "s", budgets.START if budget else None)
    yield Row(f"{what}: CPU, all processes", house.cpu, "CPU-s")


def fresh(ground: Ground) -> Generator[Row]:
    """Clone what is committed, make a virtual environment with pip's cache as it is, and `make run` it."""
    with tempfile.TemporaryDirectory(prefix="concord-fresh-") as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        env = {k: v for k, v in ground.env.items() if k not in ("CONCORD_HOME", "VIRTUAL_ENV", "PYTHONPATH")}
        installed = run(["make", ".venv/.run", f"PYTHON={_system_python()}"], env, limit=280, cwd=clone)
        yield Row("install from a fresh clone: wall", installed.wall, "s", budgets.INSTALL, "pip's cache as it is")
        yield Row("install from a fresh clone: CPU", installed.cpu, "CPU-s")
        size = int(
            subprocess.run(["du", "-sm", str(clone / ".venv")], check=True, capture_output=True).stdout.split()[0]
        )
        yield Row("installed size of .venv", size, "MB", budgets.INSTALL_SIZE)
        house = House(env, folder=clone, argv=("make", "run"))
        house.stop()
        yield Row("`make run` then, to the first answer: wall", house.wall, "s")


def _system_python() -> str:
    return str(Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}")
