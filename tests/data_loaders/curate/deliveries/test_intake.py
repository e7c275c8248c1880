from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import msgspec
import pandas as pd
import pytest

from data_loaders.curate.deliveries import intake as intake_module
from data_loaders.curate.deliveries.intake import QUARANTINE, Intake, Outcome
from data_loaders.delivery.findings import RefusedError, Report
from tests.support.clients import MONTHLY, WHOLE, Clients, month_of, written

ON = date(2022, 4, 5)
JANUARY = month_of(240, 300, 260, 200, 40)
FEBRUARY = month_of(250, 310, 270, 210, 50, month="2021-02-01")


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(tmp_path / "deliveries", Clients(MONTHLY))


def files_under(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_a_delivery_is_received_with_what_is_known_of_it(intake: Intake, tmp_path: Path) -> None:
    file = written(tmp_path, "clients-2021-01.csv", JANUARY)
    assert intake.receive([file], ON) is Outcome.RECEIVED
    (held,) = intake.held()
    assert (held.vintage, held.rows_read, held.rows_kept) == (date(2021, 1, 31), 5, 5)
    assert held.files == ("clients-2021-01.csv",)
    (rows,) = intake.rows()
    assert sorted(rows["clients"]) == [40, 200, 240, 260, 300]


def test_the_same_files_again_change_nothing(intake: Intake, tmp_path: Path) -> None:
    file = written(tmp_path, "clients-2021-01.csv", JANUARY)
    intake.receive([file], ON)
    before = files_under(intake.folder)
    assert intake.receive([file], date(2022, 5, 1)) is Outcome.HELD_ALREADY
    assert files_under(intake.folder) == before


def test_a_second_different_delivery_of_a_vintage_is_refused(
    intake: Intake, tmp_path: Path
) -> None:
    intake.receive([written(tmp_path, "clients-2021-01.csv", JANUARY)], ON)
    other = written(tmp_path / "b", "clients-2021-01.csv", JANUARY.replace("240", "241"))
    with pytest.raises(RefusedError, match="second, different delivery of 2021-01-31"):
        intake.receive([other], ON)
    assert len(intake.held()) == 1
    assert intake.receive([other], ON, supersede=True) is Outcome.RECEIVED
    assert [held.number for held in intake.held()] == [1, 2]


def test_what_fails_is_quarantined_with_its_report(intake: Intake, tmp_path: Path) -> None:
    text = JANUARY.replace("Bronx", "Bornx").replace("240", "many")
    file = written(tmp_path, "clients-2021-01.csv", text)
    with pytest.raises(RefusedError, match="row 2: borough: unknown text of 5 letters"):
        intake.receive([file], ON)
    assert intake.held() == []
    (folder,) = (intake.folder / QUARANTINE).iterdir()
    report = msgspec.json.decode((folder / "report.json").read_bytes(), type=Report)
    assert {finding.rows for finding in report.findings} == {(2,)}
    assert len(report.findings) == 2
    assert (folder / file.name).read_text() == text


def test_nothing_of_a_person_is_kept_or_reported(intake: Intake, tmp_path: Path) -> None:
    bad = JANUARY.replace("Brooklyn", "Brookline")
    with pytest.raises(RefusedError) as refused:
        intake.receive([written(tmp_path, "clients-2021-01.csv", bad)], ON)
    assert "Ann" not in str(refused.value)
    intake.receive([written(tmp_path, "clients-2021-02.csv", FEBRUARY)], ON)
    held = {
        name: content
        for name, content in files_under(intake.folder).items()
        if not name.startswith(QUARANTINE)
    }
    assert not [name for name, content in held.items() if b"Ann" in content]
    assert "name" not in next(intake.rows()).columns


def test_an_interrupted_intake_leaves_nothing_and_goes_on(
    intake: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = written(tmp_path, "clients-2021-01.csv", JANUARY)
    second = written(tmp_path, "clients-2021-02.csv", FEBRUARY)
    intake.receive([first], ON)

    def pulled_plug(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", pulled_plug)
        with pytest.raises(KeyboardInterrupt):
            intake.receive([second], ON)
    assert [held.vintage.month for held in intake.held()] == [1]
    assert [intake.receive([file], ON) for file in (first, second)] == [
        Outcome.HELD_ALREADY,
        Outcome.RECEIVED,
    ]


def test_a_whole_series_may_not_shrink_or_go_back(tmp_path: Path) -> None:
    intake = Intake(tmp_path / "deliveries", Clients(WHOLE))
    both = JANUARY + FEBRUARY.partition("\n")[2]
    intake.receive([written(tmp_path, "clients-all-1.csv", both)], ON)
    older = written(tmp_path, "clients-all-2.csv", JANUARY)
    with pytest.raises(RefusedError) as refused:
        intake.receive([older], ON)
    assert "older than those held" in str(refused.value)
    assert "5 rows; the last delivery had 10" in str(refused.value)


def test_a_folder_stands_for_its_files_one_delivery_each(intake: Intake, tmp_path: Path) -> None:
    folder = tmp_path / "given"
    written(folder, "clients-2021-02.csv", FEBRUARY)
    written(folder, "clients-2021-01.csv", JANUARY)
    written(folder, ".hidden", "")
    names = [[file.name for file in one] for one in intake.deliveries([folder])]
    assert names == [["clients-2021-01.csv"], ["clients-2021-02.csv"]]


def test_a_file_of_another_name_is_refused_unread(intake: Intake, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="another name"):
        intake.receive([written(tmp_path, "clients.csv", JANUARY)], ON)


def test_deliveries_are_for_us_alone(intake: Intake, tmp_path: Path) -> None:
    intake.receive([written(tmp_path, "clients-2021-01.csv", JANUARY)], ON)
    assert intake.folder.stat().st_mode & 0o077 == 0
    assert intake_module.ONLY_US == 0o700


def test_rows_are_given_in_the_order_in_which_the_newer_wins(
    intake: Intake, tmp_path: Path
) -> None:
    intake.receive([written(tmp_path, "clients-2021-02.csv", FEBRUARY)], ON)
    intake.receive([written(tmp_path, "clients-2021-01.csv", JANUARY)], ON)
    firsts = [pd.Timestamp(rows["month"].iloc[0]).month for rows in intake.rows()]
    assert firsts == [1, 2]
