"""The implausible is found with rows, what was expected and the likely cause; the honest is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from data_loaders.curate.plausibility.findings import (
    ImplausibleError,
    Kind,
    settle,
)
from data_loaders.curate.plausibility.gate import findings
from data_loaders.vocabulary.model import Frequency, Measure
from tests.support.tiny import DAY, FILINGS

AREAS = ("BX", "BK", "MN", "QN", "SI")
MONTHS = pd.date_range("2019-01-01", "2024-12-01", freq="MS")
Change = Callable[[pd.DataFrame], pd.DataFrame]


def table(months: pd.DatetimeIndex = MONTHS) -> pd.DataFrame:
    """A count of some hundreds a month in each borough, with a year's rhythm and noise."""
    chance = np.random.default_rng(11)
    level = np.array([900, 800, 700, 600, 500])[:, np.newaxis]
    rhythm = 1 + 0.2 * np.sin(2 * np.pi * np.arange(len(MONTHS)) / 12)
    values = np.round(level * rhythm * chance.uniform(0.9, 1.1, (5, len(MONTHS))))
    whole = pd.DataFrame(
        {
            "indicator_id": FILINGS.id,
            "geography": "borough",
            "area_id": np.repeat(AREAS, len(MONTHS)),
            "period_start": np.tile(MONTHS, 5),
            "industry_id": "all",
            "value": values.ravel(),
        }
    )
    return whole[whole["period_start"].isin(months)].reset_index(drop=True)


def kinds(now: pd.DataFrame, last: pd.DataFrame | None) -> list[Kind]:
    return [each.doubt.kind for each in findings("courts", (FILINGS,), now, last)]


def where(condition: Callable[[pd.DataFrame], pd.Series], value: float | str) -> Change:
    """A change of the cells that meet a condition: "×100" multiplies, a number replaces."""

    def change(rows: pd.DataFrame) -> pd.DataFrame:
        cells = condition(rows)
        new = rows["value"] * float(value[1:]) if isinstance(value, str) else value
        return rows.assign(value=rows["value"].mask(cells, new))

    return change


def newest(rows: pd.DataFrame) -> pd.Series:
    return rows["period_start"] >= "2024-09-01"


def one(rows: pd.DataFrame) -> pd.Series:
    return rows["area_id"].eq("MN") & rows["period_start"].eq("2022-05-01")


def every(rows: pd.DataFrame) -> pd.Series:
    return rows["value"].notna()


def swapped(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(area_id=rows["area_id"].replace({"BX": "SI", "SI": "BX"}))


def moved(months: int) -> Change:
    return lambda rows: rows.assign(
        period_start=rows["period_start"] + pd.DateOffset(months=months)
    )


def without(condition: Callable[[pd.DataFrame], pd.Series]) -> Change:
    return lambda rows: rows[~condition(rows)].reset_index(drop=True)


def third_of_331_days(rows: pd.DataFrame) -> pd.DataFrame:
    """A history rewritten up to December 2021, in one column of five."""
    is_then = rows["period_start"].between("2021-02-01", "2021-12-31") & rows["area_id"].eq("BX")
    return rows.assign(value=rows["value"].mask(is_then, (rows["value"] / 3).round()))


CASES: dict[str, tuple[Change, Kind]] = {
    "whole × 100": (where(every, "×100"), Kind.OTHER_UNIT),
    "whole × 10": (where(every, "×10"), Kind.OTHER_UNIT),
    "newest × 100": (where(newest, "×100"), Kind.OTHER_UNIT),
    "newest zero": (where(newest, 0.0), Kind.FAR),
    "all zero": (where(every, 0.0), Kind.REVISED),
    "one × 40": (where(one, "×40"), Kind.FAR),
    "one zero": (where(one, 0.0), Kind.FAR),
    "two areas swapped": (swapped, Kind.REVISED),
    "a month later": (moved(1), Kind.MOVED_DATES),
    "a year later": (moved(12), Kind.MOVED_DATES),
    "a year earlier": (moved(-12), Kind.ENDS_EARLIER),
    "cut back": (without(newest), Kind.ENDS_EARLIER),
    "an area gone": (without(lambda rows: rows["area_id"].eq("SI")), Kind.GONE),
    "a rewrite up to December 2021": (third_of_331_days, Kind.REVISED),
    "newest blank": (
        where(lambda rows: rows["period_start"].eq("2024-12-01"), np.nan),
        Kind.ENDS_EARLIER,
    ),
    "each by a little": (where(every, "×1.02"), Kind.REVISED),
}


@pytest.mark.parametrize("case", CASES)
def test_beside_the_last_release_the_implausible_is_found(case: str) -> None:
    change, kind = CASES[case]
    assert kind in kinds(change(table()), table())


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (where(newest, "×100"), Kind.LEVEL),
        (where(newest, 0.0), Kind.LEVEL),
        (where(one, "×40"), Kind.SPIKE),
        (where(one, 0.0), Kind.SPIKE),
    ],
)
def test_without_a_last_release_history_tells(change: Change, kind: Kind) -> None:
    assert kinds(table(), None) == []
    assert kind in kinds(change(table()), None)


