"""COVID-19, influenza and RSV by week, and the error in RSV cases by borough."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.sources.public.nychealth_respiratory import source as nychealth_respiratory
from data_loaders.sources.public.nychealth_respiratory.indicators import METRICS
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME
from data_loaders.vocabulary.model import Geography

HEADER = '"Date","Metric","Submetric","Value","Display","Data as of"'


def line(date: str, metric: str, submetric: str, value: str, display: str = "Number") -> str:
    return f'"{date}","{metric}","{submetric}","{value}","{display}","08/06/2026"'


def delivery() -> str:
    """Three weeks of every metric and borough; the case counts say which line they are from."""
    lines = [HEADER]
    for indicator, metric in METRICS:
        display = "Percent" if indicator.unit.startswith("%") else "Number"
        total = "Overall" if display == "Percent" else "Total"
        lines += [line("07/18/2026", metric, total, "10", display)]
        lines += [line("08/01/2026", metric, total, "12", display)]
        if Geography.BOROUGH in indicator.geographies or metric == "RSV cases":
            for number, name in enumerate(BOROUGH_OF_NAME):
                lines += [line("07/18/2026", f"{metric} by borough", name, f"{number}", display)]
    return "\n".join(lines) + "\n"


def read(tmp_path: Path, old: str = "", new: str = "") -> pd.DataFrame:
    text = delivery()
    assert old in text
    path = tmp_path / nychealth_respiratory.FILE
    path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return nychealth_respiratory.read(tmp_path)


def row(table: pd.DataFrame, indicator_id: str, area_id: str, end: str) -> pd.Series:
    chosen = (
        table["indicator_id"].eq(indicator_id)
        & table["area_id"].eq(area_id)
        & table["period_end"].eq(end)
    )
    assert chosen.sum() == 1
    return table[chosen].iloc[0]


def test_a_week_ends_on_saturday_and_the_newest_is_an_early_figure(tmp_path: Path) -> None:
    table = read(tmp_path)
    old = row(table, "covid_cases_weekly", "NYC", "2026-07-18")
    assert (old["value"], old["status"]) == (10, "normal")
    assert str(old["period_start"].date()) == "2026-07-12"
    assert row(table, "covid_cases_weekly", "NYC", "2026-08-01")["status"] == "provisional"


def test_an_absent_week_is_not_reported(tmp_path: Path) -> None:
    assert row(read(tmp_path), "covid_cases_weekly", "NYC", "2026-07-25")["status"] == (
        "not_reported"
    )


@pytest.mark.parametrize("hidden", ["", "<5"])
def test_a_count_left_out_is_withheld_and_a_zero_is_zero(tmp_path: Path, hidden: str) -> None:
    old = line("07/18/2026", "COVID-19 deaths", "Total", "10")
    new = line("07/18/2026", "COVID-19 deaths", "Total", hidden)
    deaths = row(read(tmp_path, old, new), "covid_deaths_weekly", "NYC", "2026-07-18")
    assert deaths["status"] == "withheld"
    assert pd.isna(deaths["value"])
    zero = row(
        read(tmp_path, old, new.replace(f'"{hidden}"', '"0"', 1)),
        "covid_deaths_weekly",
        "NYC",
        "2026-07-18",
    )
    assert (zero["value"], zero["status"]) == (0, "normal")


def test_rsv_cases_by_borough_are_never_published(tmp_path: Path) -> None:
    table = read(tmp_path)
    assert set(table.loc[table["indicator_id"].eq("rsv_cases_weekly"), "area_id"]) == {"NYC"}
    assert row(table, "rsv_visit_share", "QN", "2026-07-18")["value"] == 3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Submetric"', '"Group"', "Submetric"),
        ('"Influenza visits"', '"Flu visits"', "no row for Influenza visits"),
        (
            line("07/18/2026", "COVID-19 cases by borough", "Queens", "3"),
            line("07/18/2026", "COVID-19 cases by borough", "Yonkers", "3"),
            "the name of a borough",
        ),
        ('"07/18/2026","COVID-19 cases"', '"2026-07-18","COVID-19 cases"', "rows of Date"),
        ('"07/18/2026","COVID-19 cases"', '"07/19/2026","COVID-19 cases"', "a Saturday"),
        (
            line("07/18/2026", "RSV visits", "Overall", "10", "Percent"),
            line("07/18/2026", "RSV visits", "Overall", "10", "Number"),
            "Expected Percent",
        ),
        (
            line("07/18/2026", "COVID-19 cases", "Total", "10"),
            line("07/18/2026", "COVID-19 cases", "Total", "few"),
            "a number",
        ),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path, old, new)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return nychealth_respiratory.read(mirror / nychealth_respiratory.SOURCE.feed.folder)


def test_the_published_file_keeps_the_promises_of_its_indicators(published: pd.DataFrame) -> None:
    observations.check(published, nychealth_respiratory.SOURCE.indicators)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "end", "value", "status"),
    [
        ("covid_cases_weekly", "NYC", "2023-09-09", 9464, "normal"),
        ("covid_cases_weekly", "MN", "2026-08-01", 186, "provisional"),
        ("influenza_cases_weekly", "BX", "2026-05-16", 212, "normal"),
        ("rsv_cases_weekly", "NYC", "2023-09-23", 340, "normal"),
        ("covid_deaths_weekly", "NYC", "2026-06-06", 0, "normal"),
        ("covid_visit_share", "MN", "2026-08-01", 0.35, "provisional"),
        ("influenza_visit_share", "NYC", "2026-05-16", 0.28, "normal"),
        ("rsv_admission_share", "NYC", "2026-05-30", 0.03, "normal"),
    ],
)
def test_figures_are_the_publishers(
    published: pd.DataFrame, indicator_id: str, area_id: str, end: str, value: float, status: str
) -> None:
    line = row(published, indicator_id, area_id, end)
    assert (line["value"], line["status"]) == (value, status)


def test_blank_deaths_are_withheld_and_not_zero(published: pd.DataFrame) -> None:
    deaths = published[published["indicator_id"].eq("covid_deaths_weekly")]
    assert len(deaths) == 152
    assert deaths["status"].eq("withheld").sum() == 30


def test_the_publishers_error_still_stands(mirror: Path) -> None:
    """When it is mended, RSV cases by borough can be published."""
    path = mirror / "nychealth-respiratory-illness-data" / nychealth_respiratory.FILE
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [cells for cells in csv.DictReader(file) if cells["Metric"].endswith("by borough")]
    of_metric = {
        metric: [
            (cells["Date"], cells["Submetric"], cells["Value"])
            for cells in rows
            if cells["Metric"] == metric
        ]
        for metric in ("RSV cases by borough", "Influenza cases by borough")
    }
    assert len(of_metric["RSV cases by borough"]) == 60
    assert of_metric["RSV cases by borough"] == of_metric["Influenza cases by borough"]
