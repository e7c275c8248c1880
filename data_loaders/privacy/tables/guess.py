"""The best guess at each withheld cell of what adds up, from published figures alone.

What arithmetic leaves open, history may not: a reader draws the line between the values shown
before and after a gap, bends it until all published sums hold, takes a place that shows zeros for
nearly empty, and knows that one cell of every group of gaps is below the minimum. Nothing here is
proved of a cell; how often such guesses come true is what `best` counts, where the truth is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import lsmr

from data_loaders.observations.table import KEY
from data_loaders.privacy.tables import linked, rests
from data_loaders.privacy.tables.cube import ABSENT, Cube
from data_loaders.privacy.tables.network import Floats, Ints, Mask
from data_loaders.privacy.tables.rests import Rests
from data_loaders.vocabulary.model import Status
from data_loaders.vocabulary.policy import LEAST_WITHHELD, Guessing, Policy

SERIES = [name for name in KEY if name != "period_start"]
CLOSE = 0.1
MOSTLY = 0.5


def guesses(published: pd.DataFrame, cubes: Sequence[Cube], policy: Policy) -> list[Floats]:
    """By each way of guessing, a guess at every withheld row whose series is ever shown, else NaN.

    Rows are those of `published`, in key order. The ways are the last value shown, the line
    between both sides, that line bent to the published sums, bent with one cell of each period's
    gaps below the minimum, and the share of its whole that a part had before and after. A series
    never shown has no history: a blind number from 1 to the minimum is no guess at it, however
    often it would be right.
    """
    hidden = withheld_sums(published, cubes)
    minimum = policy.primary.minimum_contributors if policy.primary else 1
    last, drawn = (from_history(published, hidden, minimum, way) for way in ("ffill", "linear"))
    bent, lowered = drawn.copy(), drawn.copy()
    for equal, places in _systems(published, hidden, cubes, policy):
        is_gap = (places != ABSENT) & hidden[places]
        gaps = np.flatnonzero(is_gap)
        shown = np.nan_to_num(published["value"].to_numpy("float64"))[places]
        sums = _sums(equal, gaps, np.where(is_gap | (places == ABSENT), 0.0, shown))
        rows = places[gaps]
        bent[rows] = _moved(*sums, drawn[rows])
        lowered[rows] = _lowered(*sums, bent[rows], minimum)
    ways = (last, drawn, bent, lowered, _by_share(published, hidden, policy, bent))
    told = hidden & _ever_shown(published)
    return [np.where(told, np.maximum(np.rint(way), LEAST_WITHHELD), np.nan) for way in ways]


def _by_share(published: pd.DataFrame, hidden: Mask, policy: Policy, otherwise: Floats) -> Floats:
    """Parts as the share of their shown whole that the line between both sides says, wholes by
    their shown parts; what has neither as `otherwise`."""
    found = rests.rests(published, policy)
    value = published["value"].where(~hidden).to_numpy("float64")
    part, whole = value[found.parts], value[found.wholes]
    guessed = otherwise.copy()
    with np.errstate(divide="ignore", invalid="ignore"):
        share = _line_of_shares(published, found, part / whole)
        for rows, guess in ((found.wholes, part / share), (found.parts, share * whole)):
            told = hidden[rows] & np.isfinite(guess)
            guessed[rows[told]] = guess[told]
    return guessed


def _line_of_shares(published: pd.DataFrame, found: Rests, shares: Floats) -> Floats:
    """The share of each part in its whole, drawn between the periods that show both."""
    series = published.groupby(SERIES, sort=False).ngroup().to_numpy()
    period = published["period_start"].to_numpy()[found.parts]
    known = pd.Series(np.where(np.isfinite(shares), shares, np.nan))
    order = np.argsort(period, kind="stable")
    lines = known.iloc[order].groupby(
        [series[found.parts][order], series[found.wholes][order]], sort=False
    )
    drawn = lines.transform(lambda shares: shares.interpolate(limit_direction="both"))
    return np.asarray(drawn.sort_index(), dtype=np.float64)


def _systems(
    published: pd.DataFrame, hidden: Mask, cubes: Sequence[Cube], policy: Policy
) -> Iterator[tuple[csr_array, Ints]]:
    """Equations of every period that has a gap, and the row of each of their cells: those of all
    tables together where links tie them, else of one table after the other."""
    if linked.linked_indicators(policy):
        for period in linked.periods_of(published[hidden]):
            tied = linked.linked_tables(
                published, hidden, list(cubes), policy, period, LEAST_WITHHELD, {}
            )
            yield tied.system.equal, tied.rows
        return
    for cube in cubes:
        gaps = (cube.places != ABSENT) & hidden[cube.places]
        for period in np.flatnonzero(gaps.any(axis=1)):
            yield cube.network.rules, cube.places[period]


def _ever_shown(published: pd.DataFrame) -> Mask:
    """Rows of series of which any period is shown."""
    series = published["value"].notna().groupby([published[name] for name in SERIES])
    return series.transform("any").to_numpy(dtype=bool)


def withheld_sums(published: pd.DataFrame, cubes: Sequence[Cube]) -> Mask:
    """Withheld rows of figures that add up."""
    hidden = (published["status"] == str(Status.WITHHELD)).to_numpy()
    summed = np.zeros(len(published), dtype=bool)
    for cube in cubes:
        summed[cube.places[cube.places != ABSENT]] = True
    return hidden & summed


def from_history(published: pd.DataFrame, hidden: Mask, minimum: int, way: str) -> Floats:
    """What the values a series shows before and after say of its withheld rows.

    `way` is the last value shown (ffill) or the line between both sides (linear). Beyond the ends
    the nearest value goes on; a series never shown is half the minimum.
    """
    shown = published.assign(_value=published["value"].where(~hidden))
    shown = shown.sort_values([*SERIES, "period_start"])
    series = shown["_value"].groupby(shown.groupby(SERIES, sort=False).ngroup(), sort=False)
    if way == "ffill":
        drawn = series.ffill().fillna(series.bfill())
    else:
        drawn = series.transform(lambda values: values.interpolate(limit_direction="both"))
    return drawn.reindex(published.index).fillna(minimum / 2).to_numpy("float64", copy=True)


def follows_zero(published: pd.DataFrame, hidden: Mask, policy: Policy) -> Mask:
    """Withheld counts that follow a zero in a series of mostly zeros: a reader says 1, rightly.

    What rests on a count, such as money, is no count: nobody takes it for 1.
    """
    last = from_history(published, hidden, 2 * LEAST_WITHHELD, "ffill")
    zero = published["value"].eq(0).where(published["value"].notna())
    share = zero.astype("float64").groupby([published[name] for name in SERIES]).transform("mean")
    resting = published["indicator_id"].isin({base.result for base in policy.bases}).to_numpy()
    return np.asarray(hidden & ~resting & (last == 0) & (share.to_numpy() >= MOSTLY))


def told_by_zeros(published: pd.DataFrame, hidden: Mask, policy: Policy) -> Mask:
    """Those rows, where they are more than the policy allows of all that are withheld."""
    told = follows_zero(published, hidden, policy)
    allowed = policy.guessing_limits.exact * int(hidden.sum()) / 100
    return told if told.sum() > allowed else np.zeros_like(told)


def _sums(equal: csr_array, gaps: Ints, known: Floats) -> tuple[csr_array, Floats]:
    """The equations that hold gaps, and what these must add up to."""
    on_gaps = csr_array(equal[:, gaps])
    touched = np.flatnonzero(np.diff(on_gaps.indptr))
    return csr_array(on_gaps[touched]), np.asarray(-(equal @ known)[touched], dtype=np.float64)


def _lowered(matrix: csr_array, due: Floats, values: Floats, minimum: int) -> Floats:
    """With the smallest of the gaps below the minimum, where none is."""
    if np.rint(values).min(initial=np.inf) < minimum:
        return values
    lower = values.copy()
    lower[np.argmin(values)] = minimum - 1
    return _moved(matrix, due, lower)


def _moved(matrix: csr_array, due: Floats, values: Floats) -> Floats:
    """Values moved as little as their size allows until all sums hold."""
    values = np.maximum(values, LEAST_WITHHELD)
    for _ in range(3):
        short = due - matrix @ values
        if not len(due) or np.abs(short).max() < 0.5:
            break
        weight = np.sqrt(values)
        step = lsmr(matrix @ diags_array(weight), short)[0]
        values = np.maximum(values + weight * step, LEAST_WITHHELD)
    return values


@dataclass(frozen=True, slots=True)
class Score:
    """How many of so many guesses came true, exactly and within 10 %."""

    cells: int
    exact: int
    close: int

    def within(self, limits: Guessing) -> bool:
        """Whether no more came true than the policy allows."""
        allowed = limits.exact * self.cells / 100, limits.close * self.cells / 100
        return self.exact <= allowed[0] and self.close <= allowed[1]


def came_true(guessed: Floats, truth: Floats) -> tuple[Mask, Mask]:
    """Guesses that are exact, and those within 10 %."""
    off = np.abs(guessed - truth)
    return np.asarray(off < 0.5), np.asarray(off <= CLOSE * truth)


def best(ways: list[Floats], truth: Floats, chosen: Mask) -> Score:
    """The score of the way that does best on the `chosen` cells, by each measure."""
    cells = int(chosen.sum())
    true = [[int((one & chosen).sum()) for one in came_true(way, truth)] for way in ways]
    return Score(cells, max(one[0] for one in true), max(one[1] for one in true))
