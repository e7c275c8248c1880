"""No figure computed from what may not be passed on can be turned back into it by arithmetic.

The attacker here knows everything else: the formula, and every other figure of the publisher; of
a base, every figure but those measured against it. A figure is safe while another value of it, a
grain or two of the publisher away, leaves all that is published as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from data_loaders.sources.catalog import MODULES, SOURCES
from data_loaders.vocabulary.model import Indicator, Publication, Source
from tests.support.searching import examples

KEY = ["indicator_id", "geography", "area_id", "period_start"]
SOURCE_OF = {source.id: source for source in SOURCES}
MODULE_OF: dict[str, ModuleType] = {module.SOURCE.id: module for module in MODULES}
TRIED, BASE_YEAR = examples(15, nightly=50), 2019
DERIVING = [module for module in MODULES if hasattr(module, "derive")]


def closed_inputs(indicator: Indicator) -> list[tuple[str, str]]:
    """(source, indicator) of each input that may be shown and not passed on."""
    names = [name.split(":") for name in indicator.derived_from]
    return [
        (source_id, indicator_id)
        for source_id, indicator_id in names
        if SOURCE_OF[source_id].publication is Publication.SHOW
    ]


CASES = [
    (module, source_id, indicator_id)
    for module in DERIVING
    for source_id, indicator_id in sorted(
        {pair for indicator in module.SOURCE.indicators for pair in closed_inputs(indicator)}
    )
]


@cache
def delivered(mirror: Path, source_id: str) -> pd.DataFrame:
    source: Source = SOURCE_OF[source_id]
    assert source.feed is not None
    return MODULE_OF[source_id].read(mirror / source.feed.folder)


def inputs_of(mirror: Path, module: ModuleType) -> pd.DataFrame:
    """What a module computes from, of the places it computes for."""
    named = {name for i in module.SOURCE.indicators for name in i.derived_from}
    pairs = [name.split(":") for name in sorted(named)]
    places = {str(place) for i in module.SOURCE.indicators for place in i.geographies}
    parts = []
    for source_id, indicator_id in pairs:
        if source_id != module.SOURCE.id:
            table = delivered(mirror, source_id)
            parts.append(table[table["indicator_id"] == indicator_id])
    whole = pd.concat(parts, ignore_index=True)
    return whole[whole["geography"].isin(places)].reset_index(drop=True)


def grain_of(indicator: Indicator, values: pd.Series) -> float:
    """The step between the publisher's values, at least the one we show them with."""
    steps = [1.0, 0.1, 0.01, 0.001, 0.0001]
    own = next(
        step for step in steps if np.allclose(values / step % 1, 0, atol=1e-6) or step < 0.001
    )
    return max(own, 10.0**-indicator.decimals)


def published(derive: Callable[[pd.DataFrame], pd.DataFrame], table: pd.DataFrame) -> pd.DataFrame:
    """All that a release would hold."""
    return derive(table)[[*KEY, "value", "status"]]


def used_cells(table: pd.DataFrame, indicator_id: str, outputs: pd.DataFrame) -> pd.DataFrame:
    """The publisher's own values of one indicator, of the years that are used."""
    return table[
        (table["indicator_id"] == indicator_id)
        & table["value"].notna()
        & (table["period_start"] >= pd.Timestamp("2019-01-01"))
        & (table["period_start"] <= outputs["period_start"].max())
    ]


@pytest.mark.filterwarnings("ignore:Series.dt.dayofweek is deprecated")
@pytest.mark.parametrize(
    ("module", "source_id", "indicator_id"),
    CASES,
    ids=[f"{module.SOURCE.id}-{indicator_id}" for module, _, indicator_id in CASES],
)
def test_every_value_has_a_neighbor_that_would_be_published_alike(
    mirror: Path, module: ModuleType, source_id: str, indicator_id: str
) -> None:
    table = inputs_of(mirror, module)
    known = published(module.derive, table)
    cells = used_cells(table, indicator_id, known)
    indicator = next(i for i in SOURCE_OF[source_id].indicators if i.id == indicator_id)
    grain = grain_of(indicator, cells["value"])
    assert len(cells) > 100
    undone = []
    for place, value in cells["value"].sample(TRIED, random_state=7).items():
        others = [value + sign * grain for sign in (1, -1, 2, -2)]
        tables = [with_value(table, place, other) for other in others]
        if cells.loc[place, "period_start"].year == BASE_YEAR:
            tables += [with_base(table, place, other, grain) for other in others]
        if not any(published(module.derive, changed).equals(known) for changed in tables):
            undone.append(cells.loc[place, [*KEY[1:], "value"]].to_dict())
    assert undone == []


def with_value(table: pd.DataFrame, place: Hashable, value: float) -> pd.DataFrame:
    changed = table["value"].copy()
    changed[place] = value
    return table.assign(value=changed)


def with_base(table: pd.DataFrame, place: Hashable, value: float, grain: float) -> pd.DataFrame:
    """Another base, and what is measured against it as far from it as before."""
    base = table.loc[place]
    against = (
        (table[KEY[:3]] == base[KEY[:3]]).all(axis=1)
        & (table["period_start"].dt.month == base["period_start"].month)
        & (table["period_start"].dt.year > BASE_YEAR)
    )
    moved = (table["value"] * value / base["value"] / grain).round() * grain
    return with_value(table.assign(value=table["value"].mask(against, moved)), place, value)


def test_everything_computed_from_what_is_not_passed_on_is_tried() -> None:
    computed = {
        indicator.id
        for source in SOURCES
        for indicator in source.indicators
        if indicator.derived_from and closed_inputs(indicator)
    }
    tried = {
        indicator.id
        for module in DERIVING
        for indicator in module.SOURCE.indicators
        if set(closed_inputs(indicator)) & {(s, i) for m, s, i in CASES if m is module}
    }
    assert tried == computed
    assert {"recovery_score_restaurants", "recovery_index", "asking_rent_change"} <= tried
