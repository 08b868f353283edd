"""The layers: import-linter's contracts in pyproject.toml hold on the house, and each closes when it is broken."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.source import ROOT, SRC

CONTRACTS = {
    c["id"]: c for c in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}


def broken(src: Path) -> tuple[int, list[str]]:
    """Run lint-imports on a package tree; give its exit code and the ids of the contracts that are broken."""
    command = [Path(sys.executable).with_name("lint-imports"), "--config", ROOT / "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, cwd=src, env={"PYTHONPATH": str(src)}, capture_output=True, text=True, check=False)
    verdicts = re.findall(r"^(.*?) (KEPT|BROKEN)", done.stdout, flags=re.MULTILINE)
    ids = {contract["name"]: id_ for id_, contract in CONTRACTS.items()}
    assert [ids[name] for name, _ in verdicts] == list(CONTRACTS), done.stdout + done.stderr
    return done.returncode, [ids[name] for name, verdict in verdicts if verdict == "BROKEN"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the house's Python files."""
    shutil.copytree(SRC, tmp_path / "src", ignore=lambda folder, names: [n for n in names if _is_no_code(folder, n)])
    return tmp_path / "src"


def _is_no_code(folder: str, name: str) -> bool:
    return name == "__pycache__" or not (Path(folder, name).is_dir() or name.endswith(".py"))


def test_the_house_keeps_every_contract() -> None:
    assert broken(SRC) == (0, [])


def test_a_copy_of_the_house_keeps_every_contract(copy: Path) -> None:
    assert broken(copy) == (0, [])


@pytest.mark.parametrize(
    ("contracts", "path", "offence"),
    [
        ("layers", "agencies/views.py", "from concord.intake import models"),
        (
            "layers",
            "accounts/queries.py",
            "def later() -> None:\n    from concord.intake.models import AssistanceRequest",
        ),
        ("layers", "intake/new/__init__.py", "import concord.desk.things"),
        ("layers", "unplaced/__init__.py", "PLACE = None"),
        ("siblings", "core/clock.py", "from concord.core import verbs"),
        ("siblings", "publishing/site/numbers.py", "from concord.publishing.site import view"),
        ("analysis", "analysis/rates.py", "from django.db import models"),
        ("renderer", "publishing/site/numbers.py", "from concord.core import clock"),
        ("renderer paper", "publishing/site/numbers.py", "from concord.publishing import models"),  # papers are its too
        ("paper", "publishing/compile/paper.py", "from concord.evidence import models"),
        ("process", "core/launch.py", "import django"),
        ("process", "core/postgres_root.py", "from concord.core import guard"),
        ("files", "agencies/rules.py", "from concord.agencies import queries"),
    ],
)
def test_one_import_that_offends_breaks_its_contract_and_no_other(
    copy: Path, contracts: str, path: str, offence: str
) -> None:
    place = copy / "concord" / path
    for folder in (place.parent,):
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
    with place.open("a") as file:
        file.write(f"\n{offence}\n")
    assert broken(copy) == (1, contracts.split())


def test_every_contract_is_broken_once_above() -> None:
    (marks,) = list(test_one_import_that_offends_breaks_its_contract_and_no_other.pytestmark)
    assert {contract for contracts, _, _ in marks.args[1] for contract in contracts.split()} == set(CONTRACTS)


def test_every_layer_has_its_place_in_the_order_of_the_contributors_page() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text()
    (order,) = re.findall(
        r"^((?: {4}.*\n)+?)(?=\n)", page[page.index("imports only what stands") :], flags=re.MULTILINE
    )[:1]
    assert [layer.strip("()") for layer in CONTRACTS["layers"]["layers"]][::-1] == order.split()


def test_everything_that_starts_processes_is_named() -> None:
    core = (p.stem for p in (SRC / "concord/core").glob("*.py"))
    starters = {f"concord.core.{name}" for name in core if name.startswith(("postgres", "supervisor", "launch"))}
    assert set(CONTRACTS["process"]["source_modules"]) == starters
