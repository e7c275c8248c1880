"""What history says of a gap: guessed from published figures, judged by the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import guess
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.cube import cubes
from data_loaders.privacy.treatment import judged
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.policy import (
    LOOSEST,
    LOOSEST_SENSITIVE,
    AtMost,
    Grid,
    Guessing,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
)
from tests.support.privacy import made, released

POLICY: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
SOURCE = released.source(POLICY, made.CLIENTS)


def quarters(by_area: dict[str, list[float]], geography: str = "borough") -> pd.DataFrame:
    """Counted people of one service, a list of quarters an area."""
    base = made.counted({"BX01": (1,)}).assign(geography=geography, industry_id="all")
    starts = pd.date_range("2015-01-01", periods=len(next(iter(by_area.values()))), freq="QS")
    rows = [
        base.assign(
            area_id=area,
            value=value,
            contributors=value,
            period_start=start,
            period_end=start + pd.offsets.QuarterEnd(0),
        )
        for area, values in by_area.items()
        for start, value in zip(starts, values, strict=True)
    ]
    days = {name: "datetime64[ms]" for name in ("period_start", "period_end")}
    return pd.concat(rows, ignore_index=True).astype(days)


def published(shown: pd.DataFrame, gaps: pd.Series) -> pd.DataFrame:
    """Observations of counted rows with the chosen ones withheld."""
    table = shown[[*KEY, "period_end", "value", "status"]]
    return table.assign(
        value=table["value"].mask(gaps), status=table["status"].mask(gaps, "withheld")
    ).sort_values(KEY, ignore_index=True)


def best_of(shown: pd.DataFrame, truth: pd.DataFrame, policy: Policy) -> guess.Score:
    """The best guesser's score on all gaps."""
    ways = guess.guesses(shown, list(cubes(shown, made.BOROUGHS)), policy)
    value = shown[KEY].merge(truth[[*KEY, "value"]], on=KEY, how="left")["value"].to_numpy()
    return guess.best(ways, value, np.isfinite(ways[0]))


def test_a_share_between_its_neighbors_in_time_gives_both_parts() -> None:
    # Staying in is a steady third of all; all are published and swing widely.
    whole = np.array([900, 300, 1500, 600, 1200, 450], dtype=np.float64)
    parts = {"in": whole / 3, "out": whole * 2 / 3, "clients": whole}
    rows = [
        quarters({"BX": list(values)}).assign(indicator_id=name) for name, values in parts.items()
    ]
    truth = pd.concat(rows, ignore_index=True)
    gap = truth["period_start"].eq(truth["period_start"].unique()[2])
    shown = published(truth, gap & truth["indicator_id"].ne("clients"))
    policy = replace(POLICY, sums=(Sum("clients", ("in", "out")),))
    # Half and half of 1,500 misses; last values and straight lines do, too.
    score = best_of(shown, truth, policy)
    assert (score.cells, score.close) == (2, 2)


SWINGING: dict[str, list[float]] = {
    "SI": [30, 130, 31, 230, 27, 120, 30, 140, 29, 300, 31, 90],
    "BX": [90, 210, 340, 120, 80, 310, 150, 260, 90, 330, 140, 200],
    "BK": [310, 120, 90, 260, 350, 140, 280, 100, 330, 90, 250, 160],
}
MEN = replace(made.CLIENTS, id="men")
SUBSET: Policy = replace(
    POLICY,
    secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
    at_most=(AtMost("men", "clients"),),
)


def steady_share() -> pd.DataFrame:
    """Clients that swing widely, and men who are a steady 30 percent of them."""
    men = {area: np.rint(np.array(values) * 0.3).tolist() for area, values in SWINGING.items()}
    return pd.concat(
        [quarters(SWINGING), quarters(men).assign(indicator_id="men")], ignore_index=True
    )


@pytest.mark.parametrize("gap", ["men", "clients"])
def test_a_steady_share_of_a_whole_gives_its_part_and_a_part_its_whole(gap: str) -> None:
    """Neither line nor sum says so: parts of a whole may count a person twice, or not at all."""
    truth = steady_share()
    gaps = truth["area_id"].eq("SI") & truth["indicator_id"].eq(gap)
    gaps &= truth["period_start"].isin(truth["period_start"].unique()[2:9:2])
    shown = published(truth, gaps)
    assert best_of(shown, truth, replace(SUBSET, at_most=())).close < 4
    score = best_of(shown, truth, SUBSET)
    assert (score.cells, score.close) == (4, 4)


