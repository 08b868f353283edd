"""Tables and numbers as somebody printed them."""

from dataclasses import dataclass
from decimal import Decimal

from concord.analysis.figures.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact can be read: an address, and a title where the address alone says little."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One line of a published table, as printed.

    `printed_count` and `printed_percent` hold the text without a percent sign; "" when it was not printed.
    `compares_with` says which of the listed records the row counts: "findings", "recommendations", "phase 1", …
    """

    label: str
    printed_count: str
    printed_percent: str
    compares_with: str = ""
    note: str = ""

    @property
    def count(self) -> int | None:
        """The count as a number; None when it is absent or is not one number (">100")."""
        return int(self.printed_count) if self.printed_count.isdecimal() else None

    @property
    def percent(self) -> Decimal | None:
        """The percentage as a number with the decimals that were printed; None when none was."""
        return Decimal(self.printed_percent) if self.printed_percent else None


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A table or a number that somebody else printed, never mixed with computed ones.

    `kind` says how the rows relate to `base`, the printed whole: "whole" (they split it with nothing left over),
    "disjoint" (they do not overlap, something may be left over), "overlapping", or "totals" (there is no base).
    `voice` says who speaks: assessor, agency, programme office or press; `assessor` names them. `focus_area` is
    None when the figure speaks of the whole site.
    """

    id: str
    site: str
    as_of: PartialDate
    voice: str
    assessor: str
    kind: str
    base: int | None
    focus_area: int | None
    rows: tuple[FigureRow, ...]
    source: Source
