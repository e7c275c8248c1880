"""OATS's workbook: its columns, and what of a person passes the door.

The format names questions, not all their answers. The answers below are those the reader was
told; another one stops a delivery, and is added here once the partner says what it means.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import cells, zips
from data_loaders.delivery.findings import Report
from data_loaders.delivery.workbooks import WorkbookFormat, sheet_table
from data_loaders.delivery.zips import OUTSIDE
from data_loaders.sources.partners.oats.indicators import NOT_GIVEN, QUESTIONS

RECORDED, ZIP, AGE, HOUSEHOLD = "recordeddate", "q6", "q26a", "q28"
COLUMN_OF = {"computer": "q15", "internet": "q16", "issue": "q14"}
COLUMNS = (
    RECORDED,
    ZIP,
    "q7",
    *(f"q{number}" for number in range(13, 26)),
    AGE,
    *(f"q{number}" for number in range(27, 33)),
)
READ = (RECORDED, ZIP, *COLUMN_OF.values(), AGE, HOUSEHOLD)
NEVER_READ = tuple(name for name in COLUMNS if name not in READ)
SHEET = WorkbookFormat(COLUMNS, READ, label_rows=1, day_column=RECORDED)
FOUNDED = date(2004, 1, 1)
OLDEST = 115
MOST_IN_A_HOME = 30

# Typos included: "Note sure" stands in real deliveries.
SURE = {"yes": "yes", "no": "no", **dict.fromkeys(("not sure", "note sure", "unsure"), "unsure")}
ISSUES = {words: answer for answer, words in QUESTIONS["issue"][1].items() if answer != NOT_GIVEN}
ANSWERS = {"computer": SURE, "internet": SURE, "issue": ISSUES}
# First age of each band but the youngest.
BANDS = {"60_69": 60, "70_79": 70, "80_up": 80}


def people(report: Report, path: Path, as_of: date) -> pd.DataFrame | None:
    """What is kept of each person of the city: quarter, borough and an answer a question."""
    table = sheet_table(report, path, SHEET)
    if table is None:
        return None
    file = path.name
    recorded = cells.days(report, file, table[RECORDED], "%Y-%m-%d", FOUNDED, as_of)
    area_id = zips.boroughs(report, file, table[ZIP])
    answered = {
        question: cells.answers(report, file, table[column], ANSWERS[question], "answers")
        for question, column in COLUMN_OF.items()
    }
    kept = pd.DataFrame(
        {
            "day": pd.Timestamp(as_of),
            "quarter": recorded.dt.to_period("Q").dt.start_time,
            "area_id": area_id,
            **{question: answers.fillna(NOT_GIVEN) for question, answers in answered.items()},
            "age": _age_bands(report, file, table[AGE]),
            "household": _households(report, file, table[HOUSEHOLD]),
        }
    )
    return kept[area_id.ne(OUTSIDE)].reset_index(drop=True)


def _age_bands(report: Report, file: str, column: pd.Series) -> pd.Series:
    age = cells.numbers(report, file, column, least=0, most=OLDEST)
    bands = pd.Series("under_60", index=column.index, dtype="str")
    for band, first in BANDS.items():
        bands = bands.mask(age >= first, band)
    return bands.mask(age.isna(), NOT_GIVEN)


def _households(report: Report, file: str, column: pd.Series) -> pd.Series:
    size = cells.numbers(report, file, column, least=1, most=MOST_IN_A_HOME)
    households = pd.Series("others", index=column.index, dtype="str").mask(size.eq(1), "alone")
    return households.mask(size.isna(), NOT_GIVEN)
