"""Agreement between coders, on units and on stretches of text.

Make a table by `judgements` (or `character_table` for text), take its `patterns`, and ask for a coefficient::

    found = patterns(judgements(rows))
    krippendorff_alpha(found, metric="ordinal")
    bootstrap(judgements(rows), partial(krippendorff_alpha, metric="ordinal"), rng=rng)
"""

from concord.analysis.text.agreement.alpha import krippendorff_alpha
from concord.analysis.text.agreement.chance import fleiss_kappa, fleiss_null_error, gwet_ac1, percent_agreement
from concord.analysis.text.agreement.codes import CodeAgreement, by_code, by_table, tables_of, with_intervals
from concord.analysis.text.agreement.cohen import (
    Pair,
    cohen_kappa,
    cohen_null_error,
    cohen_pairs,
    light_kappa,
    of_table,
    pair,
)
from concord.analysis.text.agreement.resample import bootstrap
from concord.analysis.text.agreement.results import Coefficient, Interval
from concord.analysis.text.agreement.spans import Coded, CodedText, bootstrap_unitised, character_table, unitised_alpha
from concord.analysis.text.agreement.table import Judgements, Patterns, judgements, patterns

__all__ = [
    "CodeAgreement",
    "Coded",
    "CodedText",
    "Coefficient",
    "Interval",
    "Judgements",
    "Pair",
    "Patterns",
    "bootstrap",
    "bootstrap_unitised",
    "by_code",
    "by_table",
    "character_table",
    "cohen_kappa",
    "cohen_null_error",
    "cohen_pairs",
    "fleiss_kappa",
    "fleiss_null_error",
    "gwet_ac1",
    "judgements",
    "krippendorff_alpha",
    "light_kappa",
    "of_table",
    "pair",
    "patterns",
    "percent_agreement",
    "tables_of",
    "unitised_alpha",
    "with_intervals",
]
