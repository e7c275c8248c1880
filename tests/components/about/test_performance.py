"""The page on speed says what was measured, what was missed, and what nobody measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from components.about import performance
from components.about.performance import Budget, Machine, Run, Step
from components.about.text_pages import text_pages
from components.markup.first_view import rendered
from data_loaders.records.held import records
from tests.support.pages_read import read

KEPT = Budget("Home: weight", 117.4, 120, "KB", False, True)
MISSED = Budget("Home: layout shift", 0.034, 0.02, "", False, False)
ABSENT = Budget("Map: a new frame", None, 90, "KB", False, False)
RUN = Run(
    datetime(2026, 11, 28, 11, tzinfo=UTC),
    Machine("2 cores, x86_64", 2, 0.4),
    "2026-11-28",
    3,
    (Step("Home on a phone"), Step("Map on a phone", "not done within 90 s")),
    (KEPT, MISSED, ABSENT),
)


def page(run: Run) -> str:
    return str(rendered(performance.layout(run)))


def test_every_budget_measured_is_shown_with_whether_it_was_kept() -> None:
    rows = read(page(RUN)).rows
    assert ["Home: weight", "117", "≤ 120", "KB", "yes"] in rows
    assert ["Home: layout shift", "0.03", "≤ 0.02", "", "no"] in rows
    assert "1 of 2 budgets that were measured were kept" in page(RUN)


@pytest.mark.parametrize(
    ("measured", "limit", "at_least", "is_met", "told"),
    [
        (0.0234, 0.02, False, False, "0.023"),
        (200.4, 200, False, False, "200.4"),
        (94.7, 95, True, False, "94.7"),
        (0.0196, 0.02, False, True, "0.02"),
    ],
)
def test_a_budget_that_was_missed_never_reads_as_one_that_was_kept(
    measured: float, limit: float, *, at_least: bool, is_met: bool, told: str
) -> None:
    close = Budget("Home", measured, limit, "ms", at_least, is_met)
    [row] = [each for each in read(page(replace(RUN, budgets=(close,)))).rows if "Home" in each][:1]
    assert row[1] == told


def test_what_was_not_measured_is_named_apart_and_counted_nowhere() -> None:
    made = page(RUN)
    assert made.index("Not measured") < made.index("Map: a new frame")
    assert "Map on a phone: this step failed" in made
    assert not any(row and row[0] == ABSENT.what for row in read(made).rows)
    whole = replace(RUN, budgets=(KEPT,), outcomes=RUN.outcomes[:1])
    assert "Not measured" not in page(whole)


@pytest.mark.parametrize(
    ("load", "is_busy"), [(0.4, False), (2.0, False), (2.1, True), (15.0, True)]
)
def test_a_busy_machine_is_said_to_be_one(load: float, is_busy: bool) -> None:
    run = replace(RUN, machine=replace(RUN.machine, load_before=load))
    assert ("busy with other work" in page(run)) is is_busy


def test_words_of_a_run_are_never_markup() -> None:
    hostile = replace(KEPT, what="<script>x</script>")
    assert Markup("<script>") not in page(replace(RUN, budgets=(hostile,)))


def test_the_run_that_ships_is_on_the_page_and_the_page_is_found() -> None:
    run = performance.last_run()
    assert len(run.measured) > 10
    assert any(each.path == performance.PATH for each in text_pages(records().current()))
