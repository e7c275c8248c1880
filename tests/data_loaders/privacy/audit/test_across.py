"""Two sources of one release that count the same people: what one hides, the other may tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_loaders.privacy.audit import across
from data_loaders.vocabulary.audit_record import result
from data_loaders.vocabulary.model import Frequency, Indicator
from data_loaders.vocabulary.policy import Grid, Policy
from tests.support.privacy import made, released

MONTHS = pd.date_range("2019-01-01", periods=36, freq="MS")
HELPED = replace(made.CLIENTS, id="helped", family="helped")
BY_MONTH = replace(HELPED, frequency=Frequency.MONTH)
SHORTER = replace(made.PEOPLE, publication_grid=Grid(("borough", "city"), "month", "service"))
FEWEST = across.FEWEST_SHARED
# Clients of the Bronx by month; the last one has few.
COUNTS = [60 + 7 * (at % 5) + at for at in range(35)] + [4]


def table(indicator_id: str, frequency: str, hidden: tuple[int, ...]) -> pd.DataFrame:
    """Counts of the Bronx by month or quarter, some of them hidden."""
    months = pd.Series(COUNTS, index=MONTHS, dtype="float64")
    sums = months.resample(frequency).sum()
    rows = pd.DataFrame({"period_start": sums.index, "value": sums.to_numpy()})
    offset = pd.tseries.frequencies.to_offset(frequency.removesuffix("S") + "E")
    gaps = rows.index.isin(hidden)
    return rows.assign(
        indicator_id=indicator_id,
        geography="borough",
        area_id="BX",
        industry_id="all",
        period_end=rows["period_start"] + offset,
        value=rows["value"].mask(gaps),
        status=pd.Series("normal", rows.index).mask(gaps, "withheld"),
    )


def told(
    folder: Path, *tables: tuple[Indicator, Policy, pd.DataFrame]
) -> dict[str, tuple[bool, str]]:
    """Of each source of a release, whether A7 passed, and what it says."""
    sources = [
        replace(released.source(policy, indicator), id=f"from_{indicator.id}")
        for indicator, policy, _ in tables
    ]
    released.write_all(folder, [(s, t[2]) for s, t in zip(sources, tables, strict=True)])
    audit = released.audit(folder)
    checks = {
        each.source_id: check for each in audit.sources for check in each.checks if check.id == "A7"
    }
    return {name: (check.passed, check.note) for name, check in checks.items()}


AT_NIGHT = pytest.mark.nightly


@pytest.mark.parametrize("is_beside", [pytest.param(False, marks=AT_NIGHT), True])
def test_a_figure_that_another_source_shows_fails_the_audit(
    tmp_path: Path, is_beside: bool
) -> None:
    hidden = table("clients", "QS", (11,))
    shown = table("helped", "QS", ())
    other = shown if is_beside else shown.assign(value=shown["value"] * 1.7)
    found = told(tmp_path / "r", (made.CLIENTS, made.PEOPLE, hidden), (HELPED, made.PEOPLE, other))
    assert found["from_helped"][0]
    passed, note = found["from_clients"]
    assert passed is not is_beside
    assert ("1 hidden figures told by from_helped" in note) is is_beside


@pytest.mark.parametrize(
    ("months", "is_told"), [((), True), pytest.param((35,), False, marks=AT_NIGHT)]
)
def test_a_quarter_whose_months_another_source_shows_fails_the_audit(
    tmp_path: Path, months: tuple[int, ...], is_told: bool
) -> None:
    found = told(
        tmp_path / "r",
        (made.CLIENTS, made.PEOPLE, table("clients", "QS", (11,))),
        (BY_MONTH, SHORTER, table("helped", "MS", months)),
    )
    assert (found["from_clients"][0], found["from_helped"][0]) == (not is_told, True)


@pytest.mark.parametrize(
    ("months", "is_told"), [((35,), True), pytest.param((34, 35), False, marks=AT_NIGHT)]
)
def test_a_month_alone_in_a_quarter_that_another_source_shows_fails_the_audit(
    tmp_path: Path, months: tuple[int, ...], is_told: bool
) -> None:
    found = told(
        tmp_path / "r",
        (made.CLIENTS, made.PEOPLE, table("clients", "QS", ())),
        (BY_MONTH, SHORTER, table("helped", "MS", months)),
    )
    assert (found["from_clients"][0], found["from_helped"][0]) == (True, not is_told)


def test_the_attack_counts_and_names_what_every_other_source_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(across, "_told", lambda _one, _other: 2)
    one, left, right = (
        across.Figures(replace(released.source(made.PEOPLE), id=name), pd.DataFrame())
        for name in ("one", "left", "right")
    )
    found = across.beside_others(result("A7", 1, 5, note="1 sums"), one, [one, left, right])
    assert (found.passed, found.failures) == (False, 5)
    told = "2 hidden figures told by left, 2 hidden figures told by right"
    assert found.note == f"1 sums; {told}"


def same_in_few(shared: int, scale: float = 1.0, off: float = 0.0) -> bool:
    """Whether a hidden figure is told by a source that shares so few figures with its own."""
    hidden, shown = table("clients", "QS", (11,)), table("helped", "QS", ()).tail(shared + 1)
    shown = shown.assign(value=shown["value"] * scale)
    hidden = hidden.assign(value=hidden["value"] * scale + off * (hidden.index == 10))
    figures = [
        across.Figures(replace(released.source(made.PEOPLE, kind), id=name), rows)
        for name, kind, rows in (("one", made.CLIENTS, hidden), ("other", HELPED, shown))
    ]
    return across._told(*figures) == 1


def test_three_large_figures_that_agree_are_no_chance() -> None:
    assert [same_in_few(shared) for shared in (1, 2, 3, 7)] == [False, False, True, True]


def test_few_small_figures_that_agree_may_be_chance_and_one_that_differs_is_another_source() -> (
    None
):
    assert not same_in_few(7, scale=0.1)
    assert not same_in_few(7, off=5.0)
    assert same_in_few(7, off=0.5)


def test_of_ten_thousand_pairs_of_other_figures_hardly_one_agrees_in_three() -> None:
    random = np.random.default_rng(15)
    one, other = random.poisson(130, (2, 10_000, FEWEST)).astype(float)
    chance = [across._are_same(*pair, 1.0) for pair in zip(one, other, strict=True)]
    assert sum(chance) <= 1


@pytest.mark.parametrize(
    ("shorter", "longer", "is_part"),
    [
        (Frequency.DAY, Frequency.WEEK, True),
        (Frequency.MONTH, Frequency.WEEK, False),
        (Frequency.WEEK, Frequency.MONTH, False),
        (Frequency.MONTH, Frequency.QUARTER, True),
        (Frequency.QUARTER, Frequency.MONTH, False),
        (Frequency.YEAR, Frequency.YEAR, False),
    ],
)
def test_a_week_lies_in_no_month_and_a_month_in_a_quarter(
    shorter: Frequency, longer: Frequency, is_part: bool
) -> None:
    assert across._is_part(shorter, longer) == is_part
