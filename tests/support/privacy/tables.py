"""Small tables for tests: random ones, and every table that fits what is published."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import strategies as st

from data_loaders.privacy.tables import network
from data_loaders.privacy.tables.network import TOP, Floats, Mask, Network

# Rows are leaves first; each shape is the parents of the rows and the number of categories.
SHAPES = (
    ([2, 2, TOP], 2),
    ([3, 3, 3, TOP], 0),
    ([TOP], 3),
    ([TOP, TOP], 2),
    ([2, 2, 4, 4, TOP], 1),
    ([3, 3, 4, 4, TOP], 2),
    ([2, 2, TOP], 3),
    ([TOP, TOP], 0),
)


def filled(table: Network, leaf_cells: list[int], categories: int) -> Floats:
    """All cells by addition, from those of leaf rows and categories, taken in order."""
    values = np.zeros((table.rows, table.columns))
    leaves = np.flatnonzero(table.is_leaf)
    width = max(categories, 1)
    given = np.array(leaf_cells[: len(leaves) * width], dtype=float).reshape(len(leaves), width)
    values[leaves, :width] = given
    if categories:
        values[leaves, -1] = given.sum(axis=1)
    for row in range(table.rows):
        if not table.is_leaf[row]:
            values[row] = values[_leaves_under(table, row)].sum(axis=0)
    return values.ravel()


def _leaves_under(table: Network, row: int) -> list[int]:
    if table.is_leaf[row]:
        return [row]
    children = np.flatnonzero(table.parents == row)
    return [leaf for child in children for leaf in _leaves_under(table, int(child))]


@st.composite
def withheld_tables(draw: st.DrawFn, highest: int = 4) -> tuple[Network, Floats, Mask, int]:
    """A table, its true values, the withheld cells, and its number of categories."""
    parents, categories = draw(st.sampled_from(SHAPES))
    table = network.build(parents, categories)
    leaves = int(table.is_leaf.sum()) * max(categories, 1)
    cells = draw(st.lists(st.integers(0, highest), min_size=leaves, max_size=leaves))
    chosen = draw(st.lists(st.booleans(), min_size=table.cell_count, max_size=table.cell_count))
    return table, filled(table, cells, categories), np.array(chosen), categories


def free_leaf_cells(table: Network, withheld: Mask) -> int:
    """How many cells brute force has to vary."""
    by_row = withheld.reshape(table.rows, table.columns)[table.is_leaf]
    return int(by_row[:, : max(table.columns - 1, 1)].sum())


def every_table(
    table: Network, values: Floats, withheld: Mask, categories: int, least: int, highest: int
) -> list[Floats]:
    """Every whole-number table that agrees with all published cells, by trying them all.

    Withheld cells lie between `least` and `highest` where they are leaves.
    """
    leaves = np.flatnonzero(table.is_leaf)
    width = max(categories, 1)
    choices = []
    for row in leaves:
        for column in range(width):
            cell = row * table.columns + column
            hidden = withheld[cell] and (categories or column == table.columns - 1)
            known = [int(values[cell])]
            choices.append(list(range(least, highest + 1)) if hidden else known)
    found = []
    for combination in product(*choices):
        candidate = filled(table, list(combination), categories)
        fits = (candidate == values)[~withheld].all()
        if fits and (candidate[withheld] >= least).all():
            found.append(candidate)
    return found
