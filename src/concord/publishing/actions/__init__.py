"""The verbs of publishing."""

from concord.publishing.actions.calendar import explain, fall_due
from concord.publishing.actions.closing import close_site
from concord.publishing.actions.copying import copy_released
from concord.publishing.actions.following import confirm, leave, tell_followers
from concord.publishing.actions.programme import release_programme
from concord.publishing.actions.releasing_reports import approve, publish, return_, schedule
from concord.publishing.actions.reviewing import (
    answer,
    check,
    comment,
    end_check,
    hand_back,
    propose,
    review,
    submit,
)
from concord.publishing.actions.sites import SitesImported, import_sites
from concord.publishing.actions.standing import release_standing
from concord.publishing.actions.withholding import ask_to_withhold, keep, withhold
from concord.publishing.actions.writing import compile_again, compile_report, correct

__all__ = [
    "SitesImported",
    "answer",
    "approve",
    "ask_to_withhold",
    "check",
    "close_site",
    "comment",
    "compile_again",
    "compile_report",
    "confirm",
    "copy_released",
    "correct",
    "end_check",
    "explain",
    "fall_due",
    "hand_back",
    "import_sites",
    "keep",
    "leave",
    "propose",
    "publish",
    "release_programme",
    "release_standing",
    "return_",
    "review",
    "schedule",
    "submit",
    "tell_followers",
    "withhold",
]
