"""Imports point down, floor by floor, and make no circle; the web knows only what may be served."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the ground up: a room may import its own modules and the rooms of lower floors. Rooms of
# one floor do not know each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("data_loaders.code_version", "data_loaders.vocabulary"),
    ("data_loaders.observations", "data_loaders.released"),
    ("data_loaders.records", "data_loaders.replica"),
    ("data_loaders.privacy.tables",),
    ("data_loaders.privacy.treatment", "data_loaders.privacy.audit"),
    ("data_loaders.delivery", "data_loaders.privacy.challenge"),
    ("data_loaders.delivery.engines",),
    ("data_loaders.sources.contracts", "data_loaders.sources.foursquare_groups"),
    (
        "data_loaders.sources.public",
        "data_loaders.sources.partners",
        "data_loaders.sources.computed",
    ),
    ("data_loaders.sources.catalog",),
    (
        "data_loaders.simulated",
        "data_loaders.curate.geography",
        "data_loaders.curate.feeds",
        "data_loaders.curate.contracts",
        "data_loaders.curate.plausibility",
    ),
    ("data_loaders.curate.publication",),
    ("data_loaders.curate.plans",),
    ("data_loaders.curate.deliveries",),
    ("data_loaders.curate.refresh", "data_loaders.curate.keeping"),
    ("data_loaders.command_line",),
    ("data_loaders.__main__",),
    ("components.text",),
    ("components.markup",),
    ("components.figures",),
    ("components.site",),
    (
        "components.data",
        "components.industries",
        "components.map",
        "components.place",
        "components.trends",
    ),
    (
        "components.api_reference",
        "components.changes",
        "components.gaps",
        "components.partnership",
        "components.pictures",
        "components.trace",
    ),
    ("components.uses", "components.impact", "components.share"),
    ("components.practice", "components.about"),
    ("components.privacy", "components.search"),
    ("components.demo", "components.home"),
    ("pages", "api"),
    ("app", "frontend"),
    ("benchmarks",),
)
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
WEB = ("app", "pages", "api", "components")
# All of data_loaders that the web process may import.
SERVED = ("data_loaders.vocabulary", "data_loaders.released", "data_loaders.records")
MAY_BE_TESTED = {"benchmarks": ("tests.support",)}
# Each costs every worker time and memory, and none is needed to serve a release.
FOR_CURATION = (
    "pandas",
    "geopandas",
    "pyarrow",
    "numpy",
    "scipy",
    "shapely",
    "pyogrio",
    "pyproj",
    "h3",
    "mapclassify",
    "duckdb",
    "ibis",
    "pyspark",
    "opendp",
    "python_calamine",
    "xlsxwriter",
    "httpx",
    "jsonschema",
    "open_data_contract_standard",
    "yaml",
    "tenacity",
    "typer",
    "rich",
    "fsspec",
)
FOR_THE_WEB = ("dash", "dash_bootstrap_components", "plotly", "flask", "whitenoise", "gunicorn")
OURS = ("app", "pages", "api", "components", "data_loaders", "frontend", "benchmarks", "tests")


def is_within(module: str, roots: tuple[str, ...]) -> bool:
    return any(module == root or module.startswith(root + ".") for root in roots)


def room_of(module: str) -> str | None:
    """The room a module lies in: the longest that holds it."""
    return max((room for room in LEVEL if is_within(module, (room,))), key=len, default=None)


def imports(source: str) -> Iterator[str]:
    """Every dotted name a module imports, wherever in it: `from a import b` is `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_source(module: str) -> str | None:
    """The source a module belongs to, as `data_loaders.sources.public.mta_ridership`."""
    parts = module.split(".")
    is_source = len(parts) > 3 and parts[:2] == ["data_loaders", "sources"]
    return ".".join(parts[:4]) if is_source else None


def may_import(module: str, name: str) -> bool:
    """Whether a module of ours may import a name of ours."""
    here, there = room_of(module), room_of(name)
    if here is None or there is None:
        return is_within(name, MAY_BE_TESTED.get(module.split(".")[0], ()))
    if is_within(module, WEB) and is_within(name, ("data_loaders",)):
        return is_within(name, SERVED)
    if own_source(name) and here == there:
        return own_source(name) == own_source(module) or own_source(name) in shared_by_sources()
    return here == there or LEVEL[there] < LEVEL[here]


@cache
def shared_by_sources() -> frozenset[str]:
    """Modules beside the sources that state none: what several of them share."""
    return frozenset(
        name
        for name, path in modules().items()
        if own_source(name) == name
        and path.name != "__init__.py"
        and "\nSOURCE" not in path.read_text("utf-8")
    )


def wrong_imports(module: str, source: str) -> list[str]:
    """What `module` imports and may not."""
    foreign: tuple[str, ...] = ()
    if is_within(module, (*WEB, *SERVED)):
        foreign += FOR_CURATION
    if is_within(module, ("data_loaders",)):
        foreign += FOR_THE_WEB
    return [
        name
        for name in imports(source)
        if is_within(name, foreign) or (is_within(name, OURS) and not may_import(module, name))
    ]


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the project but its tests, by dotted name."""
    files = [ROOT / "app.py"]
    for root in OURS[:-1]:
        files += sorted((ROOT / root).rglob("*.py"))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for file in files
    }


def imported_modules() -> Mapping[str, Set[str]]:
    """Which of our modules each of them imports."""
    known = modules()
    graph: dict[str, set[str]] = {}
    for module, path in known.items():
        names = list(imports(path.read_text("utf-8")))
        graph[module] = {name if name in known else name.rpartition(".")[0] for name in names}
        graph[module] = (graph[module] & set(known)) - {module}
    return graph


PACKAGES = {
    "components",
    "data_loaders",
    "data_loaders.curate",
    "data_loaders.privacy",
    "data_loaders.sources",
}


def test_every_module_has_a_room() -> None:
    assert len(modules()) > 500
    assert {module for module in modules() if room_of(module) is None} <= PACKAGES


def test_imports_point_down() -> None:
    wrong = {
        module: names
        for module, path in modules().items()
        if (names := wrong_imports(module, path.read_text("utf-8")))
    }
    assert not wrong, "\n".join(
        f"{module} may not import {', '.join(names)}" for module, names in wrong.items()
    )


def circle(graph: Mapping[str, Set[str]]) -> list[str]:
    """The modules of one circle of imports; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_imports_make_no_circle() -> None:
    assert circle(imported_modules()) == []


def test_a_circle_of_three_modules_is_found() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pages.map", "import pandas as pd"),
        ("pages.map", "from data_loaders.sources import catalog"),
        ("pages.map", "from data_loaders.sources.public.street_easy import SOURCE"),
        ("pages.map", "from data_loaders.curate.publication import publish"),
        ("pages.map", "from data_loaders.observations import table"),
        ("pages.map", "from data_loaders.privacy.treatment import treat"),
        ("pages.map", "from api import headers"),
        ("components.map.view", "from pages import map"),
        ("components.map.view", "from components.trends import view"),
        ("components.figures.maps", "from components.map import view"),
        ("components.map.view", "def draw():\n    import geopandas"),
        ("api.downloads", "from pyarrow.parquet import read_table"),
        ("data_loaders.released.release", "from data_loaders.observations.table import check"),
        ("data_loaders.released.release", "import numpy"),
        ("data_loaders.privacy.tables.flow", "from data_loaders.privacy.treatment import treat"),
        ("data_loaders.curate.publication.publish", "from dash import html"),
        ("data_loaders.curate.publication.publish", "from components.figures import maps"),
        ("data_loaders.sources.public.a", "from data_loaders.sources.public.b import SOURCE"),
        ("data_loaders.sources.public.a", "from data_loaders.sources.public import b"),
        ("data_loaders.sources.public.a", "from data_loaders.sources import catalog"),
        ("data_loaders.sources.public.a", "import plotly.express as px"),
        (
            "data_loaders.sources.public.a",
            "from data_loaders.sources.public.mta_ridership.indicators import x",
        ),
    ],
)
def test_an_import_that_points_up_is_found(module: str, line: str) -> None:
    assert wrong_imports(module, line)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("app", "from pages import map"),
        ("pages.map", "from components.map import view"),
        ("components.map.view", "from data_loaders.released.view import View"),
        ("data_loaders.curate.publication.publish", "import pandas as pd"),
        ("data_loaders.sources.public.a", "from data_loaders.vocabulary.model import Source"),
        ("data_loaders.sources.catalog", "from data_loaders.sources.public import a"),
        (
            "data_loaders.sources.public.mta_ridership.source",
            "from data_loaders.sources.public.mta_ridership.indicators import x",
        ),
    ],
)
def test_an_import_that_points_down_is_fine(module: str, line: str) -> None:
    assert wrong_imports(module, line) == []
