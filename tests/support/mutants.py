"""Small wrong changes to a module, each tried against the tests that reach it, for `make mutants`.

    make mutants MODULE="data_loaders/privacy/audit/joint.py --most 40"

Every module is changed in memory. The tests of its room are collected once; each change is tried
in a process of its own, forked from the one that collected them, in which only the tests run that
call the changed function: first those that noticed other changes of it, then the fastest. The
first test that fails ends it. Results stand in var/mutants, one line a change.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

import pytest

from tests.support.affected import is_test
from tests.support.imports import ROOT, imports

FOLDER = ROOT / "var" / "mutants"
SEED = 15
# Processor time of all tests that one change may take, as they last without it.
SECONDS = 20.0
# A long search leaves the processor to whoever else wants it.
PATIENCE = 10
SURVIVED, KILLED, TOO_LONG, NO_TEST = "survived", "killed", "too long", "no test"
UNDER_TEST = "MUTANT_UNDER_TEST"
# Installed by `make mutants` alone.
FILE_MUTATION, STATE = "mutmut.mutation.file_mutation", "mutmut.state"


@dataclass(frozen=True)
class Module:
    """A module to change: its path from the root, its dotted name, and all changes of it."""

    path: str
    name: str
    mutated: Any

    def difference(self, mutant: str) -> str:
        """The changed lines of one change."""
        before, after = (
            self._lines(name) for name in (f"{function_of(mutant)}__mutmut_orig", mutant)
        )
        changed = difflib.unified_diff(before, after, lineterm="", n=0)
        return "\n".join(line for line in changed if line[:2] not in ("--", "++", "@@"))

    def _lines(self, name: str) -> list[str]:
        span = self.mutated.line_span_by_function_name[name]
        lines = self.mutated.code.splitlines()[span.start - 1 : span.end]
        return [line.replace(name, function_of(name)) for line in lines]


def function_of(mutant: str) -> str:
    """The function that a change is made to, as mutmut names it."""
    return mutant.partition("__mutmut_")[0]


def read_module(path: str) -> Module:
    """A module with all changes of it. Raises SystemExit where there is none."""
    if not (ROOT / path).is_file():
        raise SystemExit(f"{path} is no module: give MODULE=path/of.py")
    mutation = importlib.import_module(FILE_MUTATION)
    mutated = mutation.mutate_file_contents(path, (ROOT / path).read_text("utf-8"))
    return Module(path, path.removesuffix(".py").replace("/", "."), mutated)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with all changes of it inside, none of them under test."""

    def __init__(self, module: Module) -> None:
        super().__init__(module.name, str(ROOT / module.path))
        self.source = module.mutated.code

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


class Finder(importlib.abc.MetaPathFinder):
    """Finds the changed modules before the files they are in."""

    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}

    def find_spec(
        self, fullname: str, path: object, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        module = self.modules.get(fullname)
        if module is None:
            return None
        return importlib.util.spec_from_loader(fullname, _Loader(module))


@dataclass
class Measured:
    """What each test took, and which functions it called."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, list[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


@dataclass
class Order:
    """The tests of a function, the most promising first."""

    measured: Measured
    limit: float
    noticed: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.tests_of: dict[str, list[str]] = {}
        for test, functions in self.measured.calls.items():
            for function in functions:
                self.tests_of.setdefault(function, []).append(test)

    def of(self, function: str) -> list[str]:
        """As many tests as fit into the limit, and the first in any case."""
        seconds, chosen, left = self.measured.seconds, [], self.limit
        for test in sorted(
            self.tests_of.get(function, []),
            key=lambda test: (-self.noticed[function, test], seconds[test], test),
        ):
            if chosen and seconds[test] > left:
                continue
            chosen.append(test)
            left -= seconds[test]
        return chosen


class Trial:
    """A plugin of pytest that runs changes in place of the collected tests."""

    def __init__(self, modules: Sequence[Module], chosen: Sequence[str], limit: float) -> None:
        self.modules = {module.name: module for module in modules}
        self.chosen, self.limit = chosen, limit
        self.failed: str | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        measured = Measured(**in_a_child(lambda: self._measure(session.items), None)[0])
        sys.stderr.write(f"{len(items)} tests took {sum(measured.seconds.values()):.0f} s\n")
        os.nice(PATIENCE)
        if measured.failed:
            raise SystemExit(f"these tests fail as it is: {measured.failed}")
        order = Order(measured, self.limit)
        for mutant in self.chosen:
            self._try(mutant, order, items)
        return True

    def _measure(self, items: Sequence[pytest.Item]) -> dict[str, object]:
        os.environ[UNDER_TEST] = "stats"
        measured, called = Measured(), importlib.import_module(STATE).state()._stats
        for item, following in zip(items, [*items[1:], None], strict=True):
            started = time.process_time()
            called.clear()
            self._run(item, following)
            measured.seconds[item.nodeid] = time.process_time() - started
            measured.calls[item.nodeid] = sorted(called)
            if self.failed:
                measured.failed.append(self.failed)
                self.failed = None
        return vars(measured)

    def _run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _try(self, mutant: str, order: Order, items: dict[str, pytest.Item]) -> None:
        module_name, _, name = mutant.rpartition(".")
        function = f"{module_name}.{function_of(name)}"
        tests = order.of(function)
        outcome, by, took = NO_TEST, None, 0.0
        if tests:
            expected = sum(order.measured.seconds[test] for test in tests)
            chosen = [items[test] for test in tests]
            by, took = in_a_child(lambda: self._notice(mutant, chosen), 10 + 3 * expected)
            outcome = {None: SURVIVED, "": TOO_LONG}.get(by, KILLED)
        if outcome == KILLED and by in items:
            order.noticed[function, by] += 1
        self._write(module_name, name, outcome, by, took)

    def _notice(self, mutant: str, items: Sequence[pytest.Item]) -> str | None:
        os.environ[UNDER_TEST] = mutant
        for item, following in zip(items, [*items[1:], None], strict=True):
            self._run(item, following)
            if self.failed:
                return self.failed
        return None

    def _write(self, module: str, name: str, outcome: str, by: str | None, took: float) -> None:
        line = {"name": name, "outcome": outcome, "by": by, "seconds": round(took, 2)}
        if outcome != KILLED:
            line["difference"] = self.modules[module].difference(name)
        with (FOLDER / f"{module}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def in_a_child(work: Callable[[], object], seconds: float | None) -> tuple[Any, float]:
    """What a forked process answers and the processor time it took; "" where it was too long."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _answer(work, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        answer = file.read()
    _, status, used = os.wait4(child, 0)
    took = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM):
        return "", took
    return (json.loads(answer) if answer else "ended without an answer"), took


