"""The budgets of the design, and the best peer's figure beside each. The peers were measured elsewhere."""

from benchmarks.harness import Budget

INSTALL = Budget("≤ 60 s (run-time packages, wheels cached)", at_most=60, peer="28 s tiny, 32-65 s large")
INSTALL_SIZE = Budget("≤ 1.4 GB with analysis", at_most=1400, peer="270-670 MB, without analysis")
START = Budget("≤ 2 s", at_most=2, peer="0.6-2.9 s")
LIST = Budget("≤ 25 ms CPU, flat to 1,000,000", at_most=25, peer="76-272 ms CPU")
QUERIES = Budget("≤ 10 queries", at_most=10)
DETAIL = Budget("≤ 25 ms CPU", at_most=25, peer="76 ms")
BOARD = Budget("≤ 30 ms CPU", at_most=30)
BOARD_QUERIES = Budget("≤ 12 queries", at_most=12)
FORM = Budget("≤ 15 ms CPU", at_most=15)
PUBLIC = Budget("≥ 5,000 requests per CPU-s", at_least=5000, peer="25-47 ms CPU a page (21-40 per CPU-s)")
IMPORT = Budget("≤ 5 s", at_most=5, peer="43 s, no preview")
POSTS = Budget("≥ 300 durable posts/s at 1 ms fsync", at_least=300)
WAIT = Budget("p99 ≤ 1 s", at_most=1000)
SITES_1000 = Budget("≤ 5 min for 1,000 sites, with search", at_most=300)
PDF = Budget("≤ 6 CPU-s", at_most=6)
WORD = Budget("≤ 1 CPU-s", at_most=1)
PAPER_MEMORY = Budget("≤ 400 MB", at_most=400)
PAGES = Budget("≥ 200 pages per CPU-s", at_least=200, peer="350-1,230 (the library alone)")
SEARCH = Budget("≤ 50 ms a query at 100,000 passages", at_most=50, peer="2.5 ms (FTS5), 7.6 ms (PostgreSQL 15)")
CRANFIELD = Budget("≥ .38", at_least=0.38, peer=".384 (FTS5), .392 (tantivy)")
