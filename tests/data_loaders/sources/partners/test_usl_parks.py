"""The Urban Systems Lab's survey: one wave, one row a person, two answers kept of seventy."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.sources.partners import usl_parks
from tests.support.handed_over import observed

NOTE = "I live beside the park"


def row(number: int, day: str, borough: str, lives_here: str, safe: str) -> str:
    answers = {"date": day, "borough": borough, "nyc_res": lives_here, "feel_safe": safe}
    answers |= {"zip": "10458", "age": "34", "notes": f"{NOTE} {number}"}
    return "|".join(answers.get(name, "") for name in usl_parks.COLUMNS)


ROWS = [
    *(row(i, "2020-05-13", "Bronx", "Yes", "4 - mostly") for i in range(14)),
    *(row(i, "2020-06-15", "Queens", "Yes", "2 - hardly") for i in range(12)),
    *(row(i, "2020-06-01", "Brooklyn", "Yes", "5") for i in range(3)),
    *(row(i, "2020-06-02", "", "", "") for i in range(13)),
    row(1, "2020-06-03", "Bronx", "No", "1"),
]
DELIVERY = "\n".join(["|".join(usl_parks.COLUMNS), *ROWS]) + "\n"


def delivered(folder: Path, text: str) -> Path:
    path = folder / "usl_parks_2021-03-31.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_residents_are_counted_by_borough_and_by_answer_over_the_one_wave(tmp_path: Path) -> None:
    kept, report = read_delivery(usl_parks, [delivered(tmp_path, DELIVERY)])
    assert kept is not None, report.findings
    counted = usl_parks.counted(kept).set_index(["indicator_id", "area_id"])["value"]
    assert counted["usl_people", "BX"] == 14
    assert counted["usl_people", "NYC"] == 42
    assert counted["usl_feel_safe_4", "NYC"] == 14
    assert counted["usl_feel_safe_unanswered", "NYC"] == 13
    assert counted["usl_feel_safe_1", "NYC"] == 0
    table = observed(usl_parks, kept)
    assert {f"{day:%Y-%m-%d}" for day in table["period_start"]} == {"2020-05-13"}
    assert {f"{day:%Y-%m-%d}" for day in table["period_end"]} == {"2020-06-15"}
    brooklyn = table[table["area_id"].eq("BK")]
    assert brooklyn["status"].tolist() == ["withheld"]
    assert brooklyn["value"].isna().all()


def test_only_two_answers_of_a_park_survey_are_kept(tmp_path: Path) -> None:
    kept, _report = read_delivery(usl_parks, [delivered(tmp_path, DELIVERY)])
    assert kept is not None
    assert sorted(kept.columns) == ["area_id", "day", "feel_safe", "first"]
    assert NOTE not in kept.to_csv()
    assert "10458" not in kept.to_csv()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("|4 - mostly|", "|9 - mostly|", "feel_safe: unknown answers"),
        ("|Bronx|", "|Jersey|", "borough: unknown answers"),
        ("2020-05-13", "1999-05-13", "a date that cannot be"),
        ("|Yes|", "|Perhaps|", "nyc_res: unknown answers"),
        ("|notes\n", "|comments\n", "notes"),
        (f"|{NOTE} 1\n", "\n", "cells"),
    ],
)
def test_what_is_wrong_is_said_and_never_quoted(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = DELIVERY.replace(old, new, 1)
    assert text != DELIVERY
    kept, report = read_delivery(usl_parks, [delivered(tmp_path, text)])
    assert kept is None
    sentences = [finding.sentence for finding in report.findings]
    assert any(message in sentence for sentence in sentences), sentences
    assert not any("Jersey" in each or "Perhaps" in each for each in sentences)
