"""Every fault that was found has a test that puts it back; the list names tests that are there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from benchmarks.suppression import PEER
from data_loaders.vocabulary.installation import ROOT

PAGE = ROOT / "docs" / "negative-controls.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
FAULTS = range(1, 14)


def lines() -> list[str]:
    return [line for line in PAGE.read_text("utf-8").splitlines() if NAMED.search(line)]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_each_fault_has_a_test() -> None:
    rows = {int(row[1]) for line in lines() if (row := re.match(r"\| (\d+) \|", line))}
    assert rows == set(FAULTS)


@pytest.mark.parametrize("line", lines(), ids=lambda line: NAMED.findall(line)[0][1])
def test_a_test_that_is_named_is_there(line: str) -> None:
    for file, name in NAMED.findall(line):
        assert (ROOT / file).is_file(), file
        assert name in names_in(file)


def test_the_other_tool_hides_what_the_page_says() -> None:
    said = re.findall(r"^\| ([a-e]) \| \d+ \| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {f"clients_{table}": int(hidden) for table, hidden in said} == PEER


def test_the_page_counts_the_ways_of_tampering() -> None:
    from tests.data_loaders.released.test_chain import TAMPERED

    assert f"{len(TAMPERED)} ways: the release is refused" in PAGE.read_text("utf-8")
