"""The MTA's file of today, a row a mode and day, goes on where the file with shares ended."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.mta_ridership import by_mode
from data_loaders.sources.public.mta_ridership.source import FILE, SOURCE, read
from tests.data_loaders.sources.public.test_mta_ridership import official, row

MODES = tuple(by_mode.MODE_OF_NAME)
# Thursday, March 3 has no subway figure in the old file, Saturday March 5 is its last day.
PORTAL = "date,mode,count\n" + "".join(
    f"2022-03-{day:02}T00:00:00.000,{mode},{count}\n"
    for day, count in ((4, 1), (5, 2), (7, 1_368_421), (12, 2_457_627))
    for mode in (*MODES, "CRZ Entries", "CBD Entries")
)


def delivered(folder: Path, text: str = PORTAL) -> pd.DataFrame:
    (folder / FILE).write_text(official())
    (folder / by_mode.FILE).write_text(text)
    return read(folder)


def downloaded() -> str:
    """The same rows as the portal's download writes them."""
    lines = PORTAL.replace("date,mode,count", "Date,Mode,Count").splitlines()
    return "\n".join(
        line if line.startswith("Date") else f"03/{line[8:10]}/2022,{line.split(',', 1)[1]}"
        for line in lines
    )


@pytest.mark.parametrize("text", [PORTAL, f"{downloaded()}\n"], ids=["portal", "download"])
def test_counts_go_on_after_the_last_day_of_the_old_file(tmp_path: Path, text: str) -> None:
    table = delivered(tmp_path, text)
    check(table, SOURCE.indicators)
    assert row(table, "subway_ridership", "2022-03-05")["value"] == 2_900_000
    assert row(table, "subway_ridership", "2022-03-07")["value"] == 1_368_421


def test_the_old_file_may_begin_with_its_newest_day(tmp_path: Path) -> None:
    """As the portal shows a table that a person sorted before the download."""
    whole = delivered(tmp_path)
    header, *rows = official().splitlines()
    (tmp_path / FILE).write_text("\n".join([header, *reversed(rows), ""]))
    pd.testing.assert_frame_equal(read(tmp_path), whole)


def test_the_share_goes_on_by_the_day_the_old_shares_imply_and_is_marked(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    weekday = row(table, "subway_ridership_vs_2019", "2022-03-07")
    # Weekdays of March: 2,600,000 at 57 and 2,700,000 at 58 percent, so 4,608,696 a day.
    assert (weekday["value"], weekday["status"]) == (30, "estimated")
    saturday = row(table, "subway_ridership_vs_2019", "2022-03-12")
    # The one Saturday: 2,900,000 at 59 percent.
    assert (saturday["value"], saturday["status"]) == (50, "estimated")
    assert row(table, "subway_ridership_vs_2019", "2022-03-05")["status"] == "normal"


def test_a_day_without_one_to_compare_with_has_no_share(tmp_path: Path) -> None:
    table = delivered(tmp_path, PORTAL.replace("2022-03-12", "2022-07-12"))
    assert row(table, "subway_ridership", "2022-07-12")["value"] == 2_457_627
    assert row(table, "subway_ridership_vs_2019", "2022-07-12")["status"] == "not_reported"


def test_vehicles_in_the_toll_zone_are_added_to_nothing(tmp_path: Path) -> None:
    table = delivered(tmp_path)
    assert row(table, "bridge_and_tunnel_traffic", "2022-03-07")["value"] == 1_368_421
    assert len(table["indicator_id"].unique()) == 14


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2022-03-07T00:00:00.000,Subway", "2022-03-07T00:00:00.000,Ferry", "'Ferry'"),
        ("2022-03-07T00:00:00.000,Bus", "2022-03-07T00:00:00.000,Subway", "once a day"),
        ("1368421", "many", "'many'"),
        ("2022-03-07T", "07.03.2022T", "a date like"),
        ("mode,count", "mode,riders", r"'count'.*columns \['date', 'mode', 'count'\]"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(DeliveryError, match=message):
        delivered(tmp_path, PORTAL.replace(old, new, 1))
