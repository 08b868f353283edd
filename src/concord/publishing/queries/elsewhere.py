"""What other sites have released: recommendations with their measures and the documents they rest on, by words and
topic. It reads the newest release of each site and nothing else, so nothing that is not public crosses (P24)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from concord.engagements.models import Engagement
from concord.publishing.models import Release, ReleaseKind

SHOWN = 50
"""So many are shown of what fits; the rest wants narrower words."""
_MOST_WORDS = 12
_NEWEST = """
    WITH newest AS (
        SELECT DISTINCT ON (slug) id FROM publishing_release WHERE kind = 'site' AND slug <> %(not_of)s
        ORDER BY slug, id DESC
    ), told AS (
        SELECT release.id, release.ref, release.slug, release.sha256, release.as_of, release.document -> 'site' AS site,
            release.document -> 'statuses' AS statuses, said.of AS said, said.place, found.of AS finding, area.title
        FROM newest JOIN publishing_release AS release USING (id)
        CROSS JOIN LATERAL jsonb_array_elements(release.document -> 'recommendations')
            WITH ORDINALITY AS said (of, place)
        LEFT JOIN LATERAL (
            SELECT one AS of FROM jsonb_array_elements(release.document -> 'findings') AS one
            WHERE one ->> 'key' = said.of ->> 'finding' LIMIT 1
        ) AS found ON true
        LEFT JOIN LATERAL (
            SELECT one ->> 'title' AS title FROM jsonb_array_elements(release.document -> 'focus_areas') AS one
            WHERE one -> 'number' = said.of -> 'focus_area' LIMIT 1
        ) AS area ON true
        WHERE said.of ->> 'text' IS NOT NULL
    )
"""
_SAID = """lower(concat_ws(' ', said ->> 'text', said ->> 'justification', said ->> 'best_practice',
    said ->> 'outcome_measure', said ->> 'tags', jsonb_path_query_array(said, '$.measures[*].text')::text,
    jsonb_path_query_array(said, '$.practices[*].name')::text, finding ->> 'heading',
    jsonb_path_query_array(finding, '$.evidence[*].title')::text, title))"""
_TOPICS = """SELECT jsonb_array_elements_text(said -> 'tags') AS topic UNION SELECT title
    UNION SELECT jsonb_array_elements(said -> 'practices') ->> 'name'"""
_DONE = """EXISTS (SELECT 1 FROM jsonb_array_elements(statuses) AS one
    WHERE one ->> 'key' = said -> 'assessed' ->> 'status'
    AND coalesce(one ->> 'stands_for', one ->> 'key') = 'complete')"""


@dataclass(frozen=True)
class Sought:
    """What is looked for: words that all occur, a topic (a tag, a practice of the library, or the title of a focus
    area), and whether only what was assessed as complete there."""

    words: str = ""
    topic: str = ""
    done: bool = False


@dataclass(frozen=True)
class Released:
    """One recommendation as the newest release of another site has it. `said` is its part of the document; `documents`
    are the titles of the evidence that may be named."""

    release: str
    sha256: str
    slug: str
    site: str
    origin: str
    area: str
    status: str
    said: Mapping[str, Any]
    documents: tuple[str, ...]

    @property
    def name(self) -> str:
        """How a form names it: the release and the key."""
        return f"{self.release}:{self.said['key']}"

    @property
    def public_address(self) -> str:
        """Its page before the public."""
        return f"/sites/{self.slug}/recommendations/{self.said['key']}/"


@dataclass(frozen=True)
class FoundElsewhere:
    """What fits, at most SHOWN of them, out of `total` in `sites` sites."""

    rows: tuple[Released, ...]
    total: int
    sites: int


def elsewhere(engagement: Engagement, sought: Sought) -> FoundElsewhere:
    """Return the recommendations of other sites that fit, those of the newest releases first; by one query."""
    conditions = ["true"]
    values: dict[str, str | int] = {"not_of": engagement.slug, "shown": SHOWN}
    for n, each in enumerate(sought.words.lower().split()[:_MOST_WORDS]):
        conditions.append(f"strpos({_SAID}, %(word{n})s) > 0")
        values[f"word{n}"] = each
    if sought.topic:
        conditions.append(f"%(topic)s IN ({_TOPICS})")
        values["topic"] = sought.topic
    if sought.done:
        conditions.append(_DONE)
    query = f"""{_NEWEST} , fits AS (SELECT * FROM told WHERE {" AND ".join(conditions)})
        SELECT ref, sha256, slug, site, said, finding, title, statuses, (SELECT count(*) FROM fits),
            (SELECT count(DISTINCT slug) FROM fits)
        FROM fits ORDER BY as_of DESC, id DESC, place LIMIT %(shown)s"""  # noqa: S608 - the conditions are ours, each value is bound # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows = cursor.fetchall()
    total, sites = rows[0][-2:] if rows else (0, 0)
    return FoundElsewhere(tuple(_released(*row[:-2]) for row in rows), total, sites)


def topics_elsewhere(engagement: Engagement) -> list[str]:
    """Return the tags, practices and titles of focus areas that other sites' releases have, by the alphabet."""
    query = f"""{_NEWEST} SELECT DISTINCT topic FROM told
        CROSS JOIN LATERAL ({_TOPICS}) AS each
        WHERE topic <> '' ORDER BY topic"""  # noqa: S608 - no value in it # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(query, {"not_of": engagement.slug})
        return [topic for (topic,) in cursor.fetchall()]


def released(engagement: Engagement, name: str) -> Released | None:
    """Return a recommendation of another site's release by its name (release:key), or None."""
    ref, _, key = name.partition(":")
    release = Release.objects.filter(ref=ref, kind=ReleaseKind.SITE).exclude(slug=engagement.slug).first()
    if release is None or release.is_withheld:
        return None
    document = release.document
    said = next((row for row in document["recommendations"] if row["key"] == key and row["text"]), None)
    if said is None:
        return None
    finding = next((row for row in document["findings"] if row["key"] == said["finding"]), None)
    area = next((row["title"] for row in document["focus_areas"] if row["number"] == said["focus_area"]), "")
    return _of(release.ref, release.sha256, release.slug, document["site"], said, finding, area, document["statuses"])


def _released(
    ref: str, sha256: str, slug: str, site: str, said: str, finding: str | None, area: str | None, statuses: str
) -> Released:
    """Read a row of the database, whose documents come as text."""
    found = json.loads(finding) if finding else None
    return _of(ref, sha256, slug, json.loads(site), json.loads(said), found, area, json.loads(statuses))


def _of(
    ref: str,
    sha256: str,
    slug: str,
    site: Mapping[str, Any],
    said: Mapping[str, Any],
    finding: Mapping[str, Any] | None,
    area: str | None,
    statuses: list[Mapping[str, Any]],
) -> Released:
    labels = {status["key"]: status["label"] for status in statuses}
    assessed = labels.get((said["assessed"] or {}).get("status"), "")
    named = [item["title"] for item in (finding or {}).get("evidence", ()) if item["title"]]
    return Released(ref, sha256, slug, site["name"], site["origin"], area or "", assessed, said, tuple(named))
