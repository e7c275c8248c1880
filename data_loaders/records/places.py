"""Where in a TOML file a value stands: the line a message can name."""

from __future__ import annotations

import re

HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"^\s*([\w-]+)\s*(\.\s*[\w-]+\s*)*=")
STEP = re.compile(r"([\w-]+)|\[(\d+|\.\.\.)\]")


def line_of(text: str, path: str, field: str = "") -> int:
    """The line (from 1) of `path`, as `$.shared[1].text`; of `field` in that table if given.

    The line of the nearest table that is there, where the path itself is not.
    """
    wanted = [part for part in _steps(path) if part]
    wanted += [field] if field else []
    best, best_depth = 1, 0
    for number, where in _places(text):
        depth = _shared(where, wanted)
        if depth > best_depth:
            best, best_depth = number, depth
    return best


def _steps(path: str) -> list[str]:
    """`$.shared[1].text` as shared, 1, text."""
    return [name or index for name, index in STEP.findall(path.removeprefix("$"))]


def _places(text: str) -> list[tuple[int, list[str]]]:
    """Every header and key with the path it stands at."""
    numbered_paths: list[tuple[int, list[str]]] = []
    table: list[str] = []
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = HEADER.match(line), KEY.match(line)
        if header:
            table = _table(header[1] == "[[", header[2], counts)
            numbered_paths.append((number, table))
        elif key:
            numbered_paths.append((number, [*table, key[1]]))
    return numbered_paths


def _table(is_array: bool, name: str, counts: dict[str, int]) -> list[str]:
    """The path of a table, with the number of each array of tables it lies in."""
    path: list[str] = []
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    for position, part in enumerate(parts):
        path.append(part)
        key = ".".join(path)
        if is_array and position == len(parts) - 1:
            counts[key] = counts.get(key, -1) + 1
            for inner in [each for each in counts if each.startswith(f"{key}.")]:
                del counts[inner]
        if key in counts:
            path.append(str(counts[key]))
    return path


def _shared(where: list[str], wanted: list[str]) -> int:
    """How many steps of `where` lead to what is wanted; 0 unless all do."""
    is_on_the_way = all(
        have == want or want == "..." for have, want in zip(where, wanted, strict=False)
    )
    return len(where) if is_on_the_way and len(where) <= len(wanted) else 0
