"""The lines that answer for a place, and the places next door, on literal figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from markupsafe import Markup

from components.markup.first_view import rendered
from components.place import next_door, verdict, view
from components.place import words as place_words
from components.place.gathering import needs
from components.place.opening import _dated, _outcome, change_words
from data_loaders.observations.table import tidy
from data_loaders.released.place_pages import has_page
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Measure,
    Place,
    Reason,
    Status,
)
from pages import place as page
from tests.components.place.test_place import BRONX, FORDHAM, SOURCE, VACCINATED, published
from tests.support.described import opened, words
from tests.support.pages_read import read
from tests.support.privacy import made
from tests.support.tiny import observed

ZIP = Place(
    "10458",
    "10458 Belmont",
    "ZIP Code",
    "BX",
    ("Belmont",),
    {
        Geography.CITY: ("NYC",),
        Geography.BOROUGH: ("BX",),
        Geography.MODZCTA: ("10458",),
        Geography.ZIP: ("10458",),
    },
)
INSIDE = replace(ZIP, id="10499", name="10499 One Building")
ENTRIES = replace(
    VACCINATED,
    id="entries",
    family="entries",
    title="Entries",
    noun="entries as a share of before",
    unit="% of 2019",
    measure=Measure.INDEX,
    frequency=Frequency.MONTH,
    direction=Direction.BACK_TO_BASELINE,
    baseline="2019",
    caveats=(),
)
MONTHS = """\
area_id,period_start,period_end,value,status
10458,2025-11-01,2025-11-30,40,normal
10458,2025-12-01,2025-12-31,{value},normal
10468,2025-11-01,2025-11-30,90,normal
10468,2025-12-01,2025-12-31,95,normal
"""


def release_of(root: Path, value: float, published_on: date = date(2026, 1, 2)) -> Release:
    table = tidy([observed(MONTHS.format(value=value), "entries", "modzcta")])
    return published(root, replace(SOURCE, indicators=(ENTRIES,)), table, published_on)


def lines(release: Release) -> list[verdict.VerdictLine]:
    return verdict.lines(needs(release, ZIP), ZIP)


@pytest.mark.parametrize(
    ("value", "is_back", "said"),
    [(67, False, "not back"), (90, True, "back"), (110, True, "back"), (89, False, "not back")],
)
def test_a_share_of_before_is_back_within_a_tenth(
    tmp_path: Path, value: float, is_back: bool, said: str
) -> None:
    (line,) = lines(release_of(tmp_path, value))
    assert line.is_back is is_back
    assert line.own is not None
    assert change_words(line.own, line) == said


def test_a_figure_too_old_judges_nothing(tmp_path: Path) -> None:
    (line,) = lines(release_of(tmp_path, 67, date(2027, 6, 1)))
    assert line.is_back is None
    assert verdict.answer([line]) == "No figure here can say."


def test_a_noisy_figure_judges_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = release_of(tmp_path, 67)
    noisy = replace(release.source_of["entries"], policy=made.NOISY)
    monkeypatch.setitem(release.source_of, "entries", noisy)
    (line,) = lines(release)
    assert line.is_back is None


@pytest.mark.parametrize(
    ("outcomes", "answer"),
    [
        ([False, False], "Not yet."),
        ([True, False, None], "In part."),
        ([True], "Yes, by what we can measure."),
        ([None], "No figure here can say."),
    ],
)
def test_the_answer_counts_only_what_is_judged(
    tmp_path: Path, outcomes: list[bool | None], answer: str
) -> None:
    (line,) = lines(release_of(tmp_path, 67))
    assert verdict.answer([replace(line, is_back=each) for each in outcomes]) == answer


def test_next_door_are_the_areas_that_touch_it(tmp_path: Path) -> None:
    release = release_of(tmp_path, 67)
    (each,) = next_door.measures(needs(release, ZIP), ZIP)
    beside = next_door.next_door(each)
    touching = set(release.area(Geography.MODZCTA, "10458").neighbors)
    assert {row.area.id for row in beside.rows} == {"10458", *touching}
    assert "10468" in touching


def test_next_door_is_sorted_as_asked_with_gaps_last(tmp_path: Path) -> None:
    release = release_of(tmp_path, 67)
    beside = next_door.next_door(next_door.measures(needs(release, ZIP), ZIP)[0])
    by_now = [row.area.id for row in next_door.sorted_by(beside, next_door.NOW)]
    by_name = [row.area.id for row in next_door.sorted_by(beside, next_door.NAME)]
    assert by_now[:2] == ["10468", "10458"]
    assert by_name == sorted(by_name)


def shown(release: Release, place: Place, /, **query: str) -> Markup:
    return rendered(view.layout(release, place, needs(release, place), query))


def test_a_place_with_many_neighbors_is_itself_among_the_rows_seen_at_once(
    tmp_path: Path,
) -> None:
    release = release_of(tmp_path, 67)
    chosen = next_door.next_door(next_door.measures(needs(release, ZIP), ZIP)[0])
    here, other = chosen.gathered.areas[0], chosen.rows[1]
    others = [replace(other, area=replace(other.area, id=str(each))) for each in range(8)]
    seen, rest = next_door.parted([*others, replace(other, area=here)], here)
    assert [row.area.id for row in seen] == ["0", "1", "2", here.id]
    assert [row.area.id for row in rest] == ["3", "4", "5", "6", "7"]


def test_one_tap_compares_two_places(tmp_path: Path) -> None:
    drawn = str(shown(release_of(tmp_path, 67), ZIP, release="2026-01-02"))
    assert "/trends?indicator=entries&amp;geography=modzcta&amp;areas=10458~10468" in drawn
    assert "release=2026-01-02" in drawn


def test_themes_are_closed_and_the_answer_is_not(tmp_path: Path) -> None:
    drawn = str(shown(release_of(tmp_path, 67), ZIP))
    assert "Is ZIP area 10458 back?" in drawn
    assert "<details open" not in drawn
    assert drawn.index('id="verdict"') < drawn.index("<details")


def test_every_kind_of_place_has_a_page(tmp_path: Path) -> None:
    district = replace(
        BRONX, id="203", name="Bronx Community District 3: X", kind="community district"
    )
    assert all(map(has_page, (BRONX, FORDHAM, ZIP, district)))
    assert not has_page(INSIDE)


def test_a_zip_code_counted_with_another_has_its_page_and_says_so(tmp_path: Path) -> None:
    held = release_of(tmp_path, 67)
    held.catalog = replace(held.catalog, places=(ZIP, INSIDE))  # pyright: ignore[reportAttributeAccessIssue]
    asked = opened(page.PAGE, "/places/10499", held, place="10499")
    assert asked.status == 200
    assert not asked.is_indexed
    assert "10499 has no figures of its own: it is counted with ZIP area 10458." in words(asked)


HALVES = """\
area_id,period_start,period_end,value,status,reason
10458,2024-07-01,2024-12-31,{then},normal,{then_reason}
10458,2025-01-01,2025-06-30,90,normal,
10458,2025-07-01,2025-12-31,{now},normal,{now_reason}
"""


@pytest.mark.parametrize(
    ("then", "now", "said", "is_there"),
    [
        (99, 94, "down 5 points or more", "July to December 2024: 99% or more"),
        (94, 99, "up 5 points or more", "July to December 2024: 94%"),
        (99, 99, "", "July to December 2024: 99% or more"),
    ],
)
def test_a_figure_cut_off_may_be_more_and_no_change_of_two_is_said(
    tmp_path: Path, then: float, now: float, said: str, is_there: str
) -> None:
    reason: dict[float, str] = {99: "capped", 94: ""}
    text = HALVES.format(then=then, now=now, then_reason=reason[then], now_reason=reason[now])
    capped = replace(VACCINATED, id="measles_vaccination", family="measles_vaccination")
    source = replace(SOURCE, indicators=(capped,), reasons=(Reason.CAPPED,))
    table = tidy([observed(text, "measles_vaccination", "modzcta")])
    (line,) = lines(published(tmp_path, source, table, date(2026, 1, 2)))
    assert line.own is not None
    assert change_words(line.own, line) == said
    assert is_there in _dated(line)


def test_a_doubtful_figure_that_is_cut_off_says_both_once(tmp_path: Path) -> None:
    text = HALVES.format(then=94, now=99, then_reason="", now_reason="capped_few_cases")
    text = text.replace("99,normal", "99,low_reliability")
    capped = replace(VACCINATED, id="measles_vaccination", family="measles_vaccination")
    source = replace(SOURCE, indicators=(capped,), reasons=(Reason.CAPPED_FEW_CASES,))
    table = tidy([observed(text, "measles_vaccination", "modzcta")])
    (line,) = lines(published(tmp_path, source, table, date(2026, 1, 2)))
    told = [str(rendered(part)) for part in _outcome(line)]
    assert [re.sub("<.+?>", "", part) for part in told] == [
        "99% or more",
        "read with care",
        "up 5 points or more",
    ]


def test_a_neighbor_without_a_figure_then_has_the_reason_of_its_own(tmp_path: Path) -> None:
    rows = "".join(
        f"10468,{month},,not_applicable\n"
        for month in ("2025-11-01,2025-11-30", "2025-12-01,2025-12-31")
    )
    text = MONTHS.format(value=67).replace("10468", "10457") + rows
    table = tidy([observed(text, "entries", "modzcta")])
    held = published(tmp_path, replace(SOURCE, indicators=(ENTRIES,)), table, date(2026, 1, 2))
    (each,) = next_door.measures(needs(held, ZIP), ZIP)
    (row,) = [row for row in next_door.next_door(each).rows if row.area.id == "10468"]
    assert {row.then.status, row.now.status} == {Status.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Evictions, by neighborhood", "Evictions, by neighborhood"),
        ("Homes listed, by neighborhood and week", "Homes listed, by neighborhood and week"),
        ("Asking rent", "Asking rent by neighborhood"),
    ],
)
def test_a_title_that_names_the_areas_is_not_followed_by_them_again(title: str, said: str) -> None:
    assert view._parted_by(replace(VACCINATED, title=title), Geography.NTA2020) == said


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Visits to venues, by ZIP area", "Visits to venues"),
        ("Homes listed for rent, by neighborhood and week", "Homes listed for rent, by week"),
        ("Unemployment by neighborhood, five-year average", "Unemployment, five-year average"),
        ("Evictions, by neighborhood (to December 2020)", "Evictions (to December 2020)"),
        ("Visits to venues by borough, all ages", "Visits to venues, all ages"),
        ("Card spending by borough of residence", "Card spending by borough of residence"),
        ("Jobs by place of work", "Jobs by place of work"),
    ],
)
def test_where_an_area_is_named_the_title_names_no_kind_of_area(title: str, said: str) -> None:
    """ "Visits to venues, by ZIP area in ZIP area 10456"; of a borough it was not even so."""
    assert place_words.of_areas(title) == said


def test_a_topic_without_figures_leads_to_the_one_near_it_that_has_some(tmp_path: Path) -> None:
    """ "Getting around: no real figure exists here" stood on a page of subway entries."""
    walked = replace(ENTRIES, category=Category.FOOT_TRAFFIC)
    table = tidy([observed(MONTHS.format(value=67), "entries", "modzcta")])
    release = published(tmp_path, replace(SOURCE, indicators=(walked,)), table, date(2026, 1, 2))
    page = str(rendered(view.layout(release, ZIP, needs(release, ZIP))))
    nothing = page[page.index('id="nothing"') :]
    assert nothing.count("Figures here of a topic near it:") == 1
    assert 'href="#foot_traffic"' in nothing


def test_of_many_slices_known_for_the_city_it_is_said_that_there_are_more(tmp_path: Path) -> None:
    """ "New unemployment claims by women" stood there as if it were the figure."""
    slices = [replace(ENTRIES, id=name, title=f"Claims by {name}") for name in ("women", "men")]
    only = [replace(each, geographies=(Geography.CITY,)) for each in slices]
    months = MONTHS.format(value=67).replace("10458", "NYC")
    text = "".join(line for line in months.splitlines(keepends=True) if "10468" not in line)
    table = tidy([observed(text, each.id, "city") for each in only])
    release = published(tmp_path, replace(SOURCE, indicators=(*only,)), table, date(2026, 1, 2))
    page = read(str(rendered(view.layout(release, ZIP, needs(release, ZIP)))))
    assert "Claims by women and 1 more like it" in page.texts("a")


def test_a_figure_of_another_area_answers_for_that_area_alone(tmp_path: Path) -> None:
    """ "Is ZIP area 10456 back? Not yet." rested on the subway entries of a neighborhood."""
    release = release_of(tmp_path, 67)
    told = verdict.lines(needs(release, FORDHAM), FORDHAM)
    assert [(line.is_own, line.is_back) for line in told] == [(False, False)]
    page = read(str(rendered(view.layout(release, FORDHAM, needs(release, FORDHAM)))))
    assert page.texts("h1") == ["Is Fordham Heights back? Around it, not yet."]
    assert "Entries in ZIP area 10458" in page.texts("strong")


def test_figures_of_the_place_itself_stand_first(tmp_path: Path) -> None:
    months = MONTHS.format(value=67)
    here = "".join(line for line in months.splitlines(keepends=True) if "10468" not in line)
    table = tidy(
        [
            observed(months, "entries", "modzcta"),
            observed(here.replace("10458", "BX0503"), "other", "nta2020"),
        ]
    )
    other = replace(ENTRIES, id="other", family="other", category=Category.HOUSING)
    own = replace(other, geographies=(Geography.NTA2020,))
    release = published(
        tmp_path, replace(SOURCE, indicators=(ENTRIES, own)), table, date(2026, 1, 2)
    )
    told = verdict.lines(needs(release, FORDHAM), FORDHAM)
    assert [line.is_own for line in told] == [True, False]


def test_events_are_named_once_a_page_and_every_chart_leads_there(tmp_path: Path) -> None:
    """The same six stood under the lead chart and again in every topic."""
    months = "area_id,period_start,period_end,value,status\n" + "".join(
        f"10458,2020-{month:02}-01,2020-{month:02}-28,{40 + month},normal\n" for month in (3, 4, 6)
    )
    ids = {"entries": Category.TRANSPORTATION, "more": Category.HOUSING}
    monthly = [
        replace(ENTRIES, id=name, family=name, category=category) for name, category in ids.items()
    ]
    table = tidy(
        [
            observed(months.replace("-28,", "-30,").replace("03-30", "03-31"), name, "modzcta")
            for name in ids
        ]
    )
    source = replace(SOURCE, indicators=(*monthly,))
    release = published(tmp_path, source, table, date(2020, 7, 2))
    page = str(rendered(view.layout(release, ZIP, needs(release, ZIP))))
    assert page.count("June 8, 2020: Select businesses") == 1
    assert page.count('id="numbered-lines"') == 1
    assert page.count('href="#numbered-lines"') == 2
