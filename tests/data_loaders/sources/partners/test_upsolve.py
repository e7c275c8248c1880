from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.upsolve import files
from data_loaders.sources.partners.upsolve import source as upsolve
from data_loaders.vocabulary.geography import UNALLOCATED
from tests.support.handed_over import observed

NAME = "upsolve_2021-03-31.csv"
SECRET = "my cousin took the rent"
JOB = "reason_for_filing_bankruptcy:_i_lost_my_job"
ANN = {
    files.STARTED: "2021-02-03 10:15:00",
    files.BIRTH_YEAR: "1985",
    files.RACE_COLUMNS[0]: "TRUE",
    files.GENDER_COLUMNS[1]: "TRUE",
    JOB: "TRUE",
    files.COVID: "TRUE",
    "other_reason_for_filing_bankruptcy": SECRET,
    files.STATE: "NY",
    files.ZIP: "10453-1234",
}


def line(**changed: str) -> dict[str, str]:
    return {name: {**ANN, **changed}.get(name, "") for name in files.COLUMNS}


def write(folder: Path, *people: dict[str, str], name: str = NAME) -> Path:
    path = folder / name
    pd.DataFrame(people, columns=list(files.COLUMNS)).to_csv(path, index=False)
    return path


def read(path: Path) -> tuple[pd.DataFrame | None, Report]:
    return read_delivery(upsolve, [path])


def kept_of(path: Path) -> pd.DataFrame:
    kept, report = read(path)
    assert kept is not None, [finding.sentence for finding in report.findings]
    return kept


