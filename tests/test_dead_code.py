"""Nothing is kept that nothing uses: functions of one module, classes of the style sheet."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from tests.test_layers import ROOT, modules
from tests.test_limits import TESTS

OWN_FUNCTION = re.compile(r"^( *@.+\n)?( *)(?:def|class) (_[a-z]\w*)", re.MULTILINE | re.IGNORECASE)
WORD = re.compile(r"\w+")
# Classes that are put together: steps of a scale, and each borough by its id.
PUT_TOGETHER = re.compile(r"[dnsw]\d|bx|bk|mn|qn|si")
# Modules that are looked for by name, and what is asked of them: by routes, the catalog, gunicorn.
ASKED_BY_NAME = (
    "pages.",
    "data_loaders.sources.",
    "benchmarks.tutorial_dash",
    "benchmarks.static_d3",
    "benchmarks.hello",
    "app.",
    "gunicorn.conf.",
)
# What only tests and people read: lists of what is left out, of settings, and of a city's words.
FOR_READERS = frozenset(
    {
        "data_loaders.curate.feeds.unread.unused",
        "data_loaders.curate.feeds.unread.why_unread",
        "data_loaders.curate.geography.files_read.files_read",
        "data_loaders.vocabulary.city_terms.OF_NEW_YORK",
        "data_loaders.vocabulary.settings.table",
    }
)


def unused_functions(source: str) -> list[str]:
    """Functions and classes for a module's own use that it never names again.

    One with a decorator is used by what decorates it, as a fixture is by pytest.
    """
    named = Counter(WORD.findall(source))
    found = OWN_FUNCTION.findall(source)
    return [name for decorator, _space, name in found if not decorator and named[name] == 1]


def defined(tree: ast.Module) -> Iterator[str]:
    """Functions, classes and names of a module; what a decorator takes is used by it."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.ClassDef() if not node.decorator_list:
                yield node.name
            case ast.ClassDef():
                yield node.name
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (each.id for each in targets if isinstance(each, ast.Name))


def used(name: str, tree: ast.Module) -> Iterator[str]:
    """What a module uses, by its whole name: its own, what it imports, and what a text names."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)):
                known |= {each.asname or each.name: f"{module}.{each.name}" for each in node.names}
                yield from (f"{module}.{each.name}" for each in node.names)
            case ast.Name(ctx=ast.Load()):
                yield f"{name}.{node.id}"
            case ast.Attribute(value=ast.Name(id=base)):
                yield f"{known.get(base, base)}.{node.attr}"
            case ast.Constant(value=str(text)) if text.count(".") and len(text) < 100:
                yield text


def unused_names(sources: Mapping[str, str]) -> list[str]:
    """Names of modules that no module uses."""
    trees = {name: ast.parse(source) for name, source in sources.items()}
    in_use = {each for name, tree in trees.items() for each in used(name, tree)}
    every = [f"{name}.{each}" for name, tree in trees.items() for each in defined(tree)]
    return [each for each in every if each not in in_use and "__" not in each]


def unused_classes(sheet: str, code: str) -> list[str]:
    """Classes a style sheet has rules for and no code writes."""
    rules = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    selectors = "".join(re.findall(r"([^{}]+)\{", rules))
    written = set(re.findall(r"[A-Za-z][\w-]*", code))
    classes = set(re.findall(r"\.([A-Za-z][\w-]*)", selectors))
    return sorted(one for one in classes - written if not PUT_TOGETHER.fullmatch(one))


def test_every_function_of_a_module_is_used_in_it() -> None:
    unused = {
        str(path.relative_to(ROOT)): names
        for path in [*modules().values(), *TESTS]
        if (names := unused_functions(path.read_text("utf-8")))
    }
    assert unused == {}


def test_no_name_is_there_for_tests_alone() -> None:
    sources = {name: path.read_text("utf-8") for name, path in modules().items()}
    sources["gunicorn.conf"] = (ROOT / "gunicorn.conf.py").read_text("utf-8")
    unused = {name for name in unused_names(sources) if not name.startswith(ASKED_BY_NAME)}
    assert unused == FOR_READERS


def test_every_class_of_the_style_sheet_is_written_by_code() -> None:
    scripts = [path for path in (ROOT / "assets").glob("*.js")]
    code = "".join(path.read_text("utf-8") for path in [*modules().values(), *scripts])
    assert unused_classes((ROOT / "assets" / "site.css").read_text("utf-8"), code) == []


def test_what_is_not_used_is_named() -> None:
    source = "def _used(): ...\ndef _left(): _used()\n@fixture\ndef _ready(): ...\n"
    assert unused_functions(source) == ["_left"]
    modules = {"a": "import b\nfrom c import used\nLEFT = 1\nused()", "c": "def used(): ..."}
    assert unused_names(modules) == ["a.LEFT"]
    assert unused_classes(".map, .gone:hover { top: 0 } /* .old {} */ .d1 { left: 0 }", "map") == [
        "gone"
    ]
