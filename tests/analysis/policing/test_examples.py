"""Each method's example in the documentation runs as printed."""

import re
import runpy
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[3] / "docs/reference/analysis-methods.md"
HERE = Path(__file__).parents[3] / "src/concord/analysis/policing"
PARTS = re.findall(r"^## (.+?)$.*?```python\n(.*?)```", PAGE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("name", "code"), PARTS, ids=[name for name, _ in PARTS])
def test_the_example_of_a_method_runs_and_says_something(
    name: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / f"{name.replace(' ', '_')}.py"
    place.write_text(code)
    runpy.run_path(str(place))
    assert capsys.readouterr().out.strip() != ""


SUPPORT = {"about", "beta_tail", "convergence", "counts", "design", "estimate", "glm", "intervals", "phrases"}
SUPPORT |= {"spanish", "synthetic", "synthetic_stops", "tables", "threshold_cells", "threshold_model"}
"""Modules without a method of their own: others stand on them."""


def test_every_module_with_a_method_has_an_example() -> None:
    assert len(PARTS) == PAGE.read_text("utf-8").count("```python")
    code = "\n".join(code for _, code in PARTS)
    modules = {path.stem for path in HERE.glob("*.py")} - {"__init__"} - SUPPORT
    shown = {name for name in modules if re.search(rf"\b{name}\b", code)}
    assert modules - shown == set()
