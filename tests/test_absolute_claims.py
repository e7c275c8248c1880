"""What readers are told of others and of the world is no more than can be known from here."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ("components", "pages", "api", "data_loaders/sources", "data_loaders/vocabulary")
# Of this site, this release or what is read for it, more can be known than of the world.
OURS = r"(?!.{0,60}\b(?:here|this (?:release|site|partner|place)|counts them)\b)"
ABSOLUTE = re.compile(
    rf"\bno (?:real|public|open) (?:figure|source|series|data)s?\b{OURS}"
    r"|\bno ?(?:one|body) (?:else )?(?:knows|published|publishes|measured|measures|counts)\b"
    r"|\bthe only (?:city|site|dashboard|(?:public|open|real) \w+)\b"
    r"|\b(?:exists?|published|measured) (?:nowhere|anywhere|by no one|by nobody)\b"
    r"|\b(?:do|does) not exist\b"
    r"|\bhas never been (?:published|measured|counted)\b"
    r"|\bpublish(?:es)? (?:these|them|it) (?:only|by \w+ only)\b",
    re.IGNORECASE | re.DOTALL,
)
# Written for who works on the code, or shown in the demonstration of what was invented.
NOT_TOLD = ("Groups have neutral names, in no stated order",)


def said() -> Iterator[tuple[str, str]]:
    """Every text that may reach a reader, with where it is written: no docstring."""
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py")):
        for text in _constants(ast.parse(path.read_text("utf-8"))):
            yield str(path.relative_to(ROOT)), text
    for path in sorted((ROOT / "data/records").rglob("*.toml")):
        for text in _texts(tomllib.loads(path.read_text("utf-8"))):
            yield str(path.relative_to(ROOT)), text


def _constants(tree: ast.Module) -> Iterator[str]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)


def _texts(record: object) -> Iterator[str]:
    if isinstance(record, str):
        yield record
    children = record.values() if isinstance(record, dict) else record
    if isinstance(children, (list, type({}.values()))):
        for child in children:
            yield from _texts(child)


def test_no_text_claims_of_the_world_what_can_only_be_known_of_this_site() -> None:
    found = [
        (where, text)
        for where, text in said()
        if ABSOLUTE.search(text) and not text.startswith(NOT_TOLD) and not text.endswith("?")
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "is_absolute"),
    [
        ("No real figure exists.", True),
        ("No real figure exists here.", False),
        ("No public figure today tells that by neighborhood.", True),
        ("No public figure in this release counts them.", False),
        ("No one published a number.", True),
        ("The State publishes these only for the city.", True),
        ("No public source measures the same.", True),
    ],
)
def test_what_is_an_absolute_claim(text: str, is_absolute: bool) -> None:
    assert bool(ABSOLUTE.search(text)) is is_absolute
