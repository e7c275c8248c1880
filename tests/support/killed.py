"""Kill a publisher (SIGKILL) before each of its steps in turn, and look at what readers are left.

Run as a program of its own, so that what it forks holds no thread of the tests:
`python -m tests.support.killed FOLDER COMMAND…` prints a line a step.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication import publish as publishing
from data_loaders.curate.publication import withdraw as withdrawing
from data_loaders.curate.publication.build import Plan
from data_loaders.curate.publication.gather import FilesOf
from data_loaders.curate.publication.publish import rollback
from data_loaders.curate.refresh import run as refreshing
from data_loaders.released.refreshed import Outcome
from data_loaders.released.release import ReleaseError, Releases
from data_loaders.vocabulary.model import Source
from data_loaders.vocabulary.progress import SILENT
from tests.support.quickly_packed import compress_quickly
from tests.support.tiny import COURTS, DAY, MONTHLY, module, plan, released

FIRST, SECOND = "2026-11-22", "2026-11-22-2"
MOST_STEPS = 200
# All after which a folder holds something else; what is written aside before counts as one step.
STEPS = (
    (os, "rename"),
    (os, "replace"),
    (os, "link"),
    (shutil, "rmtree"),
    (shutil, "copyfile"),
    (publishing, "flush_to_disk"),
    (publishing, "flush"),
    (withdrawing, "flush"),
    (refreshing, "flush"),
)


REVISED = MONTHLY.replace("BX,2021-01-01,2021-01-31,10,", "BX,2021-01-01,2021-01-31,11,")


def publish_again(root: Path) -> None:
    released(root, module(COURTS, REVISED))


def refresh_again(root: Path) -> None:
    """A refresh whose only feed has figures that were revised."""
    modules = [module(COURTS, REVISED)]

    def plan_of(files_of: FilesOf) -> Plan:
        return replace(plan(root, modules), files_of=files_of)

    def fetched(_source: Source) -> FeedFiles:
        return FeedFiles(root, "revised", DAY, asked_on=DAY)

    done = refreshing.refresh(root, modules, fetched, plan_of, SILENT)
    assert done.outcome is not Outcome.STOPPED, done.why


COMMANDS: dict[str, Callable[[Path], object]] = {
    "publish": publish_again,
    "refresh": refresh_again,
    "rollback": lambda root: rollback(root, FIRST),
    "withdraw": lambda root: withdrawing.withdraw(root, SECOND, "A leak.", date(2026, 11, 23)),
}


def killed_at(step: int, command: Callable[[Path], object], root: Path) -> str | None:
    """Run a command in a process that is killed before its step of that number.

    The name of the step; None where the command ended before it came.
    """
    process = os.fork()
    if process == 0:
        _count_down(step, root.with_name("step"))
        command(root)
        os._exit(0)
    status = os.waitpid(process, 0)[1]
    is_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert is_killed or status == 0
    return root.with_name("step").read_text() if is_killed else None


def _count_down(step: int, named: Path) -> None:
    left = step

    def watched(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def before(*given: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                named.write_text(name)
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **more)

        return before

    for holder, name in STEPS:
        setattr(holder, name, watched(name, getattr(holder, name)))


def told(root: Path, goes_on: Callable[[Path], object]) -> str:
    """The release readers get, what is wrong, and the one they get once it is done again."""
    releases = Releases([root])
    try:
        served = releases.current().id
    except ReleaseError as error:
        return f"nothing: {error}"
    problem = releases.problem or "-"
    try:
        goes_on(root)
    except ReleaseError as error:
        problem += f" ({error})"
    return f"{served}\t{problem}\t{Releases([root]).current().id}"


def main(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        (folder / name).mkdir()
        kill_at_each_step(name, COMMANDS[name], folder / name)


def kill_at_each_step(name: str, command: Callable[[Path], object], folder: Path) -> None:
    before, root = folder / "before", folder / "root"
    released(before, module(COURTS))
    if name in ("rollback", "withdraw"):
        publish_again(before)
    for step in range(1, MOST_STEPS):
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(before, root)
        at = killed_at(step, command, root)
        if at is None:
            return
        sys.stdout.write(f"{name}\t{at}\t{told(root, command)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    compress_quickly(pytest.MonkeyPatch())
    main(Path(sys.argv[1]), sys.argv[2:])
