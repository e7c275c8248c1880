"""A5, line by line: sums over periods, running totals and changes beside the counts themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.audit import over_time
from data_loaders.privacy.audit.over_time import SeriesTable, told_by
from data_loaders.privacy.audit.published import published_source
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.model import Frequency, Geography
from tests.data_loaders.privacy.audit.test_arithmetic import GAP, POLICY, series
from tests.support.privacy import made, released

# Fourteen quarters of two areas; the fifth of the first one is hidden.
TRUTH = np.array([[50 + 7 * (at % 5) + 3 * at for at in range(14)], [90 - at for at in range(14)]])
PLACE = (0, 5)


def level(*gaps: tuple[int, int]) -> SeriesTable:
    """The counts, with some of them hidden."""
    shown, hidden = TRUTH.astype("float64"), np.zeros(TRUTH.shape, dtype=bool)
    for gap in gaps:
        shown[gap], hidden[gap] = GAP, True
    return SeriesTable("level", shown, hidden, 0.5)


def other(values: Floats, half_step: float = 0.5) -> SeriesTable:
    return SeriesTable("other", values, np.zeros(values.shape, dtype=bool), half_step)


def sums(window: int, factor: float = 1.0) -> Floats:
    """Sums over the last periods, or their means."""
    found = np.full(TRUTH.shape, np.nan)
    moving = np.lib.stride_tricks.sliding_window_view(TRUTH, window, axis=1).sum(axis=2)
    found[:, window - 1 :] = moving * factor
    return found


@pytest.mark.parametrize("window", [2, 3, 4, 6])
@pytest.mark.parametrize("is_mean", [False, True])
def test_sums_and_means_over_periods_tell_the_gap_in_them(window: int, is_mean: bool) -> None:
    values = np.round(sums(window, 1 / window if is_mean else 1.0), 2)
    found = told_by(level(PLACE), other(values, 0.005), 10)
    assert found == (1, 1)


def test_two_gaps_of_one_sum_hide_each_other_and_are_told_by_a_second_one() -> None:
    """Alone, a sum tells no gap unless both are surely few."""
    gaps = (0, 5), (0, 6)
    pairs = sums(2)
    both = pairs.copy()
    both[0, [5, 7]] = np.nan  # of the sums that hold a gap, only that of both is left
    assert told_by(level(*gaps), other(both), 10) == (0, 1)
    assert told_by(level(*gaps), other(pairs), 10) == (2, 1)
    together = int(TRUTH[0, 5] + TRUTH[0, 6])
    assert told_by(level(*gaps), other(both), together) == (0, 1)
    assert told_by(level(*gaps), other(both), together + 1) == (2, 1)


def test_a_sum_that_is_not_shown_tells_nothing() -> None:
    values = sums(3)
    values[0, 5:8] = np.nan
    assert told_by(level(PLACE), other(values), 10) == (0, 1)


@pytest.mark.parametrize(("off", "related"), [(0.0, 1), (1.0, 0)])
def test_series_are_sums_where_every_one_that_can_be_seen_is(off: float, related: int) -> None:
    values = sums(4)
    values[1, 9] += off
    assert told_by(level(PLACE), other(values), 10)[1] == related


@pytest.mark.parametrize(("seen", "related"), [(8, 1), (7, 0)])
def test_eight_sums_are_enough_to_know_them(seen: int, related: int) -> None:
    values = sums(4)
    values[0] = np.nan
    values[1, 3 + seen :] = np.nan
    assert told_by(level(PLACE), other(values), 10)[1] == related


def test_sums_of_nothing_or_of_two_values_are_no_sign() -> None:
    flat = SeriesTable("level", np.zeros((1, 14)), np.zeros((1, 14), dtype=bool), 0.5)
    assert told_by(flat, other(np.zeros((1, 14))), 10) == (0, 0)
    two = np.tile([[10.0, 20.0]], (1, 7))
    values = np.full((1, 14), np.nan)
    values[:, 1:] = two[:, 1:] + two[:, :-1]
    one = SeriesTable("level", two, np.zeros((1, 14), dtype=bool), 0.5)
    assert told_by(one, other(values), 10) == (0, 0)
    three = np.tile([[10.0, 20.0, 40.0]], (1, 5))
    values = np.full((1, 15), np.nan)
    values[:, 1:] = three[:, 1:] + three[:, :-1]
    one = SeriesTable("level", three, np.zeros((1, 15), dtype=bool), 0.5)
    assert told_by(one, other(values), 10) == (0, 1)


def test_a_running_total_tells_each_gap_between_two_of_its_figures() -> None:
    values = TRUTH.cumsum(axis=1).astype("float64")
    gaps = (0, 0), (0, 5), (1, 7)
    # Of the first period there is none before.
    assert told_by(level(*gaps), other(values), 10) == (2, 1)
    values[1, 6] = np.nan
    assert told_by(level(*gaps), other(values), 10) == (1, 1)
    short = SeriesTable("level", TRUTH[:, :1].astype("float64"), np.zeros((2, 1), dtype=bool), 0.5)
    assert told_by(short, other(values[:, :1]), 10) == (0, 0)


@pytest.mark.parametrize("lag", [1, 4])
def test_a_change_tells_a_gap_beside_the_figure_it_is_of(lag: int) -> None:
    """A gap is the later end of one change and the earlier end of another."""
    change = np.full(TRUTH.shape, np.nan)
    change[:, lag:] = np.round((TRUTH[:, lag:] / TRUTH[:, :-lag] - 1) * 100, 2)
    assert told_by(level(PLACE), other(change, 0.005), 10) == (2, 1)
    later = change.copy()
    later[0, 5 + lag] = np.nan
    assert told_by(level(PLACE), other(later, 0.005), 10) == (1, 1)
    both = (0, 5), (0, 5 + lag)
    # What stands between two gaps tells neither.
    assert told_by(level(*both), other(change, 0.005), 10)[0] == 2


@pytest.mark.parametrize(
    ("lengths", "failures"),
    [
        ((Frequency.QUARTER,), 0),
        ((Frequency.QUARTER, Frequency.QUARTER), 0),
        ((Frequency.QUARTER, Frequency.YEAR), 2),
        ((Frequency.QUARTER, Frequency.YEAR, Frequency.MONTH), 4),
    ],
)
def test_each_second_length_of_periods_is_a_second_set_of_sums(
    lengths: tuple[Frequency, ...], failures: int
) -> None:
    kinds = [
        replace(
            made.CLIENTS,
            id=f"clients_{at}",
            frequency=length,
            geographies=(Geography.BOROUGH, Geography.CITY),
        )
        for at, length in enumerate(lengths)
    ]
    table = series("clients_0", [50, 60])
    found = over_time.time_check(
        published_source(released.source(POLICY, *kinds), table, made.BOROUGHS)
    )
    assert found.failures == failures


def test_panels_hold_every_indicator_on_the_same_series_and_periods() -> None:
    tables = series("clients", [50, GAP, 60]), series("share", [20.5], area="BK")
    kinds = made.CLIENTS, replace(made.SHARE, decimals=1)
    observations = [each.assign(status=each["status"]) for each in tables]
    published = published_source(
        released.source(POLICY, *kinds), pd.concat(observations), made.BOROUGHS
    )
    found = over_time.panels(published)
    np.testing.assert_equal(found["clients"].shown, [[GAP] * 3, [50, GAP, 60]])
    np.testing.assert_equal(found["share"].shown, [[20.5, GAP, GAP], [GAP] * 3])
    assert found["clients"].hidden.tolist() == [[False] * 3, [False, True, False]]
    assert not found["share"].hidden.any()
    assert (found["clients"].half_step, found["share"].half_step) == (0.5, 0.05)
    checked = over_time.time_check(published)
    assert (checked.checked, checked.covered, checked.failures) == (1, 1, 0)
