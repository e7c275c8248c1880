"""COVID-19 files: a tiny delivery for each rule, and the real files for each quirk in them."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nychealth_coronavirus import source as coronavirus
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import Geography

BOROUGHS = ("BX", "BK", "MN", "QN", "SI")
NAMES = ("Bronx", "Brooklyn", "Manhattan", "Queens", "Staten_Island")
ZIP_AREAS = sorted(geography.area_ids(Geography.MODZCTA))
FOLDER = "nychealth-coronavirus-data"


def by_day(kinds: tuple[str, ...], shade: str) -> str:
    """Four days to Saturday, 7 March 2020; the city counts 9, a borough 1; the last is shaded."""
    columns = [
        f"{area}{kind}" for area in ("", "BX_", "BK_", "MN_", "QN_", "SI_") for kind in kinds
    ]
    counts = ",".join(["9"] * len(kinds) + ["1"] * 5 * len(kinds))
    days = [f"03/0{day}/2020,{counts}," for day in (4, 5, 6)] + [f"03/07/2020,{counts},{shade}"]
    return "\n".join([",".join(["date_of_interest", *columns, "INCOMPLETE"]), *days, ""])


def by_area(key: str, prefix: str, named: tuple[str, ...], rows: dict[str, str]) -> str:
    """A wide file whose areas all have the same rate in a row; where it is blank the city has one.

    A whole city is not hidden for a handful of people.
    """
    areas = [*named, *ZIP_AREAS]
    lines = [",".join([key, *(prefix + area for area in areas)])]
    for period, rate in rows.items():
        cells = [rate or ("0.3" if area in ("CITY", "Citywide") else "") for area in areas]
        lines.append(",".join([period, *cells]))
    return "\r\n".join([*lines, ""])


ILLNESS = '"Date","Visit 0-4","Visit All ages"\n2020-02-01,47.8,12.5\n'
ILLNESS_BY_BOROUGH = """\
"Date","Borough","Visit_0_4","Visit_All_ages"
2020-02-01,"Bronx",64.4,17.4
2020-02-01,"Staten Island",NA,0
"""


def deliver(tmp_path: Path) -> Path:
    """All eight files, tiny: one normal and one shaded week, two months."""
    texts = {
        coronavirus.CASES: by_day(("CASE_COUNT", "PROBABLE_CASE_COUNT"), "61030"),
        coronavirus.HOSPITAL: by_day(("HOSPITALIZED_COUNT",), "1910"),
        coronavirus.DEATHS: by_day(("DEATH_COUNT",), "800"),
        coronavirus.CASE_RATE: by_area(
            "week_ending", "CASERATE_", ("CITY", *BOROUGHS), {"02/29/2020": "", "03/07/2020": "2.5"}
        ),
        coronavirus.HOSPITAL_RATE: by_area(
            "date", "HOSPRATE_", (*NAMES, "Citywide"), {"1/2020": "", "2/2020": "267.2"}
        ),
        coronavirus.DEATH_RATE: by_area(
            "date", "DEATHRATE_", (*NAMES, "Citywide"), {"2/2020": "31.6", "3/2020": "31.6"}
        ),
        coronavirus.ILLNESS: ILLNESS,
        coronavirus.ILLNESS_BY_BOROUGH: ILLNESS_BY_BOROUGH,
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, newline="")
    return tmp_path


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """The tiny files, for a test to change."""
    return deliver(tmp_path)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The tiny files as they are, read."""
    return coronavirus.read(deliver(tmp_path_factory.mktemp("tiny")))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def real(mirror: Path) -> pd.DataFrame:
    return coronavirus.read(mirror / FOLDER)


def one(table: pd.DataFrame, indicator_id: str, area_id: str, start: str) -> tuple[float, str, str]:
    """Value, status and last day of one observation."""
    rows = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_start"] == pd.Timestamp(start))
    ]
    assert len(rows) == 1
    row = rows.iloc[0]
    return row["value"], row["status"], row["period_end"].date().isoformat()


@pytest.mark.filterwarnings("ignore:Series.dt.dayofweek is deprecated")
def test_a_tiny_delivery_keeps_every_promise_of_its_indicators(tiny: pd.DataFrame) -> None:
    observations.check(tiny, coronavirus.SOURCE.indicators)
    assert set(tiny["indicator_id"]) == {one.id for one in coronavirus.SOURCE.indicators}


