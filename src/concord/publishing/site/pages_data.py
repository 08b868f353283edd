"""Open data for people: what can be had of a site and of the whole programme, in which formats, and what it means."""

from collections.abc import Iterator, Mapping
from typing import Any

from concord.publishing.site import dictionary, opendata, workbook
from concord.publishing.site.archive import Archive, SiteRecord
from concord.publishing.site.documents import SCHEMA_FILES, SCHEMAS
from concord.publishing.site.speech import say

File = tuple[str, bytes]
Doc = Mapping[str, Any]
Found = Mapping[str, tuple[list[str], opendata.Table]]


def site_files(record: SiteRecord) -> Iterator[File]:
    """Yield every table of a site as CSV and JSON, and all of them as one Excel workbook."""
    folder, document = f"{record.address.lstrip('/')}data/", record.document
    found = opendata.tables(document)
    for name, (columns, rows) in found.items():
        yield f"{folder}{name}.csv", opendata.as_csv(document, columns, rows)
        yield f"{folder}{name}.json", opendata.as_json(document, rows)
    if found:
        title = f"{document['site']['name']}: open data"
        yield f"{folder}tables.xlsx", workbook.workbook(found, title=title, about=opendata.made_of(document))


def site_context(record: SiteRecord) -> dict[str, Any]:
    """Return what the data page of a site shows: its tables with their columns."""
    found = opendata.tables(record.document)
    return {
        "record": record,
        "tables": [
            {
                "name": name,
                "label": say(opendata.LABELS[name]),
                "rows": len(rows),
                "columns": [(column, say(dictionary.COLUMNS[column])) for column in columns],
            }
            for name, (columns, rows) in found.items()
        ],
        "origin": [
            (f"from_{name}", say(dictionary.COLUMNS[f"from_{name}"])) for name in opendata.made_of(record.document)
        ],
    }


def programme_files(archive: Archive) -> Iterator[File]:
    """Yield the list of all sites, and the schema of every kind of release."""
    rows = [site_row(record) for record in archive.sites]
    if rows:
        whole = {"sites": (list(rows[0]), rows)}
        yield "data/sites.csv", opendata.plain_csv(list(rows[0]), rows)
        yield "data/sites.json", opendata.plain_json({"sites": rows})
        yield "data/sites.xlsx", workbook.workbook(whole, title="All sites", about={})
    for name, file in SCHEMA_FILES.items():
        yield f"data/schemas/{name.replace('/', '-')}.json", (SCHEMAS / file).read_bytes()


def programme_context(archive: Archive) -> dict[str, Any]:
    """Return what the data page of the programme shows."""
    return {
        "sites": [(record, opendata.tables(record.document)) for record in archive.sites],
        "schemas": [(name, f"/data/schemas/{name.replace('/', '-')}.json") for name in SCHEMA_FILES],
    }


def site_row(record: SiteRecord) -> dict[str, Any]:
    """Return one site as a row: where it is, where it stands, and its counts with base and day."""
    document, site = record.document, record.document["site"]
    counted = document["figures"] or {}
    return {
        "site": site["slug"],
        "name": site["name"],
        "origin": site["origin"],
        "agency": site["agency"]["name"],
        "ori": site["agency"].get("ori"),
        "state": site["state"],
        "latitude": site["agency"].get("lat"),
        "longitude": site["agency"].get("lng"),
        "assistance": site["tier"],
        "provider": site["provider"],
        "standing": site["state_key"],
        "started": (site["started"] or {}).get("value"),
        "ended": (site["ended"] or {}).get("value"),
        "findings": len(document["findings"]),
        "recommendations": len(document["recommendations"]),
        "counts_as_of": counted.get("as_of"),
        "counts_base": counted.get("base"),
        "release": document["release"]["ref"],
        "sha256": record.current.sha256,
    }