def found_in(path: Path) -> str:
    kept, report = read(path)
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def test_a_person_passes_as_quarter_borough_age_band_and_groups(tmp_path: Path) -> None:
    kept = kept_of(write(tmp_path, line()))
    one = kept.iloc[0]
    assert (one["quarter"], one["day"]) == (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-03-31"))
    assert one[["area_id", "age", "race", "gender"]].tolist() == ["BX", "35_44", "a", "b"]
    assert (one["lost_job"], one["covid"], one["sick"]) == (True, True, False)


def test_excluded_fields_are_in_no_kept_row_and_no_finding(tmp_path: Path) -> None:
    kept, report = read(write(tmp_path, line(), line(**{files.ZIP: "home", "state": ""})))
    assert kept is not None
    assert not set(kept.columns) & set(upsolve.SOURCE.policy.excluded)
    everything = kept.to_csv() + "".join(finding.sentence for finding in report.findings)
    for excluded in (SECRET, "1985", "2021-02-03", "10453"):
        assert excluded not in everything


def test_columns_may_be_written_with_capitals_and_spaces_and_in_any_order(tmp_path: Path) -> None:
    path = write(tmp_path, line())
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    table.columns = [name.replace("_", " ").title() for name in table.columns]
    table[table.columns[::-1]].to_csv(path, index=False)
    assert kept_of(path)["age"].tolist() == ["35_44"]


def test_several_answers_or_a_rare_one_or_none_are_counted_together(tmp_path: Path) -> None:
    kept = kept_of(
        write(
            tmp_path,
            line(**{files.RACE_COLUMNS[1]: "TRUE"}),
            line(**{files.GENDER_COLUMNS[1]: "", files.RARER_GENDER_COLUMNS[0]: "TRUE"}),
            line(**{files.RACE_COLUMNS[0]: "FALSE"}),
        )
    )
    assert kept["race"].tolist() == ["other", "a", "other"]
    assert kept["gender"].tolist() == ["b", "other", "b"]


def test_years_of_birth_that_cannot_be_are_said_and_counted_as_not_given(tmp_path: Path) -> None:
    people = [line(birth_year=year) for year in ("1890", "2015", "", "x", "2003", "1956")]
    kept, report = read(write(tmp_path, *people))
    assert kept is not None
    assert kept["age"].tolist() == [*["not_given"] * 4, "18_24", "65_up"]
    assert [(finding.rows, finding.count) for finding in report.findings] == [((2, 3, 5), 3)]


def test_people_of_other_states_and_places_are_left_out_and_said(tmp_path: Path) -> None:
    kept, report = read(
        write(
            tmp_path,
            line(),
            line(state="NJ", zip="07030"),
            line(zip="14201"),
            line(zip="11200"),
            line(state="", zip=""),
        )
    )
    assert kept is not None
    assert kept["area_id"].tolist() == ["BX", UNALLOCATED, UNALLOCATED]
    assert [finding.rows for finding in report.findings] == [(3,), (5, 6), (4,)]


def test_what_no_answer_can_be_stops_and_is_not_quoted(tmp_path: Path) -> None:
    text = found_in(write(tmp_path, line(), line(**{JOB: SECRET, files.STATE: SECRET})))
    assert f"row 3: {JOB}: unknown answers" in text
    assert "state: no name of a state" in text
    assert SECRET not in text


@pytest.mark.parametrize("day", ["2021-04-01 09:00:00", "1989-01-01 00:00:00", "soon", ""])
def test_a_day_that_cannot_be_stops(tmp_path: Path, day: str) -> None:
    assert f"row 2: {files.STARTED}:" in found_in(write(tmp_path, line(interview_start_time=day)))


def test_renamed_lacking_and_new_columns_are_all_said_at_once(tmp_path: Path) -> None:
    path = write(tmp_path, line())
    table = pd.read_csv(path, dtype="str").rename(columns={files.ZIP: "zip_code"})
    table.assign(email="ann@example.org").to_csv(path, index=False)
    text = found_in(path)
    assert "['zip'] missing" in text
    assert "(text of 5 letters)" in text
    assert "example.org" not in text


def test_a_file_cut_off_or_in_another_encoding_stops(tmp_path: Path) -> None:
    path = write(tmp_path, line(), line())
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    assert "cells" in found_in(path)
    path.write_bytes(whole.decode().replace("TRUE", "TRÜE").encode("latin-1"))
    assert "utf-8" in found_in(path)


def test_a_name_without_a_day_and_a_second_file_stop(tmp_path: Path) -> None:
    path = write(tmp_path, line())
    assert "another name" in found_in(write(tmp_path, line(), name="upsolve_latest.csv"))
    assert "without a day" in found_in(write(tmp_path, line(), name="upsolve_2021-02-30.csv"))
    kept, report = read_delivery(
        upsolve, [path, write(tmp_path, line(), name="upsolve_2021-02-28.csv")]
    )
    assert kept is None
    assert "second file" in report.findings[0].found


def crowd() -> list[dict[str, str]]:
    """Two quarters; in the first all boroughs are large, and 4 people are 65 or older."""
    zips = {"10001": 60, "10453": 80, "11201": 90, "11354": 50, "10301": 30}
    groups = ({}, {files.RACE_COLUMNS[1]: "TRUE", files.GENDER_COLUMNS[0]: "TRUE"})
    people = [
        line(zip=code, birth_year=str(1958 + number % 40), **groups[number % 2])
        for code, count in zips.items()
        for number in range(count)
    ]
    people += [line(birth_year="1950")] * 4
    begun = (f"2021-02-03 {minute // 60:02}:{minute % 60:02}:00" for minute in range(len(people)))
    apart = [{**one, files.STARTED: time} for one, time in zip(people, begun, strict=True)]
    return [*apart, line(interview_start_time="2021-04-01 8:00")]


def test_counts_are_by_whole_quarter_and_margins_rest_on_the_fewer_side(tmp_path: Path) -> None:
    counted = upsolve.counted(kept_of(write(tmp_path, *crowd(), name="upsolve_2021-04-30.csv")))
    assert set(counted["period_start"]) == {pd.Timestamp("2021-01-01")}
    city = counted[counted["geography"].eq("city")].set_index("indicator_id")
    assert city.loc["upsolve_people", "value"] == 314
    assert city.loc["upsolve_age_65_up", ["value", "contributors"]].tolist() == [4, 4]
    # Everybody marked the same reason: the others, nobody, would be told of.
    assert city.loc["upsolve_reason_lost_job", ["value", "contributors"]].tolist() == [314, 0]
    boroughs = counted[counted["geography"].eq("borough")].set_index("area_id")["value"]
    assert boroughs[["BX", "SI", UNALLOCATED]].tolist() == [84, 30, 0]


def test_a_small_age_band_is_withheld_with_another_and_no_base_leaves(tmp_path: Path) -> None:
    kept = kept_of(write(tmp_path, *crowd(), name="upsolve_2021-04-30.csv"))
    table = observed(upsolve, kept)
    status = table[table["geography"].eq("city")].set_index("indicator_id")["status"]
    assert status["upsolve_people"] == "normal"
    assert status["upsolve_age_65_up"] == "withheld"
    ages = [name for name in status.index if name.startswith("upsolve_age")]
    assert (status[ages] == "withheld").sum() >= 2
    assert status["upsolve_reason_lost_job"] == "withheld"
    assert "contributors" not in table.columns


def test_nothing_is_published_below_borough_and_groups_have_no_real_names() -> None:
    below = {str(name) for one in upsolve.SOURCE.indicators for name in one.geographies}
    assert below == {"borough", "city"}
    for indicator in upsolve.SOURCE.indicators:
        words = f"{indicator.id} {indicator.title} {indicator.noun} {indicator.description}".lower()
        for name in ("white", "black", "hispanic", "asian", "native", "female", "trans", " men"):
            assert name not in words
