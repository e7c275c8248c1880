"""Damaged real files are stopped: two of each kind at every run, all of them nightly.

`python -m tests.support.damaged_feeds` writes the table of docs/plausibility.md anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.plausibility import against_last, history
from data_loaders.curate.plausibility.findings import Kind
from data_loaders.curate.plausibility.grid import UNSETTLED
from data_loaders.observations.feed_files import FIRST_DAY, LAST_DAY
from data_loaders.vocabulary.model import Frequency
from tests.support import quiet_damages
from tests.support.damaged_feeds import (
    EXPLAINED,
    FILES,
    KINDS,
    Damage,
    Outcome,
    clean,
    every_trial,
    share_stopped,
    trial,
)
from tests.support.vintages import EVERY, REWRITES, steps

DOCUMENT = Path("docs/plausibility.md")
# Read in a moment, so that two files a kind can be damaged at every run.
QUICK = ("bls_laus", "oca_evictions", "nysdol_laus", "tlc_trips", "mta_ridership", "nysdol_qcew")
LEAST_STOPPED = 0.97
MOST_FALSE = 0.05


@cache
def as_it_is(source_id: str) -> pd.DataFrame:
    return clean(source_id)


@pytest.mark.parametrize("damage", KINDS, ids=lambda damage: damage.name)
def test_every_kind_of_damage_is_tried_on_two_files(damage: Damage, mirror: Path) -> None:
    outcomes: list[Outcome] = []
    for source_id in QUICK:
        file = next(each for each in FILES if each.source == source_id)
        done = trial(file, damage, as_it_is(source_id))
        if done is None or (done.file.name, done.kind) in EXPLAINED:
            continue
        if done.outcome is not Outcome.HARMLESS:
            assert done.outcome is Outcome.STOPPED, (done.file.name, done.why)
            outcomes.append(done.outcome)
        if len(outcomes) == 2:
            break
    assert outcomes


@pytest.mark.nightly
def test_of_all_damage_nearly_all_is_stopped_and_every_miss_is_explained(mirror: Path) -> None:
    trials = list(every_trial())
    assert share_stopped(trials) >= LEAST_STOPPED
    missed = {(each.file.name, each.kind) for each in trials if each.outcome is Outcome.MISSED}
    assert missed <= set(EXPLAINED), missed - set(EXPLAINED)
    assert not [each for each in trials if each.outcome is Outcome.UNFORESEEN]


@pytest.mark.nightly
def test_of_quiet_damage_as_much_is_stopped_as_the_document_says(mirror: Path) -> None:
    """Its table is that of this run, so that a miss more fails."""
    text = DOCUMENT.read_text("utf-8")
    for line in quiet_damages.table(list(quiet_damages.pairs())):
        assert line in text


def test_damages_are_tried_on_enough_files_and_sources() -> None:
    assert len(FILES) >= 20
    assert len({file.source for file in FILES}) >= 15
    assert len([file for file in FILES if file.source in quiet_damages.TEN]) == 10


def test_a_rewrite_is_stopped(mirror: Path) -> None:
    (riders,) = (vintages for vintages in EVERY if vintages.source_id == "mta_ridership")
    stopped = {(step.before, step.after) for step in steps(riders) if step.found}
    assert stopped == set(REWRITES)


@pytest.mark.nightly
def test_honest_vintages_pass_and_rewrites_are_stopped(mirror: Path) -> None:
    """Each stop is written out; those of rewrites are right, of the others few may be false."""
    every = [step for vintages in EVERY for step in steps(vintages)]
    stopped = {(step.before, step.after) for step in every if step.found}
    assert set(REWRITES) <= stopped
    false = stopped - set(REWRITES)
    assert len(false) <= MOST_FALSE * len(every), false
    text = DOCUMENT.read_text("utf-8")
    for before, after in stopped:
        assert f"{before} → {after}" in text
    for name in {step.series for step in every}:
        of_series = [step for step in every if step.series == name]
        held = sum(bool(step.found) for step in of_series)
        assert f"| {name} | {len(of_series)} | {held} |" in text


def test_the_document_says_the_limits_that_are_applied() -> None:
    text = DOCUMENT.read_text("utf-8")
    for told in (
        f"over {against_last.MOST_GONE:.0%} of a figure's values",
        f"over {against_last.MOST_REVISED:.0%} of settled values change by over "
        f"{against_last.SMALL - 1:.0%}",
        f"over {against_last.FAR:g} times, or under {1 / against_last.FAR:g} times",
        f"{against_last.FAR_UNSETTLED:g} times in the newest periods",
        f"{history.TIMES_NEIGHBORS:g} times those beside it and {history.TIMES_LARGEST:g} times",
        f"newest {UNSETTLED[Frequency.DAY]} days, {UNSETTLED[Frequency.WEEK]} weeks, "
        f"{UNSETTLED[Frequency.MONTH]} months",
        f"before {FIRST_DAY.year} or after {LAST_DAY.year}",
        f"{len(FILES)} real files of {len({file.source for file in FILES})} sources",
    ):
        assert told in text, told
    assert all(why in text for why in EXPLAINED.values())
    assert all(f"| `{kind}` |" in text for kind in Kind)
