"""A release with noise passes its audit; each way of undoing noise fails it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.privacy.audit.noisy_check import FAULTS, NoisySource, noise_check
from data_loaders.privacy.audit.report import report
from data_loaders.privacy.treatment.noised import noised
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary.audit_record import GATE_OF_NOISE, gate_of, refusals
from data_loaders.vocabulary.noise import BudgetPeriod, Noise, NoiseUnit
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
    assert len(set(FAULTS)) == len(FAULTS) == 5