def test_a_week_that_is_blank_for_the_whole_city_is_refused(delivery: Path) -> None:
    replace(delivery / coronavirus.CASE_RATE, "02/29/2020,0.3,", "02/29/2020,,")
    read = coronavirus.read(delivery)
    with pytest.raises(
        observations.ObservationError, match="of the whole city are said to be hidden or none"
    ):
        observations.check(read, coronavirus.SOURCE.indicators)


def test_a_blank_rate_is_withheld_or_none_and_never_zero(tiny: pd.DataFrame) -> None:
    value, status, end = one(tiny, "covid_case_rate", "10001", "2020-02-23")
    assert pd.isna(value)
    assert (status, end) == ("withheld_or_none", "2020-02-29")


def test_a_week_or_month_that_holds_a_shaded_day_is_an_early_figure(tiny: pd.DataFrame) -> None:
    assert one(tiny, "covid_case_rate", "BX", "2020-03-01") == (2.5, "provisional", "2020-03-07")
    assert one(tiny, "covid_death_rate", "SI", "2020-02-01") == (31.6, "normal", "2020-02-29")
    assert one(tiny, "covid_death_rate", "SI", "2020-03-01") == (31.6, "provisional", "2020-03-31")


def test_both_spellings_of_boroughs_and_city_are_understood(tiny: pd.DataFrame) -> None:
    assert one(tiny, "covid_hospitalization_rate", "SI", "2020-02-01")[0] == 267.2
    assert one(tiny, "covid_hospitalization_rate", "NYC", "2020-02-01")[0] == 267.2
    assert one(tiny, "covid_case_rate", "NYC", "2020-03-01")[0] == 2.5


def test_probable_cases_are_added_only_where_the_indicator_says_so(tiny: pd.DataFrame) -> None:
    assert one(tiny, "covid_cases", "NYC", "2020-03-04") == (9, "normal", "2020-03-04")
    assert one(tiny, "covid_cases_with_probable", "NYC", "2020-03-04")[0] == 18
    assert one(tiny, "covid_cases_with_probable", "QN", "2020-03-04")[0] == 2


def test_a_shading_constant_marks_its_day_early_and_is_no_count(tiny: pd.DataFrame) -> None:
    assert one(tiny, "covid_deaths", "NYC", "2020-03-06")[:2] == (9, "normal")
    assert one(tiny, "covid_deaths", "NYC", "2020-03-07")[:2] == (9, "provisional")


def test_zero_visits_beside_an_age_that_is_not_available_are_not_reported(
    tiny: pd.DataFrame,
) -> None:
    value, status, _ = one(tiny, "covid_like_illness_visits", "SI", "2020-02-01")
    assert pd.isna(value)
    assert status == "not_reported"
    assert one(tiny, "covid_like_illness_visits", "BX", "2020-02-01")[0] == 17.4


