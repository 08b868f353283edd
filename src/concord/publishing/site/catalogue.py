"""data.json: every data set in the words of DCAT-US 1.1, as catalogues of open data read it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from concord.publishing.site import opendata
from concord.publishing.site.archive import Archive, SiteRecord
from concord.publishing.site.places import state_name

Doc = Mapping[str, Any]
CONFORMS = "https://project-open-data.cio.gov/v1.1/schema"
MEDIA = (
    ("csv", "CSV", "text/csv"),
    ("json", "JSON", "application/json"),
)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEYWORDS = ["police reform", "technical assistance", "collaborative reform", "open government"]
ORIGINS = {
    "fictional": " Fictional example: this agency does not exist.",
    "public record": " Compiled from public records, not issued by this office.",
    "programme": "",
}


def catalogue(archive: Archive) -> bytes:
    """Return data.json: the list of sites, and one data set for each site that has tables."""
    office = archive.office["office"]
    base = office["public_url"]
    sets = [whole(archive, office), *(found for site in archive.sites for found in of_site(site, office))]
    return opendata.plain_json(
        {
            "@context": f"{CONFORMS}/catalog.jsonld",
            "@id": f"{base}/data.json",
            "@type": "dcat:Catalog",
            "conformsTo": CONFORMS,
            "describedBy": f"{CONFORMS}/catalog.json",
            "dataset": sets,
        }
    )


def common(office: Doc, contacts: Sequence[Doc]) -> dict[str, Any]:
    """Return what every data set says of its publisher. A federal office's own codes are added where it names them."""
    mail = next((row for row in (*contacts, *office["contacts"]) if row.get("email")), None)
    found: dict[str, Any] = {
        "@type": "dcat:Dataset",
        "accessLevel": "public",
        "language": ["en-US"],
        "publisher": {"@type": "org:Organization", "name": office["name"]},
    }
    if mail:
        point = {"@type": "vcard:Contact", "fn": mail["label"], "hasEmail": f"mailto:{mail['email']}"}
        found["contactPoint"] = point
    return found | {name: [office[key]] for name, key in CODES if office.get(key)}


CODES = (("bureauCode", "bureau_code"), ("programCode", "program_code"))


def whole(archive: Archive, office: Doc) -> dict[str, Any]:
    """Return the data set of all sites."""
    base = office["public_url"]
    newest = max(release.document["release"]["released_at"] for release in (*archive.programme, *_currents(archive)))
    files = (*MEDIA, ("xlsx", "Excel", EXCEL)) if archive.sites else ()
    return {
        **common(office, ()),
        "identifier": f"{base}/data/sites",
        "title": f"{office['programme']}: all sites",
        "description": "Every agency that takes or took part, with where it stands, and its counts with base and day.",
        "keyword": KEYWORDS,
        "modified": newest[:10],
        "landingPage": f"{base}/data/",
        "spatial": "United States",
        "distribution": [
            _file(f"{base}/data/sites.{suffix}", f"All sites, {name}", name, media) for suffix, name, media in files
        ],
    }


def _currents(archive: Archive) -> list[Any]:
    return [site.current for site in archive.sites]


def of_site(record: SiteRecord, office: Doc) -> Iterator[dict[str, Any]]:
    """Yield the data set of one site, when it has any table."""
    document, base = record.document, office["public_url"]
    site, head, names = document["site"], document["release"], opendata.tables(document)
    if not names:
        return
    place = ", ".join(part for part in (site["agency"].get("county"), state_name(site["state"])) if part)
    labels = ", ".join(opendata.LABELS[name] for name in names)
    found = {
        **common(office, document["contacts"]),
        "identifier": f"{base}{record.address}data/",
        "title": f"{site['name']}: findings, recommendations and their status",
        "description": f"Tables: {labels}. Records of {head['as_of']}.{ORIGINS[site['origin']]}",
        "keyword": [*KEYWORDS, site["name"]],
        "modified": head["released_at"][:10],
        "landingPage": f"{base}{record.address}data/",
        "describedBy": f"{base}{record.address}data/",
        "describedByType": "text/html",
        "spatial": place or "United States",
        "distribution": [
            _file(f"{base}{record.address}data/{name}.{suffix}", f"{opendata.LABELS[name]}, {kind}", kind, media)
            for name in names
            for suffix, kind, media in MEDIA
        ]
        + [_file(f"{base}{record.address}data/tables.xlsx", "All tables, Excel", "Excel", EXCEL)],
    }
    if site["started"] and site["started"]["precision"] == "day":
        found["temporal"] = f"{site['started']['value']}/{head['as_of']}"
    yield found


def _file(address: str, title: str, kind: str, media: str) -> dict[str, str]:
    title = title[:1].upper() + title[1:]
    return {"@type": "dcat:Distribution", "downloadURL": address, "mediaType": media, "format": kind, "title": title}
