"""Hiding and noise are measured by one measure, and what was measured is what is written."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import noise
from components.privacy import compared
from components.privacy.compared import Size
from data_loaders.vocabulary.policy import Policy


def test_errors_are_told_by_the_true_size_and_hidden_figures_apart() -> None:
    truth = np.array([0.0, 3.0, 4.0, 50.0, 200.0])
    shown = [np.array([0.0, np.nan, np.nan, 51.0, 196.0]), np.array([0.0, np.nan, np.nan, 50, 200])]
    found = list(noise.sizes(truth, shown))
    assert found[0] == Size(0, 0, 1, 0, 0.0, 0.0)
    assert found[1] == Size(1, 10, 2, 2, None, None)
    assert found[2] == Size(11, 100, 1, 0, 0.5, pytest.approx(0.95))
    assert found[3] == Size(101, None, 1, 0, 2.0, pytest.approx(3.8))


@pytest.mark.parametrize("chosen", noise.CHOSEN, ids=lambda each: each.module.SOURCE.id)
def test_a_source_compared_has_a_whole_rule_of_noise(chosen: noise.Chosen) -> None:
    policy: Policy = noise.with_noise(chosen, 1.0)
    assert policy.noise is not None
    assert policy.noise.cells_per_record == chosen.cells_per_record
    assert policy.primary is None


def test_the_document_is_that_of_the_run_that_ships() -> None:
    assert noise.DOCUMENT.read_text("utf-8") == noise.document(compared.last_run())
