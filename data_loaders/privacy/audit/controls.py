"""A12: releases broken on purpose. An audit that does not fail on them proves nothing.

The truth is not at hand, and not needed: any table that fits the published figures can stand
in for it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from data_loaders.privacy.audit.over_time import SeriesTable, told_by
from data_loaders.privacy.audit.published import PublishedSource
from data_loaders.privacy.audit.table_attack import Goal, attack
from data_loaders.privacy.audit.tables import goal_of, tables_with_gaps
from data_loaders.privacy.audit.versions import version_check
from data_loaders.privacy.tables import linear, network
from data_loaders.privacy.tables.flow import ContradictionError, WithheldFlow
from data_loaders.privacy.tables.network import NO_CELL, TOP, Floats, Ints, Mask, Network
from data_loaders.vocabulary.audit_record import CheckResult, result
from data_loaders.vocabulary.policy import LEAST_WITHHELD

TABLES = 3
SEED = 12  # the same tables each time, so that an audit can be repeated


def control_check(published: PublishedSource) -> CheckResult:
    """Unsuppress a cell, reveal a sum, add a rolling series, revise by one: each must be found.

    Always run on a table made for it, and on up to three tables of the source.
    """
    tried = list(_controls(_made_table()))
    tables = tables_with_gaps(published)
    order = np.random.default_rng(SEED).permutation(len(tables))[:TABLES]
    for place in order:
        cube, _, values, hidden = tables[place]
        tried += _controls((cube.network, values, hidden, goal_of(published, cube)))
    tried.append(("revision", _revision_is_found(published)))
    missed = [name for name, is_caught in tried if not is_caught]
    note = f"missed: {', '.join(missed)}" if missed else "every break was found"
    return result("A12", len(missed), len(tried), note=note)


Table = tuple[Network, Floats, Mask, Goal]


def _made_table() -> Table:
    """Two areas × three categories with four withheld cells in a rectangle."""
    made = network.build([2, 2, TOP], 3)
    cells = [[4, 30, 26, 60], [25, 3, 32, 60], [29, 33, 58, 120]]
    hidden = np.zeros(made.cell_count, dtype=bool)
    hidden[[0, 1, 4, 5]] = True
    values = np.where(hidden, np.nan, np.array(cells, dtype=np.float64).ravel())
    return made, values, hidden, Goal(minimum=10, level=3)


def _controls(table: Table) -> Iterator[tuple[str, bool]]:
    made, values, hidden, goal = table
    try:
        flow = WithheldFlow(made, values, np.isnan(values), LEAST_WITHHELD)
    except ContradictionError:
        return
    row = _smallest_row(made, values, hidden)
    if row is None:
        return
    standing_in = _standing_in(flow, values)
    yield "unsuppressed cell", _unsuppressed_is_found(made, values, hidden, goal, row, standing_in)
    yield "revealed sum", _revealed_sum_is_found(made, values, row, standing_in)
    yield "rolling series", _rolling_is_found(made, values, hidden, goal, standing_in)


def _standing_in(flow: WithheldFlow, values: Floats) -> Floats:
    """A table that fits: published cells as they are, one possible value for each gap."""
    cells = flow.cells()
    real = cells != NO_CELL
    table = values.copy()
    table[cells[real]] = flow.flow[real]
    return table


def _smallest_row(made: Network, values: Floats, hidden: Mask) -> Ints | None:
    """The withheld cells of the rule of addition that has the fewest, at least two."""
    rows = [np.array([cell for cell, _ in terms]) for terms in linear.sums_of(made)]
    gaps = [cells[hidden[cells]] for cells in rows if not (np.isnan(values) & ~hidden)[cells].any()]
    usable = [cells for cells in gaps if len(cells) >= 2]
    return min(usable, key=len) if usable else None


def _unsuppressed_is_found(
    made: Network, values: Floats, hidden: Mask, goal: Goal, row: Ints, standing_in: Floats
) -> bool:
    """Publish all withheld cells of a row but one: the last is exact."""
    broken, left = values.copy(), hidden.copy()
    broken[row[1:]] = standing_in[row[1:]]
    left[row[1:]] = False
    return attack(made, broken, left, goal, LEAST_WITHHELD).exact > 0


def _revealed_sum_is_found(made: Network, values: Floats, row: Ints, standing_in: Floats) -> bool:
    """Publish the sum of all withheld cells of a row but one, as one more cell."""
    unknown = np.isnan(values)
    size = made.cell_count
    known = np.append(np.where(unknown, 0.0, values), standing_in[row[1:]].sum())
    upper = np.append(np.where(unknown, np.inf, values), known[size])
    revealed = [(size, 1.0), *((int(cell), -1.0) for cell in row[1:])]
    bounds = linear.system([*linear.sums_of(made), revealed], [], known, upper)
    low, high = linear.intervals(bounds, row[:1])
    return bool(high[0] - low[0] < linear.EXACT)


def _rolling_is_found(
    made: Network, values: Floats, hidden: Mask, goal: Goal, standing_in: Floats
) -> bool:
    """Add four-period sums beside the cells, as if the table had twelve such periods."""
    growth = np.arange(1, 13)
    truth = np.rint(np.maximum(standing_in, 1)[:, None] * (1 + growth[None, :] % 5))
    gaps = np.zeros(truth.shape, dtype=bool)
    gaps[hidden, 6] = True
    level = SeriesTable("level", np.where(gaps, np.nan, truth), gaps, 0.5)
    moving = np.lib.stride_tricks.sliding_window_view(truth, 4, axis=1).sum(axis=2)
    sums = np.full(truth.shape, np.nan)
    sums[:, 3:] = moving
    rolling = SeriesTable("rolling", sums, np.zeros(truth.shape, dtype=bool), 0.5)
    return told_by(level, rolling, goal.minimum)[0] > 0


def _revision_is_found(published: PublishedSource) -> bool:
    """Let the last release differ by one in one published count, or show one withheld cell."""
    ids = {cube.indicator_id for cube in published.cubes}
    table = published.observations
    counts = table["indicator_id"].isin(ids) & table["value"].notna()
    changeable = np.flatnonzero(counts if published.minimum > 1 else published.hidden)
    if not len(changeable):
        return True
    last: pd.DataFrame = table.copy()
    last.loc[changeable[0], "value"] = float(np.nan_to_num(last["value"].iloc[changeable[0]])) + 1
    return not version_check(published, [last]).passed
