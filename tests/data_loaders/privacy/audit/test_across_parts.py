"""What cells of one source add up to, on rows short enough to read."""

from __future__ import annotations

import pandas as pd

from data_loaders.privacy.audit import across_parts
from tests.support.privacy import made

GAP, NOTHING = "gap", "nothing"
Cells = list[tuple[str, str, str, float | str]]
QUARTERS = pd.date_range("2020-01-01", periods=2, freq="QS")


def table(cells: Cells, later: Cells | None = None) -> pd.DataFrame:
    """Geography, area, category and value of one quarter, or of two; rows are numbered from 0."""
    rows = [
        (*cell, start)
        for start, chosen in zip(QUARTERS, (cells, later or []), strict=True)
        for cell in chosen
    ]
    found = pd.DataFrame(
        rows, columns=["geography", "area_id", "industry_id", "given", "period_start"]
    )
    return found.assign(
        value=pd.to_numeric(found["given"], errors="coerce"),
        gap=found["given"].eq(GAP),
        row=range(len(found)),
        period_end=found["period_start"] + pd.offsets.QuarterEnd(0),
    )


def wholes(cells: Cells, later: Cells | None = None) -> list[str]:
    """Each whole as area, category, quarter, sum, gaps and the row of the last gap."""
    found = pd.concat(list(across_parts.wholes(table(cells, later), made.BOROUGHS)))
    number = found["period_start"].eq(QUARTERS[1]).astype(int)
    words = [
        f"{geography} {area} {kind} {quarter}: {total:g}, {gaps}" + (f", {row:g}" if gaps else "")
        for geography, area, kind, quarter, total, gaps, row in zip(
            *(found[name] for name in ("geography", "area_id", "industry_id")),
            number,
            *(found[name] for name in ("sum", "gaps", "hidden_row")),
            strict=True,
        )
    ]
    return sorted(words)


def test_categories_add_up_to_all_and_areas_to_boroughs_and_the_city() -> None:
    kinds: Cells = [("borough", "BX", "food", 2), ("borough", "BX", "rent", 4)]
    assert wholes(kinds) == ["borough BX all 0: 6, 0"]
    both: Cells = [*kinds, ("borough", "BX", "all", 6), ("borough", "BK", "all", 5)]
    assert wholes(both) == ["borough BX all 0: 6, 0", "city NYC all 0: 11, 0"]
    areas: Cells = [(*("nta2010", area, "all"), at) for at, area in enumerate(("BX01", "BX02"))]
    areas += [("nta2010", "BK01", "all", 7.0)]
    assert wholes(areas) == ["borough BX all 0: 1, 0", "city NYC all 0: 8, 0"]
    assert wholes([("city", "NYC", "all", 3), ("city", "NYC", "food", 3)]) == []
    assert wholes([("city", "NYC", "all", 8), *areas]) == wholes(areas)


def test_an_area_of_no_borough_is_in_the_city_alone() -> None:
    areas: Cells = [("nta2010", area, "all", 3.0) for area in ("BX01", "BX02", "elsewhere")]
    assert wholes(areas) == ["borough BX all 0: 6, 0", "city NYC all 0: 9, 0"]
    unknown: Cells = [("zip", "10451", "all", 3.0), ("zip", "10452", "all", 4.0)]
    assert wholes(unknown) == ["city NYC all 0: 7, 0"]


def test_gaps_are_counted_and_the_last_of_them_is_named() -> None:
    assert wholes([("borough", "BX", "food", GAP), ("borough", "BX", "rent", 4)]) == [
        "borough BX all 0: 4, 1, 0"
    ]
    assert wholes([("borough", "BX", "food", GAP), ("borough", "BX", "rent", GAP)]) == [
        "borough BX all 0: 0, 2, 1"
    ]


def test_a_period_without_every_part_is_no_whole() -> None:
    full: Cells = [("borough", "BX", "food", 2), ("borough", "BX", "rent", GAP)]
    short: Cells = [("borough", "BX", "food", 2), ("borough", "BX", "rent", NOTHING)]
    assert wholes(full, short) == wholes(full, short[:1]) == ["borough BX all 0: 2, 1, 1"]
    assert wholes(short, full) == ["borough BX all 1: 2, 1, 3"]
    three: Cells = [*full, ("borough", "BX", "work", 3)]
    assert wholes(three, full) == ["borough BX all 0: 5, 1, 1"]
    # One part alone is the whole itself, in any period.
    assert wholes(short, short) == []
