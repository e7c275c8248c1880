from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.betanyc_directory import files
from data_loaders.sources.partners.betanyc_directory import source as directory
from data_loaders.vocabulary.geography import UNALLOCATED
from tests.support.handed_over import observed

DAY = "2021-03-31"
PHONE = "212-555-0100"
HEADER = (
    "Name,Category,Sub-Category,Phone,Status,Pickup Offered,Delivery Offered,Hours,"
    "Special Accommodation Hours,Black Owned Business,MWBE,Source,Last Updated,Latitude,Longitude,"
    "Address"
)
LINE = (
    "{name},Bar,Irish,212-555-0100,{status},{pick_up},No,noon,{hours},{black},,Ann,"
    "{updated},{place},1 Main Street"
)
AT = {
    "whats-open-east-village": "40.7265,-73.9787",
    "whos-open-uptowngrandcentral": "40.8045,-73.9385",
    "open-business-directory": "40.7220,-73.9510",
    "whos-open-queens": "40.7644,-73.9235",
    "whos-open-sunnyside": "40.7433,-73.9196",
}
EAST_VILLAGE, UPTOWN, BROOKLYN, QUEENS, SUNNYSIDE = AT


def entry(name: str = "A Shop", place: str = AT[QUEENS], **changed: str) -> str:
    usual = {"status": "Open", "pick_up": "Yes", "hours": "", "black": ""}
    told = {**usual, "updated": "2021-03-01T12:00:00.000Z", **changed}
    return LINE.format(name=name, place=place, **told)


def write(folder: Path, day: str = DAY, **entries: list[str]) -> list[Path]:
    """All five directories; the entries given by community, one in each of the others."""
    paths = []
    for community, place in AT.items():
        lines = entries.get(community.replace("-", "_"), [entry(community, place)])
        paths.append(folder / f"{community}_{day}.csv")
        paths[-1].write_text("\n".join([HEADER, *lines]) + "\n")
    return paths


def kept_of(paths: list[Path]) -> pd.DataFrame:
    kept, report = read_delivery(directory, paths)
    assert kept is not None, [finding.sentence for finding in report.findings]
    return kept


def found_in(paths: list[Path]) -> str:
    kept, report = read_delivery(directory, paths)
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def value(kept: pd.DataFrame, indicator: str, area_id: str, column: str = "value") -> float:
    rows = kept[kept["indicator_id"].eq(f"directory_{indicator}") & kept["area_id"].eq(area_id)]
    assert len(rows) == 1
    return float(rows[column].iloc[0])


def test_open_businesses_are_counted_by_borough_with_what_they_offer(tmp_path: Path) -> None:
    queens = [
        entry("A"),
        entry("B", status="", pick_up="Yes (Call ahead)", hours="Seniors 8am - 10am"),
        entry("C", status=" CLOSED until further notice"),
        entry("D", pick_up="", hours="None"),
    ]
    kept = kept_of(write(tmp_path, whos_open_queens=queens))
    assert value(kept, "businesses", "QN") == 3 + 1
    assert value(kept, "businesses", "MN") == 2
    assert value(kept, "pick_up", "QN") == 2 + 1
    assert value(kept, "special_hours", "QN") == 1
    assert value(kept, "delivery", "QN") == 0


def test_boroughs_no_directory_covers_have_no_count_and_are_never_zero(tmp_path: Path) -> None:
    table = directory.counted(kept_of(write(tmp_path)))
    uncovered = table[table["area_id"].isin(["BX", "SI"])]
    assert uncovered["value"].isna().all()
    assert set(uncovered["status"]) == {"not_applicable"}
    assert table.loc[table["area_id"].eq(UNALLOCATED), "value"].eq(0).all()


def test_a_business_without_place_or_outside_the_covered_counts_in_the_city(tmp_path: Path) -> None:
    queens = [entry("A", ","), entry("B", "40.8501,-73.8662"), entry("C", "0.0,0.0")]
    kept, report = read_delivery(directory, write(tmp_path, whos_open_queens=queens))
    assert kept is not None
    assert value(kept, "businesses", UNALLOCATED) == 3
    assert [finding.rows for finding in report.findings] == [(2, 4), ()]
    assert "1 businesses in boroughs that no directory covers" in report.findings[1].found


def test_a_business_in_two_directories_counts_once_as_updated_last(tmp_path: Path) -> None:
    older = entry("Both", updated="2020-05-01T12:00:00.000Z", pick_up="No")
    kept = kept_of(write(tmp_path, whos_open_queens=[entry("BOTH ")], whos_open_sunnyside=[older]))
    assert value(kept, "businesses", "QN") == 1
    assert value(kept, "pick_up", "QN") == 1


def test_a_mark_of_owners_rests_on_the_fewer_of_those_marked_and_the_others(tmp_path: Path) -> None:
    queens = [entry(f"S{n}", black="true" if n < 8 else "") for n in range(10)]
    kept = kept_of(write(tmp_path, whos_open_queens=queens))
    assert value(kept, "owner_group_a", "QN") == 8
    assert value(kept, "owner_group_a", "QN", "base") == 3
    assert value(kept, "businesses", "QN", "base") == 11


