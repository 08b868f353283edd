import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from concord.publishing.site import build
from tests.publishing.site import samples


def everything_in(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder, followlinks=True):
        yield from (Path(place) / name for name in names)


class Built:
    """A built site: its folder, and short ways to read it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def page(self, address: str) -> str:
        return (self.root / address.lstrip("/") / "index.html").read_text()

    def text(self, path: str) -> str:
        return (self.root / path.lstrip("/")).read_text()

    def files(self, ending: str = "") -> list[Path]:
        """Every file with this ending; sites are folders to which the build links, so links are followed."""
        return sorted(path for path in everything_in(self.root) if path.name.endswith(ending))

    def has(self, path: str) -> bool:
        return (self.root / path.lstrip("/")).exists()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One of each sample, built once."""
    out = tmp_path_factory.mktemp("public")
    build(samples.everything(), out, as_of=samples.AS_OF)
    return Built(out / "current")


@pytest.fixture
def build_of(tmp_path: Path) -> Any:
    """Build some documents beside the programme's, and return what was built."""

    def make(*documents: dict[str, Any], as_of: date = samples.AS_OF) -> Built:
        build([samples.programme(), *documents], tmp_path, as_of=as_of)
        return Built(tmp_path / "current")

    return make
