"""An engagement of 1,000 documents: every page of it that its team opens, one request after another."""

from collections.abc import Generator
from typing import LiteralString

import psycopg
from psycopg import sql

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import Row
from benchmarks.many import Copier
from benchmarks.pages import ASSESSOR, Reader

DOCUMENTS, PAGES, PARAGRAPHS = 1_000, 3, 10
CARDS, ON_A_CARD = 30, 30
_OURS = "engagement_id = (SELECT id FROM engagements_engagement WHERE slug = 'alder-falls')"
_ENGAGEMENT = "SELECT ref FROM engagements_engagement WHERE slug = 'alder-falls'"
_FINDING = """
SELECT f.ref FROM findings_finding f JOIN engagements_engagement e ON e.id = f.engagement_id
WHERE e.slug = 'alder-falls' AND f.label = '4.2'"""
_RECOMMENDATION = """
SELECT r.ref FROM findings_recommendation r JOIN engagements_engagement e ON e.id = r.engagement_id
WHERE e.slug = 'alder-falls' AND r.label = '4.2.1'"""
_DOCUMENT = """
INSERT INTO evidence_document (ref, state, state_since, engagement_id, item_id, latest, current, destroyed_in)
SELECT replace(ref, 'EVD', 'DOC'), 'read', now(), engagement_id, id, 1, 1, ''
FROM evidence_evidenceitem WHERE ref LIKE 'EVD-4000-%%' ORDER BY id"""
_REVISION = """
INSERT INTO evidence_revision (document_id, number, file_id, file_name, filed_by, filed_at, fingerprint, is_sealed,
    outcome, ended_at, why, kind, pages, words, warnings, text_sha256)
SELECT id, 1, (SELECT sha256 FROM core_storedfile LIMIT 1), 'rule.txt', 'person:1', now(), '', false, 'read', now(), '',
    'text', %s, 400, '[]', repeat('0', 64)
FROM evidence_document WHERE ref LIKE 'DOC-4000-%%'"""
_PASSAGE = """
INSERT INTO evidence_passage (revision_id, page, number, text)
SELECT r.id, page, n, 'Officers stay in a sector for ' || n || ' weeks, and move when a post is vacant.'
FROM evidence_revision r JOIN evidence_document d ON d.id = r.document_id,
    generate_series(1, %s) AS page, generate_series(1, %s) AS n
WHERE d.ref LIKE 'DOC-4000-%%'"""
_PIECE = """
INSERT INTO findings_piece (claim_id, evidence_id, passage, direction, note, put_at, put_by, taken_away_because)
SELECT c.id, d.item_id, d.ref || ' r1 p1 ¶' || 1 + n %% 10,
    (ARRAY['supports', 'supports', 'contradicts', 'context'])[1 + n %% 4], 'It says so.', now(), 'person:1', ''
FROM generate_series(0, %s) AS n
JOIN findings_claim c ON c.ref = 'CLM-4000-' || 1 + n / %s
JOIN evidence_document d ON d.ref = 'DOC-4000-' || lpad((1 + n)::text, 4, '0')"""
_FILLED = (
    *("evidence_evidenceitem", "evidence_document", "evidence_revision", "evidence_passage"),
    *("findings_claim", "findings_piece"),
)
_LISTS = (
    *("", "evidence/", "documents/", "fieldwork/", "fieldwork/counts/", "document-requests/", "data-sets/", "advice/"),
    *("claims/", "matrix/", "findings/", "justification/", "recommendations/"),
)


def measure(ground: Ground) -> Generator[Row]:
    """Measure the lists of the engagement, and one thing of each kind, as an assessor of it."""
    with ground.clone("bench_thousand") as database:
        with ground.owner(database) as connection:
            fill(connection)
            engagement, finding = _one(connection, _ENGAGEMENT), _one(connection, _FINDING)
            recommendation = _one(connection, _RECOMMENDATION)
        with ground.house(database) as house:
            assessor = Reader(ground, house, ASSESSOR, database)
            addresses = [f"/app/engagements/{engagement}/{name}" for name in _LISTS]
            addresses += [
                "/app/evidence/EVD-4000-0500/",
                "/app/documents/DOC-4000-0500/",
                "/app/documents/DOC-4000-0500/r1/p2/3/",
                "/app/evidence/search/?q=sector",
                "/app/claims/CLM-4000-7/",
                "/app/claims/CLM-4000-7/gather/",
                "/app/claims/CLM-4000-7/draft-finding/",
                f"/app/findings/{finding}/",
                f"/app/recommendations/{recommendation}/justification/",
            ]
            for address in addresses:
                what = address.replace(engagement, "ENG").replace(finding, "FND").replace(recommendation, "REC")
                yield from assessor.page(f"of {DOCUMENTS:,} documents: {what}", address, budgets.OF_A_THOUSAND)


def fill(connection: psycopg.Connection) -> None:
    """Give the example's engagement 1,000 documents of three pages, and 30 cards that cite 900 of them."""
    copier = Copier(connection)
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        item, card = copier.last("evidence_evidenceitem"), copier.last("findings_claim")
        copier.copy(
            "evidence_evidenceitem",
            f"{_OURS} AND method = 'document_review' AND releasability = 'releasable'",
            DOCUMENTS,
            id=f"{item} + n",
            ref="'EVD-4000-' || lpad(n::text, 4, '0')",
        )
        connection.execute(_DOCUMENT, [])
        connection.execute(_REVISION, [PAGES])
        connection.execute(_PASSAGE, [PAGES, PARAGRAPHS])
        new = {"id": f"{card} + n", "ref": "'CLM-4000-' || n", "statement": "'Claim ' || n"}
        copier.copy("findings_claim", f"{_OURS} AND state = 'open'", CARDS, **new)
        connection.execute(_PIECE, [CARDS * ON_A_CARD - 1, ON_A_CARD])
    connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.SQL(", ").join(map(sql.Identifier, _FILLED))))


def _one(connection: psycopg.Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    assert row
    return str(row[0])