def test_people_in_no_area_are_dropped_and_said(
    delivery: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = delivery / coronavirus.CASE_RATE
    replace(path, "CASERATE_CITY,", "CASERATE_99999,CASERATE_CITY,")
    replace(path, "02/29/2020,", "02/29/2020,,")
    replace(path, "03/07/2020,", "03/07/2020,7.5,")
    with caplog.at_level(logging.WARNING):
        read = coronavirus.read(delivery)
    assert "99999" not in set(read["area_id"])
    assert "dropped column CASERATE_99999, 2 rows" in caplog.text


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (coronavirus.CASE_RATE, "CASERATE_10001,", "CASERATE_10000,", "CASERATE_10000"),
        (coronavirus.CASE_RATE, "CASERATE_10001,", "CASERATE_10001X,", "10001"),
        (coronavirus.CASE_RATE, "week_ending", "week", "week_ending"),
        (coronavirus.CASE_RATE, "03/07/2020", "2020-03-07", "row 3"),
        (coronavirus.CASE_RATE, "03/07/2020", "03/08/2020", "2020-03-08"),
        (coronavirus.HOSPITAL_RATE, "2/2020", "2/2021", "missing"),
        (coronavirus.HOSPITAL_RATE, "267.2", "<5", "row 3: '<5'"),
        (coronavirus.CASES, "QN_CASE_COUNT", "QNS_CASE_COUNT", "QNS_CASE_COUNT"),
        (coronavirus.DEATHS, "BX_DEATH_COUNT", "BX_PROBABLE_DEATH_COUNT", "PROBABLE_DEATH"),
        (coronavirus.DEATHS, "03/05/2020", "03/04/2020", "2020-03-04"),
        (coronavirus.HOSPITAL, "03/06/2020", "6 March", "row 4: '6 March'"),
        (coronavirus.HOSPITAL, "03/07/2020", "Updated:", "row 5: 'Updated:'"),
        (coronavirus.HOSPITAL, "03/05/2020,9,1,1,1,1,1,", "03/05/2020,9,1,1,1,1,1,5", "INCOMPLETE"),
        (coronavirus.ILLNESS_BY_BOROUGH, "Bronx", "The Bronx", "The Bronx"),
        (coronavirus.ILLNESS, "Visit All ages", "Visits", "Visit All ages"),
        # Were it taken for a number, the zero beside it would be taken for a count.
        (coronavirus.ILLNESS_BY_BOROUGH, "NA,0", "N.A.,0", "N.A."),
    ],
)
def test_a_damaged_file_stops_the_source_and_is_named(
    delivery: Path, file: str, old: str, new: str, told: str
) -> None:
    replace(delivery / file, old, new)
    with pytest.raises(DeliveryError, match=r"Expected") as error:
        coronavirus.read(delivery)
    assert Path(file).name in str(error.value)
    assert told in str(error.value)


def test_a_missing_file_is_named(delivery: Path) -> None:
    (delivery / coronavirus.DEATH_RATE).unlink()
    with pytest.raises(DeliveryError, match=r"deathrate-by-modzcta\.csv: not found"):
        coronavirus.read(delivery)


@pytest.mark.filterwarnings("ignore:Series.dt.dayofweek is deprecated")
def test_the_real_files_keep_every_promise_of_their_indicators(real: pd.DataFrame) -> None:
    observations.check(real, coronavirus.SOURCE.indicators)


def test_the_real_grid_is_whole(real: pd.DataFrame) -> None:
    rows = real.groupby(["indicator_id", "geography"]).size()
    assert rows["covid_case_rate", "modzcta"] == 293 * 177
    assert rows["covid_death_rate", "modzcta"] == rows["covid_hospitalization_rate", "modzcta"]
    assert rows["covid_death_rate", "modzcta"] == 67 * 177
    assert rows["covid_cases", "borough"] == 2054 * 5
    assert rows["covid_deaths", "city"] == 2054
    assert rows["covid_like_illness_visits", "borough"] == 2084 * 5


def test_real_figures_are_those_in_the_files(real: pd.DataFrame) -> None:
    assert one(real, "covid_cases", "NYC", "2020-02-29") == (1, "normal", "2020-02-29")
    assert one(real, "covid_cases", "NYC", "2025-10-06")[0] == 153
    assert one(real, "covid_cases_with_probable", "NYC", "2025-10-06")[0] == 153 + 104
    assert one(real, "covid_hospitalizations", "QN", "2025-10-03")[0] == 10
    assert one(real, "covid_case_rate", "10001", "2020-03-08") == (65.19, "normal", "2020-03-14")
    assert one(real, "covid_case_rate", "SI", "2025-09-28") == (25.62, "normal", "2025-10-04")
    assert one(real, "covid_death_rate", "BX", "2020-04-01") == (243.1, "normal", "2020-04-30")
    assert one(real, "covid_death_rate", "NYC", "2020-04-01")[0] == 200.2
    assert one(real, "covid_hospitalization_rate", "10001", "2020-03-01")[0] == 54.3


def test_rates_never_hold_a_zero_and_blanks_say_withheld_or_none(real: pd.DataFrame) -> None:
    areas = real[real["geography"] == "modzcta"]
    assert not (areas["value"] == 0).any()
    blanks = areas[areas["value"].isna()].groupby("indicator_id")["status"].value_counts()
    assert blanks.to_dict() == {
        ("covid_case_rate", "withheld_or_none"): 5282,
        ("covid_death_rate", "withheld_or_none"): 9966,
        ("covid_hospitalization_rate", "withheld_or_none"): 4194,
    }
    # Five people died in Manhattan in August 2025: shown. None did in July: blank.
    assert one(real, "covid_death_rate", "MN", "2025-08-01")[:2] == (0.3, "normal")
    assert one(real, "covid_death_rate", "MN", "2025-07-01")[1] == "withheld_or_none"


