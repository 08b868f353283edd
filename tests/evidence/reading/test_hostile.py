"""The hostile corpus, each file read as an upload is: by a process of its own."""

import resource
from pathlib import Path

import pytest

from concord.evidence.reading.parent import Ended, Page, Told, read
from concord.evidence.reading.pieces import Unreadable
from tests.evidence.reading.hostile import CORPUS, NEUTRAL, Hostile

MOST_MEMORY_KB = 64 * 1024
MOST_CPU_S = 2.0  # processor time, which another's work beside does not lengthen


def cpu_of_readers() -> float:
    """Return the seconds of processor time that all readers took that have ended, their own children's too."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def becomes(hostile: Hostile, folder: Path) -> tuple[str, int, list[str], str]:
    """Return how a file ends, the memory it took beyond what the reader began with, what was said, and its text."""
    told: list[str] = []
    text: list[str] = []
    try:
        for line in read(hostile.write(folder), hostile.name):
            if isinstance(line, Page):
                text += line.paragraphs
            elif isinstance(line, Told):
                told += [line.warning] if line.warning else []
            elif isinstance(line, Ended):
                return NEUTRAL, line.peak_kb - line.began_kb, told, "\n".join(text)
    except Unreadable as refused:
        return refused.code, refused.peak_kb - refused.began_kb, [refused.sentence], ""
    raise AssertionError("the reader ended without a word")


@pytest.mark.parametrize(
    "hostile", CORPUS, ids=lambda one: f"{one.tries} ({one.name})".encode("ascii", "replace").decode()
)
def test_a_hostile_file_is_refused_or_harmless_within_memory(hostile: Hostile, tmp_path: Path) -> None:
    before = cpu_of_readers()
    ends, memory_kb, said, text = becomes(hostile, tmp_path)
    assert (ends, said) == (hostile.ends, said)
    assert cpu_of_readers() - before <= MOST_CPU_S
    assert memory_kb <= MOST_MEMORY_KB
    assert "root:" not in text
    if ends != NEUTRAL:
        (sentence,) = said
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_the_corpus_has_sixty_files_and_more_and_each_tries_something_else() -> None:
    assert len(CORPUS) >= 60
    assert len({one.tries for one in CORPUS}) == len(CORPUS)
