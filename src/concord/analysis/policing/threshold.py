"""The threshold test: is the bar of suspicion for a search lower for one group than for another?

Each stop of group r in place d sends a signal, the chance that a search would find something: Beta distributed with
mean phi and total lambda, where logit phi and log lambda are sums of a group part and a place part. A search happens
when the signal is above a threshold t of the group and place. Counts of stops, searches and hits then fix the
thresholds together with the signals, which a hit rate alone cannot.

The tail of the Beta distribution is a Gauss-Legendre quadrature, so that the sampler has its gradient. Sampling needs
NumPyro (the extra ``samplers``); `bar_of_suspicion` falls back on the robust hit-rate rule where it is not installed.

Sources: Simoiu, Corbett-Davies & Goel (2017), Ann. Appl. Stat. 11, 1193; Pierson, Simoiu, Overgoor et al. (2020), Nat.
Hum. Behav. 4, 736 (priors); Vehtari et al. (2021), Bayesian Anal. 16, 667 (convergence).
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from concord.analysis.errors import BadTable, MissingExtra, NotConverged, NotEnoughData
from concord.analysis.policing.about import About
from concord.analysis.policing.convergence import effective_draws, split_rhat
from concord.analysis.policing.estimate import Estimate, Facts, Scale, facts
from concord.analysis.policing.hits import Robust, robust_rule
from concord.analysis.policing.tables import Floats, Table
from concord.analysis.policing.threshold_cells import Cells, Priors, read_cells

SIGNAL_SHAPE: Final = "The chance of a find is Beta distributed, with a group part and a place part that add up."

HITS_TRUE: Final = "What was found is recorded alike for all groups, and demanded searches are left out."
PRIORS_COUNT: Final = "With few searches the priors carry much of the answer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How long to sample, and the gate that the draws must pass before any figure is given.

    `draws` of each chain are taken at a time, up to `rounds` times, until the gate lets them through.
    """

    warmup: int = 400
    draws: int = 400
    rounds: int = 6
    chains: int = 2
    max_rhat: float = 1.05
    min_ess: float = 400.0
    max_divergent: float = 0.01


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Thresholds by group (levels), the difference of each pair that was asked for, and the cells' posterior means.

    `cell_threshold` has the shape (cells,), in the order of `cells`; `checks` compare the model with the data.
    """

    cells: Cells
    levels: tuple[Estimate, ...]
    difference: Estimate
    cell_threshold: Floats = field(repr=False)
    checks: Facts = ()


def bar_of_suspicion(
    table: Table,
    *,
    stops: str,
    searches: str,
    hits: str,
    group: str,
    place: str,
    about: About,
    rng: np.random.Generator,
    sampling: Sampling | None = None,
) -> Thresholds | Robust:
    """Return the threshold test, or the robust hit-rate rule where no sampler is installed."""
    names: dict[str, Any] = {"stops": stops, "searches": searches, "hits": hits, "group": group, "place": place}
    try:
        return threshold_test(table, **names, about=about, rng=rng, sampling=sampling)
    except MissingExtra:
        return robust_rule(table, **names, about=about)


def threshold_test(
    table: Table,
    *,
    stops: str,
    searches: str,
    hits: str,
    group: str,
    place: str,
    about: About,
    rng: np.random.Generator,
    sampling: Sampling | None = None,
    priors: Priors | None = None,
    min_places: int = 5,
) -> Thresholds:
    """Return the stop-weighted threshold of each group and the difference between the two of `about`.

    Counts for each group and place, added up if repeated; all groups of the table enter the model. `rng` gives the
    seed, which the estimates carry. Raises MissingExtra without NumPyro, NotEnoughData (fewer than `min_places` places
    or two groups), BadTable, and NotConverged when the draws do not pass the gate of `sampling`.
    """
    cells = read_cells(table, stops=stops, searches=searches, hits=hits, group=group, place=place)
    absent = [name for name in about.compared() if name not in cells.groups]
    if absent:
        raise BadTable(f"no stops of {absent}", where="threshold test", expected=f"some of {list(cells.groups)}")
    if len(cells.places) < min_places:
        raise NotEnoughData(f"{len(cells.places)} places", where="threshold test", expected=f"at least {min_places}")
    plan, seed = sampling or Sampling(), int(rng.integers(2**31))
    draws = _sample(cells, priors or Priors(), plan, seed)
    checks = _gate(draws, plan)
    return _summary(cells, draws["threshold"], about, seed, (*checks, *_predictive(cells, draws)))


def _sample(cells: Cells, priors: Priors, plan: Sampling, seed: int) -> dict[str, Any]:
    """Draws by name, shape (chains, draws, ...), in double precision."""
    try:
        import jax
        from numpyro.infer import MCMC, NUTS, init_to_median
    except ImportError as error:
        raise MissingExtra(
            "NumPyro is not installed", where="threshold test", expected="pip install 'concord[samplers]'"
        ) from error
    from concord.analysis.policing.threshold_model import model

    group_parts = ("level", "spread", "signal_group", "total_group")
    with jax.enable_x64(True):
        run = MCMC(
            NUTS(model, target_accept_prob=0.8, init_strategy=init_to_median, dense_mass=[group_parts]),
            num_warmup=plan.warmup,
            num_samples=plan.draws,
            num_chains=plan.chains,
            chain_method="sequential",
            progress_bar=False,
        )
        key, parts = jax.random.PRNGKey(seed), []
        for _ in range(plan.rounds):
            run.run(key, cells, priors, _heaviest(cells), _start(cells, priors), extra_fields=("diverging",))
            got = {**run.get_samples(group_by_chain=True), **run.get_extra_fields(group_by_chain=True)}
            parts.append({name: np.asarray(values) for name, values in got.items()})
            draws = {name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]}
            if _mixed(draws, plan)[0]:
                break
            run.post_warmup_state = run.last_state
            key = run.post_warmup_state.rng_key
    return draws


def _heaviest(cells: Cells) -> int:
    """The place with the most stops, whose parts are pinned at 0."""
    return int(np.bincount(cells.place, weights=cells.stops).argmax())


def _start(cells: Cells, priors: Priors) -> Floats:
    """Logit thresholds that give the observed search rates when the signals are at the means of their priors."""
    from scipy.special import betaincinv, expit, logit

    phi, lam = expit(priors.signal_group[0]), np.exp(priors.total_group[0])
    searched = (cells.searches + 0.5) / (cells.stops + 1)
    return np.asarray(logit(np.clip(betaincinv(lam * phi, lam * (1 - phi), 1 - searched), 1e-6, 1 - 1e-6)))


def _mixed(draws: dict[str, Any], plan: Sampling) -> tuple[bool, Facts]:
    """Did the draws mix? The largest R-hat of all thresholds and group parts, and the fewest effective draws."""
    watched = ("level", "threshold", "signal_group", "total_group", "spread")
    rhat = max(float(np.max(split_rhat(draws[name]))) for name in watched)
    ess = min(float(np.min(effective_draws(draws[name]))) for name in ("threshold_group", "level"))
    divergent = float(draws["diverging"].mean())
    good = rhat <= plan.max_rhat and ess >= plan.min_ess and divergent <= plan.max_divergent
    chains, length = draws["diverging"].shape
    return good, facts(rhat=rhat, ess=ess, divergent=divergent, chains=chains, draws=length, warmup=plan.warmup)


def _gate(draws: dict[str, Any], plan: Sampling) -> Facts:
    """Refuse draws that did not mix."""
    good, checks = _mixed(draws, plan)
    if not good:
        found = dict(checks)
        raise NotConverged(
            f"R-hat {found['rhat']:.3f}, {found['ess']:.0f} effective draws, {found['divergent']:.1%} divergent",
            where="threshold test",
            expected=f"at most {plan.max_rhat}, at least {plan.min_ess:.0f}, at most {plan.max_divergent:.0%}",
        )
    return checks


def _predictive(cells: Cells, draws: dict[str, Any]) -> Facts:
    """How far the fitted rates lie from the observed ones, in standard deviations of a binomial count."""
    search, hit = (draws[name].reshape(-1, len(cells.stops)).mean(axis=0) for name in ("search_rate", "hit_rate"))

    def off(count: Floats, trials: Floats, share: Floats) -> float:
        spread = np.sqrt(np.maximum(trials * share * (1 - share), 1e-12))
        return float(np.mean(np.abs(count - trials * share)[trials > 0] > 3 * spread[trials > 0]))

    return facts(
        search_cells_off=off(cells.searches, cells.stops, search),
        hit_cells_off=off(cells.hits, cells.searches, hit),
    )


def _summary(cells: Cells, threshold: Floats, about: About, seed: int, checks: Facts) -> Thresholds:
    flat = threshold.reshape(-1, threshold.shape[-1])
    by_place = np.bincount(cells.place, weights=cells.stops)
    levels: dict[str, Floats] = {}
    for k, name in enumerate(cells.groups):
        mine = cells.group == k
        weight = by_place[cells.place[mine]]
        levels[name] = flat[:, mine] @ weight / weight.sum()
    one, two = about.compared()

    def estimate(draws: Floats, measure: str, scale: Scale, group: str, reference: str) -> Estimate:
        low, high = np.quantile(draws, [(1 - about.level) / 2, (1 + about.level) / 2])
        mine = cells.group == cells.groups.index(group)
        return Estimate(
            measure=measure,
            value=float(draws.mean()),
            low=float(low),
            high=float(high),
            n=int(cells.searches[mine].sum()),
            denominator=float(cells.stops[mine].sum()),
            unit="chance of a find",
            scale=scale,
            se=float(draws.std(ddof=1)),
            method="threshold test, stop-weighted over places, posterior mean and central interval",
            assumptions=(SIGNAL_SHAPE, HITS_TRUE, PRIORS_COUNT),
            diagnostics=checks,
            excluded=cells.excluded,
            data_hash=cells.data_hash,
            seed=seed,
            **{**about.fields(), "group": group, "reference": reference},
        )

    return Thresholds(
        cells,
        tuple(estimate(levels[name], "threshold", Scale.LEVEL, name, "") for name in cells.groups),
        estimate(levels[one] - levels[two], "threshold_difference", Scale.DIFFERENCE, one, two),
        flat.mean(axis=0),
        checks,
    )
