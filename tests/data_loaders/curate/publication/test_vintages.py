"""How figures were revised: files laid beside each other, and what is told of them where."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from components.data import revised
from components.markup.first_view import rendered
from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.build import build
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.seed import pack
from data_loaders.curate.publication.vintages import of_indicators
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.kept_vintages import KeptVintages, day_of
from data_loaders.released.histories import histories_of
from data_loaders.released.release import CURRENT, Release
from data_loaders.released.revision_csv import LAG_COLUMNS, VINTAGE_COLUMNS
from data_loaders.sources import catalog
from data_loaders.vocabulary.progress import Silent
from data_loaders.vocabulary.vintages import RevisionHistory, RevisionUnit
from tests.support.mirror import mirror
from tests.support.sites import serving_from
from tests.support.tiny import COURTS, FILINGS, LISTINGS, module, observed, plan

HEAD = "area_id,period_start,period_end,value,status\n"
JANUARY, FEBRUARY, MARCH = (
    f"{{}},2021-{month:02},2021-{month:02}-{last},{{}},{{}}\n".replace(
        f"2021-{month:02},", f"2021-{month:02}-01,"
    )
    for month, last in ((1, 31), (2, 28), (3, 31))
)


def _lines(*rows: str) -> str:
    return HEAD + "".join(rows)


FIRST = _lines(
    JANUARY.format("BX", 100, "normal"),
    JANUARY.format("BK", 10, "normal"),
    JANUARY.format("MN", 50, "normal"),
)
SECOND = _lines(
    JANUARY.format("BX", 110, "normal"),
    FEBRUARY.format("BX", 200, "provisional"),
    JANUARY.format("BK", 12, "normal"),
    FEBRUARY.format("BK", 7, "normal"),
    JANUARY.format("MN", 50, "normal"),
    FEBRUARY.format("MN", "", "not_reported"),
)
THIRD = _lines(
    JANUARY.format("BX", 110, "normal"),
    FEBRUARY.format("BX", 198, "normal"),
    JANUARY.format("BK", "", "withheld"),
    FEBRUARY.format("BK", 9, "normal"),
    JANUARY.format("MN", 55, "low_reliability"),
    FEBRUARY.format("MN", 60, "normal"),
)
TEXTS = (FIRST, SECOND, THIRD)


def _release(root: Path, day: int, *modules: ModuleType, **more: object) -> Contents:
    """A release of other files than the day before."""
    made_on = date(2026, 11, day)
    planned = plan(root, modules, made_on)
    files = lambda source: FeedFiles(root, f"{source.id}{day}", made_on, asked_on=made_on)  # noqa: E731
    accept = {source.SOURCE.id: "They are literal." for source in modules}
    planned = replace(planned, files_of=files, accept_shrink=accept, **more)
    return build(planned, Silent())


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases of filings that anyone may have, and of rents that are only shown: of these
    older files are kept, as no release passes them on."""
    root, kept = tmp_path_factory.mktemp("vintages"), tmp_path_factory.mktemp("kept")
    for day, text in enumerate(TEXTS, start=20):
        listings = module(LISTINGS, text)
        vars(listings)["VINTAGES"] = (
            KeptVintages("rents_*.csv", lambda path: observed(path.read_text(), "rent")),
        )
        _release(root, day, module(COURTS, text), listings, mirror=kept)
        (kept / f"rents_2026-11-{day}.csv").write_text(text)
    return root


def _current(root: Path) -> Release:
    return Release.open(root / (root / CURRENT).read_text().strip())


def _only(histories: Iterator[RevisionHistory]) -> RevisionHistory:
    (history,) = histories
    return history


def test_figures_of_each_age_are_held_against_the_newest_file() -> None:
    tables = [
        (date(2021, 1 + number, 1), observed(text, "filings")) for number, text in enumerate(TEXTS)
    ]
    history = _only(of_indicators([FILINGS], tables))
    (newest,) = history.usual  # one figure only was a month older: too few
    # Newest of their file: BX 100 and 200; BK 7. Hidden now: BK in January. Doubtful now: MN.
    assert (newest.lag, newest.figures, newest.unchanged) == (0, 3, 0)
    assert newest.typical == pytest.approx(10)
    assert (newest.shift, newest.wide) == (pytest.approx(10), pytest.approx(24.857, abs=0.001))
    assert history.unit is RevisionUnit.PERCENT
    assert (history.area_id, [first.month for first, _ in history.periods]) == ("BX", [1, 2])
    told = [(vintage.as_of.month, vintage.values) for vintage in history.vintages]
    assert told == [(1, (100, None)), (2, (110, 200)), (3, (110, 198))]


def test_a_percent_is_revised_in_points_and_a_percent_of_nothing_is_none() -> None:
    rows = [
        _lines(*(JANUARY.format(area, value, "normal") for area in ("BX", "BK", "MN")))
        for value in (0, 4)
    ]
    tables = [(date(2021, n, 1), observed(text, "filings")) for n, text in enumerate(rows, start=1)]
    assert _only(of_indicators([FILINGS], tables)).usual == ()
    share = replace(FILINGS, measure=type(FILINGS.measure).PERCENT, unit="%")
    history = _only(of_indicators([share], tables))
    assert (history.unit, history.usual[0].typical) == (RevisionUnit.POINTS, 4)


def test_one_file_or_the_same_file_twice_tells_nothing() -> None:
    table = observed(FIRST, "filings")
    assert not list(of_indicators([FILINGS], [(date(2021, 1, 1), table)]))
    twice = [(date(2021, 1, 1), table), (date(2021, 1, 2), table)]
    assert not list(of_indicators([FILINGS], twice))


