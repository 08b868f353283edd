"""Lists of evidence as files: the rows of the page, for whom its page opens, and nothing that the page keeps back."""

import csv
import io

import pytest
from django.test import Client

from concord.analysis.policing.runs.catalogue import TITLES
from concord.evidence import actions
from tests.at_rest import places_of
from tests.factories import analyses as made
from tests.factories import coding as code
from tests.factories import engagements as make
from tests.factories import evidence as gather
from tests.factories import gathering, keeping
from tests.factories import workplans as plans
from tests.factories.engagements import AT

pytestmark = pytest.mark.django_db

MOMENT = "2026-11-03T09:30:00+00:00"


def rows(browser: Client, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def of(by: plans.Cast, name: str) -> str:
    return f"{by.engagement.get_absolute_url()}{name}/"


def opens_to_the_same(by: plans.Cast, address: str) -> bool:
    """Whether the file of a list opens to exactly those to whom its page opens."""
    people = make.everybody(by.engagement)
    both = "&" if "?" in address else "?"
    return make.statuses(people, f"{address}{both}format=csv") == make.statuses(people, address)


def test_codebooks_and_rounds_are_a_file_each_and_a_round_with_sealed_texts_is_in_no_file_of_the_auditors() -> None:
    by = gather.ready()
    book = code.codebook(by)
    opened = code.opened(by, book)
    code.text(by, "A canary sings.", releasability="confidential")
    within = code.opened(by, book, name="Within", confidential=True)
    address = of(by, "codebooks")
    assert rows(make.browser(by.lead), f"{address}?format=csv") == [
        ["Reference", "Codebook", "Codes", "Rounds", "State"],
        [book.ref, "Voices", "3", "2", book.state_label],
    ]
    first = [opened.ref, "First reading", "Blind", "1", opened.state_label]
    head = ["Reference", "Round", "How", "Version", "State"]
    sealed = [within.ref, "Within", "Blind", "1", within.state_label]
    assert rows(make.browser(by.lead), f"{address}?table=rounds&format=csv") == [head, sealed, first]
    assert rows(make.browser(make.person("auditor")), f"{address}?table=rounds&format=csv") == [head, first]
    assert opens_to_the_same(by, address)


def test_differences_are_a_file_with_what_was_decided_and_by_whom() -> None:
    by = gather.ready()
    round_ = code.closed(by)
    actions.adjudicate(round_, place=2, code=code.TRUST, applies=True, why="It says so.", by=by.lead, at=AT)
    ref = by.engagement.documents.get().ref
    assert rows(make.browser(by.lead), f"/app/coding/{round_.ref}/differences/?format=csv") == [
        [
            *("Passage", "Address", "Words", "Code", "It is there", "It is not"),
            *("Decided", "Why", "Decided by", "Decided on (UTC)"),
        ],
        [
            *("2", f"{ref} r1 p1 ¶2", code.SAID[1], "Trust", by.lead.name, by.expert.name),
            *("It applies", "It says so.", by.lead.name, MOMENT),
        ],
    ]


def test_words_of_a_confidential_document_are_on_the_page_of_differences_and_not_in_its_file() -> None:
    by = gather.ready()
    code.text(by, *code.SAID, releasability="confidential")
    round_ = code.closed(by, confidential=True)
    said = {"place": 2, "code": code.TRUST, "applies": True, "why": "They say: We trust zqmoreqz."}
    actions.adjudicate(round_, **said, by=by.lead, at=AT)
    page = f"/app/coding/{round_.ref}/differences/"
    lead = make.browser(by.lead)
    shown = lead.get(page).content.decode()
    assert (places_of(code.SAID[1]), code.SAID[1] in shown) == ([], True)
    assert (places_of("zqmoreqz"), "zqmoreqz" in shown) == ([], True)
    sealed = "(sealed: read it at its address)"
    assert [(row[2], row[7]) for row in rows(lead, f"{page}?format=csv")] == [("Words", "Why"), (sealed, sealed)]
    assert opens_to_the_same(by, page)


def test_records_requests_are_a_file_with_what_was_given_and_withheld() -> None:
    by = gather.ready()
    gather.item(by, releasability="releasable")
    gather.item(by)
    made_of = keeping.foia(by, officer := make.person("programme_officer"))
    assert rows(make.browser(officer), f"{of(by, 'foia')}?format=csv") == [
        ["Reference", "Set", "Received", "Given", "Withheld", "State"],
        [made_of.ref, "Records request 2026-17", "2026-11-03", "1", "1", made_of.state_label],
    ]
    assert opens_to_the_same(by, of(by, "foia"))


def test_legal_holds_are_a_file() -> None:
    by = gather.ready()
    hold = keeping.placed(by.engagement.ref, officer := make.person("programme_officer"))
    assert rows(make.browser(officer), "/app/holds/?format=csv") == [
        ["Reference", "Hold", "Covers", "State", "Since (UTC)"],
        [hold.ref, "A lawsuit", by.engagement.ref, hold.state_label, MOMENT],
    ]
    assert opens_to_the_same(by, "/app/holds/")


@pytest.mark.owed("A12")
def test_identities_are_a_file_of_pseudonyms_and_the_contact_is_not_in_it() -> None:
    by = gather.ready()
    kept = keeping.identity(by)
    assert rows(make.browser(by.expert), f"{of(by, 'identities')}?format=csv") == [
        ["Reference", "Pseudonym", "For", "Day of the talk", "State"],
        [kept.ref, "Voice 1", "", "2026-11-03", kept.state_label],
    ]
    assert opens_to_the_same(by, of(by, "identities"))


def test_analyses_and_what_the_agency_reads_of_them_are_files() -> None:
    by = made.ready()
    shared = made.shared(by)
    data, asked = shared.data_set, shared.question
    assert rows(make.browser(by.lead), f"{data.get_absolute_url()}analyses/?format=csv") == [
        ["Reference", "Analysis", "Question", "State", "Since (UTC)"],
        [shared.ref, TITLES[shared.method], asked, shared.state_label, MOMENT],
    ]
    liaison = make.browser(gathering.liaison(by))
    assert rows(liaison, f"{of(by, 'figures')}?format=csv") == [
        ["Reference", "Question", "Focus area", "Data sets", "From", "To", "What they say", "Shared (UTC)"],
        [
            *(shared.ref, asked, "1. Community engagement", data.title, "2023-01-01", "2025-12-31"),
            *("\n".join(shared.shown["plain"]), MOMENT),
        ],
    ]
    assert opens_to_the_same(by, of(by, "figures"))
