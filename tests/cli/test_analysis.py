"""`concord analysis`: a result with its capsule, the same again, and one sentence where it cannot be."""

import json
import shutil
from pathlib import Path

import pytest

from concord.cli.main import app
from concord.cli.main import main as concord_main

STOPS = "date,subject_race,search_conducted,contraband_found\n" + "".join(
    f"2024-01-0{1 + at % 9},{race},{at % 5 < share},{at % 5 < share and at % 7 < found}\n"
    for race, share, found in (("white", 1, 3), ("black", 2, 2))
    for at in range(400)
)


@pytest.fixture
def stops(tmp_path: Path) -> Path:
    path = tmp_path / "stops.csv"
    path.write_text(STOPS)
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    app([str(word) for word in words], standalone_mode=False)
    return capsys.readouterr().out


def test_a_method_runs_on_a_file_and_its_capsule_makes_it_again(
    stops: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "out"
    out = said(capsys, "analysis", "run", "hits", f"stops={stops}", "--set", "place_column=", "--into", into)
    assert out.startswith(
        "Are people recorded as Black searched more often, with less success, than people recorded as white?\n"
    )
    drawn, told = ["figure-1.svg", "figure-2.svg"], ["figures.csv", "sentences.txt", "table-1.csv"]
    assert sorted(path.name for path in into.iterdir()) == ["capsule.json", "diagnostics.json", *drawn, *told]
    assert said(capsys, "analysis", "rerun", into / "capsule.json", stops) == "The same result, to the last bit.\n"
    moved = tmp_path / "other-name.csv"
    shutil.copy(stops, moved)
    told = json.loads(said(capsys, "analysis", "rerun", into / "capsule.json", moved, "--json"))
    assert told == {"same": True, "differences": [], "circumstances": []}


def test_a_result_that_differs_is_told_with_exit_code_1(
    stops: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    into = tmp_path / "out"
    said(capsys, "analysis", "run", "hits", f"stops={stops}", "--set", "place_column=", "--into", into)
    capsule = into / "capsule.json"
    record = json.loads(capsule.read_text())
    record["result"]["readings"][0]["estimate"]["n"] += 1
    capsule.write_text(json.dumps(record))
    monkeypatch.setattr("sys.argv", ["concord", "analysis", "rerun", str(capsule), str(stops)])
    with pytest.raises(SystemExit) as ended:
        concord_main()
    assert (ended.value.code, "readings[0].estimate.n: was" in capsys.readouterr().out) == (1, True)


def test_what_may_go_out_has_no_small_count_and_no_result_in_its_capsule(
    stops: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "out"
    said(capsys, "analysis", "run", "hits", f"stops={stops}", "--set", "place_column=", "--public", "--into", into)
    assert json.loads((into / "capsule.json").read_text())["result"] == {}
    assert (into / "table-1.csv").read_text().startswith("Stops by what followed\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "hits", "stops"], "a file: 'stops'; expected name=value, each name once"),
        (["run", "hits", "stops=nowhere.csv"], "nowhere.csv: no such file; expected a CSV or Parquet file"),
        (["run", "magic", "stops=x.csv"], "analysis: no method 'magic'; expected one of audit"),
        (["rerun", "nowhere.json", "x.csv"], "nowhere.json: no such file; expected a capsule that a run wrote"),
        (["map", "nothing", "x.csv"], "mapping: no mapping 'nothing'; expected a path, or one of"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: list[str], says: str) -> None:
    with pytest.raises(SystemExit) as ended:
        app(["analysis", *words], standalone_mode=False)
    assert str(ended.value.code).startswith(says)


def test_methods_are_listed_and_a_mapping_is_tried(stops: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "hits: Is one group searched more often with less success?" in said(capsys, "analysis", "list")
    listed = json.loads(said(capsys, "analysis", "list", "--json"))
    assert {"audit", "rates", "veil"} <= {one["method"] for one in listed}
    tried = said(capsys, "analysis", "map", "open_policing", stops)
    assert "district: empty, the file lacks its source\n" in tried
