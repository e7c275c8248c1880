"""What a file of the project says of others: what it imports or runs, files and pages it names."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

# Names by which code runs modules it does not import, before the module's name in a command.
RUNS_NEXT = frozenset({"-m", "--app"})
FINDS_MODULES = frozenset({"iter_modules", "walk_packages", "import_module"})
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(:[A-Za-z_]\w*)?")
DEMONSTRATION = "demo"
SCRIPTS = (".js", ".mjs")
# How files that are not Python name others, by ending: what is imported, linked, or shown.
_IMPORT = re.compile(r'^(?:import|export)(?: [^"]*)?"(\.[^"]+)"', re.MULTILINE)
NAMES = {
    ".js": _IMPORT,
    ".mjs": _IMPORT,
    ".md": re.compile(r"\]\(([^)#:\s]+)"),
    ".css": re.compile(r'url\(["\']?([^)"\':]+)'),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What one Python file imports and names."""

    imported: frozenset[str]
    run: frozenset[str]
    words: frozenset[str]
    patterns: frozenset[str]
    addresses: frozenset[str]
    finds_modules: bool


def said_in(source: str) -> Said:
    """What a Python file imports and names, wherever in it: `from a import b` is `a.b`."""
    imported: set[str] = set()
    run: set[str] = set()
    texts: set[str] = set()
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        imported.update(_imported(node))
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                run.update(_run(parts))
            case ast.Constant(value=str(text)):
                texts.add(text)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                names.add(name)
    finds_modules = bool(FINDS_MODULES & (names | {name.rpartition(".")[2] for name in imported}))
    run.update(text.partition(":")[0] for text in texts if _names_a_module(text))
    paths = [text for text in texts if "://" not in text]
    words = {word for text in paths for word in text.split("/")}
    # "**/*.js" is how a browser is told of addresses.
    patterns = {
        text.split("/")[-1] for text in paths if not text.startswith("**/") and "*." in text
    }
    return Said(
        imported=frozenset(imported),
        run=frozenset(run),
        words=frozenset(words),
        patterns=frozenset(patterns),
        addresses=frozenset(map(_page_asked, texts)) - {""},
        finds_modules=finds_modules,
    )


def _page_asked(text: str) -> str:
    """The first part of an address, whichever side it is on: "map" of "/demo/map?areas=BX"."""
    before, *parts = re.split(r"[/?#]", text)
    page = [part for part in parts if part != DEMONSTRATION][:1]
    return page[0] if page and not before and text.startswith("/") else ""


def linked_in(name: str, text: str) -> Iterator[str]:
    """The files that a script, style sheet or document names by their way from its own folder."""
    if pattern := NAMES.get(PurePosixPath(name).suffix):
        for path in pattern.findall(text):
            yield posixpath.normpath(PurePosixPath(name).parent / path)


def _imported(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.ImportFrom(module=str(module), names=names):
            yield from (f"{module}.{alias.name}" for alias in names)


def _run(parts: list[ast.expr]) -> Iterator[str]:
    said = [part.value if isinstance(part, ast.Constant) else None for part in parts]
    for before, now in zip(said, said[1:], strict=False):
        if before in RUNS_NEXT and isinstance(now, str):
            yield now


def _names_a_module(text: str) -> bool:
    return bool(DOTTED.fullmatch(text)) and ("." in text or ":" in text)
