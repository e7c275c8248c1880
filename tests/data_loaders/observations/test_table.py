from __future__ import annotations

import pandas as pd
import pytest

from data_loaders.observations import table
from data_loaders.observations.table import ObservationError
from data_loaders.vocabulary.geography import UNALLOCATED
from tests.support.privacy.made import CLIENTS

QUARTER = {"period_start": "2021-01-01", "period_end": "2021-03-31"}


def one(geography: str, area_id: str) -> pd.DataFrame:
    row = {"indicator_id": "clients", "geography": geography, "area_id": area_id, **QUARTER}
    return table.tidy(
        [pd.DataFrame([{**row, "industry_id": "all", "value": 12.0, "status": "normal"}])]
    )


def test_what_lies_in_no_area_is_kept_beside_the_areas() -> None:
    table.check(one("borough", UNALLOCATED), [CLIENTS])


@pytest.mark.parametrize(("geography", "area_id"), [("city", UNALLOCATED), ("borough", "ZZ")])
def test_the_city_has_nothing_unallocated_and_unknown_areas_are_refused(
    geography: str, area_id: str
) -> None:
    with pytest.raises(ObservationError, match="areas that are not in"):
        table.check(one(geography, area_id), [CLIENTS])
