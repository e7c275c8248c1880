"""A source is a module, or a folder with a module, and one line of the catalog: its id."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.gather import read_source
from data_loaders.sources import catalog
from data_loaders.vocabulary.installation import ROOT
from data_loaders.vocabulary.model import Break, Geography, Source
from tests.support.literal import DAY

TOY = """
from dataclasses import replace
from tests.support import tiny

MADE = tiny.module(tiny.COURTS)
SOURCE = replace(MADE.SOURCE, id={name!r})
read = MADE.read
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An importable package with one room, `public`, that holds nothing yet."""
    room = tmp_path / "toy_sources" / "public"
    room.mkdir(parents=True)
    (room.parent / "__init__.py").touch()
    (room / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == "toy_sources"]:
        monkeypatch.delitem(sys.modules, name)
    return room


def test_a_module_and_one_line_are_a_source(package: Path, tmp_path: Path) -> None:
    (package / "toy.py").write_text(TOY.format(name="toy"))
    [module] = catalog.modules("public", ("toy",), "toy_sources")
    assert module.SOURCE.id == "toy"
    curated = read_source(module, FeedFiles(tmp_path, "", DAY))
    assert len(curated.observations) > 0


def test_a_folder_and_one_line_are_a_source(package: Path) -> None:
    (package / "toy").mkdir()
    (package / "toy" / "__init__.py").touch()
    (package / "toy" / "source.py").write_text(TOY.format(name="toy"))
    [module] = catalog.modules("public", ("toy",), "toy_sources")
    assert module.SOURCE.id == "toy"


def test_a_catalog_line_that_names_no_module_is_refused(package: Path) -> None:
    with pytest.raises(ImportError, match="toy_sources.public.absent"):
        catalog.modules("public", ("absent",), "toy_sources")


def test_a_source_of_another_id_stops(package: Path) -> None:
    (package / "toy.py").write_text(TOY.format(name="other"))
    with pytest.raises(ValueError, match="states the source other: name it toy"):
        catalog.modules("public", ("toy",), "toy_sources")


@pytest.mark.parametrize(
    ("room", "names"),
    [
        ("public", catalog.PUBLIC),
        ("computed", catalog.COMPUTED),
        ("partners", catalog.FROM_PARTNERS),
    ],
)
def test_every_source_that_lies_in_a_room_has_its_line(room: str, names: tuple[str, ...]) -> None:
    folder = Path(catalog.__file__).parent / room
    stated = {
        path.parent.name if path.name == "source.py" else path.stem
        for path in [*folder.glob("*.py"), *folder.glob("*/source.py")]
        if "\nSOURCE = " in path.read_text("utf-8") or "\nSOURCE: " in path.read_text("utf-8")
    }
    assert stated == set(names)


def test_every_figure_the_documents_explain_is_in_the_catalog() -> None:
    examples = [
        example
        for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
        for example in re.findall(
            r"data_loaders explain (\w+) \S+ \S+ --geography (\w+)", path.read_text("utf-8")
        )
    ]
    assert examples
    for indicator_id, name in examples:
        assert Geography(name) in catalog.INDICATORS[indicator_id].geographies, indicator_id


@pytest.mark.parametrize("source", catalog.SOURCES, ids=lambda each: each.id)
def test_a_change_of_method_names_figures_of_its_own_source(source: Source) -> None:
    own = {indicator.id for indicator in source.indicators}
    assert [each.text for each in source.breaks if not own.issuperset(each.figures)] == []


def test_a_figure_has_the_changes_of_method_that_concern_it_alone() -> None:
    of_all, of_one = Break(date(2021, 6, 1), "all"), Break(date(2020, 1, 1), "one", ("first",))
    source = replace(catalog.SOURCES[0], breaks=(of_all, of_one))
    assert source.breaks_of("first") == (of_one, of_all)
    assert source.breaks_of("second") == (of_all,)
    assert source.breaks_of("second", "first") == (of_one, of_all)
