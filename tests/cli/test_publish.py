import json
from pathlib import Path

from concord.publishing import archiving
from tests.cli.conftest import Concord
from tests.factories import publishing as office
from tests.factories.engagements import AT
from tests.publishing.site import samples


def test_the_site_is_built_from_its_releases_into_a_folder(concord: Concord, tmp_path: Path) -> None:
    office.programme()
    office.report(office.press(), "published")
    said = concord("publish --json --out", tmp_path)
    facts = json.loads(said.out)
    assert (said.code, facts["pages"]) == (0, len(list(tmp_path.rglob("*.html"))))
    assert (tmp_path / "current").readlink().name == facts["build"]
    assert concord("publish --out", tmp_path).out == f"{facts['pages']} pages in {tmp_path}/current.\n"


def test_a_house_that_has_released_nothing_says_what_is_missing(concord: Concord, tmp_path: Path) -> None:
    said = concord("publish --out", tmp_path)
    assert said.code == 1
    assert said.refusal.startswith(
        "The public site cannot be built. release without a name: $: no concord.programme release"
    )
    assert not (tmp_path / "current").exists()


def test_a_folder_that_cannot_be_one_is_one_sentence(concord: Concord, tmp_path: Path) -> None:
    office.programme()
    (tmp_path / "file").write_text("no folder")
    said = concord("publish --out", tmp_path / "file")
    assert said == (1, "", f"The public site cannot be written to {tmp_path}/file: File exists.")


def test_the_site_is_built_again_from_an_archive_alone(concord: Concord, tmp_path: Path) -> None:
    site = samples.typical()
    body = archiving.pack([samples.programme(), site, samples.report(site)], {}, name="Riverbend", at=AT, seen={})
    (tmp_path / "riverbend.zip").write_bytes(body)
    said = concord("publish --out", tmp_path / "out", "--archive", tmp_path / "riverbend.zip")
    assert said.code == 0
    assert (tmp_path / "out/current/sites/riverbend/reports/2026-11-14/index.html").exists()
    (tmp_path / "broken.zip").write_bytes(b"no archive")
    said = concord("publish --out", tmp_path / "out", "--archive", tmp_path / "broken.zip")
    assert said == (1, "", "This is no archive: expected a ZIP file.")
