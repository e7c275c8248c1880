"""A benchmark ends in time, keeps what it measured, and passes only what was measured and kept."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks import budgets, lighthouse
from benchmarks.budgets import Promise, lighthouse_promises
from benchmarks.journal import Journal, Outcome, attempted

SECONDS = 20.0
SLEEPS = "import time; time.sleep(600)"
PROMISE = Promise("a page's weight", "/ on a desktop: kilobytes", 120, "KB")


def python(code: str) -> Sequence[str]:
    return sys.executable, "-c", code


def test_what_never_answers_is_ended_and_is_a_failure() -> None:
    started = time.monotonic()
    outcome = attempted("a page", python(SLEEPS), 0.5)
    assert time.monotonic() - started < SECONDS
    assert outcome.problem == "not done within 0.5 s"
    assert outcome.figures == {}


def test_what_a_step_started_ends_with_it(tmp_path: Path) -> None:
    note = tmp_path / "child"
    noted = f"pathlib.Path({str(note)!r}).write_text(str(os.getpid()))"
    child = f"import os, pathlib; {noted}; {SLEEPS}"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    outcome = attempted("a page", python(parent), 5.0)
    assert outcome.problem
    number = int(note.read_text())
    deadline = time.monotonic() + SECONDS
    while Path(f"/proc/{number}").exists() and time.monotonic() < deadline:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        if state == "Z":  # ended; whoever adopted it has not looked yet
            return
        os.sched_yield()
    assert not Path(f"/proc/{number}").exists()


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("raise SystemExit('no browser')", "no browser"),
        ("print('painted')", "said no figures"),
        ("print('{}')", "no number for anything"),
        ("print('{\"painted\": null}')", "no number for painted"),
        ("print('{\"painted\": NaN}')", "no number for painted"),
        ("print('{\"painted\": true}')", "no number for painted"),
        ('print(\'{"painted": "12"}\')', "no number for painted"),
    ],
)
def test_what_is_no_measurement_is_a_failure(code: str, problem: str) -> None:
    outcome = attempted("a page", python(code), SECONDS)
    assert problem in outcome.problem
    assert outcome.figures == {}


def test_figures_are_the_last_line() -> None:
    outcome = attempted("a page", python("print('warm'); print('{\"painted\": 120.5}')"), SECONDS)
    assert (outcome.figures, outcome.problem) == ({"painted": 120.5}, "")


def test_what_was_measured_is_written_after_each_step(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "results.json", Console(quiet=True), {"release": "2026-11-28"})
    for step, code in (("one", "print('{\"a\": 1}')"), ("two", "raise SystemExit('gone')")):
        journal.attempt(step, python(code), SECONDS)
        written = json.loads((tmp_path / "results.json").read_text())
        assert [each["step"] for each in written["outcomes"]][-1] == step
    assert written["release"] == "2026-11-28"
    assert [each["problem"] for each in written["outcomes"]] == ["", "gone"]
    assert [path.name for path in tmp_path.iterdir()] == ["results.json"]


def test_a_figure_that_was_not_measured_misses_its_budget() -> None:
    (budget,) = budgets.judged([PROMISE], {})
    assert budget.measured is None
    assert not budget.is_met


@pytest.mark.parametrize("whole", [None, 0.0])
def test_a_share_of_what_was_not_measured_misses_its_budget(whole: float | None) -> None:
    promise = Promise("a share", "ours", 0.5, "of hello world", True, "hello")
    values = {"ours": 100.0} | ({} if whole is None else {"hello": whole})
    assert not budgets.judged([promise], values)[0].is_met


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=5), st.floats(0, 1e6))
def test_the_median_of_the_runs_is_judged(runs: list[float], limit: float) -> None:
    outcomes = [Outcome("p", 1, {"kilobytes": each}) for each in runs]
    promise = Promise("p", "p: kilobytes", limit, "KB")
    (budget,) = budgets.judged([promise], budgets.medians(outcomes))
    below = sum(each <= limit for each in runs)
    assert budget.is_met is (budget.measured is not None and budget.measured <= limit)
    if below == len(runs):
        assert budget.is_met
    if below == 0:
        assert not budget.is_met


def test_a_run_passes_only_with_promises_all_kept_and_no_step_failed() -> None:
    kept = budgets.judged([PROMISE], {PROMISE.figure: 100.0})
    fine, failed = Outcome("p", 1, {"kilobytes": 100.0}), Outcome("p", 1, problem="late")
    assert budgets.is_kept(kept, [fine])
    assert not budgets.is_kept(kept, [fine, failed])
    assert not budgets.is_kept([], [fine])
    assert not budgets.is_kept(budgets.judged([PROMISE], {PROMISE.figure: 121.0}), [fine])


def test_every_page_is_promised_on_both_devices() -> None:
    promises = budgets.page_promises(["/", "/trends", "/about"])
    for path in ("/", "/trends", "/about"):
        for device in ("desktop", "mobile"):
            figures = {each.figure for each in promises if each.figure.startswith(f"{path} on a")}
            assert {
                f"{path} on a {device}: {name}" for name in ("live", "longest", "shift")
            } <= figures


@pytest.mark.parametrize("path", ["/", "/map", "/trends", "/industries"])
def test_lighthouse_may_give_a_chart_library_a_little_less_and_nothing_else(path: str) -> None:
    limits = {each.what.rpartition(": ")[2]: each.limit for each in lighthouse_promises([path])}
    least = 90 if path in {"/trends", "/industries"} else 95
    assert limits == {"performance": least, "accessibility": 100, "best-practices": 100, "seo": 100}


@pytest.mark.parametrize("score", [{}, {"score": None}])
def test_a_page_without_a_score_is_a_failure(score: dict) -> None:
    whole = {name: {"score": 1} for name in lighthouse.CATEGORIES}
    assert lighthouse._read({"categories": whole}) == dict.fromkeys(lighthouse.CATEGORIES, 100)
    with pytest.raises(lighthouse.NoScoreError, match="performance"):
        lighthouse._read({"categories": {**whole, "performance": score}})


def test_files_are_held_against_a_bare_server_and_pages_against_hello_world() -> None:
    against = {each.what: each.against for each in budgets.server_promises() if each.against}
    assert against == {
        "Server: first response": "hello world: a_second",
        "Server: a frame": "a frame by a bare server: a_second",
        "Server: a CSV": "a CSV by a bare server: a_second",
    }
