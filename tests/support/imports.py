"""Which files each file of the project depends on, found in what it imports and names.

Files are named by their path from the root: `components/text.py`, `data/geography/areas.json`.
"""

from __future__ import annotations

import hashlib
import pickle
import platform
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path, PurePosixPath

from filelock import FileLock

from tests.support.said import NAMES, SCRIPTS, Said, linked_in, said_in

ROOT = Path(__file__).resolve().parent.parent.parent
READ = ROOT / "var" / "tests" / "imports"
NONE: frozenset[str] = frozenset()
# Files that are not Python and name others.
SAYING = tuple(NAMES)
# Made here, or installed: never a part of the project.
NOT_OURS = frozenset({"var", "node_modules", "__pycache__"})
# What `python -m venv` writes into a folder of packages, whatever its name.
INSTALLED = "pyvenv.cfg"
# Files directly in it are found by their own names: many modules say "data" and mean no folder.
NAMED_ONE_BY_ONE = ("data",)


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
class Imports:
    """The files each file of the project depends on directly.

    Of modules it `reads` it takes the text alone, as a rule over all modules does: what these
    depend on in turn does not matter to it.
    """

    needs: Mapping[str, frozenset[str]]
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def reached(self, *start: str) -> frozenset[str]:
        """The files some depend on, directly or through others, and themselves."""
        edges = {name: needed | self.reads.get(name, NONE) for name, needed in self.needs.items()}
        return frozenset(_distances(edges, start))

    def dependents(self, changed: Iterable[str]) -> dict[str, int]:
        """Every file that depends on a changed one, with the fewest steps between them.

        A changed file nothing is known to depend on may matter to all: then all are returned.
        """
        used_by = _turned(self.needs)
        read_by = _turned(self.reads)
        start = _with_importers(changed, used_by)
        readers = set().union(*(read_by.get(name, ()) for name in start))
        found = _distances(used_by, start)
        found |= dict.fromkeys(readers - {*start}, 1)
        if any(not name.endswith(".py") and not used_by.get(name) for name in start):
            farthest = max(found.values(), default=0) + 1
            found = {name: found.get(name, farthest) for name in {*self.needs, *found}}
        return found


def _turned(edges: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {}
    for name, needed in edges.items():
        for each in needed:
            turned.setdefault(each, set()).add(name)
    return turned


def _with_importers(changed: Iterable[str], used_by: Mapping[str, Iterable[str]]) -> list[str]:
    """Changed files, and the scripts that import a changed one: a page loads them as one."""
    scripts = {
        name: [each for each in users if each.endswith(SCRIPTS)] for name, users in used_by.items()
    }
    return list(_distances(scripts, changed))


def _distances(edges: Mapping[str, Iterable[str]], start: Iterable[str]) -> dict[str, int]:
    distances = dict.fromkeys(start, 0)
    waiting = deque(distances)
    while waiting:
        name = waiting.popleft()
        for following in edges.get(name, ()):
            if following not in distances:
                distances[following] = distances[name] + 1
                waiting.append(following)
    return distances


def read_imports(root: Path, gone: Iterable[str] = ()) -> Imports:
    """The imports of a tree. `gone` are files that were removed and may still be imported."""
    files = project_files(root)
    known = frozenset([*files, *gone])
    others = [PurePosixPath(name) for name in sorted(known) if not name.endswith(".py")]
    needs: dict[str, frozenset[str]] = {}
    reads: dict[str, frozenset[str]] = {}
    for name in files:
        if name.endswith(".py"):
            said = said_in((root / name).read_text("utf-8"))
            opened = {*_named(name, said, others), *_matching(name, said, known)}
            ran = {*_modules(name, said, known), *_pages(name, said, known)}
            reads[name] = frozenset(each for each in opened - ran if each.endswith(".py")) - {name}
            needs[name] = frozenset({*opened, *ran} - reads[name] - {name})
        elif name.endswith(SAYING):
            needs[name] = frozenset(linked_in(name, (root / name).read_text("utf-8"))) & known
        else:
            needs[name] = NONE
    return Imports(needs, reads)


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
    """A hash of the names of all files, and of what those say that name others: this one too."""
    digest = hashlib.sha256(platform.python_version().encode())
    for name in project_files(root):
        digest.update(f"\n{name}\n".encode())
        if name.endswith((".py", *SAYING)):
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


def _pages(name: str, said: Said, known: frozenset[str]) -> Iterator[str]:
    """The pages whose addresses a test asks for: "/map", and "/places/BX0301" of a place."""
    if PurePosixPath(name).name.startswith("test_"):
        for address in said.addresses:
            yield from {f"pages/{address}.py", f"pages/{address.removesuffix('s')}.py"} & known


def _named(name: str, said: Said, others: list[PurePosixPath]) -> Iterator[str]:
    """The files a Python file opens, as far as it names them or their folders."""
    for path in others:
        folders = path.parts[:-1][:2]
        is_in_named = folders != NAMED_ONE_BY_ONE and said.words.issuperset(folders)
        if path.name in said.words or (folders and is_in_named):
            yield str(path)


def _matching(name: str, said: Said, known: frozenset[str]) -> Iterator[str]:
    """The files that fit a pattern a Python file looks for."""
    # Code looks for files within its own package, a test anywhere.
    top = "" if name.startswith("tests/") else f"{name.partition('/')[0]}/"
    for each in known if said.patterns else ():
        file = each.rpartition("/")[2]
        if each.startswith(top) and any(fnmatch(file, pattern) for pattern in said.patterns):
            yield each
