"""Noise by OpenDP: the only draw this project makes. A group of packages of its own, `noise`.

The only place where this project speaks of differential privacy, always with epsilon, the unit
protected and the period it holds for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

import numpy as np
import pandas as pd

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.noise import Noise

# Whole counts and the scale of the noise in, noisy counts out.
Draw = Callable[[Floats, float], Floats]
TRIED = 24
UNLIKELY = 6.0
FEW = 10


def drawn(counts: Floats, scale: float) -> Floats:
    """Whole counts with OpenDP's discrete Laplace noise of a scale, below zero where it falls so.

    Raises TreatmentError where these are no counts, or where OpenDP is not installed.
    """
    if not np.isfinite(counts).all() or (counts != np.rint(counts)).any() or (counts < 0).any():
        raise TreatmentError("noise is for whole counts of records")
    noisy = _measurement(scale)(counts.astype(np.int64).tolist())
    return np.array(noisy, dtype=np.float64)


def _measurement(scale: float) -> Callable[[list[int]], list[int]]:
    try:
        domains, metrics, measurements, mod = (
            importlib.import_module(f"opendp.{name}")
            for name in ("domains", "metrics", "measurements", "mod")
        )
    except ModuleNotFoundError as error:
        raise TreatmentError(
            "the policy asks for noise and OpenDP is not installed; run `pip install --group noise`"
        ) from error
    mod.enable_features("contrib")
    domain = domains.vector_domain(domains.atom_domain(T=int))
    measurement = measurements.make_laplace(domain, metrics.l1_distance(T=int), scale=scale)
    # What OpenDP itself proves of it: a step of one costs one over the scale.
    if measurement.map(1) > 1 / scale * (1 + 1e-9):
        raise TreatmentError(f"OpenDP proves less of noise of scale {scale:g} than is needed")
    return measurement


def bounded(kept: pd.DataFrame, noise: Noise) -> pd.DataFrame:
    """Records with no more of one unit in one figure period than the policy's bound.

    The first of them count, in the order of the delivery. Raises TreatmentError where the records
    do not tell units or periods apart: nobody could then be held to a bound.
    """
    if not noise.unit_field:
        return kept
    fields = [noise.unit_field, noise.time_field]
    missing = [name for name in fields if name not in kept.columns]
    if missing:
        raise TreatmentError(
            f"noise bounds the records of a {noise.unit} and they have no {', '.join(missing)}; "
            "have the reader keep it"
        )
    unknown = int(kept[fields].isna().any(axis=1).sum())
    if unknown:
        raise TreatmentError(
            f"{unknown:,} records do not say whose they are, or of when; noise protects a "
            f"{noise.unit}, so ask the partner for {' and '.join(fields)} of each"
        )
    place = kept.groupby(fields, sort=False).cumcount()
    return kept[place < noise.bound].reset_index(drop=True)


def require_influence(
    counted: Callable[[pd.DataFrame], pd.DataFrame],
    leaves: Callable[[pd.DataFrame], pd.DataFrame],
    kept: pd.DataFrame,
    noise: Noise,
) -> None:
    """Stop where a record adds to more counts than the policy says, by counting some alone.

    `leaves` takes totals away. Different records are tried, spread over all.
    """
    patterns = kept.drop_duplicates([name for name in kept.columns if name != noise.unit_field])
    places = np.unique(np.linspace(0, len(patterns) - 1, TRIED).astype(np.int64))
    for place in places:
        one = patterns.iloc[[int(place)]]
        added = float(leaves(counted(one))["value"].sum())
        if added > noise.cells_per_record:
            raise TreatmentError(
                f"a record adds {added:g} to counts and the policy's `cells_per_record` says "
                f"{noise.cells_per_record}; noise of that size would not protect it"
            )


def require_noise(counts: Floats, noisy: Floats, scale: float) -> None:
    """Stop where so many counts stand as they were that they cannot have been drawn."""
    rest = float(np.exp(-1 / scale))
    chance = (1 - rest) / (1 + rest)
    usual = len(counts) * chance
    most = usual + UNLIKELY * (usual * (1 - chance)) ** 0.5 + FEW
    same = int((counts == noisy).sum())
    if same > most:
        raise TreatmentError(
            f"{same:,} of {len(counts):,} counts are as they were, far more than noise of scale "
            f"{scale:g} leaves so; nothing is published"
        )
