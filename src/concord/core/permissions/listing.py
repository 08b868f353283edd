"""What can be done, in one list. A permission is also the name of the verb that it allows."""

from concord.core.permissions.worded import Worded


class Permission(Worded):
    """Each permission: its value, and the words for it."""

    DESK_VIEW = "desk.view", "see the desk", "saw the desk"
    AUDIT_VIEW = "audit.view", "read the audit trail", "read the audit trail"
    AUDIT_CHECKPOINT = ("audit.checkpoint", "take a checkpoint of the audit trail",
        "took a checkpoint of the audit trail")  # fmt: skip
    KEYS_ROTATE = "keys.rotate", "encrypt everything anew under a new key", "encrypted values anew under a new key"
    KEYS_CATCH_UP = ("keys.catch_up", "destroy again, after a restore, what had been destroyed",
        "destroyed again, after a restore, what had been destroyed")  # fmt: skip
    PERSON_VIEW = "person.view", "see people and their roles", "saw people"
    PERSON_INVITE = "person.invite", "invite a person", "invited a person"
    PERSON_END_ROLE = "person.end_role", "end a person's role", "ended a person's role"
    PERSON_SECURE = "person.secure", "change their own sign-in", "changed their own sign-in"
    PERSON_FORGET_FACTORS = ("person.forget_second_factors", "drop every second factor after the master key was lost",
        "dropped every second factor, since the master key was lost")  # fmt: skip
    AGENCY_VIEW = "agency.view", "see an agency", "saw an agency"
    AGENCY_IMPORT = "agency.import", "import the directory of agencies", "imported the directory of agencies"
    AGENCY_ADD = "agency.add", "add an agency", "added an agency"
    AGENCY_DESCRIBE = "agency.describe", "update the agency's profile", "updated the agency's profile"
    CHIEF_APPOINT = "chief.appoint", "record a chief executive", "recorded a chief executive"
    CHIEF_LEAVE = "chief.leave", "record that a chief executive left", "recorded that a chief executive left"
    PROVIDER_VIEW = "provider.view", "see a provider", "saw a provider"
    PROVIDER_ADD = "provider.add", "add a provider", "added the provider"
    PROVIDER_DESCRIBE = "provider.describe", "update the provider's entry", "updated the provider's entry"
    PROVIDER_END = ("provider.end", "record that the provider no longer takes part",
        "recorded that the provider no longer takes part")  # fmt: skip
    PROVIDER_RESUME = ("provider.resume", "record that the provider takes part again",
        "recorded that the provider takes part again")  # fmt: skip
    EXPERT_VIEW = "expert.view", "see an expert", "saw an expert"
    EXPERT_ADD = "expert.add", "add an expert to the roster", "added the expert to the roster"
    EXPERT_DESCRIBE = "expert.describe", "update the expert's entry", "updated the expert's entry"
    EXPERT_NOTE_AVAILABILITY = ("expert.note_availability", "note when the expert is available",
        "noted when the expert is available")  # fmt: skip
    EXPERT_RETIRE = "expert.retire", "take the expert off the roster", "took the expert off the roster"
    EXPERT_RETURN = "expert.return", "put the expert back on the roster", "put the expert back on the roster"
    CONFLICT_VIEW = "conflict.view", "see a conflict declaration", "saw a conflict declaration"
    CONFLICT_VIEW_DETAIL = "conflict.view_detail", "read what a person declared in confidence"
    CONFLICT_ASK = ("conflict.ask", "ask somebody to declare conflicts of interest",
        "asked for a declaration of conflicts of interest")  # fmt: skip
    CONFLICT_DECLARE = ("conflict.declare", "declare conflicts of interest",
        "made a declaration about conflicts of interest")  # fmt: skip
    CONFLICT_DECLARE_NONE = ("conflict.declare_none", "declare that there is no conflict of interest",
        "declared that there is no conflict of interest")  # fmt: skip
    CONFLICT_CLEAR = "conflict.clear", "clear the person to serve", "cleared the person to serve"
    CONFLICT_MANAGE = "conflict.manage", "clear the person under conditions", "cleared the person under conditions"
    CONFLICT_RECUSE = "conflict.recuse", "recuse the person", "recused the person"
    TASK_VIEW = "task.view", "see a task", "saw a task"
    TASK_SET_OFFICE = "task.set_for_office", "set a task for the programme office"
    TASK_SET_AGENCY = "task.set_for_agency", "set a task for the agency", "set a task for the agency"
    TASK_SET_TEAM = "task.set_for_team", "set a task for the assessment team", "set a task for the assessment team"
    TASK_SET_TOGETHER = ("task.set_together", "set a task for the agency and the team together",
        "set a task for the agency and the team together")  # fmt: skip
    TASK_AGENCY_PART = "task.agency_part", "note the agency's part as done", "noted the agency's part as done"
    TASK_TEAM_PART = "task.team_part", "note the team's part as done", "noted the team's part as done"
    TASK_DO = "task.do", "note the task as done", "noted the task as done"
    TASK_HAND_OVER = "task.hand_over", "give the task to somebody else", "gave the task to somebody else"
    TASK_DROP = "task.drop", "drop the task", "dropped the task"
    BOARD_VIEW = "board.view", "see the board and the programme's figures", "saw the board"
    NOTICE_CHOOSE = "notice.choose", "choose how notices reach them", "chose how notices reach them"
    NOTICE_TELL = "notice.tell", "tell people what came to them", "told people what came to them"
    NOTICE_MAIL = "notice.mail", "mail people the links of their notices", "mailed people the links of their notices"
    MAIL_VIEW = "mail.view", "see which mails were sent", "saw which mails were sent"
    MAIL_SEND_AGAIN = "mail.send_again", "send a mail again", "sent a mail again"
    CALENDAR_MAKE = "calendar.make", "make a private link to their calendar", "made a private link to their calendar"
    TOKEN_MAKE = "token.make", "make an access token for a program", "made an access token for a program"
    TOKEN_END = "token.end", "end an access token", "ended an access token"
    CALENDAR_END = "calendar.end", "end the private link to their calendar", "ended the private link to their calendar"
    EDITION_VIEW = "edition.view", "see the editions of the programme", "saw an edition of the programme"
    EDITION_DRAFT = "edition.draft", "draft an edition of the programme", "drafted an edition of the programme"
    EDITION_REVISE = "edition.revise", "revise the draft edition", "revised the draft edition"
    EDITION_TAKE_OVER = "edition.take_over", "take over a set of status labels", "took over a set of status labels"
    EDITION_DISCARD = "edition.discard", "discard the draft edition", "discarded the draft edition"
    EDITION_PUBLISH = "edition.publish", "publish an edition of the programme", "published an edition of the programme"
    REQUEST_SUBMIT = "request.submit", "submit a request for assistance", "submitted the request"
    REQUEST_SUBMIT_FOR = ("request.submit_for", "submit a request for the chief executive to authorize",
        "submitted the request, for the chief executive to authorize")  # fmt: skip
    REQUEST_RECEIVE = "request.receive", "enter a request that came by letter or call", "entered the request"
    REQUEST_AUTHORIZE = "request.authorize", "authorize the request", "authorized the request"
    REQUEST_RECORD_AUTHORIZATION = ("request.record_authorization", "record the chief executive's authorization",
        "recorded the chief executive's authorization")  # fmt: skip
    REQUEST_ASK_CHIEF = ("request.ask_chief", "ask the chief executive again",
        "asked the chief executive again to authorize the request")  # fmt: skip
    REQUEST_VIEW = "request.view", "see a request", "saw a request"
    REQUEST_VIEW_NOTES = "request.view_notes", "see the office's notes on a request", "saw the notes on a request"
    REQUEST_REPLY = "request.reply", "reply about the request", "replied about the request"
    REQUEST_ATTACH = "request.attach", "attach a file to the request", "attached a file to the request"
    REQUEST_CONTACT = "request.contact", "log a contact about the request", "logged a contact about the request"
    REQUEST_ACKNOWLEDGE = "request.acknowledge", "acknowledge the request", "acknowledged the request"
    REQUEST_RELINK = ("request.relink", "link the request to another agency",
        "linked the request to another agency")  # fmt: skip
    REQUEST_LINK_MEMBER = ("request.link_member", "link an agency that asks together with it",
        "linked an agency that asks together with it")  # fmt: skip
    REQUEST_NOTE_MATTER = "request.note_matter", "note a pending matter", "noted a pending matter"
    REQUEST_CORRECT_CONTACT = "request.correct_contact", "correct whom we call", "corrected whom we call"
    REQUEST_LOOK_AGAIN = "request.look_again", "open the assessment again", "opened the assessment again"
    REQUEST_RECORD_PART = "request.record_part", "record a part of the intake", "recorded a part of the intake"
    REQUEST_DEFINE = "request.define", "record that the request is defined", "recorded that the request is defined"
    REQUEST_ANSWER = "request.answer_criterion", "answer a criterion", "answered a criterion"
    REQUEST_WAIVE = "request.waive_criterion", "waive a criterion", "waived a criterion"
    REQUEST_ASK_COMPONENT = ("request.ask_component", "ask another office about the agency",
        "asked another office about the agency")  # fmt: skip
    REQUEST_NOTE_COMPONENT = ("request.note_component", "record what another office answered",
        "recorded what another office answered")  # fmt: skip
    REQUEST_FIND_ELIGIBLE = "request.find_eligible", "record eligibility", "found the agency eligible"
    REQUEST_FIND_READY = "request.find_ready", "record readiness", "found the agency ready"
    REQUEST_ACCEPT = "request.accept", "accept the request", "accepted the request"
    REQUEST_DEFER = "request.defer", "defer the request", "deferred the request"
    REQUEST_TAKE_UP = "request.take_up", "take up the request again", "took up the request again"
    REQUEST_REFER = "request.refer", "refer the request", "referred the request"
    REQUEST_DECLINE = "request.decline", "decline the request", "declined the request"
    REQUEST_WITHDRAW = "request.withdraw", "withdraw the request", "withdrew the request"
    REQUEST_LEAVE = ("request.leave", "withdraw before the engagement is opened",
        "withdrew the accepted request")  # fmt: skip
    REQUEST_RECORD_WITHDRAWAL = ("request.record_withdrawal", "record a withdrawal before the engagement is opened",
        "recorded that the agency withdraws")  # fmt: skip
    ENGAGEMENT_VIEW = "engagement.view", "see an engagement", "saw an engagement"
    ENGAGEMENT_OPEN = "engagement.open", "open an engagement", "opened the engagement"
    ENGAGEMENT_JOIN = "engagement.add_member", "add a member", "added a member"
    PARTNER_ADD = "engagement.add_partner", "add a partner", "added a partner"
    PARTNER_END = "engagement.end_partnership", "end a partnership", "ended a partnership"
    ENGAGEMENT_SUSPEND = "engagement.suspend", "suspend the engagement", "suspended the engagement"
    ENGAGEMENT_RESUME = "engagement.resume", "resume the engagement", "resumed the engagement"
    ENGAGEMENT_END = "engagement.end", "end the engagement early", "ended the engagement early"
    ENGAGEMENT_CLOSE = "engagement.close", "close the engagement", "closed the engagement"
    FOCUS_AREA_OPEN = "focus_area.open", "open the focus area", "opened the focus area"
    FOCUS_AREA_COMPLETE = "focus_area.complete", "complete the focus area", "completed the focus area"
    FOCUS_AREA_NO_FINDINGS = ("focus_area.declare_no_findings", "declare that there is no finding",
        "declared that there is no finding")  # fmt: skip
    AGREEMENT_VIEW = "agreement.view", "see an agreement", "saw an agreement"
    AGREEMENT_DRAFT = "agreement.draft_agreement", "draft an agreement", "drafted the agreement"
    AGREEMENT_SEND = "agreement.send", "send the agreement to its signatories", "sent the agreement to its signatories"
    AGREEMENT_SIGN = "agreement.sign", "sign the agreement", "signed the agreement"
    AGREEMENT_RECORD = "agreement.record_signature", "record a signature on paper", "recorded a signature on paper"
    AGREEMENT_REMIND = "agreement.remind", "remind a signatory", "reminded a signatory"
    AGREEMENT_LAPSE = "agreement.lapse", "let the agreement lapse", "let the agreement lapse"
    AGREEMENT_REINSTATE = "agreement.reinstate", "reinstate the agreement", "reinstated the agreement"
    DELIVERY_VIEW = "delivery.view", "see a delivery", "saw a delivery"
    DELIVERY_PLAN = "delivery.plan_delivery", "plan a delivery", "planned the delivery"
    DELIVERY_RECORD = "delivery.record", "record that the delivery was held", "recorded that the delivery was held"
    DELIVERY_CANCEL = "delivery.cancel", "cancel the delivery", "cancelled the delivery"
    DELIVERY_EVALUATE = "delivery.evaluate", "evaluate the delivery", "evaluated the delivery"
    TIER_CHANGE_VIEW = "tier_change.view", "see a change of tier", "saw a change of tier"
    TIER_CHANGE_PROPOSE = "tier_change.propose_tier", "propose a change of tier", "proposed a change of tier"
    TIER_CHANGE_AGREE = "tier_change.agree", "agree to the change of tier", "agreed to the change of tier"
    TIER_CHANGE_DECLINE = "tier_change.decline", "decline the change of tier", "declined the change of tier"
    TIER_CHANGE_WITHDRAW = "tier_change.withdraw", "withdraw the change of tier", "withdrew the change of tier"
    CHECK_IN_RECORD = "check_in.record_check_in", "record a check-in", "recorded a check-in"
    EXPECTATION_VIEW = "expectation.view", "see what each side expects", "saw what each side expects"
    EXPECTATION_AGENCY = "expectation.expect_as_agency", "note what the agency expects", "noted what the agency expects"
    EXPECTATION_OFFICE = ("expectation.expect_as_office", "note what the programme office expects",
        "noted what the programme office expects")  # fmt: skip
    EXPECTATION_TEAM = "expectation.expect_as_team", "note what the team expects", "noted what the team expects"
    EXPECTATION_MEET = "expectation.meet", "note the expectation as met", "noted the expectation as met"
    EXPECTATION_MISS = "expectation.miss", "note the expectation as not met", "noted the expectation as not met"
    SATISFACTION_VIEW = "satisfaction.view", "see a satisfaction survey", "saw a satisfaction survey"
    SATISFACTION_ASK = ("satisfaction.ask_satisfaction", "ask the agency's people how it went",
        "asked the agency's people how it went")  # fmt: skip
    SATISFACTION_ANSWER = "satisfaction.answer", "answer the survey", "answered the survey"
    SATISFACTION_CLOSE = "satisfaction.close", "close the survey", "closed the survey"
    SATISFACTION_RUN_OUT = (
        "satisfaction.run_out",
        "end a survey with its last day",
        "ended the survey with its last day",
    )
    ESCALATION_VIEW = "escalation.view", "see a concern", "saw a concern"
    ESCALATION_RAISE = ("escalation.raise_concern", "raise a concern with a named officer",
        "raised a concern with a named officer")  # fmt: skip
    ESCALATION_ANSWER = "escalation.answer", "answer the concern", "answered the concern"
    ELIGIBILITY_VIEW = "eligibility_review.view", "see a new look at eligibility", "saw a new look at eligibility"
    ELIGIBILITY_FALL_DUE = ("eligibility_review.fall_due", "ask for a new look at eligibility",
        "asked for a new look at eligibility")  # fmt: skip
    ELIGIBILITY_CONFIRM = ("eligibility_review.confirm_eligibility", "record that eligibility is unchanged",
        "recorded that eligibility is unchanged")  # fmt: skip
    ELIGIBILITY_FLAG = ("eligibility_review.flag_eligibility", "flag a new matter about eligibility",
        "flagged a new matter about eligibility")  # fmt: skip
    ELIGIBILITY_CLEAR = "eligibility_review.clear", "clear the flag", "cleared the flag"
    ENGAGEMENT_ASK_COMPONENT = ("engagement.ask_component", "ask another office again about the agency",
        "asked another office again about the agency")  # fmt: skip
    ENGAGEMENT_NOTE_COMPONENT = ("engagement.note_component", "record what another office answered now",
        "recorded what another office answered now")  # fmt: skip
    EFFORT_VIEW = "effort.view", "see effort and cost", "saw effort and cost"
    EFFORT_RECORD = "effort.record_effort", "record effort and cost", "recorded effort and cost"
    EFFORT_WITHDRAW = "effort.withdraw", "withdraw an entry of effort", "withdrew an entry of effort"
    PLAN_VIEW = "work_plan.view", "see a work plan", "saw a work plan"
    PLAN_DRAFT = "work_plan.draft", "draft a work plan", "drafted the work plan"
    PLAN_PROPOSE = "work_plan.propose", "propose the work plan", "proposed the work plan"
    PLAN_RETURN = "work_plan.return", "return the work plan", "returned the work plan"
    PLAN_WITHDRAW = "work_plan.withdraw", "withdraw the work plan", "withdrew the work plan"
    PLAN_CONCUR = "work_plan.concur", "concur with the work plan", "concurred with the work plan"
    PLAN_EDIT = "work_plan.edit", "edit the draft of a work plan", "edited the draft of the work plan"
    PLAN_DISCARD = "work_plan.discard", "set the draft aside", "set the draft of the work plan aside"
    PLAN_AMEND = "work_plan.amend", "amend the work plan", "began to amend the work plan"
    PLAN_TAKE_UP_SCOPE = ("work_plan.take_up_scope", "take up an agreed change of scope",
        "took an agreed change of scope up in the draft")  # fmt: skip
    PLAN_RECORD_CONCURRENCE = ("work_plan.record_concurrence", "record a concurrence that was signed on paper",
        "recorded the concurrence that was signed on paper")  # fmt: skip
    PLAN_REAFFIRM = "work_plan.reaffirm", "reaffirm the concurrence", "reaffirmed the concurrence"
    PLAN_ASK_TO_REAFFIRM = ("work_plan.ask_to_reaffirm", "ask a new chief executive to reaffirm",
        "asked the new chief executive to reaffirm")  # fmt: skip
    PLAN_NOTE_PROGRESS = "work_plan.note_progress", "note progress to exit", "noted progress to exit"
    PLAN_COMMENT = "work_plan.comment", "comment on the work plan", "commented on the work plan"
    PLAN_COMMENT_REPLY = "plan_comment.reply", "reply to the comment", "replied to the comment"
    PLAN_COMMENT_RESOLVE = "plan_comment.resolve", "resolve the comment", "resolved the comment"
    SCOPE_ASK_AGENCY = ("scope_change.ask_agency", "ask the agency for a change of scope",
        "asked the agency for a change of scope")  # fmt: skip
    SCOPE_ASK_TEAM = ("scope_change.ask_team", "ask the team for a change of scope",
        "asked the team for a change of scope")  # fmt: skip
    SCOPE_AGREE = "scope_change.agree", "agree to the change of scope", "agreed to the change of scope"
    SCOPE_DECLINE = "scope_change.decline", "decline the change of scope", "declined the change of scope"
    SCOPE_WITHDRAW = "scope_change.withdraw", "withdraw the change of scope", "withdrew the change of scope"
    EVIDENCE_VIEW = "evidence.view", "see evidence", "saw evidence"
    EVIDENCE_LOG = "evidence.log", "log evidence", "logged evidence"
    EVIDENCE_FILE = ("evidence.open_file", "open the file of an item as it came",
        "opened the file of an item as it came")  # fmt: skip
    EVIDENCE_WITHDRAW = "evidence.withdraw", "withdraw evidence", "withdrew the evidence"
    EVIDENCE_RESTRICT = ("evidence.restrict", "restrict how far evidence may travel",
        "restricted how far the evidence may travel")  # fmt: skip
    EVIDENCE_RELEASE = "evidence.release", "mark evidence as releasable", "marked the evidence as releasable"
    EVIDENCE_REDACT = "evidence.redact", "redact evidence", "redacted the evidence"
    EVIDENCE_CONSENT = ("evidence.change_consent", "change what those who took part agreed to",
        "changed what those who took part agreed to")  # fmt: skip
    IDENTITY_VIEW = "identity.view", "see who is known by a pseudonym", "saw a pseudonym"
    IDENTITY_KEEP = "identity.keep_identity", "keep a contact apart", "kept a contact apart"
    IDENTITY_SEAL = "identity.seal", "seal the contact", "sealed the contact"
    IDENTITY_SEAL_DUE = ("identity.seal_due", "seal the contact on the day after",
        "sealed the contact, since its day had passed")  # fmt: skip
    OPENING_VIEW = "opening.view", "see who asked to open an identity", "saw an opening of an identity"
    OPENING_ASK = "opening.ask_to_open", "ask to open an identity", "asked to open the identity"
    OPENING_AGREE = "opening.agree", "agree to open the identity", "agreed to open the identity"
    OPENING_DECLINE = "opening.decline", "decline to open the identity", "declined to open the identity"
    OPENING_WITHDRAW = "opening.withdraw", "withdraw the wish to open it", "withdrew the wish to open the identity"
    OPENING_OPEN = "opening.open", "open the identity", "opened the identity"
    FOIA_VIEW = "foia.view", "see a records request set", "saw a records request set"
    FOIA_PREPARE = "foia.prepare_foia", "prepare a records request set", "prepared the records request set"
    FOIA_APPROVE = "foia.approve", "approve the records request set", "approved the records request set"
    FOIA_DISCARD = "foia.discard", "discard the records request set", "discarded the records request set"
    RETENTION_VIEW = "disposal.view", "see how long records are kept", "saw how long records are kept"
    DISPOSAL_PROPOSE = "disposal.propose", "propose to destroy records", "proposed to destroy records"
    DISPOSAL_CARRY_OUT = "disposal.carry_out", "destroy the records", "destroyed the records"
    DISPOSAL_DECLINE = "disposal.decline", "decline to destroy the records", "declined to destroy the records"
    DISPOSAL_BY_RULE = ("disposal.by_rule", "destroy what a rule of the edition says",
        "destroyed what a rule of the edition says")  # fmt: skip
    HOLD_VIEW = "hold.view", "see a legal hold", "saw a legal hold"
    HOLD_PLACE = "hold.place", "place a legal hold", "placed the legal hold"
    HOLD_LIFT = "hold.lift", "lift the legal hold", "lifted the legal hold"
    FIELDWORK_VIEW = "fieldwork.view", "see field work", "saw field work"
    FIELDWORK_BOOK = "fieldwork.book", "book field work", "booked the field work"
    FIELDWORK_NOTE = "fieldwork.note", "write notes of field work", "wrote notes of the field work"
    FIELDWORK_MOVE = "fieldwork.move", "move the booking", "moved the booking"
    FIELDWORK_HOLD = "fieldwork.hold", "record that it was held", "recorded that it was held"
    FIELDWORK_CALL_OFF = "fieldwork.call_off", "call it off", "called it off"
    FIELDWORK_SEAL_PLACE = "fieldwork.seal_place", "seal where it was to be", "sealed where it was to be"
    FIELDWORK_WAIVE = "fieldwork.waive_activity", "waive an activity of the plan", "waived an activity of the plan"
    DOCUMENTS_VIEW = "document_request.view", "see requests for documents", "saw a request for a document"
    DOCUMENTS_ASK = "document_request.ask_document", "ask the agency for a document", "asked the agency for a document"
    DOCUMENTS_CHANGE = ("document_request.change_request", "change who provides it, or by when",
        "changed who provides the document, or by when")  # fmt: skip
    DOCUMENTS_PROVIDE_PART = ("document_request.provide_part", "provide a part of it",
        "provided a part of what was asked for")  # fmt: skip
    DOCUMENTS_PROVIDE = "document_request.provide", "provide all of it", "provided all that was asked for"
    DOCUMENTS_NOT_HELD = ("document_request.not_held", "say that the agency does not hold it",
        "said that the agency does not hold it")  # fmt: skip
    DOCUMENTS_WITHHOLD = "document_request.withhold", "say that it is withheld", "said that it is withheld"
    DOCUMENTS_DROP = "document_request.drop_request", "drop the request", "dropped the request for a document"
    DATA_SET_VIEW = "data_set.view", "see a data set's entry", "saw a data set's entry"
    DATA_SET_REGISTER = "data_set.register", "register a data set", "registered the data set"
    DATA_SET_BASIS = ("data_set.set_basis", "say why the data set is withheld",
        "said why the data set is withheld")  # fmt: skip
    DATA_SET_WITHDRAW = "data_set.withdraw", "withdraw the data set", "withdrew the data set"
    DATA_SET_MAP = "data_set.map_columns", "map its columns", "mapped the columns of the data set"
    MAPPING_CHANGE = "mapping.change_mapping", "change the mapping", "changed the mapping"
    MAPPING_NOTE_TRIED = "mapping.note_tried", "try a mapping", "tried the mapping"
    MAPPING_NOTE_REFUSED = "mapping.note_refused", "refuse a mapping", "could not use the mapping"
    MAPPING_ADOPT = "mapping.adopt_mapping", "use this mapping", "took the mapping into use"
    MAPPING_DISCARD = "mapping.discard_mapping", "discard the mapping", "discarded the mapping"
    ANALYSIS_CHOOSE = "data_set.choose_method", "choose a method", "chose a method for the data set"
    ANALYSIS_CHOOSE_OFFICERS = ("data_set.choose_officers", "choose a method about single officers",
        "chose a method about single officers")  # fmt: skip
    ANALYSIS_ORDER = "analysis.order", "run the analysis", "ordered the analysis"
    ANALYSIS_FINISH = "analysis.finish", "finish an analysis", "finished the analysis"
    ANALYSIS_FAIL = "analysis.fail", "give up an analysis", "could not finish the analysis"
    ANALYSIS_CANCEL = "analysis.cancel_analysis", "cancel the analysis", "cancelled the analysis"
    ANALYSIS_LOG = "analysis.log_result", "log the result as evidence", "logged the result as evidence"
    ANALYSIS_SHARE = "analysis.share", "share it with the agency", "shared the result with the agency"
    ANALYSIS_OPEN_OFFICERS = ("analysis.open_officers", "open the officer-level result",
        "opened the officer-level result")  # fmt: skip
    ANALYSIS_READ = "analysis.read_plain", "read what the data say", "read what the data say"
    ADVICE_VIEW = "advice.view", "see advice", "saw advice"
    ADVICE_LOG = "advice.log_advice", "log advice", "logged the advice"
    ADVICE_ANSWER = "advice.answer", "say what was done about the advice", "said what was done about the advice"
    ADVICE_BASIS = "advice.set_basis", "say why the advice is withheld", "said why the advice is withheld"
    DOCUMENT_FILE = "document.file_document", "file a document", "filed the document"
    DOCUMENT_REVISE = "document.revise", "file a new revision", "filed a new revision"
    DOCUMENT_READ = "document.read", "read a document in", "read the document in"
    DOCUMENT_REFUSE = "document.refuse", "refuse to read a document", "could not read the document"
    DOCUMENT_QUARANTINE = "document.quarantine", "put a document into quarantine", "put the document into quarantine"
    DOCUMENT_READ_AGAIN = "document.read_again", "have the document read again", "had the document read again"
    DOCUMENT_TAG = "document.tag", "tag a clause with a standard", "tagged a clause with a standard"
    DOCUMENT_UNTAG = "document.untag", "take a standard off a clause", "took a standard off a clause"
    DOCUMENT_REDACT = "document.redact_document", "redact a document's text", "redacted a document's text"
    DOCUMENT_ORIGINAL = "document.original", "open a document's original file", "opened a document's original file"
    CODEBOOK_VIEW = "codebook.view", "see a codebook", "saw a codebook"
    CODEBOOK_START = "codebook.start_codebook", "start a codebook", "started the codebook"
    CODE_ADD = "codebook.add_code", "add a code", "added a code"
    CODE_REWORD = "codebook.reword_code", "reword a code", "reworded a code"
    CODE_MERGE = "codebook.merge_codes", "merge two codes", "merged two codes"
    CODE_SPLIT = "codebook.split_code", "split a code", "split a code"
    CODE_END = "codebook.end_code", "end a code", "ended a code"
    CODES_IMPORT = "codebook.import_codes", "take codes in from a file", "took codes in from a file"
    CODEBOOK_SET_ASIDE = "codebook.set_aside", "set the codebook aside", "set the codebook aside"
    ROUND_VIEW = "coding_round.view", "see a coding round", "saw a coding round"
    ROUND_OPEN = "coding_round.open_round", "open a coding round", "opened the coding round"
    ROUND_CODE = "coding_round.code", "code a stretch of text", "coded a stretch of text"
    ROUND_UNCODE = "coding_round.uncode", "withdraw a coding", "withdrew a coding"
    ROUND_READ = "coding_round.note_passage", "say that a passage is read", "said that a passage is read"
    ROUND_CLOSE = "coding_round.close_round", "close the coding round", "closed the coding round"
    ROUND_CALL_OFF = "coding_round.call_off", "call the coding round off", "called the coding round off"
    ROUND_ADJUDICATE = "coding_round.adjudicate", "decide where coders differ", "decided where coders differ"
    PROJECT_VIEW = "coded_project.view", "see a coded project", "saw a coded project"
    PROJECT_BRING = "coded_project.bring", "bring a coded project", "brought the coded project"
    PROJECT_SURVEY = "coded_project.note_survey", "say what a project holds", "said what the project holds"
    PROJECT_REFUSE = "coded_project.refuse", "refuse a project that cannot be read", "could not read the project"
    PROJECT_TAKE = "coded_project.take_in", "take the project in", "began to take the project in"
    PROJECT_TAKE_TEXT = "coded_project.take_text", "take a text in", "took a text in"
    PROJECT_FINISH = "coded_project.finish", "end the taking in", "had taken the project in"
    PROJECT_SET_ASIDE = "coded_project.set_aside", "set the project aside", "set the project aside"
    SEARCH_SAVE = "search.save", "keep a search", "kept a search"
    SEARCH_DROP = "search.drop", "drop a search that they kept", "dropped a search that they kept"

    CLAIM_VIEW = "claim.view", "see a claim card", "saw a claim card"
    CLAIM_MAKE = "claim.make_claim", "make a claim card", "made the claim card"
    CLAIM_REWORD = "claim.reword", "reword the claim", "reworded the claim"
    CLAIM_GATHER = "claim.gather", "put evidence on the card", "put evidence on the card"
    CLAIM_TAKE_AWAY = "claim.take_away", "take evidence off the card", "took evidence off the card"
    CLAIM_DRAFT_FINDING = "claim.draft_finding", "draft a finding from the card", "drafted a finding from the card"
    CLAIM_SET_ASIDE = "claim.set_aside", "set the card aside", "set the card aside"
    CLAIM_TAKE_UP = "claim.take_up", "take the card up again", "took the card up again"
    FINDING_VIEW = "finding.view", "see an issued finding", "saw a finding"
    FINDING_VIEW_DRAFT = "finding.view_draft", "see a finding before it is issued", "saw a draft finding"
    FINDING_DRAFT = "finding.draft", "draft a finding", "drafted the finding"
    FINDING_SUPPORT = "finding.support", "cite evidence for a finding", "cited evidence for the finding"
    FINDING_TAKE_OFF = "finding.take_off", "take evidence off the finding", "took evidence off the finding"
    FINDING_REWORD = "finding.reword", "reword the finding", "reworded the finding"
    FINDING_SUBMIT = "finding.submit", "send the finding to be validated", "sent the finding to be validated"
    FINDING_RETURN = "finding.return", "return the finding to its author", "returned the finding to its author"
    FINDING_VALIDATE = "finding.validate", "validate the finding", "validated the finding"
    FINDING_SET_ASIDE = "finding.set_aside", "set the draft finding aside", "set the draft finding aside"
    FINDING_RENUMBER = ("finding.renumber", "number findings and recommendations anew",
        "numbered findings and recommendations anew")  # fmt: skip
    FINDING_ISSUE = "finding.issue", "issue the finding", "issued the finding"
    FINDING_REVIEW = ("finding.write_view", "write your view of the finding", "wrote their view of the finding")
    RECOMMENDATION_DRAFT = "recommendation.draft", "draft a recommendation", "drafted the recommendation"
    RECOMMENDATION_COPY = ("recommendation.copy_released", "copy what another site released as a draft",
        "copied what another site released as a draft")  # fmt: skip
    ACTION_ITEM_DRAFT = "recommendation.draft_action_item", "draft an action item", "drafted the action item"
    RECOMMENDATION_REWORD = "recommendation.reword", "reword the recommendation", "reworded the recommendation"
    RECOMMENDATION_SUBMIT = ("recommendation.submit", "send the recommendation to be validated",
        "sent the recommendation to be validated")  # fmt: skip
    RECOMMENDATION_RETURN = ("recommendation.return", "return the recommendation to its author",
        "returned the recommendation")  # fmt: skip
    RECOMMENDATION_VALIDATE = "recommendation.validate", "validate the recommendation", "validated the recommendation"
    RECOMMENDATION_SET_ASIDE = "recommendation.set_aside", "set the draft recommendation aside"
    RECOMMENDATION_ISSUE = "recommendation.issue", "issue the recommendation", "issued the recommendation"
    RECOMMENDATION_REVIEW = ("recommendation.write_view", "write your view of the recommendation",
        "wrote their view of the recommendation")  # fmt: skip
    RECOMMENDATION_ANSWER = ("recommendation.answer_findings", "say which findings the recommendation answers too",
        "said which findings the recommendation answers too")  # fmt: skip
    RECOMMENDATION_TAG = ("recommendation.tag_issued", "tag the issued recommendation",
        "tagged the issued recommendation")  # fmt: skip
    RECOMMENDATION_RESPOND = ("recommendation.respond", "respond to the recommendation",
        "responded to the recommendation")  # fmt: skip
    FACT_CHECK_VIEW = "fact_check.view", "see a fact check", "saw a fact check"
    FACT_CHECK_OPEN = ("fact_check.open_fact_check", "ask the agency to check the facts",
        "asked the agency to check the facts")  # fmt: skip
    FACT_CHECK_EXTEND = ("fact_check.extend_window", "give the agency more time for the fact check",
        "gave the agency more time for the fact check")  # fmt: skip
    FACT_CHECK_COMMENT = "fact_check.comment_on_fact", "comment on a fact", "commented on a fact"
    FACT_CHECK_SEND_BACK = "fact_check.send_back", "send the fact check back", "sent the fact check back"
    FACT_CHECK_ANSWER = "fact_check.answer_comment", "answer a comment on a fact", "answered a comment on a fact"
    FACT_CHECK_CLOSE = "fact_check.close_fact_check", "close the fact check", "closed the fact check"
    FACT_CHECK_TAKE_BACK = ("fact_check.take_back", "take the comments up when the window has ended",
        "took the comments up, since the window has ended")  # fmt: skip
    FACT_CHECK_RUN_OUT = ("fact_check.run_out", "record that no response was received",
        "recorded that no response was received")  # fmt: skip

    STATEMENT_COMMENT = ("statement_comment.comment_on", "comment on what it says",
        "commented on what it says")  # fmt: skip
    STATEMENT_COMMENT_REPLY = "statement_comment.reply_to", "reply about the wording", "replied about the wording"
    STATEMENT_COMMENT_RESOLVE = ("statement_comment.resolve_comment", "say what became of the comment",
        "said what became of the comment")  # fmt: skip

    IMPORT_STAGE = "report_import.stage_report", "import a report", "read the file of a report"
    IMPORT_MAP = "report_import.map_columns", "say what the columns are", "said what the columns are"
    IMPORT_LOAD = "report_import.load_report", "load the report", "loaded the report"
    IMPORT_DROP = "report_import.drop_report", "drop the import", "dropped the import"
    IMPORT_UNDO = "report_import.undo_report", "undo the import", "undid the import"

    REFORM_VIEW = "reform.view", "see a reform", "saw a reform"
    REFORM_PLAN = "reform.plan", "take up the reform", "took up the reform"
    MEASURE_PROPOSE = "measure.propose", "propose a compliance measure", "proposed the compliance measure"
    MEASURE_AGREE = "measure.agree", "agree to the compliance measure", "agreed to the compliance measure"
    MEASURE_ASK = "measure.ask_for_change", "ask for another compliance measure", "asked for another compliance measure"
    MEASURE_RETURN = "measure.return", "return the compliance measure", "returned the compliance measure"
    MEASURE_APPROVE = "measure.approve", "approve the compliance measure", "approved the compliance measure"
    MEASURE_WITHDRAW = "measure.withdraw", "withdraw the compliance measure", "withdrew the compliance measure"
    REFORM_REPORT = "reform.report", "report progress", "reported progress"
    REFORM_ASSESS = "reform.assess", "assess progress", "assessed progress"
    REFORM_COMPLETE = "reform.complete", "assess the reform as complete", "assessed the reform as complete"
    REFORM_STOP = "reform.stop", "record that work has stopped", "recorded that work has stopped"
    REFORM_REOPEN = "reform.reopen", "reopen the reform", "reopened the reform"
    REFORM_SUSTAIN = "reform.sustain", "confirm that the reform lasts", "confirmed that the reform lasts"
    REFORM_FALL_DUE = ("reform.fall_due", "ask for a new look at a complete reform",
        "asked for a new look at the complete reform")  # fmt: skip
    REFORM_HAND_OVER = "reform.hand_over", "record that another body reviews", "recorded that another body reviews"
    OUTCOME_REGISTER = "outcome.register", "register an outcome measure", "registered an outcome measure"
    OUTCOME_RECORD = "outcome.record", "record a value of an outcome", "recorded a value of an outcome"
    OUTCOME_WITHDRAW = "outcome.withdraw", "withdraw an outcome measure", "withdrew an outcome measure"
    REFORM_BLOCK = "reform.block", "record what stands in the way", "recorded what stands in the way"
    REFORM_UNBLOCK = ("reform.unblock", "record that an obstacle is out of the way",
        "recorded that an obstacle is out of the way")  # fmt: skip
    REFORM_PRIORITIZE = "reform.prioritize", "mark what comes first", "marked how early it comes"
    REFORM_PRIORITIZE_MANY = ("reform.prioritize_many", "mark several recommendations at once",
        "marked several recommendations at once")  # fmt: skip
    PROJECT_BEGIN = "project.begin_work", "begin a piece of work", "began the piece of work"
    PROJECT_CHANGE = "project.change", "change what is said of the piece of work", "changed the piece of work"
    PROJECT_CHANGE_MANY = ("project.change_many", "change several pieces of work at once",
        "changed several pieces of work at once")  # fmt: skip
    PROJECT_SERVE = "project.serve", "say which recommendations it serves", "said which recommendations it serves"
    PROJECT_LEAVE = "project.leave", "take a recommendation off it", "took a recommendation off the piece of work"
    PROJECT_MILESTONE = "project.milestone", "add a milestone", "added a milestone"
    PROJECT_REACH = "project.reach", "note that a milestone is reached", "noted that a milestone is reached"
    PROJECT_TAKE_BACK = ("project.take_milestone_back", "take a milestone back", "took a milestone back")
    PROJECT_ASSIST = "project.assist", "log assistance that helped it", "logged assistance that helped it"
    PROJECT_ASSIST_OFF = (
        "project.take_assistance_off",
        "take assistance off it",
        "took assistance off the piece of work",
    )
    PROJECT_END = "project.end", "end the piece of work", "ended the piece of work"
    LINK_CONNECT = "link.connect", "link it with another recommendation", "linked it with another recommendation"
    LINK_DISCONNECT = "link.disconnect", "take a link away", "took a link away"
    LINK_GROUP = "link.group", "say that several recommendations are one action", "linked several recommendations"
    PACKET_ASSEMBLE = "packet.assemble", "begin a completion packet", "began the completion packet"
    PACKET_INCLUDE = "packet.include", "put another reform into the packet", "put another reform into the packet"
    PACKET_LEAVE_OUT = "packet.leave_out", "take a reform out of the packet", "took a reform out of the packet"
    PACKET_SHOW = "packet.show", "put evidence into the packet", "put evidence into the packet"
    PACKET_TAKE_OUT = "packet.take_out", "take evidence out of the packet", "took evidence out of the packet"
    PACKET_SUBMIT = "packet.submit", "hand in the packet", "handed in the packet"
    PACKET_WITHDRAW = "packet.withdraw", "withdraw the packet", "withdrew the packet"
    PACKET_PASS_ON = "packet.pass_on", "pass the packet to a second reviewer", "passed the packet to a second reviewer"
    PACKET_RETURN = "packet.return", "return the packet", "returned the packet"
    PACKET_ACCEPT = "packet.accept", "accept the packet", "accepted the packet"
    REPORT_VIEW = "report.view", "see a status report", "saw a status report"
    REPORT_VIEW_DRAFT = "report.view_draft", "see a status report before its fact check", "saw a draft status report"
    REPORT_COMPILE = "report.compile", "compile a status report", "compiled the status report"
    REPORT_SUBMIT = "report.submit", "send the status report to review", "sent the status report to review"
    REPORT_REVIEW = ("report.review", "pass the status report on to the agency",
        "reviewed the status report and passed it on to the agency")  # fmt: skip
    REPORT_HAND_BACK = "report.hand_back", "hand the status report back", "handed the status report back"
    REPORT_COMMENT = "report.comment", "comment on a fact of the report", "commented on a fact of the report"
    REPORT_ANSWER = "report.answer", "answer a comment", "answered a comment"
    REPORT_CHECK = "report.check", "finish the fact check", "finished the fact check"
    REPORT_CHECK_ENDS = "report.check_ends", "end the fact check in time", "ended the fact check: its last day was over"
    REPORT_PROPOSE = "report.propose", "send the status report for approval", "sent the status report for approval"
    REPORT_RETURN = "report.return", "return the status report", "returned the status report"
    REPORT_APPROVE = "report.approve", "approve the status report", "approved the status report"
    REPORT_SCHEDULE = "report.schedule", "set the hour of publication", "set the hour of publication"
    REPORT_PUBLISH = "report.publish", "publish the status report", "published the status report"
    REPORT_CORRECT = "report.correct", "correct the published report", "began a correction of the published report"
    REPORT_FALL_DUE = "report.fall_due", "remind of a status report", "reminded of a status report"
    REPORT_EXPLAIN = "report.explain", "say why a status report is late", "said why a status report is late"
    RELEASE_ASK_WITHHOLD = ("release.ask_withhold", "ask that a release be withheld",
        "asked that a release be withheld")  # fmt: skip
    RELEASE_WITHHOLD = "release.withhold", "withhold the release", "withheld the release"
    RELEASE_KEEP = "release.keep", "leave the release public", "left the release public"
    RELEASE_TELL = "release.tell", "tell who follows", "told who follows by e-mail"
    FOLLOWER_CONFIRM = "follower.confirm", "confirm that you want to be told", "confirmed that they want to be told"
    FOLLOWER_LEAVE = "follower.leave", "be told no longer", "left"
    PROGRAMME_RELEASE = "programme.release", "release the programme pages", "released the programme pages"
    STANDING_RELEASE = "site.release", "release where a site stands", "released where the site stands"
    SITE_CLOSE_OUT = "site.close_out", "close the site", "closed the site"
    SITES_IMPORT = "sites.import", "import sites from public records", "imported sites from public records"
