"""OATS's workbooks: a header, a row of questions, one row a person, typos and junk included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City, Kind
from data_loaders.simulated.records import (
    Written,
    as_written,
    choice,
    handed_over,
    records,
    share_over_time,
    thinned,
)
from data_loaders.simulated.workbooks import write_sheet
from data_loaders.sources.partners.oats import files as form

NAME = "oats"
A_DAY = 4.0
SURE = {"Yes": 0.60, "No": 0.27, "Not Sure": 0.06, "Note sure": 0.03}
ISSUES = {
    "Staying in touch with family and friends": 0.30,
    "Health care and appointments": 0.21,
    "Benefits, bills and banking": 0.17,
    "Work and volunteering": 0.09,
    "Learning and hobbies": 0.18,
}
AGES = {"57": 0.04, "64": 0.31, "74": 0.37, "84": 0.22}  # middle of each band
HOUSEHOLDS = {"1": 0.44, "2": 0.33, "3": 0.12, "5": 0.06}
INTERNET = (0.66, 0.78)  # share with internet, before and during the pandemic
WRITTEN = Written(plus_four=0.05, lost=0.03, elsewhere=0.01)
CENTRAL_PARK, IN_THE_PARK = "00083", 0.001
# What stays at the door is there, so that a reader has something to leave there.
REST = {
    "q7": "A friend",
    "q13": "Learn the internet",
    "q25": "in the person's own words",
    "q31": "No",
}
QUESTIONS = {
    form.RECORDED: "Recorded Date",
    form.ZIP: "What is your ZIP Code?",
    "q14": "What is the main issue you need help with?",
    "q15": "Do you have a computer at home?",
    "q16": "Do you have internet at home?",
    form.AGE: "How old are you?",
    form.HOUSEHOLD: "How many people live in your home?",
}


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """The workbook of the day `until`: it holds everybody entered so far, whatever `after` is."""
    path = folder / f"oats_{until.isoformat()}.xlsx"
    people = handed_over(_people(city, scale), until).drop(columns="received")
    labels = [QUESTIONS.get(name, f"Question {name[1:]}") for name in form.COLUMNS]
    write_sheet(path, [form.COLUMNS, labels, *people.to_numpy(dtype=object).tolist()])
    return [path]


def _people(city: City, scale: float) -> pd.DataFrame:
    """Everybody of 2019 to 2022 in the columns of the format, with the day of entry."""
    table = records(city, Kind.LEARNERS, A_DAY, NAME, poorer=0.4)
    random = city.random(f"{NAME}, answers")
    size = len(table)
    cells = {
        form.RECORDED: table["day"].dt.to_pydatetime(),
        form.ZIP: _zips(table, random),
        "q14": choice(random, ISSUES, size),
        "q15": choice(random, SURE, size),
        "q16": _internet(table, random),
        form.AGE: _numbers(choice(random, AGES, size), random.integers(-2, 3, size)),
        form.HOUSEHOLD: _numbers(choice(random, HOUSEHOLDS, size), np.zeros(size, dtype=int)),
        **REST,
    }
    whole = pd.DataFrame(cells, index=table.index).reindex(
        columns=list(form.COLUMNS), fill_value=""
    )
    return thinned(whole.assign(received=table["received"]), city, NAME, scale)


def _zips(table: pd.DataFrame, random: np.random.Generator) -> list[int | str]:
    """ZIP Codes, most of them numbers to a spreadsheet, which loses the zeros of 00083."""
    written = as_written(table, random, WRITTEN).to_list()
    in_the_park = random.random(len(table)) < IN_THE_PARK
    zips = [
        CENTRAL_PARK if inside else str(code)
        for code, inside in zip(written, in_the_park, strict=True)
    ]
    return [int(code) if code.isdigit() else code for code in zips]


def _internet(table: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    answers = choice(random, SURE, len(table))
    has_it = random.random(len(table)) < share_over_time(table["day"], *INTERNET)
    return np.where(np.isin(answers, ("Yes", "No")), np.where(has_it, "Yes", "No"), answers)


def _numbers(answers: np.ndarray, spread: np.ndarray) -> list[int | str]:
    """Whole numbers as a spreadsheet holds them, '' where there is no answer."""
    return [
        int(answer) + int(change) if answer else ""
        for answer, change in zip(answers, spread, strict=True)
    ]
