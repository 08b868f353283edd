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
    "measures": "measures",
    "outcomes": "measured outcomes",
    "figures": "status counts",
    "hand-over": "counts at the hand-over",
    "focus-areas": "focus areas",
    "changes": "changes",
    "work": "work done",
    "published-figures": "printed figures",
}
"""Name of a table → what it holds, in words."""


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
        "measures": measures(document),
        "outcomes": outcomes(document),
        "figures": figures(document),
        "hand-over": hand_over(document),
        "focus-areas": [
            {name: row[name] for name in ("number", "title", "state", "findings")} for row in document["focus_areas"]
        ],
        "changes": [
            {"on": row["on"], "text": row["text"], "recommendation": row.get("recommendation")}
            for row in document["changes"]
        ],
        "work": [{"method": row["method"], "count": row["count"]} for row in document["work"]],
        "published-figures": published_figures(document),
    }
    return {name: (list(rows[0]), rows) for name, rows in found.items() if rows}


def figures(document: Mapping[str, Any]) -> Table:
    """Return the counts of each status in each voice, with their base and day, and those of the figures before."""
    now = document["figures"]
    if now is None:
        return []
    parts = [(now, voice, now[voice]) for voice in ("assessed", "reported")]
    if now["previous"]:
        parts.append((now["previous"], "assessed", now["previous"]["assessed"]))
    return [
        {"as_of": of["as_of"], "voice": voice, "status": row["status"], "count": row["count"], "base": of["base"]}
        for of, voice, rows in parts
        for row in rows
    ]


def hand_over(document: Mapping[str, Any]) -> Table:
    """Return what another body took over when it took over the review, and what it has found itself since."""
    told = (document["figures"] or {}).get("hand_over")
    if told is None:
        return []
    return [
        {"on": told["on"], "body": told["body"], "part": part, "as_of": tally["as_of"]}
        | {"status": row["status"], "count": row["count"], "base": tally["base"]}
        for part, tally in (("taken over", told["taken_over"]), ("found", told["found"]))
        for row in tally["assessed"]
    ]


def measures(document: Mapping[str, Any]) -> Table:
    """Return what each recommendation is judged by."""
    return [
        {"recommendation": row["key"], **{name: measure[name] for name in ("label", "text", "kind", "approved_on")}}
        for row in document["recommendations"]
        for measure in row["measures"]
    ]


def outcomes(document: Mapping[str, Any]) -> Table:
    """Return each value of each measured outcome, oldest first; one of several recommendations names them all."""
    return [
        {
            "recommendation": "; ".join(row.get("recommendations", ())),
            "title": row["title"],
            "unit": row["unit"],
            "registered_days_late": row.get("registered_days_late"),
            "as_of": point["as_of"],
            "value": point["value"],
            "target": row.get("target"),
            "source_title": point.get("source"),
        }
        for row in document.get("outcome_measures", ())
        for point in row["points"]
    ]


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
        rows.append({**{name: row[name] for name in plain}, **said, **rest, **_besides(row)})
    return rows


def _besides(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what goes with a recommendation; None where nothing is said."""
    answer = row.get("response") or {}
    return {
        "below": row.get("below"),
        "recommendation_kind": (row.get("kind") or {}).get("label"),
        "aims": "; ".join(aim["label"] for aim in row.get("aims", ())),
        "practices": "; ".join(practice["name"] for practice in row.get("practices", ())),
        **{name: row.get(name) for name in ("best_practice", "outcome_measure", "effort", "cost", "owner")},
        "response": answer.get("answer"),
        "response_on": answer.get("on"),
        "response_reason": answer.get("reason"),
    }


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


def plain_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows that already say where they are from, as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode()


def plain_json(content: Mapping[str, Any]) -> bytes:
    """Return JSON as it is published: readable, in UTF-8."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
