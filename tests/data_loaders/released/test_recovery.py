"""Like is compared with like: same weeks, twelve months, and never what is relative already."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from data_loaders.released.recovery import Outcome, Recovery, by_month, recovery, valued
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Direction, Frequency, Geography, Indicator, Measure
from tests.support.privacy import made
from tests.support.tiny import COURTS, FILINGS, module, released

HEAD = "area_id,period_start,period_end,value,status\n"
WEEKLY = replace(
    FILINGS,
    frequency=Frequency.WEEK,
    week_ends_on=6,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    baseline="2019",
)
MONTHLY = replace(WEEKLY, frequency=Frequency.MONTH, week_ends_on=None)


def weeks(first_end: date, values: list[float | None], status: str = "normal") -> str:
    """Weeks one after another as lines; a week without a value is not reported."""
    lines = []
    for number, value in enumerate(values):
        end = first_end + timedelta(weeks=number)
        shown = "" if value is None else value
        said = "not_reported" if value is None else status
        lines.append(f"NYC,{end - timedelta(days=6)},{end},{shown},{said}\n")
    return "".join(lines)


def months(first: date, values: list[float]) -> str:
    lines = []
    for number, value in enumerate(values):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        start = date(year, month + 1, 1)
        end = start.replace(day=monthrange(year, month + 1)[1])
        lines.append(f"NYC,{start},{end},{value},normal\n")
    return "".join(lines)


@pytest.fixture
def stands(tmp_path: Path) -> Callable[[Indicator, str], Recovery | None]:
    """Where a series stands that a release has from lines of CSV."""

    def found(indicator: Indicator, text: str, ended_on: date | None = None) -> Recovery | None:
        source = replace(COURTS, indicators=(indicator,), ended_on=ended_on)
        released(tmp_path, module(source, HEAD + text))
        release = Release.open(tmp_path / "2026-11-22")
        return recovery(release, indicator.id, Geography.CITY, "NYC")

    return found


def gap(between: int) -> str:
    """Weeks without a value, so that no period is left out between two stretches."""
    return weeks(date(2019, 8, 24), [None] * between)


def test_four_weeks_are_compared_with_the_same_weeks_of_2019(stands: Callable) -> None:
    # 2019-07-27 to 08-17, and seven years later the weeks that end nearest to the same days.
    before = weeks(date(2019, 7, 20), [999, 10, 20, 30, 40])
    after = weeks(date(2026, 7, 25), [60, 10, 20, 30])
    recovery = stands(WEEKLY, before + gap(361) + after)
    assert (recovery.now, recovery.before, recovery.value) == (30, 25, 30)
    assert (recovery.first, recovery.last) == (date(2026, 7, 19), date(2026, 8, 15))
    assert recovery.outcome is Outcome.NOT_BACK


def test_early_weeks_are_passed_over(stands: Callable) -> None:
    before = weeks(date(2019, 7, 20), [999, 10, 20, 30, 40])
    after = weeks(date(2026, 7, 25), [10, 20, 30, 40])
    early = weeks(date(2026, 8, 22), [1], "provisional")
    recovery = stands(WEEKLY, before + gap(361) + after + early)
    assert (recovery.value, recovery.last) == (25, date(2026, 8, 15))
    assert recovery.outcome is Outcome.BACK


def test_with_a_week_missing_the_newest_stands_alone_and_is_not_compared(stands: Callable) -> None:
    before = weeks(date(2019, 7, 20), [999, 10, 20, 30, 40])
    after = weeks(date(2026, 7, 25), [10, None, 30, 40])
    recovery = stands(WEEKLY, before + gap(361) + after)
    assert (recovery.value, recovery.ratio) == (40, None)


def test_months_are_compared_by_their_middles_never_one_by_one(stands: Callable) -> None:
    year = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9]
    recovery = stands(MONTHLY, months(date(2019, 1, 1), [4] * 12 + year))
    assert (recovery.value, recovery.now, recovery.before) == (9, 5, 4)
    assert recovery.compared == (date(2020, 1, 1), date(2020, 12, 31))


def test_without_the_whole_of_2019_months_are_not_compared(stands: Callable) -> None:
    recovery = stands(MONTHLY, months(date(2019, 2, 1), [4] * 23))
    assert (recovery.value, recovery.ratio, recovery.outcome) == (4, None, Outcome.NOT_JUDGED)


def test_a_figure_already_relative_to_before_is_compared_as_it_is(stands: Callable) -> None:
    index = replace(MONTHLY, measure=Measure.INDEX, direction=Direction.BACK_TO_BASELINE)
    recovery = stands(index, months(date(2019, 1, 1), [50] * 24))
    assert (recovery.ratio, recovery.outcome) == (0.5, Outcome.NOT_BACK)


def test_a_change_in_percent_is_relative_to_none(stands: Callable) -> None:
    change = replace(MONTHLY, measure=Measure.PERCENT_CHANGE, direction=Direction.BACK_TO_BASELINE)
    recovery = stands(change, months(date(2026, 1, 1), [-10.0]))
    assert recovery.ratio == pytest.approx(0.9)
    assert recovery.outcome is Outcome.BACK


@pytest.mark.parametrize(
    ("value", "outcome"),
    [(110, Outcome.BACK), (111, Outcome.NOT_BACK), (20, Outcome.BACK)],
)
def test_within_a_tenth_of_before_is_back_and_so_is_better(
    stands: Callable, value: int, outcome: Outcome
) -> None:
    recovery = stands(MONTHLY, months(date(2019, 1, 1), [100] * 12 + [value] * 12))
    assert recovery.outcome is outcome


def test_a_series_that_ended_is_not_judged(stands: Callable) -> None:
    recovery = stands(MONTHLY, months(date(2019, 1, 1), [100] * 24), date(2020, 12, 31))
    assert (recovery.has_ended, recovery.outcome) == (True, Outcome.NOT_JUDGED)
    assert recovery.ratio == 1


def test_a_series_that_goes_on_after_its_source_ended_is_judged(stands: Callable) -> None:
    recovery = stands(MONTHLY, months(date(2019, 1, 1), [100] * 24), date(2020, 11, 30))
    assert (recovery.has_ended, recovery.outcome) == (False, Outcome.BACK)


def test_a_series_without_better_or_worse_is_not_judged(stands: Callable) -> None:
    rent = replace(MONTHLY, direction=Direction.NONE)
    recovery = stands(rent, months(date(2019, 1, 1), [100] * 24))
    assert recovery.outcome is Outcome.NOT_JUDGED


def test_noisy_figures_are_not_judged(stands: Callable) -> None:
    stood = stands(MONTHLY, months(date(2019, 1, 1), [100] * 24))
    noisy = replace(stood.source, policy=made.NOISY)
    assert replace(stood, source=noisy).outcome is Outcome.NOT_JUDGED


def test_a_series_the_release_lacks_stands_nowhere(tmp_path: Path) -> None:
    released(tmp_path)
    release = Release.open(tmp_path / "2026-11-22")
    assert recovery(release, "ui_claims", Geography.CITY, "NYC") is None


def test_a_shape_has_one_mean_a_month_and_gaps_where_nothing_is_known(tmp_path: Path) -> None:
    text = HEAD + weeks(date(2020, 1, 4), [1, 2, 3, 6, None, None, None, None, 8])
    released(tmp_path, module(replace(COURTS, indicators=(WEEKLY,)), text))
    frame = Release.open(tmp_path / "2026-11-22").frame("filings", Geography.CITY)
    cells = by_month(valued(frame, "NYC"), date(2019, 12, 1), date(2020, 3, 31))
    assert [cell.value for cell in cells] == [None, 3, 8, None]
