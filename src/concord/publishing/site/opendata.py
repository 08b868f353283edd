"""Open data beside the pages: the same records as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

FORMULA_SIGNS = tuple("=+-@＝＋－＠")
Table = list[dict[str, Any]]
LABELS = {
    "findings": "findings",
    "recommendations": "recommendations",
    "statuses": "status history",
    "published-figures": "printed figures",
}


def cell(value: Any) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula: such text gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if isinstance(value, int | float):
        return text
    if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_SIGNS):
        return f"'{text}"
    return text


def as_csv(document: Mapping[str, Any], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return RFC 4180 text in UTF-8 without a byte-order mark; the last columns say what the rows are from."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    origin = {f"from_{name}": value for name, value in made_of(document).items()}
    writer.writerow([*columns, *origin])
    writer.writerows([cell(value) for value in (*(row[c] for c in columns), *origin.values())] for row in rows)
    return out.getvalue().encode()


def as_json(document: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the rows with the release they come from, so that a copied file still says what it is."""
    content = {**made_of(document), "rows": rows}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def made_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Return what a copied file must say of itself: its site, whether that is fictional, its release and its day."""
    return {
        "site": document["site"]["slug"],
        "origin": document["site"]["origin"],
        "release": document["release"]["ref"],
        "as_of": document["release"]["as_of"],
    }


def tables(document: Mapping[str, Any]) -> dict[str, tuple[list[str], Table]]:
    """Return the tables of a site document that have rows: name → (columns, rows)."""
    found = {
        "findings": findings(document),
        "recommendations": recommendations(document),
        "statuses": statuses(document),
        "published-figures": published_figures(document),
    }
    return {name: (list(rows[0]), rows) for name, rows in found.items() if rows}


def findings(document: Mapping[str, Any]) -> Table:
    return [
        {
            "key": row["key"],
            "label": row["label"],
            "focus_area": row["focus_area"],
            "heading": row["heading"],
            "text": row["text"],
            "issued_on": row["issued_on"],
            "evidence_items": len(row["evidence"]),
        }
        for row in document["findings"]
    ]


def recommendations(document: Mapping[str, Any]) -> Table:
    rows = []
    for row in document["recommendations"]:
        said = {
            f"{voice}_{field}": (row[voice] or {}).get(field)
            for voice in ("assessed", "reported")
            for field in ("status", "on", "note")
        }
        plain = ("key", "label", "finding", "focus_area", "text", "justification", "issued_on")
        rest = {"held_by": row["held_by"], "held_since": row["held_since"], "tags": "; ".join(row["tags"])}
        rows.append({**{name: row[name] for name in plain}, **said, **rest})
    return rows


def statuses(document: Mapping[str, Any]) -> Table:
    """Return each change of status of each recommendation, oldest first."""
    return [
        {
            "recommendation": row["key"],
            "on": step["on"],
            "voice": step["voice"],
            "status": step["status"],
            "note": step["note"],
        }
        for row in document["recommendations"]
        for step in row["history"]
    ]


def published_figures(document: Mapping[str, Any]) -> Table:
    return [
        {
            "id": figure["id"],
            "as_of": figure["as_of"]["value"],
            "as_of_precision": figure["as_of"]["precision"],
            "voice": figure.get("voice"),
            "assessor": figure["assessor"],
            "base": figure["base"],
            "label": row["label"],
            "count": row["count"],
            "count_as_printed": row.get("count_as_printed"),
            "percent_as_printed": row["percent_as_printed"],
            "note": row.get("note"),
            "source_title": (figure["source"] or {}).get("title"),
            "source_url": (figure["source"] or {}).get("url"),
        }
        for figure in document["published_figures"]
        for row in figure["rows"]
    ]
