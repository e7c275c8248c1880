"""What is kept stays whole, comes back elsewhere, and goes only by policy and on record."""

from __future__ import annotations

import tarfile
from datetime import date
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.curate.deliveries import at_rest
from data_loaders.curate.deliveries.intake import Intake, Outcome
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.keeping.backup import BackupError, back_up, restore
from data_loaders.curate.keeping.dispose import (
    DISPOSED,
    Disposed,
    dispose_deliveries,
    dispose_refused,
)
from data_loaders.curate.keeping.prune import kept, prune
from data_loaders.curate.publication.publish import current_id, release_ids
from data_loaders.delivery.findings import RefusedError
from data_loaders.released.release import Release, Releases
from data_loaders.vocabulary.progress import SILENT
from tests.support.clients import Clients, month_of, written
from tests.support.tiny import released

ON = date(2026, 11, 28)
PERSON = "Ann Example"


def weekly(count: int) -> list[str]:
    return [str(date.fromordinal(date(2025, 1, 3).toordinal() + 7 * week)) for week in range(count)]


@pytest.mark.parametrize("count", [0, 1, 12, 13, 100])
def test_the_last_of_each_quarter_the_newest_and_those_named_stay(count: int) -> None:
    ids = weekly(count)
    stay = kept(ids, ids[0] if ids else "", {"2025-02-14", "2020-01-01"})
    quarters = {(each[:4], (int(each[5:7]) - 1) // 3) for each in ids}
    assert {(each[:4], (int(each[5:7]) - 1) // 3) for each in stay} == quarters
    assert set(ids[-12:]) <= stay <= set(ids)
    assert ("2025-02-14" in stay) == ("2025-02-14" in ids)
    if count == 100:
        assert ids[0] in stay
        assert len(stay) < 24


def test_what_is_pruned_leaves_its_manifest_and_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        released(tmp_path)
    monkeypatch.setattr("data_loaders.curate.keeping.prune.NEWEST", 1)
    assert prune(tmp_path, (), ON, SILENT, is_trial=True) == ["2026-11-22", "2026-11-22-2"]
    assert len(release_ids(tmp_path)) == 3
    prune(tmp_path, {"2026-11-22-2"}, ON, SILENT, is_trial=False)
    assert release_ids(tmp_path) == ["2026-11-22-2", "2026-11-22-3"]
    gone = Releases([tmp_path]).withdrawn("2026-11-22")
    assert gone is not None
    assert gone.why.startswith("It was cleared away")
    assert (tmp_path / "withdrawn" / "2026-11-22" / "manifest.json").is_file()


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """An installation with two releases, an encrypted delivery, and records."""
    here = {name: tmp_path / "here" / name for name in ("releases", "deliveries", "records")}
    released(here["releases"])
    released(here["releases"])
    at_rest.make_key(tmp_path / "keys")
    monkeypatch.setenv("DELIVERY_KEY", str(tmp_path / "keys"))
    intake = Intake(here["deliveries"], Clients())
    file = written(tmp_path / "in", "clients-2021-01.csv", month_of(11, 12, 13, 14, 15))
    assert intake.receive([file], ON) is Outcome.RECEIVED
    written(here["records"], "a.toml", "x = 1\n")
    return here


def elsewhere(tmp_path: Path) -> dict[str, Path]:
    return {name: tmp_path / "there" / name for name in ("releases", "deliveries", "records")}


def test_a_backup_comes_back_in_another_folder(held: dict[str, Path], tmp_path: Path) -> None:
    archive, there = tmp_path / "of today.tar", elsewhere(tmp_path)
    count = back_up(held, archive, SILENT)
    assert restore(archive, there, SILENT) == "2026-11-22-2"
    files = [path for path in tmp_path.joinpath("there").rglob("*") if path.is_file()]
    assert len(files) == count
    for path in files:
        original = tmp_path / "here" / path.relative_to(tmp_path / "there")
        assert path.read_bytes() == original.read_bytes()
    assert current_id(there["releases"]) == "2026-11-22-2"
    assert Release.open(there["releases"] / "2026-11-22").id == "2026-11-22"
    assert len(list(Intake(there["deliveries"], Clients()).rows())) == 1
    assert archive.stat().st_mode & 0o077 == 0
    assert b"keys" not in archive.read_bytes()
    with pytest.raises(BackupError, match="is not empty"):
        restore(archive, there, SILENT)
    with pytest.raises(BackupError, match="is there already"):
        back_up(held, archive, SILENT)


def changed_byte(content: bytes) -> bytes:
    at = content.index(b"PAR1") + 20
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [changed_byte, lambda content: content[: len(content) // 2], lambda _content: b"no archive"],
    ids=["a byte", "half of it", "another file"],
)
def test_a_damaged_backup_is_refused(held: dict[str, Path], tmp_path: Path, damage) -> None:  # noqa: ANN001
    archive = tmp_path / "a.tar"
    back_up(held, archive, SILENT)
    archive.write_bytes(damage(archive.read_bytes()))
    with pytest.raises(BackupError, match="damaged"):
        restore(archive, elsewhere(tmp_path), SILENT)


@pytest.mark.parametrize("name", ["releases/../../escaped", "/etc/escaped", "elsewhere/a", "keys"])
def test_a_backup_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "a.tar"
    with tarfile.open(archive, "w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(BackupError, match="is no file of a backup"):
        restore(archive, elsewhere(tmp_path), SILENT)
    assert not list(tmp_path.rglob("*escaped*"))


def test_deliveries_and_refused_files_are_encrypted_and_read_with_older_keys(
    held: dict[str, Path], tmp_path: Path
) -> None:
    root, keys = held["deliveries"], tmp_path / "keys"
    intake = Intake(root, Clients())
    bad = written(tmp_path / "in", "clients-2021-02.csv", f"wrong,columns\n{PERSON},1\n")
    with pytest.raises(RefusedError):
        intake.receive([bad], ON)
    for path in root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert PERSON.encode() not in content
            assert not content.startswith(b"PAR1")
    assert at_rest.lying_open(root) == []
    at_rest.make_key(keys)
    assert at_rest.protect(root) == 2
    assert len(list(intake.rows())) == 1
    older = keys.read_text().split()[1]
    keys.write_text(older)
    with pytest.raises(FeedError, match="encrypted with another key"):
        list(intake.rows())
    keys.write_text("no key")
    with pytest.raises(FeedError, match="names no file of keys"):
        list(intake.rows())


def test_deliveries_that_lay_open_are_found_and_encrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, intake = tmp_path / "deliveries", Intake(tmp_path / "deliveries", Clients())
    file = written(tmp_path / "in", "clients-2021-01.csv", month_of(11, 12, 13, 14, 15))
    intake.receive([file], ON)
    assert len(at_rest.lying_open(root)) == 1
    with pytest.raises(FeedError, match="DELIVERY_KEY is not set"):
        at_rest.protect(root)
    at_rest.make_key(tmp_path / "keys")
    monkeypatch.setenv("DELIVERY_KEY", str(tmp_path / "keys"))
    assert at_rest.protect(root) == 1
    assert at_rest.lying_open(root) == []
    assert intake.receive([file], ON) is Outcome.HELD_ALREADY
    assert len(list(intake.rows())) == 1


def test_what_is_disposed_of_is_gone_and_on_record(held: dict[str, Path], tmp_path: Path) -> None:
    root, intake = held["deliveries"], Intake(held["deliveries"], Clients())
    for number in (2, 3):
        month = month_of(11, 12, 13, 14, 15, month=f"2021-0{number}-01")
        intake.receive([written(tmp_path / "in", f"clients-2021-0{number}.csv", month)], ON)
    gone = dispose_deliveries(root, "helper", 1, "The agreement ended.", ON, SILENT)
    assert [str(each.vintage) for each in gone] == ["2021-01-31", "2021-02-28"]
    assert len(list(Intake(root, Clients()).rows())) == 1
    lines = (root / DISPOSED).read_text().splitlines()
    assert [msgspec.json.decode(line, type=Disposed) for line in lines] == gone
    assert {each.why for each in gone} == {"The agreement ended."}
    assert dispose_deliveries(root, "helper", 1, "Again.", ON, SILENT) == []
    bad = written(tmp_path / "in", "clients-2021-04.csv", "wrong\n")
    with pytest.raises(RefusedError):
        intake.receive([bad], ON)
    assert dispose_refused(root, 90, date.today()) == []  # noqa: DTZ011 - as files are dated
    assert len(dispose_refused(root, 90, date(2099, 1, 1))) == 1
    record = (root / DISPOSED).read_text()
    assert len(record.splitlines()) == 3
    assert bad.name not in record


def test_it_is_restored_where_the_folders_are_not_there_yet(
    held: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "of today.tar"
    back_up(held, archive, SILENT)
    for name, folder in elsewhere(tmp_path).items():
        monkeypatch.setenv(name.upper(), str(folder))
    ended = CliRunner().invoke(app, ["restore", str(archive)])
    assert (ended.exit_code, ended.output.splitlines()[-1]) == (
        0,
        "Restored; serving 2026-11-22-2.",
    )
    assert (tmp_path / "there" / "records" / "a.toml").is_file()


@pytest.mark.parametrize(
    ("command", "name"), [("key", "RELEASE_KEY"), ("delivery-key", "DELIVERY_KEY")]
)
def test_a_key_is_made_where_the_setting_names_it_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    path = tmp_path / "made.key"
    monkeypatch.setenv(name, str(path))
    assert CliRunner().invoke(app, ["list"]).exit_code == 1
    assert CliRunner().invoke(app, [command, str(path)]).exit_code == 0
    assert path.is_file()
