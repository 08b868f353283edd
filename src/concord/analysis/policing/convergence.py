"""Did the draws of a sampler mix? Split R-hat and the effective number of draws.

Source: Vehtari, Gelman, Simpson, Carpenter & Buerkner (2021), Bayesian Anal. 16, 667, sections 2 and 3.2.
"""

import numpy as np

from concord.analysis.errors import NotEnoughData
from concord.analysis.policing.tables import Floats

SHORTEST = 8


def _halves(draws: Floats) -> Floats:
    """Split each chain of (chains, draws, ...) in two, with one trailing axis of all quantities."""
    flat = np.asarray(draws, dtype=np.float64).reshape(*draws.shape[:2], -1)
    half = flat.shape[1] // 2
    if half < SHORTEST // 2:
        raise NotEnoughData(f"{flat.shape[1]} draws a chain", where="convergence", expected=f"at least {SHORTEST}")
    halves: Floats = np.concatenate([flat[:, :half], flat[:, -half:]])
    return halves


def _variances(halves: Floats) -> tuple[Floats, Floats]:
    """The mean variance within chains, and the estimate of the whole variance, shape (quantities,)."""
    length = halves.shape[1]
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    return within, within * (length - 1) / length + between


def split_rhat(draws: Floats) -> Floats:
    """Return split R-hat of each quantity, of draws of shape (chains, draws, ...); 1 where nothing varies."""
    within, whole = _variances(_halves(draws))
    return np.where(within > 0, np.sqrt(whole / np.where(within > 0, within, 1.0)), 1.0)


def effective_draws(draws: Floats) -> Floats:
    """Return the effective number of draws of each quantity, by Geyer's initial monotone sequence."""
    halves = _halves(draws)
    chains, length = halves.shape[:2]
    within, whole = _variances(halves)
    centred = halves - halves.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=2 * length, axis=1)
    covariance = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :length].mean(axis=0) / length
    safe = np.where(whole > 0, whole, 1.0)
    rho = 1 - (within - covariance * length / (length - 1)) / safe
    rho[0] = 1.0
    pairs = rho[: length // 2 * 2].reshape(-1, 2, rho.shape[1]).sum(axis=1)
    positive = np.cumprod(pairs > 0, axis=0).astype(bool)
    monotone = np.minimum.accumulate(np.where(positive, pairs, 0.0), axis=0)
    tau = np.maximum(-1 + 2 * monotone.sum(axis=0), 1 / np.log10(chains * length))
    return np.asarray(chains * length / tau)
