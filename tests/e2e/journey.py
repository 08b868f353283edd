"""The whole path of one agency through the pages, stage by stage, each step by the person whose it is. Every name is
invented. At each stage somebody tries what is not theirs, or too early, and reads why not."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.e2e.person import Person

AGENCY = "Marlow Bend Police Department (fictional)"
SLUG = "marlow-bend"
OFFICER, OFFICIAL, PUBLISHER, ADMINISTRATOR = (
    "Priya Nairsworth",
    "Desmond Arkwellow",
    "Lucía Fenwrick",
    "Samir Lockhavel",
)
CHIEF, LIAISON, LEAD, ASSESSOR, REVIEWER = (
    "Orla Fenbright",
    "Dario Wexcombe",
    "Helka Sandiver",
    "Milo Tarnquist",
    "Ada Brockhollow",
)
MEMBERS = {
    CHIEF: "Chief executive",
    LIAISON: "Agency liaison",
    LEAD: "Assessment lead",
    ASSESSOR: "Assessor",
    REVIEWER: "Reviewer",
}
TODAY = datetime.now(tz=UTC).date().isoformat()


def no_role(verb: str) -> str:
    return f"No role of yours allows you to {verb} here."


class Journey:
    """Remembers the windows of its people and the addresses of what comes into being."""

    def __init__(self, open_window: Callable[[], Person]) -> None:
        self._open_window = open_window
        self._windows: dict[str, Person] = {}
        self.at: dict[str, str] = {}

    def who(self, name: str) -> Person:
        """Return somebody's window, signed in."""
        if name not in self._windows:
            self._windows[name] = self._open_window()
            self._windows[name].becomes(name)
        return self._windows[name]

    def goes(self, name: str, thing: str) -> Person:
        """Let somebody open a thing's page."""
        person = self.who(name)
        assert person.opens(self.at[thing]) == 200
        return person

    def asks_for_assistance(self) -> None:
        visitor = self._open_window()
        visitor.opens("/")
        visitor.follows("Ask for assistance")
        visitor.presses("Submit the request")
        visitor.reads("This field is required.")
        visitor.fills(
            {
                "Name of the agency": AGENCY,
                "State or territory": "Fictional state",
                "Does the agency have primary": "Yes",
                "Does the agency have a patrol": "Yes",
                "In what capacity": "I am the agency",
                "Name of the chief executive": CHIEF,
                "Your name": CHIEF,
                "Your e-mail address": "orla.fenbright@example.org",
                "What kind of assistance": "Organizational Assessment",
                "What do you need, and why now?": "Residents wait too long for an answer to a complaint.",
                "Is any state": "No",
            }
        )
        visitor.presses("Submit the request")
        visitor.reads("We have your request", "Submitted", "the programme office", "You submitted the request.")
        self.at["status"] = visitor.here
        reference = visitor.page.locator("h1").inner_text()
        self.at["request"] = f"/app/requests/{reference}/"

    def is_acknowledged_and_assessed(self) -> None:
        officer = self.who(OFFICER)
        officer.opens("/app/agencies/")
        officer.follows("Add an agency")
        officer.fills({"Name of the agency": AGENCY, "State or territory": "Fictional state"})
        officer.fills({"Kind of agency": "Local", "Source": "The request."})
        officer.presses("Add the agency")
        agency = officer.page.locator(".crumb, .crumbs").inner_text().split("/")[-1].strip()
        officer.takes("Acknowledge the request", AGENCY)
        officer.reads(f"{AGENCY}, ZZ: {agency}")
        officer.fills({"The agency's reference in the directory": agency})
        officer.presses("Acknowledge the request")
        officer.reads("Done: acknowledged the request.", "The request is “Acknowledged”.")
        self.who(OFFICIAL).is_refused(f"{self.at['request']}accept/", "The request is “Acknowledged”.", status=200)
        for verb in ("Record eligibility", "Record readiness"):
            officer.follows(verb)
            for met in officer.main.get_by_label("Met", exact=True).all():
                met.check()
            for basis in officer.main.get_by_label("Basis: how do you know?").all():
                basis.fill("Seen on file.")
            officer.presses(verb)
        officer.reads("Eligible and ready")

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
        official.does("Accept the request", {"Reason": "Eligible, ready, and wanted by both sides."})
        visitor = self._open_window()
        visitor.opens(self.at["status"])
        visitor.reads("Accepted", "Eligible, ready, and wanted by both sides.")

    def is_opened_with_its_people(self) -> None:
        officer = self.goes(OFFICER, "request")
        officer.does(
            "Open an engagement",
            {
                "Public address": SLUG,
                "Technical-assistance provider": "Plainfold Institute for Policing (fictional)",
                "Focus area 1: title": "Complaints and answers",
                "Focus area 1: objective": "Assess how complaints are taken and answered.",
                "Focus area 2: title": "Supervision",
                "Focus area 2: objective": "Examine how supervisors support their officers.",
            },
        )
        self.at["engagement"] = officer.here
        for name, role in MEMBERS.items():
            email = f"{name.lower().replace(' ', '.')}@example.org"
            officer.does("Add a member", {"E-mail address": email, "Name": name, "Role": role})
        officer.reads(*MEMBERS)
        officer.follows("Complaints and answers")
        self.at["area"] = officer.here

    def is_planned(self) -> None:
        early = "No work plan is in force: nothing starts before the agency's chief executive concurs with one."
        self.who(LEAD).is_refused(f"{self.at['area']}open/", early, status=200)
        lead = self.who(LEAD)
        lead.takes("Draft a work plan", AGENCY)
        activity = {
            "Method": "Document review",
            "With whom or on what": "A sample of files",
            "From": TODAY,
            "To": TODAY,
        }
        rows = [{"What": "Complaint files"} | activity, {"What": "Rosters"} | activity]
        lead.fills(
            {
                "Description of the technical assistance": "A small team works beside the agency's own staff.",
                "Scope": "How complaints are taken and answered. No single complaint.",
                "Audiences": "Residents\nSupervisors",
                "Exit criteria": "Both focus areas are complete.",
                "First day": TODAY,
                "Last day": TODAY,
                f"{ASSESSOR}: subject matter expert": "yes",
                f"{ASSESSOR}: subject": "Complaint systems",
                f"{LEAD}: staff": "yes",
                **{f"{column}, activity {n}": value for n, row in enumerate(rows, 1) for column, value in row.items()},
            }
        )
        lead.presses("Draft a work plan")
        self.at["plan"] = lead.here
        self.who(CHIEF).is_refused(f"{self.at['plan']}concur/", "The work plan is “Draft”.", status=200)
        lead.does("Propose the work plan")

    def is_concurred_with(self) -> None:
        self.who(LEAD).is_refused(f"{self.at['plan']}concur/", no_role("concur with the work plan"))
        chief = self.who(CHIEF)
        chief.takes("Concur with the work plan", "Work plan, version 1")
        fingerprint = chief.main.locator(".fingerprint code").inner_text()
        chief.fills({"Your statement": "I concur. We want to know."})
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
        assessor.reads(file.name, "Document review")
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
        """A finding or a recommendation goes its way: sent, validated by somebody else, issued by the lead."""
        self.goes(ASSESSOR, thing).does(f"Send the {kind} to be validated")
        self.who(ASSESSOR).is_refused(f"{self.at[thing]}validate/", no_role(f"validate the {kind}"))
        self.goes(LEAD, thing).reads(f"The {kind} is “In review”.")
        self.goes(REVIEWER, thing).does(f"Validate the {kind}")
        self.goes(LEAD, thing).does(f"Issue the {kind}")

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
        self.who(PUBLISHER).is_refused(f"{self.at['report']}publish/", "The status report is “Compiled”.", status=200)
        self.goes(OFFICIAL, "report").does("Approve the status report")
        self.who(OFFICIAL).is_refused(f"{self.at['report']}publish/", no_role("publish the status report"))
        self.goes(PUBLISHER, "report").does("Publish the status report")

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
