"""Who is alone in a hidden cell learns no other: only its own total is no news to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import TOP
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import Grid
from tests.support.privacy import made, released

# food, rent, work, care: one person in food of BX01, another in work of BX02.
LONE = {
    "BX01": (1, 310, 20, 470),
    "BX02": (20, 350, 1, 480),
    "BX03": (152, 447, 628, 599),
    "BK01": (170, 144, 161, 88),
    "BK02": (135, 158, 190, 77),
}
SOURCE = released.source(made.PEOPLE, made.CLIENTS)


def square(diagonal: tuple[int, int], others: tuple[int, int]) -> pd.DataFrame:
    """A table with its margins of which a 2 × 2 square of food and work is hidden."""
    areas = {
        "BX01": (diagonal[0], 310, others[0], 470),
        "BX02": (others[1], 350, diagonal[1], 480),
    }
    table = made.counted(areas)
    for name, ids in (("industry_id", ("all",)), ("area_id", ("NYC",))):
        keys = [key for key in (*KEY, "period_end") if key != name]
        sums = table.groupby(keys, as_index=False)["value"].sum().assign(**{name: ids[0]})
        if name == "area_id":
            sums = sums.assign(geography="city")
        table = pd.concat([table, sums.assign(status="normal")], ignore_index=True)
    gaps = table["geography"].eq("nta2010") & table["industry_id"].isin(["food", "work"])
    table = table[[*KEY, "period_end", "value", "status"]].drop_duplicates(KEY)
    return table.assign(
        value=table["value"].mask(gaps), status=table["status"].mask(gaps, "withheld")
    ).sort_values(KEY, ignore_index=True)


def test_two_lone_people_are_not_left_on_one_cycle(tmp_path: Path) -> None:
    shown = treat(made.counted(LONE), made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS).observations
    assert released.failed(released.audit(released.write(tmp_path / "r", SOURCE, shown))) == set()
    gaps = shown[shown["status"].eq("withheld") & shown["geography"].eq("nta2010")]
    assert len(gaps) > 4


@pytest.mark.parametrize(
    ("diagonal", "others"), [((1, 1), (20, 20)), ((1, 1), (20, 35)), ((1, 4), (20, 23))]
)
def test_a_lone_contributor_that_learns_a_neighbor_fails_the_audit(
    tmp_path: Path, diagonal: tuple[int, int], others: tuple[int, int]
) -> None:
    policy = replace(made.PEOPLE, publication_grid=Grid(("nta2010", "city"), "quarter", "service"))
    source = released.source(policy, made.CLIENTS)
    folder = released.write(tmp_path / "r", source, square(diagonal, others))
    assert "A4" in released.failed(released.audit(folder))


def test_only_a_total_and_its_single_part_are_the_same() -> None:
    table = network.build([2, 2, TOP], 2)
    values = np.array([[4, 0, 4], [4, 3, 7], [8, 3, 11]], dtype=np.float64).ravel()
    same = table.same(values == 0)
    # Of the first area all are in one category; of the second category all are in one area.
    groups = {tuple(np.flatnonzero(same == label)) for label in set(same.tolist())}
    assert {group for group in groups if len(group) > 1} == {(0, 2), (4, 7)}
