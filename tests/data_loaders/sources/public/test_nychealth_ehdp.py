"""The Health Department's neighborhood data: a tiny file for each rule, and the real files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nychealth_ehdp import files, indicators
from data_loaders.sources.public.nychealth_ehdp import source as ehdp

POVERTY = files.Extract(indicators.CHILD_POVERTY, 2176, 755, "Child poverty, Percent")
INSURANCE = files.Extract(indicators.HEALTH_INSURANCE, 2176, 755, "Child poverty, Percent")
CAUTION = "* Estimate is based on small numbers so should be interpreted with caution."
HIDDEN = "*** Number is suppressed for confidentiality reasons."
DAY = 86_400_000
PERIODS = [
    {"TimePeriodID": 300, "start_period": 17_167 * DAY, "end_period": 18_992 * DAY},  # 2017-21
    {"TimePeriodID": 247, "start_period": 15_340 * DAY, "end_period": 17_166 * DAY},  # 2012-16
    {"TimePeriodID": 289, "start_period": 18_628 * DAY, "end_period": 18_992 * DAY},  # 2021
]
METADATA = [
    {
        "IndicatorID": 2176,
        "Measures": [{"MeasureID": 755, "MeasureName": "Child poverty, Percent"}],
    }
]
ROWS = [
    (755, 1, "Citywide", 300, 22.5, "", "22.5"),
    (755, 2, "Borough", 300, 24.8, "", "24.8"),
    (755, 470101, "NTA2020", 300, 0, "", "0.0"),
    (755, 50101, "NTA2020", 300, 40.1, CAUTION, "40.1*"),
    (755, 610101, "NTA2020", 300, None, HIDDEN, "***"),
    (755, 850101, "NTA2020", 300, None, "", "-"),
    (754, 470101, "NTA2020", 300, 12, "", "12"),
    (755, 3, "Subboro", 300, 9.9, "", "9.9"),
    (755, 1, "Citywide", 247, 27.7, "", "27.7"),
]


def delivered(
    folder: Path,
    rows: list[tuple[object, ...]] = ROWS,
    extract: files.Extract = POVERTY,
    **names: str,
) -> pd.DataFrame:
    """What is read of a file of these rows; `names` renames columns of it."""
    (folder / "indicators" / "metadata").mkdir(parents=True, exist_ok=True)
    columns = [names.get(name, name) for name in files.COLUMNS]
    table = {name: [row[at] for row in rows] for at, name in enumerate(columns)}
    (folder / POVERTY.file).write_text(json.dumps(table))
    (folder / files.TIME_PERIODS).write_text(json.dumps(PERIODS))
    (folder / files.METADATA).write_text(json.dumps(METADATA))
    periods, known = files.time_periods(folder), files.measure_names(folder)
    return observations.tidy([files.observations_of(folder, extract, periods, known)])


def one(
    table: pd.DataFrame, indicator_id: str, geography: str, area_id: str, last_day: str
) -> tuple[float | None, str]:
    """Value and status of one observation."""
    rows = table[
        table["indicator_id"].eq(indicator_id)
        & table["geography"].eq(geography)
        & table["area_id"].eq(area_id)
        & table["period_end"].eq(pd.Timestamp(last_day))
    ]
    assert len(rows) == 1
    value = float(rows["value"].iloc[0])
    return None if pd.isna(value) else value, str(rows["status"].iloc[0])


def child_poverty(table: pd.DataFrame, area_id: str) -> tuple[float | None, str]:
    return one(table, "child_poverty", "nta2020", area_id, "2021-12-31")


def test_a_tiny_delivery_keeps_every_promise_of_its_indicator(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    observations.check(table, [indicators.CHILD_POVERTY])
    assert table.groupby("geography").size().to_dict() == {"borough": 5, "city": 1, "nta2020": 262}


def test_neighborhoods_are_named_by_county_and_digits_and_boroughs_by_the_publisher_s_order(
    tmp_path: Path,
) -> None:
    table = delivered(tmp_path)
    assert child_poverty(table, "BK0101") == (0, "normal")
    assert one(table, "child_poverty", "borough", "BK", "2021-12-31") == (24.8, "normal")


@pytest.mark.parametrize(
    ("kind", "code", "area_id"),
    [
        ("NTA2020", 50101, "BX0101"),
        ("NTA2020", 470101, "BK0101"),
        ("NTA2020", 610101, "MN0101"),
        ("NTA2010", 513, "BX13"),
        ("NTA2010", 8545, "SI45"),
        ("CDTA2020", 8101, "QN01"),
        ("CD", 501, "501"),
        ("UHF42", 410, "410"),
        ("Borough", 1, "BX"),
        ("Borough", 3, "MN"),
        ("Citywide", 1, "NYC"),
    ],
)
def test_codes_of_the_publisher_become_ours(kind: str, code: int, area_id: str) -> None:
    assert files.area_id(kind, code) == area_id


def test_a_star_is_less_reliable_and_a_hidden_number_withheld(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    assert child_poverty(table, "BX0101") == (40.1, "low_reliability")
    assert child_poverty(table, "MN0101") == (None, "withheld")


def test_a_dash_is_not_reported_and_a_park_has_nobody_to_ask(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    assert child_poverty(table, "SI0101") == (None, "not_reported")
    assert child_poverty(table, "BK0102") == (None, "not_reported")
    assert child_poverty(table, "MN6491") == (None, "not_applicable")


def test_periods_before_those_kept_are_left_out(tmp_path: Path) -> None:
    assert set(delivered(tmp_path)["period_end"]) == {pd.Timestamp("2021-12-31")}


@pytest.mark.parametrize(
    ("at", "row", "told"),
    [
        (2, (755, 470199, "NTA2020", 300, 1, "", "1.0"), "an area of nta2020"),
        (2, (755, 990101, "NTA2020", 300, 1, "", "1.0"), "an area of nta2020"),
        (2, (755, 6, "Borough", 300, 1, "", "1.0"), "an area of borough"),
        (2, (755, 1, "County", 300, 1, "", "1.0"), "a known kind of area"),
        (2, (755, 50101, "NTA2020", 300, 1, "", "1.0"), "each area and period once"),
        (2, (755, 470101, "NTA2020", 999, 1, "", "1.0"), "a period of TimePeriods"),
        (2, (755, 470101, "NTA2020", 289, 1, "", "1.0"), "periods of 5 whole years"),
        (2, (755, 470101, "NTA2020", 300, 1, "Revised", "1.0"), "a known note"),
        (2, (755, 470101, "NTA2020", 300, "<5", "", "<5"), "a number or nothing"),
        (2, (755, 470101, "NTA2020", 300, 4, HIDDEN, "4"), "no value beside a note of hiding"),
        (2, (755, 470101, "NTA2020", 300, None, "", ""), "where no value is"),
    ],
)
def test_a_damaged_row_is_refused_by_name(
    tmp_path: Path, at: int, row: tuple[object, ...], told: str
) -> None:
    rows = [*ROWS[:at], row, *ROWS[at + 1 :]]
    with pytest.raises(DeliveryError, match=rf"2176\.json.*{told}"):
        delivered(tmp_path, rows)


def test_a_hidden_number_never_stands_in_the_error(tmp_path: Path) -> None:
    rows = [(755, 470101, "NTA2020", 300, 41.372, HIDDEN, "41.4")]
    with pytest.raises(DeliveryError) as error:
        delivered(tmp_path, rows)
    assert "41" not in str(error.value).replace("470101", "")


def test_a_renamed_column_a_missing_measure_and_a_renumbered_one_are_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(DeliveryError, match="Note"):
        delivered(tmp_path, Note="Notes")
    with pytest.raises(DeliveryError, match="no rows of 755"):
        delivered(tmp_path, ROWS[6:7])
    other = files.Extract(indicators.CHILD_POVERTY, 2176, 755, "Child poverty, Number")
    with pytest.raises(DeliveryError, match="measure 755 is 'Child poverty, Percent'"):
        delivered(tmp_path, extract=other)


def test_five_years_are_refused_where_one_is_expected(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="periods of 1 whole years"):
        delivered(tmp_path, extract=INSURANCE)


def test_a_file_cut_off_or_absent_is_refused(tmp_path: Path) -> None:
    delivered(tmp_path)
    whole = (tmp_path / POVERTY.file).read_text()
    (tmp_path / POVERTY.file).write_text(whole[:-40])
    periods, known = files.time_periods(tmp_path), files.measure_names(tmp_path)
    with pytest.raises(DeliveryError, match=r"2176\.json: not readable"):
        files.observations_of(tmp_path, POVERTY, periods, known)
    (tmp_path / POVERTY.file).unlink()
    with pytest.raises(DeliveryError, match=r"2176\.json: not found"):
        files.observations_of(tmp_path, POVERTY, periods, known)
    (tmp_path / POVERTY.file).write_text('{"MeasureID": [755], "GeoID": [1, 2]}')
    with pytest.raises(DeliveryError, match=r"2176\.json: not readable"):
        files.observations_of(tmp_path, POVERTY, periods, known)


@pytest.fixture(scope="module")
def real(mirror: Path) -> pd.DataFrame:
    return ehdp.read(mirror / ehdp.SOURCE.feed.folder)


def test_the_real_files_keep_every_promise_of_their_indicators(real: pd.DataFrame) -> None:
    observations.check(real, ehdp.SOURCE.indicators)
    assert len(real) == 11_922
    assert set(real["indicator_id"]) == {each.id for each in ehdp.SOURCE.indicators}


@pytest.mark.parametrize(
    ("indicator_id", "geography", "area_id", "last_day", "value"),
    [
        ("child_poverty", "nta2020", "BK0101", "2021-12-31", 2.6343),
        ("child_poverty", "borough", "BX", "2021-12-31", 35.9737),
        ("child_poverty", "city", "NYC", "2017-12-31", 26.4779),
        ("rent_burden", "nta2020", "BX0101", "2021-12-31", 61.3569),
        ("rent_burden", "cd", "108", "2019-12-31", 40.3419),
        ("older_adults_living_alone", "cdta2020", "BK13", "2021-12-31", 32.7933),
        ("older_adults_living_alone", "nta2010", "MN40", "2019-12-31", 33.679),
        ("independent_living_difficulty", "nta2020", "SI0101", "2021-12-31", 7.2329),
        ("poverty", "uhf42", "410", "2021-12-31", 17.9638),
        ("unemployment_five_years", "nta2020", "QN0101", "2020-12-31", 5.0519),
        ("eviction_rate_yearly", "city", "NYC", "2020-12-31", 8.6),
        ("eviction_rate_yearly", "borough", "QN", "2019-12-31", 38.79),
        ("fall_emergency_visits", "borough", "SI", "2016-12-31", 3386),
        ("fall_emergency_visits", "city", "NYC", "2016-12-31", 2640),
        ("fall_hospital_stays", "borough", "BX", "2016-12-31", 1518),
    ],
)
def test_real_figures_are_those_in_the_files(
    real: pd.DataFrame,
    indicator_id: str,
    geography: str,
    area_id: str,
    last_day: str,
    value: float,
) -> None:
    assert one(real, indicator_id, geography, area_id, last_day)[0] == value


def test_new_boundaries_begin_with_2016_to_2020_and_older_ones_end_before(
    real: pd.DataFrame,
) -> None:
    poverty = real[real["indicator_id"].eq("child_poverty")]
    years = poverty["period_end"].dt.year.groupby(poverty["geography"]).unique().map(sorted)
    for name in ("nta2020", "cdta2020"):
        assert years[name] == [2020, 2021]
    for name in ("nta2010", "cd"):
        assert years[name] == [2017, 2018, 2019]
    for name in ("city", "borough", "uhf42"):
        assert years[name] == [2017, 2018, 2019, 2020, 2021]


def test_falls_are_of_2016_alone_for_every_community_district(real: pd.DataFrame) -> None:
    falls = real[real["indicator_id"].str.startswith("fall_")]
    assert set(falls["period_end"]) == {pd.Timestamp("2016-12-31")}
    districts = falls[falls["geography"].eq("cd")]
    assert districts["value"].notna().groupby(districts["indicator_id"]).sum().to_list() == [59, 59]


def test_every_neighborhood_where_people_live_has_a_figure(real: pd.DataFrame) -> None:
    newest = real[real["geography"].eq("nta2020") & real["period_end"].eq("2021-12-31")]
    by_status = newest.groupby(["indicator_id", "status"]).size()
    for indicator_id in ("child_poverty", "rent_burden", "older_adults_living_alone"):
        assert by_status[indicator_id].to_dict() == {"normal": 197, "not_applicable": 65}


def test_the_one_figure_missing_without_a_note_is_not_reported(real: pd.DataFrame) -> None:
    absent = real[real["status"].eq("not_reported")]
    assert absent[["indicator_id", "area_id", "period_end"]].to_numpy().tolist() == [
        ["eviction_rate_yearly", "BX13", pd.Timestamp("2020-12-31")]
    ]


def test_eleven_estimates_of_insurance_rest_on_few_answers(real: pd.DataFrame) -> None:
    doubted = real[real["status"].eq("low_reliability")]
    assert set(doubted["indicator_id"]) == {"health_insurance"}
    assert len(doubted) == 11
    assert one(real, "health_insurance", "uhf42", "301", "2022-12-31") == (79, "low_reliability")


def test_neighborhoods_of_a_larger_group_share_its_figure(real: pd.DataFrame) -> None:
    for group in (("105", "106", "107"), ("404", "406"), ("503", "504")):
        found = {one(real, "health_insurance", "uhf42", each, "2022-12-31") for each in group}
        assert len(found) == 1


def test_figures_told_as_proof_of_the_publisher_s_errors_are_those_published(
    real: pd.DataFrame,
) -> None:
    told = " ".join(ehdp.SOURCE.known_errors)
    for indicator_id in ("child_poverty", "poverty", "rent_burden"):
        value = one(real, indicator_id, "city", "NYC", "2021-12-31")[0]
        assert f"{value:.1f} %" in told


def test_the_files_of_the_feed_are_official_downloads_that_exist(mirror: Path) -> None:
    for file in ehdp.SOURCE.feed.files:
        assert (mirror / ehdp.SOURCE.feed.folder / file.name).is_file()
        assert file.url.startswith(ehdp.RAW)
