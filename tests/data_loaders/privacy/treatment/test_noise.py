"""Noise comes from OpenDP or not at all."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import numpy as np
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment import noise
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Noise
from tests.support.privacy import made

QUARTERLY = Noise(epsilon=1.0, unit="person", period="quarter")
IS_THERE = importlib.util.find_spec("opendp") is not None
needs_opendp = pytest.mark.skipif(
    not IS_THERE, reason="OpenDP, the extra `noise`, is not installed"
)


@needs_opendp
def test_noise_is_whole_never_negative_and_of_the_size_epsilon_says() -> None:
    noisy = noise.noisy_counts(np.full(4000, 100.0), QUARTERLY)
    assert (noisy == np.rint(noisy)).all()
    # Discrete Laplace of scale 1 has a mean absolute value of 0.85.
    assert 0.7 < np.abs(noisy - 100).mean() < 1.0
    assert (noise.noisy_counts(np.zeros(500), QUARTERLY) >= 0).all()


@needs_opendp
def test_totals_are_made_of_noisy_cells_so_they_still_add_up() -> None:
    policy = replace(made.PEOPLE, noise=QUARTERLY)
    result = treat(made.counted(), policy, [made.CLIENTS], None, made.BOROUGHS).observations
    boroughs = result[(result["geography"] == "borough") & (result["industry_id"] == "all")]
    assert boroughs["value"].sum() == made.cell(result, "NYC")["value"]


@pytest.mark.skipif(IS_THERE, reason="OpenDP is installed")
def test_without_opendp_a_source_that_asks_for_noise_is_not_published() -> None:
    policy = replace(made.PEOPLE, noise=QUARTERLY)
    with pytest.raises(TreatmentError, match="extra `noise`"):
        treat(made.counted(), policy, [made.CLIENTS], None, made.BOROUGHS)


def test_noise_is_for_records_of_one_person_only() -> None:
    with pytest.raises(ValueError, match="one record is one person"):
        replace(made.PEOPLE, noise=QUARTERLY, unit_of_observation="week and neighborhood")


def test_noise_without_a_positive_epsilon_or_on_no_counts_is_refused() -> None:
    with pytest.raises(TreatmentError, match="above 0"):
        noise.noisy_counts(np.array([5.0]), replace(QUARTERLY, epsilon=0.0))
    with pytest.raises(TreatmentError, match="whole counts"):
        noise.noisy_counts(np.array([5.5]), QUARTERLY)
