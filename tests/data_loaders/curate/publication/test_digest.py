from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.publication import build as building
from data_loaders.curate.publication.build import build
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.publish import Contents
from data_loaders.observations.table import check, tidy
from data_loaders.vocabulary.model import (
    Frequency,
    Geography,
    Indicator,
    Industry,
    Measure,
    Source,
    Status,
)
from data_loaders.vocabulary.progress import Silent
from tests.support.tiny import COURTS, FILINGS, LISTINGS, module, plan

Row = tuple[str, str, float | None, str]
Digest = Callable[[pd.DataFrame, Indicator], list[Row]]

DAILY = replace(FILINGS, frequency=Frequency.DAY, geographies=(Geography.BOROUGH,))
WEEKLY = replace(
    FILINGS,
    frequency=Frequency.WEEK,
    week_ends_on=6,
    measure=Measure.RATE,
    geographies=(Geography.MODZCTA, Geography.CITY),
)
SHARE = replace(DAILY, measure=Measure.PERCENT, decimals=1)


def days(first: str, values: list[float | None], statuses: dict[int, str]) -> pd.DataFrame:
    """A daily series of a borough; `statuses` by position, normal elsewhere."""
    start = pd.date_range(first, periods=len(values))
    status = [statuses.get(position, "normal") for position in range(len(values))]
    return tidy([_table("BX", "borough", start, start, values, status)])


def weeks(first_end: str, values: list[float | None], area_id: str = "10001") -> pd.DataFrame:
    end = pd.date_range(first_end, periods=len(values), freq="7D")
    status = ["withheld_or_none" if value is None else "normal" for value in values]
    geography = "city" if area_id == "NYC" else "modzcta"
    return tidy([_table(area_id, geography, end - pd.Timedelta(days=6), end, values, status)])


def _table(
    area_id: str,
    geography: str,
    start: pd.DatetimeIndex,
    end: pd.DatetimeIndex,
    values: list[float | None],
    status: list[str],
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": "filings",
            "geography": geography,
            "area_id": area_id,
            "period_start": start,
            "period_end": end,
            "industry_id": "all",
            "value": pd.Series(values, dtype="float64"),
            "status": status,
        }
    )


def digested(table: pd.DataFrame, source: Source, folder: Path) -> Contents:
    made = module(source)
    vars(made).update(read=lambda _: table)
    contents = build(plan(folder, [made]), Silent())
    return digest(contents)


@pytest.fixture
def of(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Digest:
    """Rows of a digest: first day, last day, value or None, status."""

    def unpublished(root: Path, *_given: object) -> Path:
        """A digest is made of what a release was made of: none has to be written, nor kept."""
        return root

    monkeypatch.setattr(building, "publish", unpublished)
    monkeypatch.setattr(building, "keep", lambda *_given: None)

    def rows(table: pd.DataFrame, indicator: Indicator) -> list[Row]:
        source = replace(COURTS, indicators=(indicator,))
        contents = digested(table, source, tmp_path_factory.mktemp("releases"))
        result = contents.observations["courts"]
        check(result, contents.catalog.sources[0].indicators)
        return [
            (
                f"{row.period_start:%m-%d}",
                f"{row.period_end:%m-%d}",
                None if pd.isna(row.value) else row.value,
                row.status,
            )
            for row in result.itertuples()
        ]

    return rows


def test_days_become_weeks_that_end_on_saturday(of: Digest) -> None:
    # 2021-01-03 is a Sunday.
    assert of(days("2021-01-03", [1.0] * 14, {}), DAILY) == [
        ("01-03", "01-09", 7, "normal"),
        ("01-10", "01-16", 7, "normal"),
    ]


def test_a_first_or_last_week_that_is_not_whole_is_left_out(of: Digest) -> None:
    assert of(days("2021-01-01", [1.0] * 14, {}), DAILY) == [("01-03", "01-09", 7, "normal")]


def test_counts_add_up_and_shares_are_averaged(of: Digest) -> None:
    values: list[float | None] = [1, 2, 3, 4, 5, 6, 8]
    assert of(days("2021-01-03", values, {}), DAILY)[0][2] == 29
    assert of(days("2021-01-03", values, {}), SHARE)[0][2] == 4.1


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ({2: "withheld"}, ("withheld", None)),
        ({2: "withheld", 3: "not_reported"}, ("withheld", None)),
        ({2: "withheld_or_none", 3: "not_reported"}, ("withheld_or_none", None)),
        ({2: "withheld_or_none", 3: "withheld"}, ("withheld", None)),
        ({2: "not_reported", 3: "provisional"}, ("not_reported", None)),
        ({2: "not_applicable"}, ("not_applicable", None)),
        ({2: "provisional"}, ("provisional", 7)),
        ({2: "break", 3: "estimated"}, ("estimated", 7)),
        ({2: "break"}, ("break", 7)),
    ],
)
def test_a_week_is_as_certain_as_its_least_certain_day(
    of: Digest,
    statuses: dict[int, str],
    expected: tuple[str, float | None],
) -> None:
    values = [
        1.0 if Status(statuses.get(position, "normal")).has_value else None for position in range(7)
    ]
    ((_, _, value, status),) = of(days("2021-01-03", values, statuses), DAILY)
    assert (status, value) == expected


