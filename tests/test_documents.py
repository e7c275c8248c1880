"""What the documents name is there: links, files, commands, packages; and their page works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

import dash
import pytest
import typer

from components.markup.first_view import rendered
from components.site.page import Asked, Route
from components.text import words
from data_loaders.__main__ import app
from data_loaders.released.release import Release
from tests.support.imports import NOT_OURS
from tests.support.pseudo_locale import Pseudo, Texts, outside
from tests.test_layers import ROOT, imports

NAMES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "DATA-LICENSES.md")
DOCUMENTS = [*(ROOT / name for name in NAMES), *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in DOCUMENTS}
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`|^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"python -m data_loaders ([a-z][a-z-]+)([^`\n]*)")
# Where rooms of data_loaders and the folders of a page are named without what holds them.
BESIDE = ("", "data_loaders", "data_loaders/curate")
# Files a reader is about to write, or has written.
TO_BE_WRITTEN = ("assets/hello.js",)
PLACEHOLDERS = re.compile(r"[<>*…]|\b[A-Z]{4,}\b")


def anchor(heading: str) -> str:
    """A heading's address within its page, as code hosts write it."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def broken_links(document: Path, text: str) -> list[str]:
    """Links of a document that lead to no file, or to no heading of it."""
    wrong = []
    for link in LINK.findall(text):
        place, _hash, heading = link.partition("#")
        target = (document.parent / place) if place else document
        if ":" in link:
            continue
        if not target.exists():
            wrong.append(link)
        elif heading:
            headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.MULTILINE)
            wrong += [link] * (heading not in map(anchor, headings))
    return wrong


def absent_paths(text: str) -> list[str]:
    """Paths of the project that a text's code names and that are not there."""
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()} - NOT_OURS
    written = [word for code in CODE.findall(text) for word in "".join(code).split()]
    named = [word.partition("::")[0].rstrip(".,;:/") for word in written if "/" in word]
    return [
        name
        for name in named
        if name.partition("/")[0] in ours
        and not PLACEHOLDERS.search(name)
        and name not in TO_BE_WRITTEN
        and not (ROOT / name).exists()
    ]


def wrong_commands(text: str) -> list[str]:
    """Commands of `python -m data_loaders` that are none, and options they do not take."""
    known = typer.main.get_command(app).commands  # pyright: ignore[reportAttributeAccessIssue]
    wrong = []
    for name, rest in COMMAND.findall(text):
        if name not in known:
            wrong.append(name)
            continue
        options = {option for each in known[name].params for option in each.opts}
        wrong += [
            f"{name} {each}" for each in re.findall(r"--[a-z-]+", rest) if each not in options
        ]
    return wrong


def wrong_targets(text: str) -> list[str]:
    """What a text's code has `make` do and the Makefile does not."""
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    asked = re.findall(r"(?:^|`|\s)make ([a-z-]+)", "\n".join(map("".join, CODE.findall(text))))
    return [name for name in asked if name not in targets]


@pytest.mark.parametrize("name", TEXTS)
def test_what_a_document_names_is_there(name: str) -> None:
    text = TEXTS[name]
    assert broken_links(ROOT / name, text) == []
    assert absent_paths(text) == []
    assert wrong_commands(text) == []
    assert wrong_targets(text) == []


def test_what_is_not_there_is_named() -> None:
    text = (
        "[a](docs/gone.md) [b](README.md#words) [c](README.md#gone) [d](https://a.example/x)\n"
        "`api/gone.py`, `api/files.py`, `data_loaders/sources/public/<id>.py`, `make sense`\n"
        "```sh\npytest tests/gone/test_it.py::test_it -k it\n```\n"
        "`python -m data_loaders verify --loudly` and `python -m data_loaders sing`"
    )
    assert broken_links(ROOT / "README.md", text) == ["docs/gone.md", "README.md#gone"]
    assert absent_paths(text) == ["api/gone.py", "tests/gone/test_it.py"]
    assert wrong_commands(text) == ["verify --loudly", "sing"]
    assert wrong_targets(text) == ["sense"]


# The table of README's packages: which are named, and where each is said to be used.
PACKAGES = re.findall(
    r"^\| ([a-z0-9, -]+) \| (`[^|]+) \|",
    TEXTS["README.md"].partition("## Packages")[2],
    re.MULTILINE,
)


def users(place: str) -> list[Path]:
    """The Python files of a place named in the table: a file, or a room by its path's end."""
    found = [ROOT / above / place for above in BESIDE if (ROOT / above / place).exists()]
    path = found[0]
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def uses(path: Path, package: str) -> bool:
    """Whether a Python file imports a package."""
    module = package.replace("-", "_")
    return any(
        name == module or name.startswith(f"{module}.") for name in imports(path.read_text("utf-8"))
    )


@pytest.mark.parametrize(("packages", "places"), PACKAGES, ids=lambda each: each[:30])
def test_a_package_is_used_where_the_table_of_readme_says(packages: str, places: str) -> None:
    """Each place uses one of the row's packages, and each package is used in one of its places."""
    named = {place: users(place) for place in re.findall(r"`([^`]+)`", places)}
    using = {
        (package, place)
        for package in packages.split(", ")
        for place, paths in named.items()
        if any(uses(path, package) for path in paths)
    }
    assert {place for _package, place in using} == set(named)
    assert {package for package, _place in using} == set(packages.split(", "))


def test_the_list_of_commands_is_whole() -> None:
    known = typer.main.get_command(app).commands  # pyright: ignore[reportAttributeAccessIssue]
    listed = re.search(r"data_loaders --help` \| ([a-z, -]+) \|", TEXTS["docs/commands.md"])
    assert listed
    assert sorted(listed[1].split(", ")) == sorted(known)


def test_the_table_of_packages_names_those_that_are_installed() -> None:
    installed = (ROOT / "requirements.txt").read_text("utf-8").lower()
    named = [package for packages, _places in PACKAGES for package in packages.split(", ")]
    assert len(named) > 10
    assert [package for package in named if f"\n{package}==" not in installed] == []


EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def drawn(monkeypatch: pytest.MonkeyPatch) -> str:
    """The HTML of the page in the document on interactive pages, its callback not registered."""
    monkeypatch.setattr(dash, "callback", lambda *_args: lambda function: function)
    monkeypatch.setattr(words, "_translations", lambda _language: Pseudo())
    code = EXAMPLE.findall(TEXTS["docs/interactive-pages.md"])
    names: dict[str, object] = {}
    exec(code[0], names)
    route = cast("Route", names["PAGE"])
    page = route.build(Asked(route.path, {}, cast("Release", None)))
    return rendered(page.body)


def test_the_page_of_the_document_can_be_used_by_everyone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is copied: what it leaves out, each page made of it would leave out."""
    html = drawn(monkeypatch)
    selects = re.findall(r'<select id="([^"]+)"', html)
    assert selects
    labeled = re.findall(r'<label[^>]* for="([^"]+)"', html)
    assert set(selects) == set(labeled)
    texts = Texts()
    texts.feed(html)
    assert [text for text in texts.found if outside(text, ["Bronx", "Queens"])] == []
