"""A partner's rows are held to the bound of its rule of noise before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import measured
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import Geography, Source
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
from data_loaders.vocabulary.policy import Grid
from tests.support.privacy import made, released

GIVERS = Noise(
    1.0, NoiseUnit.GIVER, BudgetPeriod.YEAR, bound=2, unit_field="giver", time_field="quarter"
)
GIFTS = replace(made.CLIENTS, id="gifts", geographies=(Geography.CITY,))
POLICY = replace(made.NOISY, noise=GIVERS, publication_grid=Grid(("city",), "quarter"))
KEPT = pd.DataFrame({"giver": ["ann"] * 900 + ["ben"], "quarter": pd.Timestamp(made.QUARTER)})


@dataclass(frozen=True)
class Gifts:
    """A partner whose rows are gifts, each counted `times` over."""

    SOURCE: Source
    times: int = 1
    KEY: tuple[str, ...] = ()

    def read(self, files: object, report: object) -> None:
        raise NotImplementedError

    def counted(self, kept: pd.DataFrame) -> pd.DataFrame:
        one = made.counted({"BX01": (0,)}, indicator_id="gifts")
        return one.assign(
            geography="city",
            area_id=CITY_ID,
            industry_id="all",
            value=float(len(kept) * self.times),
        )


def test_a_giver_with_hundreds_of_gifts_counts_as_often_as_the_rule_says() -> None:
    partner = Gifts(released.source(POLICY, GIFTS))
    [value] = measured(partner, KEPT).observations["value"]
    # Three gifts, and noise of scale 8: beyond 300 once in 10^16.
    assert GIVERS.scale("quarter") == 8.0
    assert value < 300


def test_rows_that_count_more_often_than_the_rule_says_are_not_published() -> None:
    partner = Gifts(released.source(POLICY, GIFTS), times=2)
    with pytest.raises(TreatmentError, match="adds 2 to counts"):
        measured(partner, KEPT)
