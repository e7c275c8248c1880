from __future__ import annotations

from dataclasses import replace
from datetime import date

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


def test_infinity_is_no_value() -> None:
    endless = one("city", "NYC").assign(value=float("inf"))
    with pytest.raises(ObservationError, match="1 observations are no finite number"):
        table.check(endless, [CLIENTS])


def test_nothing_is_of_a_period_after_it_was_received() -> None:
    table.check(one("city", "NYC"), [CLIENTS], date(2021, 1, 1))
    with pytest.raises(ObservationError, match="of periods after 2020-12-31, when received"):
        table.check(one("city", "NYC"), [CLIENTS], date(2020, 12, 31))


def test_the_whole_city_is_never_hidden_or_none() -> None:
    hidden = one("city", "NYC").assign(value=float("nan"), status="withheld_or_none")
    with pytest.raises(ObservationError, match="of the whole city are said to be hidden or none"):
        table.check(hidden, [CLIENTS])
    table.check(hidden.assign(status="not_reported"), [CLIENTS])
    table.check(hidden.assign(geography="borough", area_id="SI"), [CLIENTS])


def test_a_part_of_the_city_may_be_hidden_or_none() -> None:
    """One of several figures of a family may be of few people: those who served in the military."""
    hidden = one("city", "NYC").assign(value=float("nan"), status="withheld_or_none")
    table.check(hidden, [CLIENTS, replace(CLIENTS, id="clients_of_one_kind")])
