"""A12, line by line: every break on purpose is tried, and a blind attack is named by its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import Mock

import numpy as np
import pytest

from data_loaders.privacy.audit import controls
from data_loaders.privacy.audit.controls import control_check
from data_loaders.privacy.audit.table_attack import Findings, Goal
from data_loaders.privacy.tables import linear, network
from data_loaders.privacy.tables.flow import WithheldFlow
from data_loaders.privacy.tables.network import TOP, Floats
from data_loaders.vocabulary.policy import ContributorUnit, Primary
from tests.data_loaders.privacy.audit.test_tables import GAP, POLICY, SOUND, published

SHOPS = ContributorUnit.ESTABLISHMENT
PLAIN = (30.0, 30.0, 30.0, 90.0)


@pytest.mark.parametrize(("tables", "tried"), [(0, 1), (1, 2), (2, 3), (3, 4), (5, 4)])
def test_a_table_made_for_it_and_up_to_three_of_the_source_are_broken(
    tables: int, tried: int
) -> None:
    found = control_check(published(PLAIN, *[SOUND] * tables))
    assert (found.checked, found.failures) == (3 * tried + 1, 0)
    assert found.note == "every break was found"


BLIND: dict[str, tuple[object, str, Callable[..., object]]] = {
    "unsuppressed cell": (controls, "attack", lambda *_: Findings()),
    "revealed sum": (linear, "intervals", lambda *_: (np.zeros(1), np.ones(1))),
    "rolling series": (controls, "told_by", lambda *_: (0, 1)),
    "revision": (controls, "version_check", lambda *_: SimpleNamespace(passed=True)),
}


@pytest.mark.parametrize("name", BLIND)
def test_an_attack_that_sees_nothing_misses_the_break_it_is_for(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, function, blind = BLIND[name]
    monkeypatch.setattr(module, function, blind)
    found = control_check(published(SOUND))
    count = 1 if name == "revision" else 2
    assert (found.passed, found.failures, found.checked) == (False, count, 7)
    assert found.note == f"missed: {', '.join([name] * count)}"


def test_figures_that_contradict_each_other_and_a_gap_alone_leave_nothing_to_break() -> None:
    for row in ((GAP, 30.0, 70.0, 90.0), (GAP, 30.0, 30.0, 90.0)):
        assert control_check(published(row)).checked == 3 + 1


def test_a_revision_is_made_where_there_is_anything_to_revise() -> None:
    """In a figure where there is a minimum, in a gap where there is none."""
    hidden = published((GAP, GAP, GAP, GAP))
    assert controls._revision_is_found(hidden)
    assert controls._revision_is_found(published(PLAIN))
    alone = replace(POLICY, contributor_unit=SHOPS, primary=Primary(1))
    assert controls._revision_is_found(published(SOUND, policy=alone))
    assert controls._revision_is_found(published(PLAIN, policy=alone))
    # Where nothing adds up there is nothing to revise.
    assert controls._revision_is_found(replace(published(SOUND), cubes=()))


def test_the_smallest_row_has_two_gaps_or_more_and_no_cell_that_is_unknown() -> None:
    """Two areas of three categories: the first has two gaps, the second three."""
    table = network.build([2, 2, TOP], 3)
    values = np.array([4, 30, 26, 60, 25, 3, 32, 60, 29, 33, 58, 120], dtype=np.float64)
    hidden = np.isin(np.arange(12), [0, 1, 4, 5, 6])
    known = np.where(hidden, np.nan, values)
    row = controls._smallest_row(table, known, hidden)
    assert row is not None
    assert sorted(row.tolist()) in ([0, 1], [0, 4], [1, 5])
    lone = np.isin(np.arange(12), [0])
    assert controls._smallest_row(table, np.where(lone, np.nan, values), lone) is None
    # What nobody hides, and nobody knows, makes a rule of no use.
    unknown = np.where(np.isin(np.arange(12), [2, 8, 9]), np.nan, known)
    least = controls._smallest_row(table, unknown, hidden)
    assert least is not None
    assert sorted(least.tolist()) == [4, 5, 6]


def test_the_table_made_for_it_has_four_gaps_in_a_rectangle_and_adds_up() -> None:
    made, values, hidden, goal = controls._made_table()
    assert np.flatnonzero(hidden).tolist() == [0, 1, 4, 5]
    assert np.flatnonzero(np.isnan(values)).tolist() == [0, 1, 4, 5]
    made.require_sums(standing_in())
    assert goal == Goal(minimum=10, level=3)


def standing_in() -> Floats:
    made, values, _, _ = controls._made_table()
    return controls._standing_in(WithheldFlow(made, values, np.isnan(values), 1), values)


def test_what_stands_in_for_gaps_is_a_table_with_every_published_figure() -> None:
    _, values, hidden, _ = controls._made_table()
    table = standing_in()
    np.testing.assert_equal(table[~hidden], values[~hidden])
    assert (table[hidden] >= 1).all()


ROW = np.array([1, 5, 0])


@pytest.mark.parametrize(("exact", "found"), [(0, False), (1, True)])
def test_a_row_is_shown_but_for_its_first_gap(
    exact: int, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, values, hidden, goal = controls._made_table()
    given = Mock(return_value=Findings(exact=exact))
    monkeypatch.setattr(controls, "attack", given)
    truth = standing_in()
    assert controls._unsuppressed_is_found(made, values, hidden, goal, ROW, truth) == found
    _, shown, left, asked, least = given.call_args.args
    assert np.flatnonzero(left).tolist() == np.flatnonzero(np.isnan(shown)).tolist() == [1, 4]
    np.testing.assert_equal(shown[~left], truth[~left])
    assert (asked, least) == (goal, 1)


@pytest.mark.parametrize(("width", "found"), [(0.0, True), (1e-9, True), (1.0, False)])
def test_the_sum_of_a_row_but_for_its_first_gap_is_shown(
    width: float, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gaps may be anything from nothing; the truth fits, and the first gap is asked for."""
    made, values, hidden, _ = controls._made_table()
    low = np.full(1, 7.0)
    given = Mock(return_value=(low, low + width))
    monkeypatch.setattr(linear, "intervals", given)
    truth = standing_in()
    assert controls._revealed_sum_is_found(made, values, ROW, truth) == found
    bounds, cells = given.call_args.args
    assert cells.tolist() == [1]
    revealed = truth[[0, 5]].sum()
    np.testing.assert_equal(bounds.lower, [*np.where(hidden, 0, values), revealed])
    np.testing.assert_equal(bounds.upper, [*np.where(hidden, np.inf, values), revealed])
    off = bounds.equal @ np.append(truth, revealed)
    np.testing.assert_allclose(off, np.zeros(len(off)))


