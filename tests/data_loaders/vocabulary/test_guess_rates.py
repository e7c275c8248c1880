"""What is told of guesses confirms none of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest

from components.data import source as page
from data_loaders.curate.publication.last_good import Curated, keep, last_good
from data_loaders.curate.publication.publish import _with_rates
from data_loaders.privacy.audit.report import report
from data_loaders.privacy.treatment.treat import treat
from data_loaders.vocabulary import guess_rates
from data_loaders.vocabulary.guess_rates import LEAST_SCORED, GuessRates, told
from data_loaders.vocabulary.model import Delivery
from tests.data_loaders.privacy.treatment.test_neighbors import STEADY, quarters, treated
from tests.support.privacy import made, released


@pytest.mark.parametrize("cells", [0, 1, LEAST_SCORED - 1])
def test_a_rate_over_few_figures_is_not_told(cells: int) -> None:
    assert told(cells, 0, 0) is None
    assert told(cells, cells, cells) is None


@pytest.mark.parametrize(
    ("right", "bound"), [(0, 10), (10, 10), (11, 25), (25, 25), (26, 50), (50, 50), (51, None)]
)
def test_a_rate_is_told_in_coarse_steps(right: int, bound: int | None) -> None:
    assert told(100, right, 0) == GuessRates(bound, 10)
    assert told(100, 0, right) == GuessRates(10, bound)


def test_none_or_all_guesses_right_are_not_told_apart_from_some() -> None:
    """Who reads that all came true knows each guess to be right."""
    for cells in (20, 21, 40, 104):
        assert told(cells, 0, 0) == told(cells, cells // 10, cells // 10)
        assert told(cells, cells, cells) == told(cells, cells // 2 + 1, cells // 2 + 1)


def test_one_more_figure_moves_a_rate_by_one_step_at_most() -> None:
    steps = (*guess_rates.BOUNDS, None)
    for cells in range(LEAST_SCORED, 60):
        for right in range(cells):
            before, now = told(cells, right, 0), told(cells + 1, right + 1, 0)
            assert before is not None
            assert now is not None
            assert steps.index(now.exact) - steps.index(before.exact) <= 1


def test_treatment_measures_how_often_guesses_come_true() -> None:
    steady = quarters(*[STEADY] * 6, {**STEADY, "SI": 14.0})
    result = treat(steady, made.PEOPLE, [made.CLIENTS], None, made.BOROUGHS)
    hidden = int(result.observations["status"].eq("withheld").sum())
    # Steady figures are guessed, all of them, once enough are hidden to say so.
    assert (result.guessed is None) == (hidden < LEAST_SCORED)
    assert treated(steady).equals(result.observations)


def test_rates_are_kept_with_what_is_staged_and_older_records_have_none(tmp_path: Path) -> None:
    source = released.source(made.PEOPLE, made.CLIENTS)
    delivery = Delivery("clients", date(2020, 1, 1), date(2020, 1, 2), "0" * 64, 1)
    table = treated(quarters(STEADY))
    keep(tmp_path, Curated(source, table, delivery, guessed=GuessRates(10, None)))
    held = last_good(tmp_path, "clients")
    assert held is not None
    assert held.guessed == GuessRates(10, None)
    (tmp_path / "clients.json").write_bytes(msgspec.json.encode((source, delivery, False)))
    older = last_good(tmp_path, "clients")
    assert older is not None
    assert older.guessed is None


def test_rates_stand_in_the_record_the_report_and_the_page(tmp_path: Path) -> None:
    folder = released.write(
        tmp_path / "r", released.source(made.PEOPLE, made.CLIENTS), treated(quarters(STEADY))
    )
    bare = released.audit(folder)
    audit = _with_rates(bare, {"clients": GuessRates(25, None)})
    assert "at most 25 % exact, over 50 % within a tenth" in report(audit)
    assert "hidden for others" not in report(bare)
    [one] = audit.sources
    assert "25 or fewer were exact, and more than 50 within a tenth" in page._guessed(one)
    assert "is not told here" in page._guessed(replace(one, guessed=None))
    assert page._guessed(replace(one, withheld=0)) == ""
