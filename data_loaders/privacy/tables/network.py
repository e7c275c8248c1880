"""A two-way table with nested areas as a network: every cell is one arc.

Rows form a tree (areas inside boroughs inside the city), columns are one flat breakdown and its
total. Raising a cell by one pushes one unit along its arc, so whatever leaves a node must have
entered it: the rules of addition are the conservation of flow. On such a network the range of
values a withheld cell can have is a pair of maximum flows, exact for whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

TOP = -1
NO_CELL = -1
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class TableError(ValueError):
    """A table that is not what it claims; the message names its shape, never a value."""


@dataclass(frozen=True)
class Network:
    """Arcs of a table of `rows` × `columns` cells, flattened row by row, the total last.

    `cells[a]` is the cell of arc `a`, or NO_CELL for an arc that only closes the circulation.
    `parents[r]` is the row that row `r` adds up to, or TOP.
    """

    tails: Ints
    heads: Ints
    cells: Ints
    nodes: int
    rows: int
    columns: int
    parents: Ints

    @property
    def cell_count(self) -> int:
        return self.rows * self.columns

    @cached_property
    def arc_of_cell(self) -> Ints:
        """For each cell, the index of its arc."""
        arcs = np.empty(self.cell_count, dtype=np.int64)
        real = self.cells != NO_CELL
        arcs[self.cells[real]] = np.flatnonzero(real)
        return arcs

    @cached_property
    def is_leaf(self) -> Mask:
        """For each row, whether no other row adds up to it."""
        leaf = np.ones(self.rows, dtype=bool)
        leaf[self.parents[self.parents != TOP]] = False
        return leaf

    def on_arcs(self, by_cell: Floats) -> Floats:
        """Values by cell carried onto the arcs; a closing arc carries its row's total."""
        closing = self.cells == NO_CELL
        on_arcs = np.empty(len(self.tails), dtype=np.float64)
        on_arcs[~closing] = by_cell[self.cells[~closing]]
        on_arcs[closing] = by_cell[self.closed_cells]
        return on_arcs

    @cached_property
    def closed_cells(self) -> Ints:
        """For each closing arc, the cell whose flow it carries on."""
        entering = {int(head): arc for arc, head in enumerate(self.heads)}
        carried_cells = []
        for arc in np.flatnonzero(self.cells == NO_CELL):
            before = int(arc)
            while self.cells[before] == NO_CELL:
                before = entering[int(self.tails[before])]
            carried_cells.append(int(self.cells[before]))
        return np.array(carried_cells, dtype=np.int64)

    @cached_property
    def sides(self) -> list[tuple[Ints, Ints]]:
        """The cells on the two sides of every rule of addition."""
        closed = {0, *self.tails[self.cells == NO_CELL].tolist()}
        return [
            (self.cells[self.heads == node], self.cells[self.tails == node])
            for node in range(self.nodes)
            if node not in closed
        ]

    @cached_property
    def rules(self) -> csr_array:
        """Rules of addition × cells: 1 where a cell enters, -1 where it leaves."""
        cells = [np.r_[sides] for sides in self.sides]
        sizes = np.array([len(cells_of_rule) for cells_of_rule in cells], np.int64)
        signs = [np.repeat([1.0, -1.0], [len(side) for side in sides]) for sides in self.sides]
        rows = np.repeat(np.arange(len(sizes)), sizes)
        shape = (len(sizes), self.cell_count)
        if not len(sizes):
            return csr_array(shape)
        return csr_array((np.concatenate(signs), (rows, np.concatenate(cells))), shape=shape)

    def same(self, zero: Mask) -> Ints:
        """A label for each cell, shared by a total and its single part that is not among `zero`.

        Such cells hold the same contributors, whatever their number is.
        """
        there = np.where(zero, 0.0, 1.0)
        entering, leaving = self.rules.maximum(0), (-self.rules).maximum(0)
        single = (entering @ there == 1) & (leaving @ there == 1)
        chosen = self.rules[np.flatnonzero(single)].tocoo()
        kept = there[chosen.col] > 0
        order = np.argsort(chosen.row[kept], kind="stable")
        first, second = chosen.col[kept][order].reshape(-1, 2).T
        pairs = csr_array((np.ones(len(first)), (first, second)), shape=(self.cell_count,) * 2)
        return np.asarray(connected_components(pairs, directed=False)[1], dtype=np.int64)

    def imbalance(self, by_cell: Floats) -> Floats:
        """What enters each node minus what leaves it; all zero exactly when the table adds up."""
        flow = self.on_arcs(by_cell)
        entering = np.bincount(self.heads, weights=flow, minlength=self.nodes)
        leaving = np.bincount(self.tails, weights=flow, minlength=self.nodes)
        return np.asarray(entering - leaving, dtype=np.float64)

    def require_sums(self, by_cell: Floats) -> None:
        """Raise TableError unless every total equals the sum of its parts."""
        broken = int(np.count_nonzero(np.abs(self.imbalance(by_cell)) > 1e-6))
        if broken:
            raise TableError(
                f"{broken} of {self.nodes} sums do not add up in a table of {self.rows} areas × "
                f"{self.columns} columns; compute every total from the same cells it covers"
            )