def test_a_total_that_lacks_a_day_is_not_reported_but_a_mean_of_the_others_is_one(
    of: Digest,
) -> None:
    table = days("2021-01-03", [float(day) for day in range(21)], {})
    holed = table.drop(index=9).reset_index(drop=True)
    assert [row[3] for row in of(holed, DAILY)] == ["normal", "not_reported", "normal"]
    assert of(holed, SHARE)[1][2:] == (10.2, "normal")


def test_weeks_by_neighborhood_become_months_by_their_last_day_in_every_geography(
    of: Digest,
) -> None:
    # Saturdays: 2021-01-30 is the last of January, 2021-02-06 the first of February.
    table = tidy([weeks("2021-01-30", [9, 1, 2, 3, 4, 5]), weeks("2021-01-30", [8.0] * 6, "NYC")])
    assert of(table, WEEKLY) == [
        ("02-01", "02-28", 8, "normal"),
        ("02-01", "02-28", 3, "normal"),
    ]


def test_a_month_with_a_blank_week_is_as_blank_as_that_week(of: Digest) -> None:
    assert of(weeks("2021-02-06", [1, None, 3, 4, 5]), WEEKLY) == [
        ("02-01", "02-28", None, "withheld_or_none")
    ]


def test_a_month_of_five_weeks_needs_all_five(of: Digest) -> None:
    # Saturdays of May 2021: 1, 8, 15, 22, 29.
    assert of(weeks("2021-05-01", [1, 2, 3, 4, 5, 9]), WEEKLY) == [("05-01", "05-31", 3, "normal")]
    assert of(weeks("2021-05-01", [1, 2, 3, 4, None, 6, 7, 8]), WEEKLY) == [
        ("05-01", "05-31", None, "withheld_or_none")
    ]


def test_an_indicator_without_one_whole_longer_period_is_not_in_a_digest(tmp_path: Path) -> None:
    source = replace(COURTS, indicators=(DAILY,))
    contents = digested(days("2021-01-03", [1.0] * 6, {}), source, tmp_path)
    assert contents.catalog.sources == ()
    assert contents.observations == {}


def test_sources_only_to_be_shown_are_not_in_a_digest(tmp_path: Path) -> None:
    contents = digest(build(plan(tmp_path, [module(COURTS), module(LISTINGS)]), Silent()))
    assert list(contents.observations) == ["courts"]
    assert [source.id for source in contents.catalog.sources] == ["courts"]
    assert [delivery.source_id for delivery in contents.catalog.deliveries] == ["courts"]


