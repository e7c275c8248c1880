"""Childhood vaccination files: a tiny delivery for each rule, and the real files."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nychealth_immunization import files
from data_loaders.sources.public.nychealth_immunization import source as immunization
from data_loaders.vocabulary.model import Reason

FOLDER = "nychealth-immunization-data"
MEASLES = files.VaccineSeries("measles_vaccination", "MMR", "1")
BY_AREA = "MMR_geo_24_35mo_2021_Q2.csv"
BY_BOROUGH = "MMR_borough_24_35mo_2021_Q2.csv"
TREND = "visualizations/MMR_trends_24_35mo.csv"
JUNE = ("2021", "Q2")

AREAS = f"""\
"NEIGHBORHOOD_NAME","MODZCTA","PERC_VAC","LABEL","AGE_GROUP","DOSES","COUNT_PEOPLE_VAC",\
"POP_DENOMINATOR","YEAR_COVERAGE","QUARTER","VACCINE_GROUP","Notes"
"Chelsea",10001,99,"10001","24 - 35 months",1,158,125.36,2021,"Q2","MMR",""
"Chinatown",10002,87,"10002","24 - 35 months",1,528,549.58,2021,"Q2","MMR",""
"Midtown",10018,91,"10018","24 - 35 months",1,41,45.1,2021,"Q2","MMR","{files.CAUTION}"
"Breezy Point",11697,0,"11697","24 - 35 months",1,,34.71,2021,"Q2","MMR","{files.HIDDEN}"
"""
BOROUGHS = """\
"YEAR_COVERAGE","QUARTER","AGE_GROUP","VACCINE_GROUP","DOSES","BOROUGH","PERC_VAC"
2021,"Q2","24 - 35 months","MMR",1,"Citywide",89
2021,"Q2","24 - 35 months","MMR",1,"Bronx",93
2021,"Q2","24 - 35 months","MMR",1,"Staten Island",79
"""
TRENDS = """\
"YEAR_COVERAGE","QUARTER","AGE_GROUP","VACCINE_GROUP","DOSES","PERC_VAC"
2018,"Q4","24 - 35 months","MMR",1,84
2019,"Q4","24 - 35 months","MMR",1,86
2026,"","24 - 35 months","MMR",,
"""


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    """The files of one vaccine and one period, and its trend."""
    (tmp_path / "visualizations").mkdir()
    (tmp_path / BY_AREA).write_text(AREAS)
    (tmp_path / BY_BOROUGH).write_text(BOROUGHS)
    (tmp_path / TREND).write_text(TRENDS)
    return tmp_path


def percents(delivery: Path) -> pd.DataFrame:
    return observations.tidy(
        [
            files.area_percents(delivery / BY_AREA, MEASLES, JUNE),
            files.borough_percents(delivery / BY_BOROUGH, MEASLES, JUNE),
            files.city_percent_before(delivery, MEASLES),
        ]
    )


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def real(mirror: Path) -> pd.DataFrame:
    return immunization.read(mirror / FOLDER)


def one(
    table: pd.DataFrame, area_id: str, last_day: str, indicator_id: str = "measles_vaccination"
) -> tuple[float, str]:
    """Value and status of one observation."""
    rows = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["period_end"] == pd.Timestamp(last_day))
    ]
    assert len(rows) == 1
    return rows.iloc[0]["value"], rows.iloc[0]["status"]


def test_a_tiny_delivery_keeps_every_promise_of_its_indicator(delivery: Path) -> None:
    read = percents(delivery)
    observations.check(read, immunization.INDICATORS)
    assert len(read) == 177 + 5 + 1 + 1


def test_june_stands_for_the_first_half_of_the_year_and_december_for_the_second(
    delivery: Path,
) -> None:
    read = percents(delivery)
    areas = read[read["geography"] == "modzcta"]
    assert set(areas["period_start"]) == {pd.Timestamp("2021-01-01")}
    assert set(areas["period_end"]) == {pd.Timestamp("2021-06-30")}
    assert one(read, "NYC", "2019-12-31") == (86, "normal")


def test_a_hidden_percentage_written_as_zero_is_withheld(delivery: Path) -> None:
    value, status = one(percents(delivery), "11697", "2021-06-30")
    assert pd.isna(value)
    assert status == "withheld"


@pytest.mark.parametrize("hidden", ["0", ""])
def test_a_zero_or_blank_without_a_note_is_withheld_too(delivery: Path, hidden: str) -> None:
    replace(delivery / BY_AREA, "10002,87", f"10002,{hidden}")
    value, status = one(percents(delivery), "10002", "2021-06-30")
    assert pd.isna(value)
    assert status == "withheld"


def test_a_number_beside_the_note_of_hiding_is_withheld(delivery: Path) -> None:
    replace(delivery / BY_AREA, "11697,0", "11697,26")
    assert one(percents(delivery), "11697", "2021-06-30")[1] == "withheld"


def test_a_percentage_the_publisher_warns_of_is_less_reliable(delivery: Path) -> None:
    assert one(percents(delivery), "10018", "2021-06-30") == (91, "low_reliability")
    assert one(percents(delivery), "10001", "2021-06-30") == (99, "normal")


def reason(table: pd.DataFrame, area_id: str) -> str:
    return table.loc[table["area_id"].eq(area_id), "reason"].iloc[0]


def test_a_figure_at_the_cap_says_so_beside_the_warning(delivery: Path) -> None:
    """Few children live there, and the figure may be more: neither hides the other."""
    replace(delivery / BY_AREA, "10018,91", "10018,99")
    found = percents(delivery)
    assert one(found, "10018", "2021-06-30") == (99, "low_reliability")
    assert reason(found, "10018") == Reason.CAPPED_FEW_CASES
    assert reason(found, "10001") == Reason.CAPPED


def test_a_small_population_is_less_reliable_even_without_the_warning(delivery: Path) -> None:
    replace(delivery / BY_AREA, files.CAUTION, "")
    assert one(percents(delivery), "10018", "2021-06-30") == (91, "low_reliability")


def test_the_warning_counts_even_where_the_population_is_larger(delivery: Path) -> None:
    replace(delivery / BY_AREA, "45.1", "60.1")
    assert one(percents(delivery), "10018", "2021-06-30") == (91, "low_reliability")


def test_an_area_without_a_row_is_not_reported(delivery: Path) -> None:
    assert one(percents(delivery), "10003", "2021-06-30")[1] == "not_reported"
    assert one(percents(delivery), "QN", "2021-06-30")[1] == "not_reported"


def test_files_that_spell_notes_in_capitals_and_state_no_doses_are_read(delivery: Path) -> None:
    path = delivery / BY_AREA
    replace(path, '"Notes"', '"NOTES"')
    replace(path, '"DOSES",', "")
    replace(path, '"24 - 35 months",1,', '"24 - 35 months",')
    assert one(percents(delivery), "10002", "2021-06-30") == (87, "normal")


def test_children_in_no_area_are_dropped_and_said(
    delivery: Path, caplog: pytest.LogCaptureFixture
) -> None:
    replace(delivery / BY_AREA, "10001,99", "99999,99")
    with caplog.at_level(logging.WARNING):
        read = percents(delivery)
    assert "dropped 1 rows of 99999" in caplog.text
    assert "99999" not in set(read["area_id"])


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (BY_AREA, '"PERC_VAC"', '"PERCENT"', "PERC_VAC"),
        (BY_AREA, '"LABEL"', '"PERC_BOOSTED"', "PERC_BOOSTED"),
        (BY_AREA, '"Notes"', '"LABEL"', "LABEL"),
        (BY_AREA, "10002,87", "10000,87", "'10000'"),
        (BY_AREA, "10002,87", "10001,87", "each area once"),
        (BY_AREA, "10002,87", "10002,101", "row 3: '101'"),
        (BY_AREA, "10002,87", "10002,<10", "row 3: '<10'"),
        (BY_AREA, "549.58", "many", "row 3: 'many'"),
        (BY_AREA, files.CAUTION, "Revised", "row 4: 'Revised'"),
        (BY_AREA, "24 - 35 months", "13 years", "'13 years'"),
        (BY_AREA, '"MMR"', '"Flu"', "'Flu'"),
        (BY_AREA, '"24 - 35 months",1', '"24 - 35 months",2', "DOSES"),
        (BY_BOROUGH, '2021,"Q2"', '2021,"Q4"', "QUARTER"),
        (BY_BOROUGH, '2021,"Q2"', '2020 - 21,"Q2"', "'2020 - 21'"),
        (BY_BOROUGH, '"Bronx"', '"The Bronx"', "'The Bronx'"),
        (BY_BOROUGH, '"BOROUGH"', '"BORO"', "BOROUGH"),
        (TREND, '"QUARTER"', '"HALF"', "QUARTER"),
    ],
)
def test_a_damaged_file_stops_the_source_and_is_named(
    delivery: Path, file: str, old: str, new: str, told: str
) -> None:
    replace(delivery / file, old, new)
    with pytest.raises(DeliveryError) as error:
        percents(delivery)
    assert Path(file).name in str(error.value)
    assert told in str(error.value)


def test_a_file_of_areas_without_notes_is_refused(delivery: Path) -> None:
    path = delivery / BY_AREA
    lines = [line.rpartition(",")[0] for line in path.read_text().splitlines()]
    path.write_text("\n".join(lines))
    with pytest.raises(DeliveryError, match="no notes"):
        percents(delivery)


def test_a_missing_period_is_named_and_a_newer_one_is_found(delivery: Path) -> None:
    with pytest.raises(DeliveryError, match=r"trends_24_35mo\.csv: not found"):
        immunization.read(delivery)
    (delivery / MEASLES.file("geo", ("2026", "Q2"))).write_text(AREAS)
    assert files.periods(delivery, MEASLES)[-1] == ("2026", "Q2")
    assert files.periods(delivery, MEASLES)[0] == ("2020", "Q2")


def test_the_real_files_keep_every_promise_of_their_indicators(real: pd.DataFrame) -> None:
    observations.check(real, immunization.SOURCE.indicators)


def test_the_real_grid_is_whole(real: pd.DataFrame) -> None:
    rows = real.groupby(["indicator_id", "geography"]).size()
    for indicator_id in ("measles_vaccination", "routine_vaccination"):
        assert rows[indicator_id, "modzcta"] == 12 * 177
        assert rows[indicator_id, "borough"] == 12 * 5
        assert rows[indicator_id, "city"] == 12 + 1
    assert not (real["status"] == "not_reported").any()


def test_measles_vaccination_in_the_bronx_fell_from_94_to_89_percent(real: pd.DataFrame) -> None:
    assert one(real, "BX", "2020-06-30") == (94, "normal")
    assert one(real, "BX", "2020-12-31") == (90, "normal")
    assert one(real, "BX", "2025-12-31") == (89, "normal")
    assert any("90% in December 2020" in text for text in immunization.INDICATORS[0].caveats)


def test_real_figures_are_those_in_the_files(real: pd.DataFrame) -> None:
    assert one(real, "10002", "2020-06-30") == (96, "normal")
    assert one(real, "10002", "2025-12-31") == (63, "normal")
    assert one(real, "NYC", "2019-12-31") == (86, "normal")
    assert one(real, "NYC", "2025-12-31") == (89, "normal")
    assert one(real, "SI", "2025-12-31", "routine_vaccination") == (50, "normal")
    assert one(real, "10002", "2025-12-31", "routine_vaccination") == (48, "normal")
    assert one(real, "NYC", "2019-12-31", "routine_vaccination") == (59, "normal")


def test_the_one_hidden_percentage_is_withheld_though_the_file_says_zero(
    real: pd.DataFrame,
) -> None:
    withheld = real[real["status"] == "withheld"]
    assert withheld[["indicator_id", "area_id", "period_end"]].to_numpy().tolist() == [
        ["routine_vaccination", "11697", pd.Timestamp("2021-06-30")]
    ]
    assert real["value"].min() > 0


def test_small_areas_are_marked_exactly_where_the_publisher_warns(real: pd.DataFrame) -> None:
    """135 rows carry the warning; no area under 50 children lacks it."""
    assert (real["status"] == "low_reliability").sum() == 135
    assert one(real, "10004", "2025-12-31") == (99, "low_reliability")


def test_percentages_stop_at_99_in_about_a_third_of_areas(real: pd.DataFrame) -> None:
    measles = real[real["indicator_id"] == "measles_vaccination"]
    areas = measles[measles["geography"] == "modzcta"]
    assert areas["value"].max() == 99
    assert 0.3 < (areas["value"] == 99).mean() < 0.36
    june = areas[areas["period_end"] == "2020-06-30"]
    assert (june["value"] == 99).sum() == 55


def test_the_files_of_the_feed_are_official_downloads_that_exist(mirror: Path) -> None:
    names = [file.name for file in immunization.SOURCE.feed.files]
    assert len(set(names)) == 2 * (2 * 12 + 1)
    for file in immunization.SOURCE.feed.files:
        assert (mirror / FOLDER / file.name).is_file()
        assert file.url == f"{immunization.RAW}{file.name}"
