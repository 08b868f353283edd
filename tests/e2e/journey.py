"""The whole path of one agency through the pages, stage by stage, each step by the person whose it is. Every name is
invented. At each stage somebody tries what is not theirs, or too early, and reads why not."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.e2e.person import Person

AGENCY = "Marlow Bend Police Department (fictional)"
SLUG = "marlow-bend"
OFFICER, OFFICIAL, PUBLISHER, ADMINISTRATOR = (
    "Priya Nairsworth",
    "Desmond Arkwellow",
    "Lucía Fenwrick",
    "Samir Lockhavel",
)
CHIEF, MAYOR, LIAISON, LEAD, ASSESSOR, REVIEWER = (
    "Orla Fenbright",
    "Petra Holmquay",
    "Dario Wexcombe",
    "Helka Sandiver",
    "Milo Tarnquist",
    "Ada Brockhollow",
)
MEMBERS = {
    CHIEF: "Chief executive",
    MAYOR: "Government signatory",
    LIAISON: "Agency liaison",
    LEAD: "Assessment lead",
    ASSESSOR: "Assessor",
    REVIEWER: "Reviewer",
}
AUTHORITY = "Does the agency have primary enforcement authority"
TYPED: tuple[dict[str, str], ...] = (
    {
        "Name of the agency": AGENCY,
        "State or territory": "Fictional state",
        "What kind of agency is it?": "Local",
    },
    {AUTHORITY: "Yes", "Does the agency have a patrol": "Yes"},
    {},  # other agencies
    {"In what capacity": "I ask with the chief", "Name of the chief executive": CHIEF},
    {
        "How does the chief executive authorize": "By a link",
        "The chief executive's e-mail address": "orla.fenbright@example.org",
    },
    {"Your name": LIAISON, "Your e-mail address": "dario.wexcombe@example.org"},
    {"What kind of assistance": "Organizational Assessment"},
    {},  # topics
)
"""What is typed on each page of the request, from the agency by hand up to the need."""
READS_FOR = 3000  # milliseconds over the answers before they are sent; whoever is faster is taken for a program
TODAY = datetime.now(tz=ZoneInfo("America/New_York")).date().isoformat()


NO_PASSWORD = "This is a demonstration: people here have no password, which would be asked for again now."
SIGNED = "I have read this agreement. I mean my typed name to be my signature under it."
WRITTEN: dict[str, dict[str, str]] = {
    "Technical assistance": {"Technical assistance": "A small team works beside the agency's own staff."},
    "Scope": {"What is looked at": "How complaints are taken and answered. No single complaint."},
    "Who is heard": {"Who is heard": "Residents\nSupervisors"},
    "Schedule": {"First day": TODAY, "Last day": TODAY},
}
"""What the lead writes on each page of the draft; the rest comes from the template."""
ACTIVITY = {
    "Method": "Document review",
    "With whom, or on what": "A sample of files",
    "Who does it": "The assessor",
    "From": TODAY,
    "To": TODAY,
    "What comes of it": "A note",
    "What it costs money for": "Time of the team",
}


def address_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def no_role(verb: str) -> str:
    return f"No role of yours allows you to {verb} here."


Look = Callable[[Person, str, str], None]


def overlook(person: Person, picture: str, top: str) -> None:
    """Take no picture."""


class Journey:
    """Remembers the windows of its people and the addresses of what comes into being. `look` is called where the
    how-to pages have a picture: with the window, the picture's name, and what is scrolled to the upper edge."""

    def __init__(self, open_window: Callable[..., Person], look: Look = overlook) -> None:
        self._open_window = open_window
        self._look = look
        self._windows: dict[str, Person] = {}
        self.at: dict[str, str] = {}

    def who(self, name: str, *, with_a_role: bool = True) -> Person:
        """Return somebody's window, signed in; the chief's is a phone."""
        if name not in self._windows:
            self._windows[name] = self._open_window(phone=name == CHIEF)
            self._windows[name].becomes(name, with_a_role=with_a_role)
        return self._windows[name]

    def goes(self, name: str, thing: str) -> Person:
        """Let somebody open a thing's page."""
        person = self.who(name)
        assert person.opens(self.at[thing]) == 200
        return person

    def asks_for_assistance(self) -> None:
        """The liaison asks for the chief, saves and comes back by the mailed link; then the chief authorizes it."""
        visitor = self._open_window(phone=True)
        visitor.opens("/")
        visitor.follows("Ask for assistance")
        self._look(visitor, "request-form-phone", "")
        self.is_checked_beforehand(visitor)
        visitor.presses("Start a request")
        self._look(visitor, "chief-tasks", "h1")
        visitor.follows("Begin")
        visitor.presses("Enter the agency by hand")
        visitor.presses("Continue")
        visitor.reads("Write your answer here.")
        for page in TYPED:
            visitor.fills(page)
            if AUTHORITY in page:
                self._look(visitor, "chief-page", ".part-of")
            visitor.presses("Continue")
        visitor.presses("Save and come back later")
        self._look(visitor, "chief-later", "h1")
        visitor.fills({"Your e-mail address": address_of(LIAISON)})
        visitor.presses("Mail me the link")
        self.follows_the_mail(visitor, "come back by this link")
        visitor.reads("Needs another look")
        visitor.follows("Your need")
        visitor.fills({"What do you need, and why now?": "Residents wait too long for an answer to a complaint."})
        visitor.presses("Continue")
        visitor.presses("Continue")
        visitor.fills({"None of these": "yes"})
        visitor.presses("Continue")
        visitor.presses("Continue")
        visitor.presses("Continue without a file")
        visitor.reads("Check your answers", AGENCY, "Residents wait too long")
        self._look(visitor, "chief-check", "h1")
        visitor.page.wait_for_timeout(READS_FOR)
        visitor.presses("Submit the request")
        visitor.reads("We have your request", "Waits for the chief's authorization", "A link was mailed to")
        self._look(visitor, "chief-status", "h1")
        self.at["status"] = visitor.here
        reference = visitor.main.locator(".crumb").inner_text()
        self.at["request"] = f"/app/requests/{reference}/"
        self.is_authorized_by_the_chief()
        visitor.opens(self.at["status"])
        visitor.reads("Submitted", "the programme office", f"Authorized by {CHIEF}")

    @staticmethod
    def is_checked_beforehand(visitor: Person) -> None:
        """The self-check explains an answer by its rule."""
        visitor.follows("Not sure? Check in two minutes whether it suits you")
        visitor.fills(dict.fromkeys(("Are you the agency's chief", "Does the agency carry out patrol"), "Yes"))
        visitor.presses("Explain my answers")
        visitor.reads("The rule:")
        visitor.follows("Back to the start")

    def is_authorized_by_the_chief(self) -> None:
        chief = self._open_window(phone=True)
        self.follows_the_mail(chief, "waits for your authorization")
        chief.reads("Residents wait too long", LIAISON)
        self._look(chief, "chief-authorize", "#authorize")
        chief.fills({"Your full name, as your signature": CHIEF})
        chief.presses("Authorize the request")
        chief.reads("Tick this if you authorize the request")
        chief.fills({"I am the agency's chief executive, and I authorize this request.": "yes"})
        chief.presses("Authorize the request")
        chief.reads("The request is authorized", "This link has been used")

    @staticmethod
    def follows_the_mail(person: Person, subject: str) -> None:
        """Open the link of the newest mail of this subject."""
        person.opens("/demo/outbox/")
        mail = person.main.locator("article").filter(has_text=subject).first
        person.goes_by(mail.locator("a[href*='/request/']"))

    def is_acknowledged_and_assessed(self) -> None:
        officer = self.who(OFFICER)
        officer.opens("/app/agencies/")
        officer.follows("Add an agency")
        officer.fills({"Name of the agency": AGENCY, "State or territory": "Fictional state"})
        officer.fills({"Kind of agency": "Local", "Source": "The request."})
        officer.presses("Add the agency")
        agency = officer.page.locator(".crumb, .crumbs").inner_text().split("/")[-1].strip()
        self.at["agency"] = agency
        officer.opens("/app/")
        self._look(officer, "officer-home", "")
        officer.takes("Acknowledge the request", AGENCY)
        officer.reads(f"{AGENCY}, fictional state: {agency}")
        officer.fills({"The agency's reference in the directory": agency})
        officer.presses("Acknowledge the request")
        officer.reads("Done: acknowledged the request.", "records what is still missing")
        self.who(OFFICIAL).is_refused(f"{self.at['request']}accept/", "The request is “Acknowledged”.", status=200)
        self.is_talked_about(officer)
        self._look(officer, "officer-request", "")
        officer.follows("Answer the criteria of eligibility")
        while officer.main.get_by_role("button", name="Answer a criterion").count():
            officer.fills({"How does it stand?": "Met", "Source: how do you know?": "Seen on file."})
            officer.presses("Answer a criterion")
        officer.does("Record eligibility")
        officer.does("Record readiness")
        officer.reads("Eligible and ready")

    def is_talked_about(self, officer: Person) -> None:
        """The first contact is logged, and the four parts of the intake record come from it."""
        officer.reads("Contact the agency")
        officer.follows("Log a contact")
        officer.fills({"Day": TODAY, "How": "Call", "With whom": CHIEF})
        officer.presses("Log a contact about the request")
        officer.reads("This field is required.")
        officer.fills({"What was said and agreed": "They expect a visit. We said what can be supported."})
        officer.presses("Log a contact about the request")
        for part in ("Define the request", "Discuss the process", "Obtain information", "Align expectations"):
            officer.follows(part)
            officer.fills({"What was said and agreed": f"{part}: as both sides see it."})
            officer.presses("Record a part of the intake")
        officer.does("Record that the request is defined")

    def is_accepted_by_somebody_else(self) -> None:
        officer = self.who(OFFICER)
        officer.is_refused(f"{self.at['request']}accept/", no_role("accept the request"))
        administrator = self.who(ADMINISTRATOR)
        administrator.opens("/app/people/")
        administrator.follows("Invite a person")
        role = {"Role": "Approving official", "Where the role counts": "office"}
        administrator.fills({"E-mail address": "priya.nairsworth@example.org", "Name": OFFICER} | role)
        administrator.presses("Invite")
        self.goes(OFFICER, "request").reads("You assessed this request, so somebody else decides on it.")
        assert officer.main.get_by_role("link", name="Accept the request", exact=True, disabled=False).count() == 0
        official = self.goes(OFFICIAL, "request")
        official.reads("was not asked about this agency.")
        official.follows("Accept the request")
        official.fills(
            {"Accept to which tier?": "Organizational", "Reason, in your own words": "Wanted by both sides."}
        )
        official.fills({"Why accept before every other office is clear?": "They were called, and it is urgent."})
        official.presses("Read the letter first")
        official.reads("We are glad to tell you", "Wanted by both sides.")
        official.presses("Accept the request and send")
        official.reads("Done: accepted the request.")
        visitor = self._open_window()
        visitor.opens(self.at["status"])
        visitor.reads("Accepted", "Wanted by both sides.")
        visitor.follows("Read the letter")
        visitor.reads("We are glad to tell you", "Wanted by both sides.")

    def declares(self, name: str) -> None:
        """Somebody who has no role yet is asked whether there is a conflict of interest; the assessor has something to
        say, on which the office decides."""
        officer = self.who(OFFICER)
        officer.opens("/app/conflicts/ask/")
        asked = {"Name": name, "E-mail address": address_of(name), "Agency": self.at["agency"]}
        officer.fills(asked)
        officer.presses("Ask")
        officer.reads("Asked to declare", "With the person concerned")
        declaration = officer.here
        person = self.who(name, with_a_role=False)
        person.opens(f"{declaration}declare/")
        if name != ASSESSOR:
            person.fills({"Is there a conflict of interest?": "No"})
            person.presses("Declare conflicts of interest")
            person.reads("No conflict declared")
            return
        told = "I gave a talk there ten years ago."
        person.fills({"Is there a conflict of interest?": "Yes", "If yes: what is it?": told})
        person.presses("Declare conflicts of interest")
        person.reads("Declared, to be decided", told)
        officer.takes("Clear the person to serve", name)
        officer.reads(told)
        officer.fills({"Reason": "It is long ago."})
        officer.presses("Clear the person to serve")
        officer.reads("Cleared")

    def is_opened_with_its_people(self) -> None:
        officer = self.goes(OFFICER, "request")
        officer.does(
            "Open an engagement",
            {
                "Public address": SLUG,
                "Focus area 1: title": "Complaints and answers",
                "Focus area 1: objective": "Assess how complaints are taken and answered.",
                "Focus area 2: title": "Supervision",
                "Focus area 2: objective": "Examine how supervisors support their officers.",
            },
        )
        self.at["engagement"] = officer.here
        lead = {"E-mail address": address_of(LEAD), "Name": LEAD, "Role": MEMBERS[LEAD]}
        officer.follows("Add a member")
        officer.fills(lead)
        officer.presses("Add a member")
        officer.reads("has not declared yet whether there is a conflict of interest", "Ask for the declaration first.")
        for name in (LEAD, ASSESSOR, REVIEWER):
            self.declares(name)
        for name, role in MEMBERS.items():
            self.goes(OFFICER, "engagement")
            officer.does("Add a member", {"E-mail address": address_of(name), "Name": name, "Role": role})
        officer.reads(*MEMBERS)
        officer.follows("Complaints and answers")
        self.at["area"] = officer.here

    def is_agreed_on(self) -> None:
        """The agreement is signed by two; nobody concurs with a plan before it stands."""
        officer = self.who(OFFICER)
        officer.opens(f"{self.at['engagement']}agreements/")
        text = {"Text of the agreement": "The agency names a point of contact.\n\nThe team keeps what it is told."}
        officer.does("Draft an agreement", text)
        self.at["agreement"] = officer.here
        officer.does("Send the agreement to its signatories")
        self._look(self.goes(CHIEF, "agreement"), "chief-agreement", "h1")
        for name in (CHIEF, MAYOR):
            meant = f"I am {name}, and I mean it. {NO_PASSWORD}"
            signed = {SIGNED: "yes", "Your name, as you sign": name, meant: "yes"}
            self.goes(name, "agreement").does("Sign the agreement", signed)
        self.goes(OFFICER, "agreement").reads("In force")

    def is_planned(self) -> None:
        """A draft is written part by part, commented on, proposed, returned once, and proposed again."""
        early = "No work plan is in force: nothing starts before the agency's chief executive concurs with one."
        self.who(LEAD).is_refused(f"{self.at['area']}open/", early, status=200)
        lead = self.who(LEAD)
        lead.takes("Draft a work plan", AGENCY)
        lead.presses("Draft a work plan")
        self.at["plan"] = lead.here
        lead.follows("Write the draft")
        for section, answers in WRITTEN.items():
            lead.follows(section)
            lead.fills(answers)
            lead.presses("Save and see the list")
        self.is_filled_in("People", {"Person": ASSESSOR, "In which part": "Subject", "Subject or task": "Complaints"})
        for area, what in (("1.", "Complaint files"), ("2.", "Rosters")):
            self.is_filled_in("Activities", ACTIVITY | {"Focus area": area, "What is done": what})
        lead.follows("Read it as a document")
        self.who(CHIEF).is_refused(f"{self.at['plan']}concur/", "The work plan is “Draft”.", status=200)
        lead.does("Propose the work plan")
        self.is_returned_once()

    def is_filled_in(self, section: str, answers: dict[str, str]) -> None:
        """The lead adds a row to a section; a cost that cannot be paid is refused with the reason."""
        lead = self.who(LEAD)
        lead.follows(section)
        lead.goes_by(lead.main.get_by_role("link", name=re.compile("^Add")))
        if "What it costs money for" in answers:
            lead.fills(answers | {"What it costs money for": "Personnel of the agency"})
            lead.presses("Save")
            lead.reads("This cannot be paid. Personnel of the agency: The programme gives no grant")
        lead.fills(answers)
        lead.presses("Save")
        lead.reads(f"Saved: {section}.")
        lead.follows("See the list")

    def is_returned_once(self) -> None:
        """The liaison comments, the chief returns the version; the lead drafts the next from it."""
        liaison = self.goes(LIAISON, "plan")
        liaison.goes_by(liaison.main.locator("#audiences .comment-on a"))
        liaison.fills({"Your comment": "Please hear dispatchers too."})
        liaison.presses("Comment on the work plan")
        comment = liaison.here
        self.goes(CHIEF, "plan").does("Return the work plan", {"Reason": "Hear dispatchers too."})
        lead = self.goes(LEAD, "plan")
        lead.reads("Hear dispatchers too.", "Please hear dispatchers too.")
        lead.takes("Draft a work plan", AGENCY)
        lead.presses("Draft a work plan")
        self.at["plan"] = lead.here
        lead.follows("Write the draft")
        lead.follows("What changes")
        lead.fills({"What changes, and why": "Dispatchers are heard too."})
        lead.presses("Save and see the list")
        lead.follows("Who is heard")
        lead.fills({"Who is heard": "Residents\nSupervisors\nDispatchers"})
        lead.presses("Save and see the list")
        lead.opens(comment)
        lead.does("Resolve the comment", {"What became of it": "Done in version 2."})
        self.goes(LEAD, "plan").does("Propose the work plan")

    def is_concurred_with(self) -> None:
        self.who(LEAD).is_refused(f"{self.at['plan']}concur/", no_role("concur with the work plan"))
        chief = self.who(CHIEF)
        chief.opens("/app/")
        self._look(chief, "chief-home", "h1")
        self._look(self.goes(CHIEF, "plan"), "chief-plan", "h1")
        chief.takes("Concur with the work plan", "Work plan, version 2")
        self._look(chief, "chief-concur", "#decide")
        fingerprint = chief.main.locator(".fingerprint code").inner_text()
        chief.reads("Dispatchers are heard too.")
        chief.fills({"Your statement": "I concur. We want to know."})
        chief.presses("Concur with the work plan")
        chief.reads("One answer needs another look")
        chief.keyboard.ticks(chief.main.get_by_role("checkbox"))  # in place of a password: a demonstration has none
        chief.presses("Concur with the work plan")
        chief.reads(
            "Done: concurred with the work plan.", f"with the content {fingerprint}", "I concur. We want to know."
        )
        self.goes(LEAD, "area").does("Open the focus area")

    def is_found(self, file: Path) -> None:
        assessor = self.goes(ASSESSOR, "area")
        assessor.does(
            "Log evidence",
            {
                "Method": "Document review",
                "Title": "Complaint files of the last year",
                "Facts": "Of 40 files read, 31 hold no date of an answer.",
                "Collected on": TODAY,
                "How many": "40",
                "How far may it travel?": "Releasable",
                "File": str(file),
            },
        )
        self.at["evidence"] = assessor.here
        assessor.reads("Document review")
        assessor.goes_by(assessor.main.get_by_role("link", name=re.compile("^DOC-")))
        assessor.reads(file.name)
        self.who(LIAISON).is_refused(
            self.at["evidence"], "There is no such page, or it is not yours to see.", status=404
        )
        self.goes(ASSESSOR, "area").does(
            "Draft a finding",
            {
                "Heading": "Most complaints have no dated answer",
                "What was found": "Of 40 files, 31 hold no date of an answer. Staff are polite and thorough.",
            },
        )
        self.at["finding"] = assessor.here
        assessor.follows("Send the finding to be validated")
        assessor.presses("Send the finding to be validated")
        assessor.reads("cannot be sent to be validated yet", "evidence")
        self.goes(ASSESSOR, "finding").does(
            "Cite evidence for a finding",
            {"Evidence": "Complaint files", "Why it supports the finding": "The files were counted."},
        )

    def is_validated_and_issued(self, thing: str, kind: str) -> None:
        """A finding or a recommendation goes its way: sent, validated by somebody else, its facts checked, issued
        by the lead."""
        self.goes(ASSESSOR, thing).does(f"Send the {kind} to be validated")
        self.who(ASSESSOR).is_refused(f"{self.at[thing]}validate/", no_role(f"validate the {kind}"))
        self.goes(LEAD, thing).reads(f"The {kind} is “In review”.")
        self.goes(REVIEWER, thing).does(f"Validate the {kind}")
        self.has_its_facts_checked()
        self.goes(LEAD, thing).does(f"Issue the {kind}")

    def has_its_facts_checked(self) -> None:
        lead = self.goes(LEAD, "engagement")
        lead.follows("Fact checks")
        lead.follows("Ask the agency to check the facts")
        lead.keyboard.ticks(lead.main.get_by_role("checkbox"))
        lead.presses("Ask the agency to check the facts")
        self.at["facts"] = lead.here
        self.goes(LIAISON, "facts").does("Send the fact check back")
        self.goes(LEAD, "facts").does("Close the fact check")

    def is_recommended(self) -> None:
        assessor = self.goes(ASSESSOR, "finding")
        assessor.does(
            "Draft a recommendation",
            {"What is recommended": "Answer each complaint in writing within thirty days.", "Why": "It builds trust."},
        )
        self.at["recommendation"] = assessor.here
        self.is_validated_and_issued("recommendation", "recommendation")

    def is_measured_and_taken_up(self) -> None:
        assessor = self.goes(ASSESSOR, "recommendation")
        assessor.follows("Take up the reform")
        assessor.reads("No completion measure is approved: criteria come before judgement.")
        assessor.presses("Take up the reform")
        assessor.reads("This cannot be done now", "No completion measure is approved")
        answers = {"What does it show?": "Completion", "What must be shown": "Nine of ten answers within thirty days."}
        self.goes(ASSESSOR, "recommendation").does("Propose a compliance measure", answers)
        self.at["measure"] = assessor.here
        assessor.is_refused(f"{self.at['measure']}approve/", no_role("approve the compliance measure"))
        self.goes(LIAISON, "measure").does("Agree to the compliance measure")
        self.goes(OFFICER, "measure").does("Approve the compliance measure")
        self.goes(ASSESSOR, "recommendation").does("Take up the reform")
        self.at["reform"] = assessor.here

    def is_told_in_two_voices(self) -> None:
        liaison = self.who(LIAISON)
        liaison.is_refused(f"{self.at['reform']}assess/", no_role("assess progress"))
        self.who(ASSESSOR).is_refused(f"{self.at['reform']}report/", no_role("report progress"))
        liaison.takes("Report progress", "Answer each complaint in writing")
        liaison.fills(
            {"Status": "Complete", "What has been done, and what comes next": "Every answer now carries a date."}
        )
        liaison.presses("Report progress")
        judged = {"Status": "In Progress", "What the assessment rests on": "Eleven of twenty files have a date."}
        self.goes(ASSESSOR, "reform").does("Assess progress", judged)
        self.goes(CHIEF, "reform").reads("The agency reports", "Complete", "The team assesses", "In Progress")

    def is_reported(self) -> None:
        lead = self.goes(LEAD, "engagement")
        lead.follows("Status reports")
        lead.does(
            "Compile a status report",
            {
                "First day of the period": TODAY,
                "Last day of the period": TODAY,
                "Work done": "The first focus area was assessed.",
                "Outcomes": "Answers to complaints carry a date.",
                "Next steps": "The second focus area opens.",
            },
        )
        self.at["report"] = lead.here
        self.who(PUBLISHER).is_refused(f"{self.at['report']}schedule/", "The status report is “Draft”.", status=200)
        lead.does("Send the status report to review")
        self.goes(REVIEWER, "report").does("Pass the status report on to the agency")
        comment = {"About": "Outcomes", "What is wrong": "The answers carry two dates."}
        self.goes(LIAISON, "report").does("Comment on a fact of the report", comment)
        self.goes(CHIEF, "report").does("Finish the fact check")
        answer = {"What was done": "Kept as it is", "Answer": "One of the two is the date of the answer."}
        self.goes(LEAD, "report").does("Answer a comment", answer)
        self.goes(LEAD, "report").does("Send the status report for approval")
        self.goes(OFFICIAL, "report").does("Approve the status report")
        self.who(OFFICIAL).is_refused(f"{self.at['report']}schedule/", no_role("set the hour of publication"))
        here = datetime.now(tz=ZoneInfo("America/New_York")) + timedelta(minutes=2)  # the programme's zone
        hour = {"Day": here.date().isoformat(), "Hour": f"{here:%H:%M}"}
        self.goes(PUBLISHER, "report").does("Set the hour of publication", hour)

    def is_public(self) -> None:
        reader = self._open_window()
        reader.waits_for(f"/sites/{SLUG}/")
        reader.reads(AGENCY, "Complaints and answers")
        reader.opens(f"/sites/{SLUG}/recommendations/1.1.1/")
        reader.reads("Answer each complaint in writing", "Assessed", "In Progress", "Reported", "Complete")
        reader.reads("Eleven of twenty files have a date.", "Every answer now carries a date.")
        reader.opens(f"/sites/{SLUG}/reports/{TODAY}/")
        reader.reads("The first focus area was assessed.", "Answers to complaints carry a date.")
        reader.opens("/sites/")
        reader.reads(AGENCY)
