"""The built site copied to where it is read: a folder that is switched in one step, or a store object by object."""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from concord.core import clock
from concord.core.errors import Unavailable
from concord.publishing import jobs, pushing
from concord.publishing.serve import TYPES
from concord.publishing.site import build
from tests.core import store as stores
from tests.factories import publishing as office
from tests.publishing.site import samples
from tests.publishing.site.conftest import everything_in

LATER = samples.AS_OF + timedelta(days=1)
HTML = TYPES[".html"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    build(documents(), tmp_path / "public", as_of=samples.AS_OF)
    return tmp_path / "public"


@pytest.fixture
def store(settings: Settings) -> Iterator[stores.Store]:
    with stores.running() as found:
        settings.CONCORD_S3_ENDPOINT = found.endpoint
        settings.AWS_ACCESS_KEY_ID, settings.AWS_SECRET_ACCESS_KEY = stores.IDENTIFIER, stores.SECRET
        yield found


def documents(**changed: str) -> list[dict[str, Any]]:
    site = samples.typical()
    site["site"] |= changed
    return [samples.programme(), site]


def lying_in(folder: Path) -> dict[str, bytes]:
    """Every file that readers reach below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in everything_in(folder)}


def in_store(store: stores.Store) -> dict[str, bytes]:
    """Every object of the public site, by its path."""
    below = "/records/site/"
    return {
        name.removeprefix(below): body for name, body in store.objects.items() if not name.endswith(pushing.MANIFEST)
    }


def to_send(out: Path) -> dict[str, bytes]:
    files = lying_in(out / "current")
    return {name: body for name, body in files.items() if not name.endswith((".gz", ".br"))}


def test_a_folder_gets_the_same_files_and_keeps_the_build_before(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    first = pushing.push(out, str(target))
    assert lying_in(target / "current") == lying_in(out / "current")
    build(documents(), out, as_of=LATER)
    second = pushing.push(out, str(target))
    assert (second.written, second.removed) == (0, 0)  # of the site nothing changed
    assert lying_in(target / "current") == lying_in(out / "current")
    names = [(target / link).readlink().name for link in ("current", "previous")]
    assert names == [second.build_id, first.build_id]


def test_a_folder_stands_on_its_own(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    pushing.push(out, str(target))
    wanted = lying_in(out / "current")
    out.rename(tmp_path / "away")
    target.rename(tmp_path / "moved")
    assert lying_in(tmp_path / "moved" / "current") == wanted


def test_a_push_that_breaks_off_leaves_the_folder_as_it_was(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "elsewhere"
    pushing.push(out, str(target))
    before = lying_in(target / "current")
    build(documents(outcome="Another"), out, as_of=LATER)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(pushing.shutil, "copytree", full)
        with pytest.raises(Unavailable, match=r"cannot be copied to .*: No space left on device"):
            pushing.push(out, str(target))
    assert lying_in(target / "current") == before
    pushing.push(out, str(target))
    assert lying_in(target / "current") == lying_in(out / "current")


def test_what_was_withheld_is_in_no_build_of_the_folder(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere"
    pushing.push(out, str(target))
    build(documents(outcome="Another"), out, as_of=LATER)
    pushing.push(out, str(target), alone=True)
    left = {path.name for path in (target / "builds").iterdir()}
    assert (left, (target / "previous").exists()) == ({(out / "current").readlink().name}, False)
    assert len(list((target / "parts").iterdir())) == 1


def test_a_store_gets_every_file_with_what_it_is_and_for_how_long(out: Path, store: stores.Store) -> None:
    pushed = pushing.push(out, "s3://records/site")
    assert in_store(store) == to_send(out)
    assert pushed == pushing.Pushed((out / "current").readlink().name, len(to_send(out)), 0)
    noted = json.loads(store.objects[f"/records/site/{pushing.MANIFEST}"])
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in to_send(out).items()}
    assert noted == {"build": pushed.build_id, "files": hashes}
    told = store.told["/records/site/sites/riverbend/index.html"]
    assert (told["content-type"], told["cache-control"]) == (HTML, "no-cache")
    asset = next(name for name in store.told if "/assets/" in name and name.endswith(".css"))
    assert store.told[asset]["cache-control"] == "public, max-age=31536000, immutable"


def test_what_pages_lead_to_is_written_before_them_and_the_front_page_last(out: Path, store: stores.Store) -> None:
    pushing.push(out, "s3://records/site")
    puts = [name.removeprefix("/records/site/") for how, name in store.asked if how == "PUT"]
    assert (puts[0], puts[-1]) == (pushing.MANIFEST, pushing.MANIFEST)
    files = puts[1:-1]
    pages = [name.endswith((".html", ".atom", ".xml")) for name in files]
    assert pages == sorted(pages)
    depths = [-name.count("/") for name, page in zip(files, pages, strict=True) if page]
    assert depths == sorted(depths)


def test_only_what_differs_is_sent_and_what_is_gone_is_removed_after_it(out: Path, store: stores.Store) -> None:
    pushing.push(out, "s3://records/site")
    store.asked.clear()
    assert pushing.push(out, "s3://records/site").written == 0
    assert store.asked == [("GET", f"/records/site/{pushing.MANIFEST}")]
    build([samples.programme()], out, as_of=LATER)
    store.asked.clear()
    pushed = pushing.push(out, "s3://records/site")
    assert in_store(store) == to_send(out)
    ways = [how for how, name in store.asked if not name.endswith(pushing.MANIFEST)]
    assert ways == ["PUT"] * pushed.written + ["DELETE"] * pushed.removed
    assert (pushed.written > 0, pushed.removed > 0) == (True, True)


def test_a_push_that_breaks_off_is_made_good_by_the_next(out: Path, store: stores.Store) -> None:
    store.fails_at = "riverbend/findings/index.html"
    with pytest.raises(Unavailable, match=r"400 Bad Request\. EntityTooLarge"):
        pushing.push(out, "s3://records/site")
    assert 0 < len(in_store(store)) < len(to_send(out))
    store.fails_at = ""
    build([samples.programme()], out, as_of=LATER)  # meanwhile the site was withdrawn: nothing of it may stay
    pushing.push(out, "s3://records/site")
    assert in_store(store) == to_send(out)


def test_without_keys_it_says_what_to_set(out: Path, settings: Settings) -> None:
    settings.AWS_ACCESS_KEY_ID = ""
    with pytest.raises(Unavailable, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        pushing.push(out, "s3://records")


def test_the_folder_in_which_the_site_is_built_is_no_other_folder(out: Path) -> None:
    with pytest.raises(Unavailable, match="is where the site is built; name another folder"):
        pushing.push(out, f"{out}/../public/")


def test_before_the_first_build_there_is_nothing_to_push(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"cannot be copied to .*No such file or directory"):
        pushing.push(tmp_path / "nothing", str(tmp_path / "elsewhere"))


@pytest.mark.django_db
def test_the_worker_pushes_each_build_and_tells_followers_after_it(tmp_path: Path, settings: Settings) -> None:
    settings.CONCORD_PUBLIC_SITE = tmp_path / "public"
    settings.CONCORD_PUBLIC_PUSH = str(tmp_path / "elsewhere")
    office.programme()

    def queued() -> list[str]:
        named = ProcrastinateJob.objects.filter(task_name__in=("publishing.push_site", "publishing.tell_followers"))
        return list(named.order_by("id").values_list("task_name", flat=True))

    jobs.build_site()
    assert queued() == ["publishing.push_site"]
    jobs.push_site(alone=False)
    assert queued() == ["publishing.push_site", "publishing.tell_followers"]
    assert (tmp_path / "elsewhere" / "current" / "index.html").exists()
    assert (tmp_path / "elsewhere" / "current").readlink().name.startswith(clock.today().isoformat())
