"""Real and simulated releases: each on its own side, and a simulated one only if it says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from data_loaders.released import release as read_side
from data_loaders.released import serving
from data_loaders.released.release import Release, ReleaseError, Releases
from data_loaders.released.serving import asked_release, demo_categories, release_of
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Category, Geography, Source, Terms
from data_loaders.vocabulary.naming import as_simulated, disowned_by, partner_of, refusals
from data_loaders.vocabulary.policy import Sensitivity
from tests.support import demonstration
from tests.support.demonstration import SECOND, Sides
from tests.support.tiny import COURTS

REAL, SIMULATED = "2026-11-22", SECOND.isoformat()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sides:
    """A real release and two simulated ones, made once."""
    return demonstration.both(tmp_path_factory.mktemp("both"))


@pytest.fixture
def sides(made: Sides, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    """Both sides as this installation's."""
    monkeypatch.setenv("RELEASES", str(made.real))
    monkeypatch.setenv("DEMO_RELEASES", str(made.demo))
    monkeypatch.setattr(installation, "SEED", made.real / "no seed")
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)
    for each in (serving.releases, serving.demo_releases):
        each.cache_clear()
    yield made
    for each in (serving.releases, serving.demo_releases):
        each.cache_clear()


@pytest.mark.usefixtures("sides")
def test_each_side_answers_with_its_own_release() -> None:
    assert asked_release(None)[0].id == REAL
    assert asked_release(None, is_demo=True)[0].id == SIMULATED


@pytest.mark.usefixtures("sides")
@pytest.mark.parametrize(("asked", "is_demo"), [(SIMULATED, False), (REAL, True)])
def test_a_release_of_the_other_side_is_not_held(asked: str, is_demo: bool) -> None:
    release, notice = asked_release(asked, is_demo=is_demo)
    assert release.manifest.is_simulated is is_demo
    assert notice is not None
    assert release_of(asked, is_demo=is_demo) is None


def test_before_all_releases_the_last_of_the_first_day_stands_in() -> None:
    """The second of a day is there because the first was not as it should be."""
    ids = ["2026-11-24", "2026-11-23-10", "2026-11-23-2", "2026-11-23", "2026-11-21"]
    held = {name: object() for name in ids}
    side = SimpleNamespace(ids=lambda: ids, pinned=held.get)
    assert serving._next_after(cast("Releases", side), "2026-11-22") is held["2026-11-23-10"]
    assert serving._next_after(cast("Releases", side), "2026-11-23-5") is held["2026-11-23-10"]
    assert serving._next_after(cast("Releases", side), "1999-01-01") is held["2026-11-21"]
    assert serving._next_after(cast("Releases", side), "2031-01-01") is None


@pytest.mark.parametrize("is_simulated", [False, True])
def test_a_release_among_those_of_the_other_kind_is_refused(
    made: Sides, tmp_path: Path, is_simulated: bool
) -> None:
    other, name = (made.real, REAL) if is_simulated else (made.demo, SIMULATED)
    shutil.copytree(other / name, tmp_path / name)
    held = Releases([tmp_path], is_simulated=is_simulated)
    with pytest.raises(ReleaseError, match="are never served as"):
        held.current()
    assert held.pinned(name) is None
    assert held.problem is not None