def test_new_periods_on_another_level_are_found_where_all_before_is_as_it_was() -> None:
    last = table(MONTHS[:-4])
    assert kinds(table(), last) == []
    assert kinds(where(newest, "×100")(table()), last) == [Kind.LEVEL]
    assert kinds(where(newest, 0.0)(table()), last) == [Kind.LEVEL]


def test_honest_revision_is_no_finding() -> None:
    """Newest months completed by a third, a few others corrected, one month more."""
    last = table(MONTHS[:-1])
    late = last["period_start"] >= "2024-10-01"
    last = last.assign(value=last["value"].mask(late, (last["value"] / 1.35).round()))
    now = table()
    few = now.index.isin([3, 100, 250])
    assert kinds(now.assign(value=now["value"].mask(few, now["value"] * 1.2)), last) == []


def test_a_file_that_holds_the_newest_periods_alone_may_roll_on() -> None:
    assert kinds(table(MONTHS[1:25]), table(MONTHS[:24])) == []
    assert Kind.GONE in kinds(table(MONTHS[2:25]), table(MONTHS[:24]))


def test_the_gate_names_the_likely_cause_of_a_jump() -> None:
    def cause(change: Change) -> str:
        return findings("courts", (FILINGS,), change(table()), table())[0].doubt.cause

    assert cause(where(every, "×100")) == "another unit (100 times)"
    assert cause(swapped) == "columns swapped: SI holds what BX held"
    assert "zeros where figures are missing" in cause(where(every, 0.0))


def test_a_finding_says_rows_and_expectation_and_quotes_no_value() -> None:
    (found,) = findings("courts", (FILINGS,), where(one, 123_456.0)(table()), table())
    assert "filings by borough: 1 values are far" in found.sentence
    assert "MN 2022-05-01" in found.sentence
    assert "Expected between 0.4 and 2.5 times" in found.sentence
    assert "123" not in found.sentence


def test_an_id_belongs_to_the_very_figures() -> None:
    def ids(value: float) -> list[str]:
        return [f.id for f in findings("courts", (FILINGS,), where(one, value)(table()), table())]

    assert ids(30_000) == ids(30_000)
    assert ids(30_000) != ids(30_001)


def test_findings_pass_only_with_a_reason_each() -> None:
    faults = findings("courts", (FILINGS,), where(every, 0.0)(table()), table())
    with pytest.raises(ImplausibleError, match="--accept ID") as error:
        settle(faults, {faults[0].id: "The courts said so."}, DAY)
    assert [each.id for each in error.value.findings] == [each.id for each in faults[1:]]
    accepted = settle(faults, {each.id: "The courts said so." for each in faults}, DAY)
    assert [each.why for each in accepted] == ["The courts said so."] * len(faults)


def test_a_figure_that_begins_or_has_few_periods_is_no_finding() -> None:
    assert kinds(table(), table().iloc[:0]) == []
    assert kinds(table(MONTHS[:3]), None) == []
    yearly = replace(FILINGS, frequency=Frequency.YEAR)
    assert findings("courts", (yearly,), table(MONTHS[:1]), table(MONTHS[:1])) == ()


def test_a_whole_figure_that_is_gone_is_found() -> None:
    (found,) = findings("courts", (FILINGS,), table().iloc[:0], table())
    assert found.doubt.kind is Kind.GONE


def test_the_base_period_of_a_change_may_be_its_only_zero() -> None:
    change = replace(FILINGS, measure=Measure.PERCENT_CHANGE)
    whole = where(one, 0.0)(table())
    assert not findings("courts", (change,), whole, None)
    assert [each.doubt.kind for each in findings("courts", (FILINGS,), whole, None)] == [Kind.SPIKE]


def test_a_series_that_is_estimated_anew_may_move_a_little_everywhere() -> None:
    anew = replace(FILINGS, is_estimated_anew=True)
    moved_a_little = where(every, "×1.01")(table())
    assert [each.doubt.kind for each in findings("courts", (FILINGS,), moved_a_little, table())]
    assert not findings("courts", (anew,), moved_a_little, table())
