"""The figures that the papers and the programs of their authors print."""

from functools import partial

import numpy as np
import pytest

from concord.analysis.text.agreement import (
    Coefficient,
    bootstrap,
    cohen_kappa,
    cohen_null_error,
    fleiss_kappa,
    fleiss_null_error,
    gwet_ac1,
    judgements,
    krippendorff_alpha,
    of_table,
    patterns,
    percent_agreement,
)
from tests.analysis.text.agreement import published


def figures(made: Coefficient, digits: int = 5) -> tuple[str, float | None, float | None]:
    """Name, value and standard error, as they are printed."""
    error = None if made.standard_error is None else round(made.standard_error, digits)
    return made.name, None if made.value is None else round(made.value, digits), error


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_krippendorffs_data_c_is_as_he_prints_it(metric: str, value: float) -> None:
    made = krippendorff_alpha(patterns(judgements(published.KRIPPENDORFF_C)), metric=metric)  # type: ignore[arg-type]
    assert (made.value is not None and round(made.value, 3), made.name, made.undefined) == (
        value,
        f"Krippendorff's alpha, {metric}",
        "",
    )
    assert (made.units, made.coders, made.judgements) == (11, 4, 40)


def test_alpha_of_krippendorffs_data_a_and_b_is_as_he_prints_it() -> None:
    made = [
        krippendorff_alpha(patterns(judgements(d))).value for d in (published.KRIPPENDORFF_A, published.KRIPPENDORFF_B)
    ]
    assert [round(value or 0, 3) for value in made] == [0.095, 0.692]


def test_the_coefficients_of_data_c_are_those_of_gwets_program_with_their_standard_errors() -> None:
    found = patterns(judgements(published.KRIPPENDORFF_C))
    missing = " (generalised to missing judgements by Gwet 2014)"
    assert [figures(f(found)) for f in (percent_agreement, gwet_ac1, fleiss_kappa, krippendorff_alpha)] == [
        ("Percent agreement", 0.81818, 0.12561),
        ("Gwet's AC1", 0.77544, 0.14295),
        ("Fleiss' kappa" + missing, 0.76117, 0.15302),
        ("Krippendorff's alpha, nominal", 0.74342, 0.14548),
    ]


def test_the_intervals_of_data_c_are_those_of_gwets_program() -> None:
    found = patterns(judgements(published.KRIPPENDORFF_C))
    made = [f(found).interval for f in (percent_agreement, gwet_ac1, fleiss_kappa)]
    assert [(round(i.low, 3), i.high, i.method) for i in made if i is not None] == [
        (0.542, 1.0, "t with 11 degrees of freedom"),
        (0.461, 1.0, "t with 11 degrees of freedom"),
        (0.424, 1.0, "t with 11 degrees of freedom"),
    ]


def test_fifteen_patients_and_six_psychiatrists_give_what_gwets_program_prints() -> None:
    found = patterns(published.from_counts(published.GWET_SIX))
    assert [figures(f(found), 7) for f in (gwet_ac1, fleiss_kappa)] == [
        ("Gwet's AC1", 0.4448007, 0.0841876),
        ("Fleiss' kappa", 0.4139265, 0.0811929),
    ]
    alpha = krippendorff_alpha(found)
    assert round(alpha.value or 0, 7) == 0.4204384
    assert [(round(i.low, 3), round(i.high, 3)) for i in [gwet_ac1(found).interval, fleiss_kappa(found).interval] if i]\
        == [(0.264, 0.625), (0.24, 0.588)]  # fmt: skip


def test_two_abstractors_give_what_gwets_program_prints() -> None:
    found = of_table(published.GWET_ABSTRACTORS)
    assert figures(cohen_kappa(found), 7) == ("Cohen's kappa", 0.7964094, 0.0589107)
    values = [f(found).value for f in (fleiss_kappa, gwet_ac1, krippendorff_alpha, percent_agreement)]
    assert [round(v or 0, 7) for v in values] == [0.7962397, 0.8493305, 0.7972585, 0.89]


def test_the_thirty_patients_of_fleiss_have_a_kappa_of_430() -> None:
    found = patterns(published.from_counts(published.FLEISS_1971))
    made = fleiss_kappa(found)
    assert (round(made.value or 0, 3), made.units, made.judgements) == (0.43, 30, 180)
    assert round((made.value or 0) / fleiss_null_error(found), 1) == 17.7  # as printed for these data by R's irr


def test_the_table_of_cohen_1960_has_a_kappa_of_492() -> None:
    assert round(cohen_kappa(of_table(published.COHEN_1960)).value or 0, 3) == 0.492


def test_the_table_of_fleiss_levin_and_paik_has_their_kappa_and_both_standard_errors() -> None:
    found = of_table(published.FLEISS_LEVIN_PAIK)
    made = cohen_kappa(found)
    assert (round(made.value or 0, 2), round(cohen_null_error(found), 3)) == (0.68, 0.076)
    assert figures(made, 4) == ("Cohen's kappa", 0.6765, 0.0877)


def test_a_bootstrap_of_data_c_is_the_same_for_the_same_seed_and_holds_the_value() -> None:
    table = judgements(published.KRIPPENDORFF_C)
    ordinal = partial(krippendorff_alpha, metric="ordinal")
    one, two = (bootstrap(table, ordinal, rng=np.random.default_rng(7), draws=400) for _ in range(2))
    assert one == two
    assert one.interval is not None
    assert one.value is not None
    assert one.interval.low < one.value < one.interval.high <= 1
    assert one.interval.method == "percentile bootstrap over 12 units, 400 draws"
