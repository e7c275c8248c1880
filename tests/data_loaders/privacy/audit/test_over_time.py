"""A5, line by line: sums over periods, running totals and changes beside the counts themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.audit import over_time
from data_loaders.privacy.audit.over_time import SeriesTable, told_by
from data_loaders.privacy.audit.published import PublishedSource, published_source
from data_loaders.privacy.tables.network import Floats
from data_loaders.vocabulary.model import Frequency, Geography, Measure
from data_loaders.vocabulary.policy import Guessing
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


def test_a_sum_tells_its_gaps_below_the_minimum_beside_what_it_shows_and_in_any_area() -> None:
    gaps, values = ((1, 5), (1, 6)), sums(3)
    values[1, [5, 6, 8]] = np.nan  # of the sums that hold a gap, only that of 5 to 7 is left
    together = int(TRUTH[1, 5] + TRUTH[1, 6])
    for factor in (1.0, 1 / 3):
        beside = other(values * factor, 1e-6)
        assert told_by(level(*gaps), beside, together - 1) == (0, 1)
        assert told_by(level(*gaps), beside, together + 1) == (2, 1)


def test_a_sum_that_is_not_shown_tells_nothing() -> None:
    values = sums(3)
    values[0, 5:8] = np.nan
    assert told_by(level(PLACE), other(values), 10) == (0, 1)


@pytest.mark.parametrize(("off", "related"), [(0.0, 1), (1.0, 0)])
def test_series_are_sums_where_every_one_that_can_be_seen_is(off: float, related: int) -> None:
    values = sums(4)
    values[1, 9] += off
    assert told_by(level(PLACE), other(values), 10)[1] == related


def test_sums_are_exact_and_means_are_rounded() -> None:
    """What lies closer to a sum than half its step is none: counts are not rounded."""
    assert told_by(level(), other(sums(4) + 0.4), 10) == (0, 0)
    means = np.rint(sums(4, 1 / 4))
    assert told_by(level(), other(means), 10) == (0, 1)
    assert told_by(level(), other(means + 0.2, 0.2), 10) == (0, 0)


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
    values[1, 6] = TRUTH[1, :7].sum() + 1
    assert told_by(level(*gaps), other(values), 10) == (0, 0)
    short = SeriesTable("level", TRUTH[:, :1].astype("float64"), np.zeros((2, 1), dtype=bool), 0.5)
    assert told_by(short, other(values[:, :1]), 10) == (0, 0)


@pytest.mark.parametrize("lag", [1, 4])
def test_a_change_tells_a_gap_beside_the_figure_it_is_of(lag: int) -> None:
    """A gap is the later end of one change and the earlier end of another."""
    change = np.full(TRUTH.shape, np.nan)
    change[:, lag:] = np.round((TRUTH[:, lag:] / TRUTH[:, :-lag] - 1) * 100, 2)
    assert told_by(level(PLACE), other(change, 0.005), 10) == (2, 1)
    # The first period has one after it, and none before.
    assert told_by(level((0, 0)), other(change, 0.005), 10) == (1, 1)
    later = change.copy()
    later[0, 5 + lag] = np.nan
    assert told_by(level(PLACE), other(later, 0.005), 10) == (1, 1)
    both = (0, 5), (0, 5 + lag)
    # What stands between two gaps tells neither.
    assert told_by(level(*both), other(change, 0.005), 10)[0] == 2


def plain(values: Floats) -> SeriesTable:
    """Counts of which none is hidden."""
    return SeriesTable("level", values, np.zeros(values.shape, dtype=bool), 0.5)


def test_what_sums_of_one_length_tell_stays_told_where_those_of_another_tell_nothing() -> None:
    """Counts that stand alone among zeros are sums of two periods and of three."""
    counts = np.zeros((1, 100))
    counts[0, ::10] = 20.0 + np.arange(10)
    values = np.full((1, 100), np.nan)
    values[0, ::10], values[0, 1::10] = counts[0, ::10], counts[0, ::10]
    assert told_by(plain(counts), other(values), 10) == (0, 7)
    first = np.zeros((1, 100), dtype=bool)
    first[0, 0] = True
    gap = SeriesTable("level", np.where(first, np.nan, counts), first, 0.5)
    assert told_by(gap, other(values), 10) == (1, 7)


def test_each_way_in_which_a_series_rests_on_another_is_counted() -> None:
    """Nothing at first: what is counted since then is the sum of three periods and of four."""
    counts = np.array([[0, 5 + at, 20 - at, 9 + 2 * at] for at in range(9)], dtype=np.float64)
    assert told_by(plain(counts), other(counts.cumsum(axis=1)), 10) == (0, 3)
    # A gap is told by both sums; from the running total its step is missing.
    gap = plain(counts.copy())
    gap.shown[0, 1], gap.hidden[0, 1] = np.nan, True
    totals = counts.cumsum(axis=1)
    totals[0, 0] = np.nan
    assert told_by(gap, other(totals), 10) == (2, 3)
    # Of two periods the change since the one before is that since the first.
    two = counts[:, 1:3]
    values = np.full(two.shape, np.nan)
    values[:, 1] = np.round((two[:, 1] / two[:, 0] - 1) * 100, 2)
    assert told_by(plain(two), other(values, 0.005), 10) == (0, 1)
    change = replace(other(values, 0.005), is_change=True)
    assert told_by(plain(two), change, 10) == (0, 2)
    # A gap is told by each; and of two periods there is one step of a running total.
    gap = plain(two.copy())
    gap.shown[0, 1], gap.hidden[0, 1] = np.nan, True
    assert told_by(gap, change, 10) == (2, 2)
    assert told_by(plain(two), other(two.cumsum(axis=1)), 10) == (0, 1)


@pytest.mark.parametrize(("seen", "related"), [(8, 1), (7, 0)])
def test_zeros_are_no_sums_that_can_be_seen(seen: int, related: int) -> None:
    level = np.zeros((1, 30))
    level[0, 5 : 4 + seen] = 1.0 + np.arange(seen - 1)
    values = np.zeros((1, 30))
    values[:, 1:] = level[:, 1:] + level[:, :-1]
    assert told_by(plain(level), other(values), 10) == (0, related)


def test_every_pair_of_series_is_looked_at_and_both_are_counted() -> None:
    """Two counts, each with a gap that the sums of its quarters tell; and sums say no more."""
    kinds = [
        replace(made.CLIENTS, id=name) for name in ("men", "men_twice", "women", "women_twice")
    ]
    shown = [list(row) for row in TRUTH.astype("float64")]
    for row in shown:
        row[5] = GAP
    both = TRUTH[:, 1:] + TRUTH[:, :-1]
    tables = [series(name, row) for name, row in zip(("men", "women"), shown, strict=True)]
    for name, row in zip(("men_twice", "women_twice"), both.astype("float64"), strict=True):
        later = series(name, [GAP, *row])
        tables.append(later[later["value"].notna()])
    # A share says nothing of the counts that come after it.
    tables.append(series("age", [20.0] * 14))
    kinds.append(replace(made.SHARE, id="age"))
    published = published_source(released.source(POLICY, *kinds), pd.concat(tables), made.BOROUGHS)
    found = over_time.time_check(published)
    assert (found.failures, found.checked, found.covered) == (2, 2, 2)
    assert found.note == "2 pairs of series are sums or changes of one another"


def test_what_is_given_as_a_change_is_looked_for_at_every_distance() -> None:
    """At two quarters no other figure is; and the first may be since what is not published."""
    change = np.full(TRUTH.shape, np.nan)
    change[:, 2:] = np.round((TRUTH[:, 2:] / TRUTH[:, :-2] - 1) * 100, 2)
    assert told_by(level((0, 0)), other(change, 0.005), 10) == (0, 0)
    change[:, :2] = 5.0
    given = replace(other(change, 0.005), is_change=True)
    assert told_by(level((0, 0)), given, 10) == (1, 1)


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
    tables = [
        series("clients", [50, GAP, 60]),
        series("share", [20.5], area="BK"),
        series("change", [3.0]),
    ]
    change = replace(made.SHARE, id="change", measure=Measure.PERCENT_CHANGE)
    kinds = made.CLIENTS, replace(made.SHARE, decimals=1), change
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
    assert [name for name, one in found.items() if one.is_change] == ["change"]
    checked = over_time.time_check(published)
    assert (checked.checked, checked.covered, checked.failures) == (1, 1, 0)


def test_the_note_of_guesses_says_what_follows_a_zero_and_what_treatment_allows() -> None:
    """Beside small gaps any limit holds for those hidden to protect them, where one is set."""
    table = series("clients", [0, GAP, 50])
    for policy, others in (
        (replace(POLICY, guessing_beside=None), "no limit"),
        (replace(POLICY, guessing_beside=Guessing(30, 70)), "at most 30 % and 70 %"),
    ):
        limited = replace(policy, guessing=Guessing(10, 50))
        source = released.source(limited, made.CLIENTS)
        found = over_time.prediction_check(published_source(source, table, made.BOROUGHS))
        assert (found.id, found.checked, found.covered) == ("A10", 1, 1)
        assert found.note == (
            "1 gaps follow a published zero; treatment scored the best guess at each with the "
            "truth. Under the minimum: at most 10 % exact and 50 % within 10 %. "
            f"Hidden to protect those: {others}"
        )


@pytest.mark.parametrize(
    ("measure", "decimals", "rounding", "step"),
    [
        (Measure.PERCENT, 1, 5.0, 5.0),
        (Measure.PERCENT, 1, 0.01, 0.1),
        (Measure.PERCENT, 1, None, 0.1),
        (Measure.COUNT, 0, 5.0, 1.0),
        (Measure.MONEY, 0, 5.0, 1.0),
        (Measure.MONEY, 2, 5.0, 0.01),
    ],
)
def test_only_figures_that_are_no_counts_and_no_money_are_rounded_by_the_policy(
    measure: Measure, decimals: int, rounding: float | None, step: float
) -> None:
    kind = replace(made.SHARE, measure=measure, decimals=decimals)
    source = released.source(replace(made.PEOPLE, rounding=rounding), kind)
    published = PublishedSource(source, pd.DataFrame(), ())
    assert over_time._step(published, kind) == step
