"""Cases beside those that were found: what an attacker tries once the first ways are closed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import guess
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.treatment import judged
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.policy import (
    AtMost,
    Base,
    Grid,
    Guessing,
    Policy,
    Sum,
)
from tests.support.privacy import made, released

POLICY: Policy = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "quarter"))
SOURCE = released.source(POLICY, made.CLIENTS)
STEADY = {"BX": 40.0, "BK": 70.0, "MN": 80.0, "QN": 60.0, "SI": 4.0}


def quarters(
    *values: dict[str, float], first: str = "2020-01-01", skipping: int = 1
) -> pd.DataFrame:
    """Clients by borough, one quarter a dictionary, every `skipping`-th quarter."""
    base = made.counted({"BX01": (1,)}).assign(geography="borough", industry_id="all")
    rows = []
    starts = pd.date_range(first, periods=len(values) * skipping, freq="QS")[::skipping]
    for start, by_borough in zip(starts, values, strict=True):
        for borough, value in by_borough.items():
            row = base.assign(area_id=borough, value=value, contributors=value)
            end = start + pd.offsets.QuarterEnd(0)
            rows.append(row.assign(period_start=start, period_end=end))
    days = {name: "datetime64[ms]" for name in ("period_start", "period_end")}
    return pd.concat(rows, ignore_index=True).astype(days)


def treated(table: pd.DataFrame, *releases: pd.DataFrame) -> pd.DataFrame:
    """What is published of it, after the releases so far, newest first."""
    previous = releases[0] if releases else None
    return treat(
        table, POLICY, [made.CLIENTS], previous, made.BOROUGHS, earlier=releases[1:]
    ).observations


def audited(folder: Path, *releases: pd.DataFrame) -> set[str]:
    """The attacks that succeed on the last of the releases beside those before it."""
    paths = [
        released.write(folder / f"r{number}", SOURCE, table)
        for number, table in enumerate(releases)
    ]
    *before, now = paths
    return released.failed(released.audit(now, *before[::-1]))


@pytest.mark.parametrize(
    "link",
    [
        {"bases": (Base("clients", "gifts"),)},
        {"sums": (Sum("clients", ("gifts", "visits")),)},
        {"at_most": (AtMost("clients", "gifts"),)},
    ],
)
def test_a_link_to_figures_of_another_source_is_refused(link: dict[str, tuple[Base, ...]]) -> None:
    """Money whose count is another source's would be revised and shown without it."""
    policy = replace(POLICY, **link)
    with pytest.raises(TreatmentError, match="gifts"):
        treat(quarters(STEADY), policy, [made.CLIENTS], None, made.BOROUGHS)


def test_a_category_that_is_mostly_nothing_is_not_treated() -> None:
    """Not only a remainder: in any mostly empty category a gap after a zero says 1."""
    random = np.random.default_rng(3)
    parts = []
    for number, start in enumerate(pd.date_range("2019-01-01", periods=8, freq="QS")):
        areas = {
            area: (*map(int, random.integers(40, 90, 3)), int(number % 3 == 2 and place < 2))
            for place, area in enumerate(made.AREAS)
        }
        parts.append(made.counted(areas, str(start.date())))
    table = pd.concat(parts, ignore_index=True)
    with pytest.raises(TreatmentError, match=r"follow zeros .*clients \(care\)"):
        treat(table, made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)


def test_guesses_at_cells_hidden_for_others_have_limits_of_their_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limited = replace(POLICY, guessing_beside=Guessing(20, 50))
    ways = [np.array([4.0, 40.0, 50.0, np.nan])]
    truth, beside = np.array([9.0, 40.0, 50.0, 60.0]), np.array([False, True, True, False])
    with pytest.raises(TreatmentError, match="of 2 cells hidden to protect others 2 "):
        judged._require_few_beside(ways, truth, beside, limited)
    # A figure of many people that hardly changes is guessed, and no harm without a limit.
    steady = quarters(*[STEADY] * 6, {**STEADY, "SI": 14.0})
    shown = treated(steady)
    assert shown["status"].eq("withheld").sum() > 7
    monkeypatch.setattr(guess, "came_true", lambda way, truth: (truth >= 10, truth >= 10))
    with pytest.raises(TreatmentError, match="hidden to protect others"):
        treat(steady, limited, [made.CLIENTS], None, made.BOROUGHS)


@pytest.mark.parametrize("between", [(), (70.0,), (70.0, 110.0), (70.0, 110.0, 150.0)])
def test_no_two_of_many_releases_differ_by_few(tmp_path: Path, between: tuple[float, ...]) -> None:
    """Two, three, four and five releases: the last goes back to one more than the first."""
    so_far: list[pd.DataFrame] = []
    for bronx in (40.0, *between, 41.0):
        so_far.insert(0, treated(quarters({**STEADY, "BX": bronx}), *so_far))
    pd.testing.assert_frame_equal(so_far[0], so_far[1] if between else so_far[-1])
    assert audited(tmp_path, *so_far[::-1]) == set()


