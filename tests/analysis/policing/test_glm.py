import numpy as np
import pytest

from concord.analysis.errors import BadArgument, BadTable, DataNotFit, NotEnoughData
from concord.analysis.policing import glm
from concord.analysis.policing.design import Cross, Factor, Matrix, Number, Spline, matrix, weighted_quantile

# Dose and deaths of beetles: Bliss (1935); logit as in Dobson, An Introduction to Generalized Linear Models, table 7.2
DOSE = np.array([1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.8610, 1.8839])
BEETLES = np.array([59, 60, 62, 56, 63, 59, 62, 60.0])
KILLED = np.array([6, 13, 18, 28, 52, 53, 61, 60.0])


def beetles(**options):
    return glm.binomial(matrix({"dose": DOSE}, [Number("dose")], weights=BEETLES), **options)


def test_beetle_mortality_as_printed_by_dobson():
    fit = beetles(events=KILLED, trials=BEETLES)
    assert fit.at("intercept") == pytest.approx((-60.717, 5.181), abs=2e-3)
    assert fit.at("dose") == pytest.approx((34.270, 2.912), abs=2e-3)
    assert fit.deviance == pytest.approx(11.232, abs=5e-4)


def test_overdispersion_widens_by_its_root():
    plain, wide = (beetles(events=KILLED, trials=BEETLES, overdispersion=o) for o in ("none", "pearson"))
    assert wide.at("dose")[1] == pytest.approx(plain.at("dose")[1] * np.sqrt(plain.pearson / 6))


def test_british_doctors_as_printed_by_breslow_and_day():
    # Deaths from coronary disease of smoking doctors: Breslow & Day (1987), table 3.15; rate ratio of smoking 1.43
    deaths = np.array([32, 104, 206, 186, 102, 2, 12, 28, 28, 31.0])
    years = np.array([52407, 43248, 28612, 12663, 5317, 18790, 10673, 5710, 2585, 1462.0])
    table = {"age": list("abcdeabcde"), "smoker": ["yes"] * 5 + ["no"] * 5}
    design = matrix(table, [Factor("smoker"), Factor("age")], weights=years)
    fit = glm.poisson(design, events=deaths, exposure=years)
    assert np.exp(fit.at("smoker=yes")[0]) == pytest.approx(1.426, abs=1e-3)
    assert fit.deviance == pytest.approx(12.13, abs=5e-3)


def test_grouped_counts_equal_one_row_a_trial_also_with_clusters():
    rng = np.random.default_rng(1)
    x, cluster = rng.integers(0, 3, 400), rng.integers(0, 12, 400)
    y = (rng.random(400) < 0.2 + 0.1 * x).astype(float)
    table = {"x": x.astype(float)}
    single = glm.binomial(
        matrix(table, [Number("x")], weights=np.ones(400)), events=y, trials=np.ones(400), clusters=cluster.astype(str)
    )
    cells = np.unique(np.column_stack([x, cluster]), axis=0)
    hits = [[y[(x == a) & (cluster == c)].sum(), ((x == a) & (cluster == c)).sum()] for a, c in cells]
    events, trials = np.array(hits, dtype=float).T
    grouped = glm.binomial(
        matrix({"x": cells[:, 0]}, [Number("x")], weights=trials),
        events=events,
        trials=trials,
        clusters=cells[:, 1].astype(str),
    )
    assert np.allclose(single.coef, grouped.coef, atol=1e-10)
    assert np.allclose(single.cov, grouped.cov, atol=1e-10)


def test_cluster_errors_equal_an_independent_library():
    # statsmodels 0.15.0, Logit(y, [1, x]).fit().cov_type="cluster" on these rows
    y = np.array([0, 1, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1.0])
    x = np.array([0, 1, 2, 0, 1, 2, 1, 0, 2, 2, 0, 1.0])
    clusters = np.repeat(["a", "b", "c", "d"], 3)
    fit = glm.binomial(
        matrix({"x": x}, [Number("x")], weights=np.ones(12)), events=y, trials=np.ones(12), clusters=clusters
    )
    assert np.sqrt(np.diag(fit.cov)) == pytest.approx([1.45283448, 1.45092087], abs=1e-8)


def test_separation_collinearity_and_too_few_rows_are_named():
    ones = np.ones(4) * 10
    table = {"race": ["a", "a", "b", "b"], "x": [0.0, 1.0, 0.0, 1.0], "twice": [0.0, 2.0, 0.0, 2.0]}
    with pytest.raises(DataNotFit, match="race=b separates the outcome completely"):
        glm.binomial(matrix(table, [Factor("race")], weights=ones), events=np.array([3, 4, 0, 0.0]), trials=ones)
    with pytest.raises(DataNotFit, match="twice follows from the columns before it"):
        glm.binomial(
            matrix(table, [Number("x"), Number("twice")], weights=ones), events=np.array([3, 4, 2, 1.0]), trials=ones
        )
    with pytest.raises(NotEnoughData, match="1 cells for 2 coefficients"):
        glm.binomial(matrix(table, [Number("x")], weights=ones), events=np.ones(4), trials=np.array([9, 0, 0, 0.0]))
    with pytest.raises(DataNotFit, match="events where the exposure is 0"):
        glm.poisson(Matrix(("intercept",), np.ones((1, 1))), events=np.ones(1), exposure=np.zeros(1))


def test_a_spline_of_any_range_is_straight_outside_and_spans_lines():
    minute = np.linspace(1000, 1300, 61)
    design = matrix({"m": minute}, [Spline("m", 4)], weights=np.ones(61))
    line = np.linalg.lstsq(design.values, 3 + 0.5 * minute, rcond=None)[0]
    assert np.allclose(design.values @ line, 3 + 0.5 * minute)
    assert design.values.shape == (61, 5)
    with pytest.raises(NotEnoughData, match="coincide"):
        matrix({"m": [1.0, 1.0, 2.0]}, [Spline("m", 4)], weights=np.ones(3))


def test_weighted_quantiles_are_those_of_the_repeated_values():
    values, weights = np.array([5.0, 1, 3]), np.array([2.0, 3, 4])
    shares = np.array([0.1, 0.25, 0.5, 0.9])
    assert np.allclose(
        weighted_quantile(values, shares, weights=weights), np.quantile(np.repeat(values, [2, 3, 4]), shares)
    )


def test_products_and_references_are_named_and_checked():
    table = {"race": ["a", "b", "a"], "year": ["x", "y", "y"], "age": [1.0, 2.0, 3.0]}
    design = matrix(table, [Cross(Factor("race", "b"), Number("age", centre=1.0)), Factor("year")], weights=np.ones(3))
    assert design.names == ("intercept", "race=a:age", "year=y")
    assert design.values[:, 1].tolist() == [0.0, 0.0, 2.0]
    with pytest.raises(BadArgument, match="reference 'c' of 'race'"):
        matrix(table, [Factor("race", "c")], weights=np.ones(3))
    with pytest.raises(BadTable, match="no column 'sex'"):
        matrix(table, [Factor("sex")], weights=np.ones(3))
    with pytest.raises(BadTable, match="missing or infinite values in 'age'"):
        matrix({"age": [1.0, None]}, [Number("age")], weights=np.ones(2))