def test_releases_held_are_vintages_and_what_is_hidden_since_is_in_none(root: Path) -> None:
    release = _current(root)
    history = histories_of(release)["filings"]
    assert history.files == 3
    assert history.usual
    rows = [
        row
        for name in release.manifest.files
        if name.startswith("vintages/")
        for row in csv.reader(io.StringIO((release.folder / name).read_text("utf-8")))
    ]
    assert [column.name for column in VINTAGE_COLUMNS] in rows
    assert [column.name for column in LAG_COLUMNS] in rows
    told = {(row[4], row[7]) for row in rows if len(row) == len(VINTAGE_COLUMNS) and row[2] == "BK"}
    assert not {value for _, value in told} & {"10", "12"}


@pytest.mark.parametrize(("spoilt", "files"), [("frames/*.json", 4), ("observations/co*", 3)])
def test_a_table_that_is_not_as_published_is_no_vintage(
    root: Path, tmp_path: Path, spoilt: str, files: int
) -> None:
    copied = shutil.copytree(root, tmp_path / "copied")
    path = next((copied / "2026-11-20").glob(spoilt))
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    latest = THIRD.replace("198", "199")
    _release(copied, 23, module(COURTS, latest), module(LISTINGS, latest))
    assert histories_of(_current(copied))["filings"].files == files


def test_rents_that_are_only_shown_are_drawn_and_in_no_file(root: Path) -> None:
    release = _current(root)
    assert histories_of(release)["rent"].files == 3
    for name in release.manifest.files:
        assert b'"rent"' not in (release.folder / name).read_bytes() or name == "catalog.json"
        assert not name.startswith("vintages/rent")
    shown = str(rendered(revised.revised(release, release.indicators["rent"])))
    assert "<svg" in shown
    assert "vintages/" not in shown
    with serving_from(root) as client:
        assert client.get("/api/v1/revisions?indicator=rent").status_code == 403
        answer = client.get("/api/v1/revisions?indicator=filings").get_json()
    assert answer["since"] == "2026-11-21"
    assert answer["usual"][0]["files"] == 3
    assert {row["change"] for row in answer["revisions"]} >= {"revised", "withheld"}


def test_a_history_outlives_its_files_but_not_a_figure_that_is_hidden_since(
    root: Path, tmp_path: Path
) -> None:
    before = histories_of(_current(root))["filings"]
    hidden = THIRD.replace(
        "BX,2021-02-01,2021-02-28,198,normal", "BX,2021-02-01,2021-02-28,,withheld"
    )
    assert hidden != THIRD
    _release(tmp_path, 25, module(COURTS, hidden), earlier=(before,))
    after = histories_of(_current(tmp_path))["filings"]
    assert after.files == 3
    assert after.usual == before.usual
    place = [first.month for first, _ in after.periods].index(2)
    told = [vintage.values[place] for vintage in after.vintages]
    assert (after.area_id, set(told)) == ("BX", {None})


def test_a_digest_ships_what_may_be_passed_on_and_unpacks_it(root: Path, tmp_path: Path) -> None:
    contents = _release(
        tmp_path / "made",
        26,
        *(module(s, THIRD) for s in (COURTS, LISTINGS)),
        earlier=tuple(histories_of(_current(root)).values()),
    )
    assert {history.indicator_id for history in contents.histories} == {"filings", "rent"}
    pack(digest(contents), tmp_path / "seed", tmp_path / "aside", Silent())
    assert not any("rent" in path.read_text("utf-8") for path in tmp_path.glob("seed/revisions*"))
    assert list(tmp_path.glob("seed/revisions.json"))


def test_a_page_says_that_nothing_can_be_compared_yet(tmp_path: Path) -> None:
    _release(tmp_path, 20, module(COURTS, FIRST))
    release = _current(tmp_path)
    said = str(rendered(revised.revised(release, release.indicators["filings"])))
    assert "No second file" in said
    assert "<table" not in said


@pytest.mark.parametrize(
    ("name", "day"),
    [("a_2023-01-20.csv", date(2023, 1, 20)), ("rents_2024-02.csv", date(2024, 2, 29))],
)
def test_a_file_is_dated_by_its_name(name: str, day: date) -> None:
    assert day_of(Path(name)) == day
    with pytest.raises(DeliveryError, match="no day in its name"):
        day_of(Path("rents.csv"))


def test_the_real_older_files_are_found_and_some_read_against_the_page_of_their_day() -> None:
    kept = {
        module.SOURCE.id: tuple[KeptVintages, ...](module.VINTAGES)
        for module in catalog.MODULES
        if hasattr(module, "VINTAGES")
    }
    counted = {
        name: [len(list(mirror().glob(each.pattern))) for each in found]
        for name, found in kept.items()
    }
    assert counted == {
        "nychealth_respiratory": [12, 12],
        "nysdol_ces": [5],
        "nysdol_laus_adjusted": [13],
        "streeteasy_dashboard": [18],
        "mta_ridership": [5],
    }
    (laus,) = kept["nysdol_laus_adjusted"]
    tables = list(laus.every(mirror()))
    rate = next(m for m in catalog.MODULES if m.SOURCE.id == "nysdol_laus_adjusted").SOURCE
    history = _only(of_indicators(rate.indicators, tables))
    place = [first for first, _ in history.periods].index(date(2022, 12, 1))
    told = [vintage.values[place] for vintage in history.vintages]
    # The State said 5.9 of December 2022 in January 2023, and 5.1 since it estimated anew.
    assert [value for value in told if value is not None][0] == 5.9
    assert told[-1] == 5.1