def test_releases_that_are_all_refused_are_not_read_again_for_every_request(
    made: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, opened = [0.0], []

    def open_slowly(_self: Releases, folder: Path) -> None:
        opened.append(folder)
        clock[0] += 0.7
        raise ReleaseError("damaged")

    monkeypatch.setattr(read_side.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(Releases, "_open", open_slowly)
    held = Releases([made.real])
    for _request in range(100):
        with pytest.raises(ReleaseError, match="damaged"):
            held.current()
        clock[0] += 0.1
    assert len(opened) == 1
    clock[0] += 6.0
    with pytest.raises(ReleaseError):
        held.current()
    assert len(opened) == 2


def test_a_release_of_the_other_kind_never_replaces_the_one_being_served(
    made: Sides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)
    shutil.copytree(made.real / REAL, tmp_path / REAL)
    held = Releases([tmp_path])
    assert held.current().id == REAL
    shutil.copytree(made.demo / SIMULATED, tmp_path / SIMULATED)
    (tmp_path / "CURRENT").write_text(SIMULATED)
    assert held.current().id == REAL
    assert "never served as real" in (held.problem or "")


def test_an_installation_without_a_demonstration_has_no_category(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEMO_RELEASES", str(tmp_path / "none"))
    serving.demo_releases.cache_clear()
    assert demo_categories() == frozenset()
    serving.demo_releases.cache_clear()


def test_a_source_is_named_as_simulated_once_and_for_all() -> None:
    named = as_simulated(replace(COURTS, partner="Foursquare", name="Visits"))
    assert named.name == "Simulated, in the format of Foursquare: Visits"
    assert named.partner == "Simulated, in the format of Foursquare"
    assert "Foursquare supplied none of these numbers." in named.description
    assert named.citation.startswith("Do not cite")
    assert named.publisher_url == ""
    assert [each.title for each in named.indicators] == ["Simulated: Filings"]
    assert [each.noun for each in named.indicators] == ["simulated filings"]
    assert as_simulated(named) == named


def test_the_partner_is_known_behind_the_naming() -> None:
    named = as_simulated(replace(COURTS, partner="OATS"))
    assert partner_of(named) == "OATS"
    assert disowned_by(named) == "OATS supplied none of these numbers."
    assert (partner_of(COURTS), disowned_by(COURTS)) == ("The courts", "")


UNNAMED: dict[str, Callable[[Source], Source]] = {
    "partner": lambda named: replace(named, partner="Foursquare"),
    "name": lambda named: replace(named, name="Visits"),
    "description": lambda named: replace(named, description="Visits."),
    "citation": lambda named: replace(named, citation="Foursquare."),
    "address": lambda named: replace(named, publisher_url="https://foursquare.example"),
    "title": lambda named: replace(
        named, indicators=(replace(named.indicators[0], title="Visits"),)
    ),
    "noun": lambda named: replace(named, indicators=(replace(named.indicators[0], noun="visits"),)),
}


@pytest.mark.parametrize("what", UNNAMED)
def test_a_simulated_release_that_does_not_say_so_throughout_is_refused(
    made: Sides, what: str
) -> None:
    catalog = Release.open(made.demo / SIMULATED).catalog
    assert refusals(catalog, is_simulated=True) == []
    first, *others = catalog.sources
    broken = replace(catalog, sources=(UNNAMED[what](first), *others))
    assert refusals(broken, is_simulated=True) == [
        f"{first.id} is not named as simulated throughout"
    ]


def test_no_simulated_hardship_is_shown_below_a_borough(made: Sides) -> None:
    catalog = Release.open(made.demo / SIMULATED).catalog
    first, *others = catalog.sources
    small = (Geography.MODZCTA,)
    ill = replace(first.indicators[0], category=Category.HEALTH, geographies=small)
    poor = replace(first.policy, sensitivity=Sensitivity.FINANCIAL_DISTRESS)
    for broken in (replace(first, indicators=(ill,)), replace(first, policy=poor)):
        refused = refusals(replace(catalog, sources=(broken, *others)), is_simulated=True)
        assert refused == ["visits_index would show simulated hardship by modzcta"]


def test_a_real_release_named_as_simulated_is_refused(made: Sides) -> None:
    catalog = Release.open(made.real / REAL).catalog
    assert refusals(catalog, is_simulated=False) == []
    broken = replace(catalog, sources=(as_simulated(catalog.sources[0]),))
    assert len(refusals(broken, is_simulated=False)) == 1


def test_a_simulated_release_made_before_terms_were_kept_is_served(made: Sides) -> None:
    catalog = Release.open(made.demo / SIMULATED).catalog
    older = tuple(replace(source, terms_of_use=Terms()) for source in catalog.sources)
    assert refusals(replace(catalog, sources=older), is_simulated=True) == []
    given = Terms(available="Given by the partner.")
    invented = (replace(older[0], terms_of_use=given), *older[1:])
    assert len(refusals(replace(catalog, sources=invented), is_simulated=True)) == 1
