import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs/explanation/analysis-of-policing-data.md"
OTHER = ROOT / "docs/explanation/policing-files-and-operations.md"


def test_the_example_of_the_explanation_runs_as_printed():
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), flags=re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        (
            "In 2017, the rate of stops for Black drivers was 3.407 times that for white drivers (95% interval 3.374 "
            "to 3.441), counted against residents: 204,420 stops in a base of 648,846."
        ),
        "A difference was seen. The figure does not show why it is there.",
    ]


def test_the_tables_of_the_explanation_name_every_method_there_is():
    rows = re.findall(r"^\| `.*$", PAGE.read_text() + OTHER.read_text(), flags=re.MULTILINE)
    named = set(re.findall(r"`(\w+)`", " ".join(rows)))
    folder = ROOT / "src/concord/analysis/policing"
    inner = {
        "__init__",
        "about",
        "beta_tail",
        "convergence",
        "design",
        "estimate",
        "glm",
        "intervals",
        "phrases",
        "spanish",
        "tables",
    }
    inner |= {"threshold_cells", "threshold_model"}
    assert named - {"samplers"} == {path.stem for path in folder.glob("*.py")} - inner
