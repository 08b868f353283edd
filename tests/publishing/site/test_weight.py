"""What a first visit weighs: page, style sheet, fonts, icon and script, compressed, for every template."""

import re
from pathlib import Path

import pytest

from concord.publishing.site import build
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

BUDGET = 60_000  # bytes


def packed(path: Path) -> int:
    small = path.with_name(f"{path.name}.gz")
    return (small if small.exists() else path).stat().st_size


def first_visit(root: Path, page: Path) -> int:
    """Weigh a page and everything that its head and its style sheet ask for."""
    text = page.read_text()
    asked = set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', text))
    for sheet in [name for name in asked if name.endswith(".css")]:
        css = (root / sheet.lstrip("/")).read_text()
        asked |= {f"/assets/{name}" for name in re.findall(r"url\((fonts/[^)]+)\)", css)}
    return packed(page) + sum(packed(root / name.lstrip("/")) for name in asked)


def test_no_page_of_the_samples_is_heavy(built: Built) -> None:
    weights = {str(page.relative_to(built.root)): first_visit(built.root, page) for page in built.files(".html")}
    assert {name: weight for name, weight in weights.items() if weight > BUDGET} == {}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("large")
    build([samples.programme(), samples.large()], out, as_of=samples.AS_OF)
    return out / "current"


def test_no_page_of_a_site_with_300_recommendations_is_heavy(large: Path) -> None:
    weights = {str(page.relative_to(large)): first_visit(large, page) for page in Built(large).files(".html")}
    assert len(weights) == 324
    assert {name: weight for name, weight in weights.items() if weight > BUDGET} == {}
