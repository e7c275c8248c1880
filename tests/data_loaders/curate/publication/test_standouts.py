"""What stands out has moved beyond its own history, and is no noise, tie, cap or early figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data_loaders.curate.publication.standouts import standouts
from data_loaders.vocabulary.model import Industry, Measure, Publication, Standout
from tests.support.tiny import COURTS, FILINGS

ON = date(2026, 1, 15)
MONTHS = pd.period_range("2023-01", "2025-12", freq="M")
# A year of ups and downs that comes back each year, a little higher: changes of 10 to 14 in a year.
STEADY = [
    1000 + 40 * (at % 12) + 12 * (at // 12) + 2 * (at % 3 - 1) * (at // 12) for at in range(36)
]
PERCENT = replace(FILINGS, measure=Measure.PERCENT)


def ending(value: float, before: Sequence[float] = STEADY) -> list[float]:
    return [*before[:-1], value]


def found(
    series: dict[str, list[float]],
    status: str = "normal",
    reason: str = "",
    indicator: object = FILINGS,
    on: date = ON,
    publication: Publication = Publication.OPEN,
    industry_id: str = "all",
) -> list[Standout]:
    rows = [
        (
            indicator.id,
            "borough",
            area_id,
            month.start_time,
            industry_id,
            month.end_time,
            value,
            "normal",
        )  # pyright: ignore[reportAttributeAccessIssue]
        for area_id, values in series.items()
        for month, value in zip(MONTHS, values, strict=True)
    ]
    names = "indicator_id geography area_id period_start industry_id period_end value status"
    table = pd.DataFrame(rows, columns=names.split())
    table["period_end"] = table["period_end"].dt.normalize()
    table["reason"] = ""
    newest = table["period_start"] == MONTHS[-1].start_time
    table.loc[newest, "reason"] = reason
    table.loc[table["period_start"] == MONTHS[-1].start_time, "status"] = status
    source = replace(COURTS, indicators=(indicator,), publication=publication)  # pyright: ignore[reportArgumentType]
    return list(standouts([source], {source.id: table}, on))


def test_a_move_beyond_its_history_stands_out_and_says_what_was_usual() -> None:
    (one,) = found({"BX": ending(1900), "BK": STEADY, "MN": STEADY})
    assert (one.area_id, one.first, one.value) == ("BX", date(2025, 12, 1), 1900)
    assert (one.before_first, one.before) == (date(2024, 12, 1), STEADY[23])
    assert one.usual[0] <= 12 <= one.usual[1]
    assert one.times_usual > 100


def test_a_season_that_comes_back_is_no_move() -> None:
    assert found({"BX": STEADY}) == []


@pytest.mark.parametrize("status", ["low_reliability", "provisional", "estimated", "break"])
def test_what_is_early_or_unreliable_does_not_stand_out(status: str) -> None:
    assert found({"BX": ending(1900)}, status) == []


def test_a_move_that_several_share_singles_out_none() -> None:
    assert found({"BX": ending(1900), "BK": ending(1900)}) == []


def test_the_end_of_a_scale_does_not_stand_out() -> None:
    shares = [50 + at % 5 for at in range(36)]
    assert found({"BX": ending(100, shares)}, indicator=PERCENT) == []
    assert found({"BX": ending(99, shares)}, indicator=PERCENT) != []
    topped = {name: [*STEADY[:-1], 1800 + at] for at, name in enumerate(("BX", "BK", "MN"))}
    capped = {name: [*values[:-2], 2000, 2000] for name, values in topped.items()}
    assert found(capped) == []
    assert found({"BX": ending(1900)}, reason="capped") == []


def test_a_count_that_chance_may_move_does_not_stand_out() -> None:
    few = [20 + at % 5 for at in range(36)]
    assert found({"BX": ending(31, few)}) == []
    assert found({"BX": ending(90, few)}) != []


def test_a_series_without_history_has_no_standout() -> None:
    started = [float("nan")] * 20
    assert found({"BX": [*started, *ending(1900)[20:]]}) == []
    assert found({"BX": ending(1900)}, on=date(2028, 1, 1)) == []


def test_figures_only_shown_and_groups_of_industries_are_left_out() -> None:
    assert found({"BX": ending(1900)}, publication=Publication.SHOW) == []
    groups = (Industry("all", "All"), Industry("goods", "Goods", is_group=True))
    grouped = replace(FILINGS, industries=groups)
    assert found({"BX": ending(1900)}, indicator=grouped, industry_id="goods") == []


def test_no_single_figure_fills_the_list_of_standouts() -> None:
    series = {name: ending(1900 + 31 * at) for at, name in enumerate(("BX", "BK", "MN", "QN"))}
    assert [each.area_id for each in found(series)] == ["QN", "MN"]
