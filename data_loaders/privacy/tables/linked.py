"""All tables of a source that share cells, as one linear system for one period.

Nested tables of each indicator, indicators that are sums of others, percents and their parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data_loaders.privacy.tables import linear
from data_loaders.privacy.tables.cube import ABSENT, Cube
from data_loaders.privacy.tables.linear import LinearSystem, Term
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.vocabulary.policy import AtMost, Policy, Ratio

PLACE = ["geography", "area_id", "industry_id"]


@dataclass(frozen=True)
class LinkedTables:
    """One system; `rows[i]` is the row of the observations that is cell `i`."""

    system: LinearSystem
    rows: Ints


def linked_indicators(policy: Policy) -> frozenset[str]:
    """Indicators whose cells a sum, a ratio or a subset links to those of others."""
    sums = [name for link in policy.sums for name in (link.total, *link.parts)]
    ratios = [name for link in policy.ratios for name in (link.numerator, link.denominator)]
    subsets = [name for link in policy.at_most for name in (link.part, link.whole)]
    return frozenset([*sums, *ratios, *subsets])


def periods_of(observations: pd.DataFrame) -> list[pd.Timestamp]:
    """Periods in order."""
    return sorted(set(observations["period_start"]))


def linked_tables(
    observations: pd.DataFrame,
    hidden: Mask,
    cubes: list[Cube],
    policy: Policy,
    period: pd.Timestamp,
    least: float,
    steps: dict[str, float],
) -> LinkedTables:
    """The system of one period. `steps` is the rounding of each indicator (0: exact).

    Withheld cells are at least `least`; published ones lie within half a rounding step.
    """
    at_period = (observations["period_start"] == period).to_numpy()
    rows = np.flatnonzero(at_period)
    number = np.full(len(observations), ABSENT, dtype=np.int64)
    number[rows] = np.arange(len(rows))
    here = observations.iloc[rows]
    value = here["value"].fillna(0.0).to_numpy("float64")
    half = here["indicator_id"].map(steps).fillna(0.0).to_numpy("float64") / 2
    concealed = hidden[rows]
    lower = np.where(concealed, least, np.maximum(value - half, 0.0))
    upper = np.where(concealed, np.inf, value + half)
    equal = [terms for cube in cubes for terms in _sums_in(cube, number, period)]
    equal += [terms for link in policy.sums for terms in _links(here, link.total, link.parts)]
    at_most = [terms for link in policy.ratios for terms in _ratio(here, concealed, link, half)]
    at_most += [terms for link in policy.at_most for terms in _subset(here, concealed, link)]
    return LinkedTables(linear.system(equal, at_most, lower, upper), rows)


def _sums_in(cube: Cube, number: Ints, period: pd.Timestamp) -> list[list[Term]]:
    if period not in cube.periods:
        return []
    places = cube.places[cube.periods.index(period)]
    cell_of = np.where(places == ABSENT, ABSENT, number[places])
    equations = []
    for terms in linear.sums_of(cube.network):
        renumbered = [(int(cell_of[cell]), factor) for cell, factor in terms]
        if all(cell != ABSENT for cell, _ in renumbered):
            equations.append(renumbered)
    return equations


def _links(here: pd.DataFrame, total: str, parts: tuple[str, ...]) -> list[list[Term]]:
    """One equation a place where the total and every part have a row."""
    cells = _cells_by_place(here, (total, *parts)).dropna()
    return [
        [(int(row[total]), 1.0), *((int(row[part]), -1.0) for part in parts)]
        for _, row in cells.iterrows()
    ]


def _cells_by_place(here: pd.DataFrame, indicators: tuple[str, ...]) -> pd.DataFrame:
    chosen = here.assign(cell=np.arange(len(here)))
    chosen = chosen[chosen["indicator_id"].isin(indicators)]
    wide = chosen.pivot_table(index=PLACE, columns="indicator_id", values="cell", aggfunc="first")
    return wide.reindex(columns=list(indicators))


def _subset(here: pd.DataFrame, concealed: Mask, link: AtMost) -> list[list[Term]]:
    """A part is at most its whole, in every place where both were counted."""
    counted = here["value"].notna().to_numpy() | concealed
    cells = _cells_by_place(here, (link.part, link.whole)).dropna().astype("int64")
    cells = cells[counted[cells].all(axis=1)]
    return [
        [(int(part), 1.0), (int(whole), -1.0)]
        for part, whole in zip(cells[link.part], cells[link.whole], strict=True)
    ]


def _ratio(here: pd.DataFrame, concealed: Mask, link: Ratio, half: Floats) -> list[list[Term]]:
    """A published ratio bounds its numerator by its denominator, from both sides."""
    cells = _cells_by_place(here, (link.result, link.numerator, link.denominator)).dropna()
    value = here["value"].to_numpy("float64")
    rules: list[list[Term]] = []
    for _, row in cells.iterrows():
        result, numerator, denominator = (int(cell) for cell in row)
        if concealed[result] or not np.isfinite(value[result]):
            continue
        low = (value[result] - half[result]) / link.scale
        high = (value[result] + half[result]) / link.scale
        rules.append([(numerator, 1.0), (denominator, -high)])
        rules.append([(numerator, -1.0), (denominator, low)])
    return rules
