"""What can be wrong with a file of another program."""

from concord.analysis.errors import AnalysisError


class BadExchange(AnalysisError):
    """The file is not what it should be: no project, broken, or hostile. Nothing of it may be used."""


class TooLarge(BadExchange):
    """The file, or a part of it, is larger than the limits allow."""


class NotWritable(AnalysisError):
    """A record cannot be written so that it is valid by the standard: what, and where."""
