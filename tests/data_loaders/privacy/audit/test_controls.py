"""A12, line by line: every break on purpose is tried, and a blind attack is named by its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from data_loaders.privacy.audit import controls
from data_loaders.privacy.audit.controls import control_check
from data_loaders.privacy.audit.table_attack import Findings
from data_loaders.privacy.tables import linear, network
from data_loaders.privacy.tables.network import TOP
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
