"""Anyone's tables as one system: periods that add up to longer ones, tables to larger ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array, vstack

from data_loaders.privacy.audit.any_grids import KEY, grids
from data_loaders.privacy.tables import joined, programs
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.privacy.tables.flow import ContradictionError
from data_loaders.privacy.tables.joined import Attack, JoinedSystem, Need
from data_loaders.privacy.tables.network import Ints
from data_loaders.vocabulary.policy import LEAST_WITHHELD

# The column that names what a line adds up to, and the part of its key that it is named for.
ABOVE = {"period_within": "period", "table_within": "table"}


def joint_lines(rows: pd.DataFrame, minimum: int, level: int) -> tuple[list[str], bool]:
    """What all tables of a file tell together, and whether nothing is found out.

    No line where nothing ties its tables. Raises TreatmentError where a total has no lines.
    """
    ties = [tie for column in ABOVE if column in rows.columns for tie in _ties(rows, column)]
    if not ties:
        return [], True
    need = Need(np.full(len(rows), float(minimum)), float(level), np.zeros(len(rows)))
    told = relaxed = seen = 0
    try:
        for part in joined.parts(_system(rows, ties)):
            if part.is_one_table:
                continue
            targets = np.arange(len(part.cells))
            certain, by_bound = Attack(part, need.of(part.cells)).judged(targets)
            told, relaxed = told + int(certain.sum()), relaxed + int(by_bound.sum())
            seen += len(targets)
    except ContradictionError:
        return ["Together: the published figures contradict each other"], False
    how = f", {relaxed} bounded by relaxation" if relaxed else ""
    line = f"Together: {seen} withheld in sums over periods or tables, {told} found out{how}"
    return [line], told == 0


def _system(rows: pd.DataFrame, ties: list[csr_array]) -> JoinedSystem:
    within = list(_within(rows))
    number = [np.full(programs.rows(rules), place) for place, rules in enumerate(within)]
    table = np.concatenate([*number, *(np.full(programs.rows(tie), -1) for tie in ties)])
    rules = csr_array(vstack([*within, *ties]))
    value = rows["value"].to_numpy("float64")
    gap, zero = np.isnan(value), np.zeros(programs.rows(rules))
    lower, upper = np.where(gap, float(LEAST_WITHHELD), value), np.where(gap, np.inf, value)
    return JoinedSystem(rules, zero, zero, lower, upper, table)


def _within(rows: pd.DataFrame) -> Iterator[csr_array]:
    """The rules of each table of each period, over all lines."""
    for grid in grids(rows.assign(value=np.arange(len(rows), dtype=np.float64))):
        rules, places = grid.network.rules.tocoo(), grid.cells.astype(np.int64)
        shape = (programs.rows(grid.network.rules), len(rows))
        yield csr_array(coo_array((rules.data, (rules.row, places[rules.col])), shape=shape))


def _ties(rows: pd.DataFrame, column: str) -> Iterator[csr_array]:
    """One rule for each total that lines name in a column: it is the sum of those lines."""
    parts = np.flatnonzero(rows[column] != "")
    if not len(parts):
        return
    wanted = rows.iloc[parts].assign(**{ABOVE[column]: rows[column].iloc[parts]})
    above = _places(rows, wanted, column)
    totals, number = np.unique(above, return_inverse=True)
    count = len(totals)
    row = np.r_[np.arange(count), number]
    factor = np.r_[np.ones(count), -np.ones(len(parts))]
    at = (row, np.r_[totals, parts])
    yield csr_array(coo_array((factor, at), shape=(count, len(rows))))


def _places(rows: pd.DataFrame, wanted: pd.DataFrame, column: str) -> Ints:
    lines = pd.MultiIndex.from_frame(rows[KEY])
    places = lines.get_indexer(pd.MultiIndex.from_frame(wanted[KEY]))
    missing = wanted.loc[places < 0, [ABOVE[column], "area", "category"]]
    if len(missing):
        first = ", ".join(missing.iloc[0])
        raise TreatmentError(
            f"no line of {first}, named in `{column}`; a total that is not published needs lines "
            "with an empty value"
        )
    return np.asarray(places, dtype=np.int64)
