"""What a page is, in the words of schema.org, for machines that read pages: JSON-LD, which is data and no script."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from concord.publishing.site import opendata
from concord.publishing.site.markup import markup
from concord.publishing.site.places import state_name
from concord.publishing.site.speech import spoken

Doc = Mapping[str, Any]


def site(document: Doc, address: str, office: Doc) -> Markup:
    """Describe the page of a site: which agency it is about, whose page it is, and its place among the pages."""
    base, head = office["public_url"], document["release"]
    trail = [("Sites", "/sites/"), (document["site"]["name"], address)]
    about = {"@type": "GovernmentOrganization", "name": document["site"]["agency"]["name"]}
    if document["site"]["state"] != "ZZ":
        about["areaServed"] = state_name(document["site"]["state"])
    return embedded(
        {
            "@type": "WebPage",
            "@id": f"{base}{address}",
            "name": document["site"]["name"],
            "inLanguage": spoken(),
            "dateModified": head["released_at"],
            "isAccessibleForFree": True,
            "about": about,
            "publisher": {"@type": "GovernmentOrganization", "name": office["name"], "url": f"{base}/"},
            "breadcrumb": {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": n, "name": name, "item": f"{base}{at}"}
                    for n, (name, at) in enumerate(trail, 1)
                ],
            },
        }
    )


def data(document: Doc, address: str, office: Doc) -> Markup:
    """Describe the data of a site as a data set with its files; nothing for a site without tables."""
    base, head, names = office["public_url"], document["release"], opendata.tables(document)
    if not names:
        return markup("")
    where = f"{base}{address}data/"
    return embedded(
        {
            "@type": "Dataset",
            "@id": where,
            "name": f"{document['site']['name']}: findings, recommendations and their status",
            "description": f"Tables of the public record as of {head['as_of']}: {', '.join(names)}.",
            "dateModified": head["released_at"],
            "isAccessibleForFree": True,
            "creator": {"@type": "GovernmentOrganization", "name": office["name"]},
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{where}{name}.csv"}
                for name in names
            ],
        }
    )


def embedded(value: Mapping[str, Any]) -> Markup:
    """Return JSON-LD as it may stand inside a page: nothing in it can end the element that holds it."""
    text = opendata.plain_json({"@context": "https://schema.org", **value}).decode().strip()
    return markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
