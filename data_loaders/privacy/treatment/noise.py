"""Noise by OpenDP, for sources where one record is one person. An optional extra.

The only place where this project speaks of differential privacy, always with epsilon, the unit
protected and the period it holds for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

import numpy as np

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.policy import Noise


def noisy_counts(counts: Floats, noise: Noise) -> Floats:
    """Counts of records with OpenDP's discrete Laplace noise, below zero raised to zero.

    Each record lies in exactly one of the counts, so the vector changes by 1 when one record
    comes or goes: scale = 1 / epsilon. Raises TreatmentError where OpenDP is not installed.
    """
    if noise.epsilon <= 0:
        raise TreatmentError("noise needs an epsilon above 0")
    if not np.isfinite(counts).all() or (counts != np.rint(counts)).any() or (counts < 0).any():
        raise TreatmentError("noise is for whole counts of records")
    drawn = _measurement(1 / noise.epsilon)(counts.astype(np.int64).tolist())
    return np.maximum(np.array(drawn, dtype=np.float64), 0.0)


def _measurement(scale: float) -> Callable[[list[int]], list[int]]:
    try:
        domains, metrics, measurements, mod = (
            importlib.import_module(f"opendp.{name}")
            for name in ("domains", "metrics", "measurements", "mod")
        )
    except ModuleNotFoundError as error:
        raise TreatmentError(
            "the policy asks for noise and OpenDP is not installed; install the extra `noise`"
        ) from error
    mod.enable_features("contrib")
    domain = domains.vector_domain(domains.atom_domain(T=int))
    return measurements.make_laplace(domain, metrics.l1_distance(T=int), scale=scale)
