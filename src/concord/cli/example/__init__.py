"""The example programme: sites from public records, one fictional engagement that goes the whole way, and requests that
wait.

The engagement is loaded through the verbs, in date order, by the people who may do each: loading it is a test of the
whole path. examples/fictional/README.md tells the files' layout."""

from collections.abc import Callable
from pathlib import Path

from concord.agencies import actions as agencies
from concord.agencies.imports import read_csv
from concord.cli.example.story import CONCORD, Story
from concord.core import clock
from concord.core.errors import Unavailable
from concord.engagements.queries import by_slug
from concord.publishing import actions as publishing
from concord.publishing import queries as publishing_queries
from concord.publishing.imports.read import read_folder


def load_examples(folder: Path, log: Callable[[str], None]) -> None:
    """Load everything in `folder` (agencies.csv, sites/, fictional/) that is not loaded yet, and release it."""
    now = clock.now()
    agencies.import_directory(read_csv(folder / "agencies.csv"), by=CONCORD, at=now)
    publishing.release_programme(by=CONCORD, at=now)
    loaded = publishing.import_sites(read_folder(folder / "sites"), by=CONCORD, at=now)
    if loaded.added:
        log(f"{len(loaded.added)} sites loaded from public records.")
    story = Story(folder / "fictional")
    told = by_slug(story.slug)
    if told is not None and publishing_queries.published(told) < len(story.data["report"]):
        raise Unavailable("Loading the example was interrupted before. Remove the data folder and start again.")
    if told is None:
        from concord.cli.example import telling  # with all that an analysis needs: a second to load, needed once

        telling.tell(story, at=now)
        log("One fictional engagement loaded, from request to published reports.")