def test_a_period_that_was_skipped_and_comes_later_is_protected(tmp_path: Path) -> None:
    every = [{**STEADY, "BX": 40.0 + 3 * number} for number in range(4)]
    first = treated(quarters(*every[::2], skipping=2))
    second = treated(quarters(*every), first)
    third = treated(quarters(*every[::2], skipping=2), second, first)
    assert audited(tmp_path, first, second, third) == set()
    # The skipped quarters may not be opened by the release that has them.
    opened = second["area_id"].eq("SI") & second["period_start"].eq(pd.Timestamp("2020-04-01"))
    told = second.assign(
        value=second["value"].mask(opened, 4.0), status=second["status"].mask(opened, "normal")
    )
    assert "A1" in audited(tmp_path / "told", first, told)


def with_care(care: float, work: int = 4) -> pd.DataFrame:
    """Neighborhoods by service; `care` people in each of a fourth one, none of it where 0."""
    changed = {**made.AREAS, "BX01": (40, 31, work)}
    areas = {name: (*numbers, int(care)) if care else numbers for name, numbers in changed.items()}
    return made.counted(areas)


def beside(folder: Path, first: pd.DataFrame, second: pd.DataFrame) -> set[str]:
    source = released.source(made.PEOPLE, made.CLIENTS)
    last = released.write(folder / "first", source, first)
    return released.failed(released.audit(released.write(folder / "second", source, second), last))


def by_service(table: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    return treat(table, made.PEOPLE, [made.CLIENTS], previous, made.BOROUGHS).observations


@pytest.mark.parametrize("care", [3.0, 30.0])
@pytest.mark.parametrize("work", [4, 6])
@pytest.mark.parametrize("comes", [True, False])
def test_a_category_that_comes_or_goes_tells_nobody(
    tmp_path: Path, care: float, work: int, *, comes: bool
) -> None:
    """All rise by 32, and by 30 in a new category: two more are in a hidden one."""
    old, new = (with_care(0.0), with_care(care, work))[:: 1 if comes else -1]
    first = by_service(old)
    second = by_service(new, first)
    assert beside(tmp_path, first, second) == set()
    kept = not comes or care < 10 or work != 4
    assert second.equals(first) == kept


@pytest.mark.parametrize("comes", [True, False])
def test_a_category_that_comes_or_goes_beside_a_change_of_few_is_found(
    tmp_path: Path, *, comes: bool
) -> None:
    first, second = by_service(with_care(0.0)), by_service(with_care(30.0, 6))
    releases = (first, second)[:: 1 if comes else -1]
    assert beside(tmp_path, *releases) == {"A6", "A14"}


def test_a_group_of_gaps_that_changed_by_few_is_not_covered_by_a_new_category(
    tmp_path: Path,
) -> None:
    """BX01 rose by 32 in all, by 30 in a category that is new: its three gaps rose by two."""
    first = by_service(with_care(0.0))
    grown = {
        "BX01": (40, 31, 6, 30),
        "BX02": (45, 60, 53, 30),
        "BX03": (72, 67, 28, 30),
        "BK01": (70, 44, 61, 30),
        "BK02": (35, 58, 90, 30),
    }
    late = made.counted(grown)
    assert by_service(late, first).equals(first)
    told = by_service(late).set_index(KEY)
    gaps = first.loc[first["status"] == "withheld", KEY]
    told.loc[pd.MultiIndex.from_frame(gaps), ["value", "status"]] = [np.nan, "withheld"]
    assert beside(tmp_path, first, told.reset_index()) == {"A6"}


@pytest.mark.parametrize("half", [4, 15, 30])
@pytest.mark.parametrize("more", [0, 2])
def test_an_area_that_is_split_tells_nobody(tmp_path: Path, half: int, more: int) -> None:
    """A part of BX02 becomes an area of its own; the borough stays, or two come to a gap."""
    own = (half, 30, 25)
    whole: dict[str, tuple[int, ...]] = {
        name: numbers for name, numbers in made.AREAS.items() if name != "BX03"
    }
    whole["BX02"] = tuple(a + b for a, b in zip(made.AREAS["BX02"], own, strict=True))
    split = {**made.AREAS, "BX03": own, "BX01": (40, 31, 4 + more)}
    first = by_service(made.counted(whole))
    assert beside(tmp_path, first, by_service(made.counted(split), first)) == set()
