"""Figures that somebody else printed: can they be right, and do they agree with each other?

Nothing here changes or merges a figure. Where two disagree, both stay and a check says so. Import the modules by name::

    from decimal import Decimal
    from concord.analysis.figures import rounding
    rounding.possible_bases([Decimal("61.8"), Decimal("38.2")], range(1, 60))
"""
