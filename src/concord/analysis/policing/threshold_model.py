"""The model of the threshold test in NumPyro. Imported only where the extra ``samplers`` is installed."""

from functools import partial
from typing import Any

import jax.numpy as jnp
import numpy as np
import numpyro
from jax.nn import sigmoid
from jax.scipy.special import betaln
from numpyro import distributions as dist

from concord.analysis.policing import beta_tail
from concord.analysis.policing.threshold_cells import Cells, Priors

log_tails = partial(beta_tail.log_tails, xp=jnp, betaln=betaln)


def model(cells: Cells, priors: Priors, pinned: int, start: Any) -> None:
    """The generative model; names of sites are those that `threshold` reads.

    Search counts pin the search rates, and so a mixture of signal and threshold. Each logit threshold is therefore
    sampled as a standard score about the compromise of two normal guesses: the threshold that gives the observed
    search rate (one Newton step from `start`, the logits that do so at the priors' means), and its prior. The
    Jacobian of the scores is added, so the posterior is the same; only its shape is kinder to the sampler.
    """
    groups, places, size = len(cells.groups), len(cells.places), len(cells.stops)
    spread = numpyro.sample("spread", dist.HalfNormal(priors.spread).expand([groups]).to_event(1))
    level = numpyro.sample("level", dist.Normal(*priors.threshold).expand([groups]).to_event(1))
    signal = numpyro.sample("signal_group", dist.Normal(*priors.signal_group).expand([groups]).to_event(1))
    total = numpyro.sample("total_group", dist.Normal(*priors.total_group).expand([groups]).to_event(1))
    free = np.delete(np.arange(places), pinned)
    signal_free = numpyro.sample("signal_place", dist.Normal(0, priors.signal_place).expand([places - 1]).to_event(1))
    total_free = numpyro.sample("total_place", dist.Normal(0, priors.total_place).expand([places - 1]).to_event(1))
    at_place = jnp.zeros(places).at[free].set(signal_free)[cells.place]
    of_place = jnp.zeros(places).at[free].set(total_free)[cells.place]
    phi = sigmoid(signal[cells.group] + at_place)
    lam = jnp.exp(total[cells.group] + of_place)
    a, b = lam * phi, lam * (1 - phi)
    score = numpyro.sample("score", dist.ImproperUniform(dist.constraints.real_vector, (), (size,)))
    pinned_at, slope = _pinned_logit(a, b, cells, start)
    precision, own = cells.searches * slope**2, spread[cells.group] ** -2
    centre = (precision * pinned_at + own * level[cells.group]) / (precision + own)
    width = (precision + own) ** -0.5
    logit = centre + width * score
    prior = dist.Normal(level[cells.group], spread[cells.group]).log_prob(logit)
    numpyro.factor("thresholds", (prior + jnp.log(width)).sum())
    log_tail, log_tail_more = log_tails(a=a, b=b, threshold_logit=logit)
    log_search = jnp.minimum(log_tail, -1e-9)
    log_hit = jnp.minimum(log_tail_more - log_tail + jnp.log(phi), -1e-9)
    numpyro.deterministic("threshold", sigmoid(logit))
    numpyro.deterministic("search_rate", jnp.exp(log_search))
    numpyro.deterministic("hit_rate", jnp.exp(log_hit))
    numpyro.deterministic("threshold_group", sigmoid(level))
    numpyro.factor("searches", _log_binomial(cells.searches, cells.stops, log_search))
    numpyro.factor("hits", _log_binomial(cells.hits, cells.searches, log_hit))


def _pinned_logit(a: Any, b: Any, cells: Cells, start: Any) -> tuple[Any, Any]:
    """About the logit threshold that gives the observed search rate, and how fast its logarithm falls there."""
    seen = np.log((cells.searches + 0.5) / (cells.stops + 1))
    log_tail, _ = log_tails(a=a, b=b, threshold_logit=start)
    log_x, log_rest = -jnp.logaddexp(0.0, -start), -jnp.logaddexp(0.0, start)
    slope = jnp.exp(a * log_x + b * log_rest - betaln(a, b) - log_tail)
    return start + jnp.clip((log_tail - seen) / slope, -3.0, 3.0), slope


def _log_binomial(count: Any, trials: Any, log_share: Any) -> Any:
    """The binomial log likelihood without its constant, from the logarithm of the share."""
    return (count * log_share + (trials - count) * jnp.log(-jnp.expm1(log_share))).sum()