def _answer(work: Callable[[], object], writing: int, seconds: float | None) -> NoReturn:
    """Work without a word on the screen, answer and end."""
    if seconds is not None:
        most = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 60))
        signal.alarm(10 * most)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        with os.fdopen(writing, "wb") as file:
            file.write(json.dumps(work()).encode())
    finally:
        os._exit(0)


def chosen_changes(modules: Iterable[Module], most: int | None, only: str) -> list[str]:
    """The changes to try: all, or so many of each module, drawn at random, always the same.

    One of each module after the other, so that a run that is ended has tried all modules alike.
    Where `only` is given, of functions whose names hold it.
    """
    drawn: list[list[str]] = []
    for module in modules:
        names = [name for name in module.mutated.mutant_names if only in name]
        count = len(names) if most is None else min(most, len(names))
        some = random.Random(SEED).sample(names, count)
        drawn.append([f"{module.name}.{name}" for name in some])
    return [name for names in zip_longest(*drawn) for name in names if name is not None]


def tests_of(module: str) -> list[str]:
    """The files of tests of a module's room that import it, by other modules or not."""
    room = "/".join(("tests", *Path(module).parts[:2]))
    distances = imports().dependents([module])
    return sorted(name for name in distances if is_test(name) and name.startswith(f"{room}/"))


def run(
    paths: Sequence[str], most: int | None, only: str, limit: float, files: Sequence[str] = ()
) -> int:
    """Try the changes of some modules and say how many survive."""
    os.chdir(ROOT)
    FOLDER.mkdir(parents=True, exist_ok=True)
    modules = [read_module(path) for path in paths]
    tests = files or sorted({test for path in paths for test in tests_of(path)})
    if not tests:
        raise SystemExit(f"no test of its room imports {', '.join(paths)}")
    for module in modules:
        (FOLDER / f"{module.name}.jsonl").write_text("")
    sys.meta_path.insert(0, Finder(modules))
    trial = Trial(modules, chosen_changes(modules, most, only), limit)
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not nightly and not browser"]
    ended = pytest.main([*quiet, *tests], plugins=[trial])
    for module in modules:
        lines = (FOLDER / f"{module.name}.jsonl").read_text("utf-8").splitlines()
        outcomes = Counter(json.loads(line)["outcome"] for line in lines)
        count = len(module.mutated.mutant_names)
        sys.stdout.write(f"{module.path}: {count} changes, tried {dict(outcomes)}\n")
    return int(ended)


def main() -> int:
    asked = argparse.ArgumentParser(description="Try small wrong changes.")
    asked.add_argument("modules", nargs="+", metavar="path/of.py")
    asked.add_argument("--most", type=int, help="of each module, drawn at random")
    asked.add_argument("--only", default="", help="functions whose names hold this")
    asked.add_argument("--seconds", type=float, default=SECONDS, help="of tests for each change")
    asked.add_argument("--tests", nargs="+", default=(), help="of these files alone")
    given = asked.parse_args()
    return run(given.modules, given.most, given.only, given.seconds, given.tests)


if __name__ == "__main__":
    sys.exit(main())
