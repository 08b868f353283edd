"""What is planted in each sensitive field of an engagement; all by the house's own verbs."""

from email.message import EmailMessage

from django.core.files.uploadedfile import SimpleUploadedFile

from concord.analysis.text.redacting import Span
from concord.evidence import actions, jobs
from concord.evidence.models import EvidenceItem
from concord.findings import actions as findings
from tests.evidence.reading import making as make_file
from tests.factories import analyses as figures
from tests.factories import coding, gathering, keeping
from tests.factories import evidence as gather
from tests.factories import fieldwork as field
from tests.factories import findings as ground
from tests.factories import publishing as office
from tests.factories import workplans as plans
from tests.factories.engagements import AT

WHO = "zqwhozq"  # who took part: opened by two people, and then for one of them alone
TOLD = "zqtoldzq"  # what was told in confidence, and the team's own thoughts: for the team alone
ROWS = "zqrowszq"  # what a data set holds: on no page at all
WITHIN = "zqwithinzq"  # what both sides work with: for whoever is of the engagement, and the office
NEAR = "Bramblewick"  # stands beside each of them: whoever looks for it finds them where a search has them
CONFIDENTIAL = {"releasability": "confidential"}


def told(where: str) -> str:
    return f"{NEAR} {TOLD}{where} said so."


def upload(where: str, content: bytes = b"", ending: str = "txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{TOLD}{where}name.{ending}", content or told(f"{where}file").encode())


def plant(place: str = "Cedar Point") -> ground.Ground:
    """Begin an engagement with something sensitive in each field that may hold it."""
    on = ground.ground(place)
    contact = {"name": f"{NEAR} {WHO}", "phone": f"555-{WHO}", "email": f"{WHO}@example.org", "words": f"clerk {WHO}"}
    keeping.asked(keeping.sealed(on.cast, **contact), on.cast.expert)
    item = items(on)
    fieldwork(on)
    documents(on)
    received(on)
    within(on)
    issued(on, item)
    reported(on)
    return on


def items(on: ground.Ground) -> EvidenceItem:
    """An item that was restricted, redacted, and cited; and one that was withdrawn."""
    by = on.cast
    item = gather.item(by, title=told("title"), summary=told("facts"), upload=upload("item", ending="bin"))
    why = {**CONFIDENTIAL, "basis": "personal_privacy", "reason": told("classed")}
    item = actions.restrict(item, **why, by=by.expert, at=AT)
    item = actions.redact_item(item, spans=[Span(0, 3, "name")], by=by.expert, at=AT)
    gone = gather.item(by, title=told("gonetitle"), summary=told("gone"), **CONFIDENTIAL)
    actions.withdraw(gone, reason=told("withdrawn"), by=by.expert, at=AT)
    return item


def fieldwork(on: ground.Ground) -> None:
    """Notes that are being typed, and field work that was held."""
    by = on.cast
    booked = field.booked(by)
    typed = {"facts": told("draftfacts"), "thoughts": told("draftthoughts")}
    actions.save_notes(booked, **typed, seen=0, by=by.expert, at=AT)
    told_of = {"facts": told("heldfacts"), "thoughts": told("heldthoughts"), "upload": upload("held")}
    field.held(by, title=told("heldtitle"), place=told("place"), consent="withheld", **CONFIDENTIAL, **told_of)


def documents(on: ground.Ground) -> None:
    """A text in two revisions, a PDF with its clean copy, a mail that had something attached."""
    by = on.cast
    text = gather.document(by, f"{TOLD}textname.txt", told("text").encode(), **CONFIDENTIAL)
    again = actions.revise(text, upload=upload("revised"), by=by.expert, at=AT)
    jobs.read(again)
    title = told("pdftitle")
    gather.document(by, f"{TOLD}pdfname.pdf", make_file.pdf(told("pdf")), title=title, **CONFIDENTIAL)
    mail = EmailMessage()
    mail.set_content(told("mail"))
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{TOLD}attached.pdf")
    gather.document(by, "mail.eml", mail.as_bytes(), **CONFIDENTIAL)
    coded(on)


