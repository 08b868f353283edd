"""The upper tail of a Beta distribution by Gauss-Legendre quadrature, in NumPy or JAX (which then has its gradient)."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

NODES: Final = 20
POINTS, WEIGHTS = np.polynomial.legendre.leggauss(NODES)


def log_tails(*, a: Any, b: Any, threshold_logit: Any, xp: Any, betaln: Callable[[Any, Any], Any]) -> tuple[Any, Any]:
    """Return log P(X > t) for Beta(a, b) and for Beta(a + 1, b), each of the shape of `a`.

    With x = exp(-q^2) the tail is the integral of 2 q (1 - x)^(b-1) x^a over q from 0 to sqrt(-log t), which is smooth
    at both ends for b above 1/2; 20 nodes leave an error below 5e-4 in the logarithm for a in (.02, 5), b in (.5, 60)
    and t in (.01, .9), and below 1e-6 for b of 1 or more. `xp` is ``numpy`` or ``jax.numpy``, `betaln` the logarithm of
    the Beta function that goes with it.
    """
    top = xp.sqrt(xp.logaddexp(0.0, -threshold_logit))[..., None]  # -log t, also for t near 0 and near 1
    q = top * (POINTS + 1) / 2
    log_x = -(q**2)
    log_part = xp.log(2 * q) + (b[..., None] - 1) * xp.log(-xp.expm1(log_x)) + a[..., None] * log_x
    scaled = log_part + xp.log(WEIGHTS / 2 * top)

    def total(terms: Any) -> Any:
        peak = terms.max(axis=-1, keepdims=True)
        return peak[..., 0] + xp.log(xp.exp(terms - peak).sum(axis=-1))

    return total(scaled) - betaln(a, b), total(scaled + log_x) - betaln(a + 1, b)
