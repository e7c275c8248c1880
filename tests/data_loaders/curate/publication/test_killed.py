"""A publisher killed (SIGKILL) before any of its steps leaves readers a whole release."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.killed import FIRST, SECOND
from tests.test_layers import ROOT

MOVED = f"root/{SECOND} is not there, though CURRENT names it; serving {FIRST}"


@dataclass(frozen=True)
class Step:
    """What readers got where a command was killed before a step, and after it was given again."""

    command: str
    name: str
    served: str
    problem: str
    again: str


# What readers get until the step that changes it, and from then on; what may be said meanwhile.
COMMANDS = {
    "publish": (FIRST, SECOND, {"-"}),
    "rollback": (SECOND, FIRST, {"-"}),
    "withdraw": (SECOND, FIRST, {"-", MOVED}),
    "refresh": (FIRST, SECOND, {"-"}),
}


def killed_at_each_step(command: str, folder: Path) -> list[Step]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.killed", str(folder), command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=500,
        check=True,
    )
    return [Step(*line.split("\t")) for line in ended.stdout.splitlines()]


@pytest.mark.parametrize(
    "command",
    [*[c for c in COMMANDS if c != "refresh"], pytest.param("refresh", marks=pytest.mark.nightly)],
)
def test_killed_at_any_step_it_leaves_the_old_release_or_the_new_and_can_go_on(
    tmp_path: Path, command: str
) -> None:
    before, after, sayings = COMMANDS[command]
    own = killed_at_each_step(command, tmp_path)
    assert {"replace", "flush"} & {step.name for step in own}
    served = [step.served for step in own]
    # From the old to the new one, once, and never back.
    assert served == sorted(served, key=[before, after].index)
    assert served[0] == before
    assert {step.problem for step in own} <= sayings
    # Given again, a publication that had a name already makes one more; the others end as meant.
    assert {step.again for step in own} <= {after, f"{FIRST}-3"}