def test_a_part_that_is_a_steady_share_of_its_shown_whole_is_hidden_with_more() -> None:
    truth = steady_share()
    result = treat(truth, SUBSET, [made.CLIENTS, MEN], None, made.BOROUGHS).observations
    value = result[KEY].merge(truth[[*KEY, "value"]], on=KEY, how="left")["value"].to_numpy()
    small = result["status"].eq("withheld").to_numpy() & (value < 10)
    assert small.sum() >= 5
    ways = guess.guesses(result, list(cubes(result, made.BOROUGHS)), SUBSET)
    assert guess.best(ways, value, small).within(LOOSEST)


def test_a_zero_and_both_sides_of_a_gap_are_used() -> None:
    truth = quarters({"SI": [0, 0, 1, 0, 0, 1], "BX": [40, 44, 48, 52, 56, 60]})
    gaps = truth["area_id"].eq("SI") & truth["value"].eq(1)
    gaps |= truth["area_id"].eq("BX") & truth["value"].eq(52)
    score = best_of(published(truth, gaps), truth, POLICY)
    assert (score.cells, score.exact) == (3, 3)


STEADY = {"SI": [9.0, 10.0] * 6, "BX": [40.0] * 12, "BK": [70.0] * 12, "MN": [80.0] * 12}


def test_figures_that_give_a_small_cell_to_a_guesser_are_hidden_beside_it() -> None:
    truth = quarters(STEADY)
    result = treat(truth, POLICY, [made.CLIENTS], None, made.BOROUGHS).observations
    ways = guess.guesses(result, list(cubes(result, made.BOROUGHS)), POLICY)
    value = result[KEY].merge(truth[[*KEY, "value"]], on=KEY, how="left")["value"].to_numpy()
    score = guess.best(ways, value, result["value"].isna().to_numpy() & (value < 10))
    assert score.cells == 6
    assert score.within(LOOSEST)
    island = result[result["area_id"].eq("SI")]
    assert island["value"].isna().sum() > 6


def test_a_source_that_stays_guessable_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guess, "came_true", lambda way, _: (np.isfinite(way), np.isfinite(way)))
    monkeypatch.setattr(
        judged, "_nearest_shown", lambda part, *_: pd.MultiIndex.from_frame(part[KEY].head(0))
    )
    with pytest.raises(TreatmentError, match="guessed"):
        treat(quarters(STEADY), POLICY, [made.CLIENTS], None, made.BOROUGHS)


def test_limits_may_be_tightened_and_never_loosened() -> None:
    assert POLICY.guessing_limits == LOOSEST
    health = replace(POLICY, sensitivity=Sensitivity.HEALTH, primary=Primary(11))
    assert health.guessing_limits == LOOSEST_SENSITIVE
    assert replace(POLICY, guessing=Guessing(2, 10)).guessing_limits.close == 10
    with pytest.raises(ValueError, match="guessing"):
        replace(POLICY, guessing=Guessing(20, 50))
    with pytest.raises(ValueError, match="guessing"):
        replace(health, guessing=LOOSEST)


def remainder() -> pd.DataFrame:
    """Listings of three boroughs, and of no borough: mostly none, now and then one."""
    areas = {name: [40.0 + step for step in range(8)] for name in ("BX", "BK", "MN")}
    return quarters({**areas, UNALLOCATED: [0, 0, 1, 0, 0, 0, 1, 0]})


def test_a_remainder_that_is_mostly_nothing_is_no_row_of_its_own() -> None:
    with pytest.raises(TreatmentError, match="remainder_left_out"):
        treat(remainder(), POLICY, [made.CLIENTS], None, made.BOROUGHS)
    policy = replace(POLICY, remainder_left_out=("clients",))
    result = treat(remainder(), policy, [made.CLIENTS], None, made.BOROUGHS).observations
    assert UNALLOCATED not in set(result["area_id"])
    city = result[result["area_id"].eq("NYC")].sort_values("period_start")
    assert city["value"].tolist() == [120.0 + 3 * step for step in range(8)]


def test_a_published_zero_followed_by_a_gap_fails_the_audit(tmp_path: Path) -> None:
    truth = remainder()
    city = truth.groupby("period_start")["value"].transform("sum")
    whole = truth.assign(area_id="NYC", geography="city", value=city).drop_duplicates(KEY)
    both = pd.concat([truth, whole], ignore_index=True)
    ones = both.loc[both["value"].eq(1), "period_start"]
    gaps = both["area_id"].isin(["BX", "BK", UNALLOCATED]) & both["period_start"].isin(ones)
    folder = released.write(tmp_path / "r", SOURCE, published(both, gaps))
    audit = released.audit(folder)
    assert "A10" in released.failed(audit)
    assert released.result(audit, "A10").failures == 2
