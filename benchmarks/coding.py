"""Coding: agreement of many coders, matrices of many codings, a large project of another program.

`python -m benchmarks.coding FILE` surveys a project and prints its CPU seconds and peak memory in MB: a process of its
own, so that the peak is the reading's alone."""

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Generator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks import budgets
from benchmarks.ground import Ground
from benchmarks.harness import ROOT, Row
from concord.analysis.text.agreement import by_code, krippendorff_alpha
from concord.analysis.text.exchange import open_project
from concord.analysis.text.matrix import Mark, co_occurrence, code_matrix

CODES, UNITS, CODERS, SOURCES, MARKS = 20, 100_000, 5, 1_000, 50_000
_MB = 2**20


def measure(_ground: Ground) -> Generator[Row]:
    yield from alpha()
    yield from matrices()
    yield from project()


def alpha() -> Generator[Row]:
    rng = np.random.default_rng(1)
    truth = rng.random((CODES, UNITS, 1)) < 0.2
    decisions = (truth ^ (rng.random((CODES, UNITS, CODERS)) < 0.1)).astype(np.int8)
    decisions[rng.random(decisions.shape) < 0.1] = -1
    began = time.process_time()
    by_code(decisions, range(CODES), krippendorff_alpha)
    what = f"alpha: {CODERS} coders, {UNITS:,} units, {CODES} codes"
    yield Row(what, time.process_time() - began, "CPU-s", budgets.ALPHA, "a tenth missing; by code and overall")


def matrices() -> Generator[Row]:
    rng = np.random.default_rng(1)
    starts = rng.integers(0, 50_000, MARKS).tolist()
    places, codes = rng.integers(0, SOURCES, MARKS).tolist(), rng.integers(0, CODES, MARKS).tolist()
    marks = [Mark(p, c, s, s + 200) for p, c, s in zip(places, codes, starts, strict=True)]
    attributes = {source: source % 4 for source in range(SOURCES)}
    for what, count in (
        ("matrix of codes by attribute", partial(code_matrix, marks, attributes, range(CODES), range(4))),
        ("co-occurrence of codes", partial(co_occurrence, marks, range(CODES))),
    ):
        began = time.process_time()
        count()
        figure = 1000 * (time.process_time() - began)
        yield Row(f"{what}: {MARKS:,} codings", figure, "CPU-ms", budgets.MATRIX, f"{SOURCES:,} sources")


def project() -> Generator[Row]:
    with TemporaryDirectory(prefix="concord-bench-") as folder:
        for sources in (200, 2_000):
            path = Path(folder) / f"{sources}.qdpx"
            size = _large_project(path, sources)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.coding", path], cwd=ROOT, capture_output=True, text=True, check=True
            )
            cpu, peak, selections = (float(word) for word in done.stdout.split())
            what = f"project of {size / _MB:.0f} MB, {selections:,.0f} selections"
            yield Row(f"{what}: read", cpu, "CPU-s", None, "every text read, every position turned")
            yield Row(f"{what}: peak memory", peak, "MB", budgets.PROJECT_MEMORY, "the whole process")


def _large_project(path: Path, sources: int) -> int:
    """Write a project as NVivo for Windows would, and return its size when unpacked."""
    text = "She said that nobody had asked 😀 them before.\r\n" * 200
    units = len(text.encode("utf-16-le")) // 2
    picks = range(0, units - 48, 48)
    xml = io.StringIO()
    xml.write('<Project xmlns="urn:QDA-XML:project:1.0" name="Large" origin="NVivo 14"><CodeBook><Codes>')
    xml.write(f'<Code guid="{_guid(0)}" name="Trust" isCodable="true"/></Codes></CodeBook><Sources>')
    for number in range(1, sources + 1):
        xml.write(f'<TextSource guid="{_guid(number)}" plainTextPath="internal://{number}.txt">')
        for place, at in enumerate(picks):
            key = number * 1000 + place
            xml.write(f'<PlainTextSelection guid="{_guid(key)}" startPosition="{at}" endPosition="{at + 30}">')
            xml.write(f'<Coding guid="{_guid(10**9 + key)}"><CodeRef targetGUID="{_guid(0)}"/></Coding>')
            xml.write("</PlainTextSelection>")
        xml.write("</TextSource>")
    xml.write("</Sources></Project>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("project.qde", xml.getvalue())
        for number in range(1, sources + 1):
            file.writestr(f"sources/{number}.txt", text)
        return sum(info.file_size for info in file.infolist())


def _guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012X}"


def main() -> None:
    with open_project(Path(sys.argv[1])) as package:
        survey = package.survey()
    print(time.process_time(), _peak_mb(), survey.counts.selections)


def _peak_mb() -> float:
    """The peak of this process alone; getrusage would give that of the one that started it, if it was larger."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main()