def build(parents: Sequence[int], categories: int) -> Network:
    """The network of a table: `parents` of its rows, and how many categories beside the total.

    With no categories the table is the column of totals alone. Cells are numbered
    `row × (categories + 1) + column`; the total is the last column.
    """
    arcs = _Arcs(list(parents), categories)
    for row in range(len(parents)):
        arcs.add_total(row)
        arcs.add_parts(row)
    tails, heads, cells = (
        np.array(column, dtype=np.int64) for column in zip(*arcs.triples, strict=True)
    )
    return Network(
        tails,
        heads,
        cells,
        arcs.nodes,
        len(parents),
        categories + 1,
        np.array(parents, dtype=np.int64),
    )


class _Arcs:
    """Numbers the nodes (root, one a row, one a row × category) and collects the arcs."""

    def __init__(self, parents: list[int], categories: int) -> None:
        self.parents = parents
        self.categories = categories
        self.has_children = set(parents) - {TOP}
        self.nodes = 1 + len(parents) * (categories + 1)
        self.triples: list[tuple[int, int, int]] = []

    def node(self, row: int, column: int) -> int:
        """Node of a row's category; of its total when `column` is the last; the root for TOP."""
        return 0 if row == TOP else 1 + row * (self.categories + 1) + column

    def add_total(self, row: int) -> None:
        """Totals flow down the tree: from the parent's total to the row's."""
        total = self.categories
        cell = row * (total + 1) + total
        self.triples.append((self.node(self.parents[row], total), self.node(row, total), cell))

    def add_parts(self, row: int) -> None:
        """Categories flow up the tree: out of a leaf's total, into its parents' categories."""
        total, parent = self.categories, self.parents[row]
        is_leaf = row not in self.has_children
        if is_leaf and not self.categories:
            self.close(self.node(row, total), apart=parent == TOP)
        for column in range(self.categories):
            cell = row * (total + 1) + column
            start = self.node(row, total) if is_leaf else self.node(row, column)
            if parent == TOP and is_leaf:
                # A leaf at the top would have several arcs to the root: a node keeps them apart.
                self.triples.append((start, self.node(row, column), cell))
                self.close(self.node(row, column), apart=False)
            else:
                self.triples.append((start, self.node(parent, column), cell))

    def close(self, node: int, *, apart: bool) -> None:
        """Lead the flow of a node back to the root.

        Two nodes may be joined by one arc only: `apart` goes by a node of its own.
        """
        if apart:
            self.triples.append((node, self.nodes, NO_CELL))
            node, self.nodes = self.nodes, self.nodes + 1
        self.triples.append((node, 0, NO_CELL))
