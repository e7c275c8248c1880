"""What is hidden, and where, is counted in the published frames."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components.data import coverage
from components.data.coverage import Tally
from components.data.coverage_panel import most_and_least, panel
from components.markup.first_view import rendered
from data_loaders.released.release import Release
from data_loaders.vocabulary.frames import Frame, FrameEntry
from data_loaders.vocabulary.model import STATUS_OF_CODE, Area, Geography, Indicator, Source
from tests.components.data.test_policy_words import TREATED
from tests.support.described import described
from tests.support.tiny import COURTS, FILINGS

JANUARY = (date(2021, 1, 1), date(2021, 1, 31))
FEBRUARY = (date(2021, 2, 1), date(2021, 2, 28))
BOTH = replace(FILINGS, geographies=(Geography.MODZCTA, Geography.BOROUGH))
AREAS = {
    "a": Area("a", "A", Geography.MODZCTA, "BX", population=100, poverty_third=3),
    "b": Area("b", "B", Geography.MODZCTA, "BX", population=300, poverty_third=1),
    "c": Area("c", "C", Geography.MODZCTA, "SI", population=50, poverty_third=1),
}


def frame(geography: Geography, **areas: tuple[str, tuple[float | None, ...]]) -> Frame:
    """A frame of January and February 2021: letters of statuses and values by area."""
    return Frame(
        "filings",
        geography,
        "all",
        (JANUARY, FEBRUARY),
        tuple(areas),
        tuple(values for _codes, values in areas.values()),
        tuple(codes for codes, _values in areas.values()),
    )


ZIPS = frame(
    Geography.MODZCTA, a=("wn", (None, 6.0)), b=("nn", (30.0, 14.0)), c=("no", (7.0, None))
)
BOROUGHS = frame(Geography.BOROUGH, BX=("nn", (40.0, 20.0)), SI=("nm", (7.0, None)))


def holding(folder: Path, source: Source, *frames: Frame) -> Release:
    """A release of one source with these frames, read from memory."""
    release = described(folder, (source,))
    by_key = {(each.indicator_id, each.geography): each for each in frames}
    release._entries = {
        (name, geography, "all"): FrameEntry(name, geography, "all", "", *JANUARY)
        for name, geography in by_key
    }
    release.frame = lambda name, geography, industry="all": by_key[name, geography]
    release._areas[Geography.MODZCTA] = AREAS
    return release


def of(indicator: Indicator) -> Source:
    return replace(COURTS, indicators=(indicator,))


FILED = of(replace(FILINGS, geographies=(Geography.MODZCTA,)))


def test_hidden_cells_are_counted_by_borough_and_by_poverty(tmp_path: Path) -> None:
    covered = coverage.of_source(holding(tmp_path, of(BOTH), ZIPS, BOROUGHS), of(BOTH))
    assert covered.is_small
    assert (covered.boroughs["BX"].cells, covered.boroughs["BX"].hidden) == (4, 1)
    assert (covered.boroughs["SI"].cells, covered.boroughs["SI"].hidden) == (2, 1)
    assert (covered.thirds[3].cells, covered.thirds[3].hidden) == (2, 1)
    assert (covered.thirds[1].cells, covered.thirds[1].hidden) == (4, 1)
    assert covered.all.or_none == 1


def test_boroughs_are_counted_where_nothing_smaller_is_hidden(tmp_path: Path) -> None:
    shown = frame(Geography.MODZCTA, a=("nn", (1.0, 6.0)))
    hidden = frame(Geography.BOROUGH, BX=("nw", (40.0, None)))
    covered = coverage.of_source(holding(tmp_path, of(BOTH), shown, hidden), of(BOTH))
    assert not covered.is_small
    assert (covered.boroughs["BX"].cells, covered.boroughs["BX"].hidden) == (4, 1)


def test_no_figure_is_counted_where_there_can_be_none(tmp_path: Path) -> None:
    """An area without a station has no subway entries to hide or to show."""
    nowhere = next(code for code in coverage.NO_FIGURE_CODES)
    zips = frame(
        Geography.MODZCTA,
        a=("wn", (None, 6.0)),
        b=(nowhere * 2, (None, None)),
        c=("nn", (7.0, 8.0)),
    )
    covered = coverage.of_source(holding(tmp_path, FILED, zips), FILED)
    assert (covered.all.cells, covered.all.hidden, covered.all.residents) == (4, 1, 300)
    assert (covered.boroughs["BX"].cells, covered.thirds[1].cells) == (2, 2)


def test_what_is_not_reported_is_not_hidden(tmp_path: Path) -> None:
    one = frame(Geography.BOROUGH, SI=("mm", (None, None)))
    assert coverage.of_source(holding(tmp_path, COURTS, one), COURTS).all.hidden == 0


def test_residents_count_once_a_period(tmp_path: Path) -> None:
    covered = coverage.of_source(holding(tmp_path, of(BOTH), ZIPS, BOROUGHS), of(BOTH))
    assert (covered.all.residents, covered.all.residents_hidden) == (900, 150)


def test_the_share_of_a_count_is_told_only_of_sources_we_treat(tmp_path: Path) -> None:
    publisher = coverage.of_source(holding(tmp_path, of(BOTH), ZIPS, BOROUGHS), of(BOTH))
    assert publisher.all.volume_total == 0
    ours = replace(of(BOTH), policy=TREATED)
    covered = coverage.of_source(holding(tmp_path, ours, ZIPS, BOROUGHS), ours)
    # January: 40 in the Bronx of which 30 are shown; February: all 20.
    assert (covered.boroughs["BX"].volume_total, covered.boroughs["BX"].volume_hidden) == (60, 10)
    # February has no figure of Staten Island to count against.
    assert (covered.boroughs["SI"].volume_total, covered.boroughs["SI"].volume_hidden) == (7, 0)


def test_statuses_are_counted_by_boundaries(tmp_path: Path) -> None:
    reasons = coverage.reasons(holding(tmp_path, of(BOTH), ZIPS, BOROUGHS), BOTH)
    assert reasons[Geography.MODZCTA] == {
        (STATUS_OF_CODE["n"], None): 4,
        (STATUS_OF_CODE["w"], None): 1,
        (STATUS_OF_CODE["o"], None): 1,
    }


def test_boroughs_whose_shares_read_alike_are_named_together(tmp_path: Path) -> None:
    release = holding(tmp_path, of(BOTH), ZIPS, BOROUGHS)
    covered = coverage.of_source(release, of(BOTH))
    tallies = {"BX": Tally(100, 44), "BK": Tally(100, 8), "MN": Tally(1000, 82), "QN": Tally(9, 0)}
    alike = replace(covered, boroughs={**tallies, "QN": Tally(1000, 78)}, thirds={})
    assert list(most_and_least(release, alike)) == [
        "Most is hidden in the Bronx (44%), least in Brooklyn, Manhattan, and Queens (8%)."
    ]


def test_the_panel_says_where_most_is_hidden(tmp_path: Path) -> None:
    release = holding(tmp_path, of(BOTH), ZIPS, BOROUGHS)
    found = list(most_and_least(release, coverage.of_source(release, of(BOTH))))
    assert found == [
        "Most is hidden in Staten Island (50%), least in the Bronx (25%).",
        "By how poor an area is, most is hidden in the poorest third of areas (50%). Least is "
        "hidden in the richest third of areas (25%).",
    ]


@pytest.mark.parametrize("has_thirds", [True, False])
def test_the_caption_names_thirds_only_where_they_have_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_thirds: bool
) -> None:
    release = holding(tmp_path, of(BOTH), ZIPS, BOROUGHS)
    covered = coverage.of_source(release, of(BOTH))
    shown = covered if has_thirds else replace(covered, thirds={})
    monkeypatch.setattr(coverage, "of_source", lambda _release, _source: shown)
    told = str(rendered(panel(release, of(BOTH))))
    assert ("by how poor the area is" in told) is has_thirds


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        ((frame(Geography.BOROUGH, BX=("nn", (1.0, 2.0))),), "No figure about a borough"),
        ((), "no figures for boroughs or smaller areas"),
        ((ZIPS,), "had none: the publisher leaves both blank"),
    ],
)
def test_the_coverage_panel_says_which_frames_a_source_has(
    tmp_path: Path, frames: tuple[Frame, ...], said: str
) -> None:
    assert said in str(rendered(panel(holding(tmp_path, of(BOTH), *frames), of(BOTH))))
