import json
from pathlib import Path

from concord.agencies.models import Agency
from concord.core.models import AuditRow
from concord.engagements.models import Engagement
from tests.cli.conftest import Concord
from tests.factories import publishing as office
from tests.publishing.imports import folder

ROOT = Path(__file__).resolve().parents[2]
AGENCIES = ROOT / "examples" / "agencies.csv"


def test_the_directory_is_loaded_once(concord: Concord) -> None:
    dry = concord("agencies import --dry-run --json", AGENCIES)
    assert (dry.code, Agency.objects.count()) == (0, 0)
    said = concord("agencies import --json", AGENCIES)
    assert json.loads(said.out) == json.loads(dry.out)
    assert Agency.objects.count() == 18
    rows = AuditRow.objects.count()
    again = concord("agencies import", AGENCIES)
    assert (again.code, AuditRow.objects.count()) == (0, rows)


def test_a_file_that_is_not_there_is_one_sentence(concord: Concord, tmp_path: Path) -> None:
    said = concord("agencies import", tmp_path / "nothing.csv")
    assert (said.code, said.out, "nothing.csv" in said.refusal, said.refusal.count("\n")) == (1, "", True, 0)


def test_a_preview_of_sites_says_exactly_what_will_happen(concord: Concord, tmp_path: Path) -> None:
    path = office.sites(tmp_path)
    dry = concord("import sites --dry-run --json", path)
    assert json.loads(dry.out) == {
        "added": ["harbor-point", "mill-creek"],
        "changed": [],
        "unchanged": [],
        "findings": 1,
        "recommendations": 1,
        "published_figures": 1,
    }
    assert Engagement.objects.count() == 0
    assert json.loads(concord("import sites --json", path).out) == json.loads(dry.out)
    assert "unchanged: ('harbor-point', 'mill-creek')" in concord("import sites", path).out


def test_a_bad_row_names_file_line_column_and_nothing_is_loaded(concord: Concord, tmp_path: Path) -> None:
    path = office.sites(tmp_path)
    folder.change(path, "findings.csv", focus_area="9")
    said = concord("import sites", path)
    assert (said.code, Engagement.objects.count()) == (1, 0)
    assert said.refusal.splitlines()[0] == "Nothing was imported: 2 problems."
    assert said.refusal.splitlines()[1].startswith("findings.csv, line 2, column focus_area: found ")