def coded(on: ground.Ground) -> None:
    """Confidential texts that were coded, with a memo, in a round that is open to all of the team."""
    by = on.cast
    of = coding.opened(by, blind=False, confidential=True)
    for passage in of.passages.all():
        coding.coded(of, by.lead, passage.place, coding.TRUST, 0, passage.length, memo=told("memo"))
    for who in (by.lead, by.expert):
        coding.read(of, who)
    actions.close_round(of, by=by.lead, at=AT)
    decided = {"place": 1, "code": coding.TRUST, "applies": True, "why": told("decided")}
    actions.adjudicate(of, **decided, by=by.lead, at=AT)


def received(on: ground.Ground) -> None:
    """What the agency sent in confidence."""
    asked = gathering.asked(on.cast, on.liaison, title=f"Rosters {WITHIN}", reason=f"To count {WITHIN}.")
    actions.provide_part(asked, upload=upload("received"), **CONFIDENTIAL, by=on.liaison, at=AT)


def within(on: ground.Ground) -> None:
    """What both sides work with, in the clear, and a data set with its rows."""
    by = on.cast
    said = {name: f"{name} {WITHIN}" for name in ("title", "source", "custody", "columns", "permitted_use")}
    gathering.data_set(by, **said, sha256="", upload=SimpleUploadedFile("rows.csv", f"a,b\n{NEAR},{ROWS}\n".encode()))
    analysed(by)
    gathering.advice(by, title=f"Advice {WITHIN}", text=f"Listen {WITHIN}.")
    gather.item(by, title=f"Talks {WITHIN}", summary=f"Most said {WITHIN}.")
    gather.document(by, content=f"Policy {WITHIN}.".encode(), title=f"Policy {WITHIN}")


def analysed(by: plans.Cast) -> None:
    """A data set that was mapped and analysed, with what it holds in a code that nothing understands, in a place, in
    the key of an officer, and in a column that nothing reads."""
    rows = [f"2024-03-0{1 + at % 9},white,{at % 3 == 0},{at % 6 == 0},north,O1,x" for at in range(60)]
    rows += [
        f"2024-03-05,{ROWS},true,true,{ROWS}place,{ROWS}officer,{ROWS}note",
        "2024-03-05,black,true,false,north,O1,x",
    ]
    head = "date,subject_race,search_conducted,contraband_found,district,officer_id,note"
    data = figures.mapped(by, "\n".join([head, *rows]).encode(), title=f"Stops {WITHIN}")
    figures.done(data, by, "audit")
    figures.done(data, by, "hits")


def issued(on: ground.Ground, item: EvidenceItem) -> None:
    """A finding that stands on what is confidential, issued with its recommendation."""
    finding = findings.cite(ground.draft_finding(on), evidence=item, why=told("why"), by=on.assessor, at=AT)
    finding = findings.submit(finding, by=on.assessor, at=AT)
    finding = findings.validate(finding, by=on.reviewer, at=AT)
    ground.checked(on, finding)
    finding = findings.issue(finding, by=on.lead, at=AT)
    ground.recommendation(on, standing_on=finding)


def reported(on: ground.Ground) -> None:
    """A published report on whose facts the agency commented, of which earlier words were returned."""
    by = office.press(on=on)
    early = dict.fromkeys(("work_done", "outcomes", "blockers", "next_steps"), f"Early {WITHIN}.")
    report = office.report(by, "returned", **early)
    words = dict.fromkeys(early, "As it was.")
    report = office.actions.compile_again(report, **words, by=on.lead, at=AT)
    report = office.brought(report, by, "fact_check")
    report = office.actions.comment(report, part="outcomes", text=f"{NEAR} {WITHIN}", by=by.liaison, at=AT)
    report = office.actions.check(report, by=by.liaison, at=AT)
    said = {"number": 1, "outcome": "kept", "answer": f"{NEAR} {WITHIN}"}
    report = office.actions.answer(report, **said, by=on.lead, at=AT)
    report = office.brought(report, by, "published", since="checked")
    office.actions.correct(report, reason=f"Wrong {WITHIN}.", by=on.lead, at=AT)
