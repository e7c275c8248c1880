"""A launch day on two replicas behind nginx, with a switch of release in the middle of each run."""

from __future__ import annotations

import os

import pytest

from benchmarks import nginx
from benchmarks.launch import CLIENTS
from benchmarks.replicas import replayed, standing

pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not nginx.is_installed(), reason="nginx is not installed"),
]
# Ten minutes in all; a shorter day is enough to try a change.
SECONDS = float(os.environ.get("LAUNCH_SECONDS", "200"))


def test_no_reader_of_a_launch_day_meets_an_error_while_the_release_is_switched() -> None:
    with standing() as site:
        for clients in CLIENTS:
            outcome = replayed(site, clients, SECONDS)
            assert outcome.problem == "", outcome
            assert outcome.figures["requests"] > 0
            assert outcome.figures["seconds_of_switch"] > 0