def test_a_coarser_indicator_says_what_was_done(tmp_path: Path) -> None:
    source = replace(COURTS, indicators=(DAILY,))
    contents = digested(days("2021-01-03", [1.0] * 14, {}), source, tmp_path)
    indicator = contents.catalog.sources[0].indicators[0]
    assert contents.catalog.digest
    assert (indicator.frequency, indicator.week_ends_on) == (Frequency.WEEK, 6)
    assert indicator.processing == (
        "As published. This digest shows the total of each week that ends on Saturday, from "
        "figures by day. A week is shown only if none of its parts is hidden or missing. A first "
        "or last week that is not whole is left out."
    )


def test_weekly_counts_become_the_mean_week_of_a_month(tmp_path: Path) -> None:
    """January 2021 has five Saturdays and February four: totals of them could not be compared."""
    weekly = replace(WEEKLY, measure=Measure.COUNT, geographies=(Geography.CITY,))
    source = replace(COURTS, indicators=(weekly,))
    contents = digested(weeks("2021-01-02", [10.0] * 9, "NYC"), source, tmp_path)
    assert contents.observations["courts"]["value"].tolist() == [10, 10]
    indicator = contents.catalog.sources[0].indicators[0]
    assert (indicator.frequency, indicator.unit) == (Frequency.MONTH, "filings a week")
    assert "shows the mean of each month, from figures by week" in indicator.processing


def months(first: str, values: list[float | None]) -> pd.DataFrame:
    start = pd.date_range(first, periods=len(values), freq="MS")
    end = start + pd.offsets.MonthEnd(1)
    return tidy([_table("BX", "borough", start, end, values, ["normal"] * len(values))])


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(1.2345, 1, 1.2), (2.5, 0, 3), (0.25, 1, 0.3), (1.005, 2, 1.01), (-0.25, 1, -0.3)],
)
def test_figures_are_rounded_as_pages_show_them(
    of: Digest, value: float, decimals: int, shown: float
) -> None:
    change = replace(FILINGS, measure=Measure.POINTS, decimals=decimals)
    assert of(months("2021-01-01", [value]), change) == [("01-01", "01-31", shown, "normal")]


def test_figures_begin_in_2017(of: Digest) -> None:
    table = months("2016-11-01", [1, 2, 3, 4])
    assert [row[:3] for row in of(table, FILINGS)] == [("01-01", "01-31", 3), ("02-01", "02-28", 4)]


def test_of_figures_that_ended_before_2017_the_newest_is_there_alone(of: Digest) -> None:
    assert [row[:3] for row in of(months("2016-01-01", [1, 2]), FILINGS)] == [("02-01", "02-29", 2)]


@pytest.mark.parametrize(("naics", "there"), [("44-45", 1), ("72", 1), ("", 1), ("4551", 0)])
def test_industries_are_sectors_and_not_their_parts(tmp_path: Path, naics: str, there: int) -> None:
    listed = (Industry("all", "All"), Industry("one", "One", naics=naics))
    source = replace(COURTS, indicators=(replace(FILINGS, industries=listed),))
    contents = digested(months("2021-01-01", [1]), source, tmp_path)
    assert len(contents.catalog.sources) == there


def test_a_mean_of_shares_is_weighted_by_what_they_are_shares_of(tmp_path: Path) -> None:
    counts = days("2021-01-03", [300, 300, 300, 300, 300, 100, 100], {})
    shares = days("2021-01-03", [50, 50, 50, 50, 50, 100, 100], {}).assign(indicator_id="share")
    share = replace(SHARE, id="share", share_of="filings")
    source = replace(COURTS, indicators=(DAILY, share))
    contents = digested(tidy([counts, shares]), source, tmp_path)
    table = contents.observations[source.id]
    (value,) = table.loc[table["indicator_id"] == "share", "value"]
    assert value == pytest.approx(100 * 1700 / 3200, abs=0.05)


def test_a_seven_day_mean_is_not_averaged_again(tmp_path: Path) -> None:
    smoothed = replace(SHARE, smoothed_over=7)
    table = days("2021-01-03", [1, 2, 3, 4, 5, 6, 9], {})
    contents = digested(table, replace(COURTS, indicators=(smoothed,)), tmp_path)
    assert contents.observations["courts"]["value"].tolist() == [9.0]
