"""A round of 50,000 codings over 1,000 documents: the page of a text, its quotes, its matrices, one after another."""

from collections.abc import Generator

import psycopg

from benchmarks import budgets, thousand
from benchmarks.ground import Ground
from benchmarks.harness import Row
from benchmarks.pages import ASSESSOR, Reader
from benchmarks.thousand import DOCUMENTS, PAGES, PARAGRAPHS

CODINGS, CODES = 50_000, 20
ROUND = "CRD-4000-0001"
_BOOK = """
INSERT INTO evidence_codebook (ref, state, state_since, engagement_id, name, started_by)
SELECT 'CBK-4000-0001', 'open', now(), id, 'Many', 'person:1' FROM engagements_engagement WHERE slug = 'alder-falls'"""
_CODES = """
INSERT INTO evidence_code (codebook_id, number, name, definition, inclusion, exclusion, examples, categories, colour,
    codable, made_at, made_by, ended_because)
SELECT b.id, n, 'Code ' || n, 'What it means.', '', '', '', '[]', 1 + n %% 12, true, now(), 'person:1', ''
FROM evidence_codebook b, generate_series(1, %s) AS n WHERE b.ref = 'CBK-4000-0001'"""
_VERSION = """
INSERT INTO evidence_codebookversion (codebook_id, number, content, sha256, frozen_at, frozen_by)
SELECT b.id, 1, jsonb_agg(jsonb_build_object('number', c.number, 'name', c.name, 'definition', c.definition,
    'inclusion', '', 'exclusion', '', 'examples', '', 'categories', '[]'::jsonb, 'colour', c.colour, 'codable', true,
    'parent', NULL) ORDER BY c.number), repeat('0', 64), now(), 'person:1'
FROM evidence_codebook b JOIN evidence_code c ON c.codebook_id = b.id WHERE b.ref = 'CBK-4000-0001' GROUP BY b.id"""
_ROUND = """
INSERT INTO evidence_codinground (ref, state, state_since, engagement_id, codebook_id, version_id, name, blind,
    drawn_from, strata, confidential, opened_by)
SELECT %s, 'closed', now(), b.engagement_id, b.id, v.id, 'Many', false, 'all', '[]', false, 'person:1'
FROM evidence_codebook b JOIN evidence_codebookversion v ON v.codebook_id = b.id WHERE b.ref = 'CBK-4000-0001'"""
_CODERS = """
INSERT INTO evidence_roundcoder (round_id, coder, called)
SELECT id, 'person:' || n, '' FROM evidence_codinground, generate_series(1, 2) AS n WHERE ref = %s"""
_PASSAGES = """
INSERT INTO evidence_roundpassage (round_id, place, document_id, revision, page, paragraph, length)
SELECT c.id, row_number() OVER (ORDER BY d.id, p.page, p.number), d.id, 1, p.page, p.number, length(p.text)
FROM evidence_codinground c, evidence_passage p JOIN evidence_revision r ON r.id = p.revision_id
JOIN evidence_document d ON d.id = r.document_id WHERE d.ref LIKE 'DOC-4000-%%' AND c.ref = %s"""
_CODINGS = """
INSERT INTO evidence_coding (passage_id, first, last, code_id, coder, made_at, has_memo)
SELECT p.id, n / %(passages)s * 3, 20 + n %% 40, c.id, 'person:' || 1 + n %% 2, now(), false
FROM generate_series(0, %(codings)s - 1) AS n
JOIN evidence_codinground r ON r.ref = %(round)s
JOIN evidence_roundpassage p ON p.round_id = r.id AND p.place = 1 + n %% %(passages)s
JOIN evidence_code c ON c.codebook_id = r.codebook_id AND c.number = 1 + (n * 7 + n / 11) %% %(codes)s"""
_READ = """
INSERT INTO evidence_passageread (passage_id, coder, read_at)
SELECT p.id, 'person:' || n, now() FROM evidence_roundpassage p, generate_series(1, 2) AS n"""


def measure(ground: Ground) -> Generator[Row]:
    """Measure the pages of the round as an assessor of the engagement."""
    of = f"{CODINGS:,} codings in {DOCUMENTS:,} documents"
    with ground.clone("bench_coded") as database:
        with ground.owner(database) as connection:
            thousand.fill(connection)
            fill(connection)
        with ground.house(database) as house:
            assessor, at = Reader(ground, house, ASSESSOR, database), f"/app/coding/{ROUND}/"
            middle = DOCUMENTS * PAGES * PARAGRAPHS // 2
            yield from assessor.page(f"{of}: a text opens", f"{at}{middle}/", budgets.CODED_TEXT)
            yield from assessor.page(f"{of}: matrices", f"{at}matrix/", budgets.MATRIX)
            yield from assessor.page(f"{of}: codes together", f"{at}together/")
            yield from assessor.page(f"{of}: saturation", f"{at}saturation/")
            yield from assessor.page(f"{of}: quotes", f"{at}quotes/")
            yield from assessor.page(f"{of}: quotes of one code", f"{at}quotes/?code=3")
            yield from assessor.page(f"{of}: the round", at)


def fill(connection: psycopg.Connection) -> None:
    """Give the 1,000 documents a codebook, a closed round of two coders over all passages, and the codings."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(_BOOK)
        connection.execute(_CODES, [CODES])
        connection.execute(_VERSION)
        connection.execute(_ROUND, [ROUND])
        connection.execute(_CODERS, [ROUND])
        connection.execute(_PASSAGES, [ROUND])
        passages = DOCUMENTS * PAGES * PARAGRAPHS
        connection.execute(_CODINGS, {"passages": passages, "codings": CODINGS, "round": ROUND, "codes": CODES})
        connection.execute(_READ)
    connection.execute("VACUUM (ANALYZE)")
