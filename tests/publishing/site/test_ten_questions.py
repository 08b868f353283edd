"""Ten questions that a resident, a reporter and a chief ask, and the clicks from a site’s page to each answer.

The same ten stand in docs/explanation/thirty-seconds.md."""

import re
from collections import deque
from html import unescape
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.publishing.site import samples
from tests.publishing.site.conftest import Built

START = "/sites/riverbend/"
# What is asked, what answers it, and the clicks that it may take.
QUESTIONS = {
    "How far has my police department come?": (r"The assessment team finds \d+ of 36 recommendations complete", 0),
    "What was found about it, and on what evidence?": (r"Findings .* Evidence: ", 1),
    "When do we hear more?": (r"Next update due 13 February 2027", 0),
    "Do the agency and the assessment team agree?": (
        r"that the agency reports complete have not been found complete",
        0,
    ),
    "What changed since the report before?": (r"Found complete 2 .* In progress → to Complete", 1),
    "Can I have the numbers?": (r"All tables, Excel", 1),
    "Has anything been corrected?": (r"No report has been corrected so far", 1),
    "Who has the next step on one recommendation, and since when?": (r"The next step is with .* since", 2),
    "What has to be shown before it counts as done?": (r"How it is judged", 2),
    "Can my agency ask for help too?": (r"Eligibility: may the agency take part\?", 1),
}
FARTHEST, NOWHERE = 3, 99


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    from concord.publishing.site import build

    out: Path = tmp_path_factory.mktemp("questions")
    now = samples.typical()
    build([samples.programme(), now, samples.report(now), *samples.before()], out, as_of=samples.AS_OF)
    return Built(out / "current")


def main_text(page: str) -> str:
    body = re.sub(
        r"<script.*?</script>|<svg.*?</svg>", " ", page.partition("<main")[2].partition("</main>")[0], flags=re.DOTALL
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def distances(site: Built) -> dict[str, tuple[int, str]]:
    """Walk from the site's page along its links: address → (clicks, what the page says)."""
    found: dict[str, tuple[int, str]] = {}
    waiting = deque([(START, 0)])
    while waiting:
        address, clicks = waiting.popleft()
        if address in found or not site.has(f"{address}index.html"):
            continue
        page = site.page(address)
        found[address] = (clicks, main_text(page))
        if clicks < FARTHEST:
            links = re.findall(r'<a [^>]*href="(/[^"#?]*)', page)
            waiting.extend((link, clicks + 1) for link in links if link.endswith("/"))
    return found


@pytest.mark.owed("A33", "P17")
def test_each_question_is_answered_in_as_few_clicks_as_promised(site: Built) -> None:
    pages = distances(site)
    taken = {
        question: min((clicks for clicks, text in pages.values() if re.search(answer, text)), default=NOWHERE)
        for question, (answer, _) in QUESTIONS.items()
    }
    too_far = {question: clicks for question, clicks in taken.items() if clicks > QUESTIONS[question][1]}
    assert too_far == {}


def test_the_documentation_asks_the_same_questions() -> None:
    text = (ROOT / "docs/explanation/thirty-seconds.md").read_text()
    assert re.findall(r"^\| ([^|]+\?) \|", text, re.MULTILINE) == list(QUESTIONS)
