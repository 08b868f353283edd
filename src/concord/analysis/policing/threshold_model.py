"""The model of the threshold test in NumPyro. Imported only where the extra ``samplers`` is installed."""

from typing import TYPE_CHECKING, Any, Final

import jax.numpy as jnp
import numpy as np
import numpyro
from jax.nn import sigmoid
from jax.scipy.special import betaln
from numpyro import distributions as dist

if TYPE_CHECKING:
    from concord.analysis.policing.threshold import Cells, Priors

NODES: Final = 32
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(NODES)


def log_tails(*, a: Any, b: Any, threshold_logit: Any) -> tuple[Any, Any]:
    """Return log P(X > t) for Beta(a, b) and for Beta(a + 1, b), each of the shape of `a`.

    With x = exp(-q^2) the tail is the integral of 2 q (1 - x)^(b-1) x^a over q from 0 to sqrt(-log t), which is smooth
    at both ends for b above 1/2; 32 nodes leave an error below 2e-4 in the logarithm for a in (.02, 5), b in (.5, 60).
    """
    top = jnp.sqrt(jnp.logaddexp(0.0, -threshold_logit))[..., None]  # -log t, also for t near 0 and near 1
    q = top * (jnp.asarray(POINTS) + 1) / 2
    log_x = -(q**2)
    log_part = jnp.log(2 * q) + (b[..., None] - 1) * jnp.log(-jnp.expm1(log_x)) + a[..., None] * log_x
    scaled = jnp.log(jnp.asarray(WEIGHTS) / 2 * top)

    def total(terms: Any) -> Any:
        peak = terms.max(axis=-1, keepdims=True)
        return peak[..., 0] + jnp.log(jnp.exp(terms - peak).sum(axis=-1))

    return (
        total(log_part + scaled) - betaln(a, b),
        total(log_part + scaled + log_x) - betaln(a + 1, b),
    )


def model(cells: "Cells", priors: "Priors", pinned: int) -> None:
    """The generative model; names of sites are those that `threshold` reads."""
    groups, places, size = len(cells.groups), len(cells.places), len(cells.stops)
    spread = numpyro.sample("spread", dist.HalfNormal(priors.spread).expand([groups]).to_event(1))
    level = numpyro.sample("level", dist.Normal(*priors.threshold).expand([groups]).to_event(1))
    raw = numpyro.sample("raw", dist.Normal(0, 1).expand([size]).to_event(1))
    signal = numpyro.sample("signal_group", dist.Normal(*priors.signal_group).expand([groups]).to_event(1))
    total = numpyro.sample("total_group", dist.Normal(*priors.total_group).expand([groups]).to_event(1))
    free = np.delete(np.arange(places), pinned)
    signal_free = numpyro.sample("signal_place", dist.Normal(0, priors.signal_place).expand([places - 1]).to_event(1))
    total_free = numpyro.sample("total_place", dist.Normal(0, priors.total_place).expand([places - 1]).to_event(1))
    at_place = jnp.zeros(places).at[free].set(signal_free)[cells.place]
    of_place = jnp.zeros(places).at[free].set(total_free)[cells.place]
    phi = sigmoid(signal[cells.group] + at_place)
    lam = jnp.exp(total[cells.group] + of_place)
    logit = level[cells.group] + raw * spread[cells.group]
    log_tail, log_tail_more = log_tails(a=lam * phi, b=lam * (1 - phi), threshold_logit=logit)
    log_search = jnp.minimum(log_tail, -1e-9)
    log_hit = jnp.minimum(log_tail_more - log_tail + jnp.log(phi), -1e-9)
    numpyro.deterministic("threshold", sigmoid(logit))
    numpyro.deterministic("search_rate", jnp.exp(log_search))
    numpyro.deterministic("hit_rate", jnp.exp(log_hit))
    numpyro.deterministic("threshold_group", sigmoid(level))
    numpyro.factor("searches", _log_binomial(cells.searches, cells.stops, log_search))
    numpyro.factor("hits", _log_binomial(cells.hits, cells.searches, log_hit))


def _log_binomial(count: Any, trials: Any, log_share: Any) -> Any:
    """The binomial log likelihood without its constant, from the logarithm of the share."""
    return (count * log_share + (trials - count) * jnp.log(-jnp.expm1(log_share))).sum()