@pytest.mark.parametrize("indicator_id", ["covid_cases", "covid_hospitalizations", "covid_deaths"])
def test_the_last_seven_days_are_early_figures(real: pd.DataFrame, indicator_id: str) -> None:
    daily = real[(real["indicator_id"] == indicator_id) & (real["area_id"] == "NYC")]
    early = daily.loc[daily["status"] == "provisional", "period_start"]
    assert [day.date().isoformat() for day in early] == [
        f"2025-10-{day:02}" for day in range(7, 14)
    ]
    assert daily["value"].max() < 61030


def test_the_week_of_the_shaded_days_is_early_and_the_last_month_is_not(
    real: pd.DataFrame,
) -> None:
    assert one(real, "covid_case_rate", "NYC", "2025-10-05") == (14.86, "provisional", "2025-10-11")
    assert one(real, "covid_death_rate", "NYC", "2025-09-01") == (0.3, "normal", "2025-09-30")


def days_apart(real: pd.DataFrame, indicator_id: str) -> int:
    daily = real[real["indicator_id"] == indicator_id]
    by_day = daily.pivot_table(index="period_start", columns="area_id", values="value")
    return int((by_day[list(BOROUGHS)].sum(axis=1) != by_day["NYC"]).sum())


def test_boroughs_and_city_stay_apart_as_published(real: pd.DataFrame) -> None:
    assert days_apart(real, "covid_cases") == 437
    assert days_apart(real, "covid_deaths") == 2
    assert any("437 days" in text for text in coronavirus.SOURCE.known_errors)


def test_the_case_rate_counts_probable_cases_too(real: pd.DataFrame) -> None:
    """The population a rate implies is near the city's only when probable cases are counted."""
    rate, _, _ = one(real, "covid_case_rate", "NYC", "2025-07-13")
    days = pd.date_range("2025-07-13", "2025-07-19")

    def implied(indicator_id: str) -> float:
        chosen = real[(real["indicator_id"] == indicator_id) & (real["area_id"] == "NYC")]
        return chosen.loc[chosen["period_start"].isin(days), "value"].sum() / rate * 100_000

    assert 8.4e6 < implied("covid_cases_with_probable") < 8.8e6
    assert implied("covid_cases") < 5.5e6


def test_deaths_by_day_and_the_death_rate_count_the_same_deaths(real: pd.DataFrame) -> None:
    """16,689 deaths in April 2020 at 200.2 per 100,000: both count probable deaths."""
    daily = real[(real["indicator_id"] == "covid_deaths") & (real["area_id"] == "NYC")]
    april = daily["period_start"].between("2020-04-01", "2020-04-30")
    assert daily.loc[april, "value"].sum() == 16_689
    rate, _, _ = one(real, "covid_death_rate", "NYC", "2020-04-01")
    assert 16_689 / rate * 100_000 == pytest.approx(8_336_000, rel=0.001)


def test_staten_island_did_not_report_visits_on_one_day(real: pd.DataFrame) -> None:
    visits = real[real["indicator_id"] == "covid_like_illness_visits"]
    lost = visits[visits["status"] == "not_reported"]
    assert lost[["area_id", "period_start"]].to_numpy().tolist() == [
        ["SI", pd.Timestamp("2023-09-09")]
    ]
    assert visits["value"].min() > 0


def test_withdrawn_and_frozen_files_are_not_in_the_feed() -> None:
    names = [file.name for file in coronavirus.SOURCE.feed.files]
    assert all(name.startswith("trends/") for name in names)
    assert not any("percentpositive" in name or "testrate" in name for name in names)


def test_the_files_of_the_feed_are_official_downloads_that_exist(mirror: Path) -> None:
    for file in coronavirus.SOURCE.feed.files:
        assert (mirror / FOLDER / file.name).is_file()
        assert file.url == f"{coronavirus.RAW}{file.name}"
