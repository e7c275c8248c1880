"""Measuring that cannot hang and cannot lie: each step is a process of its own with a limit.

Whatever a step waits for (a page, a browser, a server), it is ended when its time is up, and that
is a printed failure. What was measured is written after every step, so a run that is broken off
keeps what it had.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from data_loaders.vocabulary import installation

Figures = Mapping[str, float]
LAST_WORDS = 400  # letters of what a failed step said


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step: what it measured, or what went wrong."""

    step: str
    seconds: float
    figures: Figures = field(default_factory=dict)
    problem: str = ""


def attempted(step: str, command: Sequence[str], limit_seconds: float) -> Outcome:
    """Run a command whose last line is its figures as JSON; end it, and all it started, in time."""
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=installation.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, complaint = process.communicate(timeout=limit_seconds)
    except subprocess.TimeoutExpired:
        return Outcome(step, limit_seconds, problem=f"not done within {limit_seconds:g} s")
    finally:
        _end(process)
    seconds = time.monotonic() - started
    if process.returncode:
        return Outcome(step, seconds, problem=complaint.strip()[-LAST_WORDS:] or said[-LAST_WORDS:])
    return _read(step, seconds, said)


def _read(step: str, seconds: float, said: str) -> Outcome:
    try:
        figures = json.loads(said.strip().rpartition("\n")[2])
    except json.JSONDecodeError:
        return Outcome(step, seconds, problem=f"said no figures: {said.strip()[-LAST_WORDS:]!r}")
    wrong = [
        name
        for name, value in figures.items()
        if not isinstance(value, (int, float)) or isinstance(value, bool) or value != value
    ]
    if wrong or not figures:
        return Outcome(step, seconds, problem=f"no number for {', '.join(wrong) or 'anything'}")
    return Outcome(step, seconds, figures)


def _end(process: subprocess.Popen[str]) -> None:
    """Kill a step and all it started: a browser outlives who opened it."""
    with suppress(ProcessLookupError):  # it has ended, with all that it started
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


class Journal:
    """All outcomes of a run, printed as they come and written to a file after each."""

    def __init__(self, path: Path, console: Console, about: Mapping[str, object]) -> None:
        self.path, self.console = path, console
        self.about = {"started": datetime.now(UTC).isoformat(timespec="seconds"), **about}
        self.outcomes: list[Outcome] = []

    def attempt(self, step: str, command: Sequence[str], limit_seconds: float) -> Outcome:
        """Run a step and keep its outcome."""
        return self.keep(attempted(step, command, limit_seconds))

    def keep(self, outcome: Outcome) -> Outcome:
        """Print an outcome and write all there are."""
        self.outcomes.append(outcome)
        told = ", ".join(f"{name} {value:,.4g}" for name, value in outcome.figures.items())
        text = f"FAILED: {outcome.problem}" if outcome.problem else told
        self.console.print(f"{outcome.step} ({outcome.seconds:.0f} s): {text}", markup=False)
        self.write()
        return outcome

    def write(self, judged: Sequence[Mapping[str, object]] = ()) -> None:
        """Write everything aside, then in place: a reader never sees half a file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside = self.path.with_suffix(".partial")
        content = {
            **self.about,
            "outcomes": [asdict(outcome) for outcome in self.outcomes],
            "budgets": list(judged),
        }
        aside.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
        aside.replace(self.path)


def machine() -> dict[str, object]:
    """What it was measured on, and how busy that was."""
    return {
        "processor": f"{os.cpu_count()} cores, {platform.machine()}",
        "cores": os.cpu_count() or 1,
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
    }
