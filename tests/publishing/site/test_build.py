"""A build is all or nothing, the same each time, and readers never see it change."""

import gzip
import re
import resource
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import pytest

from concord.publishing.site import build
from tests.publishing.site import samples
from tests.publishing.site.conftest import everything_in

TEXTS = (".html", ".css", ".js", ".svg", ".json", ".csv", ".xml", ".atom", ".txt")
Files = dict[str, bytes]


def files(folder: Path) -> Files:
    return {str(path.relative_to(folder)): path.read_bytes() for path in everything_in(folder)}


def few() -> list[dict[str, Any]]:
    return [samples.programme(), samples.empty(), samples.stopped()]


def test_the_same_releases_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    first = build(samples.everything(), tmp_path / "a", as_of=samples.AS_OF)
    second = build(samples.everything()[::-1], tmp_path / "b", as_of=samples.AS_OF)
    assert first == second
    assert files(tmp_path / "a/current") == files(tmp_path / "b/current")


def test_the_result_counts_pages_and_bytes(tmp_path: Path) -> None:
    result = build(few(), tmp_path, as_of=samples.AS_OF)
    written = files(tmp_path / "current")
    index = re.compile(r"(^|/)search/index/")  # made by another program, of what we wrote
    plain = {
        name: body for name, body in written.items() if not name.endswith((".gz", ".br")) and not index.search(name)
    }
    assert result.pages == sum(name.endswith(".html") for name in plain)
    assert result.bytes == sum(map(len, plain.values()))
    assert (tmp_path / "current").readlink() == Path("builds") / result.build_id


def test_texts_have_compressed_neighbours_and_small_or_packed_files_have_none(tmp_path: Path) -> None:
    build(few(), tmp_path, as_of=samples.AS_OF)
    written = files(tmp_path / "current")
    for name, body in written.items():
        if name.endswith((".gz", ".br")):
            continue
        worth = len(body) > 1000 and name.endswith(TEXTS) and "search/index/" not in name
        best = worth and name.endswith((".css", ".js"))
        assert (name, f"{name}.gz" in written, f"{name}.br" in written) == (name, worth, best)
        if worth:
            assert gzip.decompress(written[f"{name}.gz"]) == body
        if best:
            assert brotli.decompress(written[f"{name}.br"]) == body


def test_the_build_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    ids = [
        build([*few(), *more], tmp_path, as_of=samples.AS_OF).build_id
        for more in ([], [samples.charlottesville()], [samples.typical()], [samples.typical()])
    ]
    assert ids[2] == ids[3]
    assert sorted(path.name for path in (tmp_path / "builds").iterdir()) == sorted(ids[1:3])
    assert [(tmp_path / name).readlink().name for name in ("current", "previous")] == [ids[2], ids[1]]


def test_a_build_that_fails_midway_leaves_the_old_one_whole_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    build(few(), tmp_path, as_of=samples.AS_OF)
    before = files(tmp_path / "current")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, old[1]))  # the disk is full, as far as this process can tell
    try:
        with pytest.raises(OSError, match=r"search index of .* could not be made"):
            build([*few(), samples.typical()], tmp_path, as_of=samples.AS_OF)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert files(tmp_path / "current") == before
    assert len(list((tmp_path / "builds").iterdir())) == 2
    result = build([*few(), samples.typical()], tmp_path, as_of=samples.AS_OF)
    assert (tmp_path / "current").readlink().name == result.build_id
    assert len(list((tmp_path / "builds").iterdir())) == 2


def test_building_again_mends_a_damaged_build(tmp_path: Path) -> None:
    build(few(), tmp_path, as_of=samples.AS_OF)
    whole = files(tmp_path / "current")
    (tmp_path / "current/index.html").write_text("damaged")
    (tmp_path / "current/sites/calexico/index.html").unlink()
    (tmp_path / "current/stray.html").write_text("stray")
    build(few(), tmp_path, as_of=samples.AS_OF)
    assert files(tmp_path / "current") == whole


def test_a_programme_without_sites_builds_too(tmp_path: Path) -> None:
    result = build([samples.programme()], tmp_path, as_of=samples.AS_OF)
    page = (tmp_path / "current/sites/index.html").read_text()
    assert (result.pages, "No site has been published yet." in page, "<svg viewBox" in page) == (12, True, False)


def test_each_release_can_be_read_as_it_was_frozen(tmp_path: Path) -> None:
    from concord.publishing.site import canonical_json

    documents = samples.everything()
    build(documents, tmp_path, as_of=samples.AS_OF)
    written = files(tmp_path / "current")
    found = {
        name.rpartition("/")[2]: body
        for name, body in written.items()
        if "releases/" in name and name.endswith(".json")
    }
    assert found == {f"{each['release']['ref']}.json": canonical_json(each) for each in documents}


def test_a_site_that_did_not_change_is_kept_and_equals_what_would_be_made_anew(tmp_path: Path) -> None:
    def parts() -> dict[str, Path]:
        return {path.name: path.readlink() for path in (tmp_path / "a/current/sites").iterdir() if path.is_symlink()}

    build(few(), tmp_path / "a", as_of=samples.AS_OF)
    first = parts()
    build([*few(), samples.charlottesville()], tmp_path / "a", as_of=samples.AS_OF)
    second = parts()
    build([*few(), samples.charlottesville()], tmp_path / "b", as_of=samples.AS_OF)
    added = second.pop("charlottesville")
    assert (second, added in first.values()) == (first, False)
    assert files(tmp_path / "a/current") == files(tmp_path / "b/current")


def test_a_day_that_makes_nothing_overdue_renders_no_site_again(tmp_path: Path) -> None:
    kept = []
    for day in (date(2027, 2, 12), date(2027, 2, 13), date(2027, 2, 14)):
        build([samples.programme(), samples.typical()], tmp_path, as_of=day)
        kept.append((tmp_path / "current/sites/riverbend").readlink())
    assert (kept[0] == kept[1], kept[1] == kept[2]) == (True, False)


def test_parts_to_which_no_build_leads_are_removed(tmp_path: Path) -> None:
    for reason in ("One.", "Two.", "Three.", "Four."):
        head = samples.release("new-harbor-2", "2026-11-18", reason=reason)
        build([samples.programme(), samples.empty(release=head)], tmp_path, as_of=samples.AS_OF)
    assert len(list((tmp_path / "parts").iterdir())) == 2


def test_several_processes_render_the_same_bytes_as_one(tmp_path: Path) -> None:
    sites = [samples.site_document(f"place-{n}", f"Place {n} Police Department") for n in range(14)]
    build([samples.programme(), *sites], tmp_path / "many", as_of=samples.AS_OF)
    for part in range(0, 14, 7):
        build([samples.programme(), *sites[: part + 7]], tmp_path / "few", as_of=samples.AS_OF)
    assert files(tmp_path / "many/current") == files(tmp_path / "few/current")
