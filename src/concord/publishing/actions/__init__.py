"""The verbs of publishing."""

from concord.publishing.actions.programme import release_programme
from concord.publishing.actions.reports import approve, compile_again, compile_report, publish, return_
from concord.publishing.actions.sites import SitesImported, import_sites

__all__ = [
    "SitesImported",
    "approve",
    "compile_again",
    "compile_report",
    "import_sites",
    "publish",
    "release_programme",
    "return_",
]
