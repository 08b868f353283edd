"""The parts of `documents` that need Django: run as a process of its own on a scratch database; prints JSON."""

import gzip
import io
import json
import math
import os
import random
import re
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
import psycopg

PAGES, LINES, WORDS = 400, 38, 12
SCANNED = 5
PASSAGES, VOCABULARY, QUERIES = 100_000, 30_000, 60
_SEED = 20261122


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _words(rng: random.Random, count: int) -> list[str]:
    """Return words as often as words are: the n-th of them one n-th as often as the first."""
    return [f"w{word(int(math.exp(rng.random() * math.log(VOCABULARY))))}" for _ in range(count)]


def word(number: int) -> str:
    """Return a word of letters alone, so that it is a word to the database too."""
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters += chr(97 + rest)
    return letters


def _pdf() -> bytes:
    from tests.evidence.reading.making import pdf

    rng = random.Random(_SEED)
    return pdf(*("\n".join(" ".join(_words(rng, WORDS)) for _ in range(LINES)) for _ in range(PAGES)))


def reading() -> dict[str, float]:
    from concord.evidence.reading.parent import Ended, Page, read

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "file"
        place.write_bytes(_pdf())
        began, pages, letters, peak = _cpu(), 0, 0, 0
        for line in read(place, "many.pdf"):
            if isinstance(line, Page):
                pages, letters = pages + 1, letters + sum(map(len, line.paragraphs))
            elif isinstance(line, Ended):
                peak = line.peak_kb
    return {"pages": pages, "letters": letters // pages, "cpu": _cpu() - began, "peak_mb": peak / 1024}


def recognise() -> dict[str, float]:
    """Recognise drawn pages; the words are the same few, since the program looks at letters and not at sense."""
    from PIL import Image, ImageDraw, ImageFont

    from concord.evidence.reading import recognition

    if not recognition.installed():
        return {"pages": 0, "wall": 0}
    rng, pictures = random.Random(_SEED), list[bytes]()
    for _ in range(SCANNED):
        page = Image.new("L", (2480, 3508), 255)  # A4 at 300 dots an inch
        text = "\n".join(" ".join(_words(rng, WORDS)) for _ in range(LINES))
        ImageDraw.Draw(page).multiline_text((200, 250), text, font=ImageFont.load_default(44), spacing=26)
        held = io.BytesIO()
        page.save(held, "PNG")
        pictures.append(held.getvalue())
    began = time.perf_counter()
    for picture in pictures:
        assert recognition.read(picture).paragraphs
    return {"pages": SCANNED, "wall": time.perf_counter() - began}


def _document(content: bytes, name: str):  # noqa: ANN202 - a Document; Django is not set up above
    from concord.core import clock, files
    from concord.core.guard import writing
    from concord.evidence.models import Document, EvidenceItem, Revision

    now = clock.now()
    with writing():
        item = EvidenceItem.objects.order_by("pk").first()
        assert item, "the example has evidence"
        number = Document.objects.count() + 1
        document = Document.objects.create(
            ref=f"DOC-3000-{number:04d}", state="waiting", state_since=now, engagement=item.engagement, item=item
        )
        file = files.store([content], at=now)
        Revision.objects.create(
            document=document, number=1, file=file, file_name=name, filed_by="concord:bench", filed_at=now
        )
    return document


def ingest() -> dict[str, float]:
    from concord.evidence import jobs

    document = _document(_pdf(), "many.pdf")
    began = _cpu()
    done = jobs.read(document)
    assert done.state == "read", done.revisions.get().why
    return {"pages": PAGES, "cpu": _cpu() - began}


def _keep(texts: list[str]) -> str:
    """Keep texts as the passages of one document that has been read; return its reference."""
    from concord.core import clock
    from concord.core.guard import writing
    from concord.evidence.models import Document, Passage, Revision

    document = _document(b"%d" % len(texts), "many.txt")
    revision = document.revisions.get()
    with writing():
        for begins in range(0, len(texts), 5_000):
            Passage.objects.bulk_create(
                Passage(revision=revision, page=1 + number // 10, number=1 + number % 10, text=texts[number])
                for number in range(begins, min(begins + 5_000, len(texts)))
            )
        Revision.objects.filter(pk=revision.pk).update(outcome="read", ended_at=clock.now(), pages=1 + len(texts) // 10)
        Document.objects.filter(pk=document.pk).update(current=1, state="read")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:  # as autovacuum does in a minute
        owner.execute("VACUUM (ANALYZE) evidence_passage")
    return str(document.ref)


def _person():  # noqa: ANN202 - a Person; Django is not set up above
    from concord.accounts.models import Membership

    held = Membership.objects.filter(role="assessment_lead", until=None).select_related("person").first()
    assert held, "the example has an assessment lead"
    return held.person


def search() -> dict[str, float]:
    from concord.evidence.queries.search import Wanted
    from concord.evidence.queries.search import search as look

    rng = random.Random(_SEED)
    _keep([" ".join(_words(rng, 60)) for _ in range(PASSAGES)])
    person, took = _person(), []
    look(person, Wanted("warm up"))
    for number in range(QUERIES):
        words = " ".join(_words(rng, 1 + number % 4))
        began = time.perf_counter()
        look(person, Wanted(words))
        took.append(1000 * (time.perf_counter() - began))
    return {"passages": PASSAGES, "queries": QUERIES, "median": statistics.median(took), "slowest": max(took)}


def cranfield(folder: str) -> dict[str, float]:
    """Search for each question of the Cranfield collection; with the extra `text` by meaning, too."""
    from concord.analysis.text import meaning
    from concord.evidence.models import Passage

    questions, judged, ref = _cranfield(Path(folder))
    places = {
        (ref, 1, *where, 0, 0): number
        for number, where in enumerate(
            Passage.objects.filter(revision__document__ref=ref).order_by("pk").values_list("page", "number"), start=1
        )
    }
    found = {"ndcg": _ndcg(questions, judged, places), "queries": len(questions)}
    if meaning.installed():
        began = time.process_time()
        _learn()
        found |= {"learned": len(places) / (time.process_time() - began)}
        found |= {"ndcg_by_meaning": _ndcg(questions, judged, places, meaning=True)}
    return found


def _cranfield(folder: Path) -> tuple[list[str], dict[int, set[int]], str]:
    """Keep its documents; return its questions, which documents answer each, and the reference."""

    def texts(name: str, pattern: str) -> list[str]:
        raw = gzip.decompress((folder / name).read_bytes()).decode()
        return [" ".join(one.split()) for one in re.findall(pattern, raw, flags=re.DOTALL)]

    titles = texts("cran.all.1400.xml.gz", r"<title>(.*?)</title>")
    documents = texts("cran.all.1400.xml.gz", r"<doc>.*?<text>(.*?)</text>")
    documents = [f"{title} {text}" for title, text in zip(titles, documents, strict=True)]
    judged: dict[int, set[int]] = {}
    for line in gzip.decompress((folder / "cranqrel.trec.txt.gz").read_bytes()).decode().splitlines():
        query, _, document, value = line.split()
        if int(value) > 0:
            judged.setdefault(int(query), set()).add(int(document))
    return texts("cran.qry.xml.gz", r"<title>(.*?)</title>"), judged, _keep(documents)


def _ndcg(questions: list[str], judged: dict[int, set[int]], places: dict[tuple, int], **how: bool) -> float:
    from concord.evidence.queries.search import Wanted
    from concord.evidence.queries.search import search as look

    person, scores = _person(), []
    for number, question in enumerate(questions, start=1):
        hits = look(person, Wanted(question.replace("-", " "), **how), shown=10).hits
        ranks = [places.get(hit.citation) in judged[number] for hit in hits]
        ideal = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(judged[number]))))
        scores.append(sum(1 / math.log2(rank + 2) for rank, good in enumerate(ranks) if good) / ideal)
    return statistics.mean(scores)


def _learn() -> None:
    from concord.evidence import actions, queries

    while batch := list(queries.unlearned(200)):
        actions.learn(queries.vectors_of(batch))


MEASURES = {"reading": reading, "recognise": recognise, "ingest": ingest, "search": search, "cranfield": cranfield}

if __name__ == "__main__":
    django.setup()
    print(json.dumps(MEASURES[sys.argv[1]](*sys.argv[2:])))
