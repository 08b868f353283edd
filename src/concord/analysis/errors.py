"""What can go wrong in an analysis, as a tree, so that a caller can answer each kind differently.

Every error says what is wrong, where, and what was expected::

    AnalysisError (ValueError)
    ├── BadTable      a table lacks a column, or a column holds what it may not
    ├── BadArgument   a parameter is outside its range
    ├── NotEnoughData the data are right, and too few for the method
    ├── DataNotFit    the data break an assumption that the method cannot do without
    ├── NotConverged  an iteration or a sampler did not reach its gate
    └── MissingExtra  an optional package is not installed (also an ImportError)
"""


class AnalysisError(ValueError):
    """The root of the tree: `what` is wrong, `where`, and what was `expected`."""

    def __init__(self, what: str, *, where: str = "", expected: str = "") -> None:
        self.what, self.where, self.expected = what, where, expected
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hope = f"; expected {self.expected}" if self.expected else ""
        return f"{place}{self.what}{hope}"

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process, keyword arguments included."""
        return (_again, (type(self), self.what, self.where, self.expected))


def _again(kind: type[AnalysisError], what: str, where: str, expected: str) -> AnalysisError:
    return kind(what, where=where, expected=expected)


class BadTable(AnalysisError):
    """A table lacks a column, or a column holds what it may not."""


class BadArgument(AnalysisError):
    """A parameter is outside its range."""


class NotEnoughData(AnalysisError):
    """The data are right, and too few for the method."""


class DataNotFit(AnalysisError):
    """The data break an assumption that the method cannot do without."""


class NotConverged(AnalysisError):
    """An iteration or a sampler did not reach its gate; no figure is given."""


class MissingExtra(AnalysisError, ImportError):
    """An optional package is not installed; the message names the extra that brings it."""
