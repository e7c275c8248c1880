"""Packages and their hashes: `python -m deploy.requirements serve|lock|newer|licenses`.

`requirements.txt` is written by people, a version a line. From it follow what serving alone needs
(`requirements-serve.txt`), the locks with a hash for every file of the registry (`deploy/locks/`),
and the list of licenses.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
ALL, SERVE = ROOT / "requirements.txt", ROOT / "requirements-serve.txt"
REPLICA = ROOT / "requirements-replica.txt"
LOCKS = ROOT / "deploy" / "locks"
LICENSES = ROOT / "deploy" / "licenses.md"
PINNED = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)$")
OLDEST_PYTHON = "3.11"
# Serving needs it too, where releases are signed.
ALSO_SERVED = ("cryptography",)
# Stands in for the front-end files where Node never ran; an installation has them built.
NOT_SERVED = ("bootstrap-flask",)
HEAD = """\
# What serving alone runs on, pinned as in requirements.txt: no pandas, no Node. Front-end files
# (`make frontend`) and a release (`refresh`) are made where requirements.txt is installed.
# Written by `python -m deploy.requirements serve`.
"""


def plain(name: str) -> str:
    """A package's name as the registry compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path: Path = ALL) -> dict[str, tuple[str, str]]:
    """Name and version of every package a file pins, by its plain name."""
    found = map(PINNED.match, path.read_text("utf-8").splitlines())
    return {plain(each[1]): (each[1], each[2]) for each in found if each}


def first_named() -> list[str]:
    """Plain names of what `requirements.txt` names under “Serving”, and of what serving needs."""
    section = ALL.read_text("utf-8").partition("# Serving\n")[2].partition("\n#")[0]
    names = [plain(each[1]) for line in section.splitlines() if (each := PINNED.match(line))]
    return [*(name for name in names if name not in NOT_SERVED), *ALSO_SERVED]


def brought(names: Iterable[str]) -> set[str]:
    """These packages and all that they bring with them, as installed here."""
    todo, seen = list(names), set()
    while todo:
        name = plain(todo.pop())
        if name not in seen:
            seen.add(name)
            todo += _needs(name)
    return seen


def _needs(name: str) -> Iterator[str]:
    for text in distribution(name).requires or ():
        needed = Requirement(text)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield needed.name


def serve_text() -> str:
    """The content of `requirements-serve.txt`."""
    pinned = pins()
    names = sorted(brought(first_named()))
    missing = [name for name in names if name not in pinned]
    if missing:
        raise SystemExit(
            f"requirements.txt does not pin {', '.join(missing)}. Add a line for each."
        )
    return HEAD + "".join("{}=={}\n".format(*pinned[name]) for name in names)


def lock() -> None:
    """Write every lock anew: the same versions, with a hash of each file of each."""
    LOCKS.mkdir(exist_ok=True)
    _compile([str(ALL)], LOCKS / "requirements.txt")
    _compile([str(SERVE)], LOCKS / "requirements-serve.txt")
    _compile([str(REPLICA)], LOCKS / REPLICA.name)
    _compile(["--group", "dev", "--constraints", str(ALL)], LOCKS / "dev.txt")


def _compile(what: list[str], target: Path, *more: str) -> None:
    command = ["uv", "pip", "compile", "--quiet", "--universal"]
    command += ["--python-version", OLDEST_PYTHON, "--no-header", "--no-annotate"]
    command += ["--default-index", "https://pypi.org/simple", "--output-file", str(target)]
    subprocess.run([*command, *(more or ("--generate-hashes",)), *what], check=True, cwd=ROOT)


def newer() -> None:
    """Write the newest versions that fit together into `requirements.txt`."""
    text = ALL.read_text("utf-8")
    loose, new = ROOT / "var" / "loose.txt", ROOT / "var" / "newest.txt"
    loose.write_text(re.sub(r"==\S+$", "", text, flags=re.M), encoding="utf-8")
    new.unlink(missing_ok=True)
    _compile([str(loose)], new, "--upgrade")
    newest = pins(new)

    def changed(line: re.Match[str]) -> str:
        name, version = line[1], line[2]
        to = newest.get(plain(name), (name, version))[1]
        return line[0].removesuffix(version) + to

    ALL.write_text(re.sub(PINNED.pattern, changed, text, flags=re.M), encoding="utf-8")


def licenses_text() -> str:
    """Every package with its license, as its own description says."""
    served = pins(SERVE)
    lines = [
        "# Licenses of the packages this project runs on",
        "",
        "`make locks` writes this list from what each package says of itself.",
        "",
        "| package | version | license | served |",
        "|---|---|---|---|",
    ]
    for name, (written, version) in sorted(pins().items()):
        is_served = "yes" if name in served else "no"
        lines.append(f"| {written} | {version} | {_license(name)} | {is_served} |")
    return "\n".join([*lines, ""])


def _license(name: str) -> str:
    try:
        said: Message = distribution(name).metadata  # pyright: ignore[reportAssignmentType]
    except PackageNotFoundError:
        return "not installed here"
    classified = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier", [])
        if line.startswith("License ::") and line.rpartition(" :: ")[2] != "OSI Approved"
    ]
    expression = said.get("License-Expression") or "; ".join(classified)
    first_line = (said.get("License") or "").strip().partition("\n")[0]
    return (expression or first_line or "not stated").replace("|", "/")[:80]


COMMANDS = {
    "serve": lambda: SERVE.write_text(serve_text(), encoding="utf-8"),
    "lock": lock,
    "newer": newer,
    "licenses": lambda: LICENSES.write_text(licenses_text(), encoding="utf-8"),
}

if __name__ == "__main__":
    for command in sys.argv[1:] or ["serve", "licenses"]:
        COMMANDS[command]()
