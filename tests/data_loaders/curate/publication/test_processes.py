"""Processes that help make a release are gone when it ends, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_loaders.curate.publication.processes import processes
from tests.test_layers import ROOT

# Says its own id and that of the process it started, which is busy for longer than anyone waits.
PARENT = """
import os, time
from data_loaders.curate.publication.processes import processes

if __name__ == "__main__":
    with processes(1) as pool:
        print(os.getpid(), pool.submit(os.getpid).result(), flush=True)
        pool.submit(time.sleep, 600).result()
"""
LONGEST = 20


def is_running(process: int) -> bool:
    """Whether a process is there and is more than a name in the list of processes."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_they_end_with_the_one_that_started_them_and_say_nothing(
    tmp_path: Path, how: signal.Signals
) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    started = subprocess.Popen(
        [sys.executable, program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert started.stdout is not None
    parent, child = (int(each) for each in started.stdout.readline().split())
    if how is signal.SIGINT:
        os.killpg(parent, how)  # as a terminal does
    else:
        os.kill(parent, how)
    _, said = started.communicate(timeout=LONGEST)
    until = time.monotonic() + LONGEST
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(child)
    assert "SpawnProcess" not in said


def test_a_failure_of_the_work_ends_them_and_is_what_is_raised() -> None:
    with pytest.raises(ZeroDivisionError), processes(1) as pool:
        pool.submit(divmod, 1, 0).result()
    with pytest.raises(RuntimeError):
        pool.submit(divmod, 1, 1)
