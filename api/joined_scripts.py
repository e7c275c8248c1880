"""The modules that every page loads, sent as one file: the heads of nine answers weigh as much as
the modules themselves.

In `assets/` each stays a module of its own. In the file each is a function that answers with what
it exports, after those it imports; what other modules import of them they find in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from data_loaders.vocabulary import installation

ASSETS = installation.ROOT / "assets"
# The file, and the modules a page needs in it; what they import is in it too.
JOINED = "everywhere.js"
MODULES = ("search.js", "copying.js", "replacing.js", "unfolding.js", "reading.js")
IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "\./(?P<module>[\w.-]+)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (?P<name>\w+))", re.M)
# What the two do not find, or names anew: it would be lost without a word.
OTHER = re.compile(r"^(?:import\b.*\bas\b|(?:import|export)\b(?! \{)|export \{).*", re.M)
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


@cache
def imported(name: str) -> frozenset[str]:
    """All that a module imports, and what that imports."""
    direct = frozenset(found["module"] for found in IMPORT.finditer(_written(name)))
    return direct.union(*map(imported, direct))


@cache
def members() -> tuple[str, ...]:
    """The modules in the file, each after those it imports."""
    return tuple(dict.fromkeys(_in_order(MODULES)))


def _in_order(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from _in_order(found["module"] for found in IMPORT.finditer(_written(name)))
        yield name


def joined(modules: Sequence[str]) -> str:
    """Modules as one file. Raises JoiningError for one that it cannot hold as it is."""
    exports = [name for module in modules for name in _exports(module)]
    if len(set(exports)) < len(exports):
        raise JoiningError(f"two of {modules} export the same name: {sorted(exports)}")
    return "".join([*map(as_function, modules), f"export {{ {', '.join(exports)} }};\n"])


def sent(name: str) -> str:
    """A module as it is sent alone: what is in the file it imports from there."""
    return IMPORT.sub(_from_the_file, without_comments(_written(name)))


def _from_the_file(found: re.Match[str]) -> str:
    if found["module"] not in members():
        return found[0]
    return f'import {{{found["names"]}}} from "./{JOINED}";\n'


def as_function(name: str) -> str:
    """A module as it stands in the file."""
    names = ", ".join(_exports(name))
    written = EXPORT.sub("", without_comments(_written(name)))
    lost = OTHER.search(written)
    if lost:
        raise JoiningError(f"{name} cannot be sent with others: {lost[0]}")
    body = IMPORT.sub("", written)
    answered = f"const {{ {names} }} = " if names else ""
    return f"{answered}(() => {{\n{body}return {{ {names} }};\n}})();\n"


def _exports(name: str) -> list[str]:
    return EXPORT.findall(_written(name))


def _written(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")
