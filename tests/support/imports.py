"""Which files each file of the project depends on, found in what it imports and names.

Files are named by their path from the root: `components/text.py`, `data/geography/areas.json`.
"""

from __future__ import annotations

import ast
import hashlib
import pickle
import platform
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath

from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent.parent
READ = ROOT / "var" / "tests" / "imports"
# Made here, or installed: never a part of the project.
NOT_OURS = frozenset({"var", "node_modules", "__pycache__"})
# What `python -m venv` writes into a folder of packages, whatever its name.
INSTALLED = "pyvenv.cfg"
# Names by which code runs modules it does not import, before the module's name in a command.
RUNS_NEXT = frozenset({"-m", "--app"})
FINDS_MODULES = frozenset({"iter_modules", "walk_packages", "import_module"})
DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(:[A-Za-z_]\w*)?")
# Dash serves this folder because of its name; no line of ours says so.
SERVED_BY_NAME = {"assets": "app.py"}


def project_files(root: Path) -> list[str]:
    """Every file of the project that may matter to a test, sorted."""
    found: list[str] = []
    for path in root.iterdir():
        if path.name in NOT_OURS or path.name.startswith(".") or (path / INSTALLED).is_file():
            continue
        inside = path.rglob("*") if path.is_dir() and not path.is_symlink() else [path]
        found += [
            str(each.relative_to(root))
            for each in inside
            if each.is_file() and not NOT_OURS.intersection(each.parts[len(root.parts) :])
        ]
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Said:
    """What one Python file imports and names."""

    imported: frozenset[str]
    run: frozenset[str]
    words: frozenset[str]
    patterns: frozenset[str]
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
    paths = (text for text in texts if "://" not in text)
    words = {word for text in paths for word in text.split("/")}
    patterns = {word for word in words if "*." in word}
    return Said(
        frozenset(imported), frozenset(run), frozenset(words), frozenset(patterns), finds_modules
    )


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


@dataclass(frozen=True, slots=True)
class Imports:
    """The files each file of the project depends on directly."""

    needs: Mapping[str, frozenset[str]]

    def reached(self, *start: str) -> frozenset[str]:
        """The files some depend on, directly or through others, and themselves."""
        return frozenset(_distances(self.needs, start))

    def dependents(self, changed: Iterable[str]) -> dict[str, int]:
        """Every file that depends on a changed one, with the fewest steps between them.

        A changed file nothing is known to depend on may matter to all: then all are returned.
        """
        used_by: dict[str, set[str]] = {name: set() for name in self.needs}
        for name, needed in self.needs.items():
            for each in needed:
                used_by.setdefault(each, set()).add(name)
        start = list(changed)
        found = _distances(used_by, start)
        if any(not name.endswith(".py") and not used_by.get(name) for name in start):
            farthest = max(found.values(), default=0) + 1
            found = {name: found.get(name, farthest) for name in {*self.needs, *found}}
        return found


def _distances(edges: Mapping[str, Iterable[str]], start: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(start, 0)
    waiting = deque(found)
    while waiting:
        name = waiting.popleft()
        for following in edges.get(name, ()):
            if following not in found:
                found[following] = found[name] + 1
                waiting.append(following)
    return found


def read_imports(root: Path, gone: Iterable[str] = ()) -> Imports:
    """The imports of a tree. `gone` are files that were removed and may still be imported."""
    files = project_files(root)
    known = frozenset([*files, *gone])
    others = [PurePosixPath(name) for name in sorted(known) if not name.endswith(".py")]
    needs: dict[str, frozenset[str]] = {}
    for name in files:
        if name.endswith(".py"):
            said = said_in((root / name).read_text("utf-8"))
            needs[name] = frozenset(
                {*_modules(name, said, known), *_named(name, said, others, known)} - {name}
            )
        else:
            needs[name] = frozenset()
    return Imports(needs)


@cache
def imports() -> Imports:
    """The imports of this project as it is now, read once for all processes."""
    READ.mkdir(parents=True, exist_ok=True)
    state = READ / f"{_state(ROOT)}.pickle"
    with FileLock(READ / ".lock"):
        if not state.is_file():
            for other in READ.glob("*.pickle"):
                other.unlink()
            partial = state.with_suffix(".partial")
            partial.write_bytes(pickle.dumps(read_imports(ROOT)))
            partial.rename(state)
        return pickle.loads(state.read_bytes())


def _state(root: Path) -> str:
    """A hash of the names of all files, and of what the Python files say: this one too."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in project_files(root):
        digest.update(f"\n{name}\n".encode())
        if name.endswith(".py"):
            digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _modules(name: str, said: Said, known: frozenset[str]) -> Iterator[str]:
    """The Python files a file imports, runs, finds, or is given by pytest."""
    folder = PurePosixPath(name).parent
    for module in said.imported:
        yield from _files_of(module, known)
    for module in said.run:
        yield from _files_of(module, known)
        yield from {f"{module.replace('.', '/')}/__main__.py"} & known
    if said.finds_modules:
        packages = {
            str(PurePosixPath(each).parent)
            for module in said.imported
            for each in _files_of(module, known)
            if each.endswith("/__init__.py")
        }
        for each in known:
            if each.endswith(".py") and any(
                PurePosixPath(each).is_relative_to(package) for package in {*packages, str(folder)}
            ):
                yield each
    if PurePosixPath(name).name.startswith("test_"):
        yield from {str(above / "conftest.py") for above in (folder, *folder.parents)} & known


def _files_of(module: str, known: frozenset[str]) -> Iterator[str]:
    """The files read when a dotted name is imported: every package above it, and its own."""
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        path = "/".join(parts[:length])
        yield from {f"{path}.py", f"{path}/__init__.py"} & known


def _named(
    name: str, said: Said, others: list[PurePosixPath], known: frozenset[str]
) -> Iterator[str]:
    """The files a Python file opens, as far as it names them, their folders or a pattern."""
    for path in others:
        folders = path.parts[:-1][:2]
        is_named = path.name in said.words or (folders and said.words.issuperset(folders))
        if is_named or SERVED_BY_NAME.get(path.parts[0]) == name:
            yield str(path)
    if said.patterns:
        # Code looks for files within its own package, a test anywhere.
        top = "" if name.startswith("tests/") else f"{name.partition('/')[0]}/"
        for each in known:
            file = each.rpartition("/")[2]
            if each.startswith(top) and any(fnmatch(file, pattern) for pattern in said.patterns):
                yield each
