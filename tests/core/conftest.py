from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def folder_of_assets() -> None:
    """The folder that whitenoise looks into when a page is asked for."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
