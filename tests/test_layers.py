"""Imports point down: app → pages, api → components → the read side of data_loaders."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("app", "pages", "api", "components", "data_loaders", "frontend", "benchmarks", "tests")
READ_SIDE = (
    "data_loaders.audit_record",
    "data_loaders.cadence",
    "data_loaders.coarser",
    "data_loaders.csv_rows",
    "data_loaders.events",
    "data_loaders.frames",
    "data_loaders.freshness",
    "data_loaders.geography",
    "data_loaders.model",
    "data_loaders.packing",
    "data_loaders.privacy.policy",
    "data_loaders.records",
    "data_loaders.release",
    "data_loaders.serving",
    "data_loaders.shapes",
    "data_loaders.shown",
    "data_loaders.simulated.naming",
    "data_loaders.standing",
    "data_loaders.unmet",
    "data_loaders.view",
    "data_loaders.view_reading",
)
SOURCES = "data_loaders.sources"
FOR_SOURCES = (
    "data_loaders.delivery",
    "data_loaders.geography",
    "data_loaders.model",
    "data_loaders.observations",
    "data_loaders.placing",
    "data_loaders.privacy.contributions",
    "data_loaders.privacy.counted",
    "data_loaders.privacy.minimum",
    "data_loaders.privacy.policy",
    "data_loaders.reading",
    "data_loaders.series",
)
# The first that matches a module says which of our modules it may import.
MAY_IMPORT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("app", ("app", "pages", "api", "components", *READ_SIDE)),
    ("pages", ("pages", "components", *READ_SIDE)),
    ("api", ("api", "components", *READ_SIDE)),
    ("components", ("components", *READ_SIDE)),
    *((module, READ_SIDE) for module in READ_SIDE),
    (SOURCES, FOR_SOURCES),
    ("data_loaders", ("data_loaders",)),
    ("frontend", ("frontend", "components.static")),
    ("benchmarks.cubes", ("benchmarks", "data_loaders", "tests.spark")),
    ("benchmarks.curation", ("benchmarks", "data_loaders")),
    ("benchmarks.privacy", ("benchmarks", "data_loaders")),
    ("benchmarks", ("benchmarks", "tests.browser", *READ_SIDE)),
)
WEB = ("app", "pages", "api", "components", *READ_SIDE)
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
    "python_calamine",
    "xlsxwriter",
    "httpx",
    "jsonschema",
    "open_data_contract_standard",
    "yaml",
    "tenacity",
    "typer",
    "rich",
)
FOR_THE_WEB = ("dash", "dash_bootstrap_components", "plotly", "flask", "whitenoise", "gunicorn")


def is_within(module: str, roots: tuple[str, ...]) -> bool:
    return any(module == root or module.startswith(root + ".") for root in roots)


def imports(source: str) -> list[str]:
    """Every dotted name a module imports, wherever in it: `from a import b` is `a.b`."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@cache
def source_modules() -> tuple[str, ...]:
    """Every module that states a source."""
    folder = ROOT / SOURCES.replace(".", "/")
    stating = [
        path.stem
        for path in folder.glob("*.py")
        if re.search(r"^SOURCE\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    return tuple(f"{SOURCES}.{name}" for name in sorted(stating))


def parts_of_its_source(module: str, sources: tuple[str, ...]) -> tuple[str, ...]:
    """The modules a long source is split into: `mta_ridership`, `mta_ridership_indicators`."""
    own = [source for source in sources if module == source or module.startswith(source + "_")]
    source = max(own, key=len, default=module)
    folder = ROOT / SOURCES.replace(".", "/")
    parts = [f"{SOURCES}.{path.stem}" for path in folder.glob("*.py")]
    return tuple(part for part in parts if part.startswith(source) and part not in sources)


def wrong_imports(module: str, source: str) -> list[str]:
    """What `module` imports and may not."""
    allowed = next(allowed for root, allowed in MAY_IMPORT if is_within(module, (root,)))
    if is_within(module, (SOURCES,)):
        allowed += parts_of_its_source(module, source_modules())
    foreign: tuple[str, ...] = ()
    if is_within(module, WEB):
        foreign += FOR_CURATION
    if is_within(module, ("data_loaders",)):
        foreign += FOR_THE_WEB
    return [
        name
        for name in imports(source)
        if is_within(name, foreign) or (is_within(name, OURS) and not is_within(name, allowed))
    ]


def modules() -> dict[str, Path]:
    """Every module of the project but its tests, by dotted name."""
    files = [ROOT / "app.py"] if (ROOT / "app.py").exists() else []
    for root, _ in MAY_IMPORT:
        if (ROOT / root).is_dir():
            files += sorted((ROOT / root).rglob("*.py"))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for file in files
    }


@pytest.mark.parametrize("module", modules())
def test_imports_point_down(module: str) -> None:
    found = wrong_imports(module, modules()[module].read_text("utf-8"))
    assert not found, f"{module} may not import {', '.join(found)}"


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pages.map", "import pandas as pd"),
        ("pages.map", "from data_loaders import catalog"),
        ("pages.map", "from data_loaders.sources.street_easy import SOURCE"),
        ("pages.map", "from data_loaders.curate import publish"),
        ("pages.map", "from api import headers"),
        ("components.maps", "from pages import map"),
        ("components.maps", "def draw():\n    import geopandas"),
        ("api.downloads", "from pyarrow.parquet import read_table"),
        ("data_loaders.release", "from data_loaders.observations import check"),
        ("data_loaders.release", "import numpy"),
        ("data_loaders.curate.publish", "from dash import html"),
        ("data_loaders.curate.publish", "from components import maps"),
        ("data_loaders.sources.a", "from data_loaders.sources.b import SOURCE"),
        ("data_loaders.sources.a", "from data_loaders.sources import b"),
        ("data_loaders.sources.a", "from data_loaders import catalog"),
        ("data_loaders.sources.a", "import plotly.express as px"),
        ("data_loaders.sources.a", "from data_loaders.sources.mta_ridership_indicators import x"),
    ],
)
def test_an_import_that_points_up_is_found(module: str, line: str) -> None:
    assert wrong_imports(module, line)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("app", "from pages import map"),
        ("pages.map", "from components import maps\nfrom data_loaders.view import View"),
        ("data_loaders.curate.publish", "import pandas as pd"),
        ("data_loaders.sources.a", "from data_loaders.model import Source"),
        ("data_loaders.catalog", "from data_loaders.sources import a"),
        (
            "data_loaders.sources.mta_ridership",
            "from data_loaders.sources.mta_ridership_indicators import x",
        ),
    ],
)
def test_an_import_that_points_down_is_fine(module: str, line: str) -> None:
    assert wrong_imports(module, line) == []
