"""Which withheld cells give themselves, or each other, away by addition alone.

One random circulation over the withheld cells shows it: a cell that no circulation can change
is known exactly, and two cells that always change together are known as soon as one of them is.
Both hold up to a chance of about one in 2^40 a table.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from data_loaders.privacy.tables.network import Ints, Mask

WEIGHTS = 2**40


def circulation(tails: Ints, heads: Ints, nodes: int) -> Ints:
    """A random change of all arcs that keeps every sum: 0 on an arc nothing can change."""
    random = np.random.default_rng(20200713)
    parent, order = _forest(tails, heads, nodes)
    tree = _tree_arcs(tails, heads, parent)
    change = random.integers(1, WEIGHTS, len(tails))
    change[tree[tree >= 0]] = 0
    surplus = np.zeros(nodes, dtype=np.int64)
    np.add.at(surplus, heads, change)
    np.subtract.at(surplus, tails, change)
    for node in order[::-1]:
        arc, above = tree[node], parent[node]
        if arc < 0:
            continue
        # What a node has too much of goes up its tree arc, with the arc's own direction.
        change[arc] = surplus[node] if tails[arc] == node else -surplus[node]
        surplus[above] += surplus[node]
    return change


def _forest(tails: Ints, heads: Ints, nodes: int) -> tuple[Ints, Ints]:
    """A spanning forest: the parent of each node (or -1), and an order with parents first."""
    ones = np.ones(len(tails))
    graph = csr_array((ones, (tails, heads)), shape=(nodes, nodes))
    _, component = connected_components(graph, directed=False)
    firsts = np.unique(component, return_index=True)[1]
    root = nodes
    starts, ends = np.r_[tails, np.full(len(firsts), root)], np.r_[heads, firsts]
    joined = csr_array((np.ones(len(starts)), (starts, ends)), shape=(nodes + 1, nodes + 1))
    order, parent = breadth_first_order(joined, root, directed=False)
    above = parent[:nodes].astype(np.int64)
    above[above == root] = -1
    return above, order[1:].astype(np.int64)


def _tree_arcs(tails: Ints, heads: Ints, parent: Ints) -> Ints:
    """For each node the arc that joins it to its parent, -1 at the top of a tree."""
    tree = np.full(len(parent), -1, dtype=np.int64)
    arcs = np.arange(len(tails))
    up = parent[tails] == heads
    tree[tails[up]] = arcs[up]
    down = parent[heads] == tails
    tree[heads[down]] = arcs[down]
    return tree


def groups_that_change_together(change: Ints, considered: Ints) -> list[Ints]:
    """Arcs among `considered` that always change by the same amount, in groups of two or more."""
    groups: dict[int, list[int]] = defaultdict(list)
    for arc in considered:
        if change[arc] != 0:
            groups[abs(int(change[arc]))].append(int(arc))
    return [np.array(arcs, dtype=np.int64) for arcs in groups.values() if len(arcs) > 1]


def told_to_an_insider(amounts: Ints, change: Ints, same: Ints, alone: Mask, below: float) -> Mask:
    """Which cells of a group that changes together one lone contributor of another works out.

    A lone contributor of money knows its amount, so any other amount is told (`below` infinite).
    A lone person knows its cell is 1: another is told when it then is a count under `below`.
    A total and its only part that is not 0 (`same` label) hold the same contributors and tell
    nothing; that two cells happen to have the same number is no such reason. `alone` are the cells
    that may have a lone contributor.
    """
    same_way = change[:, None] == change[None, :]
    itself = same[:, None] == same[None, :]
    if np.isinf(below):
        return np.asarray((alone[:, None] & ~itself).any(axis=0))
    step = 1 - amounts[:, None]
    then = amounts[None, :] + np.where(same_way, step, -step)
    told = alone[:, None] & ~itself & (then >= 1) & (then < below)
    np.fill_diagonal(told, val=False)
    return np.asarray(told.any(axis=0))
