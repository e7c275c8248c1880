"""A release with noise passes its audit; each way of undoing noise fails it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.table import KEY
from data_loaders.privacy.audit import noisy_check
from data_loaders.privacy.audit.ledger import Told, ledger
from data_loaders.privacy.audit.noisy_check import FAULTS, NoisySource, noise_check
from data_loaders.privacy.audit.report import report
from data_loaders.privacy.treatment.noised import noised
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.audit_record import GATE_OF_NOISE, gate_of, refusals
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
from data_loaders.vocabulary.policy import Grid
from tests.support.privacy import made, released

SOURCE = released.source(made.NOISY, made.CLIENTS)
LAST = "2020-07-01"


def table(*, second: bool = False) -> pd.DataFrame:
    """Published counts of two quarters; `second` draws them anew, as nothing may."""
    counts = pd.concat([made.counted(), made.counted(start=LAST)], ignore_index=True)

    def draw(numbers: made.Floats, scale: float) -> made.Floats:
        return made.steps(numbers, scale) + (1.0 if second else 0.0)

    return noised(counts, made.NOISY, [made.CLIENTS], [], made.BOROUGHS, draw)


def note_of(path: Path, before: Path | None = None) -> str:
    return released.result(released.audit(path, before), "A15").note


def test_a_release_with_noise_passes_and_says_what_it_spends(tmp_path: Path) -> None:
    first = released.write(tmp_path / "first", SOURCE, table())
    audit = released.audit(released.write(tmp_path / "second", SOURCE, table()), first)
    assert released.failed(audit) == set()
    assert {check.id for check in audit.sources[0].checks} == GATE_OF_NOISE
    assert released.result(audit, "A12").checked >= 5
    assert "epsilon 1 for each person and always, 1 of it for each quarter" in report(audit)
    assert "the widest range is" in released.result(audit, "A15").note


def test_real_noise_passes_its_audit(tmp_path: Path) -> None:
    counts = made.counted({**made.AREAS, "BX01": (0, 0, 1)})
    drawn = treat(counts, made.NOISY, [made.CLIENTS], None, made.BOROUGHS).observations
    assert released.failed(released.audit(released.write(tmp_path, SOURCE, drawn))) == set()


def _exact(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(
        status=found["status"].where(found.index > 0, "normal"),
        reason=found["reason"].where(found.index > 0, ""),
    )


def _hidden(found: pd.DataFrame) -> pd.DataFrame:
    is_first = found.index == 0
    return found.assign(
        value=found["value"].mask(is_first),
        status=found["status"].mask(is_first, "withheld"),
        reason=found["reason"].mask(is_first, "site_rule"),
    )


def _true_total(found: pd.DataFrame) -> pd.DataFrame:
    is_city = found["geography"].eq("city") & found["industry_id"].eq("all")
    return found.assign(value=found["value"] + is_city * 2.0)


def _low_total(found: pd.DataFrame) -> pd.DataFrame:
    is_borough = found["area_id"].eq("BK") & found["industry_id"].eq("all")
    return found.assign(value=found["value"] - is_borough * 1.0)


def _fraction(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(value=found["value"].where(found.index > 0, 0.5))


def _lost_cell(found: pd.DataFrame) -> pd.DataFrame:
    return found.drop(index=found.index[found["geography"] == "nta2010"][0])


def _another_length(found: pd.DataFrame) -> pd.DataFrame:
    first = found["period_start"] == pd.Timestamp(made.QUARTER)
    end = pd.Series(pd.Timestamp(LAST), index=found.index)
    return found.assign(period_end=found["period_end"].mask(first, end).astype("datetime64[ms]"))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (_exact, "figures not said to be noisy counts"),
        (_hidden, "figures not said to be noisy counts"),
        (_fraction, "figures not said to be noisy counts"),
        (_true_total, "totals that are not made of noisy counts"),
        (_low_total, "totals that are not made of noisy counts"),
        (_lost_cell, "totals that are not made of noisy counts"),
        (_another_length, "times that overlap or overspend epsilon"),
    ],
)
def test_figures_that_undo_noise_fail(
    broken: Callable[[pd.DataFrame], pd.DataFrame], words: str
) -> None:
    check = noise_check(NoisySource(SOURCE, broken(table()), [], made.BOROUGHS))
    assert not check.passed
    assert words in check.note


def test_a_release_that_undoes_noise_fails(tmp_path: Path) -> None:
    audit = released.audit(released.write(tmp_path, SOURCE, _exact(table())))
    assert "A15" in released.failed(audit)


def test_a_second_draw_of_the_same_counts_fails(tmp_path: Path) -> None:
    first = released.write(tmp_path / "first", SOURCE, table())
    again = released.write(tmp_path / "again", SOURCE, table(second=True))
    assert "figures drawn a second time" in note_of(again, first)


def test_noise_by_another_rule_than_an_earlier_release_fails(tmp_path: Path) -> None:
    first = released.write(tmp_path / "first", SOURCE, table())
    more = replace(made.NOISY, noise=replace(made.NOISE, epsilon=2.0))
    other = released.write(tmp_path / "other", released.source(more, made.CLIENTS), table())
    assert "1 earlier releases by another rule" in note_of(other, first)
    exact = released.source(made.PEOPLE, made.CLIENTS)
    plain = released.write(tmp_path / "plain", exact, table())
    assert "1 earlier releases by another rule" in note_of(first, plain)


def test_more_figures_than_share_an_epsilon_overspend_it(tmp_path: Path) -> None:
    # Epsilon of a quarter, spent on two quarters that both end in it.
    yearly = Noise(
        1.0, NoiseUnit.PERSON, BudgetPeriod.QUARTER, bound=1, unit_field="id", time_field="quarter"
    )
    source = released.source(replace(made.NOISY, noise=yearly), made.CLIENTS)
    found = table()
    early = found["period_start"] == pd.Timestamp(made.QUARTER)
    start, end = pd.Timestamp("2020-07-01"), pd.Timestamp("2020-08-01")
    both = found.assign(
        period_start=found["period_start"].mask(~early, end + pd.Timedelta(days=1)),
        period_end=found["period_end"].mask(early, end),
    )
    both = both.assign(period_start=both["period_start"].mask(early, start))
    days = {name: "datetime64[ms]" for name in ("period_start", "period_end")}
    audit = released.audit(released.write(tmp_path, source, both.astype(days)))
    assert "overspend epsilon" in released.result(audit, "A15").note


def test_a_release_with_noise_is_refused_without_its_check(tmp_path: Path) -> None:
    audit = released.audit(released.write(tmp_path, SOURCE, table()))
    policies, hashes = {"clients": made.NOISY}, audit.observations
    assert refusals(audit, policies, is_simulated=True, hashes=hashes) == ()
    without = tuple(check for check in audit.sources[0].checks if check.id != "A15")
    short = replace(audit, sources=(replace(audit.sources[0], checks=without),))
    assert refusals(short, policies, is_simulated=True, hashes=hashes) == (
        "clients: no pass on A15",
    )
    # Nor does the check for noise stand in for attacks on gaps, or the other way round.
    assert gate_of(made.PEOPLE, datetime.now(UTC)).isdisjoint({"A15"})
    assert refusals(audit, {"clients": made.PEOPLE}, is_simulated=True, hashes=hashes) != ()


def test_every_fault_has_words_of_its_own() -> None:
    assert len(set(FAULTS)) == len(FAULTS) == 7


def checked_of(found: pd.DataFrame, **more: object) -> NoisySource:
    return replace(NoisySource(SOURCE, found, [], made.BOROUGHS, "2020-10-01"), **more)  # pyright: ignore[reportArgumentType]


BREAK_OF = {
    "figures not said to be noisy counts": "figure without noise",
    "totals that are not made of noisy counts": "total without noise",
    "figures drawn a second time": "second draw",
    "periods told otherwise than the ledger of draws has them": "a draw that is gone",
    "earlier releases by another rule": "another rule",
    "times that overlap or overspend epsilon": "overlap",
    "ledgers of draws that spend more epsilon than is declared": "",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_check_that_is_blind_to_one_fault_misses_the_break_that_has_it(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = checked_of(table())
    alone = {name: (find if name == fault else lambda _: 0) for name, find in FAULTS.items()}
    monkeypatch.setattr(noisy_check, "FAULTS", alone)
    found = noisy_check.control_check(published)
    named = BREAK_OF[fault]
    others = [name for name in BREAKS if name != named]
    seen = [name for name in BREAKS if name not in _missed(found.note)]
    assert not found.passed
    assert (found.failures, found.checked) == (len(_missed(found.note)), len(BREAKS))
    assert named in seen or not named
    # A second draw is told by the ledger too, and an overlap spends from it.
    assert set(_missed(found.note)) <= set(others)


BREAKS = [
    "figure without noise",
    "second draw",
    "a draw that is gone",
    "another rule",
    "overlap",
    "total without noise",
]


def _missed(note: str) -> list[str]:
    return note.removeprefix("missed: ").split(", ") if note.startswith("missed: ") else []


def test_a_control_says_that_every_break_was_found() -> None:
    found = noisy_check.control_check(checked_of(table()))
    assert (found.passed, found.checked, found.note) == (True, 6, "every break was found")
    # Without a total there is none to break.
    city = table().query("geography == 'nta2010' and industry_id != 'all'")
    grid = Grid(("nta2010",), "quarter", "service")
    alone = released.source(replace(made.NOISY, publication_grid=grid), made.CLIENTS)
    assert noisy_check.control_check(checked_of(city, source=alone)).checked in (5, 6)


@pytest.mark.parametrize(("below", "fits"), [(0, True), (29, True), (31, False), (-1, False)])
def test_a_total_may_lie_below_its_counts_where_one_was_drawn_below_zero(
    below: int, fits: bool
) -> None:
    """A draw lies 30 scales below its count once in ten million million."""
    found = table()
    found = found[found["period_start"] == pd.Timestamp(LAST)].reset_index(drop=True)
    cell = found["area_id"].eq("BX01") & found["industry_id"].eq("work")
    totals = (found["area_id"].isin(["BX01", "BX", "NYC"])) & found["industry_id"].isin(
        ["work", "all"]
    )
    drawn = float(found.loc[cell, "value"].iloc[0])
    lowered = found.assign(value=found["value"] - totals * drawn)
    assert lowered.loc[cell, "value"].eq(0).all()
    assert noise_check(checked_of(lowered)).passed
    others = totals & ~cell
    assert noise_check(
        checked_of(lowered.assign(value=lowered["value"] - others * below))
    ).passed == (fits)


def test_a_figure_raised_to_zero_is_noisy_like_every_other() -> None:
    found = table()
    whole = found.assign(value=0.0)
    assert noise_check(checked_of(whole)).passed
    negative = whole.assign(value=whole["value"].where(whole.index > 0, -1.0))
    assert "1 figures not said" in noise_check(checked_of(negative)).note


YEARLY = Noise(
    1.0, NoiseUnit.PERSON, BudgetPeriod.YEAR, bound=1, unit_field="id", time_field="quarter"
)


@pytest.mark.parametrize(("quarters", "overspent"), [(4, 0), (5, 1)])
def test_as_many_figures_as_share_an_epsilon_are_just_enough(quarters: int, overspent: int) -> None:
    """A fifth figure that ends in the year finds nothing left of it."""
    first = table()
    first = first[first["period_start"] == pd.Timestamp(made.QUARTER)]
    starts = pd.date_range("2020-01-01", periods=quarters, freq="60D")
    parts = [
        first.assign(period_start=start, period_end=start + pd.Timedelta(days=50))
        for start in starts
    ]
    found = pd.concat(parts, ignore_index=True).astype(
        dict.fromkeys(("period_start", "period_end"), "datetime64[ms]")
    )
    source = released.source(replace(made.NOISY, noise=YEARLY), made.CLIENTS)
    check = noise_check(checked_of(found.sort_values(KEY), source=source))
    assert ("1 times that overlap or overspend epsilon" in check.note) == bool(overspent)
    assert ("1 ledgers of draws that spend more" in check.note) == bool(overspent)


def test_the_ledger_remembers_a_draw_that_no_release_tells_any_more() -> None:
    """A period that was withdrawn and is told again with other figures is a second draw."""
    both = table()
    early = both["period_start"] == pd.Timestamp(made.QUARTER)
    old = checked_of(both).draws
    assert [(each.release_id, each.counts, each.epsilon) for each in old] == [
        ("2020-10-01", 15, 1.0),
        ("2020-10-01", 15, 1.0),
    ]
    only_new = checked_of(both[~early], release_id="2021-01-01", gone=old)
    assert only_new.draws == old
    assert noise_check(only_new).passed
    told_again = both.assign(value=both["value"] + early * 1.0)
    again = checked_of(told_again, release_id="2021-01-01", gone=old)
    check = noise_check(again)
    assert "1 periods told otherwise than the ledger of draws has them" in check.note


def test_the_ledger_of_a_release_without_one_is_read_from_its_figures() -> None:
    both = table()
    early = both[both["period_start"] == pd.Timestamp(made.QUARTER)]
    before = Told("2020-07-05", made.NOISE, early)
    found = checked_of(both, earlier=[before])
    assert [each.release_id for each in found.draws] == ["2020-07-05", "2020-10-01"]
    assert "2 drawn in 2 releases, at most 1 spent" in noise_check(found).note
    assert ledger(Told("x", None, both), made.NOISY.publication_grid, []) == ()  # pyright: ignore[reportArgumentType]


def test_a_rule_of_more_epsilon_is_added_to_what_was_spent() -> None:
    """Half an epsilon of old and a whole one of now, of the same days, are more than declared."""
    both = table()
    old = [replace(each, epsilon=0.5) for each in checked_of(both).draws]
    moved = [
        replace(each, period_end=each.period_end - timedelta(days=1), sha256="") for each in old
    ]
    check = noise_check(checked_of(both, gone=tuple(moved)))
    assert "1 ledgers of draws that spend more epsilon than is declared" in check.note


def test_a_check_says_the_widest_range_or_each_fault_once() -> None:
    sound = noise_check(checked_of(table()))
    # That of the whole city, which adds up fifteen draws.
    widest = made.NOISE.margin("quarter", 15)
    assert sound.note == (
        "epsilon 1 for each person and always, 1 of it for each quarter; 2 drawn in 1 releases, at "
        f"most 1 spent; the widest range is {widest:.0f} either way"
    )
    faulty = noise_check(checked_of(_exact(_true_total(table()))))
    assert faulty.note == (
        "1 figures not said to be noisy counts, 2 totals that are not made of noisy counts"
    )
    assert faulty.failures == 3


@pytest.mark.parametrize(("status", "reason"), [("estimated", ""), ("normal", "noisy")])
def test_a_figure_is_said_to_be_noisy_by_status_and_reason(status: str, reason: str) -> None:
    found = table()
    found.loc[0, ["status", "reason"]] = [status, reason]
    assert noise_check(checked_of(found)).note == "1 figures not said to be noisy counts"


def test_a_draw_that_the_oldest_release_tells_otherwise_is_found_behind_a_newer() -> None:
    found = table()
    newer, older = Told("b", made.NOISE, found), Told("a", made.NOISE, table(second=True))
    for earlier in ([newer, older], [older, newer]):
        assert (
            f"{len(found)} figures drawn a second time"
            in noise_check(checked_of(found, earlier=earlier)).note
        )


def test_figures_that_overlap_are_not_made_up_for_by_those_that_overspend() -> None:
    """Of five quarters in a year one overspends; that two of them overlap is one more fault."""
    first = table()
    first = first[first["period_start"] == pd.Timestamp(made.QUARTER)]
    starts = [pd.Timestamp("2020-01-01") + pd.Timedelta(days=60 * at) for at in range(5)]
    ends = [start + pd.Timedelta(days=62 if at == 1 else 50) for at, start in enumerate(starts)]
    parts = [
        first.assign(period_start=start, period_end=end)
        for start, end in zip(starts, ends, strict=True)
    ]
    days = dict.fromkeys(("period_start", "period_end"), "datetime64[ms]")
    found = pd.concat(parts, ignore_index=True).astype(days).sort_values(KEY)
    source = released.source(replace(made.NOISY, noise=YEARLY), made.CLIENTS)
    note = noise_check(checked_of(found, source=source)).note
    assert "2 times that overlap or overspend epsilon" in note


def test_more_noise_lets_a_total_lie_further_below_its_counts() -> None:
    """Half the epsilon is twice the scale: 40 below is then no wonder, 70 still is."""
    noise = replace(made.NOISE, epsilon=0.5)
    source = released.source(replace(made.NOISY, noise=noise), made.CLIENTS)
    found = table()
    found = found[found["period_start"] == pd.Timestamp(LAST)].reset_index(drop=True)
    cell = found["area_id"].eq("BX01") & found["industry_id"].eq("work")
    totals = found["area_id"].isin(["BX01", "BX", "NYC"]) & found["industry_id"].isin(
        ["work", "all"]
    )
    drawn = float(found.loc[cell, "value"].iloc[0])
    for below, fits in ((40, True), (70, False)):
        lowered = found["value"] - totals * drawn - (totals & ~cell) * below
        checked = checked_of(found.assign(value=lowered), source=source)
        assert noise_check(checked).passed == fits, below