@pytest.mark.parametrize(("told", "found"), [(0, False), (1, True)])
def test_sums_of_four_periods_stand_beside_gaps_of_one(
    told: int, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, values, hidden, goal = controls._made_table()
    given = Mock(return_value=(told, 1))
    monkeypatch.setattr(controls, "told_by", given)
    assert controls._rolling_is_found(made, values, hidden, goal, standing_in()) == found
    level, rolling, minimum = given.call_args.args
    assert (minimum, level.half_step, rolling.half_step) == (10, 0.5, 0.5)
    assert level.shown.shape == rolling.shown.shape == (12, 12)
    np.testing.assert_equal(np.argwhere(level.hidden), [[cell, 6] for cell in (0, 1, 4, 5)])
    np.testing.assert_equal(np.isnan(level.shown), level.hidden)
    assert level.hidden.dtype == rolling.hidden.dtype == bool
    assert not rolling.hidden.any()
    assert np.isnan(rolling.shown[:, :3]).all()
    first = level.shown[:, :4].sum(axis=1)
    np.testing.assert_equal(rolling.shown[:, 3], first)
    assert (level.shown[~level.hidden] >= 1).all()
    # Where all of a series is shown, every sum is that of its last four.
    whole = ~level.hidden.any(axis=1)
    moving = np.lib.stride_tricks.sliding_window_view(level.shown[whole], 4, axis=1).sum(axis=2)
    np.testing.assert_equal(rolling.shown[whole, 3:], moving)


@pytest.mark.parametrize("minimum", [2, 10, 1])
def test_a_revision_is_of_one_person_or_of_one_gap(
    minimum: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more in the first figure; where there is no minimum, a figure for the first gap."""
    policy = replace(POLICY, contributor_unit=SHOPS, primary=Primary(minimum))
    one = published(SOUND, policy=policy)
    given = Mock(return_value=SimpleNamespace(passed=False))
    monkeypatch.setattr(controls, "version_check", given)
    assert controls._revision_is_found(one)
    before, now = given.call_args.args[1][0]["value"], one.observations["value"]
    changed = np.flatnonzero(~(before.eq(now) | (before.isna() & now.isna())))
    figures, gaps = now.notna().to_numpy(), one.hidden
    first = np.flatnonzero(figures if minimum > 1 else gaps)[0]
    assert changed.tolist() == [first]
    assert before.iloc[first] == np.nan_to_num(now.iloc[first]) + 1
