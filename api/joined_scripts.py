"""Modules that are loaded together, sent as one file: the heads of nine answers weigh as much as
the modules themselves.

One file is of every page, another of each island; `assets/` holds them as modules, each on its own.
In a file each is a function that answers with what it exports, after those it imports. The file of
an island takes from that of every page what is in it, so that no page has a module twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from data_loaders.vocabulary import installation

ASSETS = installation.ROOT / "assets"
EVERYWHERE = "everywhere.js"
# What each file is made of; what these import is in it too.
OF_EVERY_PAGE = ("search.js", "copying.js", "replacing.js", "unfolding.js", "reading.js")
# Our own components, where Dash mounts anything, and the boxes that find in a list.
OF_EVERY_ISLAND = ("controls.js", "pickers.js")
OF_AN_ISLAND = re.compile(r"^(?:(?P<module>\w+)-)?island\.js$")
IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "\./(?P<module>\w+\.js)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (?P<name>\w+))", re.M)
# What the two do not find: it would be lost without a word.
OTHER = re.compile(r"^(?:import|export)\b.*", re.M)
# Within a line, and where it may be part of a text in quotes, a comment stays.
COMMENT = re.compile(
    r"""^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n|[ \t]+/\*(?:(?!\*/)[^\n'"`])*\*/[ \t]*$""", re.M | re.S
)


class JoiningError(ValueError):
    """A module that cannot be sent in one file with others."""


def without_comments(text: str) -> str:
    """A script or a style sheet without the comments that stand on lines of their own or end one:
    a fifth of what a page weighs beside Dash is said to who reads the code."""
    return COMMENT.sub("", text)


def island_file(module: str) -> str:
    """The file of the island whose own script is `module`; empty for one without."""
    return f"{module.removesuffix('.js')}-island.js" if module else "island.js"


def is_joined(file: str) -> bool:
    """Whether a file of this name is made of modules."""
    found = OF_AN_ISLAND.match(file)
    module = found["module"] if found else None
    return file == EVERYWHERE or bool(found and (not module or _path(f"{module}.js").is_file()))


@cache
def members(file: str) -> tuple[str, ...]:
    """The modules in a file, each after those it imports."""
    if file == EVERYWHERE:
        return tuple(dict.fromkeys(_in_order(OF_EVERY_PAGE)))
    found = OF_AN_ISLAND.match(file)
    own = [f"{found['module']}.js"] if found and found["module"] else []
    controls, pickers = OF_EVERY_ISLAND
    every = dict.fromkeys(_in_order([controls, *own, pickers]))
    return tuple(name for name in every if name not in members(EVERYWHERE))


def _in_order(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from _in_order(_imported(name))
        yield name


def joined(modules: Sequence[str], is_of_every_page: bool) -> str:
    """Modules as one file, which offers them to others where it is of every page, and else takes
    from there what it lacks. Raises JoiningError for a module it cannot hold as it is."""
    inside = list(map(_variable, modules))
    lacking = {each for name in modules for each in _imported(name)}.difference(modules)
    taken = ", ".join(map(_variable, sorted(lacking)))
    head = f'import {{ {taken} }} from "./{EVERYWHERE}";\n' if taken else ""
    foot = f"export {{ {', '.join(inside)} }};\n" if is_of_every_page else ""
    return "".join([head, *map(as_function, modules), foot])


def as_function(name: str) -> str:
    """A module as it stands in a file."""
    text = without_comments(_path(name).read_text("utf-8"))
    body = EXPORT.sub("", IMPORT.sub(_taken, text))
    lost = OTHER.search(body)
    if lost:
        raise JoiningError(f"{name} cannot be sent with others: {lost[0]}")
    answer = f"return {{ {', '.join(EXPORT.findall(text))} }};\n"
    return f"const {_variable(name)} = (() => {{\n{body}{answer}}})();\n"


def _taken(found: re.Match[str]) -> str:
    """An import, of what another function answered with."""
    names = found["names"].replace(" as ", ": ")
    return f"const {{{names}}} = {_variable(found['module'])};\n"


def _variable(name: str) -> str:
    return f"of_{name.removesuffix('.js')}"


def _imported(name: str) -> list[str]:
    return [found["module"] for found in IMPORT.finditer(_path(name).read_text("utf-8"))]


def _path(name: str) -> Path:
    return ASSETS / name
