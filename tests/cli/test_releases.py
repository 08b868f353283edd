import json
from pathlib import Path

from concord.publishing.models import Release
from concord.publishing.site.documents import canonical_json
from tests.cli.conftest import Concord
from tests.factories import publishing as office


def copies(folder: Path) -> list[Path]:
    office.report(office.press(), "published")
    files = []
    for release in Release.objects.order_by("pk"):
        files.append(folder / f"{release.ref.lower()}.json")
        files[-1].write_bytes(canonical_json(release.document))
    return files


def test_copies_of_releases_are_verified_from_the_files_alone_and_against_this_house(
    concord: Concord, tmp_path: Path
) -> None:
    files = copies(tmp_path)
    said = concord("release verify", *files)
    assert (said.code, said.out.splitlines()[-1]) == (0, "As it was released.")
    found = json.loads(concord("release verify --here --json", *files).out)
    assert [(one["file"], one["sha256"], one["wrong"]) for one in found] == [
        (str(file), release.sha256, []) for file, release in zip(files, Release.objects.order_by("pk"), strict=True)
    ]


def test_a_changed_copy_ends_with_an_error_that_says_where(concord: Concord, tmp_path: Path) -> None:
    file = copies(tmp_path)[0]
    file.write_bytes(file.read_bytes().replace(b"policies", b"policy"))
    said = concord("release verify --here", file)
    assert (said.code, said.out.splitlines()[-1]) == (1, "Not as it was released.")
    assert "that is known here has the hash" in said.out


def test_a_file_that_is_not_there_is_one_sentence(concord: Concord, tmp_path: Path) -> None:
    said = concord("release verify", tmp_path / "none.json")
    assert said == (1, "", f"{tmp_path}/none.json cannot be read: No such file or directory.")
