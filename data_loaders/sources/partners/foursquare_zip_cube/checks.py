"""What must hold of a day of Foursquare's cube, and what is said where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import shapes
from data_loaders.delivery.engines import cubes
from data_loaders.delivery.engines.cubes import ROWS
from data_loaders.delivery.findings import Report
from data_loaders.observations.points import modzcta_of_zip
from data_loaders.sources.foursquare_groups import (
    AGES,
    ALL,
    BOROUGH_OF_COUNTY,
    GROUP,
    INDUSTRY_OF_GROUP,
    LEFT_OUT,
    PARTS_OF_THE_DAY,
    STATE,
)

COUNT = re.compile(r"[0-9]{1,12}(\.0*)?")
ZIP = re.compile(r"[0-9]{5}")
PLACE = ["zip", "group"]
CELL = [*PLACE, "hour", "demo"]
ASK = "Ask the partner, or extend the source's module."


@dataclass(frozen=True)
class Day:
    """A day's parts while they are looked at: `columns` of its layout, `cells` its rows grouped."""

    report: Report
    path: Path
    parts: Sequence[Path]
    columns: tuple[str, ...]
    cells: pd.DataFrame

    def stop(
        self,
        bad: pd.Series,
        is_bad: Callable[[cubes.Cells], bool],
        problem: str,
        expected: str,
        mend: str = ASK,
    ) -> None:
        """Stop where any of the cells is bad, naming the rows behind them."""
        if bad.any():
            words = (problem, expected, mend)
            chosen = self.cells[bad]
            cubes.stop_rows(self.report, self.path, self.parts, self.columns, chosen, is_bad, words)

    def note(self, problem: str, expected: str, mend: str) -> None:
        self.report.note(self.path.name, problem, expected, mend)


def check_codes(cube: Day, day: date) -> None:
    cells, text = cube.cells, day.isoformat()
    cube.stop(
        cells["dt"].ne(text),
        lambda row: row["dt"] != text,
        "dt: another day than the file's",
        f"{text} in every row",
    )
    for column, known in (("hour", (*PARTS_OF_THE_DAY, ALL)), ("demo", AGES)):
        _stop_unknown(cube, column, column, known)
    groups = cells["is_group"]
    _stop_unknown(cube, "group", "categoryname", tuple(INDUSTRY_OF_GROUP), groups)


def _stop_unknown(
    cube: Day, key: str, column: str, known: Sequence[str], among: pd.Series | None = None
) -> None:
    values = cube.cells[key].fillna("")
    bad = ~values.isin(list(known))
    bad = bad if among is None else bad & among
    codes = set(values[bad])

    def is_bad(row: cubes.Cells) -> bool:
        return row[column] in codes and (among is None or row["categoryid"] == GROUP)

    cube.stop(
        bad,
        is_bad,
        f"{column}: unknown {shapes(values[bad])}",
        f"one of {', '.join(known)}",
        "If it is right, add it to delivery/foursquare.py.",
    )


def groups_of(cube: Day) -> pd.DataFrame:
    """The cells of grouped venue types; what else there is, is said."""
    is_group = cube.cells["is_group"]
    single = int(cube.cells.loc[~is_group, ROWS].sum())
    if single:
        cube.note(
            f"rows of single venue types: {single:,}",
            "rows of groups, which are read",
            "Nothing to do: their visits are in the groups.",
        )
    cells = cube.cells[is_group].reset_index(drop=True)
    if cells.empty:
        cube.report.stop(
            cube.path.name,
            f"no row with categoryid {GROUP}",
            "rows of grouped venue types",
            "Compare the order of the columns with the format.",
        )
    left_out = cells["group"].isin(LEFT_OUT)
    if left_out.any():
        number = int(cells.loc[left_out, ROWS].sum())
        cube.note(
            f"rows of {shapes(cells['group'][left_out], LEFT_OUT)}: {number:,}",
            "groups that are published",
            "Nothing to do: homes, and groups in too few places, are never published.",
        )
    return cells