def test_where_a_directory_does_not_ask_for_owners_there_is_no_figure(tmp_path: Path) -> None:
    paths = write(tmp_path)
    table = pd.read_csv(paths[2], dtype="str")
    table.drop(columns=["Black Owned Business", "MWBE"]).to_csv(paths[2], index=False)
    kept = kept_of(paths)
    assert pd.isna(value(kept, "owner_group_b", "BK"))
    assert value(kept, "businesses", "BK") == 1
    assert value(kept, "owner_group_b", "MN") == 0


def test_columns_drift_between_directories_and_unknown_ones_stop(tmp_path: Path) -> None:
    paths = write(tmp_path)
    paths[0].write_text(paths[0].read_text().replace("Sub-Category", "Sub Categories"))
    kept_of(paths)
    paths[0].write_text(paths[0].read_text().replace("Sub Categories", "Owner"))
    paths[1].write_text(paths[1].read_text().replace("Status", "State"))
    text = found_in(paths)
    assert "unknown column 3 (text of 5 letters)" in text
    assert "columns ['Status'] missing" in text
    assert "(text of 5 letters)" in text


def test_excluded_fields_are_in_no_kept_row_and_no_finding(tmp_path: Path) -> None:
    kept, report = read_delivery(directory, write(tmp_path, whos_open_queens=[entry("A", ",")]))
    assert kept is not None
    assert {"Phone", "Address", "Source", "Latitude"} <= set(directory.SOURCE.policy.excluded)
    everything = kept.to_csv() + "".join(finding.sentence for finding in report.findings)
    for excluded in (PHONE, "Main Street", "Ann", "40.7265", "Bar"):
        assert excluded not in everything


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"status": "Haunted"}, "Status: unknown answers"),
        ({"pick_up": "Maybe"}, "Pickup Offered: unknown answers"),
        ({"black": "perhaps"}, "Black Owned Business: unknown answers"),
        ({"updated": "1989-01-01T00:00:00.000Z"}, "Last Updated: no time that can be"),
        ({"updated": "2021-05-01T00:00:00.000Z"}, "Last Updated: no time that can be"),
        ({"place": "north,south"}, "Latitude: no number"),
        ({"place": "400.1,-73.9"}, "Latitude: above 90"),
    ],
)
def test_words_times_and_places_that_cannot_be_stop(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    text = found_in(write(tmp_path, whos_open_queens=[entry("A"), entry("B", **changed)]))
    assert f"row 3: {said}" in text
    assert "Haunted" not in text


def test_words_that_are_no_hours_are_said_and_not_counted(tmp_path: Path) -> None:
    paths = write(tmp_path, whos_open_queens=[entry("A", hours="Ring the bell")])
    kept, report = read_delivery(directory, paths)
    assert kept is not None
    assert value(kept, "special_hours", "QN") == 0
    assert [finding.rows for finding in report.findings] == [(2,)]
    assert "bell" not in report.findings[0].sentence


def test_a_day_without_one_of_the_directories_stops(tmp_path: Path) -> None:
    paths = [*write(tmp_path), *write(tmp_path, "2021-04-30")[:4]]
    assert "directories of 2021-04-30: whos-open-sunnyside missing" in found_in(paths)


def test_a_directory_cut_off_or_re_encoded_stops(tmp_path: Path) -> None:
    paths = write(tmp_path)
    paths[0].write_text(paths[0].read_text()[:-40])
    paths[1].write_bytes(paths[1].read_text().replace("Bar", "Café").encode("latin-1"))
    text = found_in(paths)
    assert "rows without 16 cells" in text
    assert "utf-8" in text


def test_a_month_is_its_last_delivery_and_a_day_given_again_wins(tmp_path: Path) -> None:
    early = kept_of([*write(tmp_path, "2021-03-15"), *write(tmp_path)])
    again = kept_of(write(tmp_path, whos_open_queens=[entry("A"), entry("B")]))
    table = directory.counted(merged(directory, [early, again]))
    assert set(table["period_start"]) == {pd.Timestamp("2021-03-01")}
    queens = table[table["area_id"].eq("QN")].set_index("indicator_id")["value"]
    assert queens["directory_businesses"] == 3


def test_few_marked_owners_are_withheld_with_a_complement(tmp_path: Path) -> None:
    def many(place: str, marked: int) -> list[str]:
        return [entry(f"S{n}", place, black="true" if n < marked else "") for n in range(60)]

    paths = write(
        tmp_path,
        whats_open_east_village=many(AT[EAST_VILLAGE], 20),
        whos_open_queens=many(AT[QUEENS], 6),
        open_business_directory=many(AT[BROOKLYN], 15),
    )
    table = observed(directory, kept_of(paths)).set_index(["indicator_id", "area_id"])
    owned = table.loc["directory_owner_group_a"]
    assert owned.loc["QN", "status"] == "withheld"
    assert owned.loc[["MN", "BK", "NYC"], "status"].tolist().count("withheld") >= 1
    assert table.loc[("directory_businesses", "QN"), "value"] == 61


def test_the_real_directories_pass_the_reader(mirror: Path) -> None:
    counts = {}
    for path in sorted((mirror / "betanyc-open-maps").glob("*.csv")):
        report = Report(directory.SOURCE.id)
        found = files.entries(report, path, date(2021, 12, 31))
        assert found is not None
        assert not report.is_refused
        counts[path.name] = len(found)
    assert sorted(counts.values()) == [660, 1003, 1585]
