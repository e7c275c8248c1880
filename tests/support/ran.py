"""What the last runs said: how long each test file took, and the last commit that passed.

`python -m tests.support.ran` records that the commit checked out has passed. What has not run here
yet takes as long as it did on two cores when `python -m tests.support.ran seconds` last kept that.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from tests.support.imports import ROOT

SECONDS = ROOT / "var" / "tests" / "seconds.json"
SHIPPED = Path(__file__).with_name("seconds.json")
PASSED = ROOT / "var" / "tests" / "passed"


class Stopwatch:
    """Adds up what each test file takes, over all workers, and keeps it for the next run."""

    def __init__(self, kept_in: Path = SECONDS) -> None:
        self.kept_in = kept_in
        self.seconds: dict[str, float] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Every step of a test, in whichever process it ran."""
        file = report.nodeid.partition("::")[0]
        self.seconds[file] = self.seconds.get(file, 0.0) + report.duration

    def pytest_sessionfinish(self) -> None:
        """Keep what ran; what did not run stays as it was."""
        seconds = {**seconds_of_files(self.kept_in), **self.seconds}
        rounded = {name: round(lasted, 2) for name, lasted in sorted(seconds.items())}
        _write(self.kept_in, msgspec.json.format(msgspec.json.encode(rounded)))


def seconds_of_files(kept_in: Path = SECONDS) -> Mapping[str, float]:
    """How long each test file took when it last ran here; empty before any ran."""
    try:
        return msgspec.json.decode(kept_in.read_bytes(), type=dict[str, float])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def passed_commit(kept_in: Path = PASSED) -> str:
    """The last commit all of whose tests passed here; empty before any did."""
    return kept_in.read_text().strip() if kept_in.is_file() else ""


def record_passed(root: Path = ROOT, kept_in: Path = PASSED) -> bool:
    """Record the commit checked out as passed; False where files differ from it."""
    if _git(root, "status", "--porcelain"):
        return False
    _write(kept_in, _git(root, "rev-parse", "HEAD").encode())
    return True


def _git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=root, capture_output=True, text=True, check=True
    ).stdout


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    partial.write_bytes(content)
    partial.rename(path)


def known_seconds(kept_in: Path = SECONDS) -> Mapping[str, float]:
    """How long each test file takes: here, or where it has not run here, when it was measured."""
    return {**seconds_of_files(SHIPPED), **seconds_of_files(kept_in)}


def keep_seconds() -> None:
    """Ship what was measured here, of the files there are."""
    there = {name: lasts for name, lasts in known_seconds().items() if (ROOT / name).is_file()}
    rounded = {name: round(lasts, 1) for name, lasts in sorted(there.items())}
    _write(SHIPPED, msgspec.json.format(msgspec.json.encode(rounded)) + b"\n")


if __name__ == "__main__":
    keep_seconds() if sys.argv[1:] == ["seconds"] else record_passed()
