from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.workbooks import write_sheet
from data_loaders.sources.partners.oats import files
from data_loaders.sources.partners.oats import source as oats
from data_loaders.vocabulary.geography import UNALLOCATED
from tests.support.handed_over import observed

NAME = "oats_2021-03-31.xlsx"
SECRET = "I miss my late wife"
DAY = datetime(2021, 2, 3, 9, 30)  # noqa: DTZ001
ANN = {
    "recordeddate": DAY,
    "q6": 10453,
    "q14": "Health care and appointments",
    "q15": "Note sure",
    "q16": "No",
    "q25": SECRET,
    "q26a": 74,
    "q28": 1,
    "q30": "a group",
}
LABELS = [f"Question {name}?" for name in files.COLUMNS]


def person(**changed: object) -> list[object]:
    return [{**ANN, **changed}.get(name, "") for name in files.COLUMNS]


def write(folder: Path, *people: list[object], labels: bool = True, name: str = NAME) -> Path:
    path = folder / name
    header = [column.upper() for column in files.COLUMNS]
    write_sheet(path, [header, *([LABELS] if labels else []), *people])
    return path


def kept_of(path: Path) -> pd.DataFrame:
    kept, report = read_delivery(oats, [path])
    assert kept is not None, [finding.sentence for finding in report.findings]
    return kept


def found_in(path: Path) -> str:
    kept, report = read_delivery(oats, [path])
    assert kept is None
    return "\n".join(finding.sentence for finding in report.findings)


def test_a_person_passes_as_quarter_borough_and_five_answers(tmp_path: Path) -> None:
    one = kept_of(write(tmp_path, person())).iloc[0]
    assert (one["quarter"], one["day"]) == (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-03-31"))
    answers = one[["area_id", "computer", "internet", "issue", "age", "household"]]
    assert answers.tolist() == ["BX", "unsure", "no", "health", "70_79", "alone"]


def test_zip_codes_with_an_end_shortened_and_junk_are_taken(tmp_path: Path) -> None:
    zips = ("11201-1234", 83, "call me", "", 90210)
    kept, report = read_delivery(oats, [write(tmp_path, *(person(q6=code) for code in zips))])
    assert kept is not None
    assert kept["area_id"].tolist() == ["BK", "MN", UNALLOCATED, UNALLOCATED]
    assert [finding.rows for finding in report.findings] == [(5, 6), (7,)]
    assert "call me" not in report.findings[0].sentence


def test_what_is_not_kept_is_in_no_row_and_no_finding(tmp_path: Path) -> None:
    kept, report = read_delivery(oats, [write(tmp_path, person(), person(q6="nowhere"))])
    assert kept is not None
    assert {"q25", "q30", "q27", "q29"} <= set(oats.SOURCE.policy.excluded)
    everything = kept.to_csv() + "".join(finding.sentence for finding in report.findings)
    for excluded in (SECRET, "a group", "10453", "2021-02-03"):
        assert excluded not in everything


def test_missing_answers_are_counted_as_not_given_and_bands_close(tmp_path: Path) -> None:
    kept = kept_of(
        write(
            tmp_path,
            person(q14="", q15="", q16="", q26a="", q28=""),
            person(q26a=59, q28=2),
            person(q26a=60, q16="YES"),
            person(q26a=80, q15="not sure"),
        )
    )
    assert kept["age"].tolist() == ["not_given", "under_60", "60_69", "80_up"]
    assert kept["household"].tolist() == ["not_given", "others", "alone", "alone"]
    assert kept["issue"].tolist()[0] == kept["computer"].tolist()[0] == "not_given"
    assert kept["internet"].tolist()[2] == "yes"


def test_unknown_answers_stop_without_being_quoted(tmp_path: Path) -> None:
    text = found_in(write(tmp_path, person(), person(q14=SECRET, q15="mabye", q26a="old")))
    assert "row 4: q14: unknown answers" in text
    assert "row 4: q15: unknown answers" in text
    assert "row 4: q26a: no number" in text
    for words in (SECRET, "mabye", "old."):
        assert words not in text


@pytest.mark.parametrize("day", [datetime(1989, 1, 1), datetime(2021, 4, 1), "soon", ""])  # noqa: DTZ001
def test_a_day_that_cannot_be_stops(tmp_path: Path, day: object) -> None:
    assert "row 3: recordeddate:" in found_in(write(tmp_path, person(recordeddate=day)))


def test_a_workbook_without_its_row_of_questions_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, person(), person(), labels=False)
    assert "row 2: recordeddate: a day among the questions" in found_in(path)


def test_renamed_and_new_columns_are_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / NAME
    header = [name if name != "q28" else "q28a" for name in files.COLUMNS]
    write_sheet(path, [[*header, "phone"], LABELS, [*person(), "718-555-0100"]])
    text = found_in(path)
    assert "['q28'] missing" in text
    assert "may be 'q28'" in text
    assert "(text of 5 letters)" in text
    assert "phone" not in text
    assert "0100" not in text


def test_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / NAME
    write_sheet(path, [files.COLUMNS[::-1], LABELS, person()[::-1]])
    assert kept_of(path)["age"].tolist() == ["70_79"]


def test_a_workbook_cut_off_and_one_of_another_name_stop(tmp_path: Path) -> None:
    path = write(tmp_path, person(), [], person())
    assert "from the first empty one on" in found_in(path)
    path.write_bytes(path.read_bytes()[:-400])
    assert "cut off" in found_in(path)
    assert "another name" in found_in(write(tmp_path, person(), name="raw.xlsx"))


def test_small_answers_are_withheld_with_another_of_their_question(tmp_path: Path) -> None:
    zips = {10001: 60, 10453: 80, 11201: 90, 11354: 50, 10301: 30}
    people = [
        person(q6=code, q15="Yes" if n % 2 else "No", q16="Yes" if n % 2 else "No", q28=1 + n % 2)
        for code, count in zips.items()
        for n in range(count)
    ]
    for number, row in enumerate(people):
        row[files.COLUMNS.index("q14")] = ("Work and volunteering", "Learning and hobbies")[
            number % 2
        ]
        row[files.COLUMNS.index("q26a")] = (66, 85)[number % 2]
    table = observed(oats, kept_of(write(tmp_path, *people, *[person(q16="Not sure")] * 5)))
    status = table[table["geography"].eq("city")].set_index("indicator_id")["status"]
    assert status["oats_people"] == "normal"
    assert status["oats_internet_unsure"] == "withheld"
    assert (status[["oats_internet_yes", "oats_internet_no"]] == "withheld").any()
    assert status["oats_internet_not_given"] == "normal"  # nobody: a zero is published
    assert "contributors" not in table.columns
