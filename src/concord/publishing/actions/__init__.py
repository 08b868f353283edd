"""The verbs of publishing."""

from concord.publishing.actions.programme import release_programme
from concord.publishing.actions.reports import approve, compile_again, compile_report, publish, return_
from concord.publishing.actions.sites import SitesImported, import_sites
from concord.publishing.actions.standing import release_standing

__all__ = [
    "SitesImported",
    "approve",
    "compile_again",
    "compile_report",
    "import_sites",
    "publish",
    "release_programme",
    "release_standing",
    "return_",
]
