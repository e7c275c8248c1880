"""A command loads what takes long to load only once it needs it."""

from __future__ import annotations

import subprocess
import sys

from data_loaders.vocabulary.installation import ROOT

LOADED = "import sys, data_loaders.__main__; print(*sorted(sys.modules))"
# Each takes a fifth to two fifths of a second of every command.
SLOW = {"duckdb", "ibis", "opendp", "scipy.interpolate", "scipy.optimize", "scipy.spatial"}


def test_a_command_starts_without_engines_and_solvers() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.split())
    assert "data_loaders.curate.plans" in loaded
    assert loaded & SLOW == set()
