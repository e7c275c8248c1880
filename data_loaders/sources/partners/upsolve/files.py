"""Upsolve's extract: its columns, and what of a person passes the door."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery import cells, zips
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import TextFormat, text_table
from data_loaders.delivery.zips import OUTSIDE
from data_loaders.sources.partners.upsolve.indicators import (
    AGE_BANDS,
    GENDERS,
    NOT_GIVEN,
    OTHER,
    RACES,
    REASONS,
)

STARTED, BIRTH_YEAR, STATE, ZIP = "interview_start_time", "birth_year", "state", "zip"
COVID = "this_reason_is_related_to_covid-19"
RACE_COLUMNS = (
    "race:_white",
    "race:_black_or_african_american",
    "race:_hispanic_or_latino_american",
    "race:_asian",
    "race:_native_american",
)
GENDER_COLUMNS = ("gender:_male/man", "gender:_female/woman")
RARER_GENDER_COLUMNS = (
    "gender:_transmale/transman",
    "gender:_transfemale/transwoman",
    "gender:_genderqueer/gender_nonconforming",
    "gender:_something_else",
)
REASON_COLUMNS = {
    f"reason_for_filing_bankruptcy:_{end}": short for end, (short, _) in REASONS.items()
}
OPTION_COLUMNS = tuple(
    f"option_tried:_{end}"
    for end in (
        "cut_back_on_basic_necessities_(e.g._groceries,_rent,_utilities)",
        "stopped_paying_bills",
        "sold_or_pawned_things_i_own",
        "borrowed_money_from_family_and_friends",
        "didn't_get_medical_care_i_needed",
        "looked_for_another_job_or_additional_income",
        "debt_counseling_or_debt_modification_programs",
        "negotiated_with_creditors",
        "talked_to_a_bankruptcy_lawyer,_but_could_not_afford_their_fee",
    )
)
# Never parsed: free text, and answers that no indicator needs.
NEVER_READ = (
    "other_reason_for_filing_bankruptcy",
    "most_important_reason",
    *OPTION_COLUMNS,
    "what_user_would_have_done_instead_of_upsolve",
)
COLUMNS = (
    STARTED,
    BIRTH_YEAR,
    *RACE_COLUMNS,
    *GENDER_COLUMNS,
    *RARER_GENDER_COLUMNS,
    *REASON_COLUMNS,
    "other_reason_for_filing_bankruptcy",
    "most_important_reason",
    COVID,
    *OPTION_COLUMNS,
    "what_user_would_have_done_instead_of_upsolve",
    STATE,
    ZIP,
)
LAYOUT = TextFormat(
    columns=COLUMNS,
    read=tuple(name for name in COLUMNS if name not in NEVER_READ),
    plain_names=True,
)
FOUNDED = date(2016, 1, 1)
MARKED = {**dict.fromkeys(("true", "1", "yes"), "yes"), **dict.fromkeys(("false", "0", "no"), "no")}
OF_NEW_YORK = ("NY", "New York")
LONGEST_STATE = 20


def people(report: Report, path: Path, as_of: date) -> pd.DataFrame | None:
    """What is kept of each person of the city: quarter, borough, age band and groups marked."""
    table = text_table(report, path, LAYOUT)
    if table is None:
        return None
    file = path.name
    started = cells.days(report, file, table[STARTED].str.slice(0, 10), "%Y-%m-%d", FOUNDED, as_of)
    in_state = _of_new_york(report, file, table[STATE])
    area_id = zips.boroughs(report, file, table.loc[in_state, ZIP]).reindex(table.index)
    marked = {
        name: _marked(report, file, table[name])
        for name in (*RACE_COLUMNS, *GENDER_COLUMNS, *RARER_GENDER_COLUMNS, *REASON_COLUMNS, COVID)
    }
    kept = pd.DataFrame(
        {
            "day": pd.Timestamp(as_of),
            "quarter": started.dt.to_period("Q").dt.start_time,
            "area_id": area_id,
            "age": _age_bands(report, file, table[BIRTH_YEAR], started),
            "race": _alone(pd.DataFrame({n: marked[n] for n in RACE_COLUMNS}), RACES),
            "gender": _alone(
                pd.DataFrame({n: marked[n] for n in (*GENDER_COLUMNS, *RARER_GENDER_COLUMNS)}),
                GENDERS,
            ),
            "covid": marked[COVID],
            **{short: marked[name] for name, short in REASON_COLUMNS.items()},
        }
    )
    return kept[in_state & area_id.ne(OUTSIDE)].reset_index(drop=True)


def _of_new_york(report: Report, file: str, column: pd.Series) -> pd.Series:
    """Whether a person lives in the state; where none is named, the ZIP Code alone decides."""
    strange = column.str.len() > LONGEST_STATE
    if strange.any():
        report.stop(file, "state: no name of a state", "NY", cells.NEXT, column.index[strange])
    elsewhere = column.notna() & ~column.isin(OF_NEW_YORK)
    if elsewhere.any():
        report.note(
            file,
            f"state: {cells.shapes(column[elsewhere])}",
            "NY",
            "They are not counted: the figures are of the city.",
            column.index[elsewhere],
        )
    return ~elsewhere


def _marked(report: Report, file: str, column: pd.Series) -> pd.Series:
    """Whether an answer is marked; an empty cell is not."""
    return cells.answers(report, file, column, MARKED, "marks").eq("yes")


def _age_bands(report: Report, file: str, column: pd.Series, started: pd.Series) -> pd.Series:
    born = pd.to_numeric(column, errors="coerce")
    age = started.dt.year - born
    bands = pd.Series(NOT_GIVEN, index=column.index, dtype="str")
    for band, (first, last) in AGE_BANDS.items():
        bands = bands.mask(age.between(first, last), band)
    strange = column.notna() & bands.eq(NOT_GIVEN)
    if strange.any():
        report.note(
            file,
            f"{BIRTH_YEAR}: a year that cannot be",
            "a year that makes a person 18 to 100",
            "They count under age not given.",
            column.index[strange],
        )
    return bands


def _alone(marked: pd.DataFrame, groups: tuple[str, ...]) -> pd.Series:
    """The group of whoever marked exactly one of the first columns; OTHER for everybody else."""
    marked_group = pd.Series(OTHER, index=marked.index, dtype="str")
    one = marked.sum(axis=1).eq(1)
    for group, name in zip(groups, marked.columns, strict=False):
        marked_group = marked_group.mask(one & marked[name], group)
    return marked_group