def is_of_the_city(cells: pd.DataFrame) -> pd.Series:
    return cells["state"].eq(STATE) & cells["county"].isin(list(BOROUGH_OF_COUNTY))


def check_places(groups: Day) -> None:
    cells = groups.cells
    groups.stop(
        ~cells["zip"].str.fullmatch(ZIP.pattern).eq(True),
        lambda row: row["categoryid"] == GROUP and not ZIP.fullmatch(row["zip"]),
        "zip: no ZIP Code",
        "five digits",
        "Compare the order of the columns with the format.",
    )
    outside = ~is_of_the_city(cells)
    ours = cells["zip"].isin(list(modzcta_of_zip()))
    groups.stop(
        outside & ours,
        lambda row: (
            row["zip"] in modzcta_of_zip()
            and not (row["state"] == STATE and row["county"] in BOROUGH_OF_COUNTY)
        ),
        "state, county: another one for a ZIP Code of the city",
        f"{STATE}, and one of {', '.join(BOROUGH_OF_COUNTY)}",
    )
    if (outside & ~ours).any():
        number = int(cells.loc[outside & ~ours, ROWS].sum())
        groups.note(
            f"rows of {shapes(cells['county'][outside & ~ours])}: {number:,}",
            "counties of New York City",
            "Nothing to do: they are outside the city, and not read.",
        )
    unknown = cells["zip"][~outside & ~ours]
    if len(unknown):
        groups.note(
            f"zip: {shapes(unknown)} in no list of ZIP Codes",
            "ZIP Codes of New York City",
            "Their visits count in the city's totals, in no area.",
        )


def check_visits(groups: Day) -> None:
    cells = groups.cells
    groups.stop(
        cells["unreadable"].gt(0),
        lambda row: bool(
            row["categoryid"] == GROUP and row["visits"] and not COUNT.fullmatch(row["visits"])
        ),
        "visits: no whole number",
        "a count",
        "Compare the order of the columns with the format.",
    )
    by_cell = cells.groupby(CELL, dropna=False)[ROWS].transform("sum")
    repeated = cells[by_cell > 1]
    keys = set(repeated[CELL].itertuples(index=False, name=None))
    groups.stop(
        by_cell > 1,
        lambda row: (
            row["categoryid"] == GROUP
            and (row["zip"], row["categoryname"], row["hour"], row["demo"]) in keys
        ),
        f"rows that share {', '.join(CELL)}",
        "each once",
        "Ask the partner which row holds.",
    )
    missing = int(cells["missing"].sum())
    if missing:
        groups.note(
            f"visits: {missing:,} empty",
            "a count in every row",
            "Ask the partner: a week in which one is missing has no figure for its area.",
        )


def check_sums(groups: Day, city: pd.DataFrame) -> None:
    """Every place and group needs its row of the whole day; parts of the day should add up."""
    everyone = city[city["demo"] == ALL]
    places = pd.MultiIndex.from_frame(city[PLACE])
    all_day = everyone[everyone["hour"] == ALL]
    without = ~places.isin(pd.MultiIndex.from_frame(all_day[PLACE]))
    if without.any():
        groups.report.stop(
            groups.path.name,
            f"no row of the whole day and all ages for {places[without].nunique():,} pairs of ZIP "
            "Code and group that have others",
            f"a row with hour {ALL} and demo {ALL}",
            "Ask the partner for the whole cube.",
        )
    parts = everyone[everyone["hour"] != ALL].groupby(PLACE)["visits"].agg(["sum", "count"])
    parts = parts.loc[parts["count"] == len(PARTS_OF_THE_DAY), "sum"]
    differs = (parts - all_day.drop_duplicates(PLACE).set_index(PLACE)["visits"]).dropna().ne(0)
    if differs.any():
        groups.note(
            f"parts of the day do not add up for {int(differs.sum()):,} pairs of ZIP Code and "
            "group",
            "their sum in the row of the whole day",
            "Nothing to do: only the row of the whole day is read.",
        )
