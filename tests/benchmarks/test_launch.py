"""What is said of a launch day: of one run, with its errors, and never of memory that grows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer import BadParameter

from benchmarks.launch import grown
from benchmarks.launch_document import BEGIN, END, README, described, main

FIGURES = {
    "requests": 2_000,
    "requests_per_second": 12.5,
    "latency_50": 40.0,
    "latency_99": 1_234.0,
    "errors": 0,
    "kept": 0.82,
    "megabytes": 48.0,
    "connections": 50,
    "has_cache": 1,
    "processor_ms_a_request": 6.7,
    "megabytes_before": 90.0,
    "megabytes_halfway": 101.0,
    "megabytes_after": 102.0,
}
RUN = {
    "started": "2026-11-28T12:00:00+00:00",
    "machine": {"processor": "2 cores, x86_64", "load_before": 0.4},
    "release": "2026-11-28",
    "seconds": 600.0,
    "distinct": 500,
    "outcomes": [
        {"step": "50 connections, with the cache", "figures": FIGURES, "problem": ""},
        {
            "step": "500 connections, without the cache",
            "figures": FIGURES | {"connections": 500, "has_cache": 0, "errors": 3},
            "problem": "3 errors (TimeoutError: 3)",
        },
        {"step": "1 connections, with the cache", "figures": {}, "problem": "no answer"},
    ],
}


def test_the_document_says_what_one_run_measured_and_failed(tmp_path: Path) -> None:
    figures, readme = tmp_path / "launch.json", tmp_path / "README.md"
    figures.write_text(json.dumps(RUN))
    readme.write_text(f"Before.\n{BEGIN}\nan older run\n{END}\nAfter.\n")
    main(figures, readme)
    text = readme.read_text()
    assert text.startswith(f"Before.\n{BEGIN}\n500 distinct")
    assert text.endswith(f"{END}\nAfter.\n")
    assert "older" not in text
    assert "| 50 | yes | 2,000 | 12 | 0 | 82% | 24 | 6.7 ms | 1,234 ms | 90, 101, 102 |" in text
    assert "| 500 | no | 2,000 | 12 | 3 |  | 24 |" in text
    assert "- 500 connections, without the cache: 3 errors (TimeoutError: 3)." in text
    assert "- 1 connections, with the cache: no answer." in text
    # A million of the requests that were all answered: 24 KB and 6.7 ms each.
    assert "- 50 connections, with the cache: 6,700 core-seconds, 24 GB." in text
    assert text.count("core-seconds") == 1
    main(figures, readme)
    assert readme.read_text() == text


def test_a_document_without_its_marks_is_left_alone(tmp_path: Path) -> None:
    figures, readme = tmp_path / "launch.json", tmp_path / "README.md"
    figures.write_text(json.dumps(RUN))
    readme.write_text("Nothing is marked.")
    with pytest.raises(BadParameter, match="once each"):
        main(figures, readme)
    assert readme.read_text() == "Nothing is marked."


def test_the_document_that_ships_has_its_marks() -> None:
    text = README.read_text()
    assert text.count(BEGIN) == text.count(END) == 1
    assert list(described(RUN))


@pytest.mark.parametrize(
    ("held", "seconds", "is_told"),
    [([100, 109], 600, False), ([100, 111], 600, True), ([100, 150], 60, False)],
)
def test_memory_that_grows_after_half_of_a_long_run_is_a_failure(
    held: list[float], seconds: float, is_told: bool
) -> None:
    assert bool(grown(held, seconds)) == is_told
