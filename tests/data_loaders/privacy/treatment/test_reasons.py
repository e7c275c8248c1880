"""Whoever holds a delivery is told every rule that hides a cell of it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment import reasons
from data_loaders.privacy.treatment.reasons import rules_that_hide
from data_loaders.vocabulary.policy import Primary
from tests.support.privacy import made

POLICY = replace(made.PEOPLE, primary=Primary(10, minimum_establishments=3))
CELL = ("clients", "nta2010", "BX01", "work", pd.Timestamp(made.QUARTER))


def test_all_rules_that_hide_a_cell_are_told_and_none_of_a_cell_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reasons, "borough_of", lambda _: made.BOROUGHS)
    counted = made.counted()
    assert rules_that_hide(counted, POLICY, [made.CLIENTS], CELL) == (
        "fewer than 10 contributors, or an unknown number; "
        "fewer than 3 establishments, or an unknown number"
    )
    other = ("clients", "nta2010", "BX09", "work", CELL[4])
    with pytest.raises(TreatmentError, match=r"^this delivery has no such cell: give the files"):
        rules_that_hide(counted, POLICY, [made.CLIENTS], other)
