"""How long a search for counterexamples goes on."""

from __future__ import annotations

import os

# `make test-all` says so: tests that draw their own cases then draw many more.
NIGHTLY = "NIGHTLY"


def examples(every_run: int, *, nightly: int) -> int:
    """How many cases a property test draws in this run."""
    return nightly if os.environ.get(NIGHTLY) else every_run
